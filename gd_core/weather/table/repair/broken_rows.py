"""Rows with too few or too many cells: which cell is missing can't be known, so they are left out, and said.

Many rows with too few cells are a way of writing: their last cells, being empty, were left out. Many with too
many cells make the file no table.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gd_core.weather.limits import FEW_RAGGED, MAX_RAGGED, MIB
from gd_core.weather.report import Decision, WeatherError, counted
from gd_core.weather.table.delimiter import BLANKS, NAMES, records, split_line
from gd_core.weather.table.layout import Layout
from gd_core.weather.table.repair.stray_quotes import odd_lines

CHUNK = 8 * MIB  # bytes looked at in one piece
MOST = 20_000  # rows that are split into cells one by one
NEWLINE, MARK = b'\n"'

Record = tuple[int, int, list[str]]  # first and last line in the file, counted from 1, and the cells


def data_records(data: bytes, layout: Layout) -> Iterator[Record]:
    """The records of data. Slow: used for messages and repairs only."""
    body = io.BytesIO(data[layout.header_bytes : layout.end_bytes])
    text = io.TextIOWrapper(body, "utf-8", errors="replace", newline="")
    last = layout.header_lines
    try:
        for first, last, record in records(text, layout.delimiter):
            yield layout.header_lines + first, layout.header_lines + last, record
    except csv.Error as error:
        raise WeatherError(
            f"Line {layout.header_lines + last + 1:,} can't be split into cells ({error}); correct or "
            "remove it."
        ) from None


def may_be_broken(data: bytes, layout: Layout) -> bool:
    """Whether there may be rows with too few cells; False says that there are none, if none has too many."""
    start, end = layout.header_bytes, layout.end_bytes
    if layout.delimiter == BLANKS or data.find(b'"', start, end) >= 0:
        return True
    return data.count(layout.delimiter.encode(), start, end) != layout.lines(data) * (layout.width - 1)


@dataclass(frozen=True)
class Broken:
    """Rows that have not as many cells as there are columns: ``short`` too few, ``long`` too many, and
    ``loose`` one more, which is empty. ``count`` is the number of all rows."""

    short: list[Record]
    long: list[Record]
    loose: list[Record]
    count: int

    def few(self, found: list[Record]) -> bool:
        """Whether rows are so few that they are slips."""
        return len(found) <= max(MAX_RAGGED * self.count, min(FEW_RAGGED, self.count // 10))


def without_broken(data: bytes, layout: Layout, decisions: list[Decision]) -> bytes:
    """``data`` with the lines emptied of rows that have not as many cells as there are columns.

    Adds to ``decisions``. WeatherError if many have too many.
    """
    broken = _find(data, layout)
    if not broken.few(broken.long):
        first, _, cells = broken.long[0]
        raise WeatherError(
            f"Line {first:,} has {counted(len(cells), 'cell')} and the header {layout.width}, separated by "
            f"{NAMES[layout.delimiter]}s; give every row as many cells as the first line has names, and "
            "remove any text above that line."
        )
    left_out = list(broken.long)
    if broken.few(broken.loose):
        left_out += broken.loose
    _say(left_out, "more", layout, decisions)
    if broken.few(broken.short):
        _say(broken.short, "fewer", layout, decisions)
        left_out += broken.short
    else:
        rows = counted(len(broken.short), "row")
        text = f"{rows} with fewer cells than the header has names: the last are missing"
        decisions.append(Decision("ragged", text, _first(broken.short, layout), certain=False))
    if not left_out:
        return data
    lines = data.split(b"\n")
    for begin, end, _ in left_out:
        lines[begin - 1 : end] = [b""] * (end - begin + 1)
    return b"\n".join(lines)


def _say(found: list[Record], than: str, layout: Layout, decisions: list[Decision]) -> None:
    if found:
        text = f"{counted(len(found), 'row')} with {than} cells than the header has names left out"
        data = {"rows": len(found), "line": min(found)[0]}
        decisions.append(Decision("ragged", text, _first(found, layout), data=data))


def _first(found: list[Record], layout: Layout) -> str:
    line, _, cells = min(found)
    return f"the first is line {line:,} with {counted(len(cells), 'cell')} for {layout.width}"


def _find(data: bytes, layout: Layout) -> Broken:
    """The broken rows; of very many, the first."""
    body = data[layout.header_bytes : layout.end_bytes]
    if layout.delimiter != BLANKS and b'"' in body and odd_lines(body, 1):  # cells over several lines
        every = list(data_records(data, layout))
        count, found = len(every), [record for record in every if len(record[2]) != layout.width]
    else:
        count, numbers = _suspects(body, layout)
        found = _split(body, numbers[: max(MOST, int(MAX_RAGGED * count) + 1)], layout)
    width, full = layout.width, layout.width - layout.rows.trailing
    return Broken(
        [r for r in found if len(r[2]) < width and not (len(r[2]) >= full and r[2][-1].strip())],
        [r for r in found if len(r[2]) > width + 1 or any(r[2][width:])],
        [r for r in found if len(r[2]) == width + 1 and not r[2][width]],
        count,
    )


def _suspects(body: bytes, layout: Layout) -> tuple[int, list[int]]:
    """The number of lines, and those, counted from 0, that by their delimiters outside quotation marks have
    not as many cells as there are columns."""
    found: list[np.ndarray] = []
    start = lines = 0
    while start < len(body):
        end = body.find(b"\n", start + CHUNK) + 1 or len(body)
        text = np.frombuffer(body, np.uint8, end - start, start)
        ends = np.flatnonzero(text == NEWLINE)
        if text[-1] != NEWLINE:
            ends = np.append(ends, len(text))
        places = _places(text, layout.delimiter)
        cells = np.diff(np.searchsorted(places, ends), prepend=0) + (layout.delimiter != BLANKS)
        found.append(np.flatnonzero(cells != layout.width) + lines)
        start, lines = end, lines + len(ends)
    return lines, np.concatenate(found).tolist() if found else []


def _places(text: np.ndarray, delimiter: str) -> np.ndarray:
    """Where delimiters stand, those within quotation marks aside; or where words begin, if blanks delimit."""
    if delimiter == BLANKS:
        word = ~np.isin(text, np.frombuffer(b" \t\r\n", np.uint8))
        return np.flatnonzero(word & ~np.concatenate(([False], word[:-1])))
    is_sign = text == ord(delimiter)
    is_mark = text == MARK
    if is_mark.any():
        is_sign &= ~np.logical_xor.accumulate(is_mark)
    return np.flatnonzero(is_sign)


def _split(body: bytes, numbers: list[int], layout: Layout) -> list[Record]:
    """The lines with those ``numbers`` as records, unless they are blank or after all as wide as others."""
    lines = body.split(b"\n") if numbers else []
    found = []
    for number in numbers:
        cells = split_line(lines[number].decode("utf-8", "replace"), layout.delimiter)
        line = layout.header_lines + number + 1
        if len(cells) != layout.width and any(cell.strip() for cell in cells):
            found.append((line, line, cells))
    return found
