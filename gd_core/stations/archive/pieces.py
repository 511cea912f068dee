"""Where the records are: an address in, a list of pieces of work out.

An address is a folder, a pattern, a ZIP or tar archive, one file, or anything that fsspec knows
(``s3://bucket/folder/*.csv``). Nothing is read to make the list but the names, and of large files of many
stations the column that tells these apart (see `split`).
"""

import glob
import json
import os
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gd_core.stations.needs import need
from gd_core.weather.report import quoted

TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
HIDDEN = (".", "__MACOSX")  # how names of files begin that systems leave behind
ANONYMOUS = {"s3": {"anon": True}}  # public archives need no account


@dataclass(frozen=True)
class Piece:
    """A record to be judged: a ``file``, or a ``member`` of an archive, or a ``station`` of a large file.

    ``key`` tells it apart within the archive, ``size`` is that of the file or member in bytes. ``rows`` is
    where the rows of a ``station`` stand, a Parquet file (see `split`), and ``column`` tells them apart.
    """

    key: str
    file: str
    size: int
    member: str = ""
    station: str = ""
    rows: str = ""
    column: str = ""


@dataclass(frozen=True)
class Storage:
    """How addresses are opened: ``options`` for fsspec as JSON, so that it can be sent to workers."""

    options: str = "{}"

    def system(self, address: str) -> tuple[Any, str]:
        """The file system of an ``address`` and the path in it. ValueError if there is none of that kind."""
        fsspec = _fsspec()
        options = ANONYMOUS.get(address.partition("://")[0], {}) | json.loads(self.options)
        try:
            return fsspec.core.url_to_fs(address, **options)
        except (ImportError, ValueError, TypeError) as error:
            raise ValueError(f"The address {quoted(address)} can't be opened: {error}.") from None

    def open(self, file: str) -> Any:
        """``file`` opened for reading bytes."""
        if not is_address(file):
            return open(file, "rb")
        system, path = self.system(file)
        return system.open(path, "rb")


def is_address(text: str) -> bool:
    """Whether ``text`` is more than a path on this machine."""
    return "://" in text


def list_pieces(archive: str, storage: Storage, without: Iterable[Path] = ()) -> list[Piece]:
    """All that is in ``archive``, in the order of names; files in the folders ``without`` are left out.

    ValueError if there is nothing, or nothing can be opened.
    """
    try:
        pieces = list(_listed(archive, storage, [path.resolve() for path in without]))
    except ValueError:
        raise
    except Exception as error:  # of as many kinds as there are file systems
        raise ValueError(f"{quoted(archive)} can't be listed: {error}.") from None
    if not pieces:
        raise ValueError(
            f"There are no files at {quoted(archive)}; give a folder, a pattern such as 'folder/*.csv', a "
            "ZIP or tar archive, or an address such as 's3://bucket/folder/*.csv'."
        )
    return sorted(pieces, key=lambda piece: piece.key)


def _listed(archive: str, storage: Storage, without: list[Path]) -> Iterator[Piece]:
    if is_address(archive):
        yield from _remote(archive, storage)
    elif os.path.isdir(archive):
        top = Path(archive)
        for path in top.rglob("*"):
            inside = path.relative_to(top)
            if path.is_file() and not _left_out(path, inside, without):
                yield Piece(inside.as_posix(), str(path), path.stat().st_size)
    elif os.path.isfile(archive):
        yield from _members(archive, storage) or [
            Piece(Path(archive).name, archive, os.stat(archive).st_size)
        ]
    else:
        for name in glob.glob(archive, recursive=True):
            path = Path(name)
            if path.is_file() and not _left_out(path, Path(path.name), without):
                yield Piece(path.as_posix(), name, path.stat().st_size)


def _left_out(path: Path, inside: Path, without: list[Path]) -> bool:
    hidden = any(part.startswith(HIDDEN) for part in inside.parts)
    return hidden or any(path.resolve().is_relative_to(folder) for folder in without)


def _remote(archive: str, storage: Storage) -> Iterator[Piece]:
    """The files at an address of fsspec, with the sizes that its listing states."""
    system, path = storage.system(archive)
    if any(sign in path for sign in "*?["):
        found = system.glob(path, detail=True)
    else:
        found = system.find(path, detail=True)
    for name, about in found.items():
        if about.get("type") != "file" or Path(name).name.startswith(HIDDEN):
            continue
        file = system.unstrip_protocol(name)
        single = len(found) == 1 and (members := _members(file, storage))
        yield from members if single else [Piece(name, file, int(about.get("size") or 0))]


def _members(file: str, storage: Storage) -> list[Piece]:
    """The files in a ZIP or tar archive; [] if ``file`` is none, or holds one table, as services give it."""
    name = file.lower()
    if name.endswith(".zip"):
        with storage.open(file) as opened, zipfile.ZipFile(opened) as archive:
            found = [(m.filename, m.file_size) for m in archive.infolist() if not m.is_dir()]
    elif name.endswith(TARS):
        with storage.open(file) as opened, tarfile.open(fileobj=opened) as packed:
            found = [(m.name, m.size) for m in packed if m.isfile()]
    else:
        return []
    kept = [(m, size) for m, size in found if not any(p.startswith(HIDDEN) for p in Path(m).parts)]
    return [Piece(m, file, size, m) for m, size in kept] if len(kept) > 1 else []


def _fsspec() -> Any:
    return need("fsspec")
