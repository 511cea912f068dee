"""What is checked of a workbook before it is opened: small files can claim a great many cells.

A workbook of XML (.xlsx, .ods) or of records (.xlsb) is a ZIP archive. It is unpacked here, within limits,
and packed again without compression and without what is no part of the tables: the library that reads it
sees what was checked, and nothing else.
"""

import io
import re
import zipfile
import zlib
from collections import Counter

import numpy as np

from gd_core.weather.file.unpack import check_directory, limited
from gd_core.weather.file.workbook.old import old_workbook_extent
from gd_core.weather.file.workbook.records import (
    Extent,
    check_extent,
    check_texts,
    records_extent,
    too_much_text,
)
from gd_core.weather.limits import MAX_BYTES, MIB
from gd_core.weather.report import WeatherError, quoted

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Parts that hold no cells.
ASIDE = re.compile(
    r"(?:^|/)(?:media|drawings|charts|theme|pivot\w*|printerSettings|customXml|docProps|externalLinks"
    r"|embeddings|activeX|ctrlProps|Pictures|Thumbnails|Configurations2|Object [^/]*|ObjectReplacements)/"
    r"|(?:^|/)(?:vba\w*|comments\d*|calcChain)\.(?:bin|xml)$|\.(?:png|jpe?g|gif|emf|wmf|vml|svg)$"
)
SHORTEST_CELL = 12  # bytes: <c><v>1</v></c> and less
LONGEST = 11  # characters of a cell's address: XFD1048576
UNUSUAL = "is written in an unusual way"
_TEXT = re.compile(rb"<(?:\w+:)?si[ />]")
_VALUE = re.compile(rb"v>([^<]*)<")
_ROW = re.compile(rb"<table:table-row([^>]*[^>/])?>(.*?)</table:table-row>", re.DOTALL)
_EMPTY_CELLS = re.compile(rb"(?:\s*<table:(?:covered-)?table-cell(?![^<>]*office:)[^<>]*/>)+\s*$")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated\s*=\s*[\"'](\d{1,9})")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated\s*=\s*[\"'](\d{1,9})")
_BLANKS = re.compile(rb"text:c\s*=\s*[\"']\d{4}")  # so many blanks, in one element


