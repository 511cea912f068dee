"""Where the data begin, and which of the lines above them names the columns.

Rows of data are known from the middle of the file. The first rows like them begin the data; of the lines
above, the fullest of words is the header, the nearest of equals. Others are a row of units, groups of columns
or their parts (stacked headers), or belong to the preamble.
"""

import contextlib
import csv
import html
import re
from dataclasses import dataclass

from gd_core.weather.report import WeatherError, quoted
from gd_core.weather.table.cell_types import DATE, TYPED, cell_type, is_figure, is_unit
from gd_core.weather.table.delimiter import BLANKS, Rows, records
from gd_core.weather.table.names.data_start import (
    Record,
    counts,
    data_start,
    has_words,
    is_broken_row,
    without_first_row,
)

NEAR = 12  # records above the data among which the header is looked for
COMMENT = re.compile(r"^\s*(?:#+|%+|//+|!+|@)\s*")  # @: names in crop models' files
_ENTITY = re.compile(r"&(?:#176|#x[bB]0|#186|deg|ordm|sup2|#178|micro|#181);")  # °, º, ², µ
_NOTE = re.compile(r"\s*[!*$]")
_WRITTEN = re.compile(r"[ymdhs\-/:. ]+|(?:date|time|day|local|utc|gmt|units?)(?: \w+)?", re.IGNORECASE)
_MEMBER = re.compile(r":\s*$|:\s|=")  # of a list such as "Latitude: 48.2"


@dataclass(frozen=True)
class Header:
    """The header of a table, and what else stands above the data.

    ``names`` are its cells as they stand, () if the file has none, and ``first_line`` is the number of its
    line. ``lines`` is the number of lines above the data. ``units`` are the cells of a row of units.
    ``above`` (nearest first) and ``below`` are stacked headers: rows of words over and under the names.
    ``with_row`` says that the line also holds the first row of data, which is lost.
    """

    names: tuple[str, ...]
    lines: int
    first_line: int
    units: tuple[str, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()
    with_row: bool = False


def find_header(head: list[str], rows: Rows) -> Header:
    """The header of the table of ``rows``, looked for in the file's first lines.

    WeatherError if a quotation mark in it is never closed, or hides where it ends.
    """
    found = _records(head, rows)
    start = data_start(found, rows)
    names = without_first_row(found[start - 1][2], rows) if start else None
    if names:
        found[start - 1] = (*found[start - 1][:2], names)
    near = found[max(0, start - NEAR) : start]
    position = _choose(near, rows)
    below = [] if position is None else near[position + 1 :]
    for record in below:
        said = COMMENT.match(head[record[0] - 1]) or is_units_row(record[2])
        if not said and is_broken_row(record[2], near[position or 0][2], rows):
            start = found.index(record)
            below = below[: below.index(record)]
            break
    lines = found[start][0] - 1 if start < len(found) else len(head)
    if position is None:
        return Header((), lines, lines + 1)
    first, last, _ = near[position]
    if start == len(found) and last == len(head) and sum(line.count('"') for line in head) % 2:
        raise WeatherError(
            f"A quotation mark in the header, line {first:,}, is never closed: {quoted(head[first - 1])}; "
            "close or remove it."
        )
    return _described(near[: position + 1], [cells for *_, cells in below], lines, rows, bool(names))


def _described(upto: list[Record], below: list[list[str]], lines: int, rows: Rows, with_row: bool) -> Header:
    """The header, the last of the records ``upto``, with the records around it."""
    first, _, names = upto[-1]
    above = _adjoining(upto[:-1], first, len(names))
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
        with_row,
    )


def _records(head: list[str], rows: Rows) -> list[Record]:
    head = [_ENTITY.sub(lambda match: html.unescape(match[0]), line) for line in head]
    if rows.delimiter == BLANKS:
        found = list(records((COMMENT.sub("", line) for line in head), BLANKS))
        return [(first, last, _apart(head[first - 1], cells, rows.width)) for first, last, cells in found]
    found = []
    with contextlib.suppress(csv.Error):  # a cell that is too long: what comes before it is enough
        found += records(head, rows.delimiter)
    if not found:
        first = quoted("".join(head[:1]))
        raise WeatherError(
            f"The header, line 1, can't be split into names: {first}; close or remove its quotation mark."
        )
    return found


def _apart(line: str, cells: list[str], width: int) -> list[str]:
    """The cells of a line in a table with blanks between the cells: names may hold single blanks."""
    if len(cells) > width:
        names = re.split(r"\s{2,}|\t", COMMENT.sub("", line).strip())
        return names if len(names) == width else cells
    return cells


def _choose(near: list[Record], rows: Rows) -> int | None:
    """Position of the header among the records above the data, None if there is none."""
    width = rows.width - rows.trailing
    best: tuple[bool, bool, int, bool, int] | None = None
    for position, (*_, cells) in enumerate(near):
        filled = [cell for cell in cells if cell.strip()]
        if len(cells) < min(2, width) or 2 * len(filled) < width or not filled:
            continue
        if len(cells) < width - 1 and position < len(near) - 1:
            continue
        if not has_words(cells) and not counts(cells):
            continue
        if 2 * sum(_MEMBER.search(cell) is not None for cell in filled) >= len(filled):
            continue
        kinds = [cell_type(cell) for cell in filled]
        words = DATE not in kinds, min(len(filled), width), not any(kind in TYPED for kind in kinds)
        rank = (not is_units_row(cells), *words, position)
        best = max(best, rank) if best else rank
    return best[-1] if best else None


def _is_stacked(cells: list[str]) -> bool:
    """Whether a row of words belongs to the names: it is no row of units, and no note."""
    return has_words(cells) and not _NOTE.match(cells[0]) and not is_units_row(cells)


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
