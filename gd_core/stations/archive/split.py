"""A large file of many stations becomes small pieces of work, without ever being in memory as a whole.

pyarrow reads it once, a block at a time. Parquet whose rows stand together by station is read where it is,
station by station, by the statistics of its row groups; anything else is dealt out to buckets, Parquet files
that hold all rows of some stations each.
"""

import hashlib
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gd_core.stations.archive.pieces import Piece, Storage, is_address
from gd_core.stations.needs import need
from gd_core.weather.limits import MAX_BYTES, MIB
from gd_core.weather.vocabulary.date_names import is_larger_place, is_station, words
from gd_core.weather.vocabulary.whereabouts import CALLED_WORDS, KEY_WORDS

LARGE = MIB  # from here on a file is split, if it has a column of stations; the reader splits others
BUCKET = 32 * MIB  # bytes of the file for each bucket, about
MOST_BUCKETS = 200
FIRST_LINE = MIB  # bytes in which the header must stand
SUFFIXES = (".parquet", ".pq")
TEXT = (".csv", ".txt", ".tsv", ".csv.gz", ".txt.gz")
DONE = "stations.json"  # stands in a folder of buckets that is complete


def split_large(pieces: list[Piece], storage: Storage, folder: Path) -> Iterator[Piece | tuple[Piece, str]]:
    """The ``pieces``, large files of many stations taken apart; what was dealt out stands in ``folder``.

    A piece with a sentence is one that could not be taken apart.
    """
    for piece in pieces:
        parquet = piece.file.lower().endswith(SUFFIXES)
        if piece.member or (piece.size < LARGE and not parquet):
            yield piece
            continue
        try:
            found = _stations_of(piece, storage, folder)
        except (OSError, ValueError) as error:  # pyarrow's errors are ValueErrors
            if piece.size > MAX_BYTES:
                yield piece, f"The file can't be split by station: {error}"
                continue
            found = None  # the reader knows how to read more, and what to say
        yield from found or [piece]


def _stations_of(piece: Piece, storage: Storage, folder: Path) -> list[Piece] | None:
    dataset = _dataset(piece, storage)
    column = None if dataset is None else station_column(dataset.schema.names)
    if dataset is None or column is None:
        return None
    parquet = piece.file.lower().endswith(SUFFIXES)
    names = _in_runs(dataset, column) if parquet else None
    if names is not None:
        return [_of_station(piece, name, piece.file, column) for name in names]
    return [_of_station(piece, n, str(rows), column) for n, rows in _deal(piece, dataset, column, folder)]


def _of_station(piece: Piece, name: str, rows: str, column: str) -> Piece:
    return Piece(f"{piece.key}::{name}", piece.file, piece.size, station=name, rows=rows, column=column)


def station_column(names: list[str]) -> str | None:
    """The column that tells stations apart best, by its name; None without one."""
    known = [name for name in names if is_station(name) and not is_larger_place(name)]

    def rank(name: str) -> tuple[bool, bool]:
        own = set(words(name))
        return bool(own & CALLED_WORDS), own.isdisjoint(KEY_WORDS)

    return min(known, key=rank, default=None)


def _dataset(piece: Piece, storage: Storage) -> Any:
    """The file as pyarrow reads it in blocks, all cells of text as they stand; None if it is no table."""
    ds = need("pyarrow.dataset")
    system, path = storage.system(piece.file) if is_address(piece.file) else (None, piece.file)
    if piece.file.lower().endswith(SUFFIXES):
        return ds.dataset(path, format="parquet", filesystem=system)
    if not piece.file.lower().endswith(TEXT):
        return None
    csv, pa = need("pyarrow.csv"), need("pyarrow")
    header = _first_line(piece, storage)
    delimiter = max(",;\t|", key=header.count)
    names = [name.strip().strip('"') for name in header.split(delimiter)]
    if station_column(names) is None or len(set(names)) < len(names):
        return None
    types = dict.fromkeys(names, pa.string())
    convert = csv.ConvertOptions(
        column_types=types, strings_can_be_null=True, quoted_strings_can_be_null=True
    )
    form = ds.CsvFileFormat(
        parse_options=csv.ParseOptions(delimiter=delimiter),
        convert_options=convert,
        read_options=csv.ReadOptions(column_names=names, skip_rows=1),
    )
    return ds.dataset(path, format=form, filesystem=system)


