"""From text to cells: laid out, parsed, and the place of a cell in the file."""

import io
import itertools
import warnings
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from gd_core.weather.limits import MIB
from gd_core.weather.report import Decision, WeatherError, quoted
from gd_core.weather.table.cell_types import NUMBER
from gd_core.weather.table.delimiter import BLANKS, Rows
from gd_core.weather.table.edges import end_of_table, read_footer, without_repeats
from gd_core.weather.table.find_layout import find_layout, first_lines
from gd_core.weather.table.ghcn_dly import NAME, UNITS, dly_to_csv, is_dly
from gd_core.weather.table.layout import Layout
from gd_core.weather.table.plain_numbers import make_plain
from gd_core.weather.table.repair import data_records, may_be_broken, plain_quotes, without_broken

LARGE = 8 * MIB  # from here on the text is parsed in pieces, which takes half the room


@dataclass(frozen=True)
class Cells:
    """A file as a table.

    ``table`` has the columns 0, 1, ..., one row per record: numbers, booleans, or text ("str"). A column of
    numbers is one whatever they were written like; where words stand among them, it is text with the numbers
    written plainly. ``names`` are stripped and made different from each other; ``originals`` are the header's
    cells as they stand. Without a header (``headed`` is False) both are column_1, column_2, ...

    ``units`` are those of a row of units, or written behind the numbers of a column; None where there is
    none. ``preamble`` and ``footer`` are the lines above the header and below the data, at most 200 of each,
    and ``first_lines`` the first lines of the file as they stand. ``data`` is the text in UTF-8.
    """

    data: bytes
    layout: Layout
    names: tuple[str, ...]
    originals: tuple[str, ...]
    table: pd.DataFrame
    units: tuple[str | None, ...]
    preamble: tuple[str, ...]
    footer: tuple[str, ...]
    headed: bool
    first_lines: tuple[str, ...]
    records: int  # rows that were read: ``table`` may have others, once its shape is changed
    fixed_by: str = ""  # the format that fixes ``units``, if one does

    @property
    def text(self) -> list[int]:
        """The positions of columns of text."""
        return [p for p, kind in enumerate(self.table.dtypes) if isinstance(kind, pd.StringDtype)]

    def numbers(self, position: int) -> np.ndarray:
        """A column as float64 (rows,), NaN for what is no number."""
        column = pd.to_numeric(self.table[position], errors="coerce")
        return column.to_numpy(dtype=float, na_value=np.nan)

    def is_measured(self, position: int) -> bool:
        """Whether a column holds numbers only, none of them a yes or no."""
        kind = self.table[position].dtype
        return pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind)

    @cached_property
    def _lines(self) -> int:
        """The number of lines of data."""
        return self.layout.lines(self.data)

    def line(self, row: int) -> int:
        """Number of the line in the file, counted from 1, on which the record ``row`` begins, counted from
        0."""
        if self._lines == self.records:  # neither blank lines nor line breaks within quotation marks
            return self.layout.header_lines + 1 + row
        # Stray quotation marks may make fewer records here than in pandas: then it is the last line.
        upto = itertools.islice(data_records(self.data, self.layout), row + 1)
        return max((line for line, *_ in upto), default=self.layout.header_lines)


def read_cells(data: bytes, encoding: str, delimiter: str | None, decisions: list[Decision]) -> Cells:
    """The table in ``data``, text in UTF-8 that was written in ``encoding``; adds to ``decisions``.

    ``delimiter`` is what stands between the cells, None if it has to be found.

    WeatherError if it is not a table of at least one row, or goes beyond the limits.
    """
    shown: tuple[str, ...] = ()
    fixed_by = ""
    if is_dly(data):
        fixed_by = NAME
        shown = first_lines(data)
        data = dly_to_csv(data, decisions)
    data, layout, around = find_layout(plain_quotes(data, decisions), decisions, encoding, delimiter)
    table, data, layout = _parse(data, layout, decisions)
    if table.empty:
        raise WeatherError(
            "The file has a header line and no rows: too few days (0) for a forecast; choose a file "
            "with one row per day."
        )
    records_read = len(table)
    units = make_plain(table, around.names, around.units, layout.decimal, decisions)
    if fixed_by:
        units = [UNITS.get(name) for name in around.names]
    kept = [p for p, name in enumerate(around.names) if name or not table[p].isna().all()]
    if len(kept) < len(table.columns):
        table = table[kept].set_axis(range(len(kept)), axis="columns")
    originals = layout.header or around.names
    return Cells(
        data,
        layout,
        tuple(around.names[p] or _by_place(p, around.names) for p in kept),
        tuple(originals[p] for p in kept),
        table,
        tuple(units[p] for p in kept),
        around.preamble,
        read_footer(data, layout.end_bytes, decisions),
        bool(layout.header),
        shown or around.first_lines,
        records_read,
        fixed_by,
    )


