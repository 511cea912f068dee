"""Text columns taken apart by how their cells look, for millions of rows at once.

Cells that are written alike ("2020-01-05 07:00", "2021-12-31 18:30") have the same length, and digits,
letters and signs in the same places: they form a `Group`, of which each run of digits becomes one array of
numbers, and each run of letters a few different words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

LONGEST = 64  # bytes of a cell that is looked at
CHUNK = 1 << 18  # cells that are looked at together: what is made of more takes time and room
MOST_GROUPS = 200  # ways of writing that are told apart among them
KEY_BYTES = 8  # by which words of one length are told apart: enough for months

DIGIT, LETTER = ord("0"), ord("a")
_CLASS = np.arange(256, dtype=np.uint8)
_CLASS[ord("0") : ord("9") + 1] = DIGIT
_CLASS[ord("a") : ord("z") + 1] = LETTER
_CLASS[ord("A") : ord("Z") + 1] = LETTER
_CLASS[128:] = LETTER  # of letters beyond ASCII, in UTF-8


@dataclass(frozen=True)
class Group:
    """Cells written alike: their rows, their bytes (rows, length), and the class of each place."""

    rows: np.ndarray
    cells: np.ndarray
    classes: bytes

    def number(self, start: int, stop: int) -> np.ndarray:
        """The digits from ``start`` to ``stop`` as int64 (rows,)."""
        value = np.zeros(len(self.rows), dtype=np.int64 if stop - start > 9 else np.int32)
        for place in range(start, stop):
            np.multiply(value, 10, out=value)
            np.add(value, self.cells[:, place] - np.uint8(DIGIT), out=value)
        return value

    def words(self, start: int, stop: int) -> tuple[np.ndarray, list[str]]:
        """The letters from ``start`` to ``stop``: the number of each row's word, and the words."""
        part = np.zeros((len(self.rows), KEY_BYTES), dtype=np.uint8)
        kept = min(stop, start + KEY_BYTES)
        part[:, : kept - start] = self.cells[:, start:kept]
        codes, different = pd.factorize(part.view(np.uint64)[:, 0])
        first = np.full(len(different), -1)
        first[codes[::-1]] = np.arange(len(codes))[::-1]
        spelled = [self.cells[row, start:stop].tobytes().decode("utf-8", "replace") for row in first]
        return codes, spelled

    def text(self, row: int, start: int = 0) -> str:
        """One of the cells as text, from the byte ``start`` on."""
        return self.cells[row, start:].tobytes().decode("utf-8", "replace")


def one_after_another(texts: Sequence[pd.Index]) -> pd.Series:
    """The texts of several columns in one piece: what works on text pays for each piece."""
    return pd.Series(np.concatenate([own.to_numpy(dtype=object) for own in texts]), dtype="str")


def as_text(column: pd.Series) -> pa.ChunkedArray:
    """The cells as text without blanks around them; null where missing."""
    if not isinstance(column.dtype, pd.StringDtype):
        column = column.astype("str")
    text = pa.array(column, type=pa.large_string(), from_pandas=True)
    text = text if isinstance(text, pa.ChunkedArray) else pa.chunked_array([text])
    ends = sampled(text).to_pylist()
    return pc.utf8_trim_whitespace(text) if any(cell != cell.strip() for cell in ends) else text


def groups(text: pa.ChunkedArray) -> Iterator[Group]:
    """The cells of ``text`` in groups of those written alike; of `CHUNK` cells at most `MOST_GROUPS`
    groups."""
    for start in range(0, len(text), CHUNK):
        yield from _groups(text.slice(start, CHUNK).combine_chunks(), start, MOST_GROUPS)


def _groups(text: pa.LargeStringArray, start: int, most: int) -> Iterator[Group]:
    """At most ``most`` groups of cells, of which the first is that of the row ``start``."""
    lengths = pc.fill_null(pc.binary_length(text), 0).to_numpy()
    remaining = np.flatnonzero((lengths > 0) & (lengths <= LONGEST))
    while remaining.size and most > 0:
        length = int(lengths[remaining[0]])
        alike = lengths[remaining] == length
        rows, remaining = remaining[alike], remaining[~alike]
        cells = _bytes(text, rows, length)
        rows = (rows + start).astype(np.int32)
        while rows.size and most > 0:
            classes = _CLASS[cells[0]]
            fits = _fitting(cells, classes)
            most -= 1
            if fits.all():
                yield Group(rows, cells, classes.tobytes())
                break
            yield Group(rows[fits], cells[fits], classes.tobytes())
            rows, cells = rows[~fits], cells[~fits]


def _bytes(text: pa.LargeStringArray, rows: np.ndarray, length: int) -> np.ndarray:
    """The bytes (rows, length) of cells which all have that length."""
    if len(rows) < len(text):
        text = text.take(pa.array(rows))
    start = np.frombuffer(text.buffers()[1], dtype=np.int64)[text.offset]
    data = np.frombuffer(text.buffers()[2], dtype=np.uint8)
    return data[start : start + len(rows) * length].reshape(len(rows), length)


def _fitting(cells: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """Which cells have the given class at every place."""
    fits = np.ones(len(cells), dtype=bool)
    for place, kind in enumerate(classes):
        here = cells[:, place]
        if kind == DIGIT:
            fits &= here - np.uint8(DIGIT) <= 9
        elif kind == LETTER:
            fits &= _CLASS[here] == LETTER
        else:
            fits &= here == kind
    return fits


def sampled(text: pa.ChunkedArray, size: int = 200) -> pa.ChunkedArray:
    """Some of the cells that are not missing, spread over all of them."""
    filled = range(len(text)) if text.null_count == 0 else np.flatnonzero(text.is_valid().to_numpy())
    cells = [text[int(row)].as_py() for row in filled[:: max(1, len(filled) // size)]]
    return pa.chunked_array([pa.array(cells, type=pa.large_string())])
