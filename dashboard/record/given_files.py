"""Files that were named when the server was started: `streamlit run app.py -- record.csv`.

They are records of every visitor, known by their names; where they lie is nobody's business. They are read
again when they have changed, and what a logger has only half written is not taken: the copy before it stays.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from dashboard.record.record_file import RecordFile, record_file
from gd_core.weather.limits import MAX_BYTES

SETTLED = 2.0  # seconds after its last change from which on a file counts as written
Stamp = tuple[int, int, int]


class GivenFile:
    """A file on the server's disk, and the last copies of it."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self._path = name, path
        self._lock = Lock()
        self._seen: Stamp | None = None  # what the newest copy was made from
        self._newest: RecordFile | None = None
        self._good: RecordFile | None = None  # could be read as a weather table
        self._note = ""

    def look(self, now: float | None = None) -> RecordFile | None:
        """The file as it is at ``now`` (seconds since 1970), as its last copy with a note if it can't be had;
        None with nothing to show. Costs a look at its size and date, as long as these stay."""
        with self._lock:
            self._look(time.time() if now is None else now)
            file = self._newest
            return file and replace(file, note=self._note, before=self._good if file != self._good else None)

    @property
    def problem(self) -> str:
        """Why there is nothing to show, in one sentence."""
        return self._note

    def was_read(self, file: RecordFile) -> None:
        """This copy could be read: it is shown in place of a later one that can't."""
        if self._newest is not None and file.key == self._newest.key:
            self._good = self._newest

    def _look(self, now: float) -> None:
        try:
            stamp = self._stamp()
            if stamp == self._seen:
                self._note = ""
                return
            if self._newest and self._is_being_written(stamp, now):
                self._note = f"{self.name} is being written; shown is the copy before."
                return
            if stamp[1] > MAX_BYTES:
                raise OSError(f"is larger than {MAX_BYTES >> 20} MiB")
            content = self._path.read_bytes()
            if self._stamp() != stamp and self._newest:  # while it was read
                self._note = f"{self.name} is being written; shown is the copy before."
                return
        except OSError as error:
            why = "is not there" if isinstance(error, FileNotFoundError) else "can't be opened"
            why = why if error.errno else str(error)  # its own words hold no path
            self._note = f"{self.name} {why}" + ("; shown is the last copy." if self._newest else ".")
            return
        self._seen, self._newest, self._note = stamp, record_file(self.name, content, shared=True), ""

    def _stamp(self) -> Stamp:
        about = self._path.stat()
        return about.st_mtime_ns, about.st_size, about.st_ino

    def _is_being_written(self, stamp: Stamp, now: float) -> bool:
        """Whether the change is fresh and looks unfinished: no end of a line, or less than there was."""
        changed, size, _ = stamp
        if not 0.0 <= now - changed / 1e9 < SETTLED:
            return False
        if self._newest is not None and size < len(self._newest.content):
            return True
        with self._path.open("rb") as file:
            file.seek(max(0, size - 1))
            return file.read(1) not in (b"\n", b"\r")


_given: dict[str, GivenFile] = {}
_archives: list[str] = []


def take(paths: Iterable[str]) -> None:
    """Begin with these files, in their order. Files of the same name are numbered; folders, patterns and
    addresses are archives of many."""
    named = list(dict.fromkeys(paths))
    _given.clear()
    _archives[:] = [path for path in named if _is_archive(path)]
    for path in (Path(path) for path in named if path not in _archives):
        name, number = path.name, 2
        while name in _given:
            name, number = f"{path.stem} ({number}){path.suffix}", number + 1
        _given[name] = GivenFile(name, path)


def _is_archive(path: str) -> bool:
    return "://" in path or "*" in path or Path(path).is_dir()


def archives() -> dict[str, str]:
    """The archives that were given, in which stations of a table are found, by their names."""
    return {f"Archive {Path(path).name}": path for path in _archives}


def names() -> list[str]:
    """The names of all files that were given."""
    return list(_given)


def get(name: str) -> GivenFile:
    """The file of this name; KeyError if none was given."""
    return _given[name]
