"""Weather files of crop models: fixed columns, days as 67001 or 1988001, names behind an @."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import read_weather

DAYS = pd.date_range("1998-11-01", "2001-03-10")
TMAX = np.round(15 + 12 * np.sin(np.arange(len(DAYS)) / 58), 1)


def station(date, *, names=("SRAD", "TMAX", "TMIN", "RAIN"), above="", gaps=False, at="@DATE"):
    """A file of fixed columns; with ``gaps``, some cells are left out."""
    lines = [above, at + "".join(f"{name:>6}" for name in names)]
    for number, (day, value) in enumerate(zip(DAYS, TMAX, strict=True)):
        rain = "      " if gaps and number % 3 else f"{number % 7:6.1f}"
        lines.append(f"{day.strftime(date)}{number % 20 + 3:6.1f}{value:6.1f}{value - 9:6.1f}{rain}  6.0")
    lines[1] += "  WIND"
    return "\n".join(lines).encode()


@pytest.mark.parametrize("date", ["%y%j", "%Y%j"])
@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize(
    ("above", "at"),
    [
        ("*WEATHER DATA : Somewhere\n\n@ INSI  LAT  LONG\n  ABCD  50.2  -107.2", "@DATE"),
        ("$WEATHER: Elsewhere\n! a note of some words", "@  DATE"),
        ("! made up\n!", "@YRDAY"),
    ],
)
def test_days_of_years_of_two_and_four_digits(date, gaps, above, at):
    weather = read_weather(station(date, gaps=gaps, above=above, at=at.replace("YRDAY", "DATE")))
    assert weather.target == "TMAX"
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert weather.frame["TMAX"].tolist() == TMAX.tolist()


def test_the_century_is_said():
    weather = read_weather(station("%y%j"))
    assert weather.report.about("dates")[0].data["order"] == "year (of two digits) and day of the year"
    assert "98 to 01 are read as 1998 to 2001" in weather.report.about("dates")[1].line()


@pytest.mark.parametrize(
    ("first", "order"), [("2020-01-05", "days as Excel"), ("2020-06-19", "days as Excel")]
)
def test_numbers_of_excel_stay_such(first, order):
    days = pd.date_range(first, periods=300)
    numbers = (days - pd.Timestamp("1899-12-30")).days
    table = pd.DataFrame({"date": numbers, "tmax": TMAX[:300]})
    weather = read_weather(table.to_csv(index=False).encode())
    assert weather.frame.index.tolist() == days.tolist()
    assert order in weather.report.about("dates")[0].line()


@pytest.mark.parametrize("unit", ["oC", "°C", "C"])
def test_names_over_units_in_brackets(unit):
    rows = [
        f"{day.year} {day.day_of_year} 20.1 {value} {value - 9:.1f}"
        for day, value in zip(DAYS, TMAX, strict=True)
    ]
    above = ["[weather.met.weather]", "latitude = -27.5 (DECIMAL DEGREES)", "year day radn maxt mint"]
    text = "\n".join([*above, f"() () (MJ/m^2) ({unit}) ({unit})", *rows])
    weather = read_weather(text.encode())
    assert weather.target == "maxt"
    assert weather.frame["maxt"].tolist() == TMAX.tolist()
    (decision,) = weather.report.about("unit")
    assert (decision.certain, weather.unit) == (True, "C")
