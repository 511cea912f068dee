"""Wide tables: the columns of several places side by side, as in BASEL_temp_max, OSLO_temp_max.

Two kinds: names of two parts, of which one is a place and the other a quantity that other places have as
well; and one column per place (or member of an ensemble), all of them alike.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from gd_core.weather.columns import role_of
from gd_core.weather.record import TEMPERATURES, Asked
from gd_core.weather.report import Decision, counted, listed, quoted

MOST_OF_ALL = 0.8  # share of the columns that must belong to some place
ALIKE, MANY = (
    4,
    8,
)  # columns at least that may be places without a quantity in their names; so many that they are
ORDERED = 0.98  # share of rows on which one column is above another, from which they are maximum and minimum
ROWS = 1_000  # on which columns are compared
CORRELATED = 0.6  # correlation with the first column that most of them have
SPREAD = 3.0  # how much wider one column may be than another


@dataclass(frozen=True)
class Wide:
    """The place that is read, all places with the number of their days, and the positions of the columns of
    the others; None, () and none of them where the columns are of one place. ``alike``: a column is a
    place."""

    station: str | None = None
    stations: tuple[tuple[str, int], ...] = ()
    elsewhere: frozenset[int] = frozenset()
    alike: bool = False


def choose_place(
    names: list[str], values: np.ndarray, headed: bool, asked: Asked, decisions: list[Decision]
) -> Wide:
    """The columns of one place among those called ``names``, with ``values`` (rows, columns).

    The place is the one ``asked`` for, else that of the target asked for, else the first with a daily
    maximum, a mean, a minimum or any temperature. Adds to ``decisions``.
    """
    of = _by_names(names)
    kind = "names"
    if not of and headed:
        of, kind = _alike(names, values), "columns"
    if not of:
        return Wide()
    places = list(dict.fromkeys(of.values()))
    roles = {
        p: role_of(_quantity(names[p], place)) if kind == "names" else "temperature"
        for p, place in of.items()
    }
    best = {role: [p for p in of if roles[p] == role] for role in TEMPERATURES}
    first = next(found[0] for found in best.values() if found)
    station, why = of[first], "the first in the file"
    if asked.station is not None and str(asked.station).strip() in places:
        station, why = str(asked.station).strip(), "as asked for"
    elif asked.target in names and names.index(asked.target) in of:
        station, why = of[names.index(asked.target)], f"the place of {quoted(asked.target)}"
    days = {
        place: _filled(values, [p for p in of if of[p] == place and roles[p] in TEMPERATURES])
        for place in places
    }
    text = f"Of {counted(len(places), 'place')} side by side ({listed(places)}), {quoted(station)} is read"
    certain = kind == "names" and why != "the first in the file"
    data = {"station": station, "stations": tuple(places), "column": station}
    decisions.append(Decision("station", text, why, certain, data))
    elsewhere = frozenset(p for p, place in of.items() if place != station)
    return Wide(station, tuple(days.items()), elsewhere, kind == "columns")


def _filled(values: np.ndarray, positions: list[int]) -> int:
    """Number of rows with a value in any of the columns."""
    return int((~np.isnan(values[:, positions])).any(axis=1).sum()) if positions else 0


def _splits(name: str) -> list[tuple[str, str]]:
    """The ways of cutting a name in two at a sign."""
    return [
        (name[: sign.start()], name[sign.end() :]) for sign in re.finditer(r"[_.:/|-]+|\s+", name.strip())
    ]


def _quantity(name: str, place: str) -> str:
    stripped = name.strip()
    rest = stripped[len(place) :] if stripped.startswith(place) else stripped[: -len(place)]
    return rest.strip(" _.:/|-")


def _by_names(names: list[str]) -> dict[int, str]:
    """The place of each column that has one, by names of two parts; empty if there are no two places."""
    for place_first in (True, False):
        quantities: dict[str, dict[str, int]] = defaultdict(dict)  # quantity: places and their columns
        for position, name in enumerate(names):
            for left, right in _splits(name):
                place, quantity = (left, right) if place_first else (right, left)
                if place and quantity and _says_nothing(place):
                    quantities[quantity][place] = position
        temperatures = [q for q in quantities if role_of(q) in TEMPERATURES and len(quantities[q]) > 1]
        places = {place for quantity in temperatures for place in quantities[quantity]}
        of: dict[int, str] = {}
        kinds: dict[str, int] = defaultdict(int)
        for found in quantities.values():
            for place, position in found.items():
                if place in places and len(found) > 1 and len(place) > len(of.get(position, "")):
                    of[position] = place
        for place in of.values():
            kinds[place] += 1
        rich = sum(count > 1 for count in kinds.values())
        if len(kinds) > 1 and rich > 1 and len(of) >= MOST_OF_ALL * (len(names) - 1):
            return of
    return {}


def _says_nothing(place: str) -> bool:
    """Whether a part of a name leaves the meaning of a temperature as it is: Oslo does, soil and max do
    not."""
    return not place.isdigit() and role_of(place) == "other" and role_of(f"temp {place}") == role_of("temp")


def _alike(names: list[str], values: np.ndarray) -> dict[int, str]:
    """All columns as places, where they are several of unknown meaning that rise and fall together; else
    empty."""
    unknown = [p for p, name in enumerate(names) if role_of(name) in ("other", "number", "place")]
    if len(unknown) < max(ALIKE, MOST_OF_ALL * len(names)):
        return {}
    rows = values[np.linspace(0, len(values) - 1, min(ROWS, len(values))).astype(int)][:, unknown]
    known = ~np.isnan(rows)
    if len(rows) < 10 or (known.mean(axis=0) < 0.5).any():
        return {}
    centred = np.where(known, rows - np.nanmean(rows, axis=0), 0.0)
    size = np.sqrt((centred**2).sum(axis=0))
    if (size == 0).any() or size.max() > SPREAD * np.median(size) or size.min() * SPREAD < np.median(size):
        return {}
    together = (centred.T @ centred[:, 0]) / (size * size[0])
    middle, spread = np.nanmean(rows, axis=0), size / np.sqrt(len(rows))
    members = all(names[p].strip().isdigit() for p in unknown)  # of an ensemble: they part from each other
    if (np.median(together) < CORRELATED and not members) or np.ptp(middle) > 12 * np.median(spread):
        return {}
    above = [(rows[:, i] >= rows[:, j]).mean() for i in range(len(unknown)) for j in range(i)]
    if len(unknown) < MANY and all(share > ORDERED or share < 1 - ORDERED for share in above):
        return {}  # maximum, mean and minimum of one place
    return {p: names[p].strip() or f"column {p + 1}" for p in unknown}
