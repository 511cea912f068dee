"""Long work in a thread of its own, so that it shows its progress and can be stopped."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from threading import BoundedSemaphore, Event, Thread
from typing import Generic, TypeVar

from gd_core.forecast.progress import Progress

T = TypeVar("T")

AT_ONCE = 4  # jobs that run at the same time; the others wait
FORGOTTEN = 90.0  # seconds without a question after which nobody waits for a job: its page has been closed
_PLACES = BoundedSemaphore(AT_ONCE)


class Job(Generic[T]):
    """One piece of ``work`` of some ``total`` steps, running or done. Calls nothing of Streamlit's.

    ``work`` is given a function to report its progress to; when that answers True, it is to end with what it
    has. The thread is a daemon: a server that is told to end does not wait for it.
    """

    def __init__(self, work: Callable[[Progress], T], total: int) -> None:
        self.done, self.total = 0, total
        self.cut_short = False  # because nobody asked for it any more
        self._stop, self._asked_at = Event(), time.monotonic()
        self._future: Future[T] = Future()
        Thread(target=self._run, args=(work,), daemon=True, name="job").start()

    def _run(self, work: Callable[[Progress], T]) -> None:
        with _PLACES:
            try:
                self._future.set_result(work(self._progress))
            except Exception as error:  # handed on to whoever asks for the result
                self._future.set_exception(error)

    def _progress(self, done: int, total: int) -> bool:
        self.done, self.total = done, total
        self.cut_short = time.monotonic() - self._asked_at > FORGOTTEN
        return self._stop.is_set() or self.cut_short

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
