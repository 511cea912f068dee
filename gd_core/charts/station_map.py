"""Stations on a map: outlines of the land below, a dot for each station, its colour a value.

The map is drawn on a plain grid of degrees, longer to the north where the stations are, so that shapes are
about right. Which stations are drawn is looked up in a table of one row, "wanted": when that changes, the
browser filters what it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.player import EDGE, HALO

STATION = "station"
"""The selection that holds the row of a station that was clicked."""

RAMP = "viridis"
MOST_NAMES = 3_000
"""Of more stations, names are not sent: they take as much as all the rest, and dots lie upon each other."""

_VIEW = "stations"
_IN_BOTH = "luminance(background) < 0.2 ? '{}' : '{}'"
LAND, COAST = (
    alt.ExprRef(_IN_BOTH.format("#29343B", "#E6EAEC")),
    alt.ExprRef(_IN_BOTH.format("#4A5A64", "#C2CBD0")),
)
_SIZES = ((500, 60), (3_000, 22), (200_000, 9))  # stations at most -> square pixels of a dot
_WANTED = "datum.years >= data('wanted')[0].years"
_CLICK = {
    "name": STATION,
    "views": [_VIEW],
    "select": {"type": "point", "fields": ["row"], "on": "click", "clear": False, "toggle": False},
}


def station_map(
    stations: pd.DataFrame,
    land: pd.DataFrame,
    window: Sequence[float],
    colour: ValueColour,
    *,
    years: float = 0.0,
    title: str,
) -> Chart:
    """Draw `stations` (row, x, y, value, years, name), those of at least so many `years`, over the `land`
    (ring, kind, x, y).

    `window`: the middle (x, y), degrees to either side of it (across, up), and how many times as long a
    degree of y is drawn. A click on a station selects its row.
    """
    style.require(stations, ["row", "x", "y", "value", "years", "name"], "stations")
    style.require(land, ["ring", "kind", "x", "y"], "land")
    x, y = _axes(window)
    outlines = Chart(Table(style.light(land, whole=True), "land")).transform_count("corner")
    wanted = Chart(Table(pd.DataFrame({"years": [float(years)]}), "wanted"))
    # Nothing is drawn from this table: the others look up in it what they draw.
    nothing: dict[str, Any] = {"opacity": 0, "tooltip": None, "aria": False, "width": 0, "height": 0}
    layers = [
        _rings(outlines, "land", LAND, x, y),
        _rings(outlines, "water", HALO, x, y),
        wanted.mark_rect(**nothing),
        _dots(stations, colour, x, y),
    ]
    chart = marks.on_stage(marks.layered(*layers), title)
    drawing = {"embedOptions": {"renderer": "canvas"}}  # thousands of dots are too many elements
    return chart.properties(params=[_CLICK], usermeta=drawing)


class ValueColour:
    """How a value is coloured: between `ends`, as a `share` of one or a plain number, the `low` ones bright
    where these are the good ones. Below zero, a share is drawn as a ring."""

    def __init__(
        self, name: str, ends: tuple[float, float], *, share: bool, low_is_good: bool = False
    ) -> None:
        self.name, self.ends, self.share, self.low_is_good = style.plain(name), ends, share, low_is_good

    @property
    def form(self) -> str:
        """How numbers are written."""
        return ".0%" if self.share else ".2~f"

    def scale(self) -> dict[str, Any]:
        """Value -> colour; what is beyond the ends has their colours."""
        return {"scheme": RAMP, "domain": list(self.ends), "clamp": True, "reverse": self.low_is_good}

    def fill(self) -> dict[str, Any]:
        """The channel."""
        legend = style.ramp_legend(self.name, format=self.form, titleLimit=0).to_dict(validate=False)
        channel = {"field": "value", "type": "quantitative", "scale": self.scale(), "legend": legend}
        if not self.share:
            return channel
        return {"condition": {"test": "datum.value < 0", "value": HALO}, **channel}


def _axes(window: Sequence[float]) -> tuple[alt.X, alt.Y]:
    """Both axes, whose ends follow from the size of the picture so that nothing is stretched."""
    middle_x, middle_y, across, up, stretch = window
    degrees = f"max({2 * across} / width, {2 * up * stretch} / height)"  # of a pixel
    ends_x = [alt.ExprRef(f"{middle_x} {sign} {degrees} * width / 2") for sign in "-+"]
    ends_y = [alt.ExprRef(f"{middle_y} {sign} {degrees} * height / {2 * stretch}") for sign in "-+"]
    looks: dict[str, Any] = {"nice": False, "zero": False}
    return (
        alt.X("x:Q", axis=None, scale=alt.Scale(domain=ends_x, **looks)),
        alt.Y("y:Q", axis=None, scale=alt.Scale(domain=ends_y, **looks)),
    )


def _rings(outlines: Chart, kind: str, fill: alt.ExprRef, x: alt.X, y: alt.Y) -> Chart:
    """Closed lines, filled."""
    look: dict[str, Any] = {"interpolate": "linear-closed", "clip": True, "strokeWidth": 0.6, "tooltip": None}
    rings = outlines.transform_filter(f"datum.kind === '{kind}'").mark_line(fill=fill, stroke=COAST, **look)
    return rings.encode(x=x, y=y, detail="ring:O", order="corner:Q")


def _dots(stations: pd.DataFrame, colour: ValueColour, x: alt.X, y: alt.Y) -> Chart:
    size = next(size for most, size in _SIZES if len(stations) <= most)
    dots = Chart(Table(_compact(stations), "stations")).transform_filter(_WANTED)
    rim = 0.35 if len(stations) <= _SIZES[1][0] else 0.0
    shown: dict[str, Any] = {"fill": colour.fill(), "stroke": {"value": EDGE}, "strokeWidth": {"value": rim}}
    if colour.share:
        worse = {"test": "datum.value < 0"}
        shown["stroke"] = {"condition": {**worse, "value": style.COLOURS["gradient_descent"]}, "value": EDGE}
        shown["strokeWidth"] = {"condition": {**worse, "value": 1.5}, "value": rim}
    named = len(stations) <= MOST_NAMES
    tooltip = [
        alt.Tooltip("name:N", title="Station") if named else alt.Tooltip("y:Q", title="°N", format=".2f"),
        alt.Tooltip("value:Q", title=colour.name, format=".1%" if colour.share else ".2f"),
        alt.Tooltip("years:Q", title="Years", format=".0f"),
    ]
    look: dict[str, Any] = {"filled": True, "opacity": 1, "size": size, "clip": True, "cursor": "pointer"}
    return dots.mark_point(**look).encode(x=x, y=y, tooltip=tooltip, **shown).properties(name=_VIEW)


def _compact(stations: pd.DataFrame) -> pd.DataFrame:
    """The stations in as few bytes as will do; years are whole ones."""
    columns = style.light(stations[["row", "x", "y", "value"]], whole=True)
    columns["years"] = stations["years"].clip(0, 255).astype("uint8")
    if len(stations) <= MOST_NAMES:
        columns["name"] = [style.plain(name) for name in stations["name"]]
    return columns
