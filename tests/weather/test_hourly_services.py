"""The downloads of services that give several readings a day: the highest of a day must come out."""

from typing import NamedTuple

import numpy as np
import pytest

from gd_core.weather import read_weather
from tests.weather.test_services import ROWS

SHAPE = (1 + np.cos((np.arange(24) - 14) / 12 * np.pi)) / 2  # coldest at 2, warmest at 14
HOURLY = np.round([row["tmin"] + (row["tmax"] - row["tmin"]) * SHAPE for row in ROWS], 1)  # (days, 24)


class Service(NamedTuple):
    """How a service writes a reading; ``summary`` is a row at the end of each day, ``scale`` turns °C into
    what is written."""

    name: str
    header: str
    row: str
    target: str
    unit: str = "C"
    stated: bool = False
    before: str = ""
    summary: str = ""
    encoding: str = "utf-8"


SERVICES = [
    Service(
        "NOAA Global Hourly",
        '"STATION","DATE","SOURCE","LATITUDE","LONGITUDE","NAME","REPORT_TYPE","WND","TMP","DEW","SLP"',
        '"72503014732","{date:%Y-%m-%d}T{hour:02}:51:00","7","40.77","-73.88","LA GUARDIA, NY US","FM-15",'
        '"{hour}0,1,N,0046,1","{tenths},1","+0011,5","10{hour:02}1,5"',
        "TMP",
    ),
    Service(
        "NOAA Local Climatological Data",
        '"STATION","DATE","REPORT_TYPE","HourlyDewPointTemperature","HourlyDryBulbTemperature",'
        '"DailyMaximumDryBulbTemperature","DailyMinimumDryBulbTemperature","DailyPrecipitation","Sunrise"',
        '"72503014732","{date:%Y-%m-%d}T{hour:02}:51:00","FM-15","30","{fahrenheit:.0f}","","","",""',
        "DailyMaximumDryBulbTemperature",
        unit="F",
        summary='"72503014732","{date:%Y-%m-%d}T23:59:00","SOD  ","","","{most}","30","0.0{day}","0720"',
    ),
    Service(
        "Iowa Mesonet",
        "station,valid,tmpf,dwpf,relh,p01i",
        "DSM,{date:%Y-%m-%d} {hour:02}:54,{fahrenheit:.2f},30.{hour},80.1,T",
        "tmpf",
        unit="F",
        stated=True,
        before="#DEBUG: Format Typ    -> comma\n#DEBUG: Time Zone     -> America/Chicago\n",
    ),
    Service(
        "Canada",
        '"Longitude (x)","Station Name","Climate ID","Date/Time (LST)","Year","Month","Day","Time (LST)",'
        '"Temp (°C)","Temp Flag","Dew Point Temp (°C)","Hmdx"',
        '"-79.40","TORONTO CITY","6158355","{date:%Y-%m-%d} {hour:02}:00","{date:%Y}","{date:%m}",'
        '"{date:%d}","{hour:02}:00","{t}","","1.1",""',
        "Temp (°C)",
        stated=True,
    ),
    Service(
        "Germany",
        "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;eor",
        "        433;{date:%Y%m%d}{hour:02};    3;   {t};  87.0;eor",
        "TT_TU",
    ),
    Service(
        "Netherlands",
        "# STN,YYYYMMDD,   HH,    T, T10N,   TD,   RH",
        "  260,{date:%Y%m%d},{clock},{tenths},     ,   11,   -1",
        "T",
        stated=True,
        before="# T         : Temperatuur (in 0.1 graden Celsius) op 1.50 m hoogte tijdens de waarneming\n"
        "# TD        : Dauwpuntstemperatuur (in 0.1 graden Celsius) op 1.50 m hoogte\n# \n",
    ),
    Service(
        "Japan",
        "年月日時,気温(℃),気温(℃),気温(℃)",
        "{date.year}/{date.month}/{date.day} {hour}:00:00,{t},8,1",
        "気温(℃)",
        stated=True,
        before="ダウンロードした時刻：2020/01/01 12:00:00\n\n,東京,東京,東京\n",  # noqa: RUF001
        encoding="cp932",
    ),
    Service(
        "Ireland",
        "date,ind,rain,ind,temp,ind,wetb,dewpt,rhum",
        "{date:%d-%b-%Y} {hour:02}:00,0,0.0,0,{t},0,1.{hour},0.{hour},90",
        "temp",
        stated=True,
        before="Station Name: DUBLIN AIRPORT\n\ntemp:   -  Air Temperature (C)\n"
        "wetb:   -  Wet Bulb Temperature (C)\n\n",
    ),
    Service(
        "Meteostat without a header",
        "2018-12-31,23,0.2,-1.1,80,0.0,,240,12.2,,1020.1,,3",
        "{date:%Y-%m-%d},{hour},{t},-1.1,80,0.0,,240,12.2,,1020.{hour},,3",
        "column_3",
    ),
]


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_the_highest_reading_of_the_day_comes_out(service):
    lines = [*service.before.splitlines(), service.header]
    for row, readings in zip(ROWS, HOURLY, strict=True):
        date = {"date": row["date"], "day": row["n"] % 9, "most": round(1.8 * readings.max() + 32)}
        for hour, t in enumerate(readings):
            tenths = f"{'-' if t < 0 else '+'}{abs(round(10 * t)):04}"
            if service.name == "Netherlands":
                tenths = f"{round(10 * t):5}"
            values = {"t": t, "tenths": tenths, "fahrenheit": 1.8 * t + 32}
            lines.append(service.row.format(**date, **values, hour=hour, clock=f"{hour + 1:5}"))
        if service.summary:
            lines.append(service.summary.format(**date))
    weather = read_weather("\n".join(lines).encode(service.encoding))
    assert (weather.target, weather.unit) == (service.target, service.unit)
    assert all(decision.certain for decision in weather.report.about("unit")) is service.stated
    expected = HOURLY.max(axis=1) if service.unit == "C" else 1.8 * HOURLY.max(axis=1) + 32
    found = weather.frame[service.target].to_numpy()[-len(expected) :]
    np.testing.assert_allclose(found, expected, atol=0.51 if service.summary else 0.006)
