"""Dask, imported here alone: a cluster of our own or somebody's, and batches that go through it.

A batch whose worker dies is taken apart, for one of its records may have been the reason: each is tried by
itself, and one that ends its worker twice with nothing beside it is given up.
"""

import os
import signal
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gd_core.stations.archive.pieces import Piece
from gd_core.stations.needs import need
from gd_core.stations.verdict import Row
from gd_core.stations.work import gave_up

AHEAD = 3  # batches for each thread of a worker that are on their way at once
PATIENCE = "20s"  # with a scheduler that does not answer
CLOSING = 10  # seconds that a cluster of our own may take to end
LOST = "The scheduler is gone. What was done is kept: start it and this command again to go on."

Job = Callable[[list[Piece]], list[Row]]


class SchedulerLostError(ValueError):
    """There is nobody to give work to."""


@contextmanager
def client_of(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    """A client of ``scheduler``, or of a cluster of processes of our own that ends with it."""
    distributed, dask = need("distributed"), need("dask")
    settings: dict[str, Any] = {"distributed.comm.timeouts.connect": PATIENCE}
    if scheduler is None:
        # One death is enough: records are taken apart, not given to one worker after the other.
        settings |= {"distributed.scheduler.allowed-failures": 0}
    with ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        if scheduler is None:
            yield stack.enter_context(_own_cluster(distributed, workers or os.cpu_count() or 1))
            return
        try:
            client = distributed.Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise ValueError(f"No scheduler answers at {scheduler}: {error}.") from None
        try:
            yield client
        finally:
            with suppress(Exception):  # it may have gone before us
                client.close(timeout=5)


@contextmanager
def _own_cluster(distributed: Any, workers: int) -> Iterator[Any]:
    cluster = distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    )
    client = distributed.Client(cluster)
    try:
        yield client
    finally:
        # Who watches over a worker that died may wait for it for ever: a while, and no longer.
        processes = [getattr(watcher, "pid", None) for watcher in cluster.workers.values()]
        for closing in (client, cluster):
            with suppress(Exception):
                closing.close(timeout=CLOSING)
        for process in filter(None, processes):
            with suppress(OSError):
                os.kill(process, signal.SIGTERM)


@dataclass
class Work:
    """Batches that wait and batches on their way; ``job`` makes rows of one."""

    client: Any
    job: Job
    waiting: deque[list[Piece]]
    suspects: deque[Piece] = field(default_factory=deque)
    on_their_way: dict[Any, list[Piece]] = field(default_factory=dict)
    alone: bool = False
    failed_alone: set[Piece] = field(default_factory=set)
    name: str = field(default_factory=lambda: f"stations-{uuid.uuid4().hex}")
    sent: int = 0

    def rows(self) -> Iterator[list[Row]]:
        """The rows of each batch, in the order in which they are ready."""
        distributed = need("distributed")
        try:
            while self._send() or self.on_their_way:
                done = distributed.wait(list(self.on_their_way), return_when="FIRST_COMPLETED").done
                for future in done:
                    yield from self._result(future)
        except SchedulerLostError:
            raise
        except Exception as error:  # of Dask: what a record does comes back as a row
            raise SchedulerLostError(LOST) from error

    def _send(self) -> bool:
        """Send what there is room for; False if nothing waits."""
        room = AHEAD * max(self._threads(), 1) - len(self.on_their_way)
        while self.waiting and room > 0:
            self._submit(self.waiting.popleft())
            room -= 1
        if not self.waiting and not self.on_their_way and self.suspects:
            self.alone = True
            self._submit([self.suspects.popleft()])
        return bool(self.waiting or self.on_their_way)

    def _submit(self, batch: list[Piece]) -> None:
        # One name for all: the scheduler keeps what has no free worker, and no death is blamed on it.
        future = self.client.submit(self.job, batch, key=(self.name, self.sent), pure=False)
        self.on_their_way[future] = batch
        self.sent += 1

    def _threads(self) -> int:
        if self.client.status != "running":
            raise SchedulerLostError(LOST)
        return sum(self.client.nthreads().values())

    def _result(self, future: Any) -> Iterator[list[Row]]:
        batch = self.on_their_way.pop(future)
        if future.status == "finished":
            yield future.result()
        elif future.status == "cancelled" or self.client.status != "running":
            raise SchedulerLostError(LOST)
        elif len(batch) > 1:
            self.waiting.extendleft([piece] for piece in batch)
        elif batch[0] not in self.failed_alone or not self.alone:
            self.suspects += batch  # its neighbour, or the end of another worker, may have been the reason
            if self.alone:
                self.failed_alone.add(batch[0])
        else:
            why = f"It ended its worker each time it was tried ({future.exception()})."
            yield [gave_up(batch[0], why)]


def through_dask(
    job: Job, waiting: deque[list[Piece]], *, scheduler: str | None, workers: int | None
) -> Iterator[list[Row]]:
    """The rows of all batches, made by workers of Dask."""
    with client_of(scheduler, workers) as client:
        yield from Work(client, job, waiting).rows()


def bound(job: Callable[..., list[Row]], **given: Any) -> Job:
    """``job`` with all but its batch given, as it can be sent to workers."""
    return partial(job, **given)
