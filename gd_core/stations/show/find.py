"""One station's record out of many: by its key in the table, from an archive or the simulated network."""

import re

import pandas as pd

from gd_core.stations.archive.contents import contents
from gd_core.stations.archive.pieces import Piece, Storage, list_pieces
from gd_core.weather.limits import MAX_BYTES
from gd_core.weather.report import quoted

BETWEEN = "::"  # a file's key and the station in it
IN_NETWORK = re.compile(r"network\.parquet::SIM(\d{5})")


def file_of(key: str) -> str:
    """The file's part of a station's key."""
    return key.partition(BETWEEN)[0]


def station_of(key: str) -> str:
    """The station's part of its key; "" where the file holds one only."""
    return key.partition(BETWEEN)[2]


def shown(file: str) -> str:
    """A file's name as it stands in a sentence."""
    return quoted(file)


def pieces(archive: str) -> dict[str, Piece]:
    """The pieces of an archive by their keys. Raises ValueError."""
    return {piece.key: piece for piece in list_pieces(archive, Storage())}


def content(piece: Piece) -> bytes:
    """The bytes of a piece. Raises ValueError with a sentence if they can't be had."""
    ((_, found),) = contents([piece], Storage())
    if isinstance(found, Exception):
        raise ValueError(f"{quoted(piece.key)} can't be read: {found}") from found
    if len(found) > MAX_BYTES:
        raise ValueError(f"{quoted(piece.key)} is too large to be shown.")
    return found


def number_in_network(key: str) -> int | None:
    """Which station of the simulated network ``key`` is, from 0; None if it is none."""
    found = IN_NETWORK.fullmatch(key)
    if found is None:
        return None
    from gd_core.stations import network  # with what it simulates by, which nothing else here needs

    number = int(found[1]) - 1
    return number if 0 <= number < network.STATIONS else None


def network_csv(number: int) -> bytes:
    """The record of a station of the simulated network as CSV, the same bytes from the same seed."""
    from gd_core.stations import network

    known = network.truth()
    made = network.records(known.iloc[number : number + 1], network.SEED + number)
    return _csv(made)


def _csv(made: pd.DataFrame) -> bytes:
    return made.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode("ascii")
