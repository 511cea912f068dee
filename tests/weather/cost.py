"""What a call takes: time and memory, measured by the process itself."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of the processor, and bytes beyond those held before."""

    seconds: float
    memory: int

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s, {self.memory / 1e6:.0f} MB"


def cost_of(call: Callable[[], object]) -> Cost:
    """The cost of ``call()``, on Linux; what it raises leaves."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory is counted from now on
    before = _peak_memory()
    start = time.process_time()  # of this process: others may be at work on the same machine
    call()
    return Cost(time.process_time() - start, _peak_memory() - before)


def _peak_memory() -> int:
    """Peak resident memory of this process in bytes."""
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) * 1024
