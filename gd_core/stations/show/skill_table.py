"""A table of stations as it comes back from a disk or from anybody: bytes in, a checked `SkillTable` out.

The bytes are a Parquet file that a stranger may have made: how much of it is read is settled before it is
read, only columns that are known are read, and texts are measured before they are unpacked.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gd_core.weather.limits import MIB
from gd_core.weather.report import quoted

MAX_BYTES = 64 * MIB  # of the file
MAX_ROWS = 200_000  # stations: more than any archive has
MAX_COLUMNS = 500
MAX_UNPACKED = 512 * MIB  # of the columns that are read
MAX_CELL = 1_000  # bytes in a cell of text
LIMITS = {"thrift_string_size_limit": MIB, "thrift_container_size_limit": MAX_ROWS}  # of its description

REFERENCES = ("climatology", "persistence", "damped_anomaly")
_SKILL = [f"skill_{reference}" for reference in REFERENCES]
TRUTH = [f"true_{name}" for name in _SKILL]
#: Column -> the numbers that it may hold; others are left out.
NUMBERS = {
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 360.0),
    "elevation": (-1_000.0, 9_000.0),
    "distance_to_sea": (0.0, 5_000.0),  # kilometres
    "years": (0.0, 1_000.0),
    "days": (0.0, 400_000.0),
    "missing": (0.0, 1.0),
    "rmse_gradient_descent": (0.0, 1_000.0),
    "coverage": (0.0, 1.0),
    **{f"{name}{end}": (-1e6, 1.0) for name in _SKILL for end in ("", "_low", "_high")},
    **dict.fromkeys(TRUTH, (-1e6, 1.0)),
}
TEXTS = ("key", "id", "name", "unit", "target", "refused")
DEGREES = ("rmse_gradient_descent",)  # columns in the unit of the row, which become degrees Celsius


class TableError(ValueError):
    """Why a table of stations can't be shown, in one sentence."""


@dataclass(frozen=True)
class SkillTable:
    """``frame``: a row for each station, whose ``row`` counts from 0: key, label and texts of `TEXTS`, and
    those of `NUMBERS` that the file has, as float64 with NaN for what is absent; degrees are Celsius.

    ``names``: those of the columns that the file itself has.
    """

    frame: pd.DataFrame
    names: frozenset[str]

    def has(self, *names: str) -> bool:
        """Whether the file has all these columns, with a value in each."""
        return all(name in self.names and self.frame[name].notna().any() for name in names)


def read_skill_table(content: bytes) -> SkillTable:
    """The table in a Parquet file as `python -m gd_core stations` writes it. Raises TableError.

    Any column but ``key`` may be absent.
    """
    if len(content) > MAX_BYTES:
        raise TableError(
            f"The file is larger than the {MAX_BYTES // MIB} MiB that a table of stations may have."
        )
    try:
        found = _columns(content)
    except TableError:
        raise
    except Exception as error:  # of as many kinds as there are broken files
        raise TableError(
            "The file can't be read as Parquet; bring the skill.parquet that “python -m gd_core stations” "
            f"wrote ({type(error).__name__})."
        ) from None
    return _checked(found)


def with_truth(table: SkillTable, truth: bytes) -> SkillTable:
    """The table of simulated stations with what is true of them, the CSV of `stations.network`, by id."""
    known = pd.read_csv(io.BytesIO(truth)).set_index("id")
    own = [name for name in _SKILL if name in known.columns]
    columns = {f"true_{name}": known[name].reindex(table.frame["id"]).to_numpy() for name in own}
    return SkillTable(table.frame.assign(**columns), table.names | columns.keys())


