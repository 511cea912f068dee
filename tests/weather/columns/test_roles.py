"""Roles where names don't tell: by units, by the lines around the table, by values, by elimination."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather import WeatherError
from gd_core.weather.columns.by_name import descriptions, title_role
from gd_core.weather.columns.by_values import in_order, is_clock, is_counter, temperature_like
from gd_core.weather.columns.roles import first_roles
from gd_core.weather.columns.stored import common_degrees
from gd_core.weather.record import Described

N = 300
RANDOM = np.random.default_rng(5)


def memory(scale=3.0, keep=0.7):
    values = np.zeros(N)
    for day in range(1, N):
        values[day] = keep * values[day - 1] + RANDOM.normal(0, scale * (1 - keep**2) ** 0.5)
    return values


TMAX = np.round(14 + 10 * np.sin(np.arange(N) / 58) + memory(), 1)
TMIN = np.round(TMAX - 5 - np.abs(RANDOM.normal(3, 1, N)), 1)
MEAN = np.round((TMAX + TMIN) / 2, 1)
RAIN = np.round(np.where(RANDOM.random(N) < 0.6, 0, RANDOM.gamma(0.8, 5, N)), 1)
WIND = np.round(RANDOM.gamma(3, 1.4, N), 1)
CLOCK = RANDOM.integers(0, 24, N) * 100.0 + RANDOM.integers(0, 60, N)


def roles(names, *columns, target=None, **described):
    decisions = []
    return first_roles(Described(names, **described), np.column_stack(columns), target, decisions), decisions


# --- by units and lines --------------------------------------------------------------------------------


def test_a_column_in_degrees_is_a_temperature_whatever_its_name():
    found, decisions = roles(["höchste", "wind"], TMAX, WIND, units=["°C", "m/s"])
    assert found == ["temperature_max", "wind"]
    assert decisions[0].line() == '"höchste" is taken for the daily maximum temperature (its unit is °C).'
    found, _ = roles(["Max (°C)", "dew (°C)", "angle (°)"], TMAX, TMIN, WIND)
    assert found == ["temperature_max", "other", "other"]


def test_a_line_above_says_what_a_code_means():
    lines = ("XA  Maximum temperature at 2 m (C)", "XB  Soil temperature (C)", "T = dew point temperature")
    found, decisions = roles(["XA", "XB", "T"], TMAX, TMIN, MEAN, lines=lines)
    assert found == ["temperature_max", "other", "other"]
    assert decisions[0].evidence == 'a line beside the table says "Maximum temperature at 2 m (C)"'


def test_the_title_of_a_table_says_what_its_values_are():
    found, decisions = roles(["Value"], TMAX, lines=("Daily Minimum Temperature (°C) at the Observatory",))
    assert found == ["temperature_min"]
    assert decisions[0].certain


def test_notes():
    lines = [
        "# TX : Maximum temperature (in 0.1 degrees Celsius);",
        "T2M    Temperature at 2 Meters (C)",
        "; = ,",
    ]
    assert descriptions(["tx", "T2M", "rain"], lines) == {
        0: "Maximum temperature (in 0.1 degrees Celsius);",
        1: "Temperature at 2 Meters (C)",
    }
    assert common_degrees(["Einheit: °C"]) == ("C", "Einheit: °C")
    assert common_degrees(["10 °C was the mean of the year", "°F"]) == (None, "")
    assert title_role(["Daily rain", "Maximum temperature"]) == ("temperature_max", "Maximum temperature")
    assert title_role(["Maximum temperature", "Minimum temperature"]) == ("other", "")


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_lines_may_stand_around_a_table(lines):
    found, _ = roles(["tmax", "rain"], TMAX, RAIN, lines=tuple(lines))
    assert len(found) == 2


# --- by values -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [TMAX, TMIN, 1.8 * TMAX + 32, TMAX + 273.15, np.round(10 * TMAX)])
def test_temperatures_behave_like_temperatures(values):
    assert temperature_like(values) is not None


@pytest.mark.parametrize(
    "values",
    [
        RAIN,
        RANDOM.permutation(TMAX),
        np.arange(300.0),
        TMAX / 60,
        TMAX + 1013,
        np.round(TMAX / 10),
        np.full(300, 7.0),
        np.full(300, np.nan),
        TMAX[:10],
    ],
)
def test_other_things_do_not(values):
    assert temperature_like(values) is None


def test_of_three_unknown_columns_the_highest_is_the_maximum():
    found, decisions = roles(["a", "b", "c"], MEAN, TMAX, TMIN)
    assert found == ["temperature_mean", "temperature_max", "temperature_min"]
    assert next(d.line() for d in decisions) == (
        '"b" is taken for the daily maximum temperature (assumed: it is above "a", "c" on nearly all days).'
    )
    assert roles(["temp1", "temp2"], TMIN, TMAX)[0] == ["temperature_min", "temperature_max"]


def test_readings_at_different_hours_are_no_extremes():
    assert roles(["Temp9am", "Temp3pm"], TMIN, TMAX)[0] == ["temperature", "temperature"]


def test_a_corrected_copy_is_no_minimum():
    assert in_order({0: TMAX, 1: TMAX - 0.1}, 1) is None
    found, decisions = roles(["column_4", "column_5"], TMAX, TMAX - 0.1, headed=False)
    assert found == ["temperature", "other"]
    assert 'as do those of "column_5"; it is the first' in decisions[0].evidence


def test_without_a_header_the_first_that_behaves_like_one():
    found, _ = roles(["column_2", "column_3", "column_4"], RAIN, TMAX, WIND, headed=False)
    assert found == ["other", "temperature", "other"]


def test_the_only_unknown_column_of_a_weather_file():
    assert roles(["rain", "thermo"], RAIN, TMAX)[0] == ["precipitation", "temperature"]
    for names, columns in ((["thermo"], [TMAX + 40]), (["rain", "this", "that"], [RAIN, TMAX, WIND])):
        with pytest.raises(WeatherError, match="No column of temperatures was recognised among"):
            roles(names, *columns)


def test_maximum_and_minimum_of_nothing_in_particular():
    found, decisions = roles(["High", "Low", "Rain"], TMAX, TMIN, RAIN)
    assert found[:2] == ["temperature_max", "temperature_min"]
    assert not any(d.certain for d in decisions)
    with pytest.raises(WeatherError, match="No column of temperatures"):
        roles(["Open", "High", "Low", "Close"], TMAX + 50, TMAX + 51, TMAX + 49, TMAX + 50)
    with pytest.raises(WeatherError, match="No column of temperatures"):  # the volume is text
        roles(["High", "Low"], TMAX + 51, TMAX + 49, text=["Volume"])


def test_a_target_asked_for_may_be_unknown():
    assert roles(["this", "that"], RAIN, WIND, target="this")[0] == ["other", "other"]


# --- clocks and counters -------------------------------------------------------------------------------


def test_clock_times_are_known_by_name_and_value():
    names = ["TX", "TXH", "HTX", "T max time", "Lufttemperatur Zeit", "sunshine time"]
    found, _ = roles(names, TMAX, RANDOM.integers(1, 25, N), CLOCK, CLOCK, CLOCK, WIND * 60)
    assert found == ["temperature_max", *["clock"] * 4, "radiation"]


def test_what_is_a_clock():
    assert is_clock(CLOCK) and is_clock(np.array([0.0, 2400.0, np.nan]))
    assert not is_clock(np.array([1260.0, 1275.0]))
    assert not is_clock(TMAX) and not is_clock(np.array([np.nan])) and not is_clock(np.array([-1.0]))


def test_numbers_of_rows():
    assert is_counter(np.arange(100.0)) and is_counter(np.arange(100.0) * 24 + 3)
    assert not is_counter(TMAX) and not is_counter(np.arange(5.0)) and not is_counter(np.full(50, 3.0))
    assert roles(["tmax", "k", "rain"], TMAX, np.arange(float(N)), np.arange(float(N)))[0] == [
        "temperature_max",
        "number",
        "precipitation",
    ]
