"""The way in: a CSV file becomes one clean daily table, and a report of every decision taken on the way.

What is not a daily table of one station or several is refused with one sentence. Nothing is dropped,
changed or assumed without a line in the report.
"""

import numpy as np
import pandas as pd

from gd_core.weather.columns.by_name import roles_of
from gd_core.weather.columns.find import find_meaning, first_roles
from gd_core.weather.dates.find import Dates, find_dates
from gd_core.weather.dates.order import ORDERS
from gd_core.weather.file.source import Source, read_bytes, source_name, to_text
from gd_core.weather.numbers.from_cells import refuse_text_temperatures, to_numbers
from gd_core.weather.record import TEMPERATURES, Column, Weather
from gd_core.weather.report import Decision, Report, WeatherError, counted, joined, quoted
from gd_core.weather.shape.daily import Daily, report_incomplete, to_days
from gd_core.weather.shape.grid import unfold
from gd_core.weather.shape.long import unstack
from gd_core.weather.shape.stations import choose_station, no_station
from gd_core.weather.shape.wide import choose_place
from gd_core.weather.table.cells import Cells, read_cells


def read_weather(
    source: Source,
    *,
    target: str | None = None,
    station: str | None = None,
    unit: str | None = None,
    date_order: str | None = None,
) -> Weather:
    """Read a daily weather table, or readings of which one is made.

    ``source`` is a path, the bytes of a file, or a file opened for reading bytes (read from where it stands).
    ``target`` names the temperature to forecast (default: the daily maximum, else the mean, else the minimum,
    else the only temperature), ``station`` one of several stations (default: the one with the most days),
    ``unit`` is "C" or "F" and ``date_order`` "day first" or "month first" where the file doesn't say.

    Raises WeatherError if the file can't be read as such a table or lacks what was asked for, ValueError for
    another unit or order, TypeError for a source of another kind.
    """
    if unit not in (None, "C", "F"):
        raise ValueError(f'unit must be "C", "F" or None; got {unit!r}')
    if date_order is not None and date_order not in ORDERS:
        raise ValueError(f'date_order must be "day first", "month first" or None; got {date_order!r}')
    try:
        return _read(source, target, station, unit, date_order)
    except WeatherError as error:
        name = source_name(source)
        if name is None:
            raise
        raise WeatherError(f"{quoted(name)}: {error}") from error


def _read(
    source: Source, target: str | None, station: str | None, unit: str | None, date_order: str | None
) -> Weather:
    decisions: list[Decision] = []
    cells = read_cells(*to_text(read_bytes(source), decisions), decisions)
    cells, dates = _arranged(cells, date_order, decisions)
    picked = choose_station(cells, dates, station, decisions)
    values, kept, text = _numbers(cells, dates, picked.rows, target, decisions)
    wide = choose_place([cells.names[p] for p in kept], values, cells.headed, station, target, decisions)
    if station is not None and str(station).strip() not in (picked.station, wide.station):
        raise no_station(str(station).strip(), [name for name, _ in wide.stations])
    if wide.alike:  # the same quantity at other places: not a part of this table
        own = [p for p in range(len(kept)) if p not in wide.elsewhere]
        values, kept = values[:, own], [kept[p] for p in own]

    names = [cells.names[p] for p in kept]
    units = [cells.units[p] for p in kept]
    notes = (*cells.preamble, *cells.footer)
    roles = first_roles(
        names,
        values,
        decisions,
        units=units,
        preamble=notes,
        text=text,
        headed=cells.headed and not wide.alike,  # names of places say nothing
        target=target,
    )
    daily = to_days(cells, dates, picked.rows, values, roles, decisions)
    missing = np.isnan(daily.values).sum(axis=0)
    _report_missing(names, missing, len(daily.index), decisions)
    found = find_meaning(
        names,
        roles,
        daily.values,
        decisions,
        units=units,
        preamble=notes,
        target=target,
        unit=unit,
        readings=daily.readings is not None,
        elsewhere=frozenset() if wide.alike else wide.elsewhere,
        once=_once_a_day(daily),
        places=_first_words(cells, picked.rows, text),
        fixed_by=cells.fixed_by,
    )
    report_incomplete(names[found.target], daily, found.target, decisions)
    columns = tuple(
        Column(
            name,
            cells.originals[kept[p]],
            found.roles[p],
            found.units[p],
            int(missing[p]),
            found.predictors[p],
        )
        for p, name in enumerate(names)
    )
    return Weather(
        pd.DataFrame(found.values, index=daily.index, columns=names),
        names[found.target],
        found.degrees,
        columns,
        Report(tuple(decisions)),
        picked.station or wide.station,
        picked.stations or wide.stations,
        cells.first_lines,
    )


def _numbers(
    cells: Cells, dates: Dates, rows: np.ndarray, target: str | None, decisions: list[Decision]
) -> tuple[np.ndarray, list[int], list[str]]:
    """The columns of numbers: values (rows, columns), their positions, and the names of the other columns.

    WeatherError if there is none, or if the only temperature is written as text.
    """
    positions = [p for p in range(len(cells.names)) if p not in dates.positions]
    values, kept = to_numbers(cells, rows, positions, decisions)
    rest = [p for p in positions if p not in kept]
    if target is None and not any(role in TEMPERATURES for role in roles_of([cells.names[p] for p in kept])):
        refuse_text_temperatures(cells, rest)
    return values, kept, [cells.names[p] for p in rest]


def _once_a_day(daily: Daily) -> frozenset[int]:
    """The columns with one value on every day that has any, though days were made of several readings."""
    if daily.readings is None or not len(daily.readings):
        return frozenset()
    return frozenset(int(p) for p in np.flatnonzero(daily.readings.max(axis=0) == 1))


def _first_words(cells: Cells, rows: np.ndarray, text: list[str]) -> list[str]:
    """The first cell of each column of text: among them are names of stations."""
    positions = [cells.names.index(name) for name in text]
    return [str(cell) for p in positions if not pd.isna(cell := cells.table[p].iloc[rows[0]])]


def _arranged(cells: Cells, date_order: str | None, decisions: list[Decision]) -> tuple[Cells, Dates]:
    """A table with one row per date (or reading, or station), and the date of each row."""
    grid = unfold(cells, decisions)
    return grid or unstack(cells, find_dates(cells, date_order, decisions), decisions)


def _report_missing(names: list[str], missing: np.ndarray, days: int, decisions: list[Decision]) -> None:
    counts = {name: int(count) for name, count in zip(names, missing, strict=True) if count}
    if counts:
        each = joined(f"{quoted(name)} {count:,}" for name, count in counts.items())
        text = f"{counted(int(missing.sum()), 'value')} missing on {counted(days, 'day')}, by column: {each}"
        decisions.append(Decision("missing", text, data={"counts": counts}))
