"""A record that comes again with newer days: whether it is the same one, and what came of its last forecast.

In: the record as it was, the forecast that was made from it, and the record as it is now. Out: `News`.
"""

from dataclasses import dataclass

import numpy as np

from gd_core.forecast.result import NextDay
from gd_core.weather import Weather

SAME_SHARE = 0.9  # of the days that both files have: those that have the same value, in a newer file
SHARED_SHARE = 0.5  # of the days of the older file: those that a newer one still has, at least
ROUNDING = 0.051  # degrees by which a value may differ: files round to tenths


@dataclass(frozen=True)
class News:
    """What a newer file brings, in degrees ``unit``.

    ``days``: how many days of it, with a value of the target, are later than any in the older file;
    ``newest``: the value of the last of them, NaN without any. ``changed``: how many earlier values differ.
    ``forecast``: what was forecast from the older file, None if nothing was; ``came``: the value of that day,
    NaN as long as it has none.
    """

    days: int
    newest: float
    changed: int
    unit: str
    forecast: NextDay | None
    came: float


def is_newer(before: Weather, after: Weather) -> bool:
    """Whether ``after`` continues the series of ``before``: the same target, on most days the same value.

    A file that holds only the last year is a newer one, too: half of the days suffice.
    """
    if before.target not in after.temperatures:
        return False
    old, new = _both(before, after, before.target)
    if len(old) < max(1, SHARED_SHARE * before.frame[before.target].count()):
        return False
    return bool((np.abs(old - new) <= ROUNDING).mean() >= SAME_SHARE)


def since_last(before: Weather, after: Weather, target: str, forecast: NextDay | None) -> News:
    """What ``after`` brings of ``target`` that ``before`` did not have, and how its ``forecast`` did.

    ``forecast`` was made from ``before`` and is in its unit; it does not count where ``after`` has another.
    Raises ValueError if a table has no such temperature.
    """
    for weather in (before, after):
        if target not in weather.temperatures:
            raise ValueError(f"{target!r} is no temperature of both files.")
    if before.unit != after.unit:  # the file was read in another way: not the same forecast
        forecast = None
    known = after.frame[target].dropna()
    new = known[known.index > before.frame[target].dropna().index.max()]
    old_values, new_values = _both(before, after, target)
    return News(
        days=len(new),
        newest=float(new.iloc[-1]) if len(new) else np.nan,
        changed=int((np.abs(old_values - new_values) > 1e-6).sum()),
        unit=after.unit,
        forecast=forecast,
        came=float(known.get(forecast.date, np.nan)) if forecast else np.nan,
    )


def _both(before: Weather, after: Weather, target: str) -> tuple[np.ndarray, np.ndarray]:
    """The values (n,) of ``target`` on the days that both files have, in the unit of the newer one."""
    old = before.in_degrees(after.unit).frame[target].dropna()
    new = after.frame[target].dropna()
    days = old.index.intersection(new.index)
    return old.loc[days].to_numpy(), new.loc[days].to_numpy()
