"""From rows to days: one station, sorted, one row per day, and the gaps that remain."""

import re

import numpy as np
import pandas as pd

from gd_core.weather.cells import Cells
from gd_core.weather.dates import Dates
from gd_core.weather.gaps import date_gaps
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted

# Words by which a column says that it tells stations apart.
STATION_WORDS = frozenset({"station", "stations", "stn", "location", "city", "town", "site", "place", "name"})
ROWS_PER_STATION = 10  # at least, on average: otherwise the column holds measurements
UNREPEATED = 0.99  # share of rows with a pair of date and station of their own

WEEKLY, MONTHLY = 6, 27  # median days from row to row from which a record is one


def choose_station(cells: Cells, dates: Dates, station: str | None, decisions: list[Decision]) -> np.ndarray:
    """Positions of the rows to read: those with a date, and of several stations those of one.

    The station is ``station``, else the one with the most days, the first of equals. WeatherError if the
    station is not in the file.
    """
    days = dates.days
    dated = np.flatnonzero(~np.isnat(days))
    repeated = len(np.unique(days[dated])) < len(dated)
    columns = [p for p in range(len(cells.names)) if p != dates.position and _names_stations(cells.names[p])]
    if station is not None:
        return _asked_station(cells, columns, dated, str(station).strip(), decisions)
    for position in columns if repeated else []:
        codes, names = _stations(cells, position, dated)
        days_of = _days_per_station(codes, days[dated])
        if days_of is None:
            continue
        best = int(days_of.argmax())
        text = f"Of {len(names):,} stations in {quoted(cells.names[position])}, {quoted(names[best])} is read"
        tie = int((days_of == days_of.max()).sum())
        why = f"it has the most days, {days_of[best]:,}" + (", and is the first of equals" if tie > 1 else "")
        data = {"column": cells.names[position], "station": names[best], "stations": tuple(names)}
        decisions.append(Decision("station", text, why, data=data))
        return dated[codes == best]
    return dated


def _names_stations(name: str) -> bool:
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", name)
    return not STATION_WORDS.isdisjoint(re.findall(r"[a-z]+", spaced.lower()))


def _stations(cells: Cells, position: int, rows: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """For each of ``rows`` the number of its station (-1: none), and the stations' names by that number."""
    codes, different = pd.factorize(cells.table[position].take(rows))
    # Numbers became floats if a cell of the column is empty.
    whole = (int(name) if isinstance(name, float) and name.is_integer() else name for name in different)
    return codes, [str(name).strip() for name in whole]


def _days_per_station(codes: np.ndarray, days: np.ndarray) -> np.ndarray | None:
    """Days of each station; None unless there are several, at none of which dates occur twice often."""
    stations = int(codes.max()) + 1
    if stations < 2 or stations * ROWS_PER_STATION > len(codes):
        return None
    day_codes, different = pd.factorize(days)
    repeated = pd.Series(codes * len(different) + day_codes).duplicated().to_numpy()
    if repeated.mean() > 1 - UNREPEATED:
        return None
    return np.bincount(codes[~repeated & (codes >= 0)], minlength=stations)


def _asked_station(
    cells: Cells, columns: list[int], dated: np.ndarray, station: str, decisions: list[Decision]
) -> np.ndarray:
    known: list[str] = []
    for position in columns:
        codes, names = _stations(cells, position, dated)
        if station in names:
            text = f"The station {quoted(station)} in {quoted(cells.names[position])} is read, as asked for"
            data = {"column": cells.names[position], "station": station}
            decisions.append(Decision("station", text, data=data))
            return dated[codes == names.index(station)]
        known += [name for name in names if name not in known]
    if not columns:
        raise WeatherError(
            f"The station {quoted(station)} was asked for, and no column names stations; leave it out."
        )
    raise WeatherError(f"There is no station {quoted(station)}; the file has {listed(known)}.")


def to_days(
    cells: Cells, dates: Dates, rows: np.ndarray, values: np.ndarray, decisions: list[Decision]
) -> tuple[pd.DatetimeIndex, np.ndarray]:
    """One row per day: the dates, sorted, and the values (days, columns); adds to ``decisions``.

    Of several values of a column for one day the first is kept. WeatherError if most dates are repeated with
    different values, or if the rows are weeks, months or years apart.
    """
    days = dates.days[rows]
    backwards = np.flatnonzero(np.diff(days) < np.timedelta64(0))
    if backwards.size:
        line = cells.line(int(rows[backwards[0] + 1]))
        decisions.append(
            Decision("order", "Rows sorted by date", f"line {line:,} is earlier than the row before it")
        )
        order = np.argsort(days, kind="stable")
        days, rows, values = days[order], rows[order], values[order]
    repeats = np.flatnonzero(np.diff(days) == np.timedelta64(0)) + 1
    if repeats.size:
        _report_repeats(cells, dates, days, rows, values, repeats, decisions)
        first = pd.DataFrame(values).groupby(days).first()
        days, values = first.index.to_numpy(), first.to_numpy()
    index = pd.DatetimeIndex(days, name="date")
    _refuse_coarse(index)
    _report_gaps(index, decisions)
    return index, values


def _report_repeats(
    cells: Cells,
    dates: Dates,
    days: np.ndarray,
    rows: np.ndarray,
    values: np.ndarray,
    repeats: np.ndarray,
    decisions: list[Decision],
) -> None:
    grouped = pd.DataFrame(values).groupby(days)
    differ = int((grouped.max() > grouped.min()).any(axis=1).sum())
    repeated = len(np.unique(days[repeats]))
    first = int(repeats[0])
    before, after = sorted((cells.line(int(rows[first - 1])), cells.line(int(rows[first]))))
    example = f"line {before:,} and line {after:,} are both {pd.Timestamp(days[first]):%Y-%m-%d}"
    if 2 * differ > grouped.ngroups:
        most = int(grouped.size().max())
        times = " at different times" if dates.timed else ""
        raise WeatherError(
            f"Most dates occur several times{times}, up to {most:,} times, with different values "
            f"({example}); one "
            "row per day of one station is needed, so take daily values, or the rows of one station."
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
    if len(index) < 2:
        return
    step = float(np.median(np.diff(index.to_numpy()) / np.timedelta64(1, "D")))
    if step < WEEKLY:
        return
    kind = "monthly or coarser" if step >= MONTHLY else "weekly or coarser"
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
