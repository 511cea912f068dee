"""Grids of days by months: a row for each year and day with twelve months across, or for each year and month
with 31 days across. They become one row per date.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from gd_core.weather.calendar import to_days
from gd_core.weather.columns import role_of
from gd_core.weather.dates import Dates
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR, MAX_TRIED
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, counted, quoted
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import (
    DAY_WORDS,
    ELEMENT_WORDS,
    MONTH_WORDS,
    YEAR_WORDS,
    is_called,
    is_station,
    joined_words,
)
from gd_core.weather.vocabulary.months import month_of

_NUMBERED = re.compile(r"(.*?)[ _.-]*0?(\d{1,2})")
NAME = "value"  # of the one column that a grid becomes
MONTHS_ACROSS, DAYS_ACROSS = 12, 31
FEW_COLUMNS = 4  # among which year and day are looked for where no name says so


class _Grid(NamedTuple):
    year: int
    other: int  # the column of days, or of months
    across: tuple[int, ...]  # the columns of months, or of days, in order


def unfold(cells: Cells, decisions: list[Decision]) -> tuple[Cells, Dates] | None:
    """A grid as a table of one row per date, or per date, element and station where it has several of these;
    None if the table is no grid. Adds to ``decisions``."""
    if len(cells.names) < 2 + MONTHS_ACROSS or len(cells.table) < MONTHS_ACROSS:
        return None
    for grid in _candidates(cells):
        year, other = _whole(cells, grid.year), _whole(cells, grid.other)
        if year is None or other is None or not _is_possible(year, other, len(grid.across)):
            continue
        kept = () if _is_grid(year, other, len(grid.across)) else _telling(cells, grid, year * 100 + other)
        if kept is None:
            continue
        across = np.arange(1, len(grid.across) + 1)
        month, day = (across, other[:, None]) if len(across) == MONTHS_ACROSS else (other[:, None], across)
        shape = len(year), len(across)
        days = to_days(*(np.broadcast_to(part, shape).ravel() for part in (year[:, None], month, day)))
        order = np.argsort(days, kind="stable")  # NaT last
        order = order[: int((~np.isnat(days)).sum())]
        if kept:
            here = _with_temperature(cells, kept[-1], year * 100 + other, decisions)
            order = order[here[order // len(across)]]
        decisions.append(_decision(len(across), len(np.unique(days[order]))))
        return _unfolded(cells, grid, kept, order), Dates((), days[order])
    return None


def _unfolded(cells: Cells, grid: _Grid, kept: tuple[int, ...], order: np.ndarray) -> Cells:
    """The values of a grid below each other in this ``order``, behind the columns that are ``kept``."""
    rows = order // len(grid.across)
    columns: list[Any] = [cells.table[p].iloc[rows].array for p in kept]
    columns.append(np.column_stack([cells.numbers(p) for p in grid.across]).ravel()[order])
    table = pd.DataFrame(dict(enumerate(columns)), index=cells.table.index[rows])
    names = (*(cells.names[p] for p in kept), NAME)
    units = (*(cells.units[p] for p in kept), cells.units[grid.across[0]])
    return replace(cells, table=table, names=names, originals=names, units=units)


def _with_temperature(
    cells: Cells, element: int, months: np.ndarray, decisions: list[Decision]
) -> np.ndarray:
    """Which rows (rows,) are of months that have a row of the temperature most wanted; all, without one."""
    column = cells.table[element].astype("str").str.strip()
    role = {name: role_of(name) for name in column.dropna().unique()}
    wanted = next((name for kind in TEMPERATURES for name in role if role[name] == kind), None)
    here = np.isin(months, months[(column == wanted).to_numpy(dtype=bool)])
    if wanted is None or here.all():
        return np.ones(len(months), dtype=bool)
    text = f"{counted(len(np.unique(months[~here])), 'month')} without a row of {quoted(wanted)} left out"
    decisions.append(Decision("shape", text, data={"element": wanted}))
    return here


def _telling(cells: Cells, grid: _Grid, months: np.ndarray) -> tuple[int, ...] | None:
    """The column of elements, and that of stations if there is one, by which the rows of a month differ; None
    if no columns tell them apart."""
    free = [p for p in range(len(cells.names)) if p not in (grid.year, grid.other, *grid.across)]
    called = [p for p in free if joined_words(cells.originals[p]) in ELEMENT_WORDS]
    stations = [p for p in free if is_station(cells.names[p]) or role_of(cells.names[p]) == "number"]
    for element in called:
        for kept in ((element,), *((station, element) for station in stations[:MAX_TRIED])):
            if not cells.table[list(kept)].assign(month=months).duplicated().any():
                return kept
    return None


def _candidates(cells: Cells) -> Iterator[_Grid]:
    """Columns that could be a grid, by their names or, in a table without, by their places."""
    count = len(cells.names)
    months = [month_of(name.strip()) for name in cells.originals]
    named = {
        known: [p for p, name in enumerate(cells.originals) if is_called(name, known)][:FEW_COLUMNS]
        for known in (YEAR_WORDS, MONTH_WORDS, DAY_WORDS)
    }
    by_month = tuple(months.index(m) for m in range(1, MONTHS_ACROSS + 1) if m in months)
    by_day = _days_across(cells)
    for year in named[YEAR_WORDS]:
        if len(by_month) == MONTHS_ACROSS:
            yield from (_Grid(year, day, by_month) for day in named[DAY_WORDS])
        if by_day:
            yield from (_Grid(year, month, by_day) for month in named[MONTH_WORDS])
    if not cells.headed:
        for year in range(FEW_COLUMNS):
            for other in range(FEW_COLUMNS):
                rest = tuple(range(max(year, other) + 1, count))
                if year != other and len(rest) in (MONTHS_ACROSS, MONTHS_ACROSS + 1):
                    yield _Grid(year, other, rest[:MONTHS_ACROSS])
                elif year != other and len(rest) == DAYS_ACROSS:
                    yield _Grid(year, other, rest)


def _days_across(cells: Cells) -> tuple[int, ...]:
    """The columns of 31 days, called by their number behind a word that is the same (day 1, VALUE1); () if
    there are none. Marks of quality beside them are called alike, and are no numbers."""
    groups: dict[str, dict[int, int]] = defaultdict(dict)
    for position, name in enumerate(cells.originals):
        if match := _NUMBERED.fullmatch(name.strip()):
            groups[match[1].casefold()].setdefault(int(match[2]), position)
    for days in groups.values():
        across = tuple(days[day] for day in range(1, DAYS_ACROSS + 1) if day in days)
        if len(across) == DAYS_ACROSS and any(
            cells.is_measured(p) and len(cells.table[p].dropna()) for p in across
        ):
            return across
    return ()


def _whole(cells: Cells, position: int) -> np.ndarray | None:
    if not cells.is_measured(position):
        return None
    values = cells.numbers(position)
    fits = (np.abs(values) <= LAST_YEAR).all() and (values == np.rint(values)).all()
    return values.astype(np.int64) if fits else None


def _most(across: int) -> int:
    return DAYS_ACROSS if across == MONTHS_ACROSS else MONTHS_ACROSS


def _is_possible(year: np.ndarray, other: np.ndarray, across: int) -> bool:
    """Whether the numbers can be years and days (or months)."""
    inside = year.min() >= FIRST_YEAR and year.max() <= LAST_YEAR
    return bool(inside and other.min() >= 1 and other.max() <= _most(across))


def _is_grid(year: np.ndarray, other: np.ndarray, across: int) -> bool:
    """Whether each year has its days (or months) once, and nearly all of them."""
    most = _most(across)
    once = len(np.unique(year * 100 + other)) == len(year)
    return once and len(year) > 0.9 * most * (len(np.unique(year)) - 1) and len(np.unique(other)) == most


def _decision(across: int, days: int) -> Decision:
    what = "months" if across == MONTHS_ACROSS else "days"
    text = f"A grid with {across} {what} across became {counted(days, 'day')}"
    return Decision("shape", text, "impossible dates such as 31 February left out", data={"days": days})
