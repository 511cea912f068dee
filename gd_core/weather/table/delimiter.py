"""What stands between the cells: each delimiter is tried on some lines, and the most regular table wins."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gd_core.weather.limits import MAX_COLUMNS
from gd_core.weather.report import WeatherError, quoted
from gd_core.weather.table.cell_types import TEXT, ColumnTypes, cell_type, column_types

HEAD_BYTES, HEAD_LINES = 1 << 16, 250  # the beginning: so much of both, for preambles have up to 200 lines
MOST = 1 << 20  # bytes of a sample, if lines are long
MIDDLE_BYTES, MIDDLE_LINES = 1 << 14, 8
TAIL_BYTES = 1 << 15


@dataclass(frozen=True)
class Sample:
    """Lines of a file with their ends: ``head`` from its beginning, ``middle``, where only data is expected,
    and ``tail`` up to its end. The three overlap in a short file."""

    head: list[str]
    middle: list[str]
    tail: list[str]


def take_sample(data: bytes) -> Sample:
    """Lines of ``data``, text in UTF-8."""
    stop = _after_lines(data, 0, HEAD_BYTES, HEAD_LINES)
    head = _lines(data[:stop])
    if stop == len(data):
        filled = [line for line in head if line.strip()]
        third = len(filled) // 3
        return Sample(head, filled[third : max(len(filled) - third, third + 1)], head)
    start = data.find(b"\n", len(data) // 2) + 1
    middle = _lines(data[start : _after_lines(data, start, MIDDLE_BYTES, MIDDLE_LINES)])
    start = data.find(b"\n", max(stop - 1, len(data) - TAIL_BYTES)) + 1
    return Sample(head, [line for line in middle if line.strip()], _lines(data[start:]))


def _after_lines(data: bytes, start: int, size: int, lines: int) -> int:
    """The end of the line at which both ``size`` bytes and ``lines`` lines are reached, or `MOST` bytes
    are."""
    end = start
    for _ in range(lines):
        end = data.find(b"\n", end, start + MOST) + 1
        if end == 0:
            end = data.rfind(b"\n", start, start + MOST) + 1
            return end if end and start + MOST < len(data) else min(len(data), start + MOST)
    if end - start < size:
        end = data.find(b"\n", start + size) + 1
    return end or len(data)


def _lines(data: bytes) -> list[str]:
    """The lines of ``data`` with their ends, whatever these are."""
    return io.StringIO(data.decode("utf-8", errors="replace"), newline="").readlines()


BLANKS = " "  # one or more blanks or tabs between the cells
DELIMITERS = {
    "\t": "tab",
    ";": "semicolon",
    "|": "vertical bar",
    ",": "comma",
    BLANKS: "blank",
}  # first of equals
DOUBLE_COLON = "\x1f"  # stands for "::" from here on: what splits lines knows delimiters of one character
#: Delimiters that are rare, and that other cells often hold: taken where the others make no table.
SELDOM = {"^": "caret", "~": "tilde", "#": "number sign", DOUBLE_COLON: "double colon", ":": "colon"}
NAMES = DELIMITERS | SELDOM

SAMPLE_ROWS, SAMPLE_CELLS = 60, 2_000  # looked at
REGULAR = 0.4  # share of rows of equal length in a table, at least
FEW = 5  # rows too few to say so
PROSAIC = 0.95  # how well blanks fit, compared with another delimiter: a remark may have as many words
RARE = 0.5  # how well a delimiter of `SELDOM` fits, compared with another one
PROSE = 30  # characters in a line of prose, on average

_FOREIGN = re.compile(r"[;\t|^~#]|,(?=\S)|(?<!\d\d):|:(?!\d\d)")  # a colon within a time is none
_PIECES = re.compile(r'"\s?[;,\t|^~#:]\s?"')
_WORDS = re.compile(
    r'"([^"]*)"(?=[ \t]|$)|([^ \t]+)'
)  # as pandas splits lines: other blanks are no delimiters


@dataclass(frozen=True)
class Rows:
    """How the rows of data are written: the delimiter, the usual number of cells, and the columns' types.

    ``trailing`` is the number of delimiters that end every row, each with an empty cell behind it.
    """

    delimiter: str
    width: int
    trailing: int
    types: ColumnTypes


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line; a quoted cell that goes on in the next line is cut."""
    line = line.rstrip("\r\n")
    if delimiter == BLANKS:
        return [quoted_cell or word for quoted_cell, word in _WORDS.findall(line)]
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a cell of more than 131,072 characters
        return [line]


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """The records of ``lines``, each with its first and last line, counted from 1. Blank lines are none.

    csv.Error if a cell is too long to be one.
    """
    if delimiter == BLANKS:
        for number, line in enumerate(lines, start=1):
            if cells := split_line(line, delimiter):
                yield number, number, cells
        return
    reader = csv.reader(lines, delimiter=delimiter)
    begin = 1
    for cells in reader:
        if not blank(cells):
            yield begin, reader.line_num, cells
        begin = reader.line_num + 1


