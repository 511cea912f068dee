"""From rows to days: sorted, one row per day, and the gaps that remain.

Of several readings a day the maximum of a temperature is taken (the minimum of a column of minima), the sum
of precipitation and the mean of everything else. A reading that is missing is passed over: a day has a value
as soon as one reading has. Sums alone need more: of a day with fewer than half of the usual rows they are
missing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather.calendar import MOST_MINUTES, NO_TIME, repeats
from gd_core.weather.dates import Dates
from gd_core.weather.gaps import date_gaps
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, WeatherError, counted, joined, quoted
from gd_core.weather.table import Cells

WEEKLY, MONTHLY, YEARLY = 6, 27, 300  # median days from row to row from which a record is one
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


def to_days(
    cells: Cells,
    dates: Dates,
    rows: np.ndarray,
    values: np.ndarray,
    roles: list[str],
    decisions: list[Decision],
) -> Daily:
    """One row per day from ``values`` (rows, columns), whose meanings are ``roles``; adds to ``decisions``.

    WeatherError if most dates are repeated with different values for no reason that the file tells, or if the
    rows are weeks, months or years apart.
    """
    whole = len(rows) == len(dates.days)
    days = dates.days if whole else dates.days[rows]
    minutes = dates.minutes if whole or dates.minutes is None else dates.minutes[rows]
    steps = np.diff(days.view(np.int64))
    backwards = np.flatnonzero(steps < 0)
    if backwards.size:
        order = np.argsort(days, kind="stable")
        days, rows, values = days[order], rows[order], values[order]
        minutes = None if minutes is None else minutes[order]
        steps = np.diff(days.view(np.int64))
    starts = np.flatnonzero(np.append(True, steps != 0)) if len(days) else np.array([], dtype=int)
    timed = len(starts) < len(days) and _several_times(minutes, starts) > OFTEN
    if backwards.size and not timed:
        _report_order(cells, rows, order, int(backwards[0]), decisions)
    if timed:
        if minutes is not None and not dates.ascending and dates.again.any():
            days, starts, values = _without_doublets(days, minutes, starts, values)
        daily = _aggregated(days, starts, values, roles, dates.zone, decisions)
    else:
        if len(starts) < len(days):
            _report_repeats(cells, days, rows, values, starts, decisions)
            first = pd.DataFrame(values).groupby(days).first()
            values = first.to_numpy()
        daily = Daily(_index(days[starts]), values)
    _refuse_coarse(daily.index)
    _report_gaps(daily.index, decisions)
    return daily


def _index(days: np.ndarray) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(days.astype("datetime64[us]"), name="date")


def _report_order(
    cells: Cells, rows: np.ndarray, order: np.ndarray, before: int, decisions: list[Decision]
) -> None:
    row = int(rows[np.flatnonzero(order == before + 1)[0]])
    line = cells.line(int(cells.table.index[row]))
    decisions.append(
        Decision("order", "Rows sorted by date", f"line {line:,} is earlier than the row before it")
    )


def _several_times(minutes: np.ndarray | None, starts: np.ndarray) -> float:
    """Share of the days with different times of day."""
    if minutes is None:
        return 0.0
    highest, lowest = np.maximum.reduceat(minutes, starts), np.minimum.reduceat(minutes, starts)
    return float(((highest > lowest) & (lowest != NO_TIME)).mean())


def _aggregated(
    days: np.ndarray,
    starts: np.ndarray,
    values: np.ndarray,
    roles: list[str],
    zone: str,
    decisions: list[Decision],
) -> Daily:
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
    index = _index(days[starts])
    _report_readings(index, sizes, usual, zone, decisions)
    return Daily(index, daily, readings, usual)


def _without_doublets(
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


def report_missing(names: list[str], daily: Daily, decisions: list[Decision]) -> None:
    """Say on how many days each column has no value."""
    counts = {name: count for name, count in zip(names, daily.missing, strict=True) if count}
    if counts:
        each = joined(f"{quoted(name)} {count:,}" for name, count in counts.items())
        number, days = counted(sum(counts.values()), "value"), counted(len(daily.index), "day")
        text = f"{number} missing on {days}, by column: {each}"
        decisions.append(Decision("missing", text, data={"counts": counts}))


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


def _report_repeats(
    cells: Cells,
    days: np.ndarray,
    rows: np.ndarray,
    values: np.ndarray,
    starts: np.ndarray,
    decisions: list[Decision],
) -> None:
    grouped = pd.DataFrame(values).groupby(days)
    differ = int((grouped.max() > grouped.min()).any(axis=1).sum())
    sizes = np.diff(np.append(starts, len(days)))
    repeated = int((sizes > 1).sum())
    first = int(starts[np.flatnonzero(sizes > 1)[0]]) + 1
    before, after = sorted(cells.line(int(cells.table.index[rows[row]])) for row in (first - 1, first))
    example = f"line {before:,} and line {after:,} are both {pd.Timestamp(days[first]):%Y-%m-%d}"
    if 2 * differ > len(starts):
        raise WeatherError(
            f"Most dates occur several times, up to {int(sizes.max()):,} times, with different values "
            f"({example}), and no column tells times of day or stations apart; give one row per day of one "
            "station."
        )
    decisions.append(
        Decision(
            "duplicates",
            f"{counted(repeated, 'date')} given more than once: the first usable value of each column is "
            "kept",
            example + (f", and the values differ on {counted(differ, 'date')}" if differ else ""),
            data={"dates": repeated, "differ": differ},
        )
    )


def _refuse_coarse(index: pd.DatetimeIndex) -> None:
    if len(index) < 3:
        return
    step = float(np.median(np.diff(index.to_numpy()) / np.timedelta64(1, "D")))
    if step < WEEKLY:
        return
    kind = "yearly" if step >= YEARLY else "monthly or coarser" if step >= MONTHLY else "weekly or coarser"
    raise WeatherError(
        f"The rows are mostly {step:g} days apart: this is {kind} data, and a forecast for tomorrow needs "
        "daily data."
    )


def _report_gaps(index: pd.DatetimeIndex, decisions: list[Decision]) -> None:
    gaps = date_gaps(index)
    if gaps.empty:
        return
    longest = gaps.iloc[int(gaps["days"].to_numpy().argmax())]
    text = f"{counted(len(gaps), 'gap')} in the dates, {counted(int(gaps['days'].sum()), 'day')} in all"
    evidence = (
        f"{longest['start']:%Y-%m-%d} to {longest['end']:%Y-%m-%d}, {counted(int(longest['days']), 'day')}"
    )
    evidence = ("the longest: " if len(gaps) > 1 else "") + evidence
    data = {
        "count": len(gaps),
        "days": int(gaps["days"].sum()),
        "longest": (longest["start"], longest["end"], int(longest["days"])),
    }
    decisions.append(Decision("gaps", text, evidence, data=data))
