"""One column read as dates, and the refusals of columns whose dates are no days."""

import re

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from gd_core.weather.calendar import NO_DAY, NO_TIME
from gd_core.weather.dates.numbers import coarse_numbers, read_numbers
from gd_core.weather.dates.order import Reading, resolve
from gd_core.weather.dates.text import find_stamps
from gd_core.weather.report import WeatherError, joined, quoted
from gd_core.weather.table import Cells, as_text, sampled
from gd_core.weather.vocabulary.date_names import YEAR_MONTH_WORDS, is_called

ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?")

ENOUGH = 0.9  # share of a column's values that must be dates
SOME = 0.5  # share of a sample that must look like dates to look at all of a column called so
STEPS = {"monthly": "months", "weekly": "weeks", "quarterly": "quarters of a year", "yearly": "years"}


class NoDays(WeatherError):
    """A column holds dates, but of months or without a year: the refusal if no other column is better."""


def label_of(cells: Cells, positions: tuple[int, ...]) -> str:
    """The columns as a message names them."""
    if len(positions) > 1:
        return "columns " + joined(quoted(cells.names[p]) for p in positions)
    (position,) = positions
    unnamed = not cells.originals[position].strip()
    return f"unnamed column {position + 1}" if unnamed else f"column {quoted(cells.names[position])}"


def read_column(cells: Cells, position: int, named: bool, order: str | None) -> Reading | None:
    """A column read as dates, None if it holds none.

    ``named`` says that it is called a date, ``order`` is a key of `orders.ORDERS` or None. NoDays if its
    dates are months, years ... or have no year.
    """
    column = cells.table[position]
    filled = int(column.notna().sum())
    if filled == 0 or pd.api.types.is_bool_dtype(column):
        return None
    if pd.api.types.is_numeric_dtype(column):
        return _read_number_column(cells, position, named, order)
    if isinstance(column.array, pd.arrays.ArrowStringArray) and (quick := _read_quickly(column, filled)):
        return quick
    text = as_text(column)
    glance = sampled(text)
    if sum(len(stamps.rows) for stamps in find_stamps(glance)) < (SOME if named else ENOUGH) * len(glance):
        return None
    reading = resolve(len(column), find_stamps(text), order)
    if reading.same_day:
        raise NoDays(
            f"The dates in {label_of(cells, (position,))}, such as {quoted(reading.same_day)}, are on the "
            "same day of each month: this is monthly data, and a forecast for tomorrow needs daily data."
        )
    days = int((~np.isnat(reading.days)).sum())
    if days >= ENOUGH * filled:
        return reading
    for kind, rows in reading.other.items():
        if rows + days >= ENOUGH * filled:
            raise no_days(cells, position, kind, reading.examples[kind])
    return None


def _read_number_column(cells: Cells, position: int, named: bool, order: str | None) -> Reading | None:
    values = cells.numbers(position)
    named = named or is_called(cells.originals[position], YEAR_MONTH_WORDS)
    reading = read_numbers(values, named, order)
    if reading is None and named and (kind := coarse_numbers(values)):
        raise no_days(cells, position, kind, f"{values[np.isfinite(values)][0]:g}")
    return reading


def _read_quickly(column: pd.Series, filled: int) -> Reading | None:
    """Plain ISO stamps, which most files have."""
    first = column.iloc[0] if filled == len(column) else column[column.first_valid_index()]
    if not is_iso(first):
        return None
    text = pa.array(column)
    text = text if isinstance(text, pa.ChunkedArray) else pa.chunked_array([text])
    utc = first.endswith("Z")
    read = read_iso(text, timed=len(first) > len("2024-12-31"), utc=utc)
    if read is None:
        return None
    reading = Reading(*read, orders=["year, month, day"], zones={"Z"} if utc else set()).within_limits()
    return reading if (~np.isnat(reading.days)).sum() >= ENOUGH * filled else None


def no_days(cells: Cells, position: int, kind: str, example: str) -> NoDays:
    """The refusal of a column whose dates are of a ``kind`` that gives no days: "monthly", "yearless", ..."""
    label = label_of(cells, (position,))
    if kind == "yearless":
        return NoDays(
            f"The dates in {label} have no year, such as {quoted(example)}; write them as 2024-12-31."
        )
    return NoDays(
        f"The dates in {label} are {STEPS[kind]}, such as {quoted(example)}: this is {kind} data, and a "
        "forecast for tomorrow needs daily data."
    )


def is_iso(cell: str) -> bool:
    """Whether a cell is a plain ISO stamp: for `read_iso`."""
    return ISO.fullmatch(cell) is not None


def read_iso(
    text: pa.ChunkedArray, timed: bool, utc: bool = False
) -> tuple[np.ndarray, np.ndarray | None] | None:
    """Days and, if ``timed``, minutes of cells that are plain ISO stamps (2020-01-05 07:00:00) or missing,
    ``utc`` with a Z behind each; None if one is not.

    The quick way for the most frequent way of writing; `find_stamps` gives the same.
    """
    if utc and not pc.all(pc.ends_with(text, "Z")).as_py():  # other zones would be converted
        return None
    try:
        read = text.cast(pa.timestamp("s", "UTC" if utc else None) if timed else pa.date32())
    except pa.ArrowInvalid:
        return None
    days = np.empty(len(text), dtype=np.int64)
    minutes = np.empty(len(text), dtype=np.int16)
    at = 0
    for chunk in read.chunks:
        here = slice(at, at := at + len(chunk))
        since = pc.fill_null(chunk.view(pa.int64() if timed else pa.int32()), 0).to_numpy()
        if timed:
            np.floor_divide(since, 86_400, out=days[here])
            minutes[here] = (since - days[here] * 86_400) // 60
        else:
            days[here] = since
        if chunk.null_count:
            missing = chunk.is_null().to_numpy(zero_copy_only=False)
            days[here][missing], minutes[here][missing] = NO_DAY.astype(np.int64), NO_TIME
    return days.view("datetime64[D]"), minutes if timed else None
