"""How far a run is: stations done, stations a second, time left."""

import sys
import time
from collections.abc import Callable
from typing import TextIO

EVERY = {True: 0.2, False: 15.0}  # seconds between two lines, on a terminal and in a log
WIDTH = 24  # letters of the bar


class Bar:
    """Writes how far ``total`` pieces of work are to ``stream``; ``before`` were done by an earlier run."""

    def __init__(
        self,
        total: int,
        before: int = 0,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.total, self.before, self.done = total, before, before
        self.stream, self.clock = stream or sys.stderr, clock
        self.start = self.last = clock()

    def add(self, count: int) -> None:
        """``count`` more are done."""
        self.done += count
        now, on_terminal = self.clock(), self.stream.isatty()
        if now - self.last >= EVERY[on_terminal]:
            self.last = now
            self._write("\r" if on_terminal else "", "" if on_terminal else "\n")

    def end(self) -> None:
        """The last line."""
        on_terminal = self.stream.isatty()
        self._write("\r" if on_terminal else "", "\n")

    def line(self) -> str:
        """What is written."""
        share = self.done / self.total if self.total else 1.0
        filled = round(WIDTH * share)
        text = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {self.done:,} of {self.total:,} stations"
        seconds, made = self.clock() - self.start, self.done - self.before
        if not made or not seconds > 0.0:
            return text
        rate = made / seconds
        left = (self.total - self.done) / rate
        return f"{text}, {rate:,.1f} a second, {_duration(left)} left"

    def _write(self, before: str, after: str) -> None:
        self.stream.write(f"{before}{self.line()}{after}")
        self.stream.flush()


def _duration(seconds: float) -> str:
    if seconds < 90.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60.0:.0f} min" if seconds < 5400.0 else f"{seconds / 3600.0:.1f} h"
