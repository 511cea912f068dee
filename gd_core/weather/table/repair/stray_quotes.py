"""Quotation marks that are opened and never closed: they would swallow all rows below them.

A cell may go on over several lines; it does not if the very next line is a row of its own.
"""

import csv
import re

import numpy as np

from gd_core.weather.limits import FEW_RAGGED, MAX_RAGGED, MIB
from gd_core.weather.report import Decision, counted
from gd_core.weather.table.delimiter import Rows, split_line

CHUNK = 8 * MIB  # bytes looked at in one piece
LONGEST = 50  # lines of a cell
MOST = 20_000  # lines with an odd number of marks that are looked at
MARK, NEWLINE = b'"\n'


def without_stray_quotes(data: bytes, rows: Rows, decisions: list[Decision]) -> bytes:
    """``data`` with the rows emptied that have a mark that is never closed; other lines only lose the mark.

    Adds to ``decisions``.
    """
    odd = odd_lines(data, MOST)
    if not odd:
        return data
    lines = data.split(b"\n")
    left_out = []
    stray, torn = _stray(lines, odd, rows)
    if len(torn) <= max(FEW_RAGGED, MAX_RAGGED * len(lines)):
        stray = sorted(stray + torn)
    for number in stray:
        bare = lines[number].replace(b'"', b"")
        good, _, words = rows.types.compare(split_line(bare.decode("utf-8", "replace"), rows.delimiter))
        if good > words:
            left_out.append(number + 1)
            bare = b""
        lines[number] = bare
    if left_out:
        text = f"{counted(len(left_out), 'row')} with a quotation mark too many or too few left out"
        data_of = {"rows": len(left_out), "line": left_out[0]}
        decisions.append(Decision("ragged", text, f"the first is line {left_out[0]:,}", data=data_of))
    return b"\n".join(lines)


def odd_lines(data: bytes, most: int) -> list[int]:
    """The numbers, counted from 0, of the first lines with an odd number of quotation marks."""
    found: list[int] = []
    start = lines = 0
    while start < len(data) and len(found) < most:
        end = data.find(b"\n", start + CHUNK) + 1 or len(data)
        text = np.frombuffer(data, np.uint8, end - start, start)
        marks, newlines = np.flatnonzero(text == MARK), np.flatnonzero(text == NEWLINE)
        if marks.size:
            upto = np.searchsorted(marks, np.append(newlines, len(text)))
            found += (np.flatnonzero(np.diff(upto, prepend=0) % 2) + lines).tolist()
        start, lines = end, lines + len(newlines)
    return found[:most]


def _stray(lines: list[bytes], odd: list[int], rows: Rows) -> tuple[list[int], list[int]]:
    """The lines of ``odd`` whose mark opens a cell that is never closed, and those with a mark too many
    within cells in marks or behind them."""
    begins = re.compile(rb"(?:^|" + re.escape(rows.delimiter.encode()) + rb')"')
    stray, torn = [], []
    position = 0
    while position < len(odd):
        number = odd[position]
        position += 1
        if not _opens(lines[number], rows.delimiter):
            if begins.search(lines[number]):
                torn.append(number)
            continue
        goes_on = position < len(odd) and odd[position] - number <= LONGEST
        if not goes_on or _is_row(lines[number + 1], rows):
            stray.append(number)
        else:
            position += 1  # the line that closes the cell
    return stray, torn


def _opens(line: bytes, delimiter: str) -> bool:
    """Whether the last cell of a line goes on in the next one."""
    reader = csv.reader([line.decode("utf-8", "replace") + "\n", "x\n"], delimiter=delimiter)
    try:
        next(reader, None)
    except csv.Error:  # a cell that is too long
        return False
    return reader.line_num > 1


def _is_row(line: bytes, rows: Rows) -> bool:
    cells = split_line(line.decode("utf-8", "replace"), rows.delimiter)
    return len(cells) >= max(rows.width - rows.trailing, 2) and rows.types.fits(cells)
