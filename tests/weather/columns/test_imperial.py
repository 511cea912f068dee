"""Winters in °F, whose numbers could be °C as well: what is beside them tells, and the report says so."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import read_weather

N = 90
RANDOM = np.random.default_rng(5)
HIGH = np.round(34 + 8 * np.sin(np.arange(N) / 9) + RANDOM.normal(0, 3, N)).astype(int)
LOW = HIGH - 9
INCHES = np.where(RANDOM.random(N) < 0.5, 0.0, np.round(RANDOM.gamma(0.8, 0.3, N) + 0.01, 2))


def winter(columns: dict, before: str = "", high=HIGH) -> bytes:
    frame = pd.DataFrame({"date": pd.date_range("2020-12-01", periods=N).strftime("%Y-%m-%d"), **columns})
    frame["tmax"], frame["tmin"] = high, high - 9
    return before.encode() + frame.to_csv(index=False).encode()


FOR = {
    "rain in inches": ({"precip_in": INCHES}, "", '"precip_in" is in inches'),
    "snow in brackets": ({"snow (in)": INCHES}, "", '"snow (in)" is in inches'),
    "in one word": ({"PrecipitationIn": INCHES}, "", '"PrecipitationIn" is in inches'),
    "dew point": ({"dew_point_f": LOW - 3}, "", '"dew_point_f" is in °F'),
    "small rain": ({"PRCP": INCHES}, "", '"PRCP" has hundredths'),
    "station": ({"NAME": ["CHICAGO OHARE, IL US"] * N}, "", '"CHICAGO OHARE, IL US"'),
    "preamble": ({}, "# Station: BOISE AIR TERMINAL, ID US\n", "United States"),
}


@pytest.mark.parametrize(("columns", "before", "evidence"), FOR.values(), ids=list(FOR))
def test_what_speaks_for_fahrenheit(columns, before, evidence):
    weather = read_weather(winter(columns, before))
    assert weather.unit == "F"
    np.testing.assert_array_equal(weather.frame["tmax"], HIGH)
    (decision,) = weather.report.about("unit")
    assert not decision.certain
    assert evidence in decision.evidence
    assert decision.evidence.endswith(f"from {LOW.min()} to {HIGH.max()}, could be °C as well")


def test_large_changes_of_whole_degrees():
    steep = HIGH + np.tile([0, 14, 5], N // 3)
    frame = pd.DataFrame({"date": pd.date_range("2020-12-01", periods=N), "tmax": steep, "tmin": steep - 17})
    frame["tmax"] = frame["tmax"].clip(upper=54)
    weather = read_weather(frame.to_csv(index=False).encode())
    assert weather.unit == "F"
    assert "change by" in weather.report.about("unit")[0].evidence


AGAINST = {
    "nothing": ({}, ""),
    "rain in mm": ({"rain (mm)": INCHES, "NAME": ["CHICAGO OHARE, IL US"] * N}, ""),
    "rain in tenths": ({"rain": np.round(10 * INCHES, 1)}, ""),
    "a dew point in °C": ({"dew point (°C)": LOW - 3, "precip_in": INCHES}, ""),
    "a station elsewhere": ({"NAME": ["CHISINAU, MD"] * N}, ""),
}


@pytest.mark.parametrize(("columns", "before"), AGAINST.values(), ids=list(AGAINST))
def test_without_evidence_it_stays_with_the_range(columns, before):
    weather = read_weather(winter(columns, before))
    assert weather.unit == "C"
    (decision,) = weather.report.about("unit")
    assert not decision.certain


def test_tenths_of_a_degree_in_america_stay_in_celsius():
    weather = read_weather(winter({"NAME": ["CHICAGO OHARE, IL US"] * N}, high=HIGH / 2 + 0.3))
    assert weather.unit == "C"


def test_what_the_user_says_goes_first():
    assert read_weather(winter({"precip_in": INCHES}), unit="C").unit == "C"


# --- other witnesses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "separator"),
    [("HourlyAltimeterSetting", ","), ("Station Pressure", ";"), ("Luftdruck", "\t"), ("气压", ",")],
)
def test_pressure_in_inches_of_mercury_tells_a_winter_in_fahrenheit(name, separator):
    days = pd.date_range("2021-01-01", periods=200)
    winter = np.round(20 + 9 * np.sin(np.arange(200) / 9)) + np.arange(200) % 3
    table = pd.DataFrame({"date": days, "HourlyDryBulbTemperature": winter})
    mercury = table.assign(**{name: 29.5 + np.arange(200) % 9 / 10})
    weather = read_weather(mercury.to_csv(index=False, sep=separator).encode())
    assert weather.unit == "F"
    assert "in inches of mercury" in weather.report.about("unit")[0].line()
    assert not weather.report.about("unit")[0].certain
    hectopascal = table.assign(**{name: 995 + np.arange(200) % 40})
    assert read_weather(hectopascal.to_csv(index=False, sep=separator).encode()).unit == "C"


@pytest.mark.parametrize("name", ["Visibility (mi)", "visibility miles", "VIS_mi"])
def test_visibility_in_miles_tells_whole_degrees_fahrenheit(name):
    days = pd.date_range("2021-01-01", periods=200)
    winter = np.round(20 + 9 * np.sin(np.arange(200) / 9)) + np.arange(200) % 3
    table = pd.DataFrame({"date": days, "Temperature": winter, name: 10 - np.arange(200) % 4})
    weather = read_weather(table.to_csv(index=False).encode())
    assert weather.unit == "F"
    assert "in miles" in weather.report.about("unit")[0].line()
    assert read_weather(table.assign(Temperature=winter + 0.3).to_csv(index=False).encode()).unit == "C"


@pytest.mark.parametrize(
    ("name", "separator"), [("Visibility", ","), ("vsby", "\t"), ("Sichtweite", ";"), ("visibilidad", ";")]
)
def test_quarters_of_miles_tell_whole_degrees_fahrenheit(name, separator):
    at = pd.date_range("2021-01-01", periods=24 * 100, freq="h")
    hours = np.arange(len(at))
    winter = np.round(22 + 9 * np.sin(hours / 200) + 4 * np.sin(hours / 24 * 2 * np.pi))
    table = pd.DataFrame(
        {"time": at, "temp": winter, name: np.resize([10, 10, 10, 7, 2.5, 1.75, 0.25], len(at))}
    )
    weather = read_weather(table.to_csv(index=False, sep=separator).encode())
    assert weather.unit == "F"
    assert f'whole numbers, and "{name}" is in miles' in weather.report.about("unit")[0].line()
    for kilometres in ([10, 10, 8, 3, 1], [20, 12.5, 2.5], [10, 9.9, 6.2], [10, 4.25, 1]):
        other = table.assign(**{name: np.resize(kilometres, len(at))})
        assert read_weather(other.to_csv(index=False, sep=separator).encode()).unit == "C"
