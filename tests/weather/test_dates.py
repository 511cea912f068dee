"""Which column holds the dates, and how they are written."""

import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather

DAYS = pd.date_range("2019-11-01", periods=120)


def written(layout, values, *, date="date", days=DAYS, more=""):
    rows = [f"{day},{value}" for day, value in zip(days.strftime(layout), values(len(days)), strict=True)]
    return "\n".join([f"{date},tmax", *rows, more]).encode()


@pytest.mark.parametrize(
    ("layout", "order"),
    [
        ("%Y-%m-%d", "year, month, day"),
        ("%Y/%m/%d", "year, month, day"),
        ("%Y.%m.%d", "year, month, day"),
        ("%Y%m%d", "year, month, day"),
        ("%Y%m%dT0700", "year, month, day"),
        ("%Y-%m-%dT00:00:00Z", "year, month, day"),
        ("%Y-%m-%d 07:00", "year, month, day"),
        ("%-d/%-m/%Y", "day, month, year"),
        ("%d.%m.%Y", "day, month, year"),
        ("%m/%d/%Y", "month, day, year"),
        ("%m-%d-%Y 23:59:59", "month, day, year"),
    ],
)
def test_layouts(values, layout, order):
    weather = read_weather(written(layout, values))
    assert weather.frame.index.tolist() == DAYS.tolist()
    (decision,) = weather.report.about("dates")
    assert decision.line() == f'Dates are read from column "date", written as {order}.'


@pytest.mark.parametrize("name", ["DATE", "Time", "day", "YYYYMMDD", "Date/Time", "dt", "", "when"])
def test_a_date_column_by_any_name(values, name):
    weather = read_weather(written("%Y-%m-%d", values, date=name))
    assert weather.frame.index[0] == DAYS[0]
    assert list(weather.frame.columns) == ["tmax"]


def test_by_value_an_integer_column_among_others(values):
    rows = [f"{v},{d}" for d, v in zip(DAYS.strftime("%Y%m%d"), values(120), strict=True)]
    weather = read_weather("\n".join(["tmax,MESS_DATUM", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()


def test_a_named_column_without_dates_gives_way(values):
    rows = [f"{d.day},{d:%Y-%m-%d},{v}" for d, v in zip(DAYS, values(120), strict=True)]
    weather = read_weather("\n".join(["day,when,tmax", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert list(weather.frame.columns) == ["day", "tmax"]


def test_the_order_of_day_and_month_by_long_runs_where_no_day_is_above_12(values):
    days = pd.DatetimeIndex([d for d in pd.date_range("2020-01-01", "2020-12-31") if d.day <= 12])[:130]
    for layout, order in (("%d/%m/%Y", "day, month, year"), ("%m/%d/%Y", "month, day, year")):
        weather = read_weather(written(layout, values, days=days))
        assert weather.frame.index.tolist() == days.tolist()
        assert order in weather.report.about("dates")[0].text
        assert weather.report.about("dates")[0].certain


def test_an_order_that_nothing_proves_is_assumed(values):
    days = pd.DatetimeIndex([f"2020-{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 13)])
    weather = read_weather(written("%d/%m/%Y", values, days=days))
    (decision,) = weather.report.about("dates")
    assert not decision.certain
    assert decision.line().endswith(
        '(assumed: no date shows whether "01/01/2020" begins with the day or with the month).'
    )


def test_rows_without_a_possible_date_are_left_out(values):
    more = "2021-02-30,5\n,6\n0001-01-01,7\n9999-12-31,8\ntotal,9\n"
    weather = read_weather(written("%Y-%m-%d", values, more=more))
    assert len(weather.frame) == 120
    decision = weather.report.about("dates")[1]
    assert decision.data == {"rows": 5, "line": 122}
    assert (
        decision.line()
        == '5 rows without a possible date left out (the first is line 122 with "2021-02-30").'
    )
    weather = read_weather(written("%Y%m%d", values, more=",5\n20200230,5"))
    assert weather.report.about("dates")[1].line().endswith("(the first is line 122 with an empty cell).")


def test_mostly_impossible_dates_are_none(values):
    data = written("%Y-%m-%d", values).replace(b"-12-", b"-13-").replace(b"-11-", b"-14-")
    with pytest.raises(
        WeatherError, match='The column "date" holds no dates, but for example "2019-14-01" on line 2'
    ):
        read_weather(data)


def test_two_ways_of_writing_in_one_column_are_refused(values):
    data = written("%Y-%m-%d", values).replace(b"2019-11-", b"11/")
    with pytest.raises(WeatherError, match="holds no dates"):
        read_weather(data)


def test_an_unnamed_column_is_called_by_its_place(values):
    weather = read_weather(written("%Y-%m-%d", values, date=""))
    assert "unnamed column 1" in weather.report.about("dates")[0].text
    with pytest.raises(WeatherError, match="The dates in unnamed column 1 are months"):
        read_weather(written("%Y-%m", values, date=""))


def test_columns_of_truth_values_and_empty_ones_are_no_dates():
    with pytest.raises(WeatherError, match='No column of dates was found among "a", "b"; add'):
        read_weather(b"a,b\n" + b"True,\n" * 80)