def _first_line(piece: Piece, storage: Storage) -> str:
    import gzip

    with storage.open(piece.file) as opened:
        packed = piece.file.lower().endswith(".gz")
        first = gzip.GzipFile(fileobj=opened).read(FIRST_LINE) if packed else opened.read(FIRST_LINE)
    return str(first.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].decode("utf-8", "replace")).strip("\r")


def _in_runs(dataset: Any, column: str) -> list[str] | None:
    """The stations in a Parquet file, if the rows of each stand together; else None."""
    pc = need("pyarrow.compute")
    seen: list[str] = []
    for batch in dataset.to_batches(columns=[column], use_threads=False):
        runs = pc.run_end_encode(batch.column(0).cast("string")).values.to_pylist()
        seen += runs[1:] if seen and runs and runs[0] == seen[-1] else runs
    together = len(set(seen)) == len(seen)
    return [name for name in seen if name is not None] if together else None


def _deal(piece: Piece, dataset: Any, column: str, folder: Path) -> list[tuple[str, Path]]:
    """Deal the rows out to buckets, once; every station and the bucket that it is in."""
    name = hashlib.sha256(f"{piece.file} {piece.size}".encode()).hexdigest()[:16]
    place, count = folder / name, min(MOST_BUCKETS, piece.size // BUCKET + 1)
    if not (place / DONE).is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        stations = _write_buckets(dataset, column, place, count)
        (place / "unfinished").write_text(json.dumps(stations), encoding="utf-8")
        (place / "unfinished").rename(place / DONE)
    known = json.loads((place / DONE).read_text(encoding="utf-8"))
    return [(station, place / str(n % count)) for n, station in enumerate(known)]


def _write_buckets(dataset: Any, column: str, place: Path, count: int) -> list[str]:
    """Write all rows with a station, the n-th station's to the bucket n % ``count``; the stations."""
    pa, pc, ds = need("pyarrow"), need("pyarrow.compute"), need("pyarrow.dataset")
    number: dict[str, int] = {}
    schema = dataset.schema.append(pa.field("bucket", pa.int32()))

    def dealt() -> Iterator[Any]:
        for batch in dataset.to_batches(use_threads=False, batch_size=1 << 16):
            codes = pc.dictionary_encode(batch.column(column).cast(pa.string()))
            of = [number.setdefault(name, len(number)) for name in codes.dictionary.to_pylist()]
            buckets = pc.take(pa.array([n % count for n in of], pa.int32()), codes.indices)
            yield batch.append_column("bucket", buckets).filter(pc.is_valid(codes.indices))

    ds.write_dataset(
        pa.RecordBatchReader.from_batches(schema, dealt()),
        place,
        format="parquet",
        partitioning=ds.partitioning(pa.schema([("bucket", pa.int32())])),
        min_rows_per_group=1 << 14,
        max_rows_per_group=1 << 17,
        use_threads=False,
    )
    return list(number)


def rows_of(pieces: list[Piece], storage: Storage) -> Iterator[tuple[Piece, bytes | Exception]]:
    """The rows of each of ``pieces``, stations of one file of rows, as a CSV."""
    try:
        ds, pc, csv = need("pyarrow.dataset"), need("pyarrow.compute"), need("pyarrow.csv")
        column = pieces[0].column
        system, path = None, pieces[0].rows
        if is_address(path):
            system, path = storage.system(path)
        dataset = ds.dataset(path, format="parquet", filesystem=system)
        own = pc.field(column).cast("string").isin([piece.station for piece in pieces])
        table = dataset.to_table(filter=own, use_threads=False)
    except Exception as error:  # as many kinds as there are file systems
        yield from ((piece, error) for piece in pieces)
        return
    stations = table.column(column).cast("string")
    for piece in pieces:
        written = io.BytesIO()
        csv.write_csv(table.filter(pc.equal(stations, piece.station)), written)
        yield piece, written.getvalue()
