"""From bytes to cells: encoding, delimiter, header, and the place of a cell in the file."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from gd_core.weather.limits import MAX_COLUMNS
from gd_core.weather.report import Decision, WeatherError, counted, quoted
from gd_core.weather.source import BOM

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
SAMPLE_BYTES = 1 << 20  # in which the header and the first rows are looked for
SAMPLE_ROWS = 20
DECIMAL = rb'(?:^|[;\t])"?-?\d+%b\d+"?(?=[;\t\r\n]|$)'  # a whole cell, in bytes, with its decimal sign


@dataclass(frozen=True)
class Layout:
    """How a file is written: its encoding, delimiter and decimal sign, and where its header ends."""

    encoding: str
    delimiter: str
    decimal: str  # "." or ","
    header: tuple[str, ...]
    header_lines: int  # lines up to and with the header
    header_bytes: int


@dataclass(frozen=True)
class Cells:
    """A file as a table.

    ``table`` has the columns 0, 1, ... as pandas read them (numbers or text), one row per record. ``names``
    are the header's, made different from each other; ``originals`` the header's as they are.
    """

    data: bytes
    layout: Layout
    names: tuple[str, ...]
    table: pd.DataFrame

    @property
    def originals(self) -> tuple[str, ...]:
        """The names in the header."""
        return self.layout.header

    def line(self, row: int) -> int:
        """Number of the line in the file, counted from 1, on which row ``row`` of the table begins."""
        body = len(self.data) - self.layout.header_bytes
        lines = self.data.count(b"\n", self.layout.header_bytes) + (
            body > 0 and not self.data.endswith(b"\n")
        )
        if lines == len(self.table):  # neither blank lines nor line breaks within quotation marks
            return self.layout.header_lines + 1 + row
        # Stray quotation marks may make fewer records here than in pandas: then it is the last line.
        upto = itertools.islice(records(self.data, self.layout), row + 1)
        return max((line for line, _ in upto), default=self.layout.header_lines)


def read_cells(data: bytes, decisions: list[Decision]) -> Cells:
    """Parse ``data``; adds to ``decisions``. WeatherError if it is not a table with one header line."""
    data = data.removeprefix(BOM)
    layout = find_layout(data, decisions)
    width = len(layout.header)
    if width > MAX_COLUMNS:
        raise WeatherError(
            f"The header names {width:,} columns, and at most {MAX_COLUMNS:,} are read; keep the columns "
            "needed."
        )
    body = io.BytesIO(data)
    body.seek(layout.header_bytes)
    try:
        # One more column than the header has takes up a delimiter at the end of each line; without
        # index_col=False pandas would make an index of the first column then.
        table = pd.read_csv(
            body,
            sep=layout.delimiter,
            decimal=layout.decimal,
            header=None,
            names=range(width + 1),
            index_col=False,
            low_memory=False,  # decide on a column's type once, from all of it
            encoding=layout.encoding,
            encoding_errors="strict" if layout.encoding == "utf-8" else "replace",  # "replace" is slow
        )
    except pd.errors.ParserError as error:
        raise _why_not_parsed(data, layout, str(error)) from error
    if table.empty:
        raise WeatherError("The file has a header line and no rows; choose a file with one row per day.")
    if table[width].notna().any():
        raise _why_not_parsed(data, layout, "a row is longer than the header")
    return Cells(data, layout, different(layout.header, decisions), table.drop(columns=width))


def find_layout(data: bytes, decisions: list[Decision]) -> Layout:
    """Encoding, delimiter and header of ``data``, from its beginning."""
    encoding = "utf-8"
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        encoding = "cp1252"
        line = data.count(b"\n", 0, error.start) + 1
        evidence = f"line {line} is not valid UTF-8"
        decisions.append(Decision("encoding", "The text is read as Windows-1252", evidence, certain=False))
    whole = len(data) <= SAMPLE_BYTES
    sample = data if whole else data[:SAMPLE_BYTES].rpartition(b"\n")[0] + b"\n"
    lines = io.StringIO(sample.decode(encoding, errors="replace"), newline="").readlines()

    rows = {delimiter: _first_records(lines, delimiter) for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: _regularity([row for _, row in rows[d]]))
    if not rows[delimiter]:
        raise WeatherError(
            "No header line was found; the first line must name the columns, one of them the date."
        )
    header_lines, header = rows[delimiter][0]
    if header_lines == len(lines) and sum(line.count('"') for line in lines) % 2:
        raise WeatherError(
            f"A quotation mark in the header, line 1, is never closed: {quoted(lines[0])}; close or "
            "remove it."
        )
    header_bytes = sum(len(line.encode(encoding, errors="replace")) for line in lines[:header_lines])
    decimal = _decimal(data, delimiter)
    if decimal == ",":
        decisions.append(Decision("decimal", "Numbers are read with a decimal comma"))
    layout = Layout(encoding, delimiter, decimal, tuple(header), header_lines, header_bytes)
    if len(rows[delimiter]) > 1 and len(rows[delimiter][1][1]) > len(header) + 1:
        raise _why_not_parsed(data, layout, "the first row is longer than the header")
    return layout


def _decimal(data: bytes, delimiter: str) -> str:
    """The decimal sign: a comma only where it does not delimit and no number has a point."""
    if delimiter == "," or not re.search(DECIMAL % b",", data, re.MULTILINE):
        return "."
    return "." if re.search(DECIMAL % rb"\.", data, re.MULTILINE) else ","


def _first_records(lines: list[str], delimiter: str) -> list[tuple[int, list[str]]]:
    """The first records that are not blank, each with the number of lines read up to its end."""
    reader = csv.reader(lines, delimiter=delimiter)
    records: list[tuple[int, list[str]]] = []
    try:
        for record in reader:
            if not _blank(record):
                records.append((reader.line_num, record))
            if len(records) == SAMPLE_ROWS:
                break
    except csv.Error:
        if not records:
            raise WeatherError(
                f"The header, line 1, can't be split into names: {quoted(lines[0])}; "
                "close or remove its quotation mark."
            ) from None
    return records


def _regularity(records: list[list[str]]) -> tuple[bool, float, int]:
    """How well a delimiter fits, as a sort key: several columns, rows as wide as the header, many columns."""
    if not records:
        return False, 0.0, 0
    width = len(records[0])
    as_wide = sum(len(record) == width for record in records) / len(records)
    return width > 1, as_wide, width


def _blank(record: list[str]) -> bool:
    return not record or (len(record) == 1 and not record[0].strip(" \t"))


def records(data: bytes, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The records below the header, each with the line on which it begins. Slow: used to find a line only."""
    text = io.TextIOWrapper(io.BytesIO(data), layout.encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=layout.delimiter)
    begin = 1
    try:
        for record in reader:
            if begin > layout.header_lines and not _blank(record):
                yield begin, record
            begin = reader.line_num + 1
    except csv.Error as error:
        raise WeatherError(
            f"Line {begin:,} can't be split into cells ({error}); correct or remove it."
        ) from None


