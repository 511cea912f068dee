"""A walk of gradient descent down a curve, and the tangent where it stands."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, player, style
from gd_core.charts.chart import Chart, Table


def walk_on_curve(curve: pd.DataFrame, walk: pd.DataFrame, here: pd.DataFrame, *, title: str) -> Chart:
    """Draw the curve, the walk on it so far, and the tangent where it stands.

    `curve` has the columns x and f, `walk` step, x, f and gradient. `here` has one row: step, x, f and
    gradient, the ends of the tangent x1, f1, x2 and f2, the part of the plane that is shown (left, right, low
    and high), and where words stand (dx, dy, align), so that going on gives other rows of the same
    specification. Values that are not finite are left out of the curve.
    """
    style.require(curve, ["x", "f"], "curve")
    style.require(walk, ["step", "x", "f", "gradient"], "walk")
    window, words = [end for pair in _WINDOW.values() for end in pair], ["dx", "dy", "align"]
    style.require(here, ["x", "f", "x1", "f1", "x2", "f2", *window, *words], "here")
    ends = {axis: player.looked_up("here", *pair) for axis, pair in _WINDOW.items()}
    x = alt.X("x:Q", title="x", scale=alt.Scale(domain=ends["x"], nice=False), axis=marks.stage_axis())
    y = alt.Y(
        "f:Q", title="f(x)", scale=alt.Scale(domain=ends["y"], nice=False), axis=marks.stage_axis(up=True)
    )
    colour = style.COLOURS["gradient_descent"]
    tooltip = [
        alt.Tooltip("step:Q", title="Step"),
        alt.Tooltip("x:Q", title="x", format=".6~g"),
        alt.Tooltip("f:Q", title="f(x)", format=".6~g"),
        alt.Tooltip("gradient:Q", title="Gradient f'(x)", format=".4~g"),
    ]
    way, now = Chart(Table(walk, "walk")).encode(x=x, y=y), Chart(Table(here, "here")).encode(x=x, y=y)
    on = {"clip": True, "tooltip": None}
    layers = [
        Chart(Table(curve[np.isfinite(curve["f"])], "curve"))
        .mark_line(color=style.COLOURS["actual"], strokeWidth=style.LINE_WIDTH, **on)
        .encode(x=x, y=y),
        now.mark_rule(color=style.COLOURS["least_squares"], strokeWidth=2, **on).encode(
            x="x1:Q", y="f1:Q", x2="x2:Q", y2="f2:Q"
        ),
        way.mark_line(color=colour, strokeWidth=1, strokeDash=[4, 3], **on).encode(order="step:Q"),
        way.mark_circle(color=colour, opacity=0.85, size=55, clip=True).encode(tooltip=tooltip),
        now.mark_point(color=colour, filled=True, size=170, opacity=1, clip=True).encode(tooltip=tooltip),
        *marks.label(now, "'slope ' + format(datum.gradient, '.3~g')"),
    ]
    return marks.on_stage(marks.layered(*layers), title)


_WINDOW = {"x": ("left", "right"), "y": ("low", "high")}
