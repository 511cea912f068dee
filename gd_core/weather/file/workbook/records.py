"""How many cells a sheet of a workbook claims, and how much text they share: the bounds of both.

The records of .xlsb workbooks are looked through here.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gd_core.weather.limits import FEW_CELLS, MAX_BYTES, MAX_COLUMNS, MIB
from gd_core.weather.report import WeatherError

BYTES_PER_CELL = 4  # of a sheet's part, at least: most cells take 20 and more
SIZE, COUNTS = 148, (159, 615, 617)  # the size of a sheet; how many texts, formats and styles follow
RICH_TEXT_CELL = 62
ROW, LAST_CELL, TEXT_CELL, TEXT = 0, 11, 7, 19  # records of .xlsb: a row, cells, one of shared text, a text

LEAST = {
    ROW: 4,
    **dict.fromkeys(range(1, LAST_CELL + 1), 8),
    TEXT_CELL: 12,
    RICH_TEXT_CELL: 8,
    SIZE: 16,
}  # bytes


@dataclass(frozen=True)
class Extent:
    """The last row and column of a sheet, counted from 1, and the bytes of each text that cells share."""

    rows: int
    columns: int
    texts: list[int] = field(default_factory=list)


def check_extent(extent: Extent, size: int) -> None:
    """WeatherError if a sheet whose part has ``size`` bytes claims too many columns or cells."""
    if extent.columns > MAX_COLUMNS:
        raise WeatherError(
            f"A sheet of the workbook has {extent.columns:,} columns, and at most {MAX_COLUMNS:,} are read; "
            "keep the columns needed."
        )
    if extent.rows * extent.columns > max(FEW_CELLS, size // BYTES_PER_CELL):
        raise WeatherError(
            f"A sheet of the workbook reaches to row {extent.rows:,} and column {extent.columns:,}, and most "
            "of its cells are empty; delete the cells far away from the table."
        )


def too_much_text() -> WeatherError:
    """The refusal of a workbook whose cells hold more text than is read."""
    return WeatherError(
        f"The cells of the workbook hold more than {MAX_BYTES // MIB} MiB of text; delete what is no weather."
    )


def check_texts(lengths: list[int], references: Counter[int]) -> None:
    """WeatherError if the cells that refer to shared texts hold more text than is read."""
    most = sum(lengths[number] * times for number, times in references.items() if number < len(lengths))
    if most > MAX_BYTES:
        raise too_much_text()


def damaged() -> WeatherError:
    """The refusal of a workbook whose records are not what they say."""
    return WeatherError("The workbook is damaged; open and save it again, or save the sheet as CSV.")


def records_extent(content: bytes) -> tuple[Extent, Counter[int]]:
    """The extent of a part of an .xlsb workbook, and how often its cells refer to each shared text."""
    rows = columns = 0
    texts: list[int] = []
    references: Counter[int] = Counter()
    for kind, start, end in _records(content):
        # Of a record that is too short, the library would read what stood before it.
        if end - start < LEAST.get(kind, 0):
            raise damaged()
        if kind == ROW:
            rows = max(rows, int.from_bytes(content[start : start + 4], "little") + 1)
        elif kind <= LAST_CELL or kind == RICH_TEXT_CELL:
            columns = max(columns, int.from_bytes(content[start : start + 4], "little") + 1)
            if kind == TEXT_CELL:
                references[int.from_bytes(content[start + 8 : start + 12], "little")] += 1
        elif kind == SIZE:
            _, last_row, _, last_column = struct.unpack_from("<4I", content, start)
            rows, columns = max(rows, last_row + 1), max(columns, last_column + 1)
        elif kind in COUNTS:
            head = content[start : min(end, start + 8)]
            if any(
                count > len(content)
                for count in struct.unpack(f"<{len(head) // 4}I", head[: len(head) // 4 * 4])
            ):
                raise damaged()
        elif kind == TEXT and end - start >= 5:
            texts.append(2 * int.from_bytes(content[start + 1 : start + 5], "little"))
    return Extent(rows, columns, texts), references


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, start and end of each record: both kind and length are written in as few bytes as they need."""
    position = 0
    while position < len(content):
        kind = content[position]
        position += 1
        if kind & 0x80 and position < len(content):
            kind = (kind & 0x7F) | (content[position] << 7)
            position += 1
        length = shift = 0
        for _ in range(4):
            if position >= len(content):
                return
            byte = content[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if position + length > len(content):  # room for it would be made before it is read
            raise damaged()
        yield kind, position, position + length
        position += length
