"""Several descents laid over each other, and the epochs that each learning rate needs."""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

PROGRESS = {"epoch": "Epoch", "updates": "Updates", "samples": "Rows seen"}
_HEIGHT = 320
_ROOM = 1e4  # how far above the highest start a divergent curve is followed


def excess_against_progress(curves: pd.DataFrame, *, progress: str = "epoch", unit: str, title: str) -> Chart:
    """Draw how far each descent's loss is above its minimum, on a logarithmic axis.

    `curves` has the columns name, excess (positive, in squared degrees `unit`) and `progress`, one of
    `PROGRESS`.
    """
    style.require(curves, ["name", progress, "excess"], "curves")
    finite = curves[np.isfinite(curves["excess"])]
    names = list(dict.fromkeys(finite["name"]))
    top = _ROOM * float(finite["excess"].groupby(finite["name"]).first().max())
    drawn = finite[finite["excess"] <= top]
    x = alt.X(
        f"{progress}:Q",
        title=PROGRESS[progress],
        scale=alt.Scale(nice=False),
        axis=alt.Axis(
            labelExpr="format(datum.value, datum.value < 1e5 ? ',d' : '~s')", grid=False, tickCount=6
        ),
    )
    above = f"Loss above its minimum ({style.unit_text(unit)}²)"
    axis = alt.Axis(format=".0~e", tickCount=6)
    y = alt.Y("excess:Q", title=above, scale=alt.Scale(type="log"), axis=axis)
    legend = style.legend(2, below=420)
    colour = alt.Color("name:N", sort=names, legend=legend, scale=style.several(names))
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip(f"{progress}:Q", title=PROGRESS[progress], format=",d"),
        alt.Tooltip("excess:Q", title=above, format=".3~e"),
    ]
    lines = Chart(drawn).mark_line(strokeWidth=style.LINE_WIDTH)
    layer = lines.encode(x=x, y=y, color=colour, tooltip=tooltip)
    return marks.finished(marks.layered(layer), title, _HEIGHT)


def swings(table: pd.DataFrame, *, title: str) -> Chart:
    """Draw the distance of each descent from the minimum along one direction, from side to side.

    `table` has the columns name, epoch and distance (in coefficients). A descent that leaves the picture is
    cut at its edge.
    """
    style.require(table, ["name", "epoch", "distance"], "table")
    names = list(dict.fromkeys(table["name"]))
    start = float(table["distance"][table["epoch"] == 0].abs().max())
    reach = 2.0 * max(start, 1e-12)
    x = alt.X("epoch:Q", title="Epoch", axis=alt.Axis(format="d", tickMinStep=1, grid=False))
    y = alt.Y(
        "distance:Q", title="Distance to the minimum", scale=alt.Scale(domain=[-reach, reach], nice=False)
    )
    colour = alt.Color("name:N", sort=names, legend=style.legend(2, below=700), scale=style.several(names))
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip("epoch:Q", title="Epoch", format="d"),
        alt.Tooltip("distance:Q", title="Distance", format=".3~g"),
    ]
    base = Chart(table).encode(x=x, y=y, color=colour, tooltip=tooltip)
    layers = [
        marks.rule_at(0.0, "y"),
        base.mark_line(strokeWidth=1.5, clip=True, tooltip=None),
        base.mark_circle(size=26, opacity=1, clip=True),
    ]
    return marks.finished(marks.layered(*layers), title, _HEIGHT)


class Measure(NamedTuple):
    """What is drawn against the rate: its column in `runs`, its column in `foretold`, and its axis."""

    measured: str
    foretold: str
    title: str


def against_rate(
    runs: pd.DataFrame,
    foretold: pd.DataFrame,
    measure: Measure,
    *,
    largest_stable: float,
    best: float,
    title: str,
) -> Chart:
    """Draw what was measured at some rates (dots) and foretold for all (line), and the two rates that matter.

    `runs` and `foretold` have the column rate and those of `measure`, possibly NaN.
    """
    style.require(runs, ["rate", measure.measured], "runs")
    style.require(foretold, ["rate", measure.foretold], "foretold")
    axis = alt.Axis(format=".2~g", tickCount=6, grid=False)
    domain = [float(foretold["rate"].min()), 1.04 * max(largest_stable, float(runs["rate"].max()))]
    scale = alt.Scale(domain=domain, nice=False, padding=8)
    x = alt.X("rate:Q", title="Learning rate", axis=axis, scale=scale)
    special = pd.DataFrame(
        {"rate": [best, largest_stable], "what": ["best rate for the worst start", "largest stable rate"]}
    )
    tooltip = [alt.Tooltip("what:N", title="Rate"), alt.Tooltip("rate:Q", format=".4~g")]
    layers = [
        Chart(special).mark_rule(color=style.REFERENCE, strokeDash=[4, 3]).encode(tooltip=tooltip),
        _by_rate(foretold, measure.foretold, "Foretold", measure.title).mark_line(
            strokeWidth=style.LINE_WIDTH
        ),
        _by_rate(runs, measure.measured, "Measured", measure.title).mark_circle(size=80, opacity=1),
    ]
    return marks.finished(marks.layered(*(layer.encode(x=x) for layer in layers)), title, _HEIGHT)


def _by_rate(table: pd.DataFrame, column: str, series: str, y_title: str) -> Chart:
    """Return the rows of `table` that can stand on a logarithmic axis, in the colour of their `series`."""
    rows = table[["rate", column]].dropna().rename(columns={column: "value"})
    rows = rows[(rows["value"] > 0) & np.isfinite(rows["value"])].assign(series=series)
    colours = [style.COLOURS["least_squares"], style.COLOURS["gradient_descent"]]
    scale = alt.Scale(domain=["Foretold", "Measured"], range=colours)
    return Chart(rows).encode(
        y=alt.Y(
            "value:Q", title=y_title, scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=5)
        ),
        color=alt.Color("series:N", scale=scale, legend=style.legend()),
        tooltip=[
            alt.Tooltip("series:N", title="What"),
            alt.Tooltip("rate:Q", title="Learning rate", format=".3~g"),
            alt.Tooltip("value:Q", title=y_title, format=".4~g"),
        ],
    )
