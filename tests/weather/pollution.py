"""Clean weather tables, one thing broken per file: in the manner of Pollock (Vitagliano et al., VLDB 2023).

    python -m tests.weather.pollution NUMBER > polluted.csv
    python -m tests.weather.pollution --report

The first writes the file of that number, the second says how the reader does on all of them.
"""

import argparse
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import numpy as np

from gd_core.weather import Weather, WeatherError, read_weather
from tests.weather.pollution_rows import broken_headers, broken_rows
from tests.weather.pollution_tables import Polluted, Table, tables
from tests.weather.pollution_whole import surrounded, written_otherwise

RIGHT, LOST, REFUSED, SILENT = "right", "broken rows lost", "refused", "silent"


def all_files() -> list[Polluted]:
    """Every polluted file, in an order that is the same every time."""
    return list(_all_files())


@lru_cache(maxsize=1)
def _all_files() -> tuple[Polluted, ...]:
    return tuple(file for number, table in enumerate(tables()) for file in _of(table, number))


def _of(table: Table, seed: int) -> Iterator[Polluted]:
    random = np.random.default_rng(seed)
    yield from broken_rows(table, random)
    yield from broken_headers(table, random)
    yield from written_otherwise(table)
    yield from surrounded(table)


def judge(file: Polluted) -> str:
    """What the reader makes of a file: one of the words at the top."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weather = read_weather(file.content)
    except WeatherError:
        return REFUSED
    return verdict(file, weather)


def verdict(file: Polluted, weather: Weather) -> str:
    """Whether the target is that of the clean table, but for broken rows, and whether these are said."""
    read = weather.frame[weather.target].dropna()
    found = dict(zip((day.date() for day in read.index), read, strict=True))
    truth = file.table.truth(weather.target if file.of_any else None)
    return compared(file, truth, found, weather.report.lines())


def compared(
    file: Polluted, truth: dict[date, float], found: dict[date, float], lines: list[str] | None
) -> str:
    """`verdict` on true and found temperatures by day, and the lines of the report, None without one."""
    wrong = {day for day in {*truth, *found} if not _same(truth.get(day), found.get(day))}
    if not wrong:
        return RIGHT
    broken = {file.table.days[row] for row in file.broken}
    if wrong <= broken and not wrong & set(found):
        return (
            LOST
            if lines is None or any(_tells(line, row) for line in lines for row in file.broken)
            else SILENT
        )
    return SILENT


def _same(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) < 1e-9


def _tells(line: str, row: int) -> bool:
    """Whether a line of the report names the line of a row, which is that of the header if both are glued."""
    return re.search(rf"\bline {row + 2}\b", line) is not None or (row == 0 and "line 1," in line)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.weather.pollution", description=__doc__)
    parser.add_argument("number", type=int, nargs="?")
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    files = all_files()
    if not arguments.report:
        sys.stdout.buffer.write(files[arguments.number or 0].content)
        return
    counts: Counter[str] = Counter()
    for number, file in enumerate(files):
        kind = judge(file)
        counts[kind] += 1
        if kind not in (RIGHT, LOST):
            print(f"{number:5} {kind:8} {file.name}")
    good = counts[RIGHT] + counts[LOST]
    print(f"{len(files):,} files: {dict(counts)}; right or only broken rows lost: {good / len(files):.1%}")


if __name__ == "__main__":
    main()
