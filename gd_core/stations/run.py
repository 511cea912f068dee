"""The whole run: an archive in, skill.parquet out, on this process, a cluster of our own or somebody's."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from gd_core.stations.archive.pieces import Piece, Storage, list_pieces
from gd_core.stations.archive.split import split_large
from gd_core.stations.asked import Asked
from gd_core.stations.cluster import bound, through_dask
from gd_core.stations.parts import Parts
from gd_core.stations.verdict import Row
from gd_core.stations.work import batches, count_done, gave_up, judge_batch

if TYPE_CHECKING:
    import pandas as pd

#: Called with the pieces of work done and how many there are; a truthy answer stops the run.
Watch = Callable[[int, int], object]


@dataclass(frozen=True)
class Where:
    """Who does the work: a ``scheduler`` of Dask, else ``workers`` processes of our own (None: one for each
    core; 0: this process). ``storage`` opens addresses."""

    scheduler: str | None = None
    workers: int | None = None
    storage: Storage = field(default_factory=Storage)


def judge_archive(
    archive: str,
    out: Path,
    asked: Asked,
    where: Where | None = None,
    *,
    groups: str = "all",
    watch: Watch | None = None,
) -> "pd.DataFrame | None":
    """Judge every station of ``archive``, and write a row for each to ``out``; see `columns.COLUMNS`.

    Returns the table; None if ``watch`` stopped the run, which goes on from there when it is called again.
    ``groups``: of one regression over all, a key of `pooled.GROUPS`, where it is asked for. Raises ValueError
    if there is no archive, nothing can be written, or no worker answers.
    """
    where = where or Where()
    try:
        parts = Parts(out, archive, asked.mark)
    except OSError as error:
        raise ValueError(f"Nothing can be written to {out.parent}: {error.strerror}.") from None
    with closing(parts):
        pieces = _pieces(archive, parts, where.storage)
        done = parts.done()
        left = deque(batches([piece for piece in pieces if piece.key not in done], _width(where)))
        count = len(pieces) - sum(len(batch) for batch in left)
        if watch is not None and watch(count, len(pieces)):
            return None
        for rows in _results(left, asked, where):
            parts.add(rows)
            count += count_done(rows)
            if watch is not None and watch(count, len(pieces)) and count < len(pieces):
                return None
        return parts.finish(groups if asked.pool else None)


def _pieces(archive: str, parts: Parts, storage: Storage) -> list[Piece]:
    """All pieces of work; those that can't be are done at once."""
    listed = list_pieces(archive, storage, without=[parts.folder, parts.out])
    pieces: list[Piece] = []
    done = parts.done()
    for found in split_large(listed, storage, parts.folder / "split"):
        piece, why = found if isinstance(found, tuple) else (found, "")
        pieces.append(piece)
        if why and piece.key not in done:
            parts.add([gave_up(piece, why)])
    return pieces


def _results(left: deque[list[Piece]], asked: Asked, where: Where) -> Iterator[list[Row]]:
    if not left:
        return iter(())
    job = bound(judge_batch, asked=asked, storage=where.storage)
    if where.workers == 0 and where.scheduler is None:
        return map(job, left)
    return through_dask(job, left, scheduler=where.scheduler, workers=where.workers)


def _width(where: Where) -> int:
    """How many workers there may be, for the size of batches."""
    import os

    return (os.cpu_count() or 1) if where.workers is None else where.workers
