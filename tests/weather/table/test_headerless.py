"""Files without a header whose format is known: the Climate Reference Network's, by day, hour and five "
"minutes."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import read_weather
from gd_core.weather.vocabulary.headerless import HEADERLESS

AT = pd.date_range("2021-03-01 05:00", periods=24 * 100, freq="h")
CELSIUS = np.round(
    9 + 8 * np.sin(np.arange(len(AT)) / 300) + 5 * np.sin(np.arange(len(AT)) / 24 * 2 * np.pi), 1
)


def cells_of(name, at, celsius):
    """What stands in a column on each line: local time is five hours behind."""
    moment = at - pd.Timedelta(hours=5) if name.startswith("LST") else at
    if name.endswith("_DATE"):
        return moment.strftime("%Y%m%d")
    if name.endswith("_TIME"):
        return moment.strftime("%H%M")
    if name.endswith("_TYPE"):
        return ["C"] * len(at)
    if name.endswith("_FLAG"):
        return ["0"] * len(at)
    warmer = {"T_DAILY_MAX": 6, "T_DAILY_MIN": -6, "T_MAX": 0.4, "T_MIN": -0.4}
    if "TEMP" in name or name.startswith("T_"):
        below_ground = 20 if name.startswith(("SUR", "SOIL", "SURFACE")) else 0
        return np.round(celsius + warmer.get(name, 0) + below_ground, 1)
    return {"WBANNO": ["03047"] * len(at), "LONGITUDE": [-80.69] * len(at)}.get(name, np.arange(len(at)) % 9)


def written(known, at, celsius):
    columns = [[str(cell) for cell in cells_of(name, at, celsius)] for name in known.names]
    return "\n".join("  ".join(row) for row in zip(*columns, strict=True)).encode()


def test_the_formats_are_as_wide_as_noaa_describes_them():
    assert [len(known.names) for known in HEADERLESS] == [28, 38, 23]


def test_days():
    days, celsius = AT[::24], CELSIUS[::24]
    weather = read_weather(written(HEADERLESS[0], days, celsius))
    assert weather.target == "T_DAILY_MAX"
    assert weather.frame["T_DAILY_MAX"].tolist() == np.round(celsius + 6, 1).tolist()
    (unit,) = weather.report.about("unit")
    assert (unit.certain, weather.unit) == (True, "C")
    assert "WBANNO, LST_DATE, CRX_VN" in weather.report.about("header")[1].line()


@pytest.mark.parametrize(("known", "target"), [(HEADERLESS[1], "T_CALC"), (HEADERLESS[2], "AIR_TEMPERATURE")])
def test_readings_are_put_together_by_local_days(known, target):
    weather = read_weather(written(known, AT, CELSIUS))
    assert weather.target == target
    local = pd.Series(CELSIUS, index=AT - pd.Timedelta(hours=5)).resample("D").max()
    assert weather.frame[target].tolist() == local.tolist()
    assert list(weather.frame.index) == list(local.index)
    assert weather.report.about("time") == ()


@pytest.mark.parametrize("known", HEADERLESS, ids=["days", "hours", "five minutes"])
def test_other_tables_as_wide_keep_their_numbers(known):
    days = AT[::24]
    cells = [days.strftime("%Y%m%d"), np.round(CELSIUS[::24] + 6, 1)]
    more = [np.arange(len(days)) % 9] * (len(known.names) - 2)
    text = "\n".join(" ".join(map(str, row)) for row in zip(*cells, *more, strict=True))
    assert read_weather(text.encode()).target == "column_2"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_local_dates_go_before_others(separator):
    table = pd.DataFrame({"utc_date": AT.strftime("%Y-%m-%d"), "utc_time": AT.strftime("%H:%M")})
    local = AT - pd.Timedelta(hours=5)
    table = table.assign(local_date=local.strftime("%Y-%m-%d"), temp=CELSIUS)
    weather = read_weather(table.to_csv(index=False, sep=separator).encode())
    assert weather.frame["temp"].tolist() == pd.Series(CELSIUS, index=local).resample("D").max().tolist()