def _why_not_parsed(data: bytes, layout: Layout, reason: str) -> WeatherError:
    """What pandas refused, by its line in the file."""
    if "EOF inside string" in reason:
        return WeatherError("A quotation mark is opened and never closed; close or remove it.")
    width = len(layout.header)
    for line, record in records(data, layout):
        if len(record) > width + 1 or any(record[width:]):
            return WeatherError(
                f"Line {line:,} has {counted(len(record), 'cell')} and the header {width}, "
                f"separated by {DELIMITERS[layout.delimiter]}s; give every row as many cells as the first "
                "line has names, and remove any text above that line."
            )
    return WeatherError(f"The file can't be split into rows and columns ({quoted(reason)}).")


def different(header: tuple[str, ...], decisions: list[Decision]) -> tuple[str, ...]:
    """The names, with " (2)", " (3)" ... added to those that occur again."""
    names: list[str] = []
    taken = set(header)
    times: dict[str, int] = {}
    for name in header:
        times[name] = times.get(name, 0) + 1
        new = name
        while times[name] > 1 and (new := f"{name} ({times[name]})") in taken:
            times[name] += 1
        if new != name:
            taken.add(new)
            text = f"A second column called {quoted(name)} is called {quoted(new)} here"
            if times[name] > 2:
                text = f"One more column called {quoted(name)} is called {quoted(new)} here"
            decisions.append(Decision("renamed", text, data={"original": name, "name": new}))
        names.append(new)
    return tuple(names)
