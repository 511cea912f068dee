"""What is sometimes called .csv and is no table in text: recognised by its first bytes, and named."""

import re

from gd_core.weather.limits import MAX_LINE, MIB
from gd_core.weather.report import WeatherError, quoted

BEGINNING = 4096  # bytes looked at
MAX_CONTROL = 0.02  # share of control characters in a text

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"RIFF", "a picture, sound or film (RIFF)"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "an archive within an archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "an archive within an archive"),
    (b"BZh91AY", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x89HDF", "an HDF5 or NetCDF file"),
    (b"CDF\x01", "a NetCDF file"),
    (b"CDF\x02", "a NetCDF file"),
    (b"GRIB", "a GRIB file"),
    (b"BUFR", "a BUFR file"),
    (b"version https://git-lfs", "a Git LFS pointer, which stands for a file without holding it"),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (rb"<\?xml", "XML"),
    (rb"<(?:!|html|head|body|table|script|div)\b", "a web page"),
    (rb"<!doctype", "a web page"),
    (rb"\{|\[\s*[{\[]", "JSON"),
)


def refuse_other_kinds(data: bytes) -> None:
    """WeatherError if ``data`` is empty, or is a picture, an archive, a web page, or else no plain text."""
    start = data[:BEGINNING].removeprefix(b"\xef\xbb\xbf").lstrip()
    kind = next((kind for signature, kind in SIGNATURES if data.startswith(signature)), None)
    kind = kind or next((kind for mark, kind in MARKUP if re.match(mark, start, re.IGNORECASE)), None)
    if kind is not None:
        raise WeatherError(f"This is {kind}, not a table; export or save the data as CSV (UTF-8).")


def refuse_no_text(data: bytes) -> None:
    """WeatherError if ``data``, in UTF-8, is blank, is full of control characters, or has an endless line."""
    if not data[:BEGINNING].strip() and not data.strip():
        raise WeatherError("The file is empty; choose a CSV file with a header line and one row per day.")
    start = data[:BEGINNING]
    if len(re.findall(rb"[\x01-\x08\x0e-\x1f\x7f]", start)) > MAX_CONTROL * len(start):
        raise WeatherError(
            f"This is not a table in text: it begins with {quoted(start[:40].decode(errors='replace'))}; "
            "export or save the data as CSV (UTF-8)."
        )
    position = 0
    while len(data) - position > MAX_LINE:
        # The last line end within reach: one step for each mebibyte.
        end = data.rfind(b"\n", position, position + MAX_LINE)
        if end < 0:
            line = data.count(b"\n", 0, position) + 1
            raise WeatherError(
                f"This is not a table: line {line:,} is longer than {MAX_LINE // MIB} MiB; give every day a "
                "line of its own."
            )
        position = end + 1
