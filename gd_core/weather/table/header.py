"""Where the data begin, and which of the lines above them names the columns.

Rows of data are known from the middle of the file. The first rows like them begin the data; of the lines
above, the fullest of words is the header, the nearest of equals. Others are a row of units, groups of columns
or their parts (stacked headers), or belong to the preamble.
"""

import contextlib
import csv
import re
from dataclasses import dataclass
from itertools import pairwise

from gd_core.weather.report import WeatherError, quoted
from gd_core.weather.table.cell_types import EMPTY, NUMBER, TYPED, cell_type, is_figure, is_unit
from gd_core.weather.table.delimiter import BLANKS, Rows, records

NEAR = 12  # records above the data among which the header is looked for
AHEAD = 6  # records that must look like data where data begin
COMMENT = re.compile(r"^\s*(?:#+|%+|//+|!+|@)\s*")  # @: names in crop models' files
_NOTE = re.compile(r"\s*[!*$]")
_WRITTEN = re.compile(r"[ymdhs\-/:. ]+|(?:date|time|day|local|utc|gmt|units?)(?: \w+)?", re.IGNORECASE)
_MEMBER = re.compile(r":\s*$|:\s|=")  # of a list such as "Latitude: 48.2"

Record = tuple[int, int, list[str]]  # first and last line, counted from 1, and cells


@dataclass(frozen=True)
class Header:
    """The header of a table, and what else stands above the data.

    ``names`` are its cells as they stand, () if the file has none, and ``first_line`` is the number of its
    line. ``lines`` is the number of lines above the data. ``units`` are the cells of a row of units.
    ``above`` (nearest first) and ``below`` are stacked headers: rows of words over and under the names.
    """

    names: tuple[str, ...]
    lines: int
    first_line: int
    units: tuple[str, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()


def find_header(head: list[str], rows: Rows) -> Header:
    """The header of the table of ``rows``, looked for in the file's first lines.

    WeatherError if a quotation mark in it is never closed, or hides where it ends.
    """
    found = _records(head, rows)
    start = _data_start(found, rows)
    near = found[max(0, start - NEAR) : start]
    lines = found[start][0] - 1 if start < len(found) else len(head)
    position = _choose(near, rows)
    if position is None:
        return Header((), lines, lines + 1)
    first, last, names = near[position]
    if start == len(found) and last == len(head) and sum(line.count('"') for line in head) % 2:
        raise WeatherError(
            f"A quotation mark in the header, line {first:,}, is never closed: {quoted(head[first - 1])}; "
            "close or remove it."
        )
    below = [cells for *_, cells in near[position + 1 :]]
    above = _adjoining(near[:position], first, len(names))
    units = next((cells for cells in (*below, *above) if is_units_row(cells)), [])
    if rows.delimiter == BLANKS:  # the first columns, of the date, have none
        units = [""] * (rows.width - len(units)) + units
    return Header(
        tuple(names),
        lines,
        first,
        tuple(units),
        tuple(tuple(cells) for cells in above if _is_stacked(cells)),
        tuple(tuple(cells) for cells in below if _is_stacked(cells)),
    )


def _records(head: list[str], rows: Rows) -> list[Record]:
    if rows.delimiter == BLANKS:
        found = list(records((COMMENT.sub("", line) for line in head), BLANKS))
        return [(first, last, _apart(head[first - 1], cells, rows.width)) for first, last, cells in found]
    found = []
    with contextlib.suppress(csv.Error):  # a cell that is too long: what comes before it is enough
        found += records(head, rows.delimiter)
    if not found:
        raise WeatherError(
            f"The header, line 1, can't be split into names: {quoted(head[0])}; close or remove its "
            "quotation mark."
        )
    return found


def _apart(line: str, cells: list[str], width: int) -> list[str]:
    """The cells of a line in a table with blanks between the cells: names may hold single blanks."""
    if len(cells) > width:
        names = re.split(r"\s{2,}|\t", COMMENT.sub("", line).strip())
        return names if len(names) == width else cells
    return cells


def _data_start(found: list[Record], rows: Rows) -> int:
    """Position of the first record of data; the number of records if there is none."""
    cells = [record[2] for record in found]
    if not rows.types.known:  # words only: the first line as wide as the others is the header
        return next((i + 1 for i, one in enumerate(cells) if len(one) == rows.width), len(cells))
    start = _run(cells, rows, 2)
    start = _run(cells, rows, 1) if start == len(cells) else start
    if start == len(cells):
        return start
    if start == 0 and not any(map(_counts, cells[1:3])) and _counts(cells[0]):
        return 1
    for position in range(start - 1, -1, -1):  # rows above with a word in them, or without a date
        one = cells[position]
        if len(one) != len(cells[start]) or (_words(one) and not rows.types.may_fit(one)):
            break
        # A row of figures without a date is left out later, with a line in the report.
        figures = position == start - 1 and any(cell_type(cell) == NUMBER for cell in one)
        if rows.types.may_fit(one) or rows.types.fits(one) or (figures and not _counts(one)):
            start = position
    return start


def _run(cells: list[list[str]], rows: Rows, first: int) -> int:
    """Where records that look like data become the rule, the ``first`` of them without exception."""
    start = 0
    while start < len(cells):
        ahead = [rows.types.fits(one) for one in cells[start : start + AHEAD]]
        if all(ahead[:first]) and 2 * sum(ahead) > len(ahead):
            return start
        start += ahead.index(True, 1) if True in ahead[1:] else len(ahead)
    return start


def _counts(cells: list[str]) -> bool:
    """Whether the cells, the first words aside, count up by one: names that are numbers, such as years or
    days."""
    words = next((p for p, cell in enumerate(cells) if p and cell_type(cell) == NUMBER), len(cells))
    numbers = [cell.strip() for cell in cells[words:] if cell.strip()]
    if len(numbers) < 4 or not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in numbers):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(numbers))


