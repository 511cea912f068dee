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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from gd_core.weather import Weather, WeatherError, read_weather
from tests.weather.pollution_tables import Table, tables

RIGHT, LOST, REFUSED, SAID, SILENT = "right", "broken rows lost", "refused", "differs, said", "silent"


@dataclass(frozen=True)
class Polluted:
    """A file: the ``table`` it was made of, what was done to it, its bytes, and what may be lost.

    ``broken`` are the numbers of the rows of which nothing need be read, counted from 0. ``of_any``: the
    target's name may be gone, so that any column of temperatures may be read.
    """

    name: str
    table: Table
    content: bytes
    broken: frozenset[int] = frozenset()
    of_any: bool = False


def all_files() -> list[Polluted]:
    """Every polluted file, in an order that is the same every time."""
    return list(_all_files())


@lru_cache(maxsize=1)
def _all_files() -> tuple[Polluted, ...]:
    return tuple(file for number, table in enumerate(tables()) for file in _of(table, number))


def _of(table: Table, seed: int) -> Iterator[Polluted]:
    random = np.random.default_rng(seed)
    yield from _rows(table, random)
    yield from _headers(table, random)
    yield from _whole(table)
    yield from _surroundings(table)


# --- one row -----------------------------------------------------------------------------------------------

RowChange = Callable[[Table, list[str], int], str]


def _join(table: Table, cells: list[str]) -> str:
    return table.delimiter.join(cells)


def _without_cell(table: Table, cells: list[str], place: int) -> str:
    return _join(table, cells[:place] + cells[place + 1 :])


def _with_cell(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], "", *cells[place:]])


def _with_number(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], "7", *cells[place:]])


def _glued(table: Table, cells: list[str], place: int) -> str:
    """A delimiter is missing: two cells are one."""
    place = min(place, len(cells) - 2)
    return _join(table, [*cells[:place], cells[place] + cells[place + 1], *cells[place + 2 :]])


def _quote_before(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], '"' + cells[place], *cells[place + 1 :]])


def _quote_behind(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], cells[place] + '"', *cells[place + 1 :]])


def _foreign(table: Table, cells: list[str], place: int) -> str:
    """Another delimiter in this row."""
    others = [sign for sign in (",", ";", "\t", "|", " ", "^") if sign != table.delimiter]
    return others[place % len(others)].join(cells)


def _cut(table: Table, cells: list[str], place: int) -> str:
    """The rest of the row is missing."""
    return _join(table, cells[: place + 1])


ROW_CHANGES: dict[str, RowChange] = {
    "cell missing": _without_cell,
    "empty cell more": _with_cell,
    "number more": _with_number,
    "delimiter missing": _glued,
    "quote before cell": _quote_before,
    "quote behind cell": _quote_behind,
    "other delimiter": _foreign,
    "rest of row missing": _cut,
}


def _rows(table: Table, random: np.random.Generator) -> Iterator[Polluted]:
    """One row broken: the first, one in the middle, the last; at each place (some at one place only)."""
    last = len(table.rows) - 1
    for where, row in (("first", 0), ("middle", int(random.integers(2, last - 1))), ("last", last)):
        for kind, change in ROW_CHANGES.items():
            places = range(len(table.header))
            for place in places if kind not in ("other delimiter", "rest of row missing") else places[:2]:
                lines = table.lines()
                cells = [table.written(cell) for cell in table.rows[row]]
                lines[row + 1] = change(table, cells, place)
                name = f"{table.name}: {kind}, {where} row, place {place + 1}"
                yield Polluted(name, table, _text(lines), frozenset({row}))


# --- the header --------------------------------------------------------------------------------------------


