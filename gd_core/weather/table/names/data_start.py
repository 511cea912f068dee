"""Where the data begin, even if their first row is broken, or stands in the line of the header."""

import re
from itertools import pairwise

from gd_core.weather.table.cell_types import EMPTY, LONGEST, NUMBER, TYPED, cell_type, is_figure
from gd_core.weather.table.delimiter import Rows

AHEAD = 6  # records that must look like data where data begin

Record = tuple[int, int, list[str]]  # first and last line, counted from 1, and cells


def data_start(found: list[Record], rows: Rows) -> int:
    """Position of the first record of data; the number of records if there is none."""
    cells = [record[2] for record in found]
    if not rows.types.known:  # words only: the first line as wide as the others is the header
        return next((i + 1 for i, one in enumerate(cells) if len(one) == rows.width), len(cells))
    start = _run(cells, rows, 2)
    start = _run(cells, rows, 1) if start == len(cells) else start
    if start == len(cells):
        return start
    if start == 0 and not any(map(counts, cells[1:3])) and counts(cells[0]):
        return 1
    for position in range(start - 1, -1, -1):  # rows above with a word in them, or without a date
        one = cells[position]
        if len(one) != len(cells[start]) or (has_words(one) and not rows.types.may_fit(one)):
            break
        # A row of figures without a date is left out later, with a line in the report.
        figures = position == start - 1 and any(cell_type(cell) == NUMBER for cell in one)
        if rows.types.may_fit(one) or rows.types.fits(one) or (figures and not counts(one)):
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


def counts(cells: list[str]) -> bool:
    """Whether the cells, the first words aside, count up by one: names that are numbers, such as years or
    days."""
    words = next((p for p, cell in enumerate(cells) if p and cell_type(cell) == NUMBER), len(cells))
    numbers = [cell.strip() for cell in cells[words:] if cell.strip()]
    if len(numbers) < 4 or not all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in numbers):
        return False
    return all(int(b) - int(a) == 1 for a, b in pairwise(numbers))


def is_broken_row(cells: list[str], names: list[str], rows: Rows) -> bool:
    """Whether a record between the header and the data, no row of units, is a row of data that is broken."""
    stacked = len(cells) == len(names) and has_words(cells) and rows.types.compare(cells)[0] == 0
    return not stacked and any(character.isdigit() for cell in cells for character in cell)


def without_first_row(cells: list[str], rows: Rows) -> list[str] | None:
    """The names in a record that holds both the header and the first row; None if it doesn't."""
    width = rows.width
    if len(cells) not in (2 * width - 1, 2 * width) or not has_words(cells[: width - 1]):
        return None
    if len(cells) == 2 * width:
        return cells[:width] if rows.types.fits(cells[width:]) else None
    good, wrong, text = rows.types.compare(["", *cells[width:]])
    last = _without_number(cells[width - 1], rows.types.types[0])
    return [*cells[: width - 1], last] if good and last and not wrong + text else None


def _without_number(cell: str, kind: str | None) -> str:
    """A name without the cell of a ``kind`` (None: of text) that follows it; "" if none does."""
    if kind is None:  # two quoted cells
        return cell.split('"')[0] if '"' in cell else ""
    places = range(1, min(len(cell), LONGEST))
    return next((cell[:place] for place in places if cell_type(cell[place:]) == kind), "")


def has_words(cells: list[str]) -> bool:
    """Whether there are words, and at most as many numbers and dates."""
    kinds = [kind for cell in cells if (kind := _kind(cell)) != EMPTY]
    return bool(kinds) and 2 * sum(kind in TYPED for kind in kinds) <= len(kinds)


def _kind(cell: str) -> str:
    """The type of a cell above the data, where a unit alone is no measurement and "T" no marker."""
    kind = cell_type(cell)
    return "word" if kind == NUMBER and not is_figure(re.sub(r"[^\d.,+-]", "", cell)) else kind
