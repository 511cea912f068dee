"""A record in numbers and small tables."""

import datetime

import pytest

from gd_core.weather import read_weather
from gd_core.weather import show as describe


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
    assert describe.gaps_title(station) == "23 gaps in the dates, the longest of 731 days from 1998-04-01"
    assert describe.gaps_title(seattle) == "No date is absent"
    assert describe.is_complete(seattle) and not describe.is_complete(station)


def test_titles(station, seattle):
    assert describe.missing_title(seattle) == "No value is missing on the days that are there"
    assert describe.missing_title(station) == "Most often missing: wind, on 152 of 12,761 days"
    tmax = seattle.frame["temp_max"]
    assert describe.series_title(seattle, "temp_max") == (
        f"temp_max from {tmax.min()} °C on {tmax.idxmin():%Y-%m-%d} "
        f"to {tmax.max()} °C on {tmax.idxmax():%Y-%m-%d}"
    )
