"""Every refusal says what to do next, and who does it is not refused for the same again.

Each example is a file that is refused, what the refusal says, and the same file after its advice was
followed: it is read, or refused with another, final sentence.
"""

import io

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather

DAYS = pd.date_range("2020-01-01", periods=200)
TMAX = np.round(12 + 8 * np.sin(np.arange(200) / 30) + np.arange(200) % 7 / 3, 1)
RAIN = np.arange(200) % 11 / 2.0
DATES = DAYS.strftime("%Y-%m-%d")
READ = ""


def table(separator=",", **columns):
    given = {name.replace("__", " "): values for name, values in columns.items()}
    return pd.DataFrame(given).to_csv(index=False, sep=separator).encode()


def lines(above, data):
    return f"{above}\n".encode() + data


MONTHS = pd.date_range("1990-01-01", periods=200, freq="MS")
WORDS = np.array(["warm", "mild", "cold", "hot"])[np.arange(200) % 4]
LETTERS = np.array(["Jan", "Feb", "Mar", "Mai", "Jul"])
SPOILT = [f"{LETTERS[number % 5]} {number % 90 + 10}" for number in range(200)]
HOURS = pd.date_range("2020-01-01", periods=200, freq="h")
DAILY = table(date=DATES, tmax=TMAX)
DAILY_MONTHS = table(year=DAYS.year, month=DAYS.month, day=DAYS.day, tmax=TMAX)

