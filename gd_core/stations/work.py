"""What a worker does: a batch of pieces of work in, their rows out; no record's fault is an error."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from gd_core.stations.archive.contents import contents
from gd_core.stations.archive.pieces import Piece, Storage
from gd_core.stations.asked import Asked
from gd_core.stations.verdict import Row, refusal, verdicts
from gd_core.weather.limits import MIB

MOST = 32  # records in a batch: some seconds of work, a thousand times what the scheduler adds
BATCHES_EACH = 8  # at least, for each worker, so that all end at about the same time
IN_MEMORY = 64 * MIB  # of the rows of one file that are in memory at once


def batches(pieces: list[Piece], workers: int) -> Iterator[list[Piece]]:
    """The ``pieces`` in batches; those of one large file are as many as fit into memory."""
    most = max(1, min(MOST, len(pieces) // (max(workers, 1) * BATCHES_EACH)))
    for (file, column), same in groupby(pieces, key=lambda piece: (piece.rows, piece.column)):
        own = list(same)
        at_once = most
        if file and column:
            in_file = sum(piece.file == own[0].file for piece in pieces)
            at_once = max(1, min(most, int(IN_MEMORY * in_file / max(own[0].size, 1))))
        for start in range(0, len(own), at_once):
            yield own[start : start + at_once]


def judge_batch(pieces: list[Piece], asked: Asked, storage: Storage) -> list[Row]:
    """The rows of all ``pieces``; what fails in a way that nobody foresaw is tried twice."""
    rows: list[Row] = []
    for piece, data in contents(pieces, storage):
        found = _tried(piece, data, asked)
        if isinstance(found, Exception):
            (again,) = [data for _, data in contents([piece], storage)]
            found = _tried(piece, again, asked)
        if isinstance(found, Exception):
            said = f"It failed twice ({type(found).__name__}: {found})."
            found = [refusal(piece.key, said)]
        rows += [row | {"piece": piece.key} for row in found]
    return rows


def gave_up(piece: Piece, why: str) -> Row:
    """The row of a piece of work that has ended its worker each time."""
    return refusal(piece.key, why) | {"piece": piece.key}


def _tried(piece: Piece, data: bytes | Exception, asked: Asked) -> list[Row] | Exception:
    if isinstance(data, ValueError):  # the reader's own words
        return [refusal(piece.key, str(data))]
    if isinstance(data, Exception):
        return data
    try:
        return verdicts(piece.key, data, asked)
    except Exception as error:  # whatever a record may do to libraries
        return error


def count_done(rows: Iterable[Row]) -> int:
    """How many pieces of work the ``rows`` are of."""
    return len({row["piece"] for row in rows})
