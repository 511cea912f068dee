"""Files made to take much time or room are refused quickly and in little memory."""

import gzip
import io
import re
import tomllib
import zipfile
import zlib
from pathlib import Path

import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.limits import MAX_BYTES, MAX_COLUMNS, MAX_DIRECTORY, MAX_LINE, MAX_PARTS, MIB
from tests.weather.cost import Cost, cost_of

ROOT = Path(__file__).resolve().parents[2]
# Only against what would take minutes: a busy or slow machine must not fail. The real limits of time are
# those of the nightly run in test_fuzz.py.
SECONDS, MEMORY = 20.0, 150e6
PLAIN = "date,tmax\n" + "".join(
    f"2020-{m:02}-{d:02},{m + d / 10}\n" for m in range(1, 13) for d in range(1, 29)
)


def test_the_page_takes_what_the_reader_takes_and_the_readme_says_so():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] * MIB == MAX_BYTES
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    said = re.findall(r"up to ([\d,]+) MB and ([\d,]+) columns are read", readme)
    assert said == [(f"{MAX_BYTES // MIB:,}", f"{MAX_COLUMNS:,}")]


def refused(content: bytes, message: str) -> Cost:
    """The cost of reading ``content``, which must be refused with a sentence that begins like ``message``."""

    def read() -> None:
        with pytest.raises(WeatherError, match=rf"\A{message}"):
            read_weather(content)

    return cost_of(read)


