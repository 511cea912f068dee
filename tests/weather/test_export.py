"""The cleaned table as a file: the same when read again, and harmless in a spreadsheet."""

import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather import Column, Report, Weather, read_weather
from gd_core.weather.show import FORMULA_STARTS, daily_csv, defused


def weather_of(frame: pd.DataFrame) -> Weather:
    columns = tuple(Column(name, name, "other", None, 0, True) for name in frame.columns)
    return Weather(frame, frame.columns[0], "C", columns, Report(()))


def test_the_file_gives_the_same_table_again(data_dir):
    weather = read_weather(data_dir / "synthetic_station.csv")
    again = read_weather(daily_csv(weather))
    pd.testing.assert_frame_equal(again.frame, weather.frame)
    assert (again.target, again.unit) == (weather.target, weather.unit)


def test_dates_numbers_and_gaps_are_written_plainly():
    index = pd.DatetimeIndex(["1722-01-12", "2020-02-29"], name="date")
    frame = pd.DataFrame({"tmax °C": [21.700000000000003, np.nan], "最高": [101325.12, -1e-5]}, index=index)
    data = daily_csv(weather_of(frame))
    assert data.startswith(b"\xef\xbb\xbfdate,")
    assert data.decode("utf-8-sig").split("\r\n") == [
        "date,tmax °C,最高",
        "1722-01-12,21.7,101325.12",
        "2020-02-29,,-1e-05",
        "",
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_header_is_a_formula(start):
    index = pd.DatetimeIndex(["2020-01-01"], name="date")
    name = f'{start}cmd|"/c calc"!A1'
    data = daily_csv(weather_of(pd.DataFrame({name: [-1.5], "t": [2.0]}, index=index)))
    header, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert header == ["date", f"'{name}", "t"]
    assert row == ["2020-01-01", "-1.5", "2"]  # a negative number stays one


@given(text=st.text())
def test_defused_text_starts_no_formula_and_keeps_every_character(text):
    safe = defused(text)
    assert not safe.startswith(FORMULA_STARTS)
    assert safe in (text, f"'{text}")
