"""A line among its points, the way to it over the loss, slices through that, and how far it still is."""

from __future__ import annotations

import altair as alt
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart, Table

_HEIGHT = 280
GOALS = {"Least squares": style.COLOURS["least_squares"], "True values": style.COLOURS["actual"]}
_BEFORE = [5, 4]  # dashes of a line that is about to be left


def line_among_points(
    points: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    title: str,
    residuals: bool = True,
    axes: tuple[str, str] = ("x", "y"),
) -> Chart:
    """Draw training and validation points, those of the batch lit, with their residuals and the line.

    `points` has the columns x, y, predicted, part ("Training", "Validation") and lit (bool), `lines` update,
    x and y. Of several lines the last is solid and the others dashed; without `residuals` no point is lit.
    `axes` are the titles of both.
    """
    style.require(points, ["x", "y", "predicted", "part", "lit"], "points")
    style.require(lines, ["update", "x", "y"], "lines")
    x = alt.X("x:Q", title=style.plain(axes[0]), scale=alt.Scale(nice=True, zero=False))
    y = alt.Y("y:Q", title=style.plain(axes[1]), scale=alt.Scale(zero=False))
    shape = alt.Shape(
        "part:N",
        scale=alt.Scale(domain=["Training", "Validation"], range=["circle", "square"]),
        legend=style.legend(),
    )
    tooltip = [
        alt.Tooltip("part:N", title="Part"),
        alt.Tooltip("x:Q", title="x", format=".3f"),
        alt.Tooltip("y:Q", title="y", format=".3f"),
        alt.Tooltip("predicted:Q", title="Prediction", format=".3f"),
    ]
    lit = alt.condition("datum.lit", alt.value(1), alt.value(0.3)) if residuals else alt.value(0.5)
    vermilion = style.COLOURS["gradient_descent"]
    made = [alt.Tooltip("update:Q", title="Updates made")]
    drawn, last = Chart(Table(points, "points")).encode(x=x, y=y), lines["update"] == lines["update"].max()
    layers = [
        drawn.mark_point(color=style.COLOURS["actual"], filled=True, size=34).encode(
            shape=shape, tooltip=tooltip, opacity=lit
        ),
        Chart(Table(lines[last], "line"))
        .mark_line(color=vermilion, strokeWidth=style.LINE_WIDTH + 0.5)
        .encode(x=x, y=y, tooltip=made),
    ]
    if residuals:
        errors = drawn.mark_rule(color=style.REFERENCE, strokeWidth=0.8, opacity=0.8, tooltip=None)
        layers.insert(0, errors.encode(y2="predicted:Q").transform_filter("datum.lit"))
    if not last.all():
        before = Chart(Table(lines[~last], "earlier")).encode(x=x, y=y, detail="update:N", tooltip=made)
        layers.append(before.mark_line(color=vermilion, strokeWidth=1.5, strokeDash=_BEFORE))
    return marks.finished(marks.layered(*layers), title, _HEIGHT)


def path_over_loss(grid: pd.DataFrame, path: pd.DataFrame, goals: pd.DataFrame, *, title: str) -> Chart:
    """Draw the loss over two parameters, the path so far, where it is now, and what it makes for.

    `grid` has the columns b, w, b2, w2 and loss (one cell a row), `path` update, b and w, `goals` goal (one
    of `GOALS`), b and w.
    """
    style.require(grid, ["b", "w", "b2", "w2", "loss"], "grid")
    style.require(path, ["update", "b", "w"], "path")
    style.require(goals, ["goal", "b", "w"], "goals")
    # Of the cells alone, and looked up: a path may lead out of them, and a chart whose specification has not
    # changed is only given its new rows.
    x_domain, y_domain = (
        [alt.ExprRef(f"extent(pluck(data('cells'), '{field}'))[{end}]") for end, field in enumerate(fields)]
        for fields in (("b", "b2"), ("w", "w2"))
    )
    x = alt.X("b:Q", title="b", scale=alt.Scale(domain=x_domain, nice=False))
    y = alt.Y("w:Q", title="w", scale=alt.Scale(domain=y_domain, nice=False))
    colour = alt.Color("loss:Q", scale=alt.Scale(type="log"), legend=style.ramp_legend("Loss", format=".2~g"))
    tooltip = [
        alt.Tooltip("b:Q", format=".4~g"),
        alt.Tooltip("w:Q", format=".4~g"),
        alt.Tooltip("loss:Q", title="Loss", format=".4~g"),
    ]
    vermilion = style.COLOURS["gradient_descent"]
    where = [alt.Tooltip("update:Q", title="Updates made"), *tooltip[:2]]
    layers = [
        Chart(Table(style.light(grid), "cells"))
        .mark_rect()
        .encode(x=x, y=y, x2="b2:Q", y2="w2:Q", color=colour, tooltip=tooltip),
        Chart(Table(path, "path"))
        .mark_line(color=vermilion, strokeWidth=2, clip=True, tooltip=None)
        .encode(x=x, y=y, order="update:Q"),
        Chart(Table(path.iloc[[-1]], "now"))
        .mark_circle(color=vermilion, size=110, opacity=1, clip=True, stroke="white", strokeWidth=1)
        .encode(x=x, y=y, tooltip=where),
        Chart(Table(goals[goals["goal"] == "Least squares"], "goals"))
        .mark_point(color=style.COLOURS["least_squares"], size=130, strokeWidth=2.5, shape="cross", opacity=1)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("goal:N", title="Goal"), *tooltip[:2]]),
    ]
    return marks.finished(marks.layered(*layers), title, _HEIGHT)


