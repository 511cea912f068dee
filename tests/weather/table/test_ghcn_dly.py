"""GHCN-Daily as NOAA writes it: a month in a line, 31 days across."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather

DAYS = pd.date_range("2019-11-20", periods=140)  # over a leap day
STATION = "USW00094728"


def lines_of(element: str, values, station: str = STATION, mark: str = "  W") -> list[str]:
    """``values`` in tenths, NaN for none."""
    series = pd.Series(values, index=DAYS)
    lines = []
    for (year, month), part in series.groupby([series.index.year, series.index.month]):
        days = {date.day: value for date, value in part.items() if not np.isnan(value)}
        cells = (f"{round(days[d]):5d}{mark}" if d in days else "-9999   " for d in range(1, 32))
        lines.append(f"{station}{year}{month:02}{element}{''.join(cells)}")
    return lines


@pytest.fixture
def tenths(values) -> np.ndarray:
    return np.round(10 * values(len(DAYS)))


def test_months_become_days(tenths):
    highest = np.where(np.arange(len(DAYS)) == 7, np.nan, tenths)
    rows = [*lines_of("TMAX", highest), *lines_of("TMIN", tenths - 60), *lines_of("PRCP", np.abs(tenths))]
    weather = read_weather("\n".join(sorted(rows)).encode())
    assert (weather.target, weather.unit) == ("TMAX", "C")
    assert weather.frame.index.equals(DAYS.rename("date").as_unit("us"))
    np.testing.assert_allclose(weather.frame["TMAX"], highest / 10)
    np.testing.assert_allclose(weather.frame["TMIN"], tenths / 10 - 6)
    assert {"TMAX", "TMIN", "PRCP"} == set(weather.predictors)
    assert weather.first_lines[0] == sorted(rows)[0]
    assert weather.report.about("shape")[0].data == {"rows": len(DAYS)}


def test_the_format_fixes_its_units(values):
    cool = np.round(np.clip(8 + (values(len(DAYS)) - 12) / 3, 4.2, 11.8) * 10)
    assert cool.min() >= 42 and cool.max() <= 118  # tenths that could be whole degrees Fahrenheit
    rows = lines_of("TMAX", cool) + lines_of("ADPT", cool - 60) + lines_of("PRCP", np.abs(cool) % 7)
    weather = read_weather("\n".join(rows).encode())
    assert (weather.target, weather.unit) == ("TMAX", "C")
    np.testing.assert_allclose(weather.frame["TMAX"], cool / 10)
    (decision,) = weather.report.about("unit")
    assert decision.line() == (
        '"TMAX" is in tenths of °C and converted to °C, as GHCN-Daily\'s format fixes it.'
    )
    assert [column.unit for column in weather.columns] == ["C", "0.1 mm", "0.1 °C"]
    assert weather.temperatures == ("TMAX",)  # the dew point is none of the air


def test_lines_without_blanks_at_their_ends_and_with_other_line_ends(tenths):
    rows = [line.rstrip() for line in lines_of("TMAX", tenths, mark="   ")]
    weather = read_weather("\r\n".join(rows).encode() + b"\r\n")
    np.testing.assert_allclose(weather.frame["TMAX"], tenths / 10)


def test_several_stations(tenths):
    shorter = np.where(np.arange(len(DAYS)) < 100, tenths + 50, np.nan)
    rows = lines_of("TMAX", shorter) + lines_of("TMAX", tenths, "GME00111445")
    weather = read_weather("\n".join(rows).encode())
    assert weather.station == "GME00111445"
    assert weather.stations == ((STATION, 100), ("GME00111445", len(DAYS)))


def test_values_marked_as_doubtful_are_kept_and_counted(tenths):
    rows = [line.replace("  W", " IW", 2) for line in lines_of("TMAX", tenths)[:1]]
    weather = read_weather("\n".join(rows + lines_of("TMAX", tenths)[1:]).encode())
    assert weather.frame["TMAX"].notna().all()
    (decision,) = weather.report.about("implausible")
    assert decision.data == {"count": 2} and not decision.certain


def test_what_is_no_number_is_refused(tenths):
    rows = lines_of("TMAX", tenths)
    rows.append(rows[-1][:21] + " 1x23  W" * 31)
    rows = rows * 5  # beyond the lines by which the format is known
    with pytest.raises(WeatherError, match=r"holds what is no number|No column of dates|not a table"):
        read_weather("\n".join(rows).encode())
