"""Names that mean two things or are misspelt: the values decide, and the columns beside them."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.columns.by_name import role_of
from gd_core.weather.columns.witnesses import nearest_names

N = 400
RANDOM = np.random.default_rng(3)
DAYS = pd.date_range("2020-01-01", periods=N)
MEAN = np.round(9 + 9 * np.sin(np.arange(N) / 58) + RANDOM.normal(0, 1.5, N), 1)
TMAX = np.round(MEAN + 3 + RANDOM.gamma(2, 1, N), 1)
TMIN = np.round(MEAN - 3 - RANDOM.gamma(2, 1, N), 1)
CODES = RANDOM.choice([0, 1, 2, 10, 45, 51, 61, 80], N)


def read(columns, separator=",", dates=DAYS, **asked):
    table = pd.DataFrame({"date": dates, **columns})
    return read_weather(table.to_csv(index=False, sep=separator).encode(), **asked)


def meanings(weather):
    return [decision.line() for decision in weather.report.about("meaning")]


# --- words that mean two things --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "target", "separator"),
    [
        ("Temps_present", "Temperature", ";"),
        ("temps", "Température (°C)", "\t"),
        ("Temps passé 1", "temp_air", ","),
        ("t", "Lufttemperatur", ";"),
    ],
)
def test_the_weather_is_no_temperature_where_another_column_is_one(other, target, separator):
    codes = np.arange(N) if other == "t" else CODES
    weather = read({other: codes, target: MEAN}, separator)
    assert weather.target == target
    assert weather.unit == "C"
    assert weather.column(other).role == "number" if other == "t" else "other"
    assert f'"{other}" is not taken for a temperature' in meanings(weather)[0]
    assert f'do not rise and fall with those of "{target}"' in meanings(weather)[0]


@pytest.mark.parametrize("name", ["temps", "Temps_present", "temps sensible"])
def test_the_weather_alone_is_no_temperature(name):
    with pytest.raises(WeatherError, match="No column of temperatures was recognised"):
        read({name: CODES, "pluie": np.abs(TMIN)})


@pytest.mark.parametrize("name", ["temps", "t", "T"])
def test_an_ambiguous_word_stays_a_temperature_where_the_values_are_some(name):
    assert read({name: MEAN, "rain": CODES}).target == name
    weather = read({name: MEAN, "temperature_max": TMAX})
    assert weather.column(name).role == "temperature"


# --- max and min -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("highest", "lowest", "beside", "separator"),
    [
        ("MAX", "MIN", ["TEMP"], ","),
        ("Max", "Min", ["TEMP1", "TEMP2"], ";"),
        ("Maximum", "Minimum", ["Mitteltemperatur"], "\t"),
        ("maxima", "minima", ["temperatura"], ";"),
        ("最高", "最低", ["气温"], ","),
        ("high", "low", ["temp_avg"], ","),
    ],
)
def test_max_and_min_around_a_temperature_are_its_extremes(highest, lowest, beside, separator):
    temperatures = {name: np.round(MEAN + 0.4 * place, 1) for place, name in enumerate(beside)}
    weather = read({**temperatures, highest: TMAX, lowest: TMIN}, separator)
    assert weather.target == highest
    assert weather.column(lowest).role == "temperature_min"
    assert "lies between it and" in meanings(weather)[0]
    assert "(assumed: " in meanings(weather)[0]


def test_max_and_min_of_something_else_are_left():
    wind = np.abs(RANDOM.normal(8, 3, N))
    weather = read({"temp": MEAN, "wind": wind, "max": wind + 50, "min": wind - 50})
    assert weather.target == "temp", "the temperature lies between them and has nothing to do with them"
    weather = read({"temp": MEAN, "max": wind + 5, "min": wind})
    assert weather.target == "temp"


# --- misspelt --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("maxtem", "temperature_max"),
        ("MinTem", "temperature_min"),
        ("tempavg", "temperature_mean"),
        ("hitemp", "temperature_max"),
        ("system", "other"),
        ("item", "other"),
        ("maximum", "other"),
        ("temp minimun", "temperature_min"),
        ("Temp maxium", "temperature_max"),
    ],
)
def test_joined_words(name, role):
    assert role_of(name) == role


@pytest.mark.parametrize(
    ("names", "separator"),
    [
        (("temperture", "mintem", "maxtem"), ","),
        (("Temprature", "Temprature min", "Temprature max"), ";"),
        (("Temperatru", "Min. Temperatru", "Max. Temperatru"), "\t"),
        (("temperaura media", "temperaura minima", "temperaura maxima"), ";"),
    ],
)
def test_misspelt_names_are_taken_and_said_to_be_assumed(names, separator):
    weather = read(dict(zip(names, (MEAN, TMIN, TMAX), strict=True)), separator)
    assert weather.target == names[2]
    assert weather.column(names[1]).role == "temperature_min"
    assert all("(assumed: " in line for line in meanings(weather))


@pytest.mark.parametrize("name", ["temperament", "emperor", "template", "thermostat", "operators"])
def test_other_words_are_no_misspelt_temperatures(name):
    assert "is nearly" not in "".join(meanings(read({name: CODES, "tmax": TMAX})))


@pytest.mark.parametrize(("name", "other"), [("tmep", "rain"), ("tmxa", "Regen"), ("Tepm_C1", "wind")])
def test_a_refusal_names_the_nearest_and_its_advice_works(name, other):
    columns = {name: MEAN, other: CODES, "x1": CODES[::-1]}
    with pytest.raises(WeatherError, match=f'nearest to one is "{name}"'):
        read(columns)
    assert read(columns, target=name).target == name
    assert nearest_names(["rain", "wind_speed", "pressure"]) == []
