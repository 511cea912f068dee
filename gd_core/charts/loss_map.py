"""The loss over two parameters as a map: filled contours, with descents on it that are played in the page."""

from __future__ import annotations

import json
import math
from typing import Any, NamedTuple, Protocol

import altair as alt
import pandas as pd

from gd_core.charts import marks, player, style
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

_HEIGHT, _WIDTH = 430, 1.75
_PALE = 0.2  # of the page's colour over the contours, so that the paths stand out


class Drawn(Protocol):
    """What a map shows.

    `fills` has the columns level, excess, x, y (polygons, the largest first), `cells` x, y, loss (for the
    tooltip and the selection `START`), `paths` run, epoch, frame, x, y, ink (opacity), `dots` run, epoch,
    frame, x, y, loss, `goal` x, y. `domain` is that of x and of y, `top` the largest excess in the picture.
    """

    @property
    def fills(self) -> pd.DataFrame: ...
    @property
    def cells(self) -> pd.DataFrame: ...
    @property
    def paths(self) -> pd.DataFrame: ...
    @property
    def dots(self) -> pd.DataFrame: ...
    @property
    def goal(self) -> pd.DataFrame: ...
    @property
    def domain(self) -> tuple[list[float], list[float]]: ...
    @property
    def top(self) -> float: ...


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
    drawn: Drawn, names: tuple[str, str], unit: str, *, title: str, playable: bool = True, since: str = ""
) -> Chart:
    """Draw contours, paths, and a cross at the minimum; `names` are the titles of x and y.

    Losses are in squared degrees `unit`. A `playable` chart has a slider and a play box that need no rerun,
    and takes clicks; where a click means something else than before, even at the same place, `since` has
    another (plain) text.
    """
    style.require(drawn.fills, ["level", "excess", "x", "y"], "fills")
    style.require(drawn.paths, ["run", "epoch", "frame", "x", "y", "ink"], "paths")
    style.require(drawn.dots, ["run", "frame", "epoch", "x", "y", "loss"], "dots")
    runs, last = list(dict.fromkeys(drawn.dots["run"])), int(drawn.dots["frame"].max())
    axes = _Axes(*_both_axes(names), names, unit)
    colour = _colour(runs)
    paths, dots = _named(drawn.paths, "paths"), drawn.dots
    layers = _contours(drawn, axes)
    layers += _lines(paths.transform_filter(UNTIL) if playable else paths, axes, colour)
    if playable:
        first = _named(dots.loc[dots["run"] == runs[0], ["frame", "epoch", "loss"]], "first")
        layers += player.caption(first.transform_filter(HERE), with_loss=len(runs) == 1, boxed=True)
        layers.append(_lookup(drawn.cells, axes, since))  # over all that is not to take a click
    shown = _named(dots if playable else dots[dots["frame"] == last], "dots").encode(color=colour)
    layers += _dots(shown, axes, several=len(runs) > 1, playable=playable)
    layers.append(_cross(drawn.goal, axes))
    chart = marks.finished(marks.layered(*layers), title, _HEIGHT, view={"strokeWidth": 0})
    return chart.properties(params=[_START, *player.slider(last)]) if playable else chart


def _named(frame: pd.DataFrame, name: str) -> Chart:
    return Chart(Table(player.short(frame), name))


def _both_axes(names: tuple[str, str]) -> tuple[alt.X, alt.Y]:
    """Axes whose ends are looked up in the ground, as it differs from picture to picture."""
    axis = alt.Axis(grid=False, tickCount=6, format="~g")
    across, up = (
        alt.Scale(domain=player.looked_up("ground", field, f"{field}2"), nice=False, zero=False)
        for field in "xy"
    )
    return (
        alt.X("x:Q", title=player.two_lines(names[0]), scale=across, axis=axis),
        alt.Y("y:Q", title=style.plain(names[1], 90), scale=up, axis=axis),
    )


