"""Long tables: one row per date and element, as GHCN-Daily and many exports of data bases have them.

date,attr,value          date      TMAX TMIN
20140101,TMAX,6          20140101     6  -43
20140101,TMIN,-43
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.weather.calendar import repeats
from gd_core.weather.columns import role_of
from gd_core.weather.dates import Dates
from gd_core.weather.limits import FEW_CELLS, MAX_TRIED
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, counted, quoted
from gd_core.weather.shape.places import codes_of
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import (
    ELEMENT_WORDS,
    UNIT_WORDS,
    VALUE_WORDS,
    is_station,
    joined_words,
    words,
)

MOST_ELEMENTS = 400  # different ones in a column of elements
SAMPLE = 5_000  # rows looked at to see whether a column holds elements
SINGLE = 0.99  # share of rows with a date, station and element of their own
NUMBERS = 0.5  # share of the values that must be numbers
LARGEST_TABLE = 60_000_000  # cells of the table that it becomes,
MAX_THIN = 30  # and cells of it for each row of the long table, if they are many


class _Columns(NamedTuple):
    element: int
    value: int
    station: int | None


def unstack(cells: Cells, dates: Dates, decisions: list[Decision]) -> tuple[Cells, Dates]:
    """A long table with a column for each element; any other is given back as it is. Adds to
    ``decisions``."""
    if all(p in dates.positions for p in cells.text):  # no column of elements
        return cells, dates
    times = dates.times
    dated = np.flatnonzero(~np.isnat(dates.days))
    found = _find(cells, dates, dated, times[dated])
    if found is None:
        return cells, dates
    codes, elements = codes_of(cells, (found.element,), dated)
    station = np.zeros(len(dated), dtype=np.int64)
    if found.station is not None:
        station = codes_of(cells, (found.station,), dated)[0]
    keys, different = pd.factorize(station * np.int64(1 << 40) + times[dated])
    kept = _kept(codes, elements, len(different))
    values = cells.numbers(found.value)[dated]
    places = np.full(len(elements) + 1, -1)
    places[kept] = np.arange(len(kept))
    places = places[codes]  # code -1: no element
    wide = np.full((len(different), len(kept)), np.nan)
    # Backwards, so that the first usable value of each place is written last.
    filled = np.flatnonzero(~np.isnan(values) & (places >= 0))[::-1]
    wide[keys[filled], places[filled]] = values[filled]
    first = np.flatnonzero(~repeats(keys))
    _report(cells, found, elements, decisions)
    rows = dated[first]
    parts: dict[int, object] = {place: wide[:, place] for place in range(len(kept))}
    names = [elements[code] for code in kept]
    units = [_unit(cells, found, dated[codes == code]) for code in kept]
    if found.station is not None:
        parts[len(names)] = cells.table[found.station].iloc[rows].to_numpy()
        names.append(cells.names[found.station])
        units.append(None)
    table = pd.DataFrame(parts, index=cells.table.index[rows])
    minutes = None if dates.minutes is None else dates.minutes[rows]
    new = replace(
        cells, table=table, names=tuple(names), originals=tuple(names), units=tuple(units), headed=True
    )
    return new, Dates((), dates.days[rows], minutes, dates.zone)


def _find(cells: Cells, dates: Dates, rows: np.ndarray, times: np.ndarray) -> _Columns | None:
    """The columns of a long table; None if it is none."""
    many = not dates.ascending and bool(dates.again.any())
    stations: dict[int, np.ndarray] = {}  # the number of each row's station, by columns that may hold it
    for position, called in _element_columns(cells, dates, many):
        column = cells.table[position]
        # Not every n-th row: elements take turns.
        some = (
            np.random.default_rng(0).integers(0, len(column), SAMPLE) if len(column) > SAMPLE else slice(None)
        )
        elements = column.iloc[some].dropna().str.strip().unique()
        if not 0 < len(elements) <= MOST_ELEMENTS or (len(elements) == 1 and not called):
            continue
        if not any(role_of(element) in TEMPERATURES for element in elements):
            continue
        value = _value_column(cells, dates, position)
        if value is None:
            continue
        codes, _ = codes_of(cells, (position,), rows)
        for station in [None, *_stations(cells, (*dates.positions, position, value))]:
            of = np.zeros(len(rows), dtype=np.int64)
            if station is not None:
                of = stations.get(station, of)
                if station not in stations:
                    of = stations[station] = codes_of(cells, (station,), rows)[0]
            if repeats((of * np.int64(1000) + codes) * np.int64(1 << 40) + times).mean() <= 1 - SINGLE:
                return _Columns(position, value, station)
    return None


def _element_columns(cells: Cells, dates: Dates, many: bool) -> list[tuple[int, bool]]:
    """Columns of text that may name elements, and whether they are called so; others only where the times of
    ``many`` rows were there before."""
    free = [p for p in cells.text if p not in dates.positions]
    called = [joined_words(cells.originals[p]) in ELEMENT_WORDS for p in free]
    return [(p, named) for p, named in zip(free, called, strict=True) if many or named][:MAX_TRIED]


def _stations(cells: Cells, taken: tuple[int, ...]) -> list[int]:
    """Columns that may tell stations apart: those called so, then others of text."""
    free = [p for p in range(len(cells.names)) if p not in taken]
    called = [p for p in free if is_station(cells.names[p])]
    text = [p for p in cells.text if p not in taken and p not in called]
    return called[:MAX_TRIED] + [p for p in text[:MAX_TRIED] if cells.table[p].notna().all()]


def _value_column(cells: Cells, dates: Dates, element: int) -> int | None:
    """The column that holds the values: by its name, else the column of numbers with the most different
    ones."""
    free = [p for p in range(len(cells.names)) if p != element and p not in dates.positions]
    for position in free:
        named = VALUE_WORDS.intersection(words(cells.originals[position]))
        if named and np.isfinite(cells.numbers(position)).mean() >= NUMBERS:
            return position
    kinds = cells.table.dtypes
    numbers = [p for p in free if pd.api.types.is_numeric_dtype(kinds[p]) and not is_station(cells.names[p])]
    counts = {p: cells.table[p].nunique() for p in numbers[:MAX_TRIED]}
    return max(counts, key=lambda p: counts[p]) if counts and max(counts.values()) > 1 else None


def _kept(codes: np.ndarray, elements: list[str], days: int) -> list[int]:
    """The elements that become columns: all, or the most frequent where there would be too many cells."""
    most = max(1, min(LARGEST_TABLE, max(FEW_CELLS, MAX_THIN * len(codes))) // max(days, 1))
    counts = np.bincount(codes[codes >= 0], minlength=len(elements))
    return sorted(np.argsort(-counts, kind="stable")[:most].tolist())


def _unit(cells: Cells, found: _Columns, rows: np.ndarray) -> str | None:
    """The unit of an element, where a column gives it row by row."""
    for position, name in enumerate(cells.originals):
        if UNIT_WORDS.intersection(words(name)) and position not in found and rows.size:
            unit = cells.table[position].iloc[rows[0]]
            return None if pd.isna(unit) else str(unit).strip()
    return None


def _report(cells: Cells, found: _Columns, elements: list[str], decisions: list[Decision]) -> None:
    decisions.append(
        Decision(
            "shape",
            "A row for each date and element became a row for each date, with "
            f"{counted(len(elements), 'column')}",
            f"{quoted(cells.names[found.element])} names the elements, "
            f"{quoted(cells.names[found.value])} holds their values",
            data={"elements": tuple(elements), "value": cells.names[found.value]},
        )
    )
