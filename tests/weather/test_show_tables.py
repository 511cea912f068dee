"""A record in numbers and small tables."""

import csv
import datetime
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather import Column, Report, Weather, read_weather
from gd_core.weather import show_tables as describe
from gd_core.weather.show_tables import FORMULA_STARTS, daily_csv, defused


@pytest.fixture(scope="module")
def station(data_dir):
    return read_weather(data_dir / "synthetic_station.csv")


@pytest.fixture(scope="module")
def seattle(data_dir):
    return read_weather(data_dir / "seattle_weather.csv")


def test_facts(station):
    assert [value for _, value, _ in describe.facts(station)] == [
        "12,761",
        "1987-01-01",
        "2023-12-31",
        "753",
        "401",
    ]


def test_decisions_are_those_of_the_report(station):
    table = describe.decisions(station)
    assert list(table["Decision"]) == [decision.text for decision in station.report.decisions]
    assert list(table["Certainty"] == "certain") == [
        decision.certain for decision in station.report.decisions
    ]


def test_columns(station):
    table = describe.columns(station).set_index("Column")
    assert table.loc["tmax", "Meaning"] == "daily maximum temperature"
    assert table.loc["tmax", "Unit"] == "°C"
    assert table.loc["rain", "Missing days"] == station.frame["rain"].isna().sum()
    assert table.loc["wind", "Highest"] == station.frame["wind"].max()


def test_gaps_come_longest_first(station, seattle):
    gaps = describe.gaps(station)
    assert gaps.iloc[0].to_dict() == {
        "First absent day": datetime.date(1998, 4, 1),
        "Last absent day": datetime.date(2000, 3, 31),
        "Days": 731,
    }
    assert describe.gaps_title(station) == "23 gaps in the dates, the longest of 731 days from 1 April 1998"
    assert describe.gaps_title(seattle) == "No date is absent"
    assert describe.is_complete(seattle) and not describe.is_complete(station)


def test_titles(station, seattle):
    assert describe.missing_title(seattle) == "No value is missing on the days that are there"
    assert describe.missing_title(station) == "Most often missing: wind, on 152 of 12,761 days"
    assert describe.series_title(seattle, "temp_max") == (
        "temp_max from −1.6 °C on 6 February 2014 to 35.6 °C on 11 August 2014"
    )


# --- the table as a file ---------------------------------------------------------------------------------


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
