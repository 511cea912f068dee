"""What a record shows before any model: how tomorrow follows today, and the average year, in sentences."""

import pandas as pd

from gd_core.forecast.explore.climate import Pairs
from gd_core.forecast.words.phrases import correlation, minus
from gd_core.weather.calendar import MONTHS


def pairs_title(pairs: Pairs) -> str:
    """What today against tomorrow shows."""
    if pairs.correlation is None:
        return "Too few pairs of days to say how tomorrow follows today"
    return f"Tomorrow follows today with a correlation of {correlation(pairs.correlation)}"


def pairs_line(pairs: Pairs, unit: str) -> str:
    """The line of best fit in words; empty without one."""
    if pairs.slope is None or pairs.intercept is None:
        return ""
    slope, sign = minus(f"{pairs.slope:.2f}"), "−" if pairs.intercept < 0 else "+"
    return (
        f"Line of best fit: tomorrow = {slope} × today {sign} {abs(pairs.intercept):.1f} °{unit}, "
        f"from {len(pairs.frame):,} pairs of days."
    )


def cycle_title(cycle: pd.DataFrame) -> str:
    """What the year on average shows."""
    mean = cycle["mean"].to_numpy()
    warmest, coldest = cycle.iloc[int(mean.argmax())], cycle.iloc[int(mean.argmin())]
    return f"Warmest {_time_of_year(warmest)}, coldest {_time_of_year(coldest)}"


def _time_of_year(row: pd.Series) -> str:
    if "month" in row.index:
        return f"in {MONTHS[int(row['month']) - 1]}"
    day = pd.Timestamp("1999-12-31") + pd.Timedelta(days=int(row["day_of_year"]))
    return f"around {day.day} {MONTHS[day.month - 1]}"
