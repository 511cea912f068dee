"""Dates in several columns: year, month and day, year and day of the year; and times beside a date."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from gd_core.weather.calendar import NO_TIME, consecutive, from_day_of_year, to_days, with_century
from gd_core.weather.columns import role_of
from gd_core.weather.dates.order import Reading
from gd_core.weather.dates.text import read_clock
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR, MAX_TRIED
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.table import Cells, as_text, groups, sampled
from gd_core.weather.vocabulary.date_names import (
    DAY_WORDS,
    MINUTE_WORDS,
    MONTH_WORDS,
    TIME_WORDS,
    YEAR_DAY_WORDS,
    YEAR_WORDS,
    is_called,
    words,
)
from gd_core.weather.vocabulary.months import month_of

ENOUGH = 0.9  # share of the rows that must be possible dates
UNREPEATED = 0.99  # share of the rows whose day and hour must not have been there before
IN_A_ROW = 0.5  # share of the dates found by their values alone that must follow the day before
NAMESAKES = 3  # columns of one name that are tried as a part of the date
FIRST_COLUMNS = 12  # among which dates are looked for by their values alone
UNMEASURED = ("other", "clock", "number", "place", "calendar")  # roles of what may be hours
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
    """ "monthly" for columns of year and month without a day, "yearless" for month and day without a year,
    else ""; and the columns."""
    years, months = list(_called(cells, YEAR_WORDS)), list(_called(cells, MONTH_WORDS))
    days = [*_called(cells, DAY_WORDS), *_called(cells, YEAR_DAY_WORDS)]
    months = [p for p in months if _inside(_whole(cells, p, month_of), 1, 12)]
    if years and months and not days:
        return "monthly", (years[0], months[0])
    days = [p for p in days if _inside(_whole(cells, p), 1, 366)]
    if months and days and not years:
        return "yearless", (months[0], days[0])
    return "", ()


def _whole(cells: Cells, position: int, word: Callable[[str], int] | None = None) -> np.ndarray:
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


def _inside(whole: np.ndarray, low: int, high: int) -> bool:
    """Whether nearly all numbers lie from ``low`` to ``high``."""
    return bool(whole.size) and float(((whole >= low) & (whole <= high)).mean()) >= ENOUGH


def _read_parts(cells: Cells, year: int, month: int, day: int) -> Parts | None:
    years, months, days = _whole(cells, year), _whole(cells, month, month_of), _whole(cells, day)
    if len({year, month, day}) < 3 or not _inside(months, 1, 12) or not _inside(days, 1, 31):
        return None
    short = _inside(years, 0, 99)
    found = to_days(with_century(years) if short else years, months, days)
    if (~np.isnat(found)).mean() < ENOUGH:
        return None
    known = found[~np.isnat(found)]
    span = (int(str(known.min())[:4]), int(str(known.max())[:4])) if short else None
    return Parts((year, month, day), Reading(found, orders=["year, month, day"], short_years=span))


def _read_year_days(cells: Cells, year: int, day: int) -> Parts | None:
    years, days = _whole(cells, year), _whole(cells, day)
    found = from_day_of_year(with_century(years) if _inside(years, 0, 99) else years, days)
    if (~np.isnat(found)).mean() < ENOUGH:
        return None
    return Parts((year, day), Reading(found, orders=["year and day of the year"]))


def unnamed_parts(cells: Cells) -> Parts | None:
    """Year, month and day among the first columns of whole numbers, by their values: those whose dates mostly
    follow one another; None if there are none."""
    free = [p for p, name in enumerate(cells.names[:FIRST_COLUMNS]) if role_of(name) not in TEMPERATURES]
    whole = {p: _whole(cells, p) for p in free}
    years = [p for p, numbers in whole.items() if _inside(numbers, FIRST_YEAR, LAST_YEAR)]
    months = [p for p, numbers in whole.items() if _inside(numbers, 1, 12) and len(np.unique(numbers)) > 1]
    days = [p for p, numbers in whole.items() if _inside(numbers, 1, 31) and len(np.unique(numbers)) > 1]
    year_days = [p for p in whole if p not in days and _inside(whole[p], 1, 366) and whole[p].max() > 31]
    found: list[tuple[float, Parts]] = []
    for year in years:
        tried = [_read_parts(cells, year, m, d) for m in months for d in days if m != d]
        tried += [_read_year_days(cells, year, day) for day in year_days]
        found += [(_in_a_row(parts.reading.days), parts) for parts in tried if parts]
    found = [pair for pair in found if pair[0] >= IN_A_ROW]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _in_a_row(days: np.ndarray) -> float:
    return consecutive(days) / max(len(np.unique(days)) - 1, 1)


# --- times beside a date ---------------------------------------------------------------------------------


def find_times(
    cells: Cells, days: np.ndarray, taken: tuple[int, ...]
) -> tuple[tuple[int, ...], np.ndarray, str] | None:
    """A column of times of day that is not ``taken``: its position (with that of minutes, where they stand
    apart), minutes after midnight, the time zone written; None if there is none."""
    free = [p for p in range(len(cells.names)) if p not in taken]
    called = [p for p in free if _is_time(cells.originals[p])]
    others = [p for p in cells.text if p in free and p not in called]
    for position in called[:MAX_TRIED] + others[:MAX_TRIED]:
        read = _read_times(cells, position, position in called)
        if read is None:
            continue
        minutes, zone = read
        for apart in free:
            if is_called(cells.originals[apart], MINUTE_WORDS) and (minutes[minutes >= 0] % 60 == 0).all():
                more = _whole(cells, apart)
                if _inside(more, 0, 59):
                    added = np.where((minutes >= 0) & (more >= 0), minutes + more, minutes)
                    return (position, apart), added.astype(np.int16), zone
        return (position,), minutes, zone
    return _unnamed_hours(cells, days, max(taken) + 1)


def _unnamed_hours(
    cells: Cells, days: np.ndarray, position: int
) -> tuple[tuple[int, ...], np.ndarray, str] | None:
    """Hours in the column right behind the date, by their values: no day has an hour twice."""
    if position >= len(cells.names):
        return None
    if role_of(cells.names[position]) not in UNMEASURED or cells.units[position] is not None:
        return None
    hours = _whole(cells, position)
    if not _inside(hours, 0, 24) or hours.min() == hours.max():
        return None
    twice = pd.Series(days.astype("datetime64[D]").view(np.int64) * 100 + hours).duplicated()
    if twice.mean() > 1 - UNREPEATED:
        return None
    return (position,), np.where(hours >= 0, hours * 60, NO_TIME).astype(np.int16), ""


def _is_time(name: str) -> bool:
    """Whether a column is called a time: "Hora (UTC)", "obs_time"; but not "time of the maximum"."""
    own = words(name)
    return is_called(name, TIME_WORDS) or (len(own) == 2 and own[-1] in TIME_WORDS and len(own[-1]) > 2)


def _read_times(cells: Cells, position: int, named: bool) -> tuple[np.ndarray, str] | None:
    column = cells.table[position]
    if isinstance(column.dtype, pd.StringDtype):
        return _text_times(column, named)
    whole = _whole(cells, position)
    if _inside(whole, 0, 24):
        minutes = whole * 60
    elif _inside(whole, 0, 2400) and _inside(whole % 100, 0, 59):
        minutes = whole // 100 * 60 + whole % 100
    elif _inside(whole, 0, 240_000) and _inside(whole // 100 % 100, 0, 59):
        minutes = whole // 10_000 * 60 + whole // 100 % 100
    else:
        return None
    return np.where((whole >= 0) & (minutes <= 1440), minutes, NO_TIME).astype(np.int16), ""


def _text_times(column: pd.Series, named: bool) -> tuple[np.ndarray, str] | None:
    """Times such as 18:30, 6:30 PM or 1800 UTC; without a name only those with a colon."""
    text = as_text(column)
    glance = sampled(text)
    if sum(len(group.rows) for group in groups(glance) if read_clock(group)) < ENOUGH * len(glance):
        return None
    minutes = np.full(len(column), NO_TIME, dtype=np.int16)
    zone, colon = "", True
    for group in groups(text):
        read = read_clock(group)
        if read is None:
            continue
        minutes[group.rows], written = read
        zone = zone or written
        colon &= b":" in group.classes
    filled = len(column) - text.null_count
    if (minutes != NO_TIME).sum() < ENOUGH * filled or not filled or not (named or colon):
        return None
    return minutes, zone
