"""The stored unit of temperatures: stated, or by the range of the values; and conversion to degrees."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather import read_weather
from gd_core.weather.columns.stored import on_units, stored_units
from gd_core.weather.columns.units import (
    TENTHS_STEP,
    Sample,
    converted,
    degrees_by_range,
    degrees_of_cell,
    fits,
    sample_of,
    shown,
    to_celsius,
)
from gd_core.weather.record import Described

CELSIUS = np.round(
    12 + 11 * np.sin(np.arange(500) / 58) + np.random.default_rng(1).normal(0, 3, 500), 1
)  # one decimal, half the days change by 2.9 degrees
STORED = {
    "C": CELSIUS,
    "F": np.round(1.8 * CELSIUS + 32),
    "K": CELSIUS + 273.15,
    "0.1C": np.round(10 * CELSIUS),
    "0.1K": np.round(10 * CELSIUS + 2731.5),
}


@pytest.mark.parametrize("unit", STORED)
def test_the_range_tells_the_stored_unit(unit):
    sample = sample_of(STORED[unit])
    assert degrees_by_range(sample)[0] == unit
    assert fits(unit, sample)
    shown_values = to_celsius(STORED[unit], unit)
    np.testing.assert_allclose(shown_values, CELSIUS, atol=0.3)


def test_tenths_of_a_cool_season_are_known_by_their_daily_change():
    winter = np.round(10 * (CELSIUS[200:320] - 5))
    assert winter.max() < 140
    assert degrees_by_range(sample_of(winter))[0] == "0.1C"
    # Whole degrees of the same range change by a few from day to day.
    assert degrees_by_range(sample_of(np.round(1.8 * CELSIUS + 32)))[0] == "F"


def test_whole_numbers_are_tenths_if_they_mostly_change_by_more_than_degrees_do():
    assert TENTHS_STEP == 11.0  # of °F, half the time: more than any station on Earth
    winter = Sample(low=-50, high=130, cold=-40, warm=120, whole=True, step=TENTHS_STEP)
    assert degrees_by_range(winter)[0] == "F"
    assert degrees_by_range(winter._replace(step=TENTHS_STEP + 0.5))[0] == "0.1C"
    assert degrees_by_range(winter._replace(step=TENTHS_STEP + 0.5, whole=False))[0] == "F"
    # Kelvin are as large as degrees Celsius: they change by half as much.
    warm = Sample(low=230, high=320, cold=240, warm=310, whole=True, step=TENTHS_STEP / 2)
    assert degrees_by_range(warm)[0] == "0.1C"
    assert degrees_by_range(warm._replace(step=TENTHS_STEP / 2 - 0.5))[0] == "K"


def test_tropical_tenths_are_not_kelvin():
    warm = 29 + np.random.default_rng(2).normal(0, 1.6, 300)
    assert degrees_by_range(sample_of(np.round(10 * warm)))[0] == "0.1C"
    assert degrees_by_range(sample_of(np.round(warm + 273)))[0] == "K"
    assert degrees_by_range(sample_of(warm + 273.15))[0] == "K"


def test_a_few_wild_values_do_not_decide():
    wild = CELSIUS.copy()
    wild[[7, 99]] = 99.9, 300.2
    assert degrees_by_range(sample_of(wild))[0] == "C"


def test_what_no_unit_makes_a_temperature_of():
    for values in (CELSIUS * 1000, CELSIUS + 1013, -90 * np.abs(CELSIUS)):
        sample = sample_of(values)
        assert not fits(degrees_by_range(sample)[0], sample)


@pytest.mark.parametrize(
    ("cell", "unit"),
    [
        ("°C", "C"),
        ("(C)", "C"),
        ("degC", "C"),
        ("F", "F"),
        ("K", "K"),
        ("0.1 °C", "0.1C"),
        ("Grad Celsius", "C"),
        ("mm", None),
        ("°", None),
        ("degT", None),
        ("", None),
        (None, None),
    ],
)
def test_a_cell_of_a_row_of_units(cell, unit):
    assert degrees_of_cell(cell) == unit


@given(st.floats(-90, 60))
def test_conversion(degrees):
    value = np.array([degrees])
    assert converted(value, "C")[0] == degrees
    assert converted(value * 10, "0.1C")[0] == pytest.approx(degrees)
    assert converted(value + 273.15, "K")[0] == pytest.approx(degrees, abs=1e-5)
    assert converted(value, "F")[0] == degrees  # °F stays
    assert to_celsius(value * 1.8 + 32, "F")[0] == pytest.approx(degrees)
    assert [shown(unit) for unit in ("C", "F", "K", "0.1C", "0.1F", "0.1K")] == ["C", "F", "C", "C", "F", "C"]


# --- the columns of a file -----------------------------------------------------------------------------


def units_of(names, columns, cells=None, lines=(), asked=None):
    values = np.column_stack(columns)
    return stored_units(Described(names, cells or (), lines), values, range(len(names)), asked)


def test_a_stated_unit_is_certain_wherever_it_stands():
    for name, cell, lines, why in (
        ("tmax (°C)", None, (), "as its name says"),
        ("tmax", "°C", (), 'as the file writes "°C" with it'),
        (
            "tmax",
            None,
            ("tmax  Highest of the day (C)",),
            'as a line beside the table says: "Highest of the day (C)"',
        ),
        ("tmax", None, ("Temperatures are in degrees Celsius",), "as a line beside the table says"),
        ("tmax", None, ("Units: °C",), "as a line beside the table says"),
    ):
        (found,) = units_of([name], [CELSIUS], [cell], lines).values()
        assert (found.unit, found.certain) == ("C", True)
        assert why in found.why


def test_lines_that_contradict_each_other_say_nothing():
    (found,) = units_of(["tmax"], [CELSIUS], lines=("Temperature in °C", "Temperature in °F")).values()
    assert not found.certain


def test_the_warmest_column_decides_between_celsius_and_fahrenheit():
    cold = np.round(1.8 * CELSIUS + 5)
    found = units_of(["tmin", "tmax"], [cold, cold + 40])
    assert [one.unit for one in found.values()] == ["F", "F"]
    assert "tmax" in found[0].why


def test_a_unit_that_is_stated_and_impossible_gives_way():
    (found,) = units_of(["tmax (°C)"], [STORED["0.1C"]]).values()
    assert (found.unit, found.certain) == ("0.1C", False)
    assert 'though °C is stated for "tmax (°C)"' in found.why
    (found,) = units_of(["t (°C)"], [STORED["K"]]).values()
    assert found.unit == "K"


def test_a_service_known_for_tenths():
    names = ["FHX", "TX", "TN"]
    (decision,) = on_units(names, units_of(names, [STORED["0.1C"]] * 3), 1)
    assert not decision.certain
    assert decision.line().startswith(
        '"TX" is in tenths of °C and converted to °C; so are "FHX", "TN" (assumed: the names are those of'
    )
    degrees = units_of(names, [CELSIUS] * 3)  # such names with degrees behind them
    assert {one.unit for one in degrees.values()} == {"C"}


@pytest.mark.parametrize(
    ("asked", "values", "unit"), [("F", "C", "F"), ("C", "0.1C", "0.1C"), ("C", "K", "K")]
)
def test_a_unit_asked_for(asked, values, unit):
    (found,) = units_of(["tmax"], [STORED[values]], asked=asked).values()
    assert (found.unit, found.certain, found.why) == (unit, True, "as asked for")


def test_each_column_may_state_its_own():
    names = ["temp_C", "temp_F", "t (K)"]
    found = units_of(names, [CELSIUS, STORED["F"], STORED["K"]])
    assert [one.unit for one in found.values()] == ["C", "F", "K"]
    lines = [decision.line() for decision in on_units(names, found, 0)]
    assert lines == [
        '"temp_C" is in °C, as its name says.',
        '"t (K)" is in kelvin and converted to °C, as its name says.',
    ]


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("# TX : maximum temperature in 0.1 &#176;C", "TX", "0.1C"),
        ("Temperatur: in &deg;F", "Temperatur", "F"),
        ("T2M; air temperature, &#xB0;C", "T2M", "C"),
    ],
)
def test_entities_in_notes_are_decoded(line, name, unit):
    values = np.round(100 + 50 * np.sin(np.arange(100) / 9) + np.arange(100) % 7)
    rows = "\n".join(
        f"{day:%Y-%m-%d};{value if unit == '0.1C' else value / (2 if unit == 'F' else 5):g}"
        for day, value in zip(pd.date_range("2020-01-01", periods=100), values, strict=True)
    )
    decision = read_weather(f"{line}\n\ndate;{name}\n{rows}\n".encode()).report.about("unit")[0]
    assert decision.certain
    assert decision.data["stored"] == unit
    assert "°" in decision.line()
    assert "&" not in decision.line()


@pytest.mark.parametrize(
    ("names", "cells", "separator", "unit"),
    [
        ("Source,Temperature Units,Wind Units", "NSRDB,c,m/s", ",", "C"),
        ("Ort;Temperature Einheit;Wind Einheit", "Ulm;°C;m/s", ";", "C"),
        ("id\ttemperature_unit\train_unit", "7\tF\tin", "\t", "F"),
    ],
)
def test_units_stand_below_names_above_the_table(names, cells, separator, unit):
    header = separator.join(["Date", "Temperature", "Wind"])
    rows = "\n".join(
        separator.join([f"{day:%Y-%m-%d}", str(30 + number % 13), "3"])
        for number, day in enumerate(pd.date_range("2020-01-01", periods=100))
    )
    decision = read_weather(f"{names}\n{cells}\n{header}\n{rows}\n".encode()).report.about("unit")[0]
    assert decision.certain
    assert decision.data["unit"] == unit


@pytest.mark.parametrize(
    ("name", "separator"),
    [("Tmax (&deg;C)", ";"), ("Tmax (&#176;C)", ","), ("T max in &deg;C", "\t"), ("Tmax [&#xB0;C]", ";")],
)
def test_entities_in_names_are_decoded(name, separator):
    days = pd.date_range("2020-01-01", periods=100)
    rows = "\n".join(f"{day:%Y-%m-%d}{separator}{20 + day.day / 4:g}{separator}1" for day in days)
    header = separator.join(["date", name, "rain"])
    weather = read_weather(f"{header}\n{rows}\n".encode())
    assert weather.target.endswith(("(°C)", "[°C]", "in °C"))
    assert weather.report.about("unit")[0].certain
