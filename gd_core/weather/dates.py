"""Which column holds the dates, and which days they are.

Three ways of writing a date are read, each with or without a time of day behind it: year first (2024-12-31,
also with / or .), eight digits (20241231), and day and month first (31/12/2024 or 12/31/2024). Which of the
last two it is, is decided from the whole column.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather.cells import Cells
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted

# What a column of dates is called, most telling first. Compared without case, spaces and signs.
DATE_NAMES = (
    "date",
    "datetime",
    "timestamp",
    "day",
    "ymd",
    "yyyymmdd",
    "dt",
    "time",
    "datetimeutc",
    "timeutc",
)

YEAR_FIRST = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:([T ]).*)?", re.DOTALL)
YEAR_LAST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}(?:([T ]).*)?", re.DOTALL)
EIGHT_DIGITS = re.compile(r"\d{8}(?:([T ]).*)?", re.DOTALL)
MONTH_ONLY = re.compile(r"(?:1[6-9]|2[01])\d\d[-/.](?:0?[1-9]|1[0-2])")

SAMPLE = 200  # values from which the way of writing is recognised
ENOUGH = 0.9  # share of a column's values that must be dates


@dataclass(frozen=True)
class Dates:
    """The date column: its position in the table, the day of each row (datetime64[us], NaT for none), and
    whether different times of day are written."""

    position: int
    days: np.ndarray
    timed: bool


def find_dates(cells: Cells, decisions: list[Decision]) -> Dates:
    """The column of dates, by its name or else by its values; adds to ``decisions``.

    WeatherError if there is none, or if its dates are months.
    """
    _refuse_data_as_header(cells)
    named = _named_candidates(cells)
    by_value = [p for p in range(len(cells.names)) if p not in named]
    for position in named + by_value:
        found = _as_dates(cells.table[position], position, _label(cells, position))
        if found is None:
            continue
        dates, text, evidence = found
        decisions.append(Decision("dates", text, evidence, not evidence, {"column": cells.names[position]}))
        _report_unusable(cells, dates, decisions)
        return dates
    raise _no_dates(cells, named)


def _label(cells: Cells, position: int) -> str:
    """The column as a message names it."""
    name = cells.names[position]
    return f"column {quoted(name)}" if name.strip() else f"unnamed column {position + 1}"


def _named_candidates(cells: Cells) -> list[int]:
    plain = [re.sub(r"[\W_]+", "", name).lower() for name in cells.names]
    named = [position for word in DATE_NAMES for position, name in enumerate(plain) if name == word]
    return named + ([0] if not cells.names[0].strip() else [])


def _as_dates(column: pd.Series, position: int, label: str) -> tuple[Dates, str, str] | None:
    """The column read as dates, what was decided, what an assumption rests on; None if it holds no dates."""
    values = column.dropna()
    if values.empty or pd.api.types.is_bool_dtype(column):
        return None
    if pd.api.types.is_numeric_dtype(column):
        days = _from_numbers(column)
        if days.notna().sum() < ENOUGH * len(values):
            return None
        return (
            Dates(position, days.to_numpy(), False),
            f"Dates are read from {label}, written as year, month, day",
            "",
        )
    # Each different text is looked at once: with several stations most dates occur often.
    codes, different = pd.factorize(column)
    text = pd.Series(different).astype("str").str.strip()
    sample = _sample(text)
    for pattern in (YEAR_FIRST, YEAR_LAST, EIGHT_DIGITS):
        if _share(sample, pattern) >= ENOUGH:
            days, timed, order, evidence = _from_text(text, sample, pattern, label)
            if days.notna().sum() < ENOUGH * len(text):
                return None
            of_rows = np.append(days.to_numpy(), np.datetime64("NaT"))[codes]  # code -1: an empty cell
            return (
                Dates(position, of_rows, timed),
                f"Dates are read from {label}, written as {order}",
                evidence,
            )
    return None


def _sample(text: pd.Series) -> pd.Series:
    """Some of the values, spread over the whole column."""
    values = text.dropna()
    return values.iloc[:: max(1, len(values) // SAMPLE)]


def _share(sample: pd.Series, pattern: re.Pattern[str]) -> float:
    return sum(pattern.fullmatch(value) is not None for value in sample) / len(sample)


def _from_numbers(column: pd.Series) -> pd.Series:
    """Numbers such as 20241231 as days; NaT for every other number."""
    numbers = column.to_numpy(dtype=float, na_value=np.nan)
    usable = np.isfinite(numbers) & (numbers >= FIRST_YEAR * 1e4) & (numbers < (LAST_YEAR + 1) * 1e4)
    whole = np.where(usable, numbers, 0).astype(np.int64)
    usable &= whole == numbers
    if not usable.any():
        return pd.Series(pd.NaT, index=column.index)
    text = pd.Series(whole, index=column.index).where(usable).astype("Int64").astype("str")
    return _within_range(pd.to_datetime(text, format="%Y%m%d", errors="coerce"))


def _from_text(
    text: pd.Series, sample: pd.Series, pattern: re.Pattern[str], label: str
) -> tuple[pd.Series, bool, str, str]:
    """Days of ``text``, whether it has different times of day, the order found, and evidence if assumed."""
    match = next(found for value in sample if (found := pattern.fullmatch(value)))
    timed = False
    before_clock = match.group(match.re.groups)
    if before_clock:
        parts = text.str.partition(before_clock)
        text, timed = parts[0], parts[2].nunique() > 1
    if pattern is YEAR_LAST:
        days, order, evidence = _day_and_month(text, match.group(1), label)
        return days, timed, order, evidence
    sign = match.group(1) if pattern is YEAR_FIRST else ""
    return _parsed(text, f"%Y{sign}%m{sign}%d"), timed, "year, month, day", ""


def _parsed(text: pd.Series, layout: str) -> pd.Series:
    return _within_range(pd.to_datetime(text, format=layout, errors="coerce"))


def _within_range(days: pd.Series) -> pd.Series:
    years = days.dt.year
    return days.where((years >= FIRST_YEAR) & (years <= LAST_YEAR)).dt.as_unit("us")


def _day_and_month(text: pd.Series, sign: str, label: str) -> tuple[pd.Series, str, str]:
    """Days from 31/12/2024 or 12/31/2024, the order found, and the evidence if it could not be proved."""
    readings = {
        "day, month, year": _parsed(text, f"%d{sign}%m{sign}%Y"),
        "month, day, year": _parsed(text, f"%m{sign}%d{sign}%Y"),
    }
    (first, by_day), (second, by_month) = readings.items()
    example = quoted(text.dropna().iloc[0])
    possible = int(by_day.notna().sum()) - int(by_month.notna().sum())
    if possible == 0 and any(days.dt.day.nunique() == 1 for days in readings.values()):
        raise WeatherError(
            f"The dates in {label}, such as {example}, are on the same day of each month; a forecast for "
            "tomorrow needs daily data."
        )
    lead = possible or _next_days(by_day) - _next_days(by_month)
    evidence = "" if lead else f"no date shows whether {example} begins with the day or with the month"
    order = second if lead < 0 else first
    return readings[order], order, evidence


def _next_days(days: pd.Series) -> int:
    """How many of the days have the day after among them: a record read rightly has long runs."""
    sorted_days = np.unique(days.dropna().to_numpy().astype("datetime64[D]"))
    return int((np.diff(sorted_days) == np.timedelta64(1, "D")).sum())


def _report_unusable(cells: Cells, dates: Dates, decisions: list[Decision]) -> None:
    """Rows without a usable date are left out: say how many, and where the first is."""
    unusable = np.flatnonzero(np.isnat(dates.days))
    if unusable.size == 0:
        return
    value = cells.table[dates.position].iloc[unusable[0]]
    shown = "an empty cell" if pd.isna(value) else quoted(value)
    line = cells.line(int(unusable[0]))
    decisions.append(
        Decision(
            "dates",
            f"{counted(unusable.size, 'row')} without a possible date left out",
            f"the first is line {line:,} with {shown}",
            data={"rows": int(unusable.size), "line": line},
        )
    )


def _refuse_data_as_header(cells: Cells) -> None:
    for name in cells.originals:
        if any(pattern.fullmatch(name.strip()) for pattern in (YEAR_FIRST, YEAR_LAST)):
            raise WeatherError(
                f"The first line holds data ({quoted(name)}), not names; put a header line above it that "
                "names the columns."
            )


def _no_dates(cells: Cells, named: list[int]) -> WeatherError:
    for position in range(len(cells.names)):
        text = _sample(cells.table[position]).astype("str")
        if len(text) and _share(text.str.strip(), MONTH_ONLY) >= ENOUGH:
            return WeatherError(
                f"The dates in {_label(cells, position)} are months, such as {quoted(text.iloc[0])}; a "
                "forecast for tomorrow needs daily data."
            )
    for position in named:
        values = cells.table[position].dropna()
        if cells.names[position].strip() and not values.empty:
            return WeatherError(
                f"The {_label(cells, position)} holds no dates, but for example {quoted(values.iloc[0])} "
                "on line "
                f"{cells.line(int(values.index[0])):,}; write dates with the year first, such as 2024-12-31."
            )
    return WeatherError(
        f"No column of dates was found among {listed(cells.originals)}; add one called date, such as "
        "2024-12-31."
    )
