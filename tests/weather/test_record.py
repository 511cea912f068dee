"""A record in other degrees."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import WeatherError, read_weather

NAMES = ["tmax", "tmin", "rain"]


@pytest.fixture
def weather(make_csv, values):
    return read_weather(make_csv(tmax=values() + 5, tmin=values() - 5, rain=np.abs(values(seed=1))))


def test_all_temperatures_are_converted_and_nothing_else(weather):
    shown = weather.in_degrees("F")
    assert shown.unit == "F" and shown.column("tmin").unit == "F"
    for name in ("tmax", "tmin"):
        np.testing.assert_allclose(shown.frame[name], weather.frame[name] * 9 / 5 + 32, rtol=1e-14)
    pd.testing.assert_series_equal(shown.frame["rain"], weather.frame["rain"])
    assert shown.report == weather.report and shown.target == weather.target
    assert weather.unit == "C"  # the first one is as it was


@given(unit=st.sampled_from(["C", "F"]))
def test_there_and_back_is_the_same(unit):
    days = pd.date_range("2020-01-01", periods=90).strftime("%Y-%m-%d")
    rows = [f"{day},{20 + 9 * np.sin(n / 9):.1f}" for n, day in enumerate(days)]
    weather = read_weather("\n".join(["date,tmax", *rows]).encode())
    back = weather.in_degrees(unit).in_degrees(weather.unit)
    pd.testing.assert_frame_equal(back.frame, weather.frame, rtol=1e-12)
    assert weather.in_degrees(weather.unit).columns == weather.columns


def test_an_anomaly_is_a_difference(make_csv, values):
    weather = read_weather(make_csv(tmax=values(), tmax_anomaly=values(seed=2) - values(seed=2).mean()))
    column = weather.column("tmax_anomaly")
    assert column.role == "anomaly"
    shown = weather.in_degrees("F").frame["tmax_anomaly"]
    scale = 1.8 if column.unit == "C" else 1.0
    np.testing.assert_allclose(shown, scale * weather.frame["tmax_anomaly"])


def test_other_degrees_are_refused(weather):
    with pytest.raises(ValueError, match='unit must be "C" or "F"; received \'K\''):
        weather.in_degrees("K")


def test_a_column_is_found_by_its_name(weather):
    assert weather.column("rain").role == "precipitation"
    with pytest.raises(WeatherError, match='There is no column "snow"'):
        weather.column("snow")
