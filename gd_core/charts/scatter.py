"""One temperature against another on equal axes, with the diagonal on which both are the same."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

MOST_POINTS = 1_000
"""More points are a patch that is slow to draw: they are counted in square cells instead."""

_CELLS = 45
_HEIGHT = 300


def predicted_against_observed(
    predictions: pd.DataFrame, unit: str, *, part: str = "test", title: str
) -> Chart:
    """Draw gradient descent's forecasts (y) against what was observed (x) on one part of the record.

    `predictions` is indexed by target date with the columns part, actual and gradient_descent, in
    degrees `unit`. A perfect forecast lies on the diagonal.
    """
    style.require(predictions, ["part", "actual", "gradient_descent"], "predictions")
    if part not in style.PARTS:
        raise ValueError(f"part must be one of {', '.join(style.PARTS)}, got {part!r}.")
    scored = predictions[predictions["part"] == part]
    pairs = pd.DataFrame(
        {
            "date": scored.index,
            "x": scored["actual"].to_numpy(dtype=float),
            "y": scored["gradient_descent"].to_numpy(dtype=float),
        }
    )
    degrees = style.unit_text(unit)
    return square_scatter(
        pairs,
        x_title=f"Observed ({degrees})",
        y_title=f"Forecast ({degrees})",
        colour=style.COLOURS["gradient_descent"],
        title=title,
    )


def today_against_tomorrow(
    pairs: pd.DataFrame, unit: str, *, slope: float | None = None, intercept: float | None = None, title: str
) -> Chart:
    """Draw tomorrow's temperature (y) against today's (x), with the diagonal of "no change".

    `pairs` has the columns today and tomorrow in degrees `unit`, one row per pair of consecutive
    days; with `slope` and `intercept` a line of best fit is added.
    """
    style.require(pairs, ["today", "tomorrow"], "pairs")
    if (slope is None) != (intercept is None):
        raise ValueError("slope and intercept must be given together or not at all.")
    degrees = style.unit_text(unit)
    return square_scatter(
        pairs[["today", "tomorrow"]].rename(columns={"today": "x", "tomorrow": "y"}),
        x_title=f"Today ({degrees})",
        y_title=f"Tomorrow ({degrees})",
        colour=style.COLOURS["actual"],
        line=None if slope is None or intercept is None else (slope, intercept),
        title=title,
    )


def square_scatter(
    pairs: pd.DataFrame,
    *,
    x_title: str,
    y_title: str,
    colour: str,
    title: str,
    line: tuple[float, float] | None = None,
) -> Chart:
    """Draw the columns x against y of `pairs` (and "date", if there is one, in the tooltip).

    Both axes have the same domain. `line` = (slope, intercept) adds a line to the diagonal. Rows
    with a missing or infinite value are left out.
    """
    finite = np.isfinite(pairs["x"]) & np.isfinite(pairs["y"])
    pairs = pairs[finite]
    values = np.concatenate([pairs["x"], pairs["y"]]) if len(pairs) else np.array([0.0, 1.0])
    low, high = style.padded(float(values.min()), float(values.max()))
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    axis = alt.Axis(grid=True, tickCount=6)
    x = alt.X("x:Q", title=x_title, scale=scale, axis=axis)
    y = alt.Y("y:Q", title=y_title, scale=scale, axis=axis)
    tooltip = [
        alt.Tooltip("x:Q", title=x_title, format=".1f"),
        alt.Tooltip("y:Q", title=y_title, format=".1f"),
    ]
    if len(pairs) > MOST_POINTS:
        layers = [_cells(pairs, low, high, tooltip)]
    else:
        layers = [_points(pairs, colour, tooltip)]
    layers = [layer.encode(x=x, y=y) for layer in layers]
    layers.append(marks.dashed_line(pd.DataFrame({"x": [low, high], "y": [low, high]}), x, y))
    if line is not None:
        slope, intercept = line
        ends = pd.DataFrame({"x": [low, high], "y": [slope * low + intercept, slope * high + intercept]})
        layers.append(
            Chart(ends)
            .mark_line(
                color=style.COLOURS["least_squares"], strokeWidth=style.LINE_WIDTH, clip=True, tooltip=None
            )
            .encode(x=x, y=y)
        )
    return marks.finished(marks.layered(*layers), title, _HEIGHT)


def _points(pairs: pd.DataFrame, colour: str, tooltip: list[alt.Tooltip]) -> Chart:
    columns = ["x", "y"]
    if "date" in pairs.columns:
        columns = ["date", *columns]
        tooltip = [marks.date_tip(), *tooltip]
    size, opacity = (22, 0.45) if len(pairs) > 300 else (40, 0.7)
    return (
        Chart(style.light(pairs[columns].reset_index(drop=True)))
        .mark_circle(size=size, opacity=opacity, color=colour)
        .encode(tooltip=tooltip)
    )


def _cells(pairs: pd.DataFrame, low: float, high: float, tooltip: list[alt.Tooltip]) -> Chart:
    """Count the pairs in `_CELLS` x `_CELLS` squares; an empty square is not sent."""
    counts, edges, _ = np.histogram2d(pairs["x"], pairs["y"], bins=_CELLS, range=[[low, high], [low, high]])
    row, column = np.nonzero(counts)
    squares = pd.DataFrame(
        {"x": edges[row], "x2": edges[row + 1], "y": edges[column], "y2": edges[column + 1]}
    )
    squares = style.light(squares).assign(days=counts[row, column].astype("int32"))
    colour = alt.Color("days:Q", scale=alt.Scale(type="sqrt"), legend=style.ramp_legend("Days"))
    days = alt.Tooltip("days:Q", title="Days", format=",d")
    return Chart(squares).mark_rect().encode(x2="x2:Q", y2="y2:Q", color=colour, tooltip=[days, *tooltip])
