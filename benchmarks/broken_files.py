"""Weather tables with one thing broken per file, read by others and by us: what comes out right.

The peers are told the names of the columns and how dates are written, and nothing is asked of them but the
table: a broken row may be lost without a word. Ours is told nothing, and must say which row it left out.
"""

from __future__ import annotations

import tempfile
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.peers import find
from benchmarks.timing import table

if TYPE_CHECKING:
    from tests.weather.pollution_tables import Table

HEADER = ("reader", "right", "only broken rows lost", "refused", "different", "right or broken rows lost")
MARKS = " \ufeff\"'`\u201c\u201d\u201e"  # left around names and cells by those who take them for letters
Reader = Callable[[Path], pd.DataFrame]


def report() -> str:
    """The table of verdicts by reader."""
    # Here, for running the benchmarks of others needs no tests.
    from tests.weather.pollution import REFUSED, all_files, compared, judge

    files = all_files()
    counts = {"ours": Counter(map(judge, files))}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "weather.csv"
        for name, read in _peers().items():
            verdicts: Counter[str] = Counter()
            for file in files:
                path.write_bytes(file.content)
                found = _temperatures(read, path, file.table)
                truth = file.table.truth()
                verdicts[REFUSED if found is None else compared(file, truth, found, None)] += 1
            counts[name] = verdicts
    title = f"{len(files):,} files with one thing broken each"
    return table(title, HEADER, [_row(name, own) for name, own in counts.items()])


def _row(name: str, counts: Counter[str]) -> list[str]:
    from tests.weather.pollution import LOST, REFUSED, RIGHT

    right, lost, refused = (counts[word] for word in (RIGHT, LOST, REFUSED))
    share = (right + lost) / counts.total()
    different = counts.total() - right - lost - refused
    return [name, *(f"{number:,}" for number in (right, lost, refused, different)), f"{100 * share:.1f} %"]


def _peers() -> dict[str, Reader]:
    """How each peer reads a file of which nothing is known."""
    peers: dict[str, Reader] = {}
    if (clever := find("clevercsv")) is not None:
        peers["`clevercsv.read_dataframe`"] = clever.read_dataframe
    if (duck := find("duckdb")) is not None:
        peers["`duckdb.read_csv`"] = lambda path: duck.read_csv(str(path)).df()
        name = "`duckdb.read_csv(ignore_errors=True)`"
        peers[name] = lambda path: duck.read_csv(str(path), ignore_errors=True).df()
    peers["`pandas.read_csv`"] = pd.read_csv
    return peers


def _temperatures(read: Reader, path: Path, expected: Table) -> dict[date, float] | None:
    """Temperatures by day as a peer reads them; None if it raises, or has no columns of these names."""
    try:
        frame = read(path)
    except Exception:  # each has errors of its own
        return None
    frame.columns = [str(name).strip(MARKS) for name in frame.columns]
    wanted = [*expected.dated_by, expected.target_name]
    if any(list(frame.columns).count(name) != 1 for name in wanted):
        return None
    parts = [_text(frame[name]) for name in expected.dated_by]
    written = pd.Series([" ".join(cells) for cells in zip(*parts, strict=True)], dtype=str)
    days = pd.to_datetime(written, format=expected.date_format, errors="coerce")
    days = days.fillna(pd.to_datetime(written, format="ISO8601", errors="coerce"))
    values = pd.to_numeric(_text(frame[expected.target_name]).str.replace(",", "."), errors="coerce")
    values.index = days.index
    known = days.notna() & values.notna()
    return dict(zip((day.date() for day in days[known]), values[known].astype(float), strict=True))


def _text(column: pd.Series) -> pd.Series:
    """The cells as text, whole numbers without a decimal point."""
    return column.astype("str").fillna("").str.strip(MARKS).str.replace(r"\.0$", "", regex=True)
