"""Several descents laid over each other, and the epochs that each learning rate needs."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style
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
    colour = alt.Color("name:N", sort=names, legend=legend, scale=alt.Scale(domain=names))
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip(f"{progress}:Q", title=PROGRESS[progress], format=",d"),
        alt.Tooltip("excess:Q", title=above, format=".3~e"),
    ]
    lines = Chart(drawn).mark_line(strokeWidth=style.LINE_WIDTH)
    layer = lines.encode(x=x, y=y, color=colour, tooltip=tooltip)
    return style.finished(style.layered(layer), title, _HEIGHT)


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
    colour = alt.Color("name:N", sort=names, legend=style.legend(2, below=700), scale=alt.Scale(domain=names))
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip("epoch:Q", title="Epoch", format="d"),
        alt.Tooltip("distance:Q", title="Distance", format=".3~g"),
    ]
    zero = Chart(pd.DataFrame({"distance": [0.0]})).mark_rule(color=style.REFERENCE, tooltip=None)
    base = Chart(table).encode(x=x, y=y, color=colour, tooltip=tooltip)
    layers = [
        zero.encode(y="distance:Q"),
        base.mark_line(strokeWidth=1.5, clip=True, tooltip=None),
        base.mark_circle(size=26, opacity=1, clip=True),
    ]
    return style.finished(style.layered(*layers), title, _HEIGHT)


def against_rate(
    runs: pd.DataFrame,
    foretold: pd.DataFrame,
    *,
    measured: str,
    line: str,
    largest_stable: float,
    best: float,
    y_title: str,
    title: str,
) -> Chart:
    """Draw what was measured at some rates (dots) and foretold for all (line), and the two rates that matter.

    `runs` has the columns rate and `measured`, `foretold` rate and `line`, both possibly NaN.
    """
    style.require(runs, ["rate", measured], "runs")
    style.require(foretold, ["rate", line], "foretold")
    axis = alt.Axis(format=".2~g", tickCount=6, grid=False)
    domain = [float(foretold["rate"].min()), 1.04 * max(largest_stable, float(runs["rate"].max()))]
    x = alt.X(
        "rate:Q", title="Learning rate", axis=axis, scale=alt.Scale(domain=domain, nice=False, padding=8)
    )
    y = alt.Y("value:Q", title=y_title, scale=alt.Scale(type="log"), axis=alt.Axis(format="~g", tickCount=5))

    def points(table: pd.DataFrame, column: str, series: str) -> Chart:
        rows = table[["rate", column]].dropna().rename(columns={column: "value"})
        rows = rows[(rows["value"] > 0) & np.isfinite(rows["value"])].assign(series=series)
        tooltip = [
            alt.Tooltip("series:N", title="What"),
            alt.Tooltip("rate:Q", title="Learning rate", format=".3~g"),
            alt.Tooltip("value:Q", title=y_title, format=".4~g"),
        ]
        return Chart(rows).encode(x=x, y=y, color=colour, tooltip=tooltip)

    colours = [style.COLOURS["least_squares"], style.COLOURS["gradient_descent"]]
    scale = alt.Scale(domain=["Foretold", "Measured"], range=colours)
    colour = alt.Color("series:N", scale=scale, legend=style.legend())
    marks = pd.DataFrame({"rate": [best, largest_stable], "what": ["best fixed rate", "largest stable rate"]})
    rules = Chart(marks).encode(x=x)
    layers = [
        rules.mark_rule(color=style.REFERENCE, strokeDash=[4, 3]).encode(
            tooltip=[alt.Tooltip("what:N", title="Rate"), alt.Tooltip("rate:Q", format=".4~g")]
        ),
        points(foretold, line, "Foretold").mark_line(strokeWidth=style.LINE_WIDTH),
        points(runs, measured, "Measured").mark_circle(size=80, opacity=1),
    ]
    return style.finished(style.layered(*layers), title, _HEIGHT)
