"""Several stations in one file: which column tells them apart, and the rows of the one that is read."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather.calendar import any_repeated, count_different, repeats
from gd_core.weather.dates import Dates
from gd_core.weather.limits import MAX_TRIED, MIN_DAYS
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted
from gd_core.weather.shape.places import (
    ROWS_PER_PLACE,
    codes_of,
    coordinates,
    days_measured,
    moving_place,
    tells_sources,
)
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import is_larger_place, is_station

UNREPEATED = 0.99  # share of rows with a station and a time of their own
PARALLEL = 1.05  # days of all stations to days in all, from which stations are beside each other
HOURS = 12, 24  # greatest number of a column that is rather one of hours


@dataclass(frozen=True)
class Chosen:
    """The rows to read (positions in the table), the station they are of and the stations that there are,
    with the days of each; None and () where the file tells no stations apart."""

    rows: np.ndarray
    station: str | None = None
    stations: tuple[tuple[str, int], ...] = ()


def choose_station(cells: Cells, dates: Dates, asked: str | None, decisions: list[Decision]) -> Chosen:
    """The rows with a date, and of several stations those of one: the one ``asked`` for, else the one with
    most days, the first of equals.

    Where no column names stations, all rows are given (the station asked for may be a column, see `wide`).
    WeatherError if there is such a column and it lacks the station.
    """
    dated = np.flatnonzero(dates.known)
    columns = [p for p in range(len(cells.names)) if p not in dates.positions and is_station(cells.names[p])]
    del columns[MAX_TRIED:]
    columns.sort(key=lambda p: is_larger_place(cells.names[p]))
    if asked is not None:
        return _asked(cells, dates, columns, dated, str(asked).strip(), decisions)
    if dates.ascending and not columns and not coordinates(cells):
        return Chosen(dated)
    again = not dates.ascending and dates.often_again
    candidates = [(p,) for p in columns] + (list(_unnamed(cells, dates, columns)) if again else [])
    if candidates:
        days = dates.days[dates.known].view(np.int64)
        times = days if dates.minutes is None else dates.times[dates.known]
        for positions in candidates if any_repeated(days) else []:
            if found := _split(cells, positions, dated, days, times):
                return _most_days(found, cells, positions, dated, days, decisions)
    moved = () if again else moving_place(cells, columns, dated)  # a log that moves has each time once
    if not moved:
        return Chosen(dated)
    return _after_moves(moved, cells, dated, dates.days[dates.known].view(np.int64), decisions)


def _unnamed(cells: Cells, dates: Dates, named: list[int]) -> Iterator[tuple[int, ...]]:
    """Columns that may tell stations apart without being called so: of text, of whole numbers, of places."""
    free = [p for p in range(len(cells.names)) if p not in dates.positions and p not in named]
    kinds = cells.table.dtypes
    text = [p for p in cells.text if p in free]
    yield from ((p,) for p in text[:MAX_TRIED])
    whole = [p for p in free if pd.api.types.is_integer_dtype(kinds[p])]
    yield from ((p,) for p in whole[:MAX_TRIED] if not HOURS[0] <= cells.table[p].max() <= HOURS[1])
    both = coordinates(cells)
    if both and set(both) <= set(free):
        yield both


@dataclass(frozen=True)
class _Split:
    codes: np.ndarray  # of the rows; -1: none
    names: list[str]
    days: np.ndarray  # of each station


def _split(
    cells: Cells, positions: tuple[int, ...], rows: np.ndarray, days: np.ndarray, times: np.ndarray
) -> _Split | None:
    """The stations by these columns; None unless there are several side by side, at none of which times are
    often repeated."""
    codes, names = codes_of(cells, positions, rows)
    if len(names) < 2 or len(names) * ROWS_PER_PLACE > len(codes):
        return None
    of_station = count_different(codes, days, len(names))
    if times is days:
        once = int(of_station.sum())
    else:
        once = int((~repeats(codes * np.int64(1 << 40) + times)).sum())
    together = int(count_different(np.zeros(len(days), dtype=np.int8), days, 1)[0])
    if once < UNREPEATED * len(codes) or of_station.sum() < PARALLEL * together:
        return None
    if times is not days and tells_sources(codes, names, times):
        return None
    return _Split(codes, names, of_station)


def _most_days(
    found: _Split,
    cells: Cells,
    positions: tuple[int, ...],
    rows: np.ndarray,
    days: np.ndarray,
    decisions: list[Decision],
) -> Chosen:
    certain = all(is_station(cells.names[p]) for p in positions)
    measured = days_measured(cells, rows, found.codes, days, len(found.names))
    usable = np.where(2 * measured >= measured.max(), found.days, -1)
    best = int(usable.argmax())
    column = listed(cells.names[p] for p in positions)
    text = f"Of {len(found.names):,} stations in {column}, {quoted(found.names[best])} is read"
    tie = int((usable == usable[best]).sum())
    why = f"it has the most days, {found.days[best]:,}" + (", and is the first of equals" if tie > 1 else "")
    if (usable < 0).any():
        why += "; others have no or few temperatures"
    if not certain:
        why += f"; the rows of one date differ by {column}, which is not called a station"
    data = {"column": cells.names[positions[0]], "station": found.names[best], "stations": tuple(found.names)}
    decisions.append(Decision("station", text, why, certain and tie == 1, data))
    return Chosen(rows[found.codes == best], found.names[best], _listing(found.names, found.days))


def _after_moves(
    positions: tuple[int, ...],
    cells: Cells,
    rows: np.ndarray,
    days: np.ndarray,
    decisions: list[Decision],
) -> Chosen:
    """Of a record whose place changes, the rows of the place with most days; all, if no place has enough."""
    codes, names = codes_of(cells, positions, rows)
    counts = count_different(codes, days, len(names))
    best = int(counts.argmax())
    text = f"The place changes in {listed(cells.names[p] for p in positions)}, and "
    why = f"{quoted(names[best])} has the most days, {counts[best]:,}, of {counted(len(names), 'place')}"
    data = {"column": cells.names[positions[0]], "station": names[best], "stations": tuple(names)}
    if counts[best] < MIN_DAYS:
        text, why = text + "all rows are read as one record", f"{why}, too few alone"
        decisions.append(Decision("station", text, why, False, {"column": data["column"]}))
        return Chosen(rows)
    decisions.append(Decision("station", f"{text}only {quoted(names[best])} is read", why, False, data))
    return Chosen(rows[codes == best], names[best], _listing(names, counts))


def _listing(names: list[str], days: np.ndarray) -> tuple[tuple[str, int], ...]:
    return tuple(zip(names, map(int, days), strict=True))


def _asked(
    cells: Cells, dates: Dates, columns: list[int], rows: np.ndarray, station: str, decisions: list[Decision]
) -> Chosen:
    known: list[str] = []
    candidates = [(p,) for p in columns] + list(_unnamed(cells, dates, columns))
    days = dates.days[rows].view(np.int64)
    for positions in candidates:
        codes, names = codes_of(cells, positions, rows)
        if station in names:
            column = listed(cells.names[p] for p in positions)
            text = f"The station {quoted(station)} in {column} is read, as asked for"
            data = {"column": cells.names[positions[0]], "station": station}
            decisions.append(Decision("station", text, data=data))
            counts = count_different(codes, days, len(names))
            return Chosen(rows[codes == names.index(station)], station, _listing(names, counts))
        if positions[0] in columns:
            known += [name for name in names if name not in known]
    if not columns:
        return Chosen(rows)
    raise no_station(station, known)


def no_station(asked: str, known: list[str]) -> WeatherError:
    """The refusal of a station that is not in the file, with those that are."""
    if not known:
        return WeatherError(
            f"The station {quoted(asked)} was asked for, and no column names stations; leave it out."
        )
    return WeatherError(f"There is no station {quoted(asked)}; the file has {listed(known)}.")
