"""Which stations of the list a place, an id or coordinates mean."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from gd_core.towns import database
from gd_core.towns.database import query
from gd_core.towns.download import NotFetched, session
from gd_core.weather.report import quoted

SHOWN = 8  # stations that a search gives
NEAR = 150_000.0  # metres from a place to a station that is still listed
_COORDINATES = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d+(?:\.\d+)?)\s*")


@dataclass(frozen=True)
class Station:
    """A station of the list. ``first`` and ``last``: years with temperatures, None if the list has none.

    ``distance``: metres from the place that was looked for, None for a station that was named.
    """

    id: str
    name: str
    country: str
    region: str
    timezone: str
    first: int | None = None
    last: int | None = None
    distance: float | None = None

    @property
    def years(self) -> str:
        """The years of its record in words."""
        if self.first is None:
            return "years not known"
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"

    @property
    def about(self) -> str:
        """What tells it from others of its name: region, years, and how far away it is."""
        away = None if self.distance is None else f"{self.distance / 1000:.0f} km away"
        return " · ".join(filter(None, (self.region, self.years, away)))

    @property
    def title(self) -> str:
        """Name, id and country: "Seattle-Tacoma Airport (72793, US)"."""
        return f"{self.name} ({', '.join(filter(None, (self.id, self.country)))})"


def find_stations(text: str, *, now: float) -> list[Station]:
    """The stations that ``text`` means, the likeliest first, and the nearest around it; at most `SHOWN`.

    Asks the host for the list of stations, unless it is kept. ``now`` in seconds since 1970. Raises
    NotFetched if the list can't be had, or if nothing is found.
    """
    with session() as connection:
        database.refresh(connection, now)
    place = _COORDINATES.fullmatch(text)
    if place:
        found = _nearby(float(place[1]), float(place[2]))
        if not found:
            raise NotFetched(f"There is no station within {NEAR / 1000:.0f} km of {quoted(text)}.")
        return _with_years(found)
    named = _named(text)
    if not named:
        raise NotFetched(
            f"No station is called {quoted(text)}; try the next larger town, or latitude and longitude as in "
            "47.6, -122.3."
        )
    around = _around(named[0]) if len(named) < SHOWN else []
    known = {station.id for station in named}
    return (named + _with_years(s for s in around if s.id not in known))[:SHOWN]


def station(name: str) -> Station | None:
    """The station with this id in the list that is kept; None if there is no list, or it isn't in it."""
    if not database.is_there():
        return None
    found = _with_years(_described(query("SELECT id FROM stations WHERE id = ? COLLATE NOCASE", name)["id"]))
    return found[0] if found else None


def _nearby(latitude: float, longitude: float) -> list[Station]:
    """The nearest stations, at most `SHOWN` and `NEAR`."""
    distances = database.nearest(latitude, longitude, within=NEAR, most=SHOWN)
    return [replace(found, distance=distances[found.id]) for found in _described(distances)]


def _around(named: Station) -> list[Station]:
    """The nearest stations around another."""
    where = query("SELECT latitude, longitude FROM stations WHERE id = ?", named.id)
    latitude, longitude = pd.to_numeric(where.iloc[0], errors="coerce")
    return [] if pd.isna(latitude) or pd.isna(longitude) else _nearby(latitude, longitude)


def _named(text: str) -> list[Station]:
    """The stations with this id, or with all these words in a name; the whole name and long records first."""
    wanted = _plain(text)
    if not wanted:
        return []
    same = query(
        "SELECT id AS station FROM stations WHERE id = ?1 COLLATE NOCASE UNION "
        "SELECT station FROM identifiers WHERE value = ?1 COLLATE NOCASE",
        text.strip(),
    )
    if len(same):
        return _with_years(_described(same["station"].astype(str)))[:SHOWN]
    names = query("SELECT station, name, country FROM names JOIN stations ON stations.id = names.station")
    plain = [_plain(str(name)) for name in names["name"]]
    places = [str(country).casefold() for country in names["country"]]
    ranked = [
        (rank, str(station))
        for rank, station in zip(
            map(_rank, plain, places, [wanted] * len(plain)), names["station"], strict=True
        )
        if rank is not None
    ]
    best: dict[str, int] = {}
    for rank, name in sorted(ranked):
        best.setdefault(name, rank)
    found = _with_years(_described(list(best)[:200]))
    newest = max((s.last for s in found if s.last is not None), default=0)

    def order(candidate: Station) -> tuple[int, bool, int]:
        ends = (candidate.last or 0) < newest - 1  # nothing to forecast tomorrow from
        return best[candidate.id], ends, candidate.first or newest

    return sorted(found, key=order)[:SHOWN]


def _rank(name: str, country: str, wanted: str) -> int | None:
    """How well a ``name`` fits: 0 for all of it, 1 for its beginning, 2 for words in it, or not: None."""
    if name == wanted:
        return 0
    if name.startswith(f"{wanted} "):
        return 1
    words = name.split()
    asked = wanted.split()
    if len(asked) > 1 and asked[-1] == country:  # "paris fr"
        asked = asked[:-1]
    return 2 if all(any(word.startswith(part) for word in words) for part in asked) else None


def _plain(text: str) -> str:
    """``text`` in small letters without accents, words apart by one blank: "zurich fluntern"."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in letters if not unicodedata.combining(c))))


def _described(ids: Iterable[str]) -> list[Station]:
    """The stations with these ids, in their order; what is not in the list is left out."""
    ids = [str(name) for name in ids]
    marks = ", ".join("?" * len(ids))
    table = query(
        "SELECT id, country, region, timezone, name FROM stations "
        f"LEFT JOIN names ON names.station = stations.id WHERE id IN ({marks}) ORDER BY language <> 'en'",
        *ids,
    )
    rows = {
        row[0]: row for row in reversed(table.astype(object).where(table.notna(), "").to_numpy().tolist())
    }
    return [
        Station(name, str(label) or name, str(country), str(region), str(timezone))
        for name in ids
        if name in rows
        for _, country, region, timezone, label in [rows[name]]
    ]


def _with_years(stations: Iterable[Station]) -> list[Station]:
    """The stations with the years in which they have temperatures."""
    stations = list(stations)
    marks = ", ".join("?" * len(stations))
    table = query(
        "SELECT station, provider, MIN(start) AS start, MAX(end) AS end FROM inventory "
        f"WHERE parameter IN ('temp', 'tmin', 'tmax') AND station IN ({marks}) GROUP BY station, provider",
        *(one.id for one in stations),
    )
    table["start"], table["end"] = (
        pd.to_numeric(table[end].astype(str).str[:4], errors="coerce") for end in ("start", "end")
    )
    table = table.dropna()
    years: dict[str, tuple[int, int]] = {}
    for name, rows in table.groupby(table["station"].astype(str)):
        daily = rows[rows["provider"] == "daily"]
        rows = rows if daily.empty else daily
        years[str(name)] = int(rows["start"].min()), int(rows["end"].max())
    return [
        replace(one, first=years[one.id][0], last=years[one.id][1]) if one.id in years else one
        for one in stations
    ]
