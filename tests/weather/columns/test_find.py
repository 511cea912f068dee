"""What a daily table means: the target, its unit, and what predicts by default."""

import numpy as np
import pytest

from gd_core.weather import WeatherError
from gd_core.weather.columns.find import find_meaning
from gd_core.weather.record import Asked, Described

N = 300
RANDOM = np.random.default_rng(3)
TMAX = np.round(14 + 10 * np.sin(np.arange(N) / 58) + RANDOM.normal(0, 2, N), 1)


def meaning(names, roles, *columns, target=None, unit=None, **described):
    decisions = []
    asked = Asked(target, unit=unit)
    found = find_meaning(Described(names, **described), roles, np.column_stack(columns), asked, decisions)
    return found, decisions


def line_on(decisions, topic):
    (decision,) = [d for d in decisions if d.topic == topic]
    return decision.line()


# --- the target ----------------------------------------------------------------------------------------


def test_of_readings_the_plain_reading_is_forecast_and_the_maximum_named():
    names, roles = ["Tx", "T"], ["temperature_max", "temperature"]
    found, decisions = meaning(names, roles, TMAX + 1, TMAX, readings=True)
    assert found.target == 1
    assert line_on(decisions, "target") == (
        '"T" is forecast: the highest reading of each day (assumed: "Tx" could be the daily maximum, too).'
    )
    found, decisions = meaning(names, roles, TMAX + 1, TMAX)
    assert found.target == 0
    assert line_on(decisions, "target") == '"Tx" is forecast: the daily maximum.'


def test_columns_of_other_places_are_neither_target_nor_predictors():
    names, roles = (
        ["OSLO_tmax", "ROME_tmax", "ROME_rain"],
        ["temperature_max", "temperature_max", "precipitation"],
    )
    found, decisions = meaning(names, roles, TMAX - 9, TMAX, TMAX, elsewhere={0})
    assert found.target == 1
    assert found.predictors == (False, True, True)
    assert line_on(decisions, "other stations") == (
        '"OSLO_tmax" is no predictor by default: another place than the target\'s ("ROME_tmax" is forecast).'
    )
    names = [f"c{i}_tmax" for i in range(200)]
    found, decisions = meaning(
        names, ["temperature_max"] * 200, *[TMAX + i / 100 for i in range(200)], elsewhere=set(range(1, 200))
    )
    assert "and 191 more are no predictors by default" in line_on(decisions, "other stations")


def test_odd_values_of_the_target_stay_and_are_named():
    odd = TMAX.copy()
    odd[5] = 300.2
    found, decisions = meaning(["tmax"], ["temperature_max"], odd)
    assert found.values[5, 0] == 300.2
    assert line_on(decisions, "implausible") == (
        '1 value of "tmax" kept, though no air is so cold or so hot (assumed: the first is 300.2).'
    )


def test_a_normalised_temperature_is_refused():
    with pytest.raises(WeatherError, match=r'"temp" runs from .* which looks normalised rather than °C'):
        meaning(["temp"], ["temperature"], (TMAX - TMAX.min()) / np.ptp(TMAX))


def test_no_unit_fits():
    with pytest.raises(
        WeatherError, match="which is neither °C nor °F, nor tenths of them, nor kelvin; convert"
    ):
        meaning(["temp"], ["temperature"], TMAX * 1000)


def test_too_few_days_of_the_only_temperature():
    few = np.where(np.arange(N) < 20, TMAX, np.nan)
    with pytest.raises(WeatherError, match='"tmax" has a value on 20 days, too few for a forecast'):
        meaning(["tmax", "rain"], ["temperature_max", "precipitation"], few, TMAX)


# --- units ---------------------------------------------------------------------------------------------


def test_values_come_out_in_degrees_and_the_originals_stay():
    tenths, kelvin = np.round(10 * TMAX), TMAX + 273.15
    names, roles = (
        ["tmax", "t (K)", "rain (mm)", "rh"],
        ["temperature_max", "temperature", "precipitation", "humidity"],
    )
    table = np.column_stack([tenths, kelvin, TMAX, TMAX])
    before = table.copy()
    found = find_meaning(Described(names, [None, None, None, "%"]), roles, table, Asked(), [])
    np.testing.assert_array_equal(table, before)
    np.testing.assert_allclose(found.values[:, 0], TMAX)
    np.testing.assert_allclose(found.values[:, 1], TMAX, atol=1e-5)
    assert found.units == ("C", "C", "mm", "%")
    assert found.degrees == "C"


def test_another_temperature_that_is_impossible_does_not_predict():
    found, decisions = meaning(["tmax", "tmin"], ["temperature_max", "temperature_min"], TMAX, 1000 * TMAX)
    assert found.predictors == (True, False)
    assert found.roles == ("temperature_max", "other")
    assert line_on(decisions, "implausible").startswith('"tmin" is not used: it runs from')


# --- helpers -------------------------------------------------------------------------------------------

HELPERS = {
    "record": "records",
    "normal": "long-term normals",
    "anomaly": "differences from normals",
    "flag": "marks of quality",
    "clock": "times of day",
    "calendar": "parts of the date",
    "number": "numbers and identifiers of rows or stations",
    "place": "places",
}


@pytest.mark.parametrize(("role", "what"), HELPERS.items())
def test_helpers_do_not_predict_and_a_kind_is_one_line(role, what):
    names = ["tmax", *(f"x{i}" for i in range(30))]
    noise = [RANDOM.normal(size=N) for _ in range(30)]
    found, decisions = meaning(names, ["temperature_max", *[role] * 30], TMAX, *noise)
    assert found.predictors == (True, *[False] * 30)
    assert f"and 22 more are no predictors by default: {what} (" in line_on(decisions, "helpers")


def test_leaks_by_name_make_one_line_if_they_are_many():
    names = ["tmax", *(f"next_{i}" for i in range(30))]
    noise = [RANDOM.normal(size=N) for _ in range(30)]
    found, decisions = meaning(names, ["temperature_max", *["tomorrow"] * 30], TMAX, *noise)
    assert sum(found.predictors) == 1
    said = line_on(decisions, "tomorrow")
    assert said.startswith('30 columns hold tomorrow\'s values and are not used to predict them: "next_0"')
    assert "and 22 more (the first: " in said


def test_a_leak_by_value_has_its_count():
    found, decisions = meaning(["tmax", "label"], ["temperature_max", "other"], TMAX, np.append(TMAX[1:], 0))
    assert found.roles[1] == "tomorrow"
    assert 'it equals the next row of "tmax" in 299 of 299 rows, 100.00%' in line_on(decisions, "tomorrow")


def test_days_on_which_the_maximum_is_below_the_minimum_are_said_and_kept():
    tmin = TMAX - 5
    tmin[[4, 9]] += 6
    names, roles = ["a_tmin", "tmin", "tmax"], ["temperature_min", "temperature_min", "temperature_max"]
    found, decisions = meaning(names, roles, TMAX + 9, tmin, TMAX)
    np.testing.assert_array_equal(found.values[:, 2], TMAX)
    assert line_on(decisions, "inconsistent").startswith(
        '"tmax" is below "tmin" on 2 days; both are kept (assumed:'
    )
    found, decisions = meaning(["rain", "tmax"], ["precipitation", "temperature_max"], TMAX, TMAX)
    assert not [d for d in decisions if d.topic == "inconsistent"]