def zeros_packed(size: int) -> bytes:
    """A raw deflate stream of so many blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b"".join([*(packer.compress(b" " * MIB) for _ in range(size // MIB)), packer.flush()])


def gzip_bomb(size: int) -> bytes:
    return b"\x1f\x8b\x08" + bytes(7) + zeros_packed(size) + bytes(8)


def zip_bomb(size: int, *, stated: int | None = None) -> bytes:
    """A ZIP archive of one file of blanks; what it states about its size can be made a lie."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("data.csv", "w") as file:
        for _ in range(size // MIB):
            file.write(b" " * MIB)
    content = archive.getvalue()
    return (
        content
        if stated is None
        else content.replace(size.to_bytes(4, "little"), stated.to_bytes(4, "little"))
    )


def many_files() -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(MAX_DIRECTORY // 46):
            packed.writestr(f"{number}.csv", b"")
    return archive.getvalue()


BOMBS = {
    "gzip": (lambda: gzip_bomb(256 * MIB), "The archive unpacks to more than (100 MiB|250 times its size)"),
    "zip": (lambda: zip_bomb(256 * MIB), "The archive unpacks to more than (100 MiB|250 times its size)"),
    "zip that states 1 MiB": (
        lambda: zip_bomb(256 * MIB, stated=MIB),
        "The archive unpacks to more|The ZIP archive can't",
    ),
    "zip of many files": (many_files, "The ZIP archive holds too many files"),
    "gzip of many parts": (
        lambda: gzip.compress(b"1") * (MAX_PARTS + 1),
        "The gzip file is made of too many parts",
    ),
    "more than is read": (
        lambda: bytes(MAX_BYTES + 1),
        "The file holds 100 MiB, and at most 100 MiB are read",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs(name):
    make, message = BOMBS[name]
    cost = refused(make(), message)
    # What was unpacked before the limit is held, and joined once.
    assert cost.seconds < SECONDS and cost.memory < 2.5 * MAX_BYTES, str(cost)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
@pytest.mark.parametrize("headed", [True, False])
def test_a_million_columns(delimiter, headed):
    row = delimiter.join(["2020-01-01", *["1"] * 1_000_000])
    header = delimiter.join(["date", *(f"c{n}" for n in range(1_000_000))])
    text = "\n".join([header, row, row] if headed else [row, row, row])
    cost = refused(text.encode(), "This is not a table: line 1 is longer than 1 MiB")
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_as_many_columns_as_fit_into_the_longest_line(delimiter):
    row = delimiter * (MAX_LINE - 100)
    cost = refused(f"date{row}\n2020-01-01{row}\n2020-01-02{row}\n".encode(), "(The|This) .*(columns|table)")
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)


@pytest.mark.parametrize("piece", ["x", "1,", '"', " ", "9", "温", "\t", "\r"])
def test_a_line_of_100_mb(piece):
    line = piece.encode() * (99_000_000 // len(piece.encode()))
    for content in (line, PLAIN.encode() + line, line + b"\n" + PLAIN.encode()):
        cost = refused(content, "This is not a table: |This is not a text file|The file (holds|is)")
        assert cost.seconds < SECONDS and cost.memory < 3 * MAX_BYTES, str(cost)


def sparse(rows: int, row: str) -> bytes:
    names = ",".join(f"c{n}" for n in range(MAX_COLUMNS - 2))
    return f"date,{names}\n".encode() + row.encode() * rows


@pytest.mark.parametrize(
    "content",
    [
        sparse(200_000, "1\n"),
        sparse(80_000, "2020-01-01\n"),
        sparse(60_000, "2020-01-01,12.5\n"),
        sparse(100, "2020-01-01" + ",1" * (MAX_COLUMNS - 2) + "\n") + b"2020-01-01,1\n" * 50_000,
    ],
    ids=["one cell", "dates", "two cells", "wide above narrow rows"],
)
def test_a_wide_header_above_rows_of_a_few_cells(content):
    cost = refused(content, r"The table has .* columns, and most of its .* rows have far fewer cells; give")
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)


def test_narrow_columns_of_fixed_width_between_short_lines():
    wide = "\n".join(("5 " * 40 + "  " * (n % 3) + "7 " * (800 - n % 3)).rstrip() for n in range(160))
    content = ("1\n" * 200_000 + wide + "\n" + "1\n" * 200_000).encode()
    cost = refused(content, r"The table has .* columns, and most of its .* rows have far fewer cells; give")
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)


def test_a_first_row_of_half_a_million_cells():
    content = PLAIN.replace("\n", "\n" + "1," * 500_000 + "\n", 1).encode()
    cost = cost_of(lambda: read_weather(content))
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)


def test_a_long_table_of_rare_elements_keeps_the_frequent_ones():
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(1700, 1780)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    rows = [f"{day},TMAX,{n % 37}\n{day},e{n % 390},{n % 41}\n" for n, day in enumerate(days)]
    content = ("date,element,value\n" + "".join(rows)).encode()
    weather = read_weather(content)
    assert weather.target == "TMAX" and len(weather.frame) == len(days)
    assert 10 < len(weather.frame.columns) < 100
    cost = cost_of(lambda: read_weather(content))
    assert cost.memory < MEMORY, str(cost)


def test_elements_that_take_turns_are_all_seen():
    days = [
        f"{year}-{month:02}-{day:02}"
        for year in range(1900, 1930)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    rows = [
        f"{day},{name},{n % 29}\n" for n, day in enumerate(days) for name in ("PRCP", "TMAX", "TMIN", "SNOW")
    ]
    weather = read_weather(("date,element,value\n" + "".join(rows)).encode())
    assert set(weather.frame) == {"PRCP", "TMAX", "TMIN", "SNOW"} and weather.target == "TMAX"


@pytest.mark.parametrize("cell", ["M 12.5", "12,5 °C", "a word"])
def test_columns_of_text_by_the_thousand(cell):
    def content(columns):
        cells = [f"{cell} {n % 7}" if re.search(r"[a-z]{4}", cell) else cell for n in range(columns)]
        days = [(m, d) for m in range(1, 4) for d in range(1, 29)]
        rows = [f"2020-{m:02}-{d:02};{m + d / 10};" + ";".join(cells) for m, d in days]
        header = "date;tmax;" + ";".join(f"{cell} {n}" for n in range(columns))
        return "\n".join([header, *rows])[:MIB].rsplit("\n", 1)[0].encode()

    read_weather(content(9))  # what is imported, and made once, does not count
    large = content(1_800)
    cost = cost_of(lambda: read_weather(large))
    assert cost.seconds < SECONDS and cost.memory < MEMORY, str(cost)
