"""From an archive to the one file in it, within limits: what is too large is refused before it is unpacked.

The sizes that an archive states are not believed: unpacking stops at the limit, whatever it says.
"""

import bz2
import gzip
import io
import lzma
import re
import zipfile
import zlib
from typing import Protocol

from gd_core.weather.limits import MAX_BYTES, MAX_DICTIONARY, MAX_DIRECTORY, MAX_PARTS, MAX_RATIO, MIB
from gd_core.weather.report import Decision, WeatherError, listed, quoted

ZIP = b"PK\x03\x04"
STREAMS = {b"\x1f\x8b\x08": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\0": "xz"}
PIECE = 1 << 16  # bytes unpacked at a time
# Names of files that office documents hold.
OFFICE = re.compile(
    rb"\[Content_Types\]\.xml|META-INF/manifest\.xml|mimetypeapplication/vnd\.oasis|xl/workbook"
)
BEGINNING = 4096  # bytes looked at where an archive has no list of files
TABLES = ((".csv", ".tsv"), (".xlsx", ".xlsb", ".xls", ".ods", ".parquet", ".feather", ".arrow", ".json"))
LARGE = 0.9  # of an archive's bytes in one file: then the others are only notes on it
END_OF_DIRECTORY = b"PK\x05\x06"
# What services put beside the table: DWD's Metadaten_..., and what people call their notes.
NOTES = re.compile(r"(?:^|/)(?:meta|readme|licen|descri|beschreib|list_|doc)[^/]*$", re.IGNORECASE)


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def unpack(data: bytes, decisions: list[Decision]) -> bytes:
    """``data``, or what it holds if it is a gzip, bzip2, xz or ZIP archive and no workbook; adds to
    ``decisions``.

    WeatherError if the archive is damaged, encrypted, too large, or holds not one table but several files.
    """
    for mark, kind in STREAMS.items():
        if data.startswith(mark):
            decisions.append(Decision("compression", f"The file is unpacked ({kind})"))
            return _unpack_stream(data, mark, kind)
    if data.startswith(ZIP) and not OFFICE.search(names_within(data)):
        return _unzip(data, decisions)
    return data


def _unpack_stream(data: bytes, mark: bytes, kind: str) -> bytes:
    if data.count(mark) > MAX_PARTS:
        raise WeatherError(f"The {kind} file is made of too many parts; unpack it yourself.")
    file: Readable
    try:
        match kind:
            case "gzip":
                file = gzip.GzipFile(fileobj=io.BytesIO(data))
            case "bzip2":
                file = bz2.BZ2File(io.BytesIO(data))
            case _:
                file = _Xz(data)
        return limited(file, len(data))
    except EOFError:
        raise WeatherError(f"The {kind} archive is cut short; fetch or pack the file again.") from None
    except (zlib.error, lzma.LZMAError, OSError) as error:
        message = f"The {kind} archive is damaged ({error}); fetch or pack the file again."
        raise WeatherError(message) from None


class _Xz:
    """The contents of xz archives that follow each other, unpacked within `MAX_DICTIONARY`.

    `lzma.LZMAFile` takes as much room as the archive says that it needs.
    """

    def __init__(self, data: bytes) -> None:
        self._packed = io.BytesIO(data)
        self._begin(self._packed.read(PIECE))

    def _begin(self, packed: bytes) -> None:
        self._stream = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=MAX_DICTIONARY)
        self._next = packed

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        while True:
            if self._stream.eof:
                rest = (self._stream.unused_data or self._packed.read(PIECE)).lstrip(b"\0")
                if not rest:
                    return b""
                self._begin(rest)
            elif self._stream.needs_input and not self._next:
                self._next = self._packed.read(PIECE)
                if not self._next:
                    raise EOFError
            packed, self._next = self._next, b""
            if part := self._stream.decompress(packed, size):
                return part


def limited(file: Readable, packed: int, room: int = MAX_BYTES) -> bytes:
    """What ``file`` gives, read piece by piece, as long as it fits into ``room`` bytes and is no bomb."""
    parts: list[bytes] = []
    size = 0
    while part := file.read(MIB):
        size += len(part)
        if size > room:
            raise WeatherError(
                f"The archive unpacks to more than {MAX_BYTES // MIB} MiB, and at most that are read; keep "
                "one station, or fewer years or columns."
            )
        if size > MIB and size > MAX_RATIO * packed:
            raise WeatherError(
                f"The archive unpacks to more than {MAX_RATIO} times its size, as no table of measurements "
                "does; unpack it yourself if you trust it."
            )
        parts.append(part)
    return b"".join(parts)


def _unzip(data: bytes, decisions: list[Decision]) -> bytes:
    try:
        check_directory(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _choose(archive.infolist())
            if member.flag_bits & 1:
                raise WeatherError(
                    f"The file {quoted(member.filename)} in the ZIP archive is encrypted; unpack it yourself."
                )
            with archive.open(member) as file:
                content = limited(file, len(data))
    except WeatherError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise WeatherError(
            f"The ZIP archive can't be unpacked ({quoted(error)}); unpack it yourself, or fetch it again."
        ) from None
    decisions.append(Decision("compression", f"{quoted(member.filename)} is unpacked (ZIP)"))
    return content


def names_within(data: bytes) -> bytes:
    """The part of a ZIP archive in which it lists its files; its beginning, if the list is lost."""
    end = data.rfind(END_OF_DIRECTORY)
    start = int.from_bytes(data[end + 16 : end + 20], "little") if end >= 0 else 0
    return data[start : min(end, start + MAX_DIRECTORY)] if 0 < start < end else data[:BEGINNING]


def check_directory(data: bytes) -> None:
    """WeatherError if the archive's list of files is so long that reading it would take time and room."""
    end = data.rfind(END_OF_DIRECTORY)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > MAX_DIRECTORY:
        raise WeatherError("The ZIP archive holds too many files to look for a table; unpack the one needed.")


def _choose(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The only file that is no note on the others, or the one beside which these are small, or the only CSV
    file, or else the only table of another kind."""
    files = [
        m
        for m in members
        if m.filename and m.file_size and not m.is_dir() and not m.filename.startswith("__MACOSX/")
    ]
    if not files:
        raise WeatherError("The ZIP archive holds no file; pack the table again.")
    files = [member for member in files if not NOTES.search(member.filename)] or files
    total = sum(member.file_size for member in files)
    large = [member for member in files if member.file_size >= LARGE * total]
    by_kind = [[m for m in files if m.filename.lower().endswith(endings)] for endings in TABLES]
    chosen = large or by_kind[0] or by_kind[1]
    if len(chosen) != 1:
        names = listed(member.filename for member in files)
        raise WeatherError(f"The ZIP archive holds several files ({names}); unpack the one needed.")
    return chosen[0]
