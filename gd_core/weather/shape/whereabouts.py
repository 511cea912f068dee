"""Where the station stands, as far as the file states it: in columns of its rows, or in lines above them."""

import math
import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from gd_core.weather.record import Place
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import is_larger_place, is_station, words
from gd_core.weather.vocabulary.languages import plain
from gd_core.weather.vocabulary.whereabouts import (
    CALLED_WORDS,
    ELEVATION_WORDS,
    KEY_WORDS,
    LATITUDE_WORDS,
    LONGITUDE_WORDS,
)

#: What a number is called, and where it may lie.
NUMBERS: dict[str, tuple[frozenset[str], float, float]] = {
    "latitude": (LATITUDE_WORDS, -90.0, 90.0),
    "longitude": (LONGITUDE_WORDS, -180.0, 180.0),
    "elevation": (ELEVATION_WORDS, -450.0, 9000.0),  # 9999 stands for none in NOAA's files
}
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
BETWEEN = r"\s?(?:\([^)]{,40}\))?[\s:=;,]{,40}"  # a name and its number
MOST_COLUMNS = 200  # looked at: those of a place stand in front
MOST_ROWS = 5_000  # looked at, from the first to the last
MOST_LETTERS = 2_000  # of a line


def find_place(cells: Cells, rows: np.ndarray, station: str | None) -> Place:
    """The place that ``rows`` of the table are of; ``station`` is its name where it is one of several."""
    rows = rows[:: max(1, len(rows) // MOST_ROWS)]
    called = {p: words(name)[:3] for p, name in enumerate(cells.names[:MOST_COLUMNS])}
    lines = [plain(line[:MOST_LETTERS]) for line in (*cells.preamble, *cells.footer)]
    numbers = {
        what: _in_columns(cells, rows, called, *of) or _in_lines(lines, *of) for what, of in NUMBERS.items()
    }
    identifier, name = _names(cells, rows)
    both = numbers["latitude"] is not None and numbers["longitude"] is not None
    if not both:
        numbers["latitude"] = numbers["longitude"] = None
    return Place(identifier or station, name, **numbers)


def _in_columns(
    cells: Cells,
    rows: np.ndarray,
    called: dict[int, tuple[str, ...]],
    known: frozenset[str],
    low: float,
    high: float,
) -> float | None:
    """The usual number of the first column whose name begins with one of the words ``known``."""
    for position, own in called.items():
        if own and own[0] in known and cells.is_measured(position):
            found = pd.Series(cells.numbers(position)[rows]).dropna()
            usual = float(found.mode().iloc[0]) if len(found) else math.nan
            if low <= usual <= high:
                return usual
    return None


def _in_lines(lines: Sequence[str], known: frozenset[str], low: float, high: float) -> float | None:
    """The number behind a name in a line of text, or below it in a line of numbers."""
    behind = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(known))})(?![^\W\d_]){BETWEEN}({NUMBER.pattern})")
    for number, line in enumerate(lines):
        found = behind.search(line)
        if found:
            value = float(found.group(1).replace(",", "."))
            if low <= value <= high:
                return value
        below = _below(line, lines[number + 1 : number + 2], known)
        if below is not None and low <= below <= high:
            return below
    return None


def _below(line: str, following: Sequence[str], known: frozenset[str]) -> float | None:
    """The number in the ``following`` line in the place of a name in ``line``."""
    for delimiter in ",;\t":
        names = line.split(delimiter)
        cells = following[0].split(delimiter) if following else []
        if len(names) < 2 or len(cells) != len(names):
            continue
        for name, cell in zip(names, cells, strict=True):
            if words(name)[:1] and words(name)[0] in known and NUMBER.fullmatch(cell.strip()):
                return float(cell.strip().replace(",", "."))
    return None


def _names(cells: Cells, rows: np.ndarray) -> tuple[str | None, str | None]:
    """What tells the station apart, and what people call it, by columns with one cell in all ``rows``."""
    own = [
        p
        for p, name in enumerate(cells.names[:MOST_COLUMNS])
        if is_station(name) and not is_larger_place(name) and _is_constant(cells.table[p].iloc[rows])
    ]
    people = [p for p in own if CALLED_WORDS & set(words(cells.names[p]))]
    keys = sorted((p for p in own if p not in people), key=lambda p: _rank(cells.names[p]))
    cell: Callable[[int], str] = lambda p: _text(cells.table[p].iloc[rows[0]])  # noqa: E731
    return (cell(keys[0]) if keys else None), (cell(people[0]) if people else None)


def _is_constant(column: pd.Series) -> bool:
    return bool(len(column)) and not pd.isna(column.iloc[0]) and bool((column == column.iloc[0]).all())


def _rank(name: str) -> bool:
    """False for names of columns that tell stations apart best, so that these come first."""
    return KEY_WORDS.isdisjoint(words(name))


def _text(cell: object) -> str:
    """Numbers became floats where a cell of their column is empty."""
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