def _headers(table: Table, random: np.random.Generator) -> Iterator[Polluted]:
    """The header with a name too many, too few, without a name, repeated, glued to the first row, missing."""
    names = [table.written(name) for name in table.header]
    changed = {"name too many, at the end": [*names, table.written("extra")]}
    for place in sorted({0, len(names) - 1, int(random.integers(1, max(2, len(names) - 1)))}):
        at = f"place {place + 1}"
        changed |= {
            f"name too many, {at}": [*names[:place], table.written("extra"), *names[place:]],
            f"empty name too many, {at}": [*names[:place], "", *names[place:]],
            f"name too few, {at}": names[:place] + names[place + 1 :],
            f"nameless, {at}": [*names[:place], "", *names[place + 1 :]],
        }
    for kind, header in changed.items():
        content = _text([_join(table, header), *table.lines()[1:]])
        gone = "too few" in kind or "nameless" in kind
        yield Polluted(f"{table.name}: header, {kind}", table, content, of_any=gone)
    head, *rows = table.lines()
    yield Polluted(f"{table.name}: header twice", table, _text([head, head, *rows]))
    yield Polluted(
        f"{table.name}: header again in the middle", table, _text([head, *rows[:40], head, *rows[40:]])
    )
    first = frozenset({0})
    yield Polluted(f"{table.name}: header glued", table, _text([head + rows[0], *rows[1:]]), first)
    glued = head + table.delimiter + rows[0]
    yield Polluted(f"{table.name}: header glued with delimiter", table, _text([glued, *rows[1:]]), first)
    yield Polluted(f"{table.name}: no header", table, _text(rows))
    yield Polluted(f"{table.name}: header in capitals", table, _text([head.upper(), *rows]))


# --- the whole file ----------------------------------------------------------------------------------------


