"""Parquet and Feather: typed columns become text, no digit lost; an index of pandas comes first."""

import io
import json
import re
from collections.abc import Iterator

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from gd_core.weather.file.arrow_claims import claimed_by_arrow
from gd_core.weather.file.as_text import check_size, one_line
from gd_core.weather.limits import MAX_BYTES, MAX_COLUMNS, MAX_RATIO, MIB
from gd_core.weather.report import Decision, WeatherError, listed, quoted

PARQUET, FEATHER = b"PAR1", b"ARROW1"
BATCH = 1 << 16  # rows at a time
INDEX = re.compile(r"__index_level_\d+__")  # an index without a name, as pandas stores it


def arrow_text(data: bytes, decisions: list[Decision]) -> bytes:
    """The table in a Parquet or Feather file as text in UTF-8, with tabs between the cells.

    Adds to ``decisions``. WeatherError if it is damaged or goes beyond the limits.
    """
    kind = "Parquet file" if data.startswith(PARQUET) else "Feather (Arrow) file"
    try:
        schema, batches = (_parquet if data.startswith(PARQUET) else _feather)(data)
        return _text(schema, batches, kind, decisions)
    except WeatherError:
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, KeyError, MemoryError, OverflowError) as error:
        raise WeatherError(f"The {kind} can't be read ({quoted(error)}); write it again.") from None


def _parquet(data: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # takes a tenth of a second

    file = pq.ParquetFile(pa.BufferReader(data))
    about = file.metadata
    _check_width(about.num_columns)
    _check_claim(sum(about.row_group(n).total_byte_size for n in range(about.num_row_groups)), len(data))
    # A text that many rows share is kept once: written out, it could take any room.
    shared = [field.name for field in file.schema_arrow if _is_text(field.type)]
    file = pq.ParquetFile(pa.BufferReader(data), read_dictionary=shared)
    return file.schema_arrow, file.iter_batches(batch_size=BATCH, use_threads=False)


def _feather(data: bytes) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    _check_claim(claimed_by_arrow(data), len(data))
    file = pa.ipc.open_file(pa.BufferReader(data))
    _check_width(len(file.schema))
    return file.schema, (file.get_batch(number) for number in range(file.num_record_batches))


def _check_width(width: int) -> None:
    if width > MAX_COLUMNS:
        raise WeatherError(
            f"The table has {width:,} columns, and at most {MAX_COLUMNS:,} are read; keep the columns needed."
        )


def _text(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch], kind: str, decisions: list[Decision]
) -> bytes:
    order, left_out = _columns(schema)
    if not order:
        raise WeatherError(f"The {kind} has no column of numbers, dates or text; choose a table.")
    fields = [schema.field(position) for position in order]
    names = ["" if INDEX.fullmatch(field.name) else one_line(field.name) for field in fields]
    written = io.BytesIO()
    written.write("\t".join(map(_quoted, names)).encode(errors="replace") + b"\n")
    for batch in batches:
        # A batch may hold far more text than bytes: a part at a time.
        for start in range(0, batch.num_rows, BATCH):
            part = batch.slice(start, BATCH)
            _write(pa.table([_plain(part.column(p)) for p in order], names=list(map(str, order))), written)
            check_size(written.tell())
    _report(kind, fields, left_out, decisions)
    return written.getvalue()


def _write(table: pa.Table, written: io.BytesIO) -> None:
    from pyarrow import csv

    csv.write_csv(
        table, written, csv.WriteOptions(include_header=False, delimiter="\t", quoting_style="needed")
    )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if '"' in name else name


def _columns(schema: pa.Schema) -> tuple[list[int], list[str]]:
    """The positions of columns that can be text, those of an index first; and the names of others."""
    try:
        stored = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
        index = {name for name in stored.get("index_columns", []) if isinstance(name, str)}
    except (ValueError, AttributeError, TypeError, RecursionError):
        index = set()
    kept = [p for p, field in enumerate(schema) if _is_plain(field.type)]
    first = [p for p in kept if schema.field(p).name in index or INDEX.fullmatch(schema.field(p).name)]
    others = [field.name for p, field in enumerate(schema) if p not in set(kept)]
    return first + [p for p in kept if p not in set(first)], others


def _is_plain(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return not (pa.types.is_nested(kind) or pa.types.is_duration(kind) or pa.types.is_interval(kind)) and (
        pa.types.is_primitive(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind) or _is_text(kind)
    )


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _plain(column: pa.Array) -> pa.Array:
    """A column as the writer of text takes it, and without what isn't told apart in text."""
    _check_texts(column)
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if pa.types.is_timestamp(kind):
        return _stamps(column)
    if pa.types.is_date(kind):
        return column.cast(pa.date32(), safe=False)
    if pa.types.is_float16(kind):
        return column.cast(pa.float32())
    if pa.types.is_decimal(kind) or pa.types.is_time(kind):
        return column.cast(pa.string())
    if _is_text(kind):
        column = column.cast(pa.string())
        return pc.replace_substring_regex(column, r"[\t\n\r\v\f\x00]", " ")
    return column


def _check_texts(column: pa.Array) -> None:
    """WeatherError if the cells of a column hold too much text, which rows may share."""
    if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
        lengths = pc.binary_length(column.dictionary.cast(pa.large_string())).take(column.indices)
    elif _is_text(column.type):
        lengths = pc.binary_length(column)
    else:
        return
    check_size(pc.sum(lengths).as_py() or 0)


def _stamps(column: pa.Array) -> pa.Array:
    """Stamps to the second as text: those of a zone by the clocks there, those in UTC with a Z behind."""
    if not _is_utc(column.type.tz):
        column = pc.local_timestamp(column) if column.type.tz else column
    return column.cast(pa.timestamp("s", column.type.tz), safe=False).cast(pa.string())


def _is_utc(zone: str | None) -> bool:
    return zone is not None and zone.upper() in ("UTC", "Z", "GMT", "+00:00", "ETC/UTC")


def _check_claim(claimed: int, size: int) -> None:
    """WeatherError if a file says that it unpacks to more than is read."""
    if claimed > MAX_BYTES or claimed > max(MIB, MAX_RATIO * size):
        raise WeatherError(
            f"The table unpacks to {claimed / MIB:,.0f} MiB, and at most {MAX_BYTES // MIB} MiB and "
            f"{MAX_RATIO} times the file's size are read; keep one station, or fewer years or columns."
        )


def _report(kind: str, fields: list[pa.Field], left_out: list[str], decisions: list[Decision]) -> None:
    text = f"The table of a {kind} is read"
    why = f"without {listed(left_out)}: lists and other values that are no cells" if left_out else ""
    decisions.append(Decision("container", text, why, data={"left_out": tuple(left_out)}))
    stamps = [f for f in fields if pa.types.is_temporal(f.type) and not pa.types.is_time(f.type)]
    if stamps:
        text = f"{listed(_name(f) for f in stamps)} stored as dates: day and month are not in doubt"
        decisions.append(Decision("container", text, data={"columns": tuple(f.name for f in stamps)}))
    for field in stamps:
        zone = getattr(field.type, "tz", None)
        if zone:
            text = f"The days of {quoted(_name(field))} are those of its time zone, {one_line(zone)}"
            decisions.append(Decision("container", text, data={"zone": zone}))


def _name(field: pa.Field) -> str:
    return "the index" if INDEX.fullmatch(field.name) else field.name
