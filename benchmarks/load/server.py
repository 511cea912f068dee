"""The server's process, as Linux sees it from outside."""

import os
from pathlib import Path
from typing import NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")


class Use(NamedTuple):
    """What a process has used, or holds."""

    seconds: float  # of processor time since its start, system calls included
    megabytes: float  # of memory that it alone holds
    files: int
    threads: int


def use(pid: int) -> Use:
    """What the process ``pid`` has used up to now. Raises FileNotFoundError when it has ended."""
    folder = Path("/proc") / str(pid)
    # What follows the name, which may have blanks: state, parent, ... user time, system time.
    fields = (folder / "stat").read_text().rpartition(")")[2].split()
    sums = dict(line.split(":") for line in (folder / "smaps_rollup").read_text().splitlines()[1:])
    kilobytes = sum(int(sums[name].split()[0]) for name in ("Private_Clean", "Private_Dirty"))
    return Use(
        seconds=(int(fields[11]) + int(fields[12])) / TICKS,
        megabytes=kilobytes / 1000.0 * 1.024,
        files=len(list((folder / "fd").iterdir())),
        threads=int(fields[17]),
    )
