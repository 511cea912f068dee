"""From an archive to the one file in it, within limits: what is too large is refused before it is unpacked.

The sizes that an archive states are not believed: unpacking stops at the limit, whatever it says.
"""

import gzip
import io
import zipfile
import zlib
from typing import Protocol

from gd_core.weather.limits import MAX_BYTES, MAX_DIRECTORY, MAX_PARTS, MAX_RATIO, MIB
from gd_core.weather.report import Decision, WeatherError, listed, quoted

GZIP, ZIP = b"\x1f\x8b\x08", b"PK\x03\x04"
OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/manifest.xml")  # files that an office document holds
LARGE = 0.9  # of an archive's bytes in one file: then the others are only notes on it
END_OF_DIRECTORY = b"PK\x05\x06"


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


def unpack(data: bytes, decisions: list[Decision]) -> bytes:
    """``data``, or what it holds if it is a gzip or ZIP archive; adds to ``decisions``.

    WeatherError if the archive is damaged, encrypted, too large, or holds not one table but several files.
    """
    if data.startswith(GZIP):
        decisions.append(Decision("compression", "The file is unpacked (gzip)"))
        return _gunzip(data)
    if data.startswith(ZIP):
        return _unzip(data, decisions)
    return data


def _gunzip(data: bytes) -> bytes:
    if data.count(GZIP) > MAX_PARTS:
        raise WeatherError("The gzip file is made of too many parts; unpack it yourself.")
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            return _limited(file, len(data))
    except EOFError:
        raise WeatherError("The gzip archive is cut short; fetch or pack the file again.") from None
    except (zlib.error, OSError) as error:
        raise WeatherError(f"The gzip archive is damaged ({error}); fetch or pack the file again.") from None


def _limited(file: Readable, packed: int) -> bytes:
    """What ``file`` gives, read piece by piece, as long as its size stays within the limits."""
    parts: list[bytes] = []
    size = 0
    while part := file.read(MIB):
        size += len(part)
        if size > MAX_BYTES:
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
        _check_directory(data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = _choose(archive.infolist())
            if member.flag_bits & 1:
                raise WeatherError(
                    f"The file {quoted(member.filename)} in the ZIP archive is encrypted; unpack it yourself."
                )
            with archive.open(member) as file:
                content = _limited(file, len(data))
    except WeatherError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise WeatherError(
            f"The ZIP archive can't be unpacked ({quoted(error)}); unpack it yourself, or fetch it again."
        ) from None
    decisions.append(Decision("compression", f"{quoted(member.filename)} is unpacked (ZIP)"))
    return content


def _check_directory(data: bytes) -> None:
    """WeatherError if the archive's list of files is so long that reading it would take time and room."""
    end = data.rfind(END_OF_DIRECTORY)
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size > MAX_DIRECTORY:
        raise WeatherError("The ZIP archive holds too many files to look for a table; unpack the one needed.")


def _choose(members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """The only file, or the one beside which all others are small, or the only CSV file."""
    if any(member.filename in OFFICE for member in members):
        raise WeatherError(
            "This is an Excel workbook or another office document, not a table in text; save the sheet as "
            "CSV."
        )
    files = [m for m in members if m.file_size and not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    if not files:
        raise WeatherError("The ZIP archive holds no file; pack the table again.")
    total = sum(member.file_size for member in files)
    large = [member for member in files if member.file_size >= LARGE * total]
    tables = [member for member in files if member.filename.lower().endswith((".csv", ".tsv"))]
    chosen = large or tables
    if len(chosen) != 1:
        names = listed(member.filename for member in files)
        raise WeatherError(f"The ZIP archive holds several files ({names}); unpack the one needed.")
    return chosen[0]
