"""Archives to measure with, and the command on them in a process of its own."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from gd_core.stations.network import records, truth
from gd_core.weather import synthetic_station

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
GHCN = {"tmax": "TMAX", "tmin": "TMIN", "rain": "PRCP", "wind": "AWND"}


def long_records(folder: Path, count: int, kind: str) -> Path:
    """``count`` simulated stations of 37 years in files: csv, parquet, or ghcn (long tables)."""
    place = folder / kind
    place.mkdir()
    for seed in range(count):
        table = synthetic_station(seed).reset_index()
        if kind == "parquet":
            pq.write_table(pa.Table.from_pandas(table, preserve_index=False), place / f"s{seed}.parquet")
        elif kind == "csv":
            table.to_csv(place / f"s{seed}.csv", index=False, float_format="%.1f")
        else:
            _ghcn(table, seed).to_csv(place / f"s{seed}.csv", index=False)
    return place


def _ghcn(table: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The same as NOAA's files by station have it: a row for each day and element, in tenths."""
    rows = table.rename(columns=GHCN).melt("date", var_name="ELEMENT", value_name="DATA_VALUE").dropna()
    rows["DATA_VALUE"] = (10.0 * rows["DATA_VALUE"]).round().astype(int)
    rows = rows.sort_values(["date", "ELEMENT"])
    made = {"ID": f"USW{seed:08}", "DATE": rows["date"].dt.strftime("%Y%m%d")}
    marks = {"M_FLAG": "", "Q_FLAG": "", "S_FLAG": "W", "OBS_TIME": "0700"}
    return pd.DataFrame({**made, "ELEMENT": rows["ELEMENT"], "DATA_VALUE": rows["DATA_VALUE"], **marks})


def short_records(folder: Path, count: int, days: int = 400) -> Path:
    """``count`` stations of some hundred days, all different, a small CSV each."""
    place = folder / f"short{count}"
    place.mkdir()
    made = records(truth(stations=count).assign(years=days / 365.25))
    for number, own in made.rename(columns={"id": "station"}).groupby("station"):
        own.to_csv(place / f"{number}.csv", index=False)
    return place


def command(archive: Path, out: Path, workers: int) -> float:
    """Seconds that ``python -m gd_core stations`` takes, with its start and its end."""
    asked = ["stations", str(archive), "--out", str(out), "--workers", str(workers), "--quiet"]
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "gd_core", *asked], env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def script(code: str, *arguments: str) -> str:
    """What ``code`` prints in a Python process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=ENVIRONMENT, check=True, capture_output=True, text=True
    )
    return done.stdout
