"""The clean tables that `pollution` breaks: of different shapes, made up from a seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

DAYS = 120
WEATHER = ("rain", "sun", "fog", "drizzle", "snow")


@dataclass(frozen=True)
class Table:
    """A table as cells of text, how it is written, and the days and temperatures that must come out of it."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    days: tuple[date, ...]
    target: tuple[float, ...]
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
    return Table("coast", names, rows, ",", tuple(days), tuple(high.tolist()))


def _alps() -> Table:
    """Semicolons, decimal commas, the day first, and a last column that is often empty."""
    days, high, low, rain = _drawn(2)
    comma = lambda value: str(value).replace(".", ",")  # noqa: E731
    rows = tuple(
        (f"{day:%d.%m.%Y}", comma(lo), comma(h), comma(r), "Neuschnee" if n % 6 == 0 else "")
        for n, (day, r, h, lo) in enumerate(zip(days, rain, high, low, strict=True))
    )
    names = ("Datum", "Tiefsttemperatur", "Höchsttemperatur", "Niederschlag", "Bemerkung")
    return Table("alps", names, rows, ";", tuple(days), tuple(high.tolist()))


def _harbour() -> Table:
    """Everything in quotation marks, a name with a comma, empty cells, as a national service exports it."""
    days, high, low, rain = _drawn(3)
    rows = tuple(
        ("XY000012", "PORT, NORTH", str(day), str(r) if n % 11 else "", str(h), str(lo))
        for n, (day, r, h, lo) in enumerate(zip(days, rain, high, low, strict=True))
    )
    names = ("STATION", "NAME", "DATE", "PRCP", "TMAX", "TMIN")
    return Table("harbour", names, rows, ",", tuple(days), tuple(high.tolist()), quoted=True)


def _pair() -> Table:
    """Two columns."""
    days, high, _, _ = _drawn(4)
    rows = tuple((str(day), str(h)) for day, h in zip(days, high, strict=True))
    return Table("pair", ("date", "temperature"), rows, ",", tuple(days), tuple(high.tolist()))


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
    return Table("parts", names, rows, "\t", tuple(days), target)


def _behind() -> Table:
    """The date behind the numbers, written as one number, with vertical bars."""
    days, high, low, rain = _drawn(6)
    rows = tuple(
        (str(h), str(lo), str(r), f"{day:%Y%m%d}")
        for day, r, h, lo in zip(days, rain, high, low, strict=True)
    )
    return Table("behind", ("tmax", "tmin", "rain", "date"), rows, "|", tuple(days), tuple(high.tolist()))


def tables() -> tuple[Table, ...]:
    """The clean tables."""
    return _coast(), _alps(), _harbour(), _pair(), _parts(), _behind()
