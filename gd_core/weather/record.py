"""What reading gives: one daily table, what its columns mean, and the report; and what it goes by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from gd_core.weather.report import Report, WeatherError, listed, quoted

#: Roles of columns that may be forecast, most wanted first.
TEMPERATURES = ("temperature_max", "temperature_mean", "temperature_min", "temperature")
FREEZING = {"C": 0.0, "F": 32.0}  # where water freezes, and
DEGREE = {"C": 1.0, "F": 1.8}  # how many degrees make up one of Celsius


@dataclass(frozen=True)
class Asked:
    """What the user knows better than the file, as `read_weather` takes it; None for what is to be found."""

    target: str | None = None
    station: str | None = None
    unit: str | None = None
    date_order: str | None = None


@dataclass(frozen=True)
class Described:
    """What is known of the columns of numbers, beside their values.

    ``names`` are those of the columns, of the file itself if it is ``headed``. ``units`` are those that stand
    in it (None: none), or that the format ``fixed_by`` fixes. ``lines`` stand around the table, ``text``
    names the columns of text, and ``places`` are the first of their cells. Of positions of columns,
    ``elsewhere`` are of other places, ``miles`` are distances in miles by their values, and ``once`` are
    those with one value a day though days were made of several ``readings``.
    """

    names: Sequence[str]
    units: Sequence[str | None] = ()
    lines: Sequence[str] = ()
    text: Sequence[str] = ()
    headed: bool = True
    fixed_by: str = ""
    places: Sequence[str] = ()
    elsewhere: Collection[int] = frozenset()
    miles: Collection[int] = frozenset()
    once: Collection[int] = frozenset()
    readings: bool = False

    def unit(self, position: int) -> str | None:
        """The unit of a column as the file has it, None without one."""
        return self.units[position] if self.units else None


@dataclass(frozen=True)
class Column:
    """One column of `Weather.frame`.

    ``role`` is one of `TEMPERATURES`, "precipitation", "snow", "wind", "humidity", "pressure", "radiation",
    "cloud" or "other"; or "tomorrow" (holds the next day's value: no predictor for a forecast), or "constant"
    (one value or none). ``original`` is the name in the file where it was changed. ``unit`` is None if
    unknown, ``missing`` the number of days without a value, ``predictor`` whether it is used as one by
    default.
    """

    name: str
    original: str
    role: str
    unit: str | None
    missing: int
    predictor: bool


@dataclass(frozen=True)
class Place:
    """Where a station stands, None for what the file doesn't state.

    ``id`` tells it apart, ``name`` is for people; degrees north and east, and metres above the sea.
    """

    id: str | None = None
    name: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    elevation: float | None = None


@dataclass(frozen=True)
class Weather:
    """A daily record of one station.

    ``frame``: float64 columns on a unique, sorted DatetimeIndex named "date". Absent days stay absent,
    missing values are NaN, and nothing is infinite. ``target``: the temperature to forecast, in degrees
    ``unit`` ("C" or "F"). ``stations``: name and number of days of each station in the file, () where it
    tells none apart, and ``station`` the one that was read (None for the only one). ``first_lines``: the
    beginning of the file as it stands. ``place``: where the station stands, as far as the file says so.
    """

    frame: pd.DataFrame
    target: str
    unit: str
    columns: tuple[Column, ...]
    report: Report
    station: str | None = None
    stations: tuple[tuple[str, int], ...] = ()
    first_lines: tuple[str, ...] = ()
    place: Place = Place()

    @property
    def temperatures(self) -> tuple[str, ...]:
        """Names of the columns that may be forecast, in the order of the file."""
        return tuple(column.name for column in self.columns if column.role in TEMPERATURES)

    @property
    def predictors(self) -> tuple[str, ...]:
        """Names of the columns that predict by default, in the order of the file."""
        return tuple(column.name for column in self.columns if column.predictor)

    def column(self, name: str) -> Column:
        """The column called ``name``; WeatherError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise WeatherError(
            f"There is no column {quoted(name)}; the columns are {listed(c.name for c in self.columns)}."
        )

    def in_degrees(self, unit: str) -> "Weather":
        """The same record with every temperature in degrees ``unit``, "C" or "F"; ValueError for another.

        The report stays: it tells how the file was read.
        """
        if unit not in FREEZING:
            raise ValueError(f'unit must be "C" or "F"; received {unit!r}.')
        frame, columns = self.frame.copy(), []
        for column in self.columns:
            if column.unit in FREEZING and column.unit != unit:
                # A difference of two temperatures has a scale and no zero to move.
                differs = column.role == "anomaly"
                before, after = (0.0, 0.0) if differs else (FREEZING[column.unit], FREEZING[unit])
                scale = DEGREE[unit] / DEGREE[column.unit]
                frame[column.name] = (frame[column.name] - before) * scale + after
                column = replace(column, unit=unit)
            columns.append(column)
        return replace(self, frame=frame, unit=unit, columns=tuple(columns))
