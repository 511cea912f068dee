"""Dates in several columns: year, month and day, or year and day of the year."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from gd_core.weather.calendar import (
    consecutive,
    from_day_of_year,
    is_rising,
    to_days,
    with_century,
)
from gd_core.weather.columns import role_of
from gd_core.weather.dates.order import Reading
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import (
    DAY_WORDS,
    MONTH_WORDS,
    QUARTER_WORDS,
    WEEK_WORDS,
    YEAR_DAY_WORDS,
    YEAR_WORDS,
    is_called,
    joined_words,
    words,
)
from gd_core.weather.vocabulary.months import month_of

ENOUGH = 0.9  # share of the rows that must be possible dates
IN_A_ROW = 0.5  # share of the dates found by their values alone that must follow the day before
NAMESAKES = 3  # columns of one name that are tried as a part of the date
FIRST_COLUMNS = 12  # among which dates are looked for by their values alone
SHORTEST_MONTH, SHORTEST_YEAR = 28, 360  # days
SOME_FALLS = 0.015  # share of the rows at which days of the year start again: a minute's do at 1 in 60
NONE = -1  # for a part of a date that is missing


@dataclass(frozen=True)
class Parts:
    """Columns that together give dates, and their reading."""

    positions: tuple[int, ...]
    reading: Reading


def named_parts(cells: Cells) -> Parts | None:
    """Year, month and day (or day of the year) by the names of columns; None if they are not there."""
    years = list(_called(cells, YEAR_WORDS))
    if not years:
        return None
    months, days = list(_called(cells, MONTH_WORDS)), list(_called(cells, DAY_WORDS))
    for year in years:
        for month in months:
            for day in days:
                if found := _read_parts(cells, year, month, day):
                    return found
        for day in _called(cells, YEAR_DAY_WORDS):
            if found := _read_year_days(cells, year, day):
                return found
    return None


def _called(cells: Cells, known: frozenset[str]) -> Iterator[int]:
    return islice((p for p, name in enumerate(cells.originals) if is_called(name, known)), NAMESAKES)


def coarse_parts(cells: Cells) -> tuple[str, tuple[int, ...]]:
    """ "monthly", "weekly" or "quarterly" for columns of year and month, week or quarter without a day,
    "yearless" for month and day without a year, else ""; and the columns."""
    years = [p for p in _called(cells, YEAR_WORDS) if _is_year(whole_numbers(cells, p))]
    days = [*_called(cells, DAY_WORDS), *_called(cells, YEAR_DAY_WORDS)]
    months = [p for p in _called(cells, MONTH_WORDS) if inside(whole_numbers(cells, p, month_of), 1, 12)]
    if years and not days:
        if months:
            return "monthly", (years[0], months[0])
        for kind, known, most in (("weekly", WEEK_WORDS, 53), ("quarterly", QUARTER_WORDS, 4)):
            for position, name in enumerate(cells.originals):
                # "epi_week", but not the days of the week
                if known.isdisjoint([joined_words(name), *words(name)]):
                    continue
                numbers = whole_numbers(cells, position, _digits)
                if inside(numbers, 1, most) and (kind != "weekly" or numbers.max() > 12):
                    return kind, (years[0], position)
    days = [p for p in days if inside(whole_numbers(cells, p), 1, 366)]
    if months and days and not years:
        return "yearless", (months[0], days[0])
    return "", ()


def _is_year(whole: np.ndarray) -> bool:
    return inside(whole, FIRST_YEAR, LAST_YEAR) or inside(whole, 0, 99)


def _digits(text: str) -> int:
    """The number in "W07" or "Q3", 0 without one."""
    digits = "".join(letter for letter in text if letter in "0123456789")
    return int(digits) if 0 < len(digits) <= 2 else 0


def whole_numbers(cells: Cells, position: int, word: Callable[[str], int] | None = None) -> np.ndarray:
    """A column as whole numbers, `NONE` where there is none; ``word`` gives numbers for words."""
    column = cells.table[position]
    if not cells.is_measured(position):
        if word is None:
            return np.full(len(column), NONE)
        codes, different = pd.factorize(column)
        return np.array([*(word(str(text).strip().rstrip(".")) or NONE for text in different), NONE])[codes]
    values = cells.numbers(position)
    fits = np.isfinite(values) & (np.abs(values) < 1e9)
    whole = np.where(fits, values, NONE).astype(np.int64)
    return np.where(whole == values, whole, NONE)


def inside(whole: np.ndarray, low: int, high: int) -> bool:
    """Whether nearly all numbers lie from ``low`` to ``high``."""
    return bool(whole.size) and float(((whole >= low) & (whole <= high)).mean()) >= ENOUGH


def _read_parts(cells: Cells, year: int, month: int, day: int) -> Parts | None:
    years, months, days = (
        whole_numbers(cells, year),
        whole_numbers(cells, month, month_of),
        whole_numbers(cells, day),
    )
    if len({year, month, day}) < 3 or not inside(months, 1, 12) or not inside(days, 1, 31):
        return None
    short = inside(years, 0, 99)
    found = to_days(with_century(years) if short else years, months, days)
    if (~np.isnat(found)).mean() < ENOUGH:
        return None
    known = found[~np.isnat(found)]
    span = (int(str(known.min())[:4]), int(str(known.max())[:4])) if short else None
    return Parts((year, month, day), Reading(found, orders=["year, month, day"], short_years=span))


def _read_year_days(cells: Cells, year: int, day: int) -> Parts | None:
    years, days = whole_numbers(cells, year), whole_numbers(cells, day)
    found = from_day_of_year(with_century(years) if inside(years, 0, 99) else years, days)
    if (~np.isnat(found)).mean() < ENOUGH:
        return None
    return Parts((year, day), Reading(found, orders=["year and day of the year"]))


def unnamed_parts(cells: Cells, coarse: tuple[int, ...] = ()) -> Parts | None:
    """Year, month and day among the first columns of whole numbers, by their values: those whose dates mostly
    follow one another; None if there are none.

    Where columns are called year and month, week or quarter (``coarse``), only a day of that month is looked
    for: what counts rows beside them is no day of the year.
    """
    free = [p for p, name in enumerate(cells.names[:FIRST_COLUMNS]) if role_of(name) not in TEMPERATURES]
    whole = {p: whole_numbers(cells, p) for p in free}
    years = [p for p, numbers in whole.items() if inside(numbers, FIRST_YEAR, LAST_YEAR)]
    if not coarse and (agreed := _agreeing(cells, whole, years)):
        return agreed
    several = {p for p, numbers in whole.items() if len(np.unique(numbers)) > 1}
    months = [p for p in whole if inside(whole[p], 1, 12) and p in several]
    # Thirds of months count to 3, and end before any month does.
    days = [p for p in whole if inside(whole[p], 1, 31) and whole[p].max() >= SHORTEST_MONTH]
    year_days = [p for p in whole if inside(whole[p], 1, 366) and whole[p].max() > 31]
    if coarse:
        years, months, year_days = [coarse[0]], [p for p in months if p == coarse[1]], []
    found: list[tuple[float, Parts]] = []
    for year in years:
        tried = [_read_parts(cells, year, m, d) for m in months for d in days if m != d]
        counting = [day for day in year_days if _counts_days(whole[year], whole[day])]
        tried += [_read_year_days(cells, year, day) for day in counting]
        found += [(_in_a_row(parts.reading.days), parts) for parts in tried if parts]
    found = [pair for pair in found if pair[0] >= IN_A_ROW]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _agreeing(cells: Cells, whole: dict[int, np.ndarray], years: list[int]) -> Parts | None:
    """Year, month, day and day of the year side by side that say the same: dates even if there is only one
    of them."""
    for year in years:
        for year_day, month, day in ((year + 1, year + 2, year + 3), (year + 3, year + 1, year + 2)):
            found = _read_parts(cells, year, month, day) if {year_day, month, day} <= whole.keys() else None
            if found is None:
                continue
            same = found.reading.days == from_day_of_year(whole[year], whole[year_day])
            if same.mean() >= ENOUGH:
                return Parts((*found.positions, year_day), found.reading)
    return None


def _counts_days(years: np.ndarray, days: np.ndarray) -> bool:
    """Whether numbers found by their values can be days of the year: not minutes, which start again and
    again, and of several years not weeks or pentads, which end early, nor numbers of rows, which go on at the
    turn of the year."""
    steps = np.diff(days)
    if len(steps) and min((steps < 0).mean(), (steps > 0).mean()) > SOME_FALLS:
        return False
    if len(np.unique(years)) < 2:
        return True
    whole = days.max() >= SHORTEST_YEAR or days.min() > 1  # or a part of each year: a summer
    return bool(whole) and not is_rising(days) and not is_rising(days[::-1])


def _in_a_row(days: np.ndarray) -> float:
    return consecutive(days) / max(len(np.unique(days)) - 1, 1)
