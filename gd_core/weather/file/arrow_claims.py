"""How much room an Arrow file (Feather) claims: each packed piece begins with the size that it unpacks to.

The library makes that room before it unpacks, and never more; so the sizes are added up before. They stand at
places that the file's own tables tell (flatbuffers: https://arrow.apache.org/docs/format/Columnar.html).
"""

import struct
from collections.abc import Iterator

DICTIONARIES, BATCHES = 2, 3  # fields of the footer
HEADER, HEADER_KIND = 2, 1  # of a message
DICTIONARY_BATCH = 2  # a kind of header
BUFFERS, COMPRESSION = 2, 3  # of a batch
NEW_MESSAGE = 0xFFFFFFFF
TAIL = 10  # bytes behind the footer: its length, and the mark of the format


def claimed_by_arrow(data: bytes) -> int:
    """The bytes that all packed pieces of an Arrow file unpack to; ValueError if its tables are damaged."""
    try:
        return sum(_piece_sizes(data))
    except (struct.error, IndexError) as error:
        raise ValueError(f"its tables are damaged: {error}") from None


def _piece_sizes(data: bytes) -> Iterator[int]:
    footer = len(data) - TAIL - _number("<i", data, len(data) - TAIL)
    if footer < 0:
        raise ValueError("its footer is too long")
    table = footer + _number("<I", data, footer)
    for where in (DICTIONARIES, BATCHES):
        count, first = _vector(data, _field(data, table, where))
        for block in range(count):
            offset, head = struct.unpack_from("<qi", data, first + 24 * block)
            yield from _of_message(data, offset, offset + head)


def _of_message(data: bytes, start: int, body: int) -> Iterator[int]:
    """The sizes of the pieces of one message, whose ``body`` begins at that byte."""
    start += 8 if _number("<I", data, start) == NEW_MESSAGE else 4
    message = start + _number("<I", data, start)
    kind, batch = _field(data, message, HEADER_KIND), _within(data, _field(data, message, HEADER))
    if batch and kind and data[kind] == DICTIONARY_BATCH:
        batch = _within(data, _field(data, batch, 1))
    if not batch or not _field(data, batch, COMPRESSION):
        return
    count, first = _vector(data, _field(data, batch, BUFFERS))
    for piece in range(count):
        offset, length = struct.unpack_from("<qq", data, first + 16 * piece)
        if length >= 8:
            yield max(0, _number("<q", data, body + offset))  # -1: not packed


def _number(kind: str, data: bytes, at: int) -> int:
    if at < 0:
        raise ValueError("it points outside of itself")
    number: int = struct.unpack_from(kind, data, at)[0]
    return number


def _field(data: bytes, table: int, number: int) -> int:
    """The place of a table's field; 0 if it has none."""
    places = table - _number("<i", data, table)
    if 4 + 2 * number >= _number("<H", data, places):
        return 0
    place = _number("<H", data, places + 4 + 2 * number)
    return table + place if place else 0


def _within(data: bytes, at: int) -> int:
    """The place of the table to which the field at ``at`` points; 0 if there is none."""
    return at + _number("<I", data, at) if at else 0


def _vector(data: bytes, at: int) -> tuple[int, int]:
    """The number of a vector's members and the place of the first."""
    start = _within(data, at)
    return (_number("<I", data, start), start + 4) if start else (0, 0)
