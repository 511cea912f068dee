"""From rows to days: sorted, one row per day, and the gaps that remain."""

import numpy as np
import pandas as pd

from gd_core.weather.dates import Dates
from gd_core.weather.gaps import date_gaps
from gd_core.weather.limits import MIN_DAYS
from gd_core.weather.report import Decision, WeatherError, counted, joined, quoted
from gd_core.weather.shape.by_day import by_day
from gd_core.weather.shape.readings import (
    OFTEN,
    Daily,
    aggregated,
    dates_index,
    doublets,
    several_times,
)
from gd_core.weather.table import Cells

WEEKLY, MONTHLY, YEARLY = 6, 27, 300  # median days from row to row from which a record is one
GLANCE = 1_000  # rows in which most files show enough days
MONTHS_A_YEAR = 13  # different days in a year, up to which they are rather months


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
    grouped = by_day(days)
    repeated = len(grouped.days) < len(days)
    if repeated and minutes is not None and several_times(minutes, grouped) > OFTEN:
        if not dates.ascending and dates.again.any() and (again := doublets(days, minutes, values)).any():
            grouped, values = by_day(days[~again]), values[~again]
        daily = aggregated(grouped, values, roles, dates.zone, decisions)
    else:
        if not grouped.in_order:
            _report_order(cells, days, rows, decisions)
            order = np.argsort(days, kind="stable")
            days, rows, values = days[order], rows[order], values[order]
        if repeated:
            _report_repeats(cells, days, rows, values, np.cumsum(grouped.sizes) - grouped.sizes, decisions)
            values = pd.DataFrame(values).groupby(days).first().to_numpy()
        daily = Daily(dates_index(grouped.days), values)
    _refuse_coarse(daily.index)
    _report_gaps(daily.index, decisions)
    return daily


def _report_order(cells: Cells, days: np.ndarray, rows: np.ndarray, decisions: list[Decision]) -> None:
    row = int(rows[1:][days[1:] < days[:-1]][0])
    line = cells.line(int(cells.table.index[row]))
    decisions.append(
        Decision("order", "Rows sorted by date", f"line {line:,} is earlier than the row before it")
    )


def report_missing(names: list[str], daily: Daily, decisions: list[Decision]) -> None:
    """Say on how many days each column has no value."""
    counts = {name: count for name, count in zip(names, daily.missing, strict=True) if count}
    if counts:
        each = joined(f"{quoted(name)} {count:,}" for name, count in counts.items())
        number, days = counted(sum(counts.values()), "value"), counted(len(daily.index), "day")
        text = f"{number} missing on {days}, by column: {each}"
        decisions.append(Decision("missing", text, data={"counts": counts}))


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


def too_few_days(dates: Dates) -> str:
    """Why all rows together have too few days for a forecast, whatever they hold; "" if they are enough.

    WeatherError if these are weeks or months.
    """
    # Not every n-th row: stations follow each other, or take turns.
    some = dates.days[np.random.default_rng(0).integers(0, len(dates.days), GLANCE)]
    if len(np.unique(some[~np.isnat(some)])) >= MIN_DAYS:
        return ""
    known = dates.days[~np.isnat(dates.days)]
    days = np.unique(known)
    if not 0 < len(days) < MIN_DAYS:
        return ""
    _refuse_coarse(dates_index(days))
    span = f"{days[0]} to {days[-1]}" if len(days) > 1 else f"{days[0]}"
    has = f"{counted(len(days), 'day')}, {span}"
    if len(days) == 1 and len(known) > 1:
        has = f"{counted(len(known), 'row')} of 1 day, {span}"
    elif len(days) > 1 and days[0].astype("datetime64[M]") == days[-1].astype("datetime64[M]"):
        has = f"{counted(len(days), 'day')} of one month, {span}"
    return (
        f"The file has {has}: too few for a forecast, which needs at least {MIN_DAYS} days; join it with "
        "files of other days, all rows in one table under one header"
    )


def _refuse_coarse(index: pd.DatetimeIndex) -> None:
    """WeatherError if rows are weeks, months or years apart, or if years have only so few days."""
    if len(index) < 3:
        return
    step = float(np.median(np.diff(index.to_numpy()) / np.timedelta64(1, "D")))
    if step >= WEEKLY:
        kind = (
            "yearly" if step >= YEARLY else "monthly or coarser" if step >= MONTHLY else "weekly or coarser"
        )
        raise WeatherError(
            f"The rows are mostly {step:g} days apart: this is {kind} data, and a forecast for tomorrow "
            "needs daily data."
        )
    of_whole_years = np.unique(index.year, return_counts=True)[1][1:-1]
    if len(of_whole_years) > 1 and (usual := float(np.median(of_whole_years))) <= MONTHS_A_YEAR:
        raise WeatherError(
            f"The dates are only {usual:g} different days in a year: this is monthly or coarser data, or "
            "dates whose form changes within the file; write them all with the year first, as 2024-12-31."
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