def checked(data: bytes, kind: str) -> bytes:
    """The workbook ``data`` as it may be opened; WeatherError if it goes beyond the limits."""
    if data.startswith(OLE):
        extent, references = old_workbook_extent(data)
        check_extent(extent, len(data))
        check_texts(extent.texts, references)
        return data
    try:
        check_directory(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _packed_again(archive, len(data), kind)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise WeatherError(f"The {kind} is damaged ({quoted(error)}); fetch or save it again.") from None


def _packed_again(archive: zipfile.ZipFile, packed: int, kind: str) -> bytes:
    room = MAX_BYTES
    again = io.BytesIO()
    shared = SharedTexts()
    with zipfile.ZipFile(again, "w") as plain:
        for name in dict.fromkeys(archive.namelist()):
            if name.endswith("/") or ASIDE.search(name):
                continue
            if archive.getinfo(name).flag_bits & 1:
                raise WeatherError(f"The {kind} is protected by a password; save it without one.")
            with archive.open(name) as file:
                content = limited(file, packed, room)
            room -= len(content)
            check_extent(_part_extent(name.lower(), content, shared), len(content))
            plain.writestr(zipfile.ZipInfo(name), content)
    shared.check()
    return again.getvalue()


def _part_extent(name: str, content: bytes, shared: "SharedTexts") -> Extent:
    """The rows and columns that one part of a workbook claims; adds its texts to ``shared``."""
    if name.endswith(".bin"):
        extent, references = records_extent(content)
        shared.lengths = shared.lengths or extent.texts
        shared.references += references
        return extent
    if name == "content.xml":
        return _repeated_extent(content)
    if name.endswith("sharedstrings.xml"):
        shared.lengths = [len(text) for text in _TEXT.split(content)[1:]]
    shared.parts.append(content)
    return _addressed_extent(content)


class SharedTexts:
    """The bytes of the texts that cells share; the parts of XML in which cells stand, else the references."""

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self.parts: list[bytes] = []
        self.references: Counter[int] = Counter()

    def check(self) -> None:
        """WeatherError if the cells would hold more text than is read."""
        longest = max(self.lengths, default=0)
        check_texts(self.lengths, self.references)
        if longest * sum(map(len, self.parts)) <= MAX_BYTES * SHORTEST_CELL:
            return
        references, unknown = Counter[int](), 0
        for part in self.parts:
            found = Counter(_VALUE.findall(part))
            unknown += _values(part) - found.total()
            for text, times in found.items():
                if text.isdigit():
                    references[int(text[:9])] += times
                elif b"&" in text:  # a number written as nobody does
                    unknown += times
        if unknown * longest > MAX_BYTES:
            raise too_much_text()
        check_texts(self.lengths, references)


def _values(part: bytes) -> int:
    """How many cells have a value in the XML of a sheet."""
    return part.count(b"<v") + part.count(b":v")


def _addressed_extent(content: bytes) -> Extent:
    """The last row and column of the cells' addresses (r="B12") in the XML of a sheet."""
    row = column = 0
    for start in range(0, len(content), MIB):
        piece = content[start : start + MIB + 2 * LONGEST]
        if b"r" in piece:
            last = _last_address(np.frombuffer(piece + bytes(LONGEST + 4), np.uint8))
            row, column = max(row, last[0]), max(column, last[1])
    return Extent(row, column)


def _last_address(text: np.ndarray) -> tuple[int, int]:
    blank = text[:-3] <= 32
    named = np.flatnonzero(blank & (text[1:-2] == ord("r")) & ((text[2:-1] == ord("=")) | (text[2:-1] <= 32)))
    named = named[named < len(text) - LONGEST - 4]
    usual = (text[named + 2] == ord("=")) & (text[named + 3] == ord('"'))
    if not usual.all() and not (text[named[~usual] + 2] == 0).all():
        raise WeatherError(f"A sheet of the workbook {UNUSUAL}; save it again, or save the sheet as CSV.")
    at = named[usual] + 4
    row = np.zeros(len(at), dtype=np.int64)
    column = np.zeros(len(at), dtype=np.int64)
    within = np.ones(len(at), dtype=bool)
    for _ in range(LONGEST):
        cell = text[at]
        letter, digit = (cell | 32) - np.uint8(ord("a")), cell - np.uint8(ord("0"))  # others wrap around
        is_letter, is_digit = within & (letter < 26), within & (digit < 10)
        within = is_letter | is_digit
        if not within.any():
            break
        if is_letter.any():
            column[is_letter] = column[is_letter] * 26 + letter[is_letter] + 1
        if is_digit.any():
            row = np.where(is_digit, row * 10 + digit, row)
        at += 1
    return int(row.max(initial=0)), int(column.max(initial=0))


def _repeated_extent(content: bytes) -> Extent:
    """Rows and columns of the largest sheet of an OpenDocument, with those that are said to be repeated."""
    if _BLANKS.search(content):
        raise WeatherError(f"A sheet of the workbook {UNUSUAL}; save it again, or save the sheet as CSV.")
    sheets = [_sheet_extent(sheet) for sheet in content.split(b"<table:table ")]
    return Extent(max(sheet.rows for sheet in sheets), max(sheet.columns for sheet in sheets))


def _sheet_extent(sheet: bytes) -> Extent:
    """Rows and columns of one sheet; WeatherError if what is repeated in it makes too much text."""
    rows = pending = columns = text = 0
    for match in _ROW.finditer(sheet):
        body = _EMPTY_CELLS.sub(b"", match[2])
        times = _repeated(_ROWS_REPEATED, match[1] or b"", 1)
        pending += times
        if not body.strip():
            continue
        cells = body.count(b"<table:table-cell") + body.count(b"<table:covered-table-cell")
        more = _repeated(_COLUMNS_REPEATED, body, 0)
        rows, pending = rows + pending, 0
        columns = max(columns, cells + more)
        if times > 1 or more > 0:
            text += times * len(body) * (1 + (more if b"text:p" in body else 0) // max(cells, 1))
    if text > MAX_BYTES:
        raise too_much_text()
    return Extent(rows, columns)


def _repeated(pattern: re.Pattern[bytes], text: bytes, least: int) -> int:
    return max(least, sum(int(number) for number in pattern.findall(text))) if b"repeated" in text else least
