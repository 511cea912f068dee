"""The way in: a CSV file becomes one clean daily table, and a report of every decision taken on the way.

What is not a daily table of one station or several is refused with one sentence. Nothing is dropped,
changed or assumed without a line in the report.
"""

import html
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.weather.columns import find_meaning, first_roles, in_miles
from gd_core.weather.dates import ORDERS, Dates, find_dates
from gd_core.weather.file import Source, read_bytes, source_name, to_text
from gd_core.weather.numbers import Numbers, to_numbers
from gd_core.weather.record import Asked, Column, Described, Weather
from gd_core.weather.report import Decision, Report, WeatherError, quoted
from gd_core.weather.shape import (
    Chosen,
    Wide,
    choose_place,
    choose_station,
    find_place,
    no_station,
    report_incomplete,
    report_missing,
    to_days,
    too_few_days,
    unfold,
    unstack,
)
from gd_core.weather.table import Cells, read_cells, with_known_names


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
        return _read(source, Asked(target, station, unit, date_order))
    except WeatherError as error:
        name = source_name(source)
        if name is None:
            raise
        raise WeatherError(f"{quoted(name)}: {error}") from error


class _Place(NamedTuple):
    """The rows and columns of one place, and what they mean row by row."""

    rows: Chosen
    columns: Wide
    numbers: Numbers
    described: Described
    roles: list[str]


def _read(source: Source, asked: Asked) -> Weather:
    """From bytes to text, cells, dates, the numbers of one place, days, and their meaning."""
    decisions: list[Decision] = []
    text = to_text(read_bytes(source), decisions)
    cells = with_known_names(read_cells(*text, decisions), decisions)
    cells, dates = _dated(cells, asked.date_order, decisions)
    few = too_few_days(dates)
    try:
        place = _one_place(cells, dates, asked, decisions)
    except WeatherError as error:
        raise (WeatherError(f"{few}. Besides: {error}") if few else error) from error
    if few:
        raise WeatherError(f"{few}.")
    return _daily(cells, dates, place, asked, decisions)


def _one_place(cells: Cells, dates: Dates, asked: Asked, decisions: list[Decision]) -> _Place:
    """Of all rows and columns those of one place; WeatherError if it is not there or has no temperature."""
    picked = choose_station(cells, dates, asked.station, decisions)
    numbers = to_numbers(cells, picked.rows, dates.positions, asked.target, decisions)
    wide = choose_place(numbers.names, numbers.values, cells.headed, asked, decisions)
    if asked.station is not None and str(asked.station).strip() not in (picked.station, wide.station):
        raise no_station(str(asked.station).strip(), [name for name, _ in wide.stations])
    if wide.alike:  # the same quantity at other places: not a part of this table
        numbers = numbers.without(wide.elsewhere)
    described = _described(cells, picked.rows, numbers, wide)
    roles = first_roles(described, numbers.values, asked.target, decisions)
    return _Place(picked, wide, numbers, described, roles)


def _daily(cells: Cells, dates: Dates, place: _Place, asked: Asked, decisions: list[Decision]) -> Weather:
    """The rows of one place as days, with the target and units."""
    numbers, rows = place.numbers, place.rows.rows
    daily = to_days(cells, dates, rows, numbers.values, place.roles, decisions)
    report_missing(numbers.names, daily, decisions)
    described = replace(place.described, readings=daily.readings is not None, once=daily.once)
    found = find_meaning(described, place.roles, daily.values, asked, decisions)
    report_incomplete(numbers.names[found.target], daily, found.target, decisions)
    originals = [cells.originals[position] for position in numbers.positions]
    parts = numbers.names, originals, found.roles, found.units, daily.missing, found.predictors
    station = place.rows.station or place.columns.station
    return Weather(
        pd.DataFrame(found.values, index=daily.index, columns=numbers.names),
        numbers.names[found.target],
        found.degrees,
        tuple(Column(*of_column) for of_column in zip(*parts, strict=True)),
        Report(tuple(decisions)),
        station,
        place.rows.stations or place.columns.stations,
        cells.first_lines,
        find_place(cells, rows, station),
    )


def _dated(cells: Cells, date_order: str | None, decisions: list[Decision]) -> tuple[Cells, Dates]:
    """A table with one row per date (or reading, or station), and the date of each row."""
    grid = unfold(cells, decisions)
    if grid is not None and len(grid[0].names) == 1:
        return grid
    cells, dates = grid or (cells, find_dates(cells, date_order, decisions))
    return unstack(cells, dates, decisions)


def _described(cells: Cells, rows: np.ndarray, numbers: Numbers, wide: Wide) -> Described:
    """What the file says of the columns of numbers; the first cells of text may name the station."""
    first = [cells.table[position].iloc[rows[0]] for position in numbers.text]
    return Described(
        numbers.names,
        [cells.units[position] for position in numbers.positions],
        [html.unescape(line) for line in (*cells.preamble, *cells.footer)],
        [cells.names[position] for position in numbers.text],
        headed=cells.headed and not wide.alike,  # names of places say nothing
        fixed_by=cells.fixed_by,
        places=[str(cell) for cell in first if not pd.isna(cell)],
        elsewhere=frozenset() if wide.alike else wide.elsewhere,
        miles=in_miles(numbers.names, numbers.values),
    )