def _text(lines: list[str], end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()


def _whole(table: Table) -> Iterator[Polluted]:
    def made(kind: str, content: bytes) -> Polluted:
        return Polluted(f"{table.name}: {kind}", table, content)

    plain = _text(table.lines())
    for sign in (",", ";", "\t", "|", "^", "~", "#", ":", "::", ", ", "; ", " ; ", " | "):
        if not table.can_be_delimited(sign):
            continue
        yield made(f"delimiter {sign!r}", _text(table.lines(sign)))
    for open_, close in (("'", "'"), ("`", "`"), ("“", "”"), ("„", "“"), ('"', '"')):
        lines = table.lines(quote=lambda cell, a=open_, b=close: f"{a}{cell}{b}")
        yield made(f"quotes {open_}{close}", _text(lines))
        yield made(f"quotes {open_}{close} around rows only", _text([table.lines()[0], *lines[1:]]))
    for sign in (", ", "; ", ",  "):
        lines = table.lines(sign, quote=lambda cell: f'"{cell}"')
        yield made(f"quotes and {sign!r}", _text(lines))
    noted = table.with_notes
    yield made("escaped quotes", _text(noted(lambda n: f'"said \\"wind{table.delimiter} {n}\\" again"')))
    yield made("escaped delimiters", _text(noted(lambda n: f"wind\\{table.delimiter} {n}")))
    yield made("doubled quotes", _text(noted(lambda n: f'"said ""wind{table.delimiter} {n}"" again"')))
    yield made("cells of several lines", _text(noted(lambda n: f'"wind\n{table.delimiter} rain {n}"')))
    yield made("inches", _text(noted(lambda n: f'snow 5" {n}' if n % 9 == 4 else "none")))
    yield made("apostrophes", _text(noted(lambda n: f"St. John's {n}")))
    for end in ("\r\n", "\r", "\r\r\n", "\n\r"):
        yield made(f"line end {end!r}", _text(table.lines(), end))
    mixed = "".join(line + ("\r\n" if n % 2 else "\n") for n, line in enumerate(table.lines()))
    yield made("mixed line ends", mixed.encode())
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp1252"):
        yield made(encoding, plain.decode().encode(encoding))
        yield made(f"{encoding}, no line end", plain.decode().rstrip("\n").encode(encoding))
    yield made("two marks", b"\xef\xbb\xbf" * 2 + plain)
    yield made("NUL at the end", plain + b"\0" * 512)
    yield made("NUL in a row", plain.replace(b"\n", b"\n\0", 30))
    yield made("control Z", plain + b"\x1a")
    yield made("no line end", plain.rstrip(b"\n"))
    sign = table.delimiter
    yield made("delimiter at the end", _text([line + sign for line in table.lines()]))
    yield made(
        "delimiter at the end of rows", _text(table.lines()[:1] + [f"{r}{sign}" for r in table.lines()[1:]])
    )
    yield made("delimiter in front", _text([sign + line for line in table.lines()]))
    yield made("delimiters at the end", _text([line + sign * 3 for line in table.lines()]))
    yield made("blanks around cells", _text(table.lines(f"  {sign}  ")))
    yield made("blanks at the end", _text([f"{line}   " for line in table.lines()]))
    yield made("blanks in front", _text([f"   {line}" for line in table.lines()]))
    yield made("lines in quotes", _text(['"' + line.replace('"', '""') + '"' for line in table.lines()]))
    numbered = [(["row"] + [str(n) for n in range(len(table.rows))])[n] for n in range(len(table.rows) + 1)]
    yield made(
        "numbered", _text([f"{n}{sign}{line}" for n, line in zip(numbered, table.lines(), strict=True)])
    )
    unnamed = ["", *numbered[1:]]
    yield made(
        "numbered, nameless", _text([f"{n}{sign}{x}" for n, x in zip(unnamed, table.lines(), strict=True)])
    )


def _surroundings(table: Table) -> Iterator[Polluted]:
    """What stands around the rows and between them."""
    head, *rows = table.lines()
    sign, width = table.delimiter, len(table.header)
    bodies = {
        "empty line behind the header": [head, "", *rows],
        "empty lines": [line for row in [head, *rows] for line in (row, "")],
        "empty lines at the end": [head, *rows, "", "", ""],
        "empty lines in front": ["", "", head, *rows],
        "empty row": [head, *rows[:50], sign * (width - 1), *rows[50:]],
        "empty row behind the header": [head, sign * (width - 1), *rows],
        "preamble": ["Weather of the station", "made by hand", head, *rows],
        "preamble and empty line": ["Weather of the station", "", head, *rows],
        "preamble as wide": [sign.join(["Weather", *[""] * (width - 1)]), head, *rows],
        "preamble of pairs": [f"Station{sign} Nowhere", f"Latitude{sign} 48.2", "", head, *rows],
        "comments": ["# made by hand", "# two lines", head, *rows],
        "comment in the middle": [head, *rows[:60], "# here the sensor was changed", *rows[60:]],
        "footer": [head, *rows, "Source: nobody"],
        "footer and empty line": [head, *rows, "", "Source: nobody", "Legend: none"],
        "footer as wide": [head, *rows, sign.join(["Total", *[""] * (width - 1)])],
        "second table": [head, *rows, "", f"name{sign}height", f"Nowhere{sign}12", f"Anywhere{sign}99"],
        "ruler": [head, sign.join(["---"] * width), *rows],
        "sep=": [f"sep={sign}", head, *rows],
    }
    for kind, lines in bodies.items():
        yield Polluted(f"{table.name}: {kind}", table, _text(lines))


# --- the verdict -------------------------------------------------------------------------------------------


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


def compared(file: Polluted, truth: dict[date, float], found: dict[date, float], lines: list[str]) -> str:
    """`verdict` on true and found temperatures by day, and the lines of the report."""
    wrong = {day for day in {*truth, *found} if not _same(truth.get(day), found.get(day))}
    if not wrong:
        return RIGHT
    broken = {file.table.days[row] for row in file.broken}
    if wrong <= broken and not wrong & set(found):
        return LOST if any(_tells(line, row) for line in lines for row in file.broken) else SILENT
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
