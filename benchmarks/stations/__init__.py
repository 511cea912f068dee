"""Many stations: how fast, how much memory, how it grows; written to docs/stations.md."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import document
from benchmarks.stations import growth, pooled, speed

PAGE = Path(__file__).resolve().parents[2] / "docs" / "stations.md"
TABLES: dict[str, Callable[[Path], str]] = {
    "speed": speed.report,
    "memory": speed.memory,
    "pooled": pooled.report,
    "growth": growth.report,
}


def write(names: list[str]) -> str:
    """Measure the tables called ``names`` (none: all), and put them on the page; the tables."""
    made = []
    for name in names or TABLES:
        with tempfile.TemporaryDirectory(prefix="stations-") as folder:
            tables = TABLES[name](Path(folder))
        document.write(name, tables, PAGE)
        print(tables, end="\n\n", flush=True)
        made.append(tables)
    return "\n\n".join(made)
