"""From a path, bytes or an open file to the bytes of a text: size and kind are checked before any parsing."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from gd_core.weather.limits import MAX_BYTES
from gd_core.weather.report import WeatherError, quoted

BOM = b"\xef\xbb\xbf"  # with which Excel begins a file of UTF-8

Source = str | os.PathLike[str] | bytes | BinaryIO

# First bytes of what is sometimes called .csv and is not.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh91AY", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"PAR1\x15", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89HDF", "an HDF5 or NetCDF file"),
    (b"CDF\x01", "a NetCDF file"),
    (b"CDF\x02", "a NetCDF file"),
    (b"\xff\xfe", "text in UTF-16, which Excel calls Unicode text"),
    (b"\xfe\xff", "text in UTF-16, which Excel calls Unicode text"),
    (b"version https://git-lfs", "a Git LFS pointer, which stands for a file without holding it"),
    (b"<!", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
    (b"{", "JSON"),
)


def source_name(source: Source) -> str | None:
    """The file's name, if it has one; for messages only."""
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return os.path.basename(name) if isinstance(name, str | os.PathLike) else None


def read_bytes(source: Source) -> bytes:
    """All bytes of ``source``, checked to be the text of a table (see `check_text`).

    WeatherError if a path can't be read or there are more than `MAX_BYTES`; TypeError if ``source`` is
    neither a path nor bytes nor a file opened for reading bytes.
    """
    if isinstance(source, str | os.PathLike):
        data = _read_path(source)
    elif isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
    elif hasattr(source, "read"):
        data = source.read(MAX_BYTES + 1)
        if not isinstance(data, bytes):
            raise TypeError(
                f'source must be opened for reading bytes (mode "rb"); read() gave {type(data).__name__}'
            )
    else:
        raise TypeError(
            f"source must be a path, bytes, or a file opened for reading bytes; got {type(source).__name__}"
        )
    if len(data) > MAX_BYTES:
        raise _too_large("more" if hasattr(source, "read") else f"{len(data) / 1024**2:,.0f} MiB")
    check_text(data)
    return data


def _read_path(source: str | os.PathLike[str]) -> bytes:
    try:
        about = os.stat(source)
        if stat.S_ISREG(about.st_mode) and about.st_size <= MAX_BYTES:
            return Path(source).read_bytes()
    except FileNotFoundError:
        raise WeatherError(f"There is no file at {quoted(source)}; check the path.") from None
    except OSError as error:
        raise WeatherError(f"The file {quoted(source)} can't be opened: {error.strerror}.") from error
    except ValueError as error:  # the path holds a NUL character
        raise WeatherError(f"{quoted(source)} is not a path: {error}.") from error
    if not stat.S_ISREG(about.st_mode):
        raise WeatherError(f"{quoted(source)} is a folder or a device; give the path of a CSV file.")
    raise _too_large(f"{about.st_size / 1024**2:,.0f} MiB")


def _too_large(size: str) -> WeatherError:
    return WeatherError(
        f"The file holds {size}, and at most {MAX_BYTES // 1024**2} MiB are read; "
        "keep one station, or fewer years or columns."
    )


def check_text(data: bytes) -> None:
    """WeatherError if ``data`` is empty, or is a picture, an archive or else no plain text."""
    if not data.removeprefix(BOM).strip():
        raise WeatherError("The file is empty; choose a CSV file with a header line and one row per day.")
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            raise WeatherError(f"This is {kind}, not a CSV table; export or save the data as CSV (UTF-8).")
    nul = data.find(b"\0")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise WeatherError(
            f"Line {line:,} holds a NUL character, so this is not a text file; "
            "export or save the data as CSV (UTF-8)."
        )
