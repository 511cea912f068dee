"""How it grows: ever more small stations, and what the scheduler alone costs."""

import json
import os
from pathlib import Path

from benchmarks.stations.records import command, script, short_records
from benchmarks.timing import table

COUNTS = (100, 1_000, 10_000)
EMPTY = """
import json, time
from distributed import Client, LocalCluster

def nothing(number):
    return number

if __name__ == "__main__":
    found = {}
    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)
    with cluster, Client(cluster) as client:
        client.gather(client.map(nothing, range(100)))
        for count in (1_000, 10_000, 100_000):
            start = time.perf_counter()
            client.gather(client.map(nothing, range(count), key=f"n{count}"))
            found[count] = time.perf_counter() - start
    print(json.dumps(found))
"""


def report(folder: Path) -> str:
    """Seconds by number of stations, and of empty tasks."""
    counts = [int(count) for count in os.environ.get("GROWTH", "").split()] or COUNTS
    rows = []
    for count in counts:
        seconds = command(short_records(folder, count), folder / f"{count}.parquet", 2)
        rows.append(
            [f"{count:,}", f"{seconds:,.1f}", f"{count / seconds:,.1f}", f"{2e3 * seconds / count:,.1f}"]
        )
    header = [
        "stations of 400 days",
        "seconds, two workers, with start and end",
        "a second",
        "ms of a worker each",
    ]
    made = table("More stations", header, rows)
    (folder / "empty.py").write_text(EMPTY)
    found = json.loads(
        script(f"import runpy; runpy.run_path({str(folder / 'empty.py')!r}, run_name='__main__')")
    )
    empty = [[f"{int(count):,}", f"{s:.1f}", f"{1e3 * s / int(count):.2f}"] for count, s in found.items()]
    return made + "\n\n" + table("Empty tasks", ["tasks", "seconds", "ms each"], empty)
