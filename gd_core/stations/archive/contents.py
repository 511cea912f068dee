"""The bytes of pieces of work, read where they are worked on."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from typing import Any

from gd_core.stations.archive.pieces import Piece, Storage
from gd_core.stations.archive.split import rows_of
from gd_core.weather import WeatherError
from gd_core.weather.limits import MAX_BYTES, MIB


def contents(pieces: list[Piece], storage: Storage) -> Iterator[tuple[Piece, bytes | Exception]]:
    """The bytes of each of ``pieces``, or why they could not be had; an archive is opened once for all."""
    by_file: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_file.setdefault(piece.rows or piece.file, []).append(piece)
    for file, own in by_file.items():
        if own[0].station:
            yield from rows_of(own, storage)
        elif own[0].member:
            yield from _unpacked(file, own, storage)
        else:
            for piece in own:
                yield piece, _of_file(piece, storage)


def _of_file(piece: Piece, storage: Storage) -> bytes | Exception:
    try:
        _check_size(piece)
        with storage.open(piece.file) as opened:
            return bytes(opened.read(MAX_BYTES + 1))
    except Exception as error:  # of as many kinds as there are file systems
        return error


def _unpacked(file: str, pieces: list[Piece], storage: Storage) -> Iterator[tuple[Piece, bytes | Exception]]:
    wanted = {piece.member: piece for piece in pieces}
    try:
        with storage.open(file) as opened:
            for name, read in _read_members(file, opened, wanted):
                piece = wanted.pop(name)
                try:
                    _check_size(piece)
                    yield piece, read()
                except Exception as error:
                    yield piece, error
    except Exception as error:
        for piece in wanted.values():
            yield piece, error
    else:
        missing = WeatherError("The archive no longer holds this file; run it again from the beginning.")
        for piece in wanted.values():
            yield piece, missing


def _read_members(file: str, opened: Any, wanted: dict[str, Piece]) -> Iterator[tuple[str, Any]]:
    """The names of the members that are ``wanted`` and a function that reads each."""
    if file.lower().endswith(".zip"):
        with zipfile.ZipFile(opened) as archive:
            for name in list(wanted):
                yield name, lambda name=name: _limited(archive.open(name))
        return
    with tarfile.open(fileobj=opened) as packed:
        for member in packed:
            if member.isfile() and member.name in wanted:
                yield member.name, lambda member=member: _limited(packed.extractfile(member) or io.BytesIO())
            if not wanted:
                return


def _limited(opened: Any) -> bytes:
    with opened:
        return bytes(opened.read(MAX_BYTES + 1))


def _check_size(piece: Piece) -> None:
    """WeatherError for a file that the reader would refuse: nobody has to fetch it for that."""
    if piece.size > MAX_BYTES:
        raise WeatherError(
            f"The file holds {piece.size / MIB:,.0f} MiB, and at most {MAX_BYTES // MIB} MiB are read of one "
            "station. If it holds several, a header in its first line must name a column of stations."
        )