def _choose(near: list[Record], rows: Rows) -> int | None:
    """Position of the header among the records above the data, None if there is none."""
    width = rows.width - rows.trailing
    best: tuple[bool, int, int] | None = None
    for position, (*_, cells) in enumerate(near):
        filled = [cell for cell in cells if cell.strip()]
        if len(cells) < min(2, width) or 2 * len(filled) < width or not filled:
            continue
        if len(cells) < width - 1 and position < len(near) - 1:
            continue
        if not _words(cells) and not _counts(cells):
            continue
        if 2 * sum(_MEMBER.search(cell) is not None for cell in filled) >= len(filled):
            continue
        rank = (not is_units_row(cells), min(len(filled), width), position)
        best = max(best, rank) if best else rank
    return best[2] if best else None


def _words(cells: list[str]) -> bool:
    """Whether there are words, and at most as many numbers and dates."""
    kinds = [kind for cell in cells if (kind := _kind(cell)) != EMPTY]
    return bool(kinds) and 2 * sum(kind in TYPED for kind in kinds) <= len(kinds)


def _kind(cell: str) -> str:
    """The type of a cell above the data, where a unit alone is no measurement and "T" no marker."""
    kind = cell_type(cell)
    return "word" if kind == NUMBER and not is_figure(re.sub(r"[^\d.,+-]", "", cell)) else kind


def _is_stacked(cells: list[str]) -> bool:
    """Whether a row of words belongs to the names: it is no row of units, and no note."""
    return _words(cells) and not _NOTE.match(cells[0]) and not is_units_row(cells)


def _adjoining(records_above: list[Record], first: int, width: int) -> list[list[str]]:
    """The records directly above line ``first`` that have ``width`` cells, nearest first."""
    adjoining = []
    for begin, end, cells in reversed(records_above):
        # A station's coordinates have names of their own above them.
        measured = any("." in cell and is_figure(cell.strip()) for cell in cells)
        if end != first - 1 or len(cells) != width or measured:
            break
        adjoining.append(cells)
        first = begin
    return adjoining


def is_units_row(cells: list[str]) -> bool:
    """Whether most cells are units, and one of them can be nothing else."""
    filled = [cell.strip() for cell in cells if cell.strip() and not _WRITTEN.fullmatch(cell.strip())]
    units = [cell for cell in filled if is_unit(cell)]
    return any(len(cell) > 1 for cell in units) and len(units) >= 0.6 * len(filled)
