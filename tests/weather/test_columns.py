"""Roles and units of columns by their names."""

import pytest

from gd_core.weather.columns import role_of, stated_degrees, stated_unit

ROLES = {
    "temperature_max": "tmax TMAX temp_max TempHighF MaxTemp TX TXK maxtp Max_Temperature BASEL_temp_max "
    "T2M_MAX temperature_2m_max actual_max_temp high_temp tmaxF",
    "temperature_min": "tmin TMIN TN TNK temp_min TempLowF MinTemp temperature_2m_min mintp T_min",
    "temperature_mean": "TAVG tavg TG TMK tmean meantemp TempAvgF temperature_2m_mean avg_temp",
    "temperature": "temp T Temperature T2M Temp9am temp_F tempC airTemp",
    "precipitation": "rain PRCP precipitation Rainfall PrecipitationSumInches RR",
    "snow": "snow SNWD snowfall_sum",
    "wind": "wind wspd AWND WindGustSpeed wind_speed_10m_max",
    "humidity": "humidity RH Humidity9am HumidityAvgPercent",
    "pressure": "pres Pressure3pm SeaLevelPressureHighInches SLP",
    "radiation": "sunshine_duration solar_radiation SRAD tsun",
    "cloud": "Cloud9am cloud_cover",
    "tomorrow": "tmax_tomorrow Next_Tmax RainTomorrow next_day_temp",
    "other": "x elevation DewPointHighF dew_point soil_temp sea_temperature Wind_Chill heat_index Tmax_Anom "
    "record_max_temp tmax_lag1 degree temp_normalised feels_like_temp T2M_RANGE",
}


@pytest.mark.parametrize(
    ("name", "role"), [(n, role) for role, names in ROLES.items() for n in names.split()]
)
def test_role(name, role):
    assert role_of(name) == role


def test_role_of_names_with_spaces():
    assert role_of("Max Temp (°C)") == "temperature_max"
    assert role_of("Heat Deg Days (°C)") == "other"
    assert role_of("Soil temperature 5cm") == "other"
    assert role_of("") == "other"


@pytest.mark.parametrize(
    ("name", "degrees"),
    [
        ("temp_F", "F"),
        ("temp_f", "F"),
        ("Temp (°C)", "C"),
        ("TempHighF", "F"),
        ("MaxTempC", "C"),
        ("TMAX °F", "F"),
        ("tmax (C)", "C"),
        ("tmax [F]", "F"),
        ("T ℃", "C"),
        ("T ℉", "F"),
        ("temp_celsius", "C"),
        ("Fahrenheit max", "F"),
        ("temp degF", "F"),
        ("temp (deg C)", "C"),
        ("tmpf", "F"),
        ("tempc", "C"),
        ("TMAX", None),
        ("tmax", None),
        ("temperature_2m_max", None),
        ("PROF", None),
    ],
)
def test_degrees_stated_by_a_name(name, degrees):
    assert stated_degrees(name) == degrees


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("rain (mm)", "mm"),
        ("wind [m/s]", "m/s"),
        ("rain", None),
        ("a (b) c", None),
        ("x ( )", None),
        ("f(x", None),
    ],
)
def test_unit_in_brackets(name, unit):
    assert stated_unit(name) == unit
