"""Damaged weather files: seeded, so that a number is enough to make one again.

    python -m tests.weather.mutants 1234 > mutant.csv

writes the mutant of that number.
"""

import argparse
import gzip
import io
import itertools
import json
import random
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow.feather import write_feather

from tests.weather import workbooks

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "files"
MAX_BYTES = 1 << 20
SMALL = 1 << 14

Mutation = Callable[[random.Random, bytes], bytes]

ADDRESSES = (
    b"XFD1048576", b"A1048576", b"BXX3", b"ZZZZ9", b"A0", b"B2000000000", b"1048576", b"16384", b"s", b"e",
)  # fmt: skip
WORDS = (0, 1, 255, 256, 65_535, 65_536, 1_048_575, 16_777_216, 2**31 - 1, 2**31, 2**32 - 1)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "cp932", "cp949", "gb18030", "utf-7")
DELIMITERS = (b",", b";", b"\t", b"|", b" ", b"  ", b":", b"\x1f")
CONTROLS = (
    b"\0",
    b"\r",
    b"\n",
    b"\x1a",
    b"\x1b[31m",
    b'"',
    b"'",
    b"\x85",
    b"\xff",
    b"\xef\xbb\xbf",
    b"#",
    b"\\",
)
NUMBERS = (
    b"1e400", b"-1e308", b"9" * 400, b"0." + b"0" * 300 + b"1", b"nan", b"inf", b"-inf", b"-0", b"1e",
    b"0x1f", b"1_000", b"1,000,000.5", b"--5", b"99999999999999999999", b"-9999", b"=1+1", b"@x", b"1/0",
    b"\xe2\x88\x925", b"\xd9\xa1\xd9\xa2", b"True", b"", b" ", b"NaT", b"12:60", b"0",
)  # fmt: skip
DATES = (
    b"0000-00-00", b"9999-12-31", b"10000-01-01", b"1677-09-21", b"2262-04-12", b"31.02.2020", b"20209999",
    b"-1", b"1e15", b"2020-W53-7", b"2020-366", b"29/02/1900", b"00:00", b"24:00:00", b"2020-01-01T25:00Z",
    b"01-jan-99", b"2020-01-01 00:00+99:00", b"12/31/69", b"13/13/13",
)  # fmt: skip


