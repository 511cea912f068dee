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


def several_times(minutes: np.ndarray | None, starts: np.ndarray) -> float:
    """Share of the days with different times of day."""
    if minutes is None:
        return 0.0
    highest, lowest = np.maximum.reduceat(minutes, starts), np.minimum.reduceat(minutes, starts)
    return float(((highest > lowest) & (lowest != NO_TIME)).mean())


def aggregated(
    days: np.ndarray,
    starts: np.ndarray,
    values: np.ndarray,
    roles: list[str],
    zone: str,
    decisions: list[Decision],
) -> Daily:
    """One value a day of each column of ``values`` (rows, columns); a day begins at each row of
    ``starts``."""
    sizes = np.diff(np.append(starts, len(days)))
    usual = float(np.median(sizes))
    daily = np.empty((len(starts), values.shape[1]))
    readings = np.empty(daily.shape, dtype=np.int64)
    for column, role in enumerate(roles):
        own = values[:, column]
        known = ~np.isnan(own)
        readings[:, column] = np.add.reduceat(known, starts, dtype=np.int64)
        if role == "temperature_min":
            daily[:, column] = np.fmin.reduceat(own, starts)
        elif role in TEMPERATURES:
            daily[:, column] = np.fmax.reduceat(own, starts)
        else:
            total = np.add.reduceat(np.where(known, own, 0.0), starts)
            mean = np.divide(
                total, readings[:, column], out=np.full(len(total), np.nan), where=readings[:, column] > 0
            )
            complete = (sizes >= COMPLETE * usual) & (readings[:, column] > 0)
            daily[:, column] = np.where(complete, total, np.nan) if role == "precipitation" else mean
    index = dates_index(days[starts])
    _report_readings(index, sizes, usual, zone, decisions)
    return Daily(index, daily, readings, usual)


def without_doublets(
    days: np.ndarray, minutes: np.ndarray, starts: np.ndarray, values: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows without those that repeat another of the same day and time value for value."""
    times = days.view(np.int64) * MOST_MINUTES + minutes
    again = repeats(times)
    if again.any():
        again = pd.DataFrame(values).assign(time=times).duplicated().to_numpy()
    if not again.any():
        return days, starts, values
    days, values = days[~again], values[~again]
    return days, np.flatnonzero(np.append(True, np.diff(days.view(np.int64)) != 0)), values


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
