"""Tables of weeks, months and quarters are told from days, whatever stands beside the year."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather

YEARS = np.repeat(np.arange(1990, 2010), 12)
MONTHS = np.tile(np.arange(1, 13), 20)
CELSIUS = np.round(12 + 9 * np.sin(np.arange(1040) / 2), 1)


def table(columns, separator=","):
    return pd.DataFrame(columns).to_csv(index=False, sep=separator).encode()


def refusal(data):
    with pytest.raises(WeatherError) as caught:
        read_weather(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("year", "week", "separator"),
    [("year", "week", ","), ("Jahr", "KW", ";"), ("annee", "semaine", "\t"), ("年", "周", ",")],
)
@pytest.mark.parametrize("write", [int, "W{:02}".format], ids=["number", "W07"])
def test_years_and_weeks_are_weekly(year, week, separator, write):
    weeks = [write(number) for number in np.tile(np.arange(1, 53), 20)]
    data = table({year: np.repeat(np.arange(1990, 2010), 52), week: weeks, "tmean": CELSIUS}, separator)
    assert refusal(data) == (
        f'The columns "{year}", "{week}" give year and week and no column gives the day: this is weekly '
        "data, and a forecast for tomorrow needs daily data."
    )


@pytest.mark.parametrize(
    ("counter", "year", "month"),
    [("id", "year", "month"), ("Nr", "Jahr", "Monat"), ("", "ano", "mes"), ("rowid", "год", "месяц")],
)
def test_a_counter_beside_year_and_month_is_no_day(counter, year, month):
    for counts in (np.arange(240), np.tile(np.arange(1, 25), 10)):
        data = table({counter: counts, year: YEARS, month: MONTHS, "tmax": CELSIUS[:240]}, ";")
        assert "this is monthly data" in refusal(data)


def test_months_as_words_and_a_counter():
    words = [f"{month:%b}" for month in pd.date_range("2000-01-01", periods=12, freq="MS")] * 20
    data = table({"index": range(240), "year": YEARS, "month": words, "tmax": CELSIUS[:240]})
    assert "this is monthly data" in refusal(data)


@pytest.mark.parametrize("quarter", ["quarter", "Quartal", "trimestre"])
def test_quarters(quarter):
    columns = {"year": np.repeat(np.arange(1900, 1960), 4), quarter: np.tile(np.arange(1, 5), 60)}
    assert "this is quarterly data" in refusal(table({**columns, "temp": CELSIUS[:240]}))


def test_weeks_and_rows_under_unknown_names_are_no_days_of_the_year():
    weeks = {"anno": np.repeat(np.arange(1990, 2010), 52), "numero": np.tile(np.arange(1, 53), 20)}
    rows = {"anno": np.repeat(np.arange(1990, 2010), 17), "numero": np.arange(1, 341)}
    for columns in (weeks, rows):
        data = table({**columns, "temp": CELSIUS[: len(columns["anno"])]})
        assert refusal(data).startswith('The column "anno" gives the year of several rows, and no column')


@pytest.mark.parametrize(("name", "a_year"), [("dekad", 36), ("pentad", 73), ("xyz", 53), ("décade", 36)])
def test_parts_of_a_year_are_no_days_of_it(name, a_year):
    parts = {"year": np.repeat(np.arange(1990, 2000), a_year), name: np.tile(np.arange(1, a_year + 1), 10)}
    data = table({**parts, "tmax": np.resize(CELSIUS, 10 * a_year)}, ";")
    assert "no column gives month and day" in refusal(data)


@pytest.mark.parametrize("name", ["dekad", "Dekade", "tercio"])
def test_thirds_of_months_are_no_days_of_them(name):
    thirds = {"year": np.repeat(YEARS, 3), "month": np.repeat(MONTHS, 3), name: np.tile([1, 2, 3], 240)}
    assert "this is monthly data" in refusal(table({**thirds, "tmax": CELSIUS[:720]}))


@pytest.mark.parametrize("name", ["epi_week", "week of year", "ISO-Woche", "Kalenderwoche Nr"])
def test_weeks_by_longer_names(name):
    weeks = {"year": np.repeat(np.arange(1990, 2010), 52), name: np.tile(np.arange(1, 53), 20)}
    assert "this is weekly data" in refusal(table({**weeks, "temp": CELSIUS[:1040]}, ";"))


@pytest.mark.parametrize("name", ["day", "xyz", "lfd"])
def test_days_of_the_year_are_still_found_by_their_values(name):
    days = pd.date_range("2018-01-01", periods=800)
    data = table({"year": days.year, name: days.day_of_year, "temp": CELSIUS[:800]})
    assert list(read_weather(data).frame.index) == list(days)


def test_a_day_of_the_month_under_an_unknown_name():
    days = pd.date_range("2018-01-01", periods=300)
    data = table({"year": days.year, "month": days.month, "which": days.day, "temp": CELSIUS[:300]})
    assert list(read_weather(data).frame.index) == list(days)


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("%Y-%m-%d", "%-d/%-m/%Y"),
        ("%Y-%m-%d", "%-m/%-d/%Y"),
        ("%Y-%m-%d", "%d.%m.%Y"),
        ("%Y/%m/%d", "%m-%d-%Y"),
    ],
)
def test_months_whose_form_changes_half_way_stay_months(early, late):
    days = pd.date_range("1850-01-01", "2010-12-01", freq="MS")
    dates = [*days[days.year < 1900].strftime(early), *days[days.year >= 1900].strftime(late)]
    for separator in ",;":
        data = table({"dt": dates, "AverageTemperature": np.resize(CELSIUS, len(dates))}, separator)
        assert "this is monthly data" in refusal(data)


@pytest.mark.parametrize("late", ["%-d/%-m/%Y", "%-m/%-d/%Y", "%d.%m.%Y"])
def test_days_whose_form_changes_half_way_stay_days(late):
    days = pd.date_range("1898-06-01", "1901-06-01")
    dates = [*days[days.year < 1900].strftime("%Y-%m-%d"), *days[days.year >= 1900].strftime(late)]
    data = table({"dt": dates, "temp": np.resize(CELSIUS, len(dates))})
    assert list(read_weather(data).frame.index) == list(days)


def test_dates_on_a_few_days_of_each_year_are_none():
    days = [f"{year}-01-{month:02}" for year in range(1990, 2000) for month in range(1, 13)]
    assert "only 12 different days in a year" in refusal(table({"date": days, "temp": CELSIUS[:120]}))


def test_one_day_is_known_where_two_ways_of_writing_it_agree():
    rows = [
        f"2016 1 1 1 {minute // 60} {minute % 60} {minute / 60:.3f} {20 + minute % 7}"
        for minute in range(1440)
    ]
    assert refusal("\n".join(rows).encode()).startswith("The file has 1,440 rows of 1 day, 2016-01-01:")


@pytest.mark.parametrize(
    ("text", "iso", "separator"),
    [("%d/%m/%Y", "%Y-%d-%m", ","), ("%d.%m.%Y", "%Y/%d/%m", ";"), ("%d-%m-%Y", "%Y-%d-%m", "\t")],
)
def test_days_and_months_that_a_spreadsheet_has_changed_are_changed_back(text, iso, separator):
    days = pd.date_range("2020-01-01", periods=400)
    dates = [day.strftime(iso if day.day <= 12 else text) for day in days]
    weather = read_weather(table({"Datum": dates, "temp": CELSIUS[:400]}, separator))
    assert list(weather.frame.index) == list(days)
    assert weather.frame["temp"].tolist() == CELSIUS[:400].tolist()
    decision = weather.report.about("dates")[0]
    assert not decision.certain
    assert "changed by a spreadsheet" in decision.line()


def test_dates_of_two_forms_that_are_right_are_left():
    days = pd.date_range("2020-01-01", periods=400)
    dates = [day.strftime("%Y-%m-%d" if day.day <= 12 else "%d/%m/%Y") for day in days]
    weather = read_weather(table({"Datum": dates, "temp": CELSIUS[:400]}))
    assert list(weather.frame.index) == list(days)
    assert weather.report.about("dates")[0].certain