#: What is refused (with what is asked), a part of the message, the same mended, and what then comes.
EXAMPLES = {
    # no or too few dates
    "no date": (
        table(a=TMAX, b=RAIN),
        {},
        "add one called date",
        table(date=DATES, a=TMAX, b=RAIN),
        {},
        "target",
    ),
    "no date, with a temperature": (table(tmax=TMAX), {}, "add one called date", DAILY, {}, READ),
    "weekdays": (
        table(date=["Monday", "Tuesday"] * 100, tmax=TMAX),
        {},
        "write dates with the year first",
        DAILY,
        {},
        READ,
    ),
    "no year": (
        table(month=DAYS.month, day=DAYS.day, tmax=TMAX),
        {},
        "add a column of years",
        DAILY_MONTHS,
        {},
        READ,
    ),
    "day and month in one": (
        table(";", Datum=DAYS.strftime("%d-%b"), tmax=TMAX),
        {},
        "write them as 2024-12-31",
        table(";", Datum=DATES, tmax=TMAX),
        {},
        READ,
    ),
    "year only": (
        table(Jahr=DAYS.year, tmax=TMAX),
        {},
        "add a column called date",
        table(Jahr=DAYS.year, tmax=TMAX, date=DATES),
        {},
        READ,
    ),
    "one month": (
        lines("Summary for Mar 2010", table(DAY=range(1, 32), TEMP=TMAX[:31])),
        {},
        'this is a report of one month ("Summary for Mar 2010") with 31 days',
        table(DAY=DATES, TEMP=TMAX),
        {},
        READ,
    ),
    "one month, too few dates": (
        table(date=DATES[:31], tmax=TMAX[:31]),
        {},
        "31 days of one month",
        DAILY,
        {},
        READ,
    ),
    "one day": (
        table("\t", Uhrzeit=HOURS[:24].strftime("%H:%M"), Temp=TMAX[:24]),
        {},
        "this is a report of one day (24 rows)",
        table("\t", Uhrzeit=HOURS.strftime("%H:%M"), Temp=TMAX, Datum=DATES),
        {},
        READ,
    ),
    "times of any days": (
        table(hora=list(HOURS[:20].strftime("%H:%M")) * 10, temp=TMAX),
        {},
        "200 rows of any days",
        table(hora=list(HOURS[:20].strftime("%H:%M")) * 10, temp=TMAX, fecha=DATES),
        {},
        READ,
    ),
    "curves": (
        table(Voltage=RAIN, Current=TMAX, Temperature=TMAX),
        {},
        "these are curves of a solar cell",
        DAILY,
        {},
        READ,
    ),
    "months": (table(date=MONTHS.strftime("%Y-%m"), tmax=TMAX), {}, "needs daily data", DAILY, {}, READ),
    "month columns": (
        table(year=MONTHS.year, month=MONTHS.month, tmax=TMAX),
        {},
        "needs daily data",
        DAILY_MONTHS,
        {},
        READ,
    ),
    # no usable temperature
    "unknown name": (
        table(date=DATES, a=TMAX, b=RAIN, rain=RAIN),
        {},
        "call it tmax or temperature",
        table(date=DATES, tmax=TMAX, b=RAIN, rain=RAIN),
        {},
        READ,
    ),
    "unknown name, target said": (
        table(date=DATES, xa=TMAX, xb=RAIN),
        {},
        "or say which one is the target",
        table(date=DATES, xa=TMAX, xb=RAIN),
        {"target": "xa"},
        READ,
    ),
    "misspelt": (
        table(date=DATES, tmep=TMAX, wind=RAIN, xb=RAIN[::-1]),
        {},
        'nearest to one is "tmep"',
        table(date=DATES, tmep=TMAX, wind=RAIN, xb=RAIN[::-1]),
        {"target": "tmep"},
        READ,
    ),
    "words": (
        table(date=DATES, tmax=WORDS, rain=RAIN),
        {},
        "write temperatures as plain numbers",
        DAILY,
        {},
        READ,
    ),
    "no numbers": (table(date=DATES, sky=WORDS), {}, "add one of temperatures", DAILY, {}, READ),
    "numbers that became dates": (
        table(";", timestamp=DATES, temperature=SPOILT, humidity=RAIN),
        {},
        "a spreadsheet has turned numbers into dates; export the file again",
        table(";", timestamp=DATES, temperature=TMAX, humidity=RAIN),
        {},
        READ,
    ),
    "constant": (
        table(date=DATES, tmax=[20] * 200, tmin=TMAX),
        {"target": "tmax"},
        "choose another column",
        table(date=DATES, tmax=[20] * 200, tmin=TMAX),
        {"target": "tmin"},
        READ,
    ),
    "few values": (
        table(date=DATES, tmax=[*TMAX[:30], *[None] * 170], rain=RAIN),
        {},
        "choose another column",
        table(date=DATES, tmax=[*TMAX[:30], *[None] * 170], rain=RAIN),
        {"target": "rain"},
        '"rain" is not a temperature',
    ),
    "not in degrees": (
        table(date=DATES, tmax=TMAX * 1000),
        {},
        "convert it to °C or °F",
        DAILY,
        {},
        READ,
    ),
    # what was asked for
    "tomorrow asked for": (
        table(date=DATES, tmax=TMAX, tmax_tomorrow=[*TMAX[1:], 1]),
        {"target": "tmax_tomorrow"},
        "forecast the temperature it is taken from",
        table(date=DATES, tmax=TMAX, tmax_tomorrow=[*TMAX[1:], 1]),
        {"target": "tmax"},
        READ,
    ),
    "a target that is not there": (
        table(date=DATES, tmax=TMAX, rain=RAIN),
        {"target": "tmin"},
        'choose one of "tmax"',
        table(date=DATES, tmax=TMAX, rain=RAIN),
        {"target": "tmax"},
        READ,
    ),
    "no stations": (DAILY, {"station": "Ulm"}, "leave it out", DAILY, {}, READ),
    "another station": (
        table(date=np.repeat(DATES, 2), ort=["Ulm", "Köln"] * 200, tmax=np.repeat(TMAX, 2)),
        {"station": "Bonn"},
        'the file has "Ulm", "Köln"',
        table(date=np.repeat(DATES, 2), ort=["Ulm", "Köln"] * 200, tmax=np.repeat(TMAX, 2)),
        {"station": "Köln"},
        READ,
    ),
    "rows that nothing tells apart": (
        table(
            date=np.repeat(DATES, 2),
            tmax=np.append(TMAX, TMAX + 3)[np.arange(400) // 2 + 200 * (np.arange(400) % 2)],
        ),
        {},
        "give one row per day of one station",
        DAILY,
        {},
        READ,
    ),
}


@pytest.mark.parametrize(
    ("refused", "asked", "message", "mended", "then", "comes"), EXAMPLES.values(), ids=EXAMPLES.keys()
)
def test_who_follows_the_advice_is_not_refused_again(refused, asked, message, mended, then, comes):
    with pytest.raises(WeatherError) as caught:
        read_weather(refused, **asked)
    first = str(caught.value)
    assert message in first
    assert first.endswith(".")
    if comes == READ:
        assert len(read_weather(mended, **then).frame) >= 60
        return
    with pytest.raises(WeatherError) as caught:
        read_weather(io.BytesIO(mended), **then)
    assert comes in str(caught.value)
    assert str(caught.value) != first


@pytest.mark.parametrize(
    ("names", "separator"),
    [
        (("Voltage (V)", "Current (A)"), ","),
        (("Spannung", "Strom"), ";"),
        (("tension", "courant"), "\t"),
        (("Voc", "Isc", "cell temperature"), ","),
    ],
)
def test_curves_of_solar_cells_are_said_to_be_that(names, separator):
    data = pd.DataFrame(np.column_stack([RAIN, TMAX, TMAX])[:, : len(names)], columns=list(names))
    with pytest.raises(
        WeatherError, match="these are curves of a solar cell or another device, and no weather"
    ):
        read_weather(data.to_csv(index=False, sep=separator).encode())


@pytest.mark.parametrize(
    ("title", "day", "separator"),
    [
        ("MONTHLY SUMMARY for Mar 2010", "DAY", ","),
        ("Monatsbericht März 2010", "Tag", ";"),
        ("Relevé du mois de mars 2010", "jour", "\t"),
        ("Informe de marzo 2010", "dia", ";"),
    ],
)
def test_reports_of_one_month_are_said_to_be_that(title, day, separator):
    data = table(separator, **{day: range(1, 32), "tmax": TMAX[:31]})
    with pytest.raises(WeatherError) as caught:
        read_weather(lines(title, data))
    assert f'this is a report of one month ("{title}") with 31 days, too few' in str(caught.value)
    with pytest.raises(WeatherError, match="of one month, which is not named, with 31 days"):
        read_weather(data)


@pytest.mark.parametrize("cell", ["Mai 60", "06. Jul", "5-Jun", "Jan 99", "06.07.2021", "2021-07-06"])
@pytest.mark.parametrize(("name", "separator"), [("temperature", ";"), ("Temp (°C)", "\t"), ("tmax", ",")])
def test_numbers_that_a_spreadsheet_took_for_dates(cell, name, separator):
    cells = [cell if number % 3 else "12.5" for number in range(200)]
    data = pd.DataFrame({"zeit": DATES, name: cells, "rh": RAIN}).to_csv(index=False, sep=separator).encode()
    with pytest.raises(WeatherError, match="a spreadsheet has turned numbers into dates"):
        read_weather(data)
