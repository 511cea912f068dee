"""Experiments in a thread of their own, so that a long one shows its progress and can be stopped."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from threading import Event

from gd_core.forecast import ExperimentSettings, Result, run_experiment
from gd_core.weather import Weather

# One for the run that is wanted, one for a run that was left behind and is about to notice.
_WORKERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="experiment")


class Job:
    """One experiment, running or done. Calls nothing of Streamlit's."""

    def __init__(self, weather: Weather, settings: ExperimentSettings) -> None:
        self.epoch, self.epochs = 0, settings.epochs
        self._stop = Event()
        self._future: Future[Result] = _WORKERS.submit(
            run_experiment, weather, settings, progress=self._progress
        )

    def _progress(self, epoch: int, epochs: int) -> bool:
        self.epoch = epoch
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the descent to end after the epoch it is in; its result is then that of the epochs done."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether the job is done, after waiting up to ``seconds`` for it (None: as long as it takes)."""
        try:
            self._future.exception(timeout=seconds)
        except StillRunning:
            return False
        return True

    def result(self) -> Result:
        """The result of a job that is done. Raises what the experiment raised."""
        return self._future.result()
