"""One regression over 200 million rows from Parquet in a process that may not have them in memory."""

import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from benchmarks.stations.records import script
from benchmarks.timing import duration, table, times, verdict

ROWS, STEP, LIMIT = 200_000_000, 4_000_000, 2 << 30
BAR = 0.7
COLUMNS = ("a", "b", "y")
HEAD = """
import json, resource, sys, time
limit = int(sys.argv[2])
import numpy as np, pyarrow as pa, pyarrow.dataset as ds, pyarrow.compute as pc
from gd_core.descent import GradientDescentRegressor
from gd_core.stations.pool.pooled import batches_of, moments_of
moments_of([np.ones((3, 100)) * np.arange(100)])  # compiled before
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
dataset = ds.dataset(sys.argv[1])
start = time.perf_counter()
"""
TAIL = """
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
print(json.dumps({"seconds": time.perf_counter() - start, "peak": peak, "said": said}))
"""
OURS = """
moments = moments_of(batches_of(dataset, ("a", "b"), "y"))
model = GradientDescentRegressor(tol=1e-10).fit_moments(moments)
said = [*model.coef_, model.intercept_, moments.n]
"""
SUMS = """
said = [0.0, 0.0, 0.0]
for batch in dataset.to_batches(columns=["a", "b", "y"], batch_size=1 << 17):
    for k in range(3):
        said[k] += pc.sum(batch.column(k)).as_py()
"""
DASK = """
import dask.array as da
from dask_ml.linear_model import LinearRegression
rows = int(sys.argv[3])
table = dataset.head(rows)
X = np.column_stack([table.column("a").to_numpy(), table.column("b").to_numpy()])
X, y = da.from_array(X, chunks=(rows // 4, 2)), da.from_array(table.column("y").to_numpy(), chunks=rows // 4)
start = time.perf_counter()
model = LinearRegression(solver="gradient_descent").fit(X, y)
said = [*map(float, model.coef_), float(model.intercept_)]
"""


def report(folder: Path) -> str:
    """Ours beside pyarrow's own sum of the same columns, in turns, and Dask-ml on fewer rows."""
    rows = int(os.environ.get("POOLED_ROWS", ROWS))
    made = write(folder / "rows", rows)
    turns = [{"sums": _run(SUMS, made), "ours": _run(OURS, made)} for _ in range(3)]
    found = {name: [turn[name] for turn in turns] for name in ("sums", "ours")}
    best = {name: min(runs, key=lambda run: run["seconds"]) for name, runs in found.items()}
    share = best["sums"]["seconds"] / best["ours"]["seconds"]
    lines = [
        _line("pyarrow reads and adds up", rows, best["sums"], "", "", ""),
        _line("moments and descent", rows, best["ours"], times(share), times(BAR), verdict(share >= BAR)),
    ]
    for fewer in (1_000_000, 10_000_000):
        lines.append(_dask(made, fewer))
    coef = ", ".join(f"{value:.6f}" for value in best["ours"]["said"][:3])
    size = sum(file.stat().st_size for file in made.iterdir()) / 2**30
    title = f"{rows / 1e6:,.0f} million rows of 3 columns, {size:.1f} GiB of Parquet, under a limit of 2 GiB"
    header = ["job", "rows", "time", "million rows a second", "peak MiB", "speed to pyarrow", "bar", "met"]
    return table(title, header, lines) + f"\n\nCoefficients and intercept found: {coef}; put in: 0.5, -2, 3."


def write(place: Path, rows: int) -> Path:
    """Rows of y = 0.5 a - 2 b + 3 + noise in Parquet files, made a piece at a time."""
    place.mkdir()
    random = np.random.default_rng(0)
    for number in range(0, rows, STEP):
        count = min(STEP, rows - number)
        a, b = random.standard_normal(count), 10.0 + random.standard_normal(count)
        y = 0.5 * a - 2.0 * b + 3.0 + random.standard_normal(count)
        columns = pa.table({"a": a, "b": b, "y": y})
        pq.write_table(columns, place / f"{number:012}.parquet", use_dictionary=False, row_group_size=1 << 20)
    return place


def _run(code: str, place: Path, *more: str) -> dict:
    return json.loads(script(HEAD + code + TAIL, str(place), str(LIMIT), *more))


def _line(job: str, rows: int, run: dict, *judged: str) -> list[str]:
    speed = rows / run["seconds"] / 1e6
    return [job, f"{rows:,}", duration(run["seconds"]), f"{speed:,.1f}", f"{run['peak']:,.0f}", *judged]


def _dask(place: Path, rows: int) -> list[str]:
    try:
        run = _run(DASK, place, str(rows))
    except Exception as error:
        why = "no room" if "MemoryError" in str(getattr(error, "stderr", error)) else "failed"
        return [f"Dask-ml's LinearRegression: {why}", f"{rows:,}", "", "", "", "", "", ""]
    return _line("Dask-ml's LinearRegression, rows in memory", rows, run, "", "", "")
