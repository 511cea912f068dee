"""From a path, bytes or an open file to text in UTF-8: the number of bytes is checked before they are
read."""

import os
import re
import stat
from pathlib import Path
from typing import BinaryIO, NamedTuple

from gd_core.weather.file.containers import container_text
from gd_core.weather.file.decode import to_utf8
from gd_core.weather.file.json_table import is_json, json_text
from gd_core.weather.file.not_a_table import refuse_no_text
from gd_core.weather.file.unpack import unpack
from gd_core.weather.limits import MAX_BYTES, MIB
from gd_core.weather.report import Decision, WeatherError, quoted

_BREAK_TAG = re.compile(rb"<br ?/?>(?=[ \t\r]*(?:\n|$))")

Source = str | os.PathLike[str] | bytes | BinaryIO


def source_name(source: Source) -> str | None:
    """The file's name, if it has one; for messages only."""
    name = source if isinstance(source, str | os.PathLike) else getattr(source, "name", None)
    return os.path.basename(name) if isinstance(name, str | os.PathLike) else None


def read_bytes(source: Source) -> bytes:
    """All bytes of ``source``, as they are.

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
        raise _too_large("more" if hasattr(source, "read") else f"{len(data) / MIB:,.0f} MiB")
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
    raise _too_large(f"{about.st_size / MIB:,.0f} MiB")


def _too_large(size: str) -> WeatherError:
    return WeatherError(
        f"The file holds {size}, and at most {MAX_BYTES // MIB} MiB are read; "
        "keep one station, or fewer years or columns."
    )


class Text(NamedTuple):
    """Text in UTF-8, the encoding in which it was, and what stands between its cells, where that is known."""

    data: bytes
    encoding: str
    delimiter: str | None


def to_text(data: bytes, decisions: list[Decision]) -> Text:
    """The text in ``data``, the bytes of a file as they are.

    Adds to ``decisions``. WeatherError if it can't be unpacked, or is no text.
    """
    data = unpack(data, decisions)
    encoding = "utf-8"
    table = container_text(data, decisions)
    if table is None:
        data, encoding = to_utf8(data, decisions)
        table = json_text(data, decisions) if is_json(data) else None
    text = _tidy(data) if table is None else table
    refuse_no_text(text)
    return Text(text, encoding, None if table is None or b"\t" not in table else "\t")


def _tidy(data: bytes) -> bytes:
    """``data`` with line ends of one kind at least, without marks that programs leave at the ends of
    lines."""
    if b"\r" in data[:MIB] and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    if b"<br" in data[:MIB]:
        data = _BREAK_TAG.sub(b"", data)
    return data.removesuffix(b"\x1a")
