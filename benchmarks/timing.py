"""Fair timings on a shared machine: the runs of rivals alternate, and medians are compared."""

import statistics
import time
from collections.abc import Callable, Sequence

Job = Callable[[], object]
Clock = Callable[[], float]
HEADER = ("job", "peer", "ours", "peer's", "times faster", "bar", "met")


def seconds(job: Job, runs: int = 5) -> list[float]:
    """Wall-clock seconds of ``runs`` runs of ``job``, after one that does not count."""
    job()
    return [_once(job) for _ in range(runs)]


def side_by_side(*jobs: Job, runs: int | None = None, clock: Clock = time.perf_counter) -> list[float]:
    """Median seconds of each job; their runs alternate, after one of each that does not count.

    Without ``runs`` there are 5, or as many up to 51 as fit into a second: short jobs are the noisier. With
    `time.process_time` as ``clock``, other work on the machine does not count.
    """
    for job in jobs:
        job()
    rounds = [[_once(job, clock) for job in jobs]]
    for _ in range((runs or min(max(5, int(1.0 / sum(rounds[0]))), 51)) - 1):
        rounds.append([_once(job, clock) for job in jobs])
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def race(
    job: str,
    ours: Job,
    peer: str,
    theirs: Job | None,
    bar: float,
    *,
    runs: int | None = None,
    shares: tuple[float, float] = (1.0, 1.0),
) -> list[str]:
    """A row of a table with `HEADER`: both times, how many times faster we are, and the bar for that.

    ``theirs`` is None where the peer is not installed. ``shares`` turns the seconds measured, ours and
    the peer's, into those reported: 10 for a run of a tenth of the epochs, 1/10 for one of ten epochs.
    """
    if theirs is None:
        return [job, peer, "", "not installed", "", times(bar), ""]
    a, b = side_by_side(ours, theirs, runs=runs)
    return result(job, peer, a * shares[0], b * shares[1], bar)


def result(job: str, peer: str, ours: float, theirs: float, bar: float) -> list[str]:
    """The row of `race` from two times in seconds."""
    ratio = theirs / ours
    return [job, peer, duration(ours), duration(theirs), times(ratio), times(bar), verdict(ratio >= bar)]


def verdict(met: bool) -> str:
    """Whether a bar was reached."""
    return "yes" if met else "**no**"


def _once(job: Job, clock: Clock = time.perf_counter) -> float:
    start = clock()
    job()
    return clock() - start


def milliseconds(value: float) -> str:
    """``value`` seconds for a table."""
    return f"{1000.0 * value:,.1f}"


def duration(value: float) -> str:
    """``value`` seconds with three digits and a unit."""
    for factor, unit in ((1.0, "s"), (1e3, "ms")):
        if value * factor >= 1.0:
            return f"{_three_digits(value * factor)} {unit}"
    return f"{_three_digits(value * 1e6)} µs"


def times(ratio: float) -> str:
    """A ratio for a table."""
    return f"{_three_digits(ratio)}×"


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100.0 else f"{value:#.3g}"


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table under a heading; all columns but the first are set flush right."""
    lines = [f"### {title}", "", "| " + " | ".join(header) + " |"]
    lines.append("|" + "|".join(["---", *["---:"] * (len(header) - 1)]) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
