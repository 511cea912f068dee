"""NOAA's GHCN-Daily files (.dly): their lines, and the units of their elements.

A line holds a station, a month and an element, 31 days across. Columns 1-11 are the station, 12-15 the year,
16-17 the month, 18-21 the element; then 31 times five columns of a whole number and three of marks. -9999 is
missing. Source: section III of the readme of GHCN-Daily.
"""

import re

import numpy as np
import pandas as pd

from gd_core.weather.calendar import to_days
from gd_core.weather.report import Decision, WeatherError, counted, quoted

LINE = re.compile(
    rb"[A-Z]{2}[A-Z0-9_-]\w{8}(?:1[6-9]|20)\d\d(?:0[1-9]|1[0-2])[A-Z]{2}[A-Z0-9]{2}(?:[ \d-]{4}\d.{3}| *$)"
)
HEAD, CELL, DAYS = 21, 8, 31
WIDTH = HEAD + CELL * DAYS
LOOKED_AT = 20  # lines
MISSING = -9999
#: The elements that are kept, with the units that the format fixes; the others are kinds of weather (WT01),
#: soils (SN11), and sums of days (MDPR).
UNITS = {
    "TMAX": "0.1 °C",
    "TMIN": "0.1 °C",
    "TAVG": "0.1 °C",
    "TOBS": "0.1 °C",
    "PRCP": "0.1 mm",
    "SNOW": "mm",
    "SNWD": "mm",
    "AWND": "0.1 m/s",
    "EVAP": "0.1 mm",
    "TSUN": "min",
    "ADPT": "0.1 °C",
    "ASLP": "0.1 hPa",
    "RHAV": "%",
}
NAME = "GHCN-Daily's format"


def is_dly(data: bytes) -> bool:
    """Whether ``data`` begins with lines of GHCN-Daily."""
    lines = data[: LOOKED_AT * (WIDTH + 2)].splitlines()
    lines = lines[:-1] if len(lines) > 1 else lines
    return bool(lines) and all(len(line) <= WIDTH and LINE.match(line) for line in lines)


def dly_to_csv(data: bytes, decisions: list[Decision]) -> bytes:
    """The lines of GHCN-Daily as a CSV with a row for each station and day; adds to ``decisions``.

    Values stay as they stand, in tenths and with those that NOAA's checks have marked, of which the report
    says how many they are. WeatherError if a line holds anything but whole numbers.
    """
    lines = [line.ljust(WIDTH)[:WIDTH] for line in data.splitlines() if line.strip()]
    text = np.frombuffer(b"".join(lines), dtype=np.uint8).reshape(len(lines), WIDTH)
    element = _field(text, 17, 21)
    chosen = np.flatnonzero(np.isin(element, [name.encode() for name in UNITS]))
    text, element = text[chosen], element[chosen]
    cells = text[:, HEAD:].reshape(len(text), DAYS, CELL)
    year, month, values = _whole_numbers(text, cells)
    days = to_days(
        *(part.ravel() for part in np.broadcast_arrays(year[:, None], month[:, None], np.arange(1, 32)))
    )
    known = (values.ravel() != MISSING) & ~np.isnat(days)
    row = np.repeat(np.arange(len(text)), DAYS)[known]
    station, stations = pd.factorize(_field(text, 0, 11))
    key = station[row] * np.int64(1 << 32) + days[known].astype(np.int64) + (1 << 31)
    different, place = np.unique(key, return_inverse=True)
    names = [name for name in UNITS if name.encode() in element]
    table = np.full((len(different), len(names)), np.nan)
    column = np.array([names.index(name.decode()) for name in element], dtype=np.int64)
    table[place, column[row]] = values.ravel()[known]
    frame = pd.DataFrame(table, columns=names)
    frame.insert(
        0,
        "ID",
        pd.Series([name.decode(errors="replace") for name in stations]).take(different >> 32).to_numpy(),
    )
    dates = (different & 0xFFFFFFFF) - (1 << 31)
    frame.insert(1, "DATE", dates.astype("datetime64[D]").astype(str))
    _report(int(((cells[:, :, 6] != ord(" ")).ravel() & known).sum()), len(frame), decisions)
    return frame.to_csv(index=False, float_format="%.0f").encode()


def _whole_numbers(text: np.ndarray, cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Year and month of each line, and the values in its ``cells``, `MISSING` where they are blank."""
    try:
        year, month = _field(text, 11, 15).astype(np.int64), _field(text, 15, 17).astype(np.int64)
        written = np.ascontiguousarray(cells[:, :, :5]).view("S5")[:, :, 0]
        values = np.where(np.char.strip(written) == b"", str(MISSING).encode(), written).astype(np.int64)
    except ValueError as error:
        raise WeatherError(
            f"This GHCN-Daily file holds what is no number ({quoted(error)}); fetch it again."
        ) from None
    return year, month, values


def _field(text: np.ndarray, start: int, stop: int) -> np.ndarray:
    """The characters from ``start`` to ``stop`` of each line."""
    return np.ascontiguousarray(text[:, start:stop]).view(f"S{stop - start}")[:, 0]


def _report(marked: int, rows: int, decisions: list[Decision]) -> None:
    text = f"Lines of GHCN-Daily, a month each, became {counted(rows, 'row')} of a station and day each"
    decisions.append(Decision("shape", text, "as NOAA describes its format", data={"rows": rows}))
    if marked:
        text, why = f"{counted(marked, 'value')} kept", "NOAA's checks have marked them as doubtful"
        decisions.append(Decision("implausible", text, why, False, {"count": marked}))
