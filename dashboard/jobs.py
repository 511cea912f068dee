"""Long work in a thread of its own, so that it shows its progress, can be stopped, and stops nobody else.

In: work that says how far it is. Out: what came of it. All work begins at once; what turns out to be long
goes on in a line, in the order in which it came, one piece at a time for each visitor.
"""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from threading import BoundedSemaphore, Condition, Event, Thread
from typing import Any, Generic, TypeVar

from gd_core.forecast.progress import Progress

T = TypeVar("T")

AT_ONCE = 4  # pieces of work that are not yet long; the others wait for less than a moment
LONG_AT_ONCE = max(1, (os.cpu_count() or 1) - 1)  # one core is left to what is quick
QUICK = 0.5  # seconds of processor time after which work is long
AWAY = 1.5  # seconds after which a visitor whose connection is lost counts as gone
LEFT = 3.0  # seconds without a question after which a visitor's own next piece of work ends the last one
FORGOTTEN = 90.0  # seconds without a question after which nobody waits for a job: another page is looked at
_BEGINNING = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Visitor:
    """Whose work it is: a name that nobody else has, and whether the page is still open."""

    name: object = field(default_factory=object)
    is_here: Callable[[], bool] = field(default=lambda: True, compare=False)


class Job(Generic[T]):
    """One piece of ``work`` of some ``total`` steps, running or done. Calls nothing of Streamlit's.

    ``work`` is given a function to report its progress to; when that answers True, it is to end with what it
    has. A result that is whole, since nobody ended it, is handed to ``keep`` first. The thread is a daemon: a
    server that is told to end does not wait for it.
    """

    def __init__(
        self,
        work: Callable[[Progress], T] | None,
        total: int,
        visitor: Visitor | None = None,
        keep: Callable[[T], None] | None = None,
    ) -> None:
        self.done, self.total = 0, total
        self.visitor = visitor or Visitor()
        self.cut_short = False  # because nobody asked for it any more
        self._stop, self._asked_at = Event(), time.monotonic()
        self._here_at = self._asked_at
        self._leave: Callable[[], object] | None = None  # gives back the place that it has
        self._is_long = False
        self._keep = keep
        self._future: Future[T] = Future()
        if work is not None:
            Thread(target=self._run, args=(work,), daemon=True, name="job").start()

    @classmethod
    def done_with(cls, result: T) -> "Job[T]":
        """A job whose result is known."""
        job = cls(None, 1)
        job._future.set_result(result)
        return job

    def _run(self, work: Callable[[Progress], T]) -> None:
        _BEGINNING.acquire()
        self._leave = _BEGINNING.release
        try:
            result = work(self._progress)
            if self._keep is not None and not (self._stop.is_set() or self.cut_short):
                self._keep(result)
            self._future.set_result(result)
        except Exception as error:  # handed on to whoever asks for the result
            self._future.set_exception(error)
        finally:
            self._give_place_back()

    def _give_place_back(self) -> None:
        leave, self._leave = self._leave, None
        if leave is not None:
            leave()

    def _progress(self, done: int, total: int) -> bool:
        self.done, self.total = done, total
        if not self._is_long and time.thread_time() > QUICK:
            self._is_long = True
            self._give_place_back()
            if LINE.enter(self):
                self._leave = partial(LINE.leave, self)
        return self.is_to_end()

    def is_to_end(self) -> bool:
        """Whether it was stopped, or nobody waits for it any more."""
        now = time.monotonic()
        if self.visitor.is_here():
            self._here_at = now
        if now - self._here_at > AWAY or now - self._asked_at > FORGOTTEN:
            self.cut_short = True
        return self._stop.is_set() or self.cut_short

    def make_way(self) -> None:
        """End, for another job of the same visitor, if this one is not looked at any more."""
        if time.monotonic() - self._asked_at > LEFT:
            self.cut_short = True

    @property
    def ahead(self) -> int:
        """How many jobs have to end before it goes on; 0 unless it waits."""
        return LINE.ahead(self)

    def give_up(self) -> None:
        """End as soon as can be: something else is asked for, and what comes of this is not to be shown."""
        if not self._future.done():
            self.cut_short = True

    def stop(self) -> None:
        """Ask the work to end after the step it is in; its result is then that of the steps done."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the job is done, after waiting up to ``seconds`` for it (None: as long as it takes)."""
        self._asked_at = time.monotonic()
        try:
            self._future.exception(timeout=seconds)
        except StillRunning:
            return False
        return True

    def result(self) -> T:
        """The result of a job that is done. Raises what the work raised."""
        return self._future.result()


class Line:
    """Where long jobs wait for one of some ``places``: first come, first served, but one for each visitor."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._inside: list[Job[Any]] = []
        self._waiting: list[Job[Any]] = []
        self._changed = Condition()

    def enter(self, job: Job[Any]) -> bool:
        """Wait for a place; False if the job is to end before there is one."""
        with self._changed:
            self._waiting.append(job)
            try:
                while not self._is_next(job):
                    if job.is_to_end():
                        return False
                    self._changed.wait(0.25)  # seconds between two looks at whether the visitor is still here
                self._inside.append(job)
                return True
            finally:
                self._waiting.remove(job)
                self._changed.notify_all()

    def leave(self, job: Job[Any]) -> None:
        """Give the place to the next."""
        with self._changed:
            self._inside.remove(job)
            self._changed.notify_all()

    def ahead(self, job: Job[Any]) -> int:
        """How many are inside or came before ``job``; 0 for one that does not wait."""
        with self._changed, suppress(ValueError):
            return len(self._inside) + self._waiting.index(job)
        return 0

    def _is_next(self, job: Job[Any]) -> bool:
        for other in self._inside:
            if other.visitor == job.visitor:
                other.make_way()
        served = {other.visitor for other in self._inside}
        able = (other for other in self._waiting if other.visitor not in served)
        return len(self._inside) < self._places and next(able, None) is job


LINE = Line(LONG_AT_ONCE)
