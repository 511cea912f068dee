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
    (b"\x1f\x8b", "an archive within an archive"),
    (b"BZh91AY", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"FEA1", "a Feather file of version 1"),
    (b"SQLite format 3", "an SQLite database"),
    (b"BUFR", "a BUFR file"),
    (b"version https://git-lfs", "a Git LFS pointer, which stands for a file without holding it"),
)
#: Grids in time and space: of many places, one has to be chosen before there is a table.
GRIDS: tuple[tuple[bytes, str], ...] = (
    (b"\x89HDF", "a NetCDF or HDF5 file"),
    (b"CDF\x01", "a NetCDF file"),
    (b"CDF\x02", "a NetCDF file"),
    (b"CDF\x05", "a NetCDF file"),
    (b"\x0e\x03\x13\x01", "an HDF4 file"),
    (b"GRIB", "a GRIB file"),
)
MARKUP: tuple[tuple[bytes, str], ...] = (
    (rb"<\?xml", "XML"),
    (rb"<(?:!|html|head|body|table|script|div)\b", "a web page"),
    (rb"<!doctype", "a web page"),
)


def refuse_other_kinds(data: bytes) -> None:
    """WeatherError if ``data`` is empty, or is a picture, an archive, a web page, or else no plain text."""
    grid = next((kind for signature, kind in GRIDS if data.startswith(signature)), None)
    if grid is not None:
        raise WeatherError(
            f"This is {grid}, a grid of places and no table; export the days of one place as CSV, in Python: "
            'xarray.open_dataset("file.nc").sel(latitude=48.2, longitude=16.4, method="nearest")'
            '.to_dataframe().to_csv("file.csv").'
        )
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