def _contours(drawn: Drawn, axes: _Axes) -> list[Chart]:
    """The largest loss as a ground, then one polygon on the other: what is between two is a band."""
    (left, right), (low, high) = drawn.domain
    bottom = float(drawn.fills["excess"].min())
    ends = {"x": [left], "x2": [right], "y": [low], "y2": [high], "excess": [drawn.top], "lowest": [bottom]}
    ground = _named(pd.DataFrame(ends), "ground").encode(x=axes.x, y=axes.y, x2="x2:Q", y2="y2:Q")
    scale = alt.Scale(type="log", domain=player.looked_up("ground", "lowest", "excess"))
    fill = alt.Fill("excess:Q", scale=scale, legend=_ramp(bottom, drawn.top, axes.unit))
    edge: dict[str, Any] = {"stroke": HALO, "strokeWidth": 0.6, "strokeOpacity": 0.45, "tooltip": None}
    bands = (
        _named(drawn.fills, "fills")
        .transform_count("corner")
        .mark_line(interpolate="linear-closed", clip=True, **edge)
        .encode(x=axes.x, y=axes.y, detail="level:O", order="corner:Q", fill=fill)
    )
    pale = ground.mark_rect(color=HALO, opacity=_PALE, tooltip=None)
    return [ground.mark_rect(tooltip=None).encode(fill=fill), bands, pale]


def _ramp(bottom: float, top: float, unit: str) -> alt.Legend:
    """The legend of the contours, with powers of ten."""
    powers = [10.0**power for power in range(math.ceil(math.log10(bottom)), math.ceil(math.log10(top)))]
    every = max(1, -(-len(powers) // 4))
    return style.ramp_legend(
        f"Loss above its minimum here ({style.unit_text(unit)}²)",
        format=".0~e" if top >= 1e5 or bottom < 1e-3 else "~g",
        values=powers[::every] or [top],
        titleLimit=400,
        gradientOpacity=1.0 - _PALE,
        # A title at the left would be too wide for a phone.
        titleOrient="top",
        titlePadding=4,
        gradientLength=200,
    )


def _lookup(cells: pd.DataFrame, axes: _Axes, since: str) -> Chart:
    """Cells that cannot be seen, but say where one is and take the click."""
    columns, rows = cells["x"].nunique(), cells["y"].nunique()
    size: dict[str, Any] = {
        "width": alt.ExprRef(f"width / {columns}"),
        "height": alt.ExprRef(f"height / {rows}"),
    }
    return (
        _named(cells, _CELLS)
        .transform_calculate(since=json.dumps(since))
        # Unseen and unread: words for each of so many cells take longer than all the rest.
        .mark_rect(opacity=0, cursor="crosshair", aria=False, **size)
        .encode(x=axes.x, y=axes.y, tooltip=[*axes.place(), axes.loss("Loss")])
        .properties(name=_CELLS)
    )


def _colour(runs: list[str]) -> alt.Color:
    """Vermilion for one run, the palette of the page and a legend for several."""
    if len(runs) == 1:
        scale = alt.Scale(domain=runs, range=[style.COLOURS["gradient_descent"]])
        return alt.Color("run:N", sort=runs, legend=None, scale=scale)
    legend = style.legend(2, below=420, orient="bottom", symbolType="circle")
    return alt.Color("run:N", sort=runs, legend=legend, scale=style.several(runs))


def _lines(paths: Chart, axes: _Axes, colour: alt.Color) -> list[Chart]:
    """Each path over a halo, so that it stands out of light and dark alike."""
    look: dict[str, Any] = {"clip": True, "strokeJoin": "round", "tooltip": None}
    ink = alt.Opacity("ink:Q", scale=None)
    lines = paths.encode(x=axes.x, y=axes.y, order="epoch:Q", detail="run:N", opacity=ink)
    return [
        lines.mark_line(**look, stroke=HALO, strokeWidth=_WIDTH + 2.0, strokeOpacity=0.75),
        lines.mark_line(**look, strokeWidth=_WIDTH).encode(color=colour),
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
