"""Days, and clock times, as numbers for whole arrays: made from their parts, counted, and found again.

Days come from years, months and days, also from years of two digits; minutes after midnight from hours and
minutes. Files with millions of rows have numbers of days in order or from a short range more often than not:
both are looked at before anything is hashed.
"""

import datetime

import numpy as np
import pandas as pd

from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR

MOST_MINUTES = 1500  # more than a day has, with hour 24

NO_TIME = -1  # of minutes after midnight

# In English wherever the program runs: `calendar.month_name` and strftime's %B change with the locale.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FEW = 50_000
NO_DAY = np.datetime64("NaT", "D")


def to_days(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Days (datetime64[D]) of integer arrays of one shape; NaT for what is in no calendar (31 February) or
    outside of the years held for possible."""
    if len(year) > FEW:
        key = (np.clip(year, 0, 9999).astype(np.int32) * 100 + np.clip(month, 0, 99)) * 100 + np.clip(
            day, 0, 99
        )
        codes, different = pd.factorize(key)  # millions of readings are made on thousands of days
        return to_days_of_few(different // 10_000, different // 100 % 100, different % 100)[codes]
    return to_days_of_few(year, month, day)


def to_days_of_few(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """`to_days`, one by one."""
    possible = (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    possible &= (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    months = np.where(possible, (year.astype(np.int64) - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (np.where(possible, day, 1) - 1)
    return np.where(possible & (days.astype("datetime64[M]") == months), days, NO_DAY)


def from_day_of_year(year: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Days of years and days of the year (1 to 366); NaT for day 366 of a common year and the like."""
    possible = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (day >= 1) & (day <= 366)
    years = np.where(possible, year.astype(np.int64) - 1970, 0).astype("datetime64[Y]")
    days = years.astype("datetime64[D]") + (np.where(possible, day, 1) - 1)
    return np.where(possible & (days.astype("datetime64[Y]") == years), days, NO_DAY)


def parts_of(days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year, month and day of days that are none of them NaT."""
    months = days.astype("datetime64[M]")
    number = months.astype(np.int64)
    return number // 12 + 1970, number % 12 + 1, (days - months).astype(np.int64) + 1


def with_century(years: np.ndarray, latest: int | None = None) -> np.ndarray:
    """Two-digit years (0 to 99) as full ones: one run of years, the last that ends by ``latest`` (this year).

    The years present are a run on the circle of 100, which begins after their largest gap: 42 to 50 is 1942
    to 1950, 98, 99, 0, 1 is 1998 to 2001. Nobody has measured the future.
    """
    latest = datetime.date.today().year if latest is None else latest
    present = np.unique(years[(years >= 0) & (years <= 99)])
    if present.size == 0:
        return years
    gaps = np.diff(np.append(present, present[0] + 100))
    widest = np.flatnonzero(gaps == gaps.max())
    ends = latest - (latest - present[widest]) % 100  # the last years that end in these two digits
    at = widest[int(ends.argmax())]
    first = int(present[(at + 1) % len(present)])
    start = int(ends.max()) - (int(present[at]) - first) % 100
    return start + (years - first) % 100


def consecutive(days: np.ndarray) -> int:
    """How many of the days have the day after among them: a record read rightly has long runs."""
    sorted_days = np.unique(days[~np.isnat(days)])
    return int((np.diff(sorted_days) == np.timedelta64(1, "D")).sum())


ROOM = 1 << 26  # entries of a table of marks at most


def is_rising(keys: np.ndarray) -> bool:
    """Whether each number is greater than the one before."""
    return bool((keys[1:] > keys[:-1]).all())


def repeats(keys: np.ndarray) -> np.ndarray:
    """Where a number occurred before (rows,)."""
    if is_rising(keys) or _all_different(keys):
        return np.zeros(len(keys), dtype=bool)
    return pd.Series(keys).duplicated().to_numpy()


def _all_different(keys: np.ndarray) -> bool:
    """Whether no number occurs twice, as far as a table of marks tells it quickly."""
    low, width = int(keys.min()), int(keys.max()) - int(keys.min()) + 1
    if not len(keys) <= width <= ROOM:
        return False
    seen = np.zeros(width, dtype=bool)
    seen[keys - low] = True
    return int(np.count_nonzero(seen)) == len(keys)


def any_repeated(keys: np.ndarray) -> bool:
    """Whether a number occurs twice."""
    if len(keys) < 2 or is_rising(keys):
        return False
    if int(keys.max()) - int(keys.min()) + 1 < len(keys):
        return True  # more numbers than places for them
    return bool((keys[1:] == keys[:-1]).any()) or bool(repeats(keys).any())


def count_different(groups: np.ndarray, keys: np.ndarray, n_groups: int) -> np.ndarray:
    """How many different numbers each group has; ``groups`` (rows,) counts them from 0, and -1 is none."""
    if len(keys) == 0:
        return np.zeros(n_groups, dtype=np.int64)
    low, width = int(keys.min()), int(keys.max()) - int(keys.min()) + 1
    if n_groups * width <= ROOM:
        seen = np.zeros((n_groups + 1, width), dtype=bool)  # the last row is that of -1
        seen[groups, keys - low] = True
        return seen[:n_groups].sum(axis=1)
    pairs = pd.DataFrame({"group": groups, "key": keys}).drop_duplicates()["group"].to_numpy()
    return np.bincount(pairs[pairs >= 0], minlength=n_groups)


def minutes_of(hour: np.ndarray, minute: np.ndarray) -> np.ndarray:
    """Minutes after midnight (int16), `NO_TIME` for what is on no clock; hour 24 is."""
    possible = (hour >= 0) & (hour <= 24) & (minute >= 0) & (minute < 60)
    return np.where(possible, hour * 60 + minute, NO_TIME).astype(np.int16)


def long_date(day: datetime.date) -> str:
    """A day as it stands in sentences: "1 January 2016"; in tables and small boxes it is "2016-01-01"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"
