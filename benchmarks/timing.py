"""Fair timings on a shared machine: the runs of two rivals alternate, and medians are compared."""

import statistics
import time
from collections.abc import Callable, Sequence


def seconds(job: Callable[[], object], runs: int = 5) -> list[float]:
    """Wall-clock seconds of ``runs`` runs of ``job``, after one that does not count."""
    job()
    return [_once(job) for _ in range(runs)]


def side_by_side(
    ours: Callable[[], object], theirs: Callable[[], object], runs: int = 5
) -> tuple[float, float]:
    """Median seconds of two jobs whose runs alternate, after one of each that does not count."""
    ours(), theirs()
    pairs = [(_once(ours), _once(theirs)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _once(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def milliseconds(value: float) -> str:
    """``value`` seconds for a table."""
    return f"{1000.0 * value:,.1f}"


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table under a heading; all columns but the first are set flush right."""
    lines = [f"### {title}", "", "| " + " | ".join(header) + " |"]
    lines.append("|" + "|".join(["---", *["---:"] * (len(header) - 1)]) + "|")
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)
