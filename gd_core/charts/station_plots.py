"""Many stations beside the map: how a value is distributed, and what it goes with."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart
from gd_core.charts.station_map import STATION, ValueColour

SERIES = {"Estimated": style.COLOURS["gradient_descent"], "True": style.COLOURS["actual"]}
"""What is known of simulated stations has the grey of what was observed."""
_POINT = "points"
_CLICK = {
    "name": STATION,
    "views": [_POINT],
    "select": {"type": "point", "fields": ["row"], "on": "click", "clear": False, "toggle": False},
}


def distribution(counts: pd.DataFrame, colour: ValueColour, *, title: str) -> Chart:
    """Draw how many stations have which value: `counts` has series, low, high, stations.

    What is estimated are bars, what is true is a line of steps.
    """
    style.require(counts, ["series", "low", "high", "stations"], "counts")
    x = alt.X("low:Q", title=colour.name, axis=_axis(colour), scale=alt.Scale(zero=False, nice=False))
    y = alt.Y("stations:Q", title="Stations", axis=alt.Axis(tickCount=5, tickMinStep=1))
    bounds = [
        alt.Tooltip(f"{end}:Q", title=name, format=_exact(colour))
        for end, name in (("low", "From"), ("high", "To"))
    ]
    tooltip = [alt.Tooltip("series:N", title="Skill" if colour.share else "Error"), *bounds]
    tooltip.append(alt.Tooltip("stations:Q", title="Stations", format=",d"))
    rows = Chart(style.light(counts, whole=True))
    paint = _paint(counts)
    look: dict[str, Any] = {"stroke": alt.ExprRef(style.HALO), "strokeWidth": 0.5, "opacity": 0.75}
    bars = rows.transform_filter("datum.series !== 'True'").mark_bar(**look)
    steps = rows.transform_filter("datum.series === 'True'").mark_line(
        interpolate="step-after", strokeWidth=2
    )
    layers = [
        bars.encode(x=x, x2="high:Q", y=y, color=paint, tooltip=tooltip),
        steps.encode(x=x, y=y, color=paint, tooltip=tooltip),
    ]
    return marks.finished(marks.layered(*layers), title)


def related(
    points: pd.DataFrame,
    cells: pd.DataFrame,
    middles: pd.DataFrame,
    x_title: str,
    colour: ValueColour,
    *,
    title: str,
) -> Chart:
    """Draw a value against something, as `points` (x, y, row, name) or as `cells` (x, x2, y, y2, stations),
    with lines through `middles` (series, x, y); without these, with the diagonal. A click on a point selects
    its row.
    """
    style.require(points, ["x", "y", "row", "name"], "points")
    style.require(cells, ["x", "x2", "y", "y2", "stations"], "cells")
    style.require(middles, ["series", "x", "y"], "middles")
    scale = alt.Scale(zero=False, nice=False, padding=6)
    diagonal = middles.empty
    x_axis = _axis(colour) if diagonal else alt.Axis(tickCount=6, grid=False)
    x = alt.X("x:Q", title=style.plain(x_title), axis=x_axis, scale=scale)
    y = alt.Y("y:Q", title=colour.name, axis=_axis(colour), scale=scale)
    tooltip = [
        alt.Tooltip("x:Q", title=style.plain(x_title), format=_exact(colour) if diagonal else ",.4~g"),
        alt.Tooltip("y:Q", title=colour.name, format=_exact(colour)),
    ]
    layers = [_cells(cells, x, y) if len(cells) else _points(points, x, y, tooltip)]
    if diagonal:
        both = pd.concat([points["x"], points["y"], cells["x"], cells["y2"]])
        ends = pd.DataFrame({"x": [both.min(), both.max()], "y": [both.min(), both.max()]})
        layers.append(marks.dashed_line(ends, x, y))
    else:
        line = Chart(style.light(middles)).mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(size=36))
        series = alt.Tooltip("series:N", title="Median of the stations around")
        layers.append(line.encode(x=x, y=y, color=_paint(middles), tooltip=[series, *tooltip]))
    chart = marks.finished(marks.layered(*layers), title)
    return chart if len(cells) else chart.properties(params=[_CLICK])


def _points(points: pd.DataFrame, x: alt.X, y: alt.Y, tooltip: list[alt.Tooltip]) -> Chart:
    named = style.light(points, whole=True).assign(name=[style.plain(name) for name in points["name"]])
    size, opacity = (24, 0.35) if len(points) > 300 else (40, 0.5)
    dots = Chart(named).mark_circle(color=SERIES["Estimated"], size=size, opacity=opacity, cursor="pointer")
    station = alt.Tooltip("name:N", title="Station")
    return dots.encode(x=x, y=y, tooltip=[station, *tooltip]).properties(name=_POINT)


def _cells(cells: pd.DataFrame, x: alt.X, y: alt.Y) -> Chart:
    colour = alt.Color("stations:Q", scale=alt.Scale(type="sqrt"), legend=style.ramp_legend("Stations"))
    count = alt.Tooltip("stations:Q", title="Stations", format=",d")
    squares = Chart(style.light(cells, whole=True)).mark_rect()
    return squares.encode(x=x, x2="x2:Q", y=y, y2="y2:Q", color=colour, tooltip=[count])


def _paint(rows: pd.DataFrame) -> alt.Color:
    """A colour for each series, with a legend where there are two."""
    names = [name for name in SERIES if (rows["series"] == name).any()]
    scale = alt.Scale(domain=names, range=[SERIES[name] for name in names])
    return alt.Color("series:N", scale=scale, legend=style.legend() if len(names) > 1 else None)


def _axis(colour: ValueColour) -> alt.Axis:
    return alt.Axis(format=colour.form, tickCount=6)


def _exact(colour: ValueColour) -> str:
    return ".1%" if colour.share else ".2f"
