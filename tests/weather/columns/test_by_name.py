"""Roles and units of columns by their names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather.columns.by_name import role_of, roles_of
from gd_core.weather.columns.units import stated_degrees, stated_unit

ROLES = {
    "temperature_max": "tmax TMAX temp_max TempHighF MaxTemp TX TXK maxtp Max_Temperature BASEL_temp_max "
    "T2M_MAX temperature_2m_max actual_max_temp high_temp tmaxF TEM_Max TA_MAX "
    "DailyMaximumDryBulbTemperature Тмакс \u0422max",
    "temperature_min": "tmin TMIN TN TNK temp_min TempLowF MinTemp temperature_2m_min mintp T_min",
    "temperature_mean": "TAVG tavg TG TMK tmean meantemp TempAvgF temperature_2m_mean avg_temp",
    "temperature": "TA TT_TU tas ATMP HourlyDryBulbTemperature \u0422 temp T Temperature T2M "
    "Temp9am temp_F tempC airTemp",
    "precipitation": "rain PRCP precipitation Rainfall PrecipitationSumInches RR",
    "snow": "snow SNWD snowfall_sum",
    "wind": "wind wspd AWND WindGustSpeed wind_speed_10m_max",
    "humidity": "humidity RH Humidity9am HumidityAvgPercent",
    "pressure": "pres Pressure3pm SeaLevelPressureHighInches SLP",
    "radiation": "sunshine_duration solar_radiation SRAD tsun",
    "cloud": "Cloud9am cloud_cover",
    "tomorrow": "tmax_tomorrow Next_Tmax RainTomorrow next_day_temp",
    "flag": "flag Data_Quality QN_3 Max_Temp_Flag Kvalitet Qualitätsniveau 품질",
    "record": "record_max_temp Rec_Tmax",
    "normal": "Norm_Tmax climo_high_f",
    "anomaly": "Tmax_Anom Temperature_Departure Abweichung",
    "clock": "PGTM 최고기온시각(hhmi) horatmax Uhrzeit",
    "calendar": "Year MONTH day_of_week Day_Num yday Jahr mois 年 월",
    "number": "No STATIONS_ID station index Climate_ID 지점 Unnamed:_0",
    "place": "elevation lat Latitude_(y) Länge 경도",
    "other": "x DewPointHighF dew_point soil_temp sea_temperature Wind_Chill heat_index tmax_lag1 degree "
    "temp_normalised feels_like_temp T2M_RANGE",
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
        ("_tempm", "C"),
        ("t2m (K)", "K"),
        ("Temperature [kelvin]", "K"),
        ("TX (0.1 °C)", "0.1C"),
        ("Maximumtemperatuur (in 0,1 graden Celsius)", "0.1C"),
        ("tmax in tenths of degrees F", "0.1F"),
        ("t (°\u0421)", "C"),  # Cyrillic
        ("температура, градусов Цельсия", "C"),
        ("最高气温 摄氏度", "C"),
        ("기온 섭씨", "C"),
        ("TXK", None),
        ("temp_max", None),
        ("FHX", None),
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
        ("Year (2)", None),
        ("f(x", None),
    ],
)
def test_unit_in_brackets(name, unit):
    assert stated_unit(name) == unit


LANGUAGES = {
    "en": ("Maximum temperature", "Minimum temperature", "Mean temperature", "Air temperature"),
    "de": ("Höchsttemperatur", "Tiefsttemperatur", "Mitteltemperatur", "Lufttemperatur"),
    "fr": ("Température maximale", "Température minimale", "Température moyenne", "Température de l'air"),
    "nl": ("maximumtemperatuur", "minimumtemperatuur", "gemiddelde temperatuur", "luchttemperatuur"),
    "es": ("Temperatura máxima", "Temperatura mínima", "Temperatura media", "Temperatura del aire"),
    "pt": (
        "TEMPERATURA MÁXIMA, DIARIA",
        "Temp. Mínima",
        "Temperatura média",
        "TEMPERATURA DO AR - BULBO SECO",
    ),
    "it": ("Temperatura massima", "Temp. minima", "Temperatura media", "Temperatura dell'aria"),
    "ru": ("Максимальная температура", "Мин. температура", "Средняя температура", "Температура воздуха"),
    "zh": ("最高气温", "最低氣溫", "平均温度", "气温(℃)"),
    "pinyin": ("zuigaoqiwen", "zuidiqiwen", "pingjunwendu", "qiwen"),
    "ja": ("最高気温(℃)", "最低気温(℃)", "平均気温", "気温"),
    "ko": ("최고기온(°C)", "최저기온", "평균기온", "기온"),
    "id": ("Suhu maksimum", "Suhu minimum", "Suhu rata-rata", "Suhu udara"),
    "sv": ("Högsta temperatur", "Lägsta temperatur", "Medeltemperatur", "Lufttemperatur"),
    "fi": ("Ylin lämpötila", "Alin lämpötila", "Keskilämpötila", "Ilman lämpötila"),
}


@pytest.mark.parametrize("names", LANGUAGES.values(), ids=list(LANGUAGES))
def test_the_temperatures_of_a_day_in_many_languages(names):
    roles = ("temperature_max", "temperature_min", "temperature_mean", "temperature")
    assert tuple(map(role_of, names)) == roles
    assert tuple(role_of(name.upper()) for name in names) == roles


OTHER_TEMPERATURES = """
    soil temperature|Bodentemperatur|Température du sol|bodemtemperatuur|Temperatura del suelo
    temperatura do solo|Температура почвы|地温|土壤温度|지중온도|평균 지면온도(°C)|최저 초상온도(°C)|海面水温
    Grass minimum temperature|Wassertemperatur|Taupunkttemperatur|Température du point de rosée
    dauwpuntstemperatuur|Punto de rocío (°C)|TEMPERATURA DO PONTO DE ORVALHO (°C)|PUNTORUGIADA °C
    Температура точки росы|露点温度|평균 이슬점온도(°C)|feels_like|体感温度|체감온도|Wet bulb temperature
    gefühlte Temperatur|Temperature range|T2M_RANGE|일교차|Days of accumulation of maximum temperature
    Heat Deg Days (°C)|brightness temperature|skin temperature
