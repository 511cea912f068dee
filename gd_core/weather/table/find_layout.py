"""How a file is written is found: delimiter, decimal sign, header, and where its data begin and end."""

import re

import numpy as np

from gd_core.weather.limits import FEW_CELLS, MAX_COLUMNS, MAX_PREAMBLE, MAX_SPARSE
from gd_core.weather.report import Decision, WeatherError, counted, quoted
from gd_core.weather.table.cell_types import NUMBER, cell_type, is_unit
from gd_core.weather.table.delimiter import (
    BLANKS,
    DOUBLE_COLON,
    NAMES,
    SELDOM,
    Rows,
    Sample,
    find_rows,
    split_line,
    take_sample,
)
from gd_core.weather.table.edges import end_above_footer
from gd_core.weather.table.fixed_width import bounds_below, column_bounds, with_tabs
from gd_core.weather.table.layout import Layout, Surroundings
from gd_core.weather.table.names import Header, final_names, find_header, place_names
from gd_core.weather.table.repair import without_stray_quotes

FIRST_LINES, LONGEST_LINE = 15, 1_000  # lines that are shown as they stand, and characters of each
_COMMA = re.compile(r"[+\-]?\d*,\d+(?:[eE][+\-]?\d+)?")
_POINT = re.compile(r"[+\-]?\d*\.\d+(?:[eE][+\-]?\d+)?")


def find_layout(
    data: bytes, decisions: list[Decision], encoding: str = "utf-8", delimiter: str | None = None
) -> tuple[bytes, Layout, Surroundings]:
    """The layout of ``data``, text in UTF-8, and what stands around the rows.

    Also ``data`` itself, with tabs between its columns if it is of fixed width. Adds to ``decisions``.
    WeatherError if it is no table, has too many columns, or more cells than names.
    """
    head = take_sample(data).head
    data, sample, rows = _rows(data, decisions, delimiter)
    header = find_header(sample.head, rows)
    if rows.delimiter == BLANKS and len(header.names) > rows.width:  # whole columns are empty
        bounds = bounds_below(sample.head[header.first_line - 1], sample.middle, len(header.names))
        if bounds is not None:
            data, sample, rows = _by_places(data, bounds, decisions)
            header = find_header(sample.head, rows)
    body = [split_line(line, rows.delimiter) for line in sample.middle]
    start = sum(len(line.encode()) for line in sample.head[: header.lines])
    _check_room(data, max(rows.width, len(header.names)), start)
    originals = place_names(header, rows, sample, decisions) if header.names else ()
    _check_width(len(originals))
    decimal = _decimal(body, rows.delimiter)
    _report(header, rows, decimal, sample, decisions)
    names = final_names(originals, header, decisions) if header.names else _numbered(rows)
    layout = Layout(
        encoding,
        rows.delimiter,
        decimal,
        originals,
        header.lines,
        start,
        end_above_footer(data, start, sample, rows),
        max(rows.width, len(names)),
        rows,
        sample.head[header.first_line - 1] if header.names else "",
    )
    return data, layout, _surroundings(names, header, head)


def _rows(data: bytes, decisions: list[Decision], delimiter: str | None) -> tuple[bytes, Sample, Rows]:
    """What rows look like; ``data`` written more plainly where it can be, and its sample."""
    sample = take_sample(data)
    rows = find_rows(sample, delimiter)
    if rows.delimiter == DOUBLE_COLON:
        data = data.replace(b"::", DOUBLE_COLON.encode())
    escaped = b"\\" + rows.delimiter.encode()
    # Part of a cell; only text has any. (A single byte is found much faster than two.)
    if rows.delimiter != BLANKS and b"\\" in data and escaped in data:
        data = data.replace(escaped, b" ")
        rows = find_rows(take_sample(data), rows.delimiter)
    elif rows.delimiter == BLANKS and (bounds := column_bounds(sample.middle)) is not None:
        data, _, rows = _by_places(data, bounds, decisions)
    if b'"' in data:
        data = without_stray_quotes(data, rows, decisions)
    return data, take_sample(data), rows


