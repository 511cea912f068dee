"""Several descents laid over each other, and the epochs that each learning rate needs."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style

PROGRESS = {"epoch": "Epoch", "updates": "Updates", "samples": "Rows seen"}
_HEIGHT = 320
_ROOM = 1e4  # how far above the highest start a divergent curve is followed


def excess_against_progress(
    curves: pd.DataFrame, *, progress: str = "epoch", unit: str, title: str
) -> alt.LayerChart:
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
    lines = alt.Chart(drawn).mark_line(strokeWidth=style.LINE_WIDTH)
    layer = lines.encode(x=x, y=y, color=colour, tooltip=tooltip)
    return style.finished(style.layered(layer), title, _HEIGHT)


def epochs_against_rate(
    runs: pd.DataFrame, *, largest_stable: float, best: float, title: str
) -> alt.LayerChart:
    """Draw the epochs measured (dots) and foretold (rings) for each rate, with the two rates that matter.

    `runs` has the columns rate, foretold and measured, the last two possibly NaN.
    """
    style.require(runs, ["rate", "foretold", "measured"], "runs")
    axis = alt.Axis(format=".1~g", tickCount=6, grid=False)
    x = alt.X("rate:Q", title="Learning rate", scale=alt.Scale(type="log"), axis=axis)
    epochs = alt.Axis(tickCount=5)
    y = alt.Y("epochs:Q", title="Epochs needed", scale=alt.Scale(type="log"), axis=epochs)
    tooltip = [
        alt.Tooltip("series:N", title="Epochs"),
        alt.Tooltip("rate:Q", title="Learning rate", format=".3~g"),
        alt.Tooltip("epochs:Q", title="Epochs", format=",d"),
    ]

    def points(column: str) -> alt.Chart:
        rows = runs[["rate", column]].dropna().rename(columns={column: "epochs"})
        rows = rows[rows["epochs"] > 0].assign(series=column.capitalize())
        return alt.Chart(rows).encode(x=x, y=y, tooltip=tooltip)

    foretold, measured = style.COLOURS["least_squares"], style.COLOURS["gradient_descent"]
    marks = pd.DataFrame({"rate": [best, largest_stable], "what": ["best fixed rate", "largest stable rate"]})
    lines = (
        alt.Chart(marks)
        .mark_rule(color=style.REFERENCE, strokeDash=[4, 3])
        .encode(x=x, tooltip=[alt.Tooltip("what:N", title="Rate"), alt.Tooltip("rate:Q", format=".4~g")])
    )
    layers = [
        lines,
        points("foretold").mark_point(color=foretold, filled=False, size=190, strokeWidth=2, opacity=1),
        points("measured").mark_point(color=measured, filled=True, size=60, opacity=1),
    ]
    return style.finished(style.layered(*layers), title, _HEIGHT)
