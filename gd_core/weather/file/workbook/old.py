"""How many cells the records of an old workbook (.xls) claim, in the compound file that holds them.

Only sizes are read here: what a small file claims must be known before a library makes room for it.
"""

import struct
from collections import Counter
from collections.abc import Iterator

from gd_core.weather.file.workbook.records import Extent, damaged
from gd_core.weather.report import WeatherError

END = 0xFFFFFFFA  # from here on, numbers of sectors are signs
STREAMS = ("workbook", "book")
ENCRYPTED = "encryptedpackage"
CELLS = frozenset({0x06, 0x206, 0x406, 0xBD, 0xBE, 0xD6, 0xFD, 0x201, 0x203, 0x204, 0x205, 0x27E})
SEVERAL = frozenset({0xBD, 0xBE})  # cells side by side: the last column stands at the end
SIZE = 0x200  # of a sheet
SHARED_TEXTS, GOES_ON, TEXT_CELL = 0xFC, 0x3C, 0xFD
WIDE, RUNS, EXTRA = 1, 8, 4  # flags of a text


def old_workbook_extent(data: bytes) -> tuple[Extent, Counter[int]]:
    """The extent of all sheets of an .xls workbook together, and how often cells refer to each shared text.

    WeatherError if it is damaged, protected, or no workbook.
    """
    try:
        streams = dict(_streams(data))
    except (struct.error, IndexError, ValueError):
        raise damaged() from None
    if ENCRYPTED in streams:
        raise WeatherError("The Excel workbook is protected by a password; save it without one.")
    book = next((streams[name] for name in STREAMS if name in streams), None)
    if book is None:
        raise WeatherError("This is an old office document and no workbook; save the table as CSV (UTF-8).")
    return _extent(book)


def _streams(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The streams of a compound file by their names in small letters."""
    shift, small_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise ValueError
    first_directory, _, _, cutoff, first_small, _, first_more, _ = struct.unpack_from("<8I", data, 48)
    sectors = list(struct.unpack_from("<109I", data, 76))
    per_sector = (1 << shift) // 4
    while first_more < END and len(sectors) <= len(data) >> shift:
        more = struct.unpack_from(f"<{per_sector}I", data, (first_more + 1) << shift)
        sectors += more[:-1]
        first_more = more[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < END:
            table += struct.unpack_from(f"<{per_sector}I", data, (sector + 1) << shift)

    def chain(first: int, links: list[int], source: bytes, shift: int, skipped: int) -> bytes:
        parts: list[bytes] = []
        while first < END and len(parts) <= len(links):
            parts.append(source[(first + skipped) << shift : (first + skipped + 1) << shift])
            first = links[first]
        return b"".join(parts)

    directory = chain(first_directory, table, data, shift, 1)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    small_links: list[int] = []
    if first_small < END:
        raw = chain(first_small, table, data, shift, 1)
        small_links = list(struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4]))
    root = struct.unpack_from("<I", entries[0], 116)[0]
    small = chain(root, table, data, shift, 1) if root < END else b""
    for entry in entries:
        length, kind = struct.unpack_from("<HB", entry, 64)
        first, size = struct.unpack_from("<II", entry, 116)
        name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace").lower()
        if kind != 2 or name not in (*STREAMS, ENCRYPTED):
            continue
        in_small = size < cutoff
        content = chain(first, small_links, small, 6, 0) if in_small else chain(first, table, data, shift, 1)
        yield name, content[:size]


def _extent(book: bytes) -> tuple[Extent, Counter[int]]:
    rows = columns = position = 0
    references: Counter[int] = Counter()
    texts: list[int] = []
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        start = position + 4
        position = start + length
        if kind in CELLS and length >= 6 and position <= len(book):
            row, column = struct.unpack_from("<HH", book, start)
            if kind in SEVERAL:
                column = max(column, struct.unpack_from("<H", book, position - 2)[0])
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind == TEXT_CELL and length >= 10:
                references[struct.unpack_from("<I", book, start + 6)[0]] += 1
        elif kind == SIZE and length >= 12:
            _, row, _, column = struct.unpack_from("<IIHH", book, start)
            rows, columns = max(rows, row), max(columns, column)
        elif kind == SHARED_TEXTS:
            texts = _texts(_with_rest(book, start, length))
    return Extent(rows, columns, texts), references


def _with_rest(book: bytes, start: int, length: int) -> list[bytes]:
    """A record and those that go on with it."""
    pieces = [book[start : start + length]]
    position = start + length
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        if kind != GOES_ON:
            break
        pieces.append(book[position + 4 : position + 4 + length])
        position += 4 + length
    return pieces


def _texts(pieces: list[bytes]) -> list[int]:
    """The bytes that each shared text takes; WeatherError if they are not written as they should be."""
    lengths: list[int] = []
    piece, at = 0, 8
    try:
        texts = struct.unpack_from("<I", pieces[0], 4)[0]
        if texts > sum(map(len, pieces)):
            raise damaged()
        for _ in range(texts):
            if at >= len(pieces[piece]):
                piece, at = piece + 1, 0
                if piece == len(pieces):
                    break
            count, flags = struct.unpack_from("<HB", pieces[piece], at)
            at += 3
            runs = extra = 0
            if flags & RUNS:
                runs = struct.unpack_from("<H", pieces[piece], at)[0]
                at += 2
            if flags & EXTRA:
                extra = struct.unpack_from("<I", pieces[piece], at)[0]
                at += 4
            lengths.append(2 * count)
            piece, at = _behind(pieces, piece, at, count, flags & WIDE)
            rest = 4 * runs + extra
            while rest and rest > len(pieces[piece]) - at:
                rest -= len(pieces[piece]) - at
                piece, at = piece + 1, 0
            at += rest
    except (struct.error, IndexError):
        raise damaged() from None
    return lengths


def _behind(pieces: list[bytes], piece: int, at: int, characters: int, wide: int) -> tuple[int, int]:
    """The place behind so many characters: each piece says anew whether they take one byte or two."""
    while True:
        fits = (len(pieces[piece]) - at) // (1 + wide)
        if characters <= fits:
            return piece, at + characters * (1 + wide)
        characters -= max(fits, 0)
        piece, at = piece + 1, 1
        wide = pieces[piece][0] & WIDE