def _columns(content: bytes) -> dict[str, Any]:
    """The known columns as pyarrow's arrays, texts as dictionaries. Raises TableError or pyarrow's errors."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    names = set(pq.ParquetFile(io.BytesIO(content), **LIMITS).schema_arrow.names)
    texts = [name for name in TEXTS if name in names]
    file = pq.ParquetFile(io.BytesIO(content), read_dictionary=texts, **LIMITS)
    about = file.metadata
    _check_counts(about.num_rows, about.num_columns)
    wanted = [name for name in (*TEXTS, *NUMBERS) if name in names]
    if "key" not in wanted:
        raise TableError(
            "The file is no table of stations: it has no column 'key'. “python -m gd_core stations ARCHIVE "
            "--out skill.parquet” makes one."
        )
    _check_size(about, set(wanted))
    for name in wanted:
        _check_kind(file.schema_arrow.field(name))
    table = file.read(columns=wanted, use_threads=False)
    _check_counts(table.num_rows, table.num_columns)
    return {name: table.column(name).combine_chunks() for name in wanted}


def _check_counts(rows: int, columns: int) -> None:
    if not 0 < rows <= MAX_ROWS:
        raise TableError(f"The table has {rows:,} rows; from 1 to {MAX_ROWS:,} stations can be shown.")
    if columns > MAX_COLUMNS:
        raise TableError(f"The table has {columns:,} columns, and at most {MAX_COLUMNS} are looked through.")


def _check_size(about: Any, wanted: set[str]) -> None:
    """TableError where what is read would take too much room, as the file itself says."""
    size = 0
    for group in range(about.num_row_groups):
        chunks = (about.row_group(group).column(place) for place in range(about.num_columns))
        size += sum(max(c.total_uncompressed_size, 0) for c in chunks if c.path_in_schema in wanted)
    if size > MAX_UNPACKED:
        raise TableError(
            f"The table unpacks to {size // MIB:,} MiB, and at most {MAX_UNPACKED // MIB} are read."
        )


def _check_kind(field: Any) -> None:
    import pyarrow as pa

    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    wanted = "text" if field.name in TEXTS else "numbers"
    # A column without any value has no kind.
    if not pa.types.is_null(kind) and not (text if wanted == "text" else number):
        raise TableError(
            f"The column {quoted(field.name)} has to hold {wanted}, and holds {quoted(str(kind))}."
        )


def _checked(found: dict[str, Any]) -> SkillTable:
    texts = {name: _text(name, found[name]) for name in TEXTS if name in found}
    count = len(texts["key"])
    columns: dict[str, Any] = {"row": np.arange(count, dtype="int32")}
    columns |= {name: texts.get(name, np.full(count, None, dtype=object)) for name in TEXTS}
    for name, limits in NUMBERS.items():
        columns[name] = _numbers(found[name], limits) if name in found else np.full(count, np.nan)
    columns["longitude"] = np.mod(columns["longitude"] + 180.0, 360.0) - 180.0
    fahrenheit = np.array([unit == "F" for unit in columns["unit"]])
    for name in DEGREES:
        columns[name] = np.where(fahrenheit, columns[name] / 1.8, columns[name])
    columns["label"] = _labels(columns["name"], columns["id"], columns["key"])
    return SkillTable(pd.DataFrame(columns), frozenset(found))


def _text(name: str, column: Any) -> np.ndarray:
    """A column of text as strings and None. Raises TableError where a cell is too long."""
    import pyarrow as pa
    import pyarrow.compute as pc  # type: ignore[import-untyped]

    if pa.types.is_null(column.type):
        return np.full(len(column), None, dtype=object)
    values = column.dictionary if pa.types.is_dictionary(column.type) else column
    longest = pc.max(pc.binary_length(values)).as_py() or 0
    if longest > MAX_CELL:
        raise TableError(
            f"A cell of the column {quoted(name)} has {longest:,} bytes, and at most {MAX_CELL:,} are shown."
        )
    cells = column.to_numpy(zero_copy_only=False)
    return np.array([None if cell is None else str(cell) for cell in cells], dtype=object)


def _numbers(column: Any, limits: tuple[float, float]) -> np.ndarray:
    """A column of numbers as float64, NaN for what is absent or impossible."""
    import pyarrow as pa

    values = column.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(float)
    return np.where((values >= limits[0]) & (values <= limits[1]), values, np.nan)


def _labels(*columns: Iterable[str | None]) -> list[str]:
    """For each station the first text that it has: its name, its id, or its key."""
    return [next((cell for cell in cells if cell), "?") for cells in zip(*columns, strict=True)]


def is_skill_table(content: bytes) -> bool:
    """Whether these bytes are a table of stations, and not a record, by the names of their columns."""
    import pyarrow.parquet as pq

    if not content.startswith(b"PAR1") or len(content) > MAX_BYTES:
        return False
    try:
        names = set(pq.ParquetFile(io.BytesIO(content), **LIMITS).schema_arrow.names)
    except Exception:  # of as many kinds as there are broken files; the reader of records says which
        return False
    return "key" in names and not names.isdisjoint(_SKILL)