def blank(cells: list[str]) -> bool:
    """Whether a record is that of a blank line."""
    return not cells or (len(cells) == 1 and not cells[0].strip(" \t"))


def find_rows(sample: Sample, delimiter: str | None = None) -> Rows:
    """The delimiter by which the lines in the middle of the file make the most regular table, if it isn't
    known.

    WeatherError if none makes one.
    """
    lines = sample.middle[:SAMPLE_ROWS]
    said = re.fullmatch(r'"?sep=([,;\t|])"?\s*', sample.head[0])  # so a spreadsheet is told
    choices = [delimiter] if delimiter else [said[1]] if said else list(NAMES)
    delimiter, rows = _best(lines, choices)
    width = usual_width(rows)
    if width < 2 or (delimiter == BLANKS and not column_types(rows).known):
        return _one_column(lines, [line for line in sample.head if line.strip()])
    regular = [row for row in rows if len(row) == width]
    if len(rows) >= FEW and len(regular) < REGULAR * len(rows):
        raise WeatherError(
            f"This is not a table: lines such as {quoted(lines[0])} and {quoted(lines[-1])} don't split into "
            "the same number of cells; export the data as CSV."
        )
    if width > MAX_COLUMNS:
        raise WeatherError(
            f"The table has {width:,} columns, and at most {MAX_COLUMNS:,} are read; keep the columns needed."
        )
    regular = regular[:: max(1, len(regular) * width // SAMPLE_CELLS)]
    trailing = min(_trailing(row) for row in regular) if delimiter != BLANKS else 0
    return Rows(delimiter, width, trailing, column_types(regular))


def _best(lines: list[str], choices: list[str]) -> tuple[str, list[list[str]]]:
    """The delimiter that fits best, and the cells of the lines."""
    tables = {}
    for delimiter in choices:
        own = [line.replace("::", DOUBLE_COLON) for line in lines] if delimiter == DOUBLE_COLON else lines
        if delimiter == ":" and DOUBLE_COLON in tables:
            continue
        if delimiter not in SELDOM or sum(delimiter in line for line in own) > REGULAR * len(own):
            tables[delimiter] = [split_line(line, delimiter) for line in own]
    delimiter = max(tables, key=lambda d: _fitness(tables[d], d))
    return delimiter, tables[delimiter]


def _one_column(lines: list[str], head: list[str]) -> Rows:
    """A table of one column; WeatherError if the lines are prose, or rows in quotation marks."""
    _refuse_wreck(lines)
    types = column_types([[line.strip()] for line in lines])
    if len(head) >= FEW and not types.known and sum(map(len, head)) > PROSE * len(head):
        raise WeatherError(
            f"This is not a table: lines such as {quoted((lines or head)[0])} hold no cells; export the data "
            "as CSV."
        )
    return Rows(",", 1, 0, types)


def usual_width(rows: list[list[str]]) -> int:
    """The most frequent number of cells; the larger of equals."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width), default=0)


def _trailing(row: list[str]) -> int:
    """Empty cells at the end of a row."""
    return next((n for n, cell in enumerate(reversed(row)) if cell.strip()), len(row))


def _fitness(rows: list[list[str]], delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter fits, as a sort key: several columns; rows of equal length with cells that are
    numbers, dates or words and not pieces of a row; many columns."""
    width = usual_width(rows)
    regular = [row for row in rows if len(row) == width]
    if width < 2:
        return False, 0.0, width
    some = regular[:: max(1, len(regular) * width // SAMPLE_CELLS)]
    quality = [_quality(cell, delimiter) for row in some for cell in row[:SAMPLE_CELLS]]
    share = (
        len(regular) / len(rows) * (RARE if delimiter in SELDOM else PROSAIC if delimiter == BLANKS else 1.0)
    )
    return True, round(share * sum(quality) / len(quality), 2), width


def _quality(cell: str, delimiter: str) -> float:
    """How much a cell looks like one: less if it holds what else could delimit, or pieces of quoted cells."""
    if cell_type(cell) != TEXT:
        return 1.0
    if delimiter != BLANKS and (cell.count('"') % 2 or _PIECES.search(cell)):
        return 0.1
    foreign = _FOREIGN.search(cell.replace(delimiter, " "))
    return 0.3 if foreign or re.search(r"\d\s{2,}[-\d]", cell) else 0.9


def _refuse_wreck(lines: list[str]) -> None:
    """WeatherError if each line is one cell in quotation marks that holds a whole row."""
    wrecked = [line for line in lines if re.match(r'\s*"[^"]*(?:""|[;,\t|])', line) and _FOREIGN.search(line)]
    if wrecked and 2 * len(wrecked) > len(lines):
        raise WeatherError(
            f"This is not a table: each line is one text in quotation marks, such as {quoted(wrecked[0])}; "
            "export the data again, or save the sheet as CSV."
        )
