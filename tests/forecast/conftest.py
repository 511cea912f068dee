"""Weather tables that the tests of forecasts share."""

import pytest

from gd_core import read_weather


@pytest.fixture(scope="session")
def seattle(data_dir):
    return read_weather(data_dir / "seattle_weather.csv")


@pytest.fixture(scope="session")
def station(data_dir):
    return read_weather(data_dir / "synthetic_station.csv")


@pytest.fixture(scope="session")
def oakland(shared):
    return read_weather(shared / "reference" / "oakland_1970_2022.csv")
