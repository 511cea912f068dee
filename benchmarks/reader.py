"""Reading large files: time against `pandas.read_csv` on the same file, and the room that it takes.

`read_csv` only parses, and is told how the file is written; the reader has to find that out, and makes the
daily table. The files are made with NumPy and Arrow, from a seed, and are removed afterwards.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

from benchmarks.timing import HEADER, milliseconds, race, seconds, table, times, verdict
from gd_core import read_weather

ROOT = Path(__file__).resolve().parents[1]
SEATTLE = ROOT / "data" / "seattle_weather.csv"
ROWS = 3_000_000
STATIONS, DAYS = 300, 10_000
SLOWEST = 2.5  # times as long as read_csv
ROOMIEST = 8.0  # times the file's size
SEATTLE_MILLISECONDS = 40.0

# The reader by itself in a new process: the most room that it ever took, beyond that of the imports.
PROGRAM = """
import sys
from gd_core import read_weather
def most(name):
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith(name))
before = most("VmRSS")
days = len(read_weather(sys.argv[1]).frame)
print((most("VmHWM") - before) * 1024, days)
"""


class File(NamedTuple):
    """A large file: what it is, how it is made, and what `read_csv` must be told."""

    name: str
    write: Callable[[Path], None]
    options: dict[str, Any]


def report() -> str:
    """A table of times, one of room, and one for the bundled record."""
    speed, room = [], []
    with tempfile.TemporaryDirectory() as folder:
        for file in FILES:
            path = Path(folder) / "weather.csv"
            file.write(path)
            size = path.stat().st_size
            name = f"{file.name} ({size / 1e6:.0f} MB)"
            speed.append(_race(name, path, file.options))
            room.append(_room(name, path, size))
    header = ["job", "most room", "times the file's size", "bar", "met"]
    tables = [
        table("Reading large files", HEADER, speed),
        table("Room that reading takes, in a new process", header, room),
        table("Reading a small file", ["job", "ms (median of 21)", "bar", "met"], [_small()]),
    ]
    return "\n\n".join(tables)


def _race(name: str, path: Path, options: dict[str, Any]) -> list[str]:
    ours = lambda: read_weather(path)  # noqa: E731
    theirs = lambda: pd.read_csv(path, **options)  # noqa: E731
    return race(name, ours, "`pandas.read_csv` alone", theirs, 1 / SLOWEST, runs=5)


def _room(name: str, path: Path, size: int) -> list[str]:
    command = [sys.executable, "-c", PROGRAM, str(path)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    used = int(said.split()[0])
    return [
        name,
        f"{used / 1e6:,.0f} MB",
        times(used / size),
        times(ROOMIEST),
        verdict(used <= ROOMIEST * size),
    ]


def _small() -> list[str]:
    taken = float(np.median(seconds(lambda: read_weather(SEATTLE), runs=21)))
    met = verdict(1000.0 * taken <= SEATTLE_MILLISECONDS)
    return ["Seattle, 4 years, warm", milliseconds(taken), f"{SEATTLE_MILLISECONDS:g}", met]


def _readings(n: int, per_day: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Temperatures in °C to one decimal and relative humidities in % of ``n`` readings."""
    random = np.random.default_rng(seed)
    day = np.arange(n) / per_day
    weather = np.repeat(random.normal(0.0, 3.0, n // per_day + 1), per_day)[:n]
    season, hour = np.sin(2 * np.pi * (day / 365.25 - 0.3)), np.sin(2 * np.pi * (day - 0.4))
    temperature = 9.0 + 9.0 * season + 4.0 * hour + weather + random.normal(0.0, 0.3, n)
    return np.round(temperature, 1), random.integers(20, 100, n)


def _write(path: Path, columns: dict[str, Any], delimiter: str = ",") -> None:
    options = arrow_csv.WriteOptions(delimiter=delimiter, quoting_style="none", quoting_header="none")
    arrow_csv.write_csv(pa.table(columns), path, options)


def write_readings(path: Path) -> None:
    """A reading every ten minutes for 57 years, with ISO stamps."""
    temperature, humidity = _readings(ROWS, 144, seed=1)
    stamps = np.datetime64("1960-01-01T00:00", "s") + np.arange(ROWS) * np.timedelta64(600, "s")
    text = pc.strftime(pa.array(stamps), format="%Y-%m-%d %H:%M")
    _write(path, {"date": text, "temperature": temperature, "humidity": humidity})


def write_day_first(path: Path) -> None:
    """The same with the day first, semicolons, and decimal commas."""
    temperature, humidity = _readings(ROWS, 144, seed=2)
    stamps = np.datetime64("1960-01-01T00:00", "s") + np.arange(ROWS) * np.timedelta64(600, "s")
    text = pc.strftime(pa.array(stamps), format="%d.%m.%Y %H:%M")
    commas = pc.replace_substring(pa.array(temperature).cast(pa.string()), ".", ",")
    _write(path, {"Datum": text, "Temperatur": commas, "Luftfeuchte": humidity}, ";")


def write_stations(path: Path) -> None:
    """Daily maxima and minima of 300 stations, one after the other."""
    highest, humidity = _readings(STATIONS * DAYS, 1, seed=3)
    lowest = np.round(highest - 3.0 - humidity / 20.0, 1)
    days = np.datetime64("1990-01-01", "D") + np.arange(DAYS)
    names = [f"S{number:03}" for number in range(STATIONS)]
    station = pa.DictionaryArray.from_arrays(np.repeat(np.arange(STATIONS, dtype=np.int32), DAYS), names)
    text = pc.strftime(pa.array(np.tile(days, STATIONS)), format="%Y-%m-%d")
    _write(path, {"station": station.cast(pa.string()), "date": text, "tmax": highest, "tmin": lowest})


FILES = (
    File("3,000,000 readings", write_readings, {}),
    File("300 stations × 10,000 days", write_stations, {}),
    File("3,000,000 readings, 31.12.2020 23:00 and 1,5", write_day_first, {"sep": ";", "decimal": ","}),
)
