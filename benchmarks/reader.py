"""Reading files of some size: time against `pandas.read_csv` on the same file, and the room that it takes.

`read_csv` only parses, and is told how the file is written; the reader has to find that out, and makes the
daily table. The files are made with NumPy and Arrow, from a seed, and are removed afterwards.
"""

import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

from benchmarks.timing import duration, milliseconds, seconds, side_by_side, table, times, verdict
from gd_core import read_weather

ROOT = Path(__file__).resolve().parents[1]
SEATTLE = ROOT / "data" / "seattle_weather.csv"
SMALL, LARGE = 100_000, 3_000_000  # rows
RUNS = 7
PER_STATION = 10_000
UNDATED = 50  # one row in so many has no date
SLOWEST = 2.5  # times as long as read_csv
EXCEL_ROWS = 100_000
SLOWEST_EXCEL = 1.3  # times as long as read_excel
EXCEL_HEADER = ["job", "ours", '`pandas.read_excel(engine="calamine")` alone', "times as long", "bar", "met"]
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
    """A kind of file: what it is, its columns (made for a number of rows), and what `read_csv` must be
    told."""

    name: str
    columns: Callable[[int], dict[str, Any]]
    options: dict[str, Any]


def report() -> str:
    """A table of times, one of room, and one for the bundled record."""
    speed, room = [], []
    with tempfile.TemporaryDirectory() as folder:
        for file, rows in product(FILES, (SMALL, LARGE)):
            path = Path(folder) / "weather.csv"
            _write(path, file.columns(rows), file.options.get("sep", ","))
            size = path.stat().st_size
            name = f"{rows:,} {file.name} ({size / 1e6:.0f} MB)"
            speed.append(_race(name, path, file.options, rows))
            if rows == LARGE:
                room.append(_room(name, path, size))
    race = ["job", "ours", "`pandas.read_csv` alone", "times as long", "bar", "met"]
    header = ["job", "most room", "times the file's size", "bar", "met"]
    tables = [
        table(f"Processor time of reading (median of {RUNS})", race, speed),
        table(f"Processor time of reading a workbook (median of {RUNS})", EXCEL_HEADER, [_workbook()]),
        table("Room that reading takes, in a new process", header, room),
        table("Reading a small file", ["job", "ms (median of 21)", "bar", "met"], [_small()]),
    ]
    return "\n\n".join(tables)


def _workbook() -> list[str]:
    """A row for a workbook, whose cells `pandas` hands over as they are."""
    # Here, for running the benchmarks of others needs no tests.
    from tests.weather.workbooks import xlsx

    temperature, humidity = _readings(EXCEL_ROWS, 1, seed=4)
    days = (np.datetime64("1901-01-01") + np.arange(EXCEL_ROWS)).tolist()
    rows = zip(
        days, temperature.tolist(), (temperature - 6.5).round(1).tolist(), humidity.tolist(), strict=True
    )
    content = xlsx({"Days": [["date", "tmax", "tmin", "humidity"], *rows]})
    name = f"an Excel workbook of {EXCEL_ROWS:,} days ({len(content) / 1e6:.1f} MB)"
    ours = lambda: read_weather(content)  # noqa: E731
    theirs = lambda: pd.read_excel(io.BytesIO(content), engine="calamine")  # noqa: E731
    mine, peer = side_by_side(ours, theirs, runs=RUNS, clock=time.process_time)
    bar = [times(SLOWEST_EXCEL), verdict(mine <= SLOWEST_EXCEL * peer)]
    return [name, duration(mine), duration(peer), times(mine / peer), *bar]


def _race(name: str, path: Path, options: dict[str, Any], rows: int) -> list[str]:
    ours, theirs = side_by_side(
        lambda: read_weather(path), lambda: pd.read_csv(path, **options), runs=RUNS, clock=time.process_time
    )
    ratio = ours / theirs
    bar = [times(SLOWEST), verdict(ratio <= SLOWEST)] if rows == LARGE else ["", ""]
    return [name, duration(ours), duration(theirs), times(ratio), *bar]


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


def _write(path: Path, columns: dict[str, Any], delimiter: str) -> None:
    options = arrow_csv.WriteOptions(delimiter=delimiter, quoting_style="none", quoting_header="none")
    arrow_csv.write_csv(pa.table(columns), path, options)


def _stamps(n: int, form: str) -> pa.Array:
    """The times of readings every ten minutes, written in a form."""
    stamps = np.datetime64("1960-01-01T00:00", "s") + np.arange(n) * np.timedelta64(600, "s")
    return pc.strftime(pa.array(stamps), format=form)


def readings(n: int) -> dict[str, Any]:
    """A reading every ten minutes, with ISO stamps: 3,000,000 are 57 years."""
    temperature, humidity = _readings(n, 144, seed=1)
    return {"date": _stamps(n, "%Y-%m-%d %H:%M"), "temperature": temperature, "humidity": humidity}


def times_apart(n: int) -> dict[str, Any]:
    """The same with the time of day in a column of its own."""
    parts = {"date": _stamps(n, "%Y-%m-%d"), "time": _stamps(n, "%H:%M")}
    return parts | {name: own for name, own in readings(n).items() if name != "date"}


def empty_dates(n: int) -> dict[str, Any]:
    """The same with dates that are missing here and there."""
    columns = readings(n)
    missing = np.random.default_rng(2).integers(0, UNDATED, n) == 0
    return columns | {"date": pc.if_else(pa.array(missing), pa.scalar(""), columns["date"])}


def shuffled(n: int) -> dict[str, Any]:
    """The same, with the rows in no order."""
    order = np.random.default_rng(3).permutation(n)
    return {name: own.take(pa.array(order)) for name, own in _arrays(readings(n)).items()}


def day_first(n: int) -> dict[str, Any]:
    """Readings with the day first and decimal commas."""
    temperature, humidity = _readings(n, 144, seed=2)
    commas = pc.replace_substring(pa.array(temperature).cast(pa.string()), ".", ",")
    return {"Datum": _stamps(n, "%d.%m.%Y %H:%M"), "Temperatur": commas, "Luftfeuchte": humidity}


def stations(n: int) -> dict[str, Any]:
    """Daily maxima and minima of stations, one after the other."""
    highest, humidity = _readings(n, 1, seed=3)
    lowest = np.round(highest - 3.0 - humidity / 20.0, 1)
    number, day = np.divmod(np.arange(n), PER_STATION)
    days = pa.array(np.datetime64("1990-01-01", "D") + day)
    names = [f"S{number:03}" for number in range(-(-n // PER_STATION))]
    station = pa.DictionaryArray.from_arrays(number.astype(np.int32), names).cast(pa.string())
    return {"station": station, "date": pc.strftime(days, format="%Y-%m-%d"), "tmax": highest, "tmin": lowest}


def _arrays(columns: dict[str, Any]) -> dict[str, pa.Array]:
    return {name: own if isinstance(own, pa.Array) else pa.array(own) for name, own in columns.items()}


FILES = (
    File("readings", readings, {}),
    File("readings, the time in a column of its own", times_apart, {}),
    File(f"readings, every {UNDATED}th without a date", empty_dates, {}),
    File("readings in no order", shuffled, {}),
    File("readings, 31.12.2020 23:00 and 1,5", day_first, {"sep": ";", "decimal": ","}),
    File(f"days, {PER_STATION:,} of each station", stations, {}),
)
