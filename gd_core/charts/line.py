"""A line among its points, and the way to it over the loss."""

from __future__ import annotations

import altair as alt
import pandas as pd

from gd_core.charts import style

_HEIGHT = 300


def line_among_points(points: pd.DataFrame, line: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Draw training and validation points, those of the batch lit, with the line and its residuals.

    `points` has the columns x, y, predicted, part ("Training", "Validation") and lit (bool), `line` x and y.
    """
    style.require(points, ["x", "y", "predicted", "part", "lit"], "points")
    x = alt.X("x:Q", title="x", scale=alt.Scale(nice=True, zero=False))
    y = alt.Y("y:Q", title="y", scale=alt.Scale(zero=False))
    tooltip = [
        alt.Tooltip("part:N", title="Part"),
        alt.Tooltip("x:Q", title="x", format=".3f"),
        alt.Tooltip("y:Q", title="y", format=".3f"),
        alt.Tooltip("predicted:Q", title="Prediction", format=".3f"),
    ]
    shape = alt.Shape(
        "part:N",
        scale=alt.Scale(domain=["Training", "Validation"], range=["circle", "square"]),
        legend=style.legend(),
    )
    base = alt.Chart(points)
    layers = [
        base.mark_rule(color=style.REFERENCE, strokeWidth=0.8, opacity=0.8, tooltip=None)
        .encode(x=x, y=y, y2="predicted:Q")
        .transform_filter("datum.lit"),
        base.mark_point(color=style.COLOURS["actual"], filled=True, size=34).encode(
            x=x,
            y=y,
            shape=shape,
            tooltip=tooltip,
            opacity=alt.condition("datum.lit", alt.value(1), alt.value(0.3)),
        ),
        alt.Chart(line)
        .mark_line(color=style.COLOURS["gradient_descent"], strokeWidth=style.LINE_WIDTH + 0.5, tooltip=None)
        .encode(x=x, y=y),
    ]
    return style.finished(style.layered(*layers), title, _HEIGHT)


def path_over_loss(
    grid: pd.DataFrame, path: pd.DataFrame, goal: pd.DataFrame, *, title: str
) -> alt.LayerChart:
    """Draw the loss over two parameters, the path so far, where it is now, and the least-squares minimum.

    `grid` has the columns b, w, b2, w2 and loss (one cell a row), `path` and `goal` b and w, the path also
    update.
    """
    style.require(grid, ["b", "w", "b2", "w2", "loss"], "grid")
    style.require(path, ["update", "b", "w"], "path")
    x_domain = [float(grid["b"].min()), float(grid["b2"].max())]
    y_domain = [float(grid["w"].min()), float(grid["w2"].max())]
    x = alt.X("b:Q", title="b", scale=alt.Scale(domain=x_domain, nice=False))
    y = alt.Y("w:Q", title="w", scale=alt.Scale(domain=y_domain, nice=False))
    colour = alt.Color(
        "loss:Q", scale=alt.Scale(type="log", reverse=True), legend=style.ramp_legend("Loss", format=".2~g")
    )
    tooltip = [
        alt.Tooltip("b:Q", format=".3f"),
        alt.Tooltip("w:Q", format=".3f"),
        alt.Tooltip("loss:Q", title="Loss", format=".4~g"),
    ]
    vermilion, blue = style.COLOURS["gradient_descent"], style.COLOURS["least_squares"]
    layers = [
        alt.Chart(style.light(grid))
        .mark_rect()
        .encode(x=x, y=y, x2="b2:Q", y2="w2:Q", color=colour, tooltip=tooltip),
        alt.Chart(path)
        .mark_line(color=vermilion, strokeWidth=2, clip=True, tooltip=None)
        .encode(x=x, y=y, order="update:Q"),
        alt.Chart(path.iloc[[-1]])
        .mark_circle(color=vermilion, size=110, opacity=1, clip=True)
        .encode(x=x, y=y),
        alt.Chart(goal)
        .mark_point(color=blue, size=130, strokeWidth=2.5, shape="cross", opacity=1, tooltip=None)
        .encode(x=x, y=y),
    ]
    return style.finished(style.layered(*layers), title, _HEIGHT)