def _by_places(data: bytes, bounds: np.ndarray, decisions: list[Decision]) -> tuple[bytes, Sample, Rows]:
    """``data`` with tabs between columns of fixed width, its sample, and what its rows look like."""
    _check_room(data, len(bounds) + 1)
    data = with_tabs(data, bounds)
    text = "Columns are told apart by their place in the line (fixed width)"
    decisions.append(Decision("delimiter", text))
    sample = take_sample(data)
    return data, sample, find_rows(sample, "\t")


def _surroundings(names: tuple[str, ...], header: Header, head: list[str]) -> Surroundings:
    cells = [cell.strip() for cell in header.units[: len(names)]]
    units = [cell.strip("()[]").strip() or None if is_unit(cell) else None for cell in cells]
    above = header.first_line - 1 if header.names else header.lines
    preamble = tuple(line.rstrip() for line in head[:above][:MAX_PREAMBLE])
    return Surroundings(names, (*units, *[None] * (len(names) - len(units))), preamble, _shown(head))


def first_lines(data: bytes) -> tuple[str, ...]:
    """The first lines of ``data``, text in UTF-8, as they are shown."""
    return _shown(take_sample(data).head)


def _shown(head: list[str]) -> tuple[str, ...]:
    return tuple(line.rstrip("\r\n")[:LONGEST_LINE] for line in head[:FIRST_LINES])


def _numbered(rows: Rows) -> tuple[str, ...]:
    return tuple(f"column_{number}" for number in range(1, rows.width + 1))


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise WeatherError(
            f"The header names {width:,} columns, and at most {MAX_COLUMNS:,} are read; keep the columns "
            "needed."
        )


def _check_room(data: bytes, width: int, start: int = 0) -> None:
    """WeatherError if the table that begins at byte ``start`` would have ``width`` columns nearly without
    cells: a small file would take much room."""
    most = max(FEW_CELLS, MAX_SPARSE * (len(data) - start))
    if width <= MAX_SPARSE or (rows := data.count(b"\n", start) + 1) * width <= most:
        return
    rows -= data.count(b"\n\n", start) + data.count(b"\n\r\n", start)  # blank lines
    if rows * width > most:
        raise WeatherError(
            f"The table has {width:,} columns, and most of its {rows:,} rows have far fewer cells; give "
            "every row as many cells as there are names."
        )


def _decimal(body: list[list[str]], delimiter: str) -> str:
    """The decimal sign of most numbers in some rows; where the comma delimits, a point."""
    if delimiter == ",":
        return "."
    cells = [cell.strip() for row in body for cell in row if cell_type(cell) == NUMBER]
    commas, points = (sum(map(bool, map(sign.fullmatch, cells))) for sign in (_COMMA, _POINT))
    return "," if commas > points else "."


def _report(header: Header, rows: Rows, decimal: str, sample: Sample, decisions: list[Decision]) -> None:
    if rows.delimiter in (BLANKS, "|", *SELDOM):
        text = f"Cells are separated by {NAMES[rows.delimiter]}s"
        decisions.append(Decision("delimiter", text, data={"delimiter": rows.delimiter}))
    if decimal == ",":
        decisions.append(Decision("decimal", "Numbers are read with a decimal comma"))
    if not header.names:
        shown = quoted(sample.head[header.lines]) if header.lines < len(sample.head) else ""
        text = f"The file has no header: columns are called column_1 to column_{rows.width}"
        decisions.append(
            Decision("header", text, f"the data begin on line {header.lines + 1:,} with {shown}")
        )
    above = header.first_line - 1 if header.names else header.lines
    if any(line.strip() for line in sample.head[:above]):
        text = (
            f"{counted(above, 'line')} above the {'header' if header.names else 'data'} kept as a description"
        )
        evidence = f"the header is on line {header.first_line:,}" if header.names else ""
        decisions.append(Decision("preamble", text, evidence, data={"lines": above}))
    if header.with_row:
        text = f"The first row stands in the line of the header, line {header.first_line:,}, and is left out"
        decisions.append(Decision("ragged", text, data={"rows": 1, "line": header.first_line}))
    if any(header.units):
        text = "The row of units beside the header is no row of data"
        decisions.append(Decision("units row", text, data={"units": header.units}))
