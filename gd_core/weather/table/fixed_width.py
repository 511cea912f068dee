"""Tables of fixed width, in which a missing value is a gap: tabs are put where columns begin.

Only needed where rows have different numbers of words; otherwise runs of blanks are delimiter enough.
"""

import numpy as np

from gd_core.weather.table.delimiter import BLANKS, split_line, usual_width

REGULAR = 0.97  # share of rows with the usual number of words, from which on nothing is missing
SINGLE = 0.9  # share of rows that must have at most one word in each column
MAX_WIDTH = 2_000  # characters of a row
CHUNK = 1 << 20  # bytes worked on at a time
FEWEST = 3  # rows from which columns are seen

TAB, NEWLINE, BLANK = b"\t\n "


def column_bounds(lines: list[str]) -> np.ndarray | None:
    """The positions between columns, if ``lines`` of data are a table of fixed width with gaps; else None."""
    rows = [line.rstrip() for line in lines if line.strip()]
    if len(rows) < FEWEST or any("\t" in row or len(row) > MAX_WIDTH for row in rows):
        return None
    words = [split_line(row, BLANKS) for row in rows]
    usual = usual_width(words)
    if sum(len(cells) == usual for cells in words) >= REGULAR * len(rows):
        return None
    bounds = _bounds(rows)
    if len(bounds) + 1 < max(map(len, words)):
        return None
    single = [len(np.unique(_columns(row, bounds))) == len(row.split()) for row in rows]
    return bounds if len(bounds) and sum(single) >= SINGLE * len(rows) else None


def bounds_below(header: str, lines: list[str], names: int) -> np.ndarray | None:
    """The positions between columns, if each of the ``names`` in the header stands above one; else None."""
    rows = [line.rstrip() for line in (header, *lines) if line.strip()]
    if any("\t" in row or len(row) > MAX_WIDTH for row in rows):
        return None
    bounds = _bounds(rows)
    return bounds if len(bounds) == names - 1 else None


def _bounds(rows: list[str]) -> np.ndarray:
    """The positions between the columns of text in ``rows``: where all of them have blanks."""
    filled = np.zeros(max(map(len, rows)) + 2, dtype=np.int8)
    for row in rows:
        filled[1 : len(row) + 1] |= np.array([not c.isspace() for c in row], dtype=np.int8)
    edges = np.diff(filled)
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return (ends[:-1] + starts[1:]) / 2


def _columns(row: str, bounds: np.ndarray) -> np.ndarray:
    """The column of each word of a row."""
    blank = np.array([True, *(c.isspace() for c in row), True])
    edges = np.diff(blank.astype(np.int8))
    centres = (np.flatnonzero(edges == -1) + np.flatnonzero(edges == 1)) / 2
    return np.searchsorted(bounds, centres)


def with_tabs(data: bytes, bounds: np.ndarray) -> bytes:
    """``data`` with a tab between columns instead of blanks; words within a column keep one blank.

    Positions are counted in bytes: letters beyond ASCII, which data hardly have, move what follows them.
    """
    parts, start = [], 0
    while start < len(data):
        end = data.find(b"\n", start + CHUNK) + 1 or len(data)
        parts.append(_with_tabs(data[start:end], bounds))
        start = end
    return b"".join(parts)


def _with_tabs(data: bytes, bounds: np.ndarray) -> bytes:
    """`with_tabs` for whole lines, in about 40 times their room."""
    padded = b" " + data.removesuffix(b"\n").replace(b"\r", b" ").replace(b"\n", b" \n ") + b" \n"
    text = np.frombuffer(padded, dtype=np.uint8).copy()
    newlines = np.flatnonzero(text == NEWLINE)
    blank = (text == BLANK) | (text == NEWLINE)
    edges = np.diff(blank.astype(np.int8))
    starts, ends = np.flatnonzero(edges == -1) + 1, np.flatnonzero(edges == 1) + 1
    if len(starts) == 0:
        return data if data.endswith(b"\n") else data + b"\n"
    lines = np.searchsorted(newlines, starts)
    begins = np.concatenate(([1], newlines + 2))[lines]  # each line is behind a blank put there
    columns = np.searchsorted(bounds, (starts + ends) / 2 - begins)
    first = np.concatenate(([True], lines[1:] != lines[:-1]))
    last = np.concatenate((first[1:], [True]))
    tabs = np.where(first, columns, columns - np.concatenate(([0], columns[:-1])))
    within = ~first & (tabs == 0)
    times = (~blank).astype(np.int32)
    times[newlines] = 1
    text[starts - 1], times[starts - 1] = np.where(within, BLANK, TAB), np.where(within, 1, tabs)
    before_end = newlines[lines[last]] - 1
    text[before_end], times[before_end] = TAB, len(bounds) - columns[last]
    return np.repeat(text, times).tobytes()
