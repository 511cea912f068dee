"""Files that were fetched, kept in the user's cache folder with the time at which they came.

In MS_CACHE_DIRECTORY if that is set. A folder that can't be written to is no error: a temporary one takes its
place. What exceeds `MOST` goes, the oldest first.
"""

import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

MOST = 200 * 1024**2  # bytes of all files together
FOLDER = "gradient-descent-dashboard"


class Copy(NamedTuple):
    """A file as it came; ``fetched`` in seconds since 1970."""

    content: bytes
    fetched: float


def folder() -> Path:
    """Where the files are kept."""
    return _writable(os.environ.get("MS_CACHE_DIRECTORY", ""))


@cache
def _writable(chosen: str) -> Path:
    try:
        place = Path(chosen) if chosen else _user_cache() / FOLDER
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return place.absolute()
    except (OSError, RuntimeError):  # not to be written to; a user without a home
        return Path(tempfile.mkdtemp(prefix=FOLDER))


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def is_fresh(fetched: float, seconds: float, now: float) -> bool:
    """Whether what came at ``fetched`` is younger than so many seconds. What came later than ``now`` is not:
    the clock was set back, and would not let it become old."""
    return 0.0 <= now - fetched < seconds


def read(name: str) -> Copy | None:
    """The file called ``name``, if it is kept."""
    path = folder() / name
    with suppress(OSError):
        return Copy(path.read_bytes(), path.stat().st_mtime)
    return None


def write(name: str, content: bytes, fetched: float) -> None:
    """Keep ``content``, whole or not at all, in place of what was kept under that name."""
    path = folder() / name
    with suppress(OSError):  # a full disk: it is fetched again next time
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.utime(part, (fetched, fetched))
            os.replace(part, path)
        finally:
            Path(part).unlink(missing_ok=True)
        _make_room(path)


def _make_room(spared: Path) -> None:
    """Remove the oldest files until all together take no more than `MOST`, but not the one just written."""
    files = [
        (path.stat().st_mtime, path.stat().st_size, path) for path in folder().rglob("*") if path.is_file()
    ]
    size = sum(bytes_of for _, bytes_of, _ in files)
    for _, bytes_of, path in sorted(files):
        if size <= MOST:
            return
        if path != spared:
            path.unlink(missing_ok=True)
            size -= bytes_of