def slice_with_tangent(
    curve: pd.DataFrame, tangent: pd.DataFrame, step: pd.DataFrame, *, parameter: str, title: str
) -> Chart:
    """Draw the loss against one `parameter`, its tangent, and the step that is taken.

    All frames have the columns value and loss; `step` also when ("before", "after").
    """
    for name, frame in (("curve", curve), ("tangent", tangent), ("step", step)):
        style.require(frame, ["value", "loss"], name)
    x = alt.X("value:Q", title=parameter, scale=alt.Scale(nice=False, zero=False), axis=alt.Axis(tickCount=6))
    y = alt.Y(
        "loss:Q",
        title="Loss on the batch",
        scale=alt.Scale(zero=False),
        axis=alt.Axis(tickCount=5, format=".3~g"),
    )
    vermilion, blue = style.COLOURS["gradient_descent"], style.COLOURS["least_squares"]
    tooltip = [
        alt.Tooltip("when:N", title="Step"),
        alt.Tooltip("value:Q", title=parameter, format=".5~g"),
        alt.Tooltip("loss:Q", title="Loss", format=".5~g"),
    ]
    base = Chart(Table(step, "step")).encode(x=x, y=y, tooltip=tooltip)
    filled = alt.condition("datum.when == 'before'", alt.value(vermilion), alt.value("transparent"))
    layers = [
        Chart(Table(curve, "curve"))
        .mark_line(color=style.COLOURS["actual"], strokeWidth=style.LINE_WIDTH, tooltip=None)
        .encode(x=x, y=y),
        Chart(Table(tangent, "tangent"))
        .mark_line(color=blue, strokeWidth=style.LINE_WIDTH, clip=True, tooltip=None)
        .encode(x=x, y=y),
        base.mark_line(color=vermilion, strokeWidth=1.5, strokeDash=_BEFORE),
        base.mark_point(stroke=vermilion, size=110, strokeWidth=2, opacity=1, shape="circle").encode(
            fill=filled
        ),
    ]
    return marks.finished(marks.layered(*layers), title, 220)


def distance_against_epoch(distances: pd.DataFrame, now: pd.DataFrame, *, title: str) -> Chart:
    """Draw how far the parameters are from each goal, on a logarithmic axis, with where the walk stands.

    Both frames have the columns epoch, goal (of `GOALS`) and distance (positive).
    """
    style.require(distances, ["epoch", "goal", "distance"], "distances")
    style.require(now, ["epoch", "goal", "distance"], "now")
    drawn = [goal for goal in GOALS if goal in set(distances["goal"])]
    # A walk of less than an epoch: the axis still needs a length.
    end = max(float(distances["epoch"].max()), 1.0)
    x = alt.X(
        "epoch:Q",
        title="Epoch",
        scale=alt.Scale(domain=[0.0, end], nice=False),
        axis=alt.Axis(grid=False, tickCount=6, format=",~r"),
    )
    y = alt.Y(
        "distance:Q",
        title="Distance of (b, w)",
        scale=alt.Scale(type="log"),
        axis=alt.Axis(format=".0~e", tickCount=6),
    )
    colour = alt.Color(
        "goal:N",
        scale=alt.Scale(domain=drawn, range=[GOALS[goal] for goal in drawn]),
        legend=style.legend(),
    )
    tooltip = [
        alt.Tooltip("goal:N", title="Distance to"),
        alt.Tooltip("epoch:Q", title="Epoch", format=",.4~g"),
        alt.Tooltip("distance:Q", title="Distance", format=".4~g"),
    ]
    layers = [
        Chart(Table(distances, "distances"))
        .mark_line(strokeWidth=style.LINE_WIDTH)
        .encode(x=x, y=y, color=colour, tooltip=tooltip),
        Chart(Table(now, "now"))
        .mark_circle(color=style.COLOURS["gradient_descent"], size=110, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip),
    ]
    return marks.finished(marks.layered(*layers), title, _HEIGHT)