def _by_place(position: int, names: tuple[str, ...]) -> str:
    """What a column without a name is called: files that are written from the table need one."""
    name = f"column_{position + 1}"
    while name in names:
        name += "'"
    return name


def _parse(data: bytes, layout: Layout, decisions: list[Decision]) -> tuple[pd.DataFrame, bytes, Layout]:
    """The rows; and ``data`` with its layout, in which what is none was left out."""
    table = _try(data, layout)
    if table is None or _has_words(table, layout.rows):
        # A second table below the first, headers between the rows, rows too long by a delimiter or by more.
        cleaned = data
        if layout.header:
            cleaned = without_repeats(data, layout.header_bytes, layout.header_line, decisions)
            layout = _shortened(layout, data, cleaned)
        end = layout.end_bytes
        if table is None or len(table) < cleaned.count(b"\n", layout.header_bytes, end):  # blank lines
            end = end_of_table(cleaned, layout.header_bytes, end, layout.rows)
        changed = cleaned is not data or end != layout.end_bytes
        data, layout = cleaned, replace(layout, end_bytes=end)
        if table is None or changed:
            table = _try(data, layout)
    if table is None or (_may_be_short(table) and may_be_broken(data, layout)):
        cleaned = without_broken(data, layout, decisions)
        if table is None or cleaned is not data:
            data, layout = cleaned, _shortened(layout, data, cleaned)
            table = _try(data, layout)
    return _with_loose_ends(data, layout) if table is None else table, data, layout


def _may_be_short(table: pd.DataFrame) -> bool:
    """Whether a row may have fewer cells than there are columns: the last is missing then."""
    return not table.empty and bool(table.iloc[:, -1].isna().any())


def _with_loose_ends(data: bytes, layout: Layout) -> pd.DataFrame:
    """The rows, some of which have one more delimiter at their end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # cells of the first row are lost
            table = _parsed(data, layout, names=range(layout.width + 1), index_col=False)
            return table.drop(columns=layout.width)
    except (pd.errors.ParserError, pd.errors.ParserWarning, OverflowError, ValueError) as error:
        raise WeatherError(f"The file can't be split into rows and columns ({quoted(error)}).") from error


def _shortened(layout: Layout, before: bytes, after: bytes) -> Layout:
    return replace(layout, end_bytes=layout.end_bytes - len(before) + len(after))


def _has_words(table: pd.DataFrame, rows: Rows) -> bool:
    """Whether a column that is one of numbers in the middle of the file is not in all of it."""
    kinds = zip(rows.types.types, table.dtypes, strict=False)
    return any(kind == NUMBER and not pd.api.types.is_numeric_dtype(dtype) for kind, dtype in kinds)


def _try(data: bytes, layout: Layout) -> pd.DataFrame | None:
    """The rows, None if one of them has more cells than there are columns."""
    if _begins_too_long(data, layout):  # pandas would make an index of the cells that are too many
        return None
    try:
        return _parsed(data, layout, names=range(layout.width))
    except (pd.errors.ParserError, OverflowError, ValueError) as error:
        if "EOF inside string" in str(error):
            raise WeatherError("A quotation mark is opened and never closed; close or remove it.") from error
        return None


def _begins_too_long(data: bytes, layout: Layout) -> bool:
    """Whether the first row has more cells than there are columns."""
    try:
        _parsed(data, layout, nrows=1, usecols=[layout.width])
    except (pd.errors.ParserError, OverflowError, ValueError):  # there is no such cell, or no such row
        return False
    return True


def _parsed(data: bytes, layout: Layout, **options: Any) -> pd.DataFrame:
    """The rows; pandas.errors.ParserError if one has more cells than there are names, but for the first."""
    body = io.BytesIO(data if layout.end_bytes == len(data) else data[: layout.end_bytes])
    options |= {
        "sep": r"\s+" if layout.delimiter == BLANKS else layout.delimiter,
        "decimal": layout.decimal,
        "header": None,
    }
    body.seek(layout.header_bytes)
    if len(data) < LARGE:
        return pd.read_csv(body, low_memory=False, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pd.errors.DtypeWarning)
        table = pd.read_csv(body, **options)
    if any(map(pd.api.types.is_object_dtype, table.dtypes)):  # the pieces were of different types
        body.seek(layout.header_bytes)
        table = pd.read_csv(body, low_memory=False, **options)
    return table
