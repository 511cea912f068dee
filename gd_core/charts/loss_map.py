"""The loss over two parameters as a map: filled contours, with descents on it that are played in the page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import altair as alt
import pandas as pd

from gd_core.charts import marks, player, runs, style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.player import EDGE, HALO, HERE, UNTIL, tip

START = "start"
"""The selection that holds the x and y of a click."""

_CELLS = "cells"
_START = {
    "name": START,
    "views": [_CELLS],
    "select": {
        "type": "point",
        "fields": ["x", "y", "since"],
        "on": "click",
        "clear": False,
        "toggle": False,
    },
}

_HERE = {
    "name": "here",
    "value": {"x": 0, "y": 0},
    "on": [{"events": "pointerdown, pointermove", "update": "{x: invert('x', x()), y: invert('y', y())}"}],
}
"""Where the pointer is, so that one mark, and not a thousand, takes the click and tells the loss."""

_HEIGHT, _WIDTH = 244, 1.75
_PALE = 0.2  # of the page's colour over the contours, so that the paths stand out


class Drawn(Protocol):
    """What a map shows.

    `fills` has the columns level, excess, x, y (polygons, the largest first), `bowl` a row that says the loss
    at any place (cx, cy, floor, xx, xy, yy) and the ends of the colours (lowest, excess), `views` x, x2, y,
    y2 (ends of the axes, a row for each frame), `paths` run, epoch, frame, x, y, ink (opacity), `dots` run,
    epoch, frame, x, y, loss, `goal` x, y.
    """

    @property
    def fills(self) -> pd.DataFrame: ...
    @property
    def bowl(self) -> pd.DataFrame: ...
    @property
    def views(self) -> pd.DataFrame: ...
    @property
    def paths(self) -> pd.DataFrame: ...
    @property
    def dots(self) -> pd.DataFrame: ...
    @property
    def goal(self) -> pd.DataFrame: ...


class _Axes(NamedTuple):
    """Both axes, their names, and the title of a loss in the unit of the temperatures."""

    x: alt.X
    y: alt.Y
    names: tuple[str, str]
    unit: str

    def place(self) -> list[alt.Tooltip]:
        """Both parameters in a tooltip."""
        return [tip(field, name, ".4~g") for field, name in zip("xy", self.names, strict=True)]

    def loss(self, title: str) -> alt.Tooltip:
        """The loss in a tooltip."""
        return tip("loss", f"{title} ({style.unit_text(self.unit)}²)", ".5~g")


def loss_map(
    drawn: Drawn, names: tuple[str, str], unit: str, *, playable: bool = True, since: str = ""
) -> Chart:
    """Draw contours, paths, and a cross at the minimum; `names` are the titles of x and y.

    Losses are in squared degrees `unit`. A `playable` chart has a slider and a play box that need no rerun,
    and takes clicks; where a click means something else than before, even at the same place, `since` has
    another (plain) text.
    """
    style.require(drawn.fills, ["level", "excess", "x", "y"], "fills")
    style.require(drawn.paths, ["run", "epoch", "frame", "x", "y", "ink"], "paths")
    style.require(drawn.dots, ["run", "frame", "epoch", "x", "y", "loss"], "dots")
    several, last = drawn.dots["run"].nunique() > 1, int(drawn.dots["frame"].max())
    names_of_runs = list(dict.fromkeys(drawn.dots["run"]))
    paths, dots = _named(drawn.paths, "paths"), drawn.dots
    axes = _Axes(*_both_axes(names, "frame" if playable else "0"), names, unit)
    colour, dash = _look(names_of_runs)
    layers = contours(drawn.fills, drawn.bowl, axes.x, axes.y)
    # Nothing is drawn from the views: the axes look their ends up in them.
    look: dict[str, Any] = {"opacity": 0, "tooltip": None, "aria": False, "width": 0, "height": 0}
    layers.append(_named(drawn.views, "views").mark_rect(**look))
    layers += _lines(paths.transform_filter(UNTIL) if playable else paths, axes, colour, dash)
    if playable:
        first = dots.loc[dots["run"] == names_of_runs[0], ["frame", "epoch", "loss"]]
        now = _named(first, "first").transform_filter(HERE)
        layers += player.caption(now, with_loss=not several, boxed=True)
        layers.append(_lookup(axes, since))  # over all that is not to take a click
    shown = _named(dots if playable else dots[dots["frame"] == last], "dots").encode(color=colour)
    layers += _dots(shown, axes, several=several, playable=playable)
    layers.append(_cross(drawn.goal, axes))
    chart = marks.finished(marks.layered(*layers), "", _HEIGHT, view={"strokeWidth": 0})
    return chart.properties(params=[_START, _HERE, *_epochs(dots)]) if playable else chart


def _epochs(dots: pd.DataFrame) -> list[dict[str, Any]]:
    """The player over the epochs at which the picture stops: the latest of all runs at each frame."""
    epochs: Sequence[int] = dots.groupby("frame")["epoch"].max().tolist()
    return player.player(epochs)


def _named(frame: pd.DataFrame, name: str) -> Chart:
    """The rows, in single precision: less to send."""
    return Chart(Table(style.light(frame, whole=True), name))


def _both_axes(names: tuple[str, str], row: str) -> tuple[alt.X, alt.Y]:
    """Axes whose ends are looked up in a `row` of the views, as they differ from picture to picture."""
    # The name across ends with the plot, since it may be wider.
    axis = alt.Axis(grid=False, tickCount=5, labelExpr=player.NUMBER)
    across_axis = alt.Axis(grid=False, tickCount=5, labelExpr=player.NUMBER, titleAnchor="end")
    across, up = (
        alt.Scale(domain=player.looked_up("views", field, f"{field}2", row=row), nice=False, zero=False)
        for field in "xy"
    )
    return (
        alt.X("x:Q", title=player.two_lines(names[0]), scale=across, axis=across_axis),
        alt.Y("y:Q", title=player.two_lines(names[1]), scale=up, axis=axis),
    )


def contours(fills: pd.DataFrame, bowl: pd.DataFrame, x: alt.X, y: alt.Y) -> list[Chart]:
    """The largest loss as a ground, then one polygon on the other: what is between two is a band.

    `fills` as in `Drawn`; of `bowl` the ends of the colours.
    """
    drawn, whole = _named(bowl, "bowl"), {"width": {"expr": "width"}, "height": {"expr": "height"}}
    ground = drawn.encode(x=alt.XValue(alt.ExprRef("width / 2")), y=alt.YValue(alt.ExprRef("height / 2")))
    scale = alt.Scale(type="log", domain=player.looked_up("bowl", "lowest", "excess"))
    fill = alt.Fill("excess:Q", scale=scale, legend=None)
    edge: dict[str, Any] = {"stroke": HALO, "strokeWidth": 0.6, "strokeOpacity": 0.45, "tooltip": None}
    bands = (
        _named(fills, "fills")
        .transform_count("corner")
        .mark_line(interpolate="linear-closed", clip=True, **edge)
        .encode(x=x, y=y, detail="level:O", order="corner:Q", fill=fill)
    )
    pale = ground.mark_rect(color=HALO, opacity=_PALE, tooltip=None, **whole)
    return [ground.mark_rect(tooltip=None, **whole).encode(fill=fill), bands, pale]


def _lookup(axes: _Axes, since: str) -> Chart:
    """A mark that cannot be seen, but tells the loss where one points, and takes the click."""
    bowl = "data('bowl')[0]"
    away = {"a": f"datum.x - {bowl}.cx", "b": f"datum.y - {bowl}.cy"}
    loss = (
        f"{bowl}.floor + {bowl}.xx * datum.a * datum.a + {bowl}.xy * datum.a * datum.b"
        f" + {bowl}.yy * datum.b * datum.b"
    )
    mark = _named(pd.DataFrame({"at": [0]}), _CELLS).transform_calculate(
        x="here.x", y="here.y", **away, loss=loss, since=json.dumps(since)
    )
    look: dict[str, Any] = {"width": {"expr": "width"}, "height": {"expr": "height"}, "opacity": 0}
    return (
        mark.mark_rect(cursor="crosshair", aria=False, **look)
        .encode(
            x=alt.XValue(alt.ExprRef("width / 2")),
            y=alt.YValue(alt.ExprRef("height / 2")),
            tooltip=[*axes.place(), axes.loss("Loss")],
        )
        .properties(name=_CELLS)
    )


def _look(names: list[str]) -> tuple[alt.Color, alt.StrokeDash | None]:
    """Vermilion for one run; colours, dashes and a legend for several."""
    if len(names) == 1:
        scale = alt.Scale(domain=names, range=[style.COLOURS["gradient_descent"]])
        return alt.Color("run:N", sort=names, legend=None, scale=scale), None
    legend = style.legend(orient="bottom", symbolType="stroke", symbolStrokeWidth=2)
    legend["columns"] = alt.ExprRef("width < 300 ? 2 : width < 640 ? 3 : 0")
    colour = alt.Color("run:N", sort=names, legend=legend, scale=alt.Scale(domain=names, range=runs.COLOURS))
    dashes = alt.Scale(domain=names, range=runs.DASHES)
    return colour, alt.StrokeDash("run:N", sort=names, legend=None, scale=dashes)


def _lines(paths: Chart, axes: _Axes, colour: alt.Color, dash: alt.StrokeDash | None) -> list[Chart]:
    """Each path over a halo, so that it stands out of light and dark alike."""
    look: dict[str, Any] = {"clip": True, "strokeJoin": "round", "tooltip": None}
    ink = alt.Opacity("ink:Q", scale=None)
    lines = paths.encode(x=axes.x, y=axes.y, order="epoch:Q", detail="run:N", opacity=ink)
    dashed = {"strokeDash": dash} if dash is not None else {}
    return [
        lines.mark_line(**look, stroke=HALO, strokeWidth=_WIDTH + 2.0, strokeOpacity=0.75),
        lines.mark_line(**look, strokeWidth=_WIDTH).encode(color=colour, **dashed),
    ]


def _dots(dots: Chart, axes: _Axes, *, several: bool, playable: bool) -> list[Chart]:
    """Where the runs have been, small, and where they are, large."""
    run = [alt.Tooltip("run:N", title="Run")] if several else []
    tooltip = [*run, tip("epoch", "Epoch", ",d"), *axes.place(), axes.loss("Loss of the run")]
    dots = dots.encode(x=axes.x, y=axes.y, tooltip=tooltip)
    look: dict[str, Any] = {"opacity": 1, "clip": True, "stroke": HALO}
    large = dots.mark_circle(**look, size=150, strokeWidth=1.6)
    if not playable:
        return [large]
    small = dots.mark_circle(**look, size=34, strokeWidth=0.8)
    return [small.transform_filter(UNTIL), large.transform_filter(HERE)]


def _cross(goal: pd.DataFrame, axes: _Axes) -> Chart:
    plus: dict[str, Any] = {
        "shape": "M-1,0L1,0M0,-1L0,1",
        "size": 110,
        "strokeWidth": 2.2,
        "color": EDGE,
        "filled": False,
    }
    return _named(goal, "goal").mark_point(**plus, opacity=1, tooltip=None).encode(x=axes.x, y=axes.y)
