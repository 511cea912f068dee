"""What a record shows before any model: how tomorrow follows today, and the average year."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.rows.rows import pair_days
from gd_core.weather import Weather

HALF_WINDOW = 7  # days on either side of a day of the year
LOW, HIGH = 0.1, 0.9  # quantiles of the band around the mean of the year
YEAR_DAYS = 366


@dataclass(frozen=True)
class Pairs:
    """Today's and tomorrow's value on all pairs of consecutive dates that have both.

    ``frame``: columns today and tomorrow, indexed by today's date. The line of best fit is ``slope`` * today
    + ``intercept``. All three numbers are None where a value never changes or there are no two pairs.
    """

    frame: pd.DataFrame
    slope: float | None
    intercept: float | None
    correlation: float | None


def today_and_tomorrow(weather: Weather, column: str) -> Pairs:
    """How tomorrow's value of ``column`` goes with today's."""
    after = pair_days(weather.frame, column, 1)
    frame = pd.DataFrame({"today": weather.frame[column], "tomorrow": after["actual"]}).dropna()
    x, y = frame["today"].to_numpy(), frame["tomorrow"].to_numpy()
    if len(frame) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return Pairs(frame, None, None, None)
    slope, intercept = np.polyfit(x, y, 1)
    return Pairs(frame, float(slope), float(intercept), float(np.corrcoef(x, y)[0, 1]))


def seasonal_cycle(weather: Weather, column: str) -> pd.DataFrame:
    """The year on average: day_of_year (1 to 366, of a leap year), mean, low and high.

    Each day of the year stands for the 15 days around it in all years; low and high hold eight days of ten
    between them. Where some day of the year has no value around it, months take their place (month 1 to 12;
    those without a value are left out).
    """
    known = weather.frame[column].dropna()
    dates = pd.DatetimeIndex(known.index)
    slot = dates.day_of_year.to_numpy() - 1 + ((dates.month > 2) & ~dates.is_leap_year)
    order = np.argsort(slot, kind="stable")
    values, slot = known.to_numpy()[order], slot[order]
    # The year once before and once after: a window may reach over New Year.
    three = np.concatenate([slot - YEAR_DAYS, slot, slot + YEAR_DAYS])
    thrice = np.tile(values, 3)
    begin = np.searchsorted(three, np.arange(YEAR_DAYS) - HALF_WINDOW, side="left")
    end = np.searchsorted(three, np.arange(YEAR_DAYS) + HALF_WINDOW, side="right")
    if (end == begin).any():
        return _by_month(known)
    around = [thrice[a:b] for a, b in zip(begin, end, strict=True)]
    low, high = np.array([np.quantile(part, (LOW, HIGH)) for part in around]).T
    mean = np.array([part.mean() for part in around])
    return pd.DataFrame({"day_of_year": np.arange(1, YEAR_DAYS + 1), "mean": mean, "low": low, "high": high})


def _by_month(known: pd.Series) -> pd.DataFrame:
    groups = known.groupby(pd.DatetimeIndex(known.index).month)
    cycle = pd.DataFrame({"mean": groups.mean(), "low": groups.quantile(LOW), "high": groups.quantile(HIGH)})
    return cycle.rename_axis("month").reset_index()
