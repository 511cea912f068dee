"""Dates that are written as numbers: 20241231, 2024123123, 2024366, seconds since 1970, days of Excel."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from gd_core.weather.calendar import NO_DAY, NO_TIME, from_day_of_year, to_days, with_century
from gd_core.weather.dates.order import ORDERS, Reading
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR

ENOUGH = 0.9  # share of the numbers that must be possible as what they are taken for
EARLIEST_SECOND, LAST_SECOND = -2_208_988_800, 4_102_444_800  # 1900 to 2100
LAST_EXCEL = 73_050  # the end of 2099, counted from 1899-12-30

Parts = tuple[np.ndarray, np.ndarray | None]  # days, and minutes after midnight or None


class NumberFormat(NamedTuple):
    """One way of writing a date as a number: its range, whether any column may be read so or only one that is
    called a date, how in words, and how it is read (whole numbers to days and minutes)."""

    low: float
    high: float
    anywhere: bool
    order: str
    read: Callable[[np.ndarray], Parts]


def _date(number: np.ndarray) -> np.ndarray:
    return to_days(number // 10_000, number // 100 % 100, number % 100)


def _clock(number: np.ndarray) -> np.ndarray:
    """Minutes from numbers such as 730."""
    hour, minute = number // 100, number % 100
    return np.where((hour <= 24) & (minute < 60), hour * 60 + minute, NO_TIME).astype(np.int16)


def _apart(number: np.ndarray, unit: int) -> tuple[np.ndarray, np.ndarray]:
    """The date and what stands behind it, in numbers of 32 bits, which are divided in half the time."""
    date = number // unit
    return date.astype(np.int32), (number - date * unit).astype(np.int32)


def _with_hour(number: np.ndarray) -> Parts:
    date, hour = _apart(number, 100)
    return np.where(hour <= 24, _date(date), NO_DAY), _clock(hour * 100)


def _with_minute(number: np.ndarray) -> Parts:
    date, clock = _apart(number, 10_000)
    minutes = _clock(clock)
    return np.where(minutes != NO_TIME, _date(date), NO_DAY), minutes


def _seconds(number: np.ndarray) -> Parts:
    days = number // 86_400
    return days.astype("datetime64[D]"), ((number - days * 86_400) // 60).astype(np.int16)


def _excel(number: np.ndarray) -> Parts:
    return np.datetime64("1899-12-30") + number, None


def _short(number: np.ndarray) -> Parts:
    return to_days(with_century(number // 10_000), number // 100 % 100, number % 100), None


def _short_year_days(number: np.ndarray) -> Parts:
    """67001 is 1 January 1967, as crop models write it; nothing, where numbers of one year could be years,
    days of a year or those of Excel."""
    year, day = number // 1000, number % 1000
    whole = day.min() == 1 and day.max() >= 365
    other = number.max() <= LAST_YEAR or (number.min() >= 15_000 and not whole)
    if len(np.unique(year)) == 1 and other:
        return np.full(len(number), NO_DAY), None
    return from_day_of_year(with_century(year), day), None


SECONDS, MILLISECONDS = "seconds since 1970-01-01 in UTC", "milliseconds since 1970-01-01 in UTC"
EXCEL = "days as Excel counts them"
SHORT_YEAR_DAYS = "year (of two digits) and day of the year"
YEARS = FIRST_YEAR, LAST_YEAR + 1
FORMATS = (
    NumberFormat(YEARS[0] * 1e4, YEARS[1] * 1e4, True, "year, month, day", lambda n: (_date(n), None)),
    NumberFormat(YEARS[0] * 1e6, YEARS[1] * 1e6, True, "year, month, day, hour", _with_hour),
    NumberFormat(YEARS[0] * 1e8, YEARS[1] * 1e8, True, "year, month, day, hour, minute", _with_minute),
    NumberFormat(
        YEARS[0] * 1e10,
        YEARS[1] * 1e10,
        True,
        "year, month, day, hour, minute, second",
        lambda n: _with_minute(n // 100),
    ),
    NumberFormat(
        YEARS[0] * 1e3,
        YEARS[1] * 1e3,
        False,
        "year and day of the year",
        lambda n: (from_day_of_year(n // 1000, n % 1000), None),
    ),
    NumberFormat(1_01, 99_12_32, False, "year (of two digits), month, day", _short),
    NumberFormat(1, 99_367, False, SHORT_YEAR_DAYS, _short_year_days),
    NumberFormat(1e8, LAST_SECOND, False, SECONDS, _seconds),
    NumberFormat(1e11, LAST_SECOND * 1e3, False, MILLISECONDS, lambda n: _seconds(n // 1000)),
    NumberFormat(15_000, LAST_EXCEL, False, EXCEL, _excel),
)


def read_numbers(values: np.ndarray, named: bool, asked: str | None) -> Reading | None:
    """Numbers (float64, NaN where missing) as dates; None if they are none.

    ``named`` says that the column is called a date: it may then hold what elsewhere would be a measurement.
    """
    known = np.abs(values) < YEARS[1] * 1e10  # False for NaN
    whole = np.where(known, values, 0).astype(np.int64, copy=False)
    known &= whole == values
    if not known.any():
        return None
    reading = Reading(np.full(len(values), NO_DAY))
    for kind in FORMATS:
        inside = known & (values >= kind.low) & (values < kind.high)
        if (named or kind.anywhere) and inside.sum() >= ENOUGH * np.isfinite(values).sum():
            days, minutes = kind.read(whole[inside])
            # One number in all rows is more likely an identifier, unless it is called a date or looks like
            # one.
            constant = len(days) > 1 and days.min() == days.max()
            plain = kind is FORMATS[0]
            if (~np.isnat(days)).mean() < ENOUGH or (constant and not named and not plain):
                continue
            return _put(reading, inside, days, minutes, kind.order)
    if not named:
        return None
    return _day_first(reading, whole, known, asked) or _early_seconds(reading, values, whole, known)


def _put(
    reading: Reading, inside: np.ndarray, days: np.ndarray, minutes: np.ndarray | None, order: str
) -> Reading:
    reading.days[inside] = days
    reading.orders.append(order)
    if "of two digits" in order:
        years = days[~np.isnat(days)].astype("datetime64[Y]").astype(np.int64) + 1970
        reading.short_years = int(years.min()), int(years.max())
    if order == EXCEL:
        reading.certain = False
        reading.evidence.append("numbers of this size in a column called a date")
    if minutes is not None:
        reading.minutes = np.full(len(inside), NO_TIME, dtype=np.int16)
        reading.minutes[inside] = minutes
    return reading


def _day_first(reading: Reading, whole: np.ndarray, known: np.ndarray, asked: str | None) -> Reading | None:
    """31122024 or 12312024, perhaps without its first zero."""
    inside = known & (whole >= 101 * 10_000 + FIRST_YEAR) & (whole < 3_200 * 10_000)
    if inside.sum() < ENOUGH * len(whole):
        return None
    number = whole[inside]
    first, second, year = number // 1_000_000, number // 10_000 % 100, number % 10_000
    by_day, by_month = to_days(year, second, first), to_days(year, first, second)
    if asked:
        days, order = (by_day if asked == "day first" else by_month), ORDERS[asked]
    else:
        more = (~np.isnat(by_day)).sum() >= (~np.isnat(by_month)).sum()
        days, order = (by_day, ORDERS["day first"]) if more else (by_month, ORDERS["month first"])
    if (~np.isnat(days)).mean() < ENOUGH:
        return None
    return _put(reading, inside, days, None, order)


def _early_seconds(
    reading: Reading, values: np.ndarray, whole: np.ndarray, known: np.ndarray
) -> Reading | None:
    """Seconds since 1970, or milliseconds, which are negative before: known by full minutes and regular
    steps."""
    for factor, order in ((1, SECONDS), (1000, MILLISECONDS)):
        inside = known & (values >= EARLIEST_SECOND * factor) & (values < LAST_SECOND * factor)
        number = whole[inside]
        regular = number.size > 1 and np.median(np.abs(np.diff(number))) >= 60 * factor
        if (
            regular
            and inside.sum() >= ENOUGH * np.isfinite(values).sum()
            and not (number % (60 * factor)).any()
        ):
            return _put(reading, inside, *_seconds(number // factor), order)
    return None


def coarse_numbers(values: np.ndarray) -> str:
    """ "yearly" or "monthly" if the numbers are years (1878) or months (202412, 2000.1), else ""."""
    known = values[np.isfinite(values)]
    if known.size == 0 or len(np.unique(known)) < 2:
        return ""
    whole = np.floor(known)
    if (whole == known).all():
        if known.min() >= FIRST_YEAR and known.max() <= LAST_YEAR:
            return "yearly"
        months = (known.min() >= FIRST_YEAR * 100) and (known.max() <= LAST_YEAR * 100 + 12)
        return "monthly" if months and np.isin(known % 100, np.arange(1, 13)).all() else ""
    if known.min() < FIRST_YEAR or known.max() > LAST_YEAR + 1:
        return ""
    month = np.round((known - whole) * 100)
    written = np.isclose((known - whole) * 100, month, atol=1e-6)  # 2000.1 is October: 2000.10
    return "monthly" if (written & (month >= 1) & (month <= 12)).all() else ""
