"""A walk of gradient descent down a curve, to be played step by step in the page itself."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, player, style
from gd_core.charts.chart import Chart

_HEIGHT = 340


def walk_on_curve(curve: pd.DataFrame, walk: pd.DataFrame, tangents: pd.DataFrame, *, title: str) -> Chart:
    """Draw the curve and the walk on it, with a slider and a play box that need no rerun.

    `curve` has the columns x and f, `walk` step, x, f and gradient, `tangents` step, x, f, x2 and f2.
    The walk is drawn up to the chosen step, all of it at first; the tangent is that of the chosen step.
    Values that are not finite are left out.
    """
    style.require(curve, ["x", "f"], "curve")
    style.require(walk, ["step", "x", "f", "gradient"], "walk")
    curve = curve[np.isfinite(curve["f"])]
    last = int(walk["step"].max())
    heights = np.concatenate([curve["f"], walk["f"]])
    low, high = style.padded(float(heights.min()), float(heights.max()), 0.08)
    x = alt.X("x:Q", title="x", scale=alt.Scale(domain=_span(curve["x"]), nice=False))
    y = alt.Y("f:Q", title="f(x)", scale=alt.Scale(domain=[low, high], nice=False))
    until, here = "datum.step <= frame", "datum.step == frame"
    colour = style.COLOURS["gradient_descent"]
    tooltip = [
        alt.Tooltip("step:Q", title="Step"),
        alt.Tooltip("x:Q", title="x", format=".6~g"),
        alt.Tooltip("f:Q", title="f(x)", format=".6~g"),
        alt.Tooltip("gradient:Q", title="Gradient f'(x)", format=".4~g"),
    ]
    base = Chart(walk).encode(x=x, y=y)
    layers = [
        Chart(curve)
        .mark_line(color=style.COLOURS["actual"], strokeWidth=style.LINE_WIDTH, tooltip=None)
        .encode(x=x, y=y),
        Chart(tangents)
        .mark_rule(color=style.COLOURS["least_squares"], strokeWidth=2, clip=True, tooltip=None)
        .encode(x=x, y=y, x2="x2:Q", y2="f2:Q")
        .transform_filter(here),
        base.mark_line(color=colour, strokeWidth=1, strokeDash=[4, 3], tooltip=None)
        .encode(order="step:Q")
        .transform_filter(until),
        base.mark_circle(color=colour, opacity=0.85, size=55).encode(tooltip=tooltip).transform_filter(until),
        base.mark_point(color=colour, filled=True, size=170, opacity=1)
        .encode(tooltip=tooltip)
        .transform_filter(here),
    ]
    chart = marks.finished(marks.layered(*layers), title, _HEIGHT)
    return chart.properties(params=player.slider(last, "Step"))


def _span(x: pd.Series) -> list[float]:
    return [float(x.min()), float(x.max())]
