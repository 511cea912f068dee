"""Grids of days by months: a row for each year and day with twelve months across, or for each year and month
with 31 days across. They become one row per date.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.weather.calendar import to_days
from gd_core.weather.dates import Dates
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR
from gd_core.weather.report import Decision, counted
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import DAY_WORDS, MONTH_WORDS, YEAR_WORDS, is_called
from gd_core.weather.vocabulary.months import month_of

NAME = "value"  # of the one column that a grid becomes
MONTHS_ACROSS, DAYS_ACROSS = 12, 31
FEW_COLUMNS = 4  # among which year and day are looked for where no name says so


class _Grid(NamedTuple):
    year: int
    other: int  # the column of days, or of months
    across: tuple[int, ...]  # the columns of months, or of days, in order


def unfold(cells: Cells, decisions: list[Decision]) -> tuple[Cells, Dates] | None:
    """A grid as a table of one row per date; None if the table is no grid. Adds to ``decisions``."""
    if len(cells.names) < 2 + MONTHS_ACROSS or len(cells.table) < MONTHS_ACROSS:
        return None
    for grid in _candidates(cells):
        year, other = _whole(cells, grid.year), _whole(cells, grid.other)
        if year is None or other is None or not _is_grid(year, other, len(grid.across)):
            continue
        across = np.arange(1, len(grid.across) + 1)
        month, day = (across, other[:, None]) if len(across) == MONTHS_ACROSS else (other[:, None], across)
        shape = len(year), len(across)
        days = to_days(*(np.broadcast_to(part, shape).ravel() for part in (year[:, None], month, day)))
        values = np.column_stack([cells.numbers(p) for p in grid.across]).ravel()
        order = np.argsort(days, kind="stable")  # NaT last
        order = order[: int((~np.isnat(days)).sum())]
        decisions.append(_decision(len(across), len(order)))
        index = cells.table.index[order // len(across)]
        table = pd.DataFrame({0: values[order]}, index=index)
        new = replace(
            cells, table=table, names=(NAME,), originals=(NAME,), units=(cells.units[grid.across[0]],)
        )
        return new, Dates((), days[order])
    return None


def _candidates(cells: Cells) -> Iterator[_Grid]:
    """Columns that could be a grid, by their names or, in a table without, by their places."""
    count = len(cells.names)
    months = [month_of(name.strip()) for name in cells.originals]
    numbers = [_day_number(name) for name in cells.originals]
    named = {
        known: [p for p, name in enumerate(cells.originals) if is_called(name, known)][:FEW_COLUMNS]
        for known in (YEAR_WORDS, MONTH_WORDS, DAY_WORDS)
    }
    by_month = tuple(months.index(m) for m in range(1, MONTHS_ACROSS + 1) if m in months)
    by_day = tuple(numbers.index(d) for d in range(1, DAYS_ACROSS + 1) if d in numbers)
    for year in named[YEAR_WORDS]:
        if len(by_month) == MONTHS_ACROSS:
            yield from (_Grid(year, day, by_month) for day in named[DAY_WORDS])
        if len(by_day) == DAYS_ACROSS:
            yield from (_Grid(year, month, by_day) for month in named[MONTH_WORDS])
    if not cells.headed:
        for year in range(FEW_COLUMNS):
            for other in range(FEW_COLUMNS):
                rest = tuple(range(max(year, other) + 1, count))
                if year != other and len(rest) in (MONTHS_ACROSS, MONTHS_ACROSS + 1):
                    yield _Grid(year, other, rest[:MONTHS_ACROSS])
                elif year != other and len(rest) == DAYS_ACROSS:
                    yield _Grid(year, other, rest)


def _day_number(name: str) -> int:
    digits = name.strip().lower().removeprefix("day").removeprefix("d").strip(" _")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 2 else 0


def _whole(cells: Cells, position: int) -> np.ndarray | None:
    if not cells.is_measured(position):
        return None
    values = cells.numbers(position)
    fits = (np.abs(values) <= LAST_YEAR).all() and (values == np.rint(values)).all()
    return values.astype(np.int64) if fits else None


def _is_grid(year: np.ndarray, other: np.ndarray, across: int) -> bool:
    """Whether each year has its days (or months) once, and nearly all of them."""
    most = DAYS_ACROSS if across == MONTHS_ACROSS else MONTHS_ACROSS
    if year.min() < FIRST_YEAR or year.max() > LAST_YEAR or other.min() < 1 or other.max() > most:
        return False
    once = len(np.unique(year * 100 + other)) == len(year)
    return once and len(year) > 0.9 * most * (len(np.unique(year)) - 1) and len(np.unique(other)) == most


def _decision(across: int, days: int) -> Decision:
    what = "months" if across == MONTHS_ACROSS else "days"
    text = f"A grid with {across} {what} across became {counted(days, 'day')}"
    return Decision("shape", text, "impossible dates such as 31 February left out", data={"days": days})