def seeds(folder: Path = SHARED) -> list[bytes]:
    """Files to damage: those made here, and those of ``folder`` where there is one."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return [*made_up(), *(file.read_bytes() for file in files)]


def made_up() -> list[bytes]:
    """One small file of each family."""
    days = [date(2019, 11, 1) + timedelta(days=n) for n in range(120)]
    rows = [(day, round(12 + 9 * ((n * 37) % 29) / 29, 1), (n * 7) % 5 / 10) for n, day in enumerate(days)]
    plain = "date,tmax,rain\n" + "".join(f"{day},{t},{rain}\n" for day, t, rain in rows)
    comma = "Datum;TMAX °C;Regen\r\n" + "".join(
        f"{day:%d.%m.%Y};{t};{rain}\r\n".replace(".", ",", 0) for day, t, rain in rows
    )
    comma = re.sub(r"(?<=;)(-?\d+)\.(\d)", r"\1,\2", comma)
    hourly = "time,temp (F),station\n" + "".join(
        f"{day}T{hour:02d}:00Z,{t * 1.8 + 32 + hour / 10:.1f},{station}\n"
        for (day, t, _), hour, station in itertools.product(rows[:70], (0, 6, 12, 18), "AB")
    )
    long = "station,date,element,value\n" + "".join(
        f"X,{day:%Y%m%d},{name},{value:.0f}\n"
        for day, t, rain in rows
        for name, value in (("TMAX", 10 * t), ("TMIN", 10 * t - 60), ("PRCP", 10 * rain))
    )
    grid = "".join(
        f"{year} {day:2d} " + " ".join(f"{100 + 9 * month + day:5d}" for month in range(12)) + "\n"
        for year in (2001, 2002)
        for day in range(1, 32)
    )
    fixed = "".join(f" {d.month:2d}  {d.day:2d}  {d.year}  {t * 1.8 + 32:5.1f}\n" for d, t, _ in rows)
    preamble = "Station: Nowhere\nlat,lon\n1.5,2.5\n\nyear,month,day,tmax,tmin\n,,,(°C),(°C)\n" + "".join(
        f"{d.year},{d.month},{d.day},{t},{t - 6}\n" for d, t, _ in rows
    )
    texts = [plain, comma, hourly, long, grid, fixed, preamble + "\nLegend: none\n"]
    files = [text.encode() for text in texts]
    packed = [gzip.compress(files[0], mtime=0), zipped(files[1]), plain.encode("utf-16")]
    return [*files, *packed, *containers(rows)]


def containers(rows: Sequence[tuple[date, float, float]]) -> list[bytes]:
    """The same days in workbooks, Parquet, Feather and JSON."""
    cells = [["Station: Nowhere"], [], ["date", "tmax", "rain", "remark"], *([*row, "a, b"] for row in rows)]
    sheets = {"Notes": [["nothing", 1]], "Days": cells}
    columns = {
        name: list(column)
        for name, column in zip(("date", "tmax", "rain"), zip(*rows, strict=True), strict=True)
    }
    table = pa.table(columns).append_column(
        "place", pa.array(["X", "Y"] * (len(rows) // 2)).dictionary_encode()
    )
    texts = {**columns, "date": [str(day) for day in columns["date"]]}
    units = {"date": "iso8601", "tmax": "°C", "rain": "mm"}
    records = [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]
    features = [{"type": "Feature", "properties": {"day": record}} for record in records]
    trees = [
        {"latitude": 1.5, "utc_offset_seconds": 0, "daily_units": units, "daily": texts},
        records,
        {"type": "FeatureCollection", "features": features},
        {record.pop("date"): record for record in map(dict, records)},
    ]
    return [
        *(write(sheets) for write in (workbooks.xlsx, workbooks.ods, workbooks.xls, workbooks.xlsb)),
        *(parquet(table, codec) for codec in ("none", "snappy", "zstd")),
        *(feather(table, codec) for codec in ("uncompressed", "lz4", "zstd")),
        *(json.dumps(tree, ensure_ascii=False).encode() for tree in trees),
        gzip.compress(workbooks.xlsx(sheets), mtime=0),
    ]


def parquet(table: pa.Table, codec: str) -> bytes:
    """A table as a Parquet file."""
    written = io.BytesIO()
    pq.write_table(table, written, compression=codec)
    return written.getvalue()


def feather(table: pa.Table, codec: str) -> bytes:
    """A table as a Feather file of version 2."""
    written = io.BytesIO()
    write_feather(table, written, compression=codec)
    return written.getvalue()


def zipped(content: bytes) -> bytes:
    """``content`` as the one member of a ZIP archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        # Of a day of its own: the date of today would make other bytes tomorrow.
        file.writestr(zipfile.ZipInfo("data.csv"), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def mutant(number: int, files: Sequence[bytes], limit: int = MAX_BYTES) -> bytes:
    """The mutant of that ``number``, at most ``limit`` bytes: one of ``files``, damaged one to four times."""
    rng = random.Random(number)
    content = rng.choice(files)
    # A whole file half of the time, else its first kilobytes: most damage shows in a few rows.
    content = content[: limit if rng.random() < 0.5 else rng.randint(200, SMALL)]
    for _ in range(rng.randint(1, 4)):
        content = rng.choice(MUTATIONS)(rng, content)[:limit]
    return content


def _slice(rng: random.Random, content: bytes, longest: int | None = None) -> tuple[int, int]:
    start = rng.randint(0, len(content))
    return start, min(len(content), start + rng.randint(0, min(longest or len(content), len(content))))


def _cut(rng: random.Random, content: bytes) -> bytes:
    start, end = _slice(rng, content)
    return content[:start] + content[end:]


def _repeat(rng: random.Random, content: bytes) -> bytes:
    start, end = _slice(rng, content, 4096)
    return content[:start] + content[start:end] * rng.randint(2, 60) + content[end:]


def _shuffle_bytes(rng: random.Random, content: bytes) -> bytes:
    start, end = _slice(rng, content, 2048)
    return content[:start] + bytes(rng.sample(content[start:end], end - start)) + content[end:]


def _flip_bytes(rng: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(min(rng.randint(1, 200), len(changed))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _shuffle_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def _repeat_lines(rng: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    start, end = sorted((rng.randint(0, len(lines)), rng.randint(0, len(lines))))
    return b"".join(lines[:end] + lines[start:])


def _no_header(rng: random.Random, content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[rng.randint(1, 3) :])


def _swap_delimiter(rng: random.Random, content: bytes) -> bytes:
    return content.replace(rng.choice(DELIMITERS), rng.choice(DELIMITERS))


def _swap_some_delimiters(rng: random.Random, content: bytes) -> bytes:
    start, end = _slice(rng, content)
    return content[:start] + _swap_delimiter(rng, content[start:end]) + content[end:]


def _reencode(rng: random.Random, content: bytes) -> bytes:
    return content.decode("utf-8", errors="replace").encode(rng.choice(ENCODINGS), errors="replace")


def _newlines(rng: random.Random, content: bytes) -> bytes:
    return content.replace(b"\n", rng.choice((b"\r", b"\r\r\n", b"\n\n", b"\n\r", b" ", b"\x0b")))


def _controls(rng: random.Random, content: bytes) -> bytes:
    for _ in range(rng.randint(1, 20)):
        place = rng.randint(0, len(content))
        content = content[:place] + rng.choice(CONTROLS) + content[place:]
    return content


def _numbers(rng: random.Random, content: bytes) -> bytes:
    share = rng.choice((0.0005, 0.02, 0.5))
    odd = rng.sample(NUMBERS, 3)

    def replaced(match: re.Match[bytes]) -> bytes:
        return rng.choice(odd) if rng.random() < share else match[0]

    return re.sub(rb"-?\d+\.?\d*", replaced, content)


def _dates(rng: random.Random, content: bytes) -> bytes:
    share = rng.choice((0.002, 0.1, 1.0))
    odd = rng.sample(DATES, 3)

    def replaced(match: re.Match[bytes]) -> bytes:
        return rng.choice(odd) if rng.random() < share else match[0]

    return re.sub(rb"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\b\d{8}\b", replaced, content)


def _long_line(rng: random.Random, content: bytes) -> bytes:
    piece = rng.choice((b"x", b"1,", b'"', b" ", b";", b"-", b"9", b"\xe6\xb8\xa9", b'",', b"2020-01-01,"))
    place = rng.choice((0, content.find(b"\n") + 1, rng.randint(0, len(content)), len(content)))
    return content[:place] + piece * (rng.choice((5_000, 300_000)) // len(piece)) + content[place:]


def _many_columns(rng: random.Random, content: bytes) -> bytes:
    times = rng.choice((2, 30, 900))
    return b"\n".join(b",".join([line] * times) for line in content.splitlines()[: 20_000 // times])


def _compress(rng: random.Random, content: bytes) -> bytes:
    packed = rng.choice((gzip.compress(content, mtime=0), zipped(content)))
    return packed[: rng.choice((len(packed), rng.randint(0, len(packed))))]


def _within(rng: random.Random, content: bytes) -> bytes:
    """Damage to one file in a ZIP archive, which is whole itself; to other files, another kind of damage."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return rng.choice(MUTATIONS)(rng, content)
    for _ in range(rng.randint(1, 3) if parts else 0):
        name = rng.choice(sorted(parts, key=lambda name: (len(parts[name]), name))[-3:])
        parts[name] = rng.choice((*MUTATIONS, _attributes, _attributes))(rng, parts[name])[:MAX_BYTES]
    return workbooks.zipped(parts)


def _attributes(rng: random.Random, content: bytes) -> bytes:
    """Other values in the attributes of XML: addresses of cells, repetitions, styles, types."""
    share = rng.choice((0.0005, 0.02, 0.5))
    odd = rng.sample((*NUMBERS, *ADDRESSES), 3)

    def replaced(match: re.Match[bytes]) -> bytes:
        return b'="' + rng.choice(odd) + b'"' if rng.random() < share else match[0]

    return re.sub(rb'="[^"]{0,12}"', replaced, content)


def _words(rng: random.Random, content: bytes) -> bytes:
    """Other whole numbers of four bytes: lengths, offsets and counts in binary files."""
    changed = bytearray(content)
    for _ in range(rng.randint(1, 8) if len(changed) > 8 else 0):
        place = rng.randrange(len(changed) - 4)
        changed[place : place + 4] = rng.choice(WORDS).to_bytes(4, "little")
    return bytes(changed)


def _years(rng: random.Random, content: bytes) -> bytes:
    return content.replace(
        rng.choice((b"19", b"20", b"201", b"202")), rng.choice((b"", b"99", b"00", b"-", b"16"))
    )


MUTATIONS: tuple[Mutation, ...] = (
    _cut, _repeat, _shuffle_bytes, _flip_bytes, _shuffle_lines, _repeat_lines, _no_header, _swap_delimiter,
    _swap_some_delimiters, _reencode, _newlines, _controls, _numbers, _dates, _long_line, _many_columns,
    _compress, _years, _within, _within, _within, _words,
)  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.weather.mutants", description="Write one mutant.")
    parser.add_argument("number", type=int)
    parser.add_argument("--limit", type=int, default=MAX_BYTES, metavar="BYTES")
    arguments = parser.parse_args()
    sys.stdout.buffer.write(mutant(arguments.number, seeds(), arguments.limit))
