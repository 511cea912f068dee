"""Several readings a day become one value.

Of temperatures the maximum is taken (the minimum of a column of minima), the sum of precipitation and the
mean of everything else. A reading that is missing is passed over: a day has a value as soon as one reading
has. Sums alone need more: of a day with fewer than half of the usual rows they are missing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather.calendar import MOST_MINUTES, NO_TIME, repeats
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, counted, quoted
from gd_core.weather.shape.by_day import ByDay

OFTEN = 0.1  # share of days with several times of day, from which rows are readings and not doublets
COMPLETE = 0.5  # share of the usual rows that a day needs for a sum


@dataclass(frozen=True)
class Daily:
    """One row per day: the dates, sorted; values (days, columns); and, where several readings a day were
    aggregated, the number of readings of each value (days, columns) and the usual number of rows a day."""

    index: pd.DatetimeIndex
    values: np.ndarray
    readings: np.ndarray | None = None
    usual: float = 1

    @property
    def missing(self) -> list[int]:
        """The number of days without a value, per column."""
        return [int(count) for count in np.isnan(self.values).sum(axis=0)]

    @property
    def once(self) -> frozenset[int]:
        """The columns with one value on every day that has any, though days were made of several readings."""
        if self.readings is None or not len(self.readings):
            return frozenset()
        return frozenset(int(p) for p in np.flatnonzero(self.readings.max(axis=0) == 1))


def dates_index(days: np.ndarray) -> pd.DatetimeIndex:
    """Days (datetime64[D]) as the index of a daily table."""
    return pd.DatetimeIndex(days.astype("datetime64[us]"), name="date")


def several_times(minutes: np.ndarray, rows: ByDay) -> float:
    """Share of the days with different times of day."""
    highest = rows.reduced(np.maximum, minutes, NO_TIME)
    lowest = rows.reduced(np.minimum, minutes, MOST_MINUTES)
    return float(((highest > lowest) & (lowest != NO_TIME)).mean())


def aggregated(
    rows: ByDay, values: np.ndarray, roles: list[str], zone: str, decisions: list[Decision]
) -> Daily:
    """One value a day of each column of ``values`` (rows, columns)."""
    sizes = rows.sizes
    usual = float(np.median(sizes))
    daily = np.empty((len(sizes), values.shape[1]))
    readings = np.empty(daily.shape, dtype=np.int64)
    for column, role in enumerate(roles):
        own = values[:, column]
        unknown = np.isnan(own)
        missing = unknown.any()
        readings[:, column] = sizes - rows.reduced(np.add, unknown.astype(np.int64), 0) if missing else sizes
        if role == "temperature_min":
            daily[:, column] = rows.reduced(np.fmin, own, np.nan)
        elif role in TEMPERATURES:
            daily[:, column] = rows.reduced(np.fmax, own, np.nan)
        else:
            total = rows.reduced(np.add, np.where(unknown, 0.0, own) if missing else own, 0.0)
            mean = np.divide(
                total, readings[:, column], out=np.full(len(total), np.nan), where=readings[:, column] > 0
            )
            complete = (sizes >= COMPLETE * usual) & (readings[:, column] > 0)
            daily[:, column] = np.where(complete, total, np.nan) if role == "precipitation" else mean
    index = dates_index(rows.days)
    _report_readings(index, sizes, usual, zone, decisions)
    return Daily(index, daily, readings, usual)


def doublets(days: np.ndarray, minutes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which rows repeat another of the same day and time value for value."""
    times = days.view(np.int64) * MOST_MINUTES + minutes
    again = repeats(times)
    return pd.DataFrame(values).assign(time=times).duplicated().to_numpy() if again.any() else again


def _report_readings(
    index: pd.DatetimeIndex, sizes: np.ndarray, usual: float, zone: str, decisions: list[Decision]
) -> None:
    decisions.append(
        Decision(
            "days",
            f"{counted(int(sizes.sum()), 'reading')} became {counted(len(sizes), 'day')}: the maximum of "
            "temperatures, the sum of precipitation, the mean of everything else",
            f"usually {usual:g} readings a day",
            data={"readings": int(sizes.sum()), "usual": usual},
        )
    )
    few = np.flatnonzero(sizes < COMPLETE * usual)
    if few.size:
        decisions.append(
            Decision(
                "days",
                f"{counted(few.size, 'day')} with fewer than half of the usual readings "
                f"{'keeps its' if few.size == 1 else 'keep their'} maximum and mean; sums are missing there",
                f"the first is {index[few[0]]:%Y-%m-%d} with {counted(int(sizes[few[0]]), 'reading')}; the "
                "highest of the day may not be among them",
                certain=False,
                data={"days": int(few.size), "first": index[few[0]]},
            )
        )
    if zone:
        decisions.append(
            Decision(
                "time",
                "A day is the calendar day as it is written",
                f"times are written with {quoted(zone)}, so that a day may begin some hours before or after "
                "local midnight",
                certain=False,
                data={"zone": zone},
            )
        )


def report_incomplete(name: str, daily: Daily, column: int, decisions: list[Decision]) -> None:
    """Say on how many days the value of a column rests on fewer than half of the usual readings of that
    column."""
    if daily.readings is None:
        return
    readings = daily.readings[:, column]
    usual = float(np.median(readings[readings > 0])) if (readings > 0).any() else 0.0
    few = np.flatnonzero((readings > 0) & (readings < COMPLETE * usual))
    if few.size:
        decisions.append(
            Decision(
                "days",
                f"{quoted(name)} has fewer than half of its usual {usual:g} readings on "
                f"{counted(few.size, 'day')}, which are kept",
                f"the first is {daily.index[few[0]]:%Y-%m-%d} with "
                f"{counted(int(readings[few[0]]), 'reading')}",
                certain=False,
                data={"column": name, "days": int(few.size)},
            )
        )
