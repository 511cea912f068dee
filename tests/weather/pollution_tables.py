"""The clean tables that `pollution` breaks, of different shapes, made up from a seed, and a broken file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

DAYS = 120
WEATHER = ("rain", "sun", "fog", "drizzle", "snow")


@dataclass(frozen=True)
class Table:
    """A table as cells of text, how it is written, and the days and temperatures that must come out of it.

    ``dated_by`` are the names of the columns of the date, ``date_format`` how these are written, with a blank
    between several, and ``target_name`` is the column of the temperatures.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    days: tuple[date, ...]
    target: tuple[float, ...]
    target_name: str
    dated_by: tuple[str, ...] = ("date",)
    date_format: str = "%Y-%m-%d"
    quoted: bool = False

    def written(self, cell: str, delimiter: str | None = None) -> str:
        """A cell in quotation marks, where it needs them or all have them."""
        return f'"{cell}"' if self.quoted or (delimiter or self.delimiter) in cell else cell

    def lines(self, delimiter: str | None = None, quote: Callable[[str], str] | None = None) -> list[str]:
        """The header and the rows, with another delimiter or other quotation marks if these are given."""
        sign = delimiter or self.delimiter
        write = quote or (lambda cell: self.written(cell, sign.strip() or sign))
        return [sign.join(map(write, cells)) for cells in (self.header, *self.rows)]

    def with_notes(self, note: Callable[[int], str]) -> list[str]:
        """The lines with one more column of remarks, written as they come."""
        notes = ["remarks", *map(note, range(len(self.rows)))]
        return [f"{line}{self.delimiter}{n}" for line, n in zip(self.lines(), notes, strict=True)]

    def can_be_delimited(self, delimiter: str) -> bool:
        """Whether a person could tell the cells apart: a decimal comma or a point in time is none between
        cells that aren't quoted."""
        sign = delimiter.strip() or delimiter
        return self.quoted or not any(sign in cell for row in self.rows for cell in row)

    def truth(self, name: str | None = None) -> dict[date, float]:
        """The temperature that is forecast, or else the column called ``name``, by day."""
        values = self.target
        if name in self.header:
            place = self.header.index(name)
            values = tuple(float(row[place].replace(",", ".")) for row in self.rows)
        return dict(zip(self.days, values, strict=True))


def _drawn(seed: int) -> tuple[list[date], np.ndarray, np.ndarray, np.ndarray]:
    """Days, maxima and minima in °C to one decimal, and rain in mm."""
    random = np.random.default_rng(seed)
    days = [date(2014, 9, 28) + timedelta(days=n) for n in range(DAYS)]
    slow = np.convolve(random.normal(0, 2, DAYS + 4), np.ones(5) / 2, "valid")
    high = np.round(11 + 9 * np.cos(np.arange(DAYS) / 40) + slow, 1)
    low = np.round(high - random.uniform(2, 9, DAYS), 1)
    rain = np.round(np.maximum(0, random.normal(0, 4, DAYS)), 1)
    return days, high, low, rain


def _coast() -> Table:
    """The shape of a well-known tutorial's file."""
    days, high, low, rain = _drawn(1)
    wind = np.round(np.random.default_rng(11).uniform(1, 8, DAYS), 1)
    rows = tuple(
        (str(day), str(r), str(h), str(lo), str(w), WEATHER[n % 5])
        for n, (day, r, h, lo, w) in enumerate(zip(days, rain, high, low, wind, strict=True))
    )
    names = ("date", "precipitation", "temp_max", "temp_min", "wind", "weather")
    return Table("coast", names, rows, ",", tuple(days), tuple(high.tolist()), "temp_max")


def _alps() -> Table:
    """Semicolons, decimal commas, the day first, and a last column that is often empty."""
    days, high, low, rain = _drawn(2)
    comma = lambda value: str(value).replace(".", ",")  # noqa: E731
    rows = tuple(
        (f"{day:%d.%m.%Y}", comma(lo), comma(h), comma(r), "Neuschnee" if n % 6 == 0 else "")
        for n, (day, r, h, lo) in enumerate(zip(days, rain, high, low, strict=True))
    )
    names = ("Datum", "Tiefsttemperatur", "Höchsttemperatur", "Niederschlag", "Bemerkung")
    target = tuple(high.tolist())
    return Table("alps", names, rows, ";", tuple(days), target, names[2], ("Datum",), "%d.%m.%Y")


def _harbour() -> Table:
    """Everything in quotation marks, a name with a comma, empty cells, as a national service exports it."""
    days, high, low, rain = _drawn(3)
    rows = tuple(
        ("XY000012", "PORT, NORTH", str(day), str(r) if n % 11 else "", str(h), str(lo))
        for n, (day, r, h, lo) in enumerate(zip(days, rain, high, low, strict=True))
    )
    names = ("STATION", "NAME", "DATE", "PRCP", "TMAX", "TMIN")
    target = tuple(high.tolist())
    return Table("harbour", names, rows, ",", tuple(days), target, "TMAX", ("DATE",), quoted=True)


def _pair() -> Table:
    """Two columns."""
    days, high, _, _ = _drawn(4)
    rows = tuple((str(day), str(h)) for day, h in zip(days, high, strict=True))
    return Table("pair", ("date", "temperature"), rows, ",", tuple(days), tuple(high.tolist()), "temperature")


def _parts() -> Table:
    """Year, month and day in columns of their own, tabs, numbers only."""
    days, high, low, _ = _drawn(5)
    humidity = np.random.default_rng(15).integers(40, 100, DAYS)
    rows = tuple(
        (str(d.year), str(d.month), str(d.day), str(round((h + lo) / 2, 1)), str(u), f"{1013 + h - 10:.1f}")
        for d, h, lo, u in zip(days, high, low, humidity, strict=True)
    )
    names = ("year", "month", "day", "mean_temperature", "humidity", "pressure")
    target = tuple(float(row[3]) for row in rows)
    return Table("parts", names, rows, "\t", tuple(days), target, names[3], names[:3], "%Y %m %d")


def _behind() -> Table:
    """The date behind the numbers, written as one number, with vertical bars."""
    days, high, low, rain = _drawn(6)
    rows = tuple(
        (str(h), str(lo), str(r), f"{day:%Y%m%d}")
        for day, r, h, lo in zip(days, rain, high, low, strict=True)
    )
    names, target = ("tmax", "tmin", "rain", "date"), tuple(high.tolist())
    return Table("behind", names, rows, "|", tuple(days), target, "tmax", date_format="%Y%m%d")


def _plain() -> Table:
    """Blanks between the cells, nothing but numbers."""
    days, high, low, _ = _drawn(7)
    rows = tuple(
        (f"{d.year}", f"{d.month}", f"{d.day}", str(h), str(lo))
        for d, h, lo in zip(days, high, low, strict=True)
    )
    names, target = ("YEAR", "MONTH", "DAY", "TMAX", "TMIN"), tuple(high.tolist())
    return Table("plain", names, rows, " ", tuple(days), target, "TMAX", names[:3], "%Y %m %d")


def tables() -> tuple[Table, ...]:
    """The clean tables."""
    return _coast(), _alps(), _harbour(), _pair(), _parts(), _behind(), _plain()


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


def text_of(lines: list[str], end: str = "\n") -> bytes:
    return (end.join(lines) + end).encode()
