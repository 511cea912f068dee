"""A line among its points, the way to it over the loss, slices through that, and how far it still is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts import marks, player, style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.loss_map import contours

_HEIGHT = 280
GOALS = {"Least squares": style.COLOURS["least_squares"], "True values": style.COLOURS["actual"]}
_TO_COME = [5, 4]  # dashes of what the next update makes


def line_among_points(
    points: pd.DataFrame,
    lines: pd.DataFrame,
    *,
    title: str,
    heights: list[float],
    axes: tuple[str, str] = ("x", "y"),
) -> Chart:
    """Draw training and validation points, those of the batch lit, with their errors and the line.

    `points` has the columns x, y, predicted, part ("Training", "Validation"), lit and error (bool: a rule to
    the line), `lines` update, x and y: the first is the line as it stands, another one the line to come.
    `heights` are the ends of the y axis, `axes` the titles of both.
    """
    style.require(points, ["x", "y", "predicted", "part", "lit", "error"], "points")
    style.require(lines, ["update", "x", "y"], "lines")
    x = alt.X(
        "x:Q", title=style.plain(axes[0]), scale=alt.Scale(nice=False, zero=False), axis=marks.stage_axis()
    )
    y = alt.Y(
        "y:Q",
        title=style.plain(axes[1]),
        scale=alt.Scale(domain=heights, nice=False),
        axis=marks.stage_axis(up=True),
    )
    vermilion, now = style.COLOURS["gradient_descent"], lines["update"] == lines["update"].min()
    made = {"x": x, "y": y, "tooltip": [alt.Tooltip("update:Q", title="Updates made")]}
    layers = [
        *_dots_and_errors(Chart(Table(style.light(points), "points")).encode(x=x, y=y)),
        Chart(Table(lines[now], "line"))
        .mark_line(color=vermilion, strokeWidth=style.LINE_WIDTH + 0.5, clip=True)
        .encode(**made),
        Chart(Table(lines[~now], "next"))
        .mark_line(color=vermilion, strokeWidth=1.5, strokeDash=_TO_COME, clip=True, aria=False)
        .encode(**made),
    ]
    return marks.on_stage(marks.layered(*layers), title)


def _dots_and_errors(points: Chart) -> list[Chart]:
    """The points, and from those with an error a rule to the line."""
    parts = alt.Scale(domain=["Training", "Validation"], range=["circle", "square"])
    tooltip = [
        alt.Tooltip("part:N", title="Part"),
        alt.Tooltip("x:Q", title="x", format=".3f"),
        alt.Tooltip("y:Q", title="y", format=".3f"),
        alt.Tooltip("predicted:Q", title="Prediction", format=".3f"),
    ]
    lit = alt.condition("datum.lit", alt.value(1), alt.value(0.3))
    errors = points.mark_rule(color=style.REFERENCE, strokeWidth=0.8, opacity=0.8, clip=True, tooltip=None)
    dots = points.mark_point(color=style.COLOURS["actual"], filled=True, size=34)
    return [
        errors.encode(y2="predicted:Q").transform_filter("datum.error"),
        dots.encode(shape=alt.Shape("part:N", scale=parts, legend=None), tooltip=tooltip, opacity=lit),
    ]


def path_over_loss(
    bowl: tuple[pd.DataFrame, pd.DataFrame],
    path: pd.DataFrame,
    ends: pd.DataFrame,
    goals: pd.DataFrame,
    *,
    title: str,
) -> Chart:
    """Draw the loss over two parameters, the path so far, the update to come, and what it makes for.

    `bowl`: level, excess, x and y of filled isolines, the largest first, and a row with b, w, b2, w2 (what is
    shown), lowest and excess (ends of the colours). `path` and `ends` have update, b and w, `ends` also loss
    and where words stand (dx, dy, align): where the walk stands and, if it is to be shown, where the next
    update takes it. `goals` has goal (one of `GOALS`), b and w.
    """
    fills, shown = bowl
    style.require(fills, ["level", "excess", "x", "y"], "fills")
    style.require(shown, ["b", "w", "b2", "w2", "lowest", "excess"], "bowl")
    style.require(path, ["update", "b", "w"], "path")
    style.require(ends, ["update", "b", "w", "loss", "dx", "dy", "align"], "ends")
    style.require(goals, ["goal", "b", "w"], "goals")
    x, y = _over_bowl("b", "b: height of the line"), _over_bowl("w", "w: its slope")
    at = {"x": alt.X("b:Q", **x), "y": alt.Y("w:Q", **y)}
    numbers = [alt.Tooltip(f"{name}:Q", format=".4~g") for name in ("b", "w")]
    loss = alt.Tooltip("loss:Q", title="Loss", format=".4~g")
    where = [alt.Tooltip("update:Q", title="Updates made"), *numbers, loss]
    goal = Chart(Table(goals[goals["goal"] == "Least squares"], "goals")).encode(**at)
    now = Chart(Table(ends.iloc[:1], "now")).encode(**at)
    layers = [
        *contours(fills, shown, alt.X("x:Q", **x), alt.Y("y:Q", **y)),
        *_way(Chart(Table(style.light(path), "path")).encode(**at), Chart(Table(ends, "ends")).encode(**at)),
        now.mark_circle(
            color=style.COLOURS["gradient_descent"],
            size=110,
            opacity=1,
            clip=True,
            stroke="white",
            strokeWidth=1,
        ).encode(tooltip=where),
        goal.mark_point(
            color=style.COLOURS["least_squares"], size=130, strokeWidth=2.5, shape="cross", opacity=1
        ).encode(tooltip=[alt.Tooltip("goal:N", title="Goal"), *numbers]),
        *marks.label(goal.transform_calculate(**_INWARDS), "'lowest point: least squares'"),
        *marks.label(now, "'loss ' + format(datum.loss, '.4~g')"),
    ]
    return marks.on_stage(marks.layered(*layers), title)


def _way(path: Chart, ends: Chart) -> list[Chart]:
    """The path so far, solid, and the update to come, dashed, with a ring where it ends."""
    look = {"color": style.COLOURS["gradient_descent"], "strokeWidth": 2, "clip": True, "tooltip": None}
    dots = {"size": 16, "color": style.COLOURS["gradient_descent"]}
    return [
        path.mark_line(**look, point=dots).encode(order="update:Q"),
        ends.mark_line(**look, strokeDash=_TO_COME).encode(order="update:Q"),
        ends.mark_point(**look, size=90),
    ]


_ACROSS = "(datum.b - data('bowl')[0].b) / (data('bowl')[0].b2 - data('bowl')[0].b)"
_INWARDS = {
    "align": f"{_ACROSS} > 0.7 ? 'right' : {_ACROSS} < 0.3 ? 'left' : 'center'",
    "dx": f"{_ACROSS} > 0.7 ? 24 : {_ACROSS} < 0.3 ? -24 : 0",
    "dy": "-16",
}
"""Where long words above a point stand, so that no edge cuts them."""


def _over_bowl(field: str, title: str) -> dict[str, Any]:
    """The look of a channel whose ends are those of the bowl alone, and looked up.

    A path may lead out of it, and a chart whose specification has not changed is only given new rows.
    """
    ends = player.looked_up("bowl", field, f"{field}2")
    scale = alt.Scale(domain=ends, nice=False)
    return {"title": title, "scale": scale, "axis": marks.stage_axis(up=field == "w")}


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
        base.mark_line(color=vermilion, strokeWidth=1.5, strokeDash=_TO_COME, aria=False),
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
