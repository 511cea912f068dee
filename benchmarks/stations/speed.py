"""Stations a second, processor time for a station, and the memory of a worker as stations pass."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

from benchmarks.stations.records import command, long_records, script, short_records
from benchmarks.timing import table, times, verdict
from gd_core import read_weather, run_experiment
from gd_core.stations.archive.pieces import Storage, list_pieces
from gd_core.stations.asked import Asked
from gd_core.stations.work import judge_batch

COUNT, FEW = 64, 4  # stations; the few are measured to take off what start and end cost
ASKED, STORAGE = Asked(), Storage()
BARS = {"csv": 80.0, "parquet": 15.0}  # milliseconds of processor time
MEMORY = """
import json, sys, psutil
from gd_core.stations.archive.pieces import Storage, list_pieces
from gd_core.stations.asked import Asked
from gd_core.stations.work import judge_batch
process, found, done = psutil.Process(), {}, 0
pieces = list_pieces(sys.argv[1], Storage())
for start in range(0, len(pieces), 20):
    judge_batch(pieces[start : start + 20], Asked(), Storage())
    found[start + 20] = process.memory_info().rss / 2**20
print(json.dumps(found))
"""


def report(folder: Path) -> str:
    """Processor time by kind of file, beside a plain loop; and what workers add."""
    archives = {kind: long_records(folder, COUNT, kind) for kind in ("csv", "parquet", "ghcn")}
    (folder / "few").mkdir()
    few = long_records(folder / "few", FEW, "csv")
    jobs: dict[str, Callable[[Path], object]] = {
        "the row of `stations`": lambda file: judge_batch(list_pieces(str(file), STORAGE), ASKED, STORAGE),
        "of it, reading": read_weather,
        "of it, `run_experiment`": lambda file: run_experiment(read_weather(file), ASKED.settings),
        "pandas and scikit-learn alone": plain_loop,
    }
    rows = []
    for kind, archive in archives.items():
        files = sorted(archive.iterdir())[:15]
        spent = {name: _processor(job, files) for name, job in jobs.items() if _fits(name, kind)}
        spent["of it, `run_experiment`"] -= spent["of it, reading"]
        bar = BARS.get(kind)
        judged = ["", ""] if bar is None else [f"{bar:.0f}", verdict(spent["the row of `stations`"] <= bar)]
        rows.append([kind, *(f"{spent[name]:.1f}" if name in spent else "" for name in jobs), *judged])
    header = ["milliseconds of processor time, median of 15", *jobs, "bar", "met"]
    return table("A station of 37 years", header, rows) + "\n\n" + _by_workers(archives["csv"], few, folder)


def _fits(name: str, kind: str) -> bool:
    return kind != "ghcn" or "pandas" not in name


def _processor(job: Callable[[Path], object], files: list[Path]) -> float:
    """Median milliseconds of processor time for a file, after one that does not count."""
    job(files[0])
    spent = []
    for file in files:
        start = time.process_time()
        job(file)
        spent.append(1000.0 * (time.process_time() - start))
    return float(np.median(spent))


def plain_loop(file: Path) -> tuple[float, float]:
    """What a person would write: lags, a season, least squares on 70%, skill on the rest."""
    frame = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file, parse_dates=["date"])
    frame = frame.set_index("date").asfreq("D")
    angle = 2.0 * np.pi * pd.DatetimeIndex(frame.index).dayofyear / 365.25
    terms = {f"{name}{lag}": frame[name].shift(lag) for name in frame.columns for lag in (0, 1)}
    terms |= {f"mean{days}": frame["tmax"].rolling(days).mean() for days in (3, 7, 15, 30, 90)}
    X = pd.DataFrame(terms).assign(sine=np.sin(angle), cosine=np.cos(angle))
    rows = X.assign(y=frame["tmax"].shift(-1)).dropna()
    cut = int(0.7 * len(rows))
    X, y = rows.drop(columns="y"), rows["y"]
    model = LinearRegression().fit(X[:cut], y[:cut])
    error = y[cut:] - model.predict(X[cut:])
    today = y[cut:] - X["tmax0"][cut:]
    return float(np.sqrt(np.mean(error**2))), float(1.0 - np.mean(error**2) / np.mean(today**2))


def _by_workers(archive: Path, few: Path, folder: Path) -> str:
    rates = {}
    for workers in (0, 1, 2):
        start = command(few, folder / f"few{workers}.parquet", workers)
        whole = command(archive, folder / f"all{workers}.parquet", workers)
        rates[workers] = (COUNT - FEW) / (whole - start), start
    names = {0: "the command's own process", 1: "one worker", 2: "two workers"}
    rows = []
    for workers, (rate, start) in rates.items():
        more = rate / rates[1][0]
        judged = [times(1.85), verdict(more >= 1.85)] if workers == 2 else ["", ""]
        rows.append([names[workers], f"{rate:.2f}", f"{start:.1f}", times(more), *judged])
    header = [
        "37 years, from CSV",
        "stations a second",
        f"s for the first {FEW}",
        "to one worker",
        "bar",
        "met",
    ]
    return table("On several processes", header, rows)


def memory(folder: Path) -> str:
    """The memory of a worker after so many stations."""
    found = json.loads(script(MEMORY, str(short_records(folder, 2000, days=200))))
    shown = {count: found[str(count)] for count in (20, 100, 500, 1000, 1500, 2000)}
    growth = shown[2000] / shown[100] - 1.0
    rows = [["MiB", *(f"{value:.0f}" for value in shown.values()), f"{growth:+.1%}"]]
    header = ["after so many stations", *(f"{count:,}" for count in shown), "100th to 2,000th"]
    return table("Memory of a worker", header, rows)
