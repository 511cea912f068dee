"""The loss over two parameters, with descents on it that are played in the page itself."""

from __future__ import annotations

import json
import math

import pandas as pd

from gd_core.charts import moment, style
from gd_core.charts.moment import EDGE, HALO, HERE, UNTIL, Spec, layer, number, tip

START = "start"
"""The selection that holds the x and y of a click."""

_START: Spec = {
    "name": START,
    "views": ["cells"],
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


def loss_surface(
    *,
    fills: pd.DataFrame,
    cells: pd.DataFrame,
    paths: pd.DataFrame,
    dots: pd.DataFrame,
    goal: pd.DataFrame,
    domain: tuple[list[float], list[float]],
    top: float,
    names: tuple[str, str],
    unit: str,
    title: str,
    playable: bool = True,
    since: str = "",
) -> Spec:
    """Return the Vega-Lite specification, its datasets as frames: contours, paths, a cross at the minimum.

    `fills` has the columns level, excess, x, y (polygons, the largest first), `cells` x, y, loss (for the
    tooltip and the selection `START`), `paths` run, epoch, frame, x, y, ink (opacity), `dots` run, epoch,
    frame, x, y, loss, `goal` x, y.
    `domain` is that of x and of y, `names` their titles, `top` the largest excess in the picture, in squared
    degrees `unit`. A `playable` chart has a slider and a play box that need no rerun, and takes clicks; where
    a click means something else than before, even at the same place, `since` has another (plain) text.
    """
    style.require(fills, ["level", "excess", "x", "y"], "fills")
    style.require(paths, ["run", "epoch", "frame", "x", "y", "ink"], "paths")
    style.require(dots, ["run", "frame", "epoch", "x", "y", "loss"], "dots")
    runs = list(dict.fromkeys(dots["run"]))
    last = int(dots["frame"].max())
    x, y = (_axis(field, name) for field, name in zip("xy", names, strict=True))
    colour, played = _colour(runs), [UNTIL] if playable else []
    layers = [*_contours(float(fills["excess"].min()), top, x, y, unit), *_lines(x, y, colour, played)]
    if playable:
        layers += moment.caption("first", with_loss=len(runs) == 1, boxed=True)
        layers.append(_lookup(cells, x, y, names, unit, since))  # over all that is not to take a click
    layers += _dots(x, y, colour, _tooltip(names, unit, len(runs) > 1), playable)
    plus = {"type": "point", "shape": "M-1,0L1,0M0,-1L0,1", "size": 110, "strokeWidth": 2.2, "color": EDGE}
    layers.append(layer("goal", {**plus, "filled": False, "opacity": 1}, {"x": x, "y": y}))
    (left, right), (low, high) = domain
    bottom = float(fills["excess"].min())
    ground = {"x": [left], "x2": [right], "y": [low], "y2": [high], "excess": [top], "lowest": [bottom]}
    datasets = {"ground": pd.DataFrame(ground), "fills": fills, "paths": paths, "goal": goal}
    datasets["dots"] = dots if playable else dots[dots["frame"] == last]
    spec = {
        "title": moment.title(title),
        "width": "container",
        "height": _HEIGHT,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": {**moment.config(), "view": {"strokeWidth": 0}},
        "layer": layers,
    }
    if playable:
        datasets |= {"cells": cells, "first": dots.loc[dots["run"] == runs[0], ["frame", "epoch", "loss"]]}
        spec["params"] = [_START, *moment.frames(last)]
    return {**spec, "datasets": {name: moment.short(frame) for name, frame in datasets.items()}}


def _ground(field: str) -> Spec:
    """A value of the ground. Ends of axes are looked up there, since a page draws a chart whose specification
    has changed from nothing, but gives one with other rows the rows alone.
    """
    return {"expr": f"data('ground')[0].{field}"}


def _axis(field: str, name: str) -> Spec:
    return number(
        field,
        title=moment.two_lines(name) if field == "x" else style.plain(name, 90),
        scale={"domain": [_ground(field), _ground(f"{field}2")], "nice": False, "zero": False},
        axis={"grid": False, "tickCount": 6, "format": "~g"},
    )


def _contours(bottom: float, top: float, x: Spec, y: Spec, unit: str) -> list[Spec]:
    """The largest loss as a ground, then one polygon on the other: what is between two is a band."""
    powers = [10.0**power for power in range(math.ceil(math.log10(bottom)), math.ceil(math.log10(top)))]
    every = max(1, -(-len(powers) // 4))
    legend = style.ramp_legend(
        f"Loss above its minimum here ({style.unit_text(unit)}²)",
        format=".0~e" if top >= 1e5 or bottom < 1e-3 else "~g",
        values=powers[::every] or [top],
        titleLimit=400,
        gradientOpacity=1.0 - _PALE,
    ).to_dict()
    # A title at the left would be too wide for a phone.
    legend |= {"titleOrient": "top", "titlePadding": 4, "gradientLength": 200}
    scale = {"type": "log", "domain": [_ground("lowest"), _ground("excess")]}
    fill = number("excess", scale=scale, legend=legend)
    rect = {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    edge = {"stroke": HALO, "strokeWidth": 0.6, "strokeOpacity": 0.45}
    return [
        layer("ground", {"type": "rect"}, {**rect, "fill": fill}),
        layer(
            "fills",
            {"type": "line", "interpolate": "linear-closed", "clip": True, **edge},
            {
                "x": x,
                "y": y,
                "detail": {"field": "level", "type": "ordinal"},
                "order": number("corner"),
                "fill": fill,
            },
            {"window": [{"op": "row_number", "as": "corner"}]},
        ),
        layer("ground", {"type": "rect", "color": HALO, "opacity": _PALE}, rect),
    ]


def _lookup(cells: pd.DataFrame, x: Spec, y: Spec, names: tuple[str, str], unit: str, since: str) -> Spec:
    """Cells that cannot be seen, but say where one is and take the click."""
    columns, rows = cells["x"].nunique(), cells["y"].nunique()
    size = {"width": {"expr": f"width / {columns}"}, "height": {"expr": f"height / {rows}"}}
    return layer(
        "cells",
        # Unseen and unread: words for each of so many cells take longer than all the rest.
        {"type": "rect", "opacity": 0, "cursor": "crosshair", "aria": False, **size},
        {"x": x, "y": y, "tooltip": [*_place(names), _loss("Loss", unit)]},
        {"calculate": json.dumps(since), "as": "since"},
        name=_START["views"][0],
    )


def _place(names: tuple[str, str]) -> list[Spec]:
    return [tip(field, name, ".4~g") for field, name in zip("xy", names, strict=True)]


def _loss(title: str, unit: str) -> Spec:
    return tip("loss", f"{title} ({style.unit_text(unit)}²)", ".5~g")


def _tooltip(names: tuple[str, str], unit: str, several: bool) -> list[Spec]:
    run = [{"field": "run", "type": "nominal", "title": "Run"}] if several else []
    return [*run, tip("epoch", "Epoch", ",d"), *_place(names), _loss("Loss of the run", unit)]


def _colour(runs: list[str]) -> Spec:
    """Vermilion for one run, the palette of the page and a legend for several."""
    field = {"field": "run", "type": "nominal", "sort": runs}
    if len(runs) == 1:
        return {
            **field,
            "legend": None,
            "scale": {"domain": runs, "range": [style.COLOURS["gradient_descent"]]},
        }
    legend = style.legend(2, below=420, orient="bottom", symbolType="circle").to_dict()
    return {**field, "legend": legend, "scale": {"domain": runs}}


def _lines(x: Spec, y: Spec, colour: Spec, played: list[Spec]) -> list[Spec]:
    """Each path over a halo, so that it stands out of light and dark alike."""
    line = {"type": "line", "clip": True, "strokeJoin": "round"}
    encoding = {
        "x": x,
        "y": y,
        "order": number("epoch"),
        "detail": {"field": "run", "type": "nominal"},
        "opacity": number("ink", scale=None),
    }
    halo = {"stroke": HALO, "strokeWidth": _WIDTH + 2.0, "strokeOpacity": 0.75}
    return [
        layer("paths", {**line, **halo}, encoding, *played),
        layer("paths", {**line, "strokeWidth": _WIDTH}, {**encoding, "color": colour}, *played),
    ]


def _dots(x: Spec, y: Spec, colour: Spec, tooltip: list[Spec], playable: bool) -> list[Spec]:
    """Where the runs have been, small, and where they are, large."""
    circle = {"type": "circle", "opacity": 1, "clip": True, "stroke": HALO}
    encoding = {"x": x, "y": y, "color": colour, "tooltip": tooltip}
    large = {**circle, "size": 150, "strokeWidth": 1.6}
    if not playable:
        return [layer("dots", large, encoding)]
    small = {**circle, "size": 34, "strokeWidth": 0.8}
    return [layer("dots", small, encoding, UNTIL), layer("dots", large, encoding, HERE)]