"""


@pytest.mark.parametrize("name", re.split(r"\||\n", OTHER_TEMPERATURES.strip()))
def test_temperatures_of_something_else(name):
    assert role_of(name) == "other"


TOMORROW = """
    tmax_tomorrow|Next_Tmax|내일최고온도|明日最高气温|翌日の最高気温|Temperatur morgen|température demain
    temperatura mañana|temperatura amanhã|temperatura domani|температура завтра|suhu besok
"""


@pytest.mark.parametrize("name", re.split(r"\||\n", TOMORROW.strip()))
def test_tomorrow_in_many_languages(name):
    assert role_of(name) == "tomorrow"


def test_air_quality_is_no_mark_of_quality():
    assert role_of("Air Quality Index") == "other"
    assert role_of("max air temperature quality") == "flag"


def test_marks_of_quality_are_known_by_the_column_beside_them():
    names = ["TX", "QTX", "tmax", "tmax_q", "max_temp_source", "max_temp", "Q", "QU"]
    assert [n for n, role in zip(names, roles_of(names), strict=True) if role == "flag"] == [
        "QTX",
        "tmax_q",
        "max_temp_source",
    ]


def test_a_code_means_what_its_service_means():
    assert roles_of(["T", "Po", "P", "Ff", "RRR", "Td", "Tg"])[-1] == "other"  # rp5: of the soil
    assert roles_of(["TG", "TN", "TX"])[0] == "temperature_mean"
    assert roles_of(["FHX", "TX", "TN", "RH"])[-1] == "precipitation"  # KNMI
    assert roles_of(["TX", "TN", "RH"])[-1] == "humidity"
    assert roles_of(["TEMP", "DEWP", "MAX", "MIN", "FRSHTT"])[2:4] == ["temperature_max", "temperature_min"]


def test_the_average_maximum_is_a_normal_only_beside_the_maximum():
    names = ["actual_mean_temp", "average_precipitation", "actual_precipitation"]
    assert roles_of(names) == ["temperature_mean", "normal", "precipitation"]
    assert roles_of(["actual_max_temp", "average_max_temp"]) == ["temperature_max", "normal"]
    assert roles_of(["average_max_temp", "rain"]) == ["temperature_max", "precipitation"]


@given(st.text(max_size=400))
def test_any_text_has_a_role(name):
    assert role_of(name) == roles_of([name])[0]
    stated_degrees(name)
    stated_unit(name)


def test_a_name_of_a_million_letters_costs_nothing():
    assert role_of("temperatur" * 100_000) == role_of("temperatur" * 20)
