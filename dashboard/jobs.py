"""Experiments in a thread of their own, so that a long one shows its progress and can be stopped."""

import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from threading import BoundedSemaphore, Event, Thread

from gd_core.forecast import ExperimentSettings, Result, run_experiment
from gd_core.weather import Weather

AT_ONCE = 4  # experiments that run at the same time; the others wait
FORGOTTEN = 90.0  # seconds without a question after which nobody waits for a job: its page has been closed
_PLACES = BoundedSemaphore(AT_ONCE)


class Job:
    """One experiment, running or done. Calls nothing of Streamlit's.

    Its thread is a daemon: a server that is told to end does not wait for it.
    """

    def __init__(self, weather: Weather, settings: ExperimentSettings) -> None:
        self.epoch, self.epochs = 0, settings.epochs
        self.cut_short = False  # because nobody asked for it any more
        self._stop, self._asked_at = Event(), time.monotonic()
        self._future: Future[Result] = Future()
        Thread(target=self._run, args=(weather, settings), daemon=True, name="experiment").start()

    def _run(self, weather: Weather, settings: ExperimentSettings) -> None:
        with _PLACES:
            try:
                self._future.set_result(run_experiment(weather, settings, progress=self._progress))
            except Exception as error:  # handed on to whoever asks for the result
                self._future.set_exception(error)

    def _progress(self, epoch: int, epochs: int) -> bool:
        self.epoch = epoch
        self.cut_short = time.monotonic() - self._asked_at > FORGOTTEN
        return self._stop.is_set() or self.cut_short

    def stop(self) -> None:
        """Ask the descent to end after the epoch it is in; its result is then that of the epochs done."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the job is done, after waiting up to ``seconds`` for it (None: as long as it takes)."""
        self._asked_at = time.monotonic()
        try:
            self._future.exception(timeout=seconds)
        except StillRunning:
            return False
        return True

    def result(self) -> Result:
        """The result of a job that is done. Raises what the experiment raised."""
        return self._future.result()
