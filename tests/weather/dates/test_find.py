"""Which column or columns hold the dates, how they are written, and what is no date."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.weather import WeatherError, read_weather

DAYS = pd.date_range("2019-11-01", periods=420)


def vocabulary(text):
    return text.split()


FRENCH = vocabulary("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
GERMAN = vocabulary("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
SPANISH = vocabulary(
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
RUSSIAN = vocabulary("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
DUTCH = vocabulary("jan feb mrt apr mei jun jul aug sep okt nov dec")


def written(layout, values, *, date="date", days=DAYS, more=""):
    texts = layout(days) if callable(layout) else days.strftime(layout)
    rows = [f"{day};{value}" for day, value in zip(texts, values(len(days)), strict=True)]
    return "\n".join([f"{date};tmax", *rows, more]).encode()


def each(write):
    return lambda days: [write(day) for day in days]


def dates_line(weather):
    return weather.report.about("dates")[0].line()


@pytest.mark.parametrize(
    ("layout", "order"),
    [
        ("%Y-%m-%d", "year, month, day"),
        ("%Y/%m/%d", "year, month, day"),
        ("%Y.%m.%d", "year, month, day"),
        ("%Y_%m_%d", "year, month, day"),
        ("%Y %m %d", "year, month, day"),
        ("%-Y/%-m/%-d", "year, month, day"),
        ("%Y%m%d", "year, month, day"),
        ("%Y%m%dT0700", "year, month, day"),
        ("%Y%m%d:0010", "year, month, day"),
        ("%Y%m%d-07:00", "year, month, day"),
        ("%Y-%m-%dT00:00:00Z", "year, month, day"),
        ("%Y-%m-%dT23:30:00.000+05:30", "year, month, day"),
        ("%Y-%m-%d 00:00:00 +0000 UTC", "year, month, day"),
        ("%Y-%m-%d 07:00", "year, month, day"),
        ("%Y%m%d07", "year, month, day, hour"),
        ("%Y%m%d0730", "year, month, day, hour, minute"),
        ("%Y%m%d073059", "year, month, day, hour, minute, second"),
        ("%d-%b-%Y", "day, month, year"),
        ("%d%b%Y", "day, month, year"),
        ("%A, %B %d, %Y", "month, day, year"),
        ("%B %-dth, %Y", "month, day, year"),
        ("%a %b %d 07:30:00 %Y", "month, day, year"),
        ("%Y-%b-%d", "year, month, day"),
        ("%Y-%j", "year and day of the year"),
        ("%Y%j", "year and day of the year"),
        (each(lambda d: f"{d.year}年{d.month}月{d.day}日"), "year, month, day"),
        (each(lambda d: f"{d.year}. {d.month}. {d.day}."), "year, month, day"),
        (each(lambda d: f"{d.year}년 {d.month}월 {d.day}일"), "year, month, day"),
        (each(lambda d: f"{d.day} {FRENCH[d.month - 1]} {d.year}"), "day, month, year"),
        (each(lambda d: f"{d.day}. {GERMAN[d.month - 1]} {d.year}"), "day, month, year"),
        (each(lambda d: f"{d.day}-{DUTCH[d.month - 1]}-{d.year}"), "day, month, year"),
        (each(lambda d: f"{d.day} de {SPANISH[d.month - 1]} de {d.year}"), "day, month, year"),
        (each(lambda d: f"{d.day} {RUSSIAN[d.month - 1]} {d.year} \u0433."), "day, month, year"),
        (each(lambda d: int(d.timestamp())), "seconds since 1970-01-01 in UTC"),
        (each(lambda d: int(d.timestamp()) * 1000), "milliseconds since 1970-01-01 in UTC"),
    ],
)
def test_layouts_that_leave_no_choice(values, layout, order):
    weather = read_weather(written(layout, values))
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert dates_line(weather) == f'Dates are read from column "date", written as {order}.'


@pytest.mark.parametrize(
    ("layout", "order", "place"),
    [
        ("%-d/%-m/%Y", "day, month, year", "first"),
        ("%d.%m.%Y", "day, month, year", "first"),
        ("%H:%M %d/%m/%Y", "day, month, year", "first"),
        ("%m/%d/%Y", "month, day, year", "second"),
        ("%m-%d-%Y 23:59:59", "month, day, year", "second"),
        ("%m/%d/%Y 12:00:00 AM", "month, day, year", "second"),
    ],
)
def test_the_order_of_day_and_month_by_what_cannot_be_a_month(values, layout, order, place):
    weather = read_weather(written(layout, values))
    assert weather.frame.index.tolist() == DAYS.tolist()
    count = int((DAYS.day > 12).sum())
    assert dates_line(weather) == (
        f'Dates are read from column "date", written as {order} ({count} values of the {place} number '
        "exceed 12)."
    )


@pytest.mark.parametrize("layout", ["%d%m%Y", "%m%d%Y", "%-d%m%Y"])
def test_numbers_with_the_year_last(values, layout):
    assert read_weather(written(layout, values)).frame.index.tolist() == DAYS.tolist()


@pytest.mark.parametrize("name", ["DATE", "Time", "day", "YYYYMMDD", "Date/Time", "dt", "", "when", "일시"])
def test_a_date_column_by_any_name(values, name):
    weather = read_weather(written("%Y-%m-%d", values, date=name))
    assert weather.frame.index[0] == DAYS[0]
    assert list(weather.frame.columns) == ["tmax"]


def test_by_value_an_integer_column_among_others(values):
    rows = [f"{v},{d}" for d, v in zip(DAYS.strftime("%Y%m%d"), values(420), strict=True)]
    weather = read_weather("\n".join(["tmax,MESS_DATUM", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()


def test_an_identifier_of_eight_digits_is_no_date(values):
    rows = [f"20100101,{d:%Y%m%d},{v}" for d, v in zip(DAYS, values(420), strict=True)]
    weather = read_weather("\n".join(["id,n,tmax", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()


def test_a_named_column_without_dates_gives_way(values):
    rows = [f"{d.day},{d:%Y-%m-%d},{v}" for d, v in zip(DAYS, values(420), strict=True)]
    weather = read_weather("\n".join(["day,when,tmax", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert list(weather.frame.columns) == ["day", "tmax"]


def test_a_named_column_with_one_date_gives_way(values):
    rows = [f"2024-05-05,{d:%Y-%m-%d},{v}" for d, v in zip(DAYS, values(420), strict=True)]
    weather = read_weather("\n".join(["date,valid for,tmax", *rows]).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()


# --- day or month first ------------------------------------------------------------------------------------


def test_the_order_by_long_runs_where_no_day_is_above_12(values):
    days = pd.DatetimeIndex([d for d in pd.date_range("2020-01-01", "2020-12-31") if d.day <= 12])[:130]
    for layout, order in (("%d/%m/%Y", "day, month, year"), ("%m/%d/%Y", "month, day, year")):
        weather = read_weather(written(layout, values, days=days))
        assert weather.frame.index.tolist() == days.tolist()
        (decision,) = weather.report.about("dates")
        assert decision.certain
        assert decision.line().endswith(
            f"written as {order} (read so, 119 dates follow the day before, and otherwise 118)."
        )


def test_an_order_that_nothing_proves_is_assumed_and_can_be_given(values):
    days = pd.DatetimeIndex([f"2020-{m:02}-{d:02}" for m in range(1, 13) for d in range(1, 13)])
    data = written("%d/%m/%Y", values, days=days)
    weather = read_weather(data)
    assert weather.frame.index.tolist() == days.tolist()
    (decision,) = weather.report.about("dates")
    assert not decision.certain
    assert decision.line().endswith(
        '(assumed: no date shows whether "01/01/2020" begins with the day or with the month, but read so '
        "most rows follow the day before)."
    )
    other = read_weather(data, date_order="month first")
    assert other.frame.index.tolist() == days.tolist()
    assert other.frame["tmax"].iloc[1] == weather.frame["tmax"].iloc[12]
    assert dates_line(other).endswith("written as month, day, year (as asked for).")


def test_an_order_asked_for_must_be_one_of_two():
    with pytest.raises(
        ValueError, match='date_order must be "day first", "month first" or None; got \'dmy\''
    ):
        read_weather(b"", date_order="dmy")


def test_an_order_asked_for_leaves_dates_with_the_year_first_alone(values):
    data = written("%Y-%m-%d", values)
    assert read_weather(data, date_order="day first").frame.equals(read_weather(data).frame)


def test_two_ways_of_writing_in_one_column_as_excel_leaves_them(values):
    """Days up to 12 became dates, the others stayed text."""
    mixed = each(lambda d: f"{d.day}/{d.month}/{d.year}" if d.day <= 12 else f"{d:%d-%m-%Y}")
    weather = read_weather(written(mixed, values))
    assert weather.frame.index.tolist() == DAYS.tolist()


def test_iso_dates_and_others_in_one_column(values):
    mixed = each(lambda d: f"{d:%Y-%m-%d}" if d.year == 2019 else f"{d:%d.%m.%Y %H:%M}")
    weather = read_weather(written(mixed, values))
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert "written as year, month, day or day, month, year" in dates_line(weather)


@pytest.mark.parametrize("layout", ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%y-%m-%d"])
def test_the_order_of_rows_does_not_matter(layout):
    days = list(pd.date_range("2018-12-20", periods=75))
    rows = [f"{day:{layout}};{number / 4}" for number, day in enumerate(days)]
    in_order = read_weather("\n".join(["date;tmax", *rows]).encode())

    @settings(max_examples=15)
    @given(st.randoms(use_true_random=False))
    def check(random):
        mixed = random.sample(rows, len(rows))
        shuffled = read_weather("\n".join(["date;tmax", *mixed]).encode())
        pd.testing.assert_frame_equal(in_order.frame, shuffled.frame)
        assert shuffled.frame.index.tolist() == days

    check()


# --- two-digit years ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["%d-%b-%y", "%d.%m.%y", "%m/%d/%y", "%y-%m-%d", "%y%m%d"])
@pytest.mark.parametrize("start", ["1942-01-01", "1999-06-01", "2010-03-01"])
def test_two_digit_years_are_the_last_that_are_past(values, layout, start):
    days = pd.date_range(start, periods=420)
    weather = read_weather(written(layout, values, days=days))
    assert weather.frame.index.tolist() == days.tolist()
    if layout != "%y%m%d":
        century = weather.report.about("dates")[-1]
        assert century.data == {"first": days[0].year, "last": days[-1].year}
        assert not century.certain


# --- several columns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "columns"),
    [
        (["year", "month", "day"], [DAYS.year, DAYS.month, DAYS.day]),
        (["DY", "MO", "YEAR"], [DAYS.day, DAYS.month, DAYS.year]),
        (["jaar", "maand", "dag"], [DAYS.year, DAYS.month, DAYS.day]),
        (["Año", "Mes", "Día"], [DAYS.year, DAYS.strftime("%B"), DAYS.day]),
        (["年", "月", "日"], [DAYS.year, DAYS.month, DAYS.day]),
        (["yyyy", "mm", "dd"], [DAYS.year.astype(float), DAYS.month.astype(float), DAYS.day.astype(float)]),
        (["YEAR", "DOY"], [DAYS.year, DAYS.day_of_year]),
        (["yr", "mo", "dy"], [DAYS.year % 100, DAYS.month, DAYS.day]),
        (["a", "b", "c"], [DAYS.year, DAYS.month, DAYS.day]),
        (["b", "c", "a"], [DAYS.month, DAYS.day, DAYS.year]),
        (["a", "b"], [DAYS.year, DAYS.day_of_year]),
    ],
)
def test_dates_in_several_columns(values, names, columns):
    frame = pd.DataFrame(dict(zip(names, columns, strict=True))).assign(tmax=values(420))
    weather = read_weather(frame.to_csv(index=False).encode())
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert list(weather.frame.columns) == ["tmax"]
    assert set(weather.report.about("dates")[0].data["columns"]) == set(names)


@pytest.mark.parametrize("order", [[0, 1, 2], [1, 2, 0], [2, 1, 0]])
def test_dates_in_columns_without_any_name(values, order):
    parts = [DAYS.year, DAYS.month, DAYS.day]
    text = pd.DataFrame([*(parts[i] for i in order), values(420)]).T
    lines = [" ".join([*(str(int(v)) for v in row[:3]), str(row[3])]) for row in text.to_numpy()]
    assert read_weather("\n".join(lines).encode()).frame.index.tolist() == DAYS.tolist()


# --- what can't be a date --------------------------------------------------------------------------------


def test_rows_without_a_possible_date_are_left_out(values):
    days = DAYS[:120]
    more = "2021-02-30;5\n;6\ntotal;7\n0001-01-01;8\n9999-12-31;9\n"
    weather = read_weather(written("%Y-%m-%d", values, days=days, more=more))
    assert len(weather.frame) == 120
    decision = weather.report.about("dates")[1]
    assert decision.data == {"rows": 5, "line": 122}
    assert (
        decision.line()
        == '5 rows without a possible date left out (the first is line 122 with "2021-02-30").'
    )
    first, *rest = written("%Y-%m-%d", values, days=days).split(b"\n")
    weather = read_weather(b"\n".join([first, b";5.5", *rest]))
    assert weather.report.about("dates")[1].data == {"rows": 1, "line": 2}
    weather = read_weather(written("%Y%m%d", values, days=days, more=";5\n20200230;5"))
    assert weather.report.about("dates")[1].line().endswith("(the first is line 122 with an empty cell).")


def test_mostly_impossible_dates_are_none(values):
    data = written("%Y-%m-%d", values, days=DAYS[:60]).replace(b"-12-", b"-13-").replace(b"-11-", b"-14-")
    with pytest.raises(
        WeatherError, match='The column "date" holds no dates, but for example "2019-14-01" on line 2'
    ):
        read_weather(data)


@pytest.mark.parametrize(
    ("layout", "message"),
    [
        ("%Y-%m", 'The dates in column "date" are months, such as "2019-11": this is monthly data'),
        ("%Y%m", "are months, such as"),
        ("%b %Y", "are months, such as"),
        ("%m/%Y", "are months, such as"),
        ("%b-%y", "are months, such as"),
        ("%Y-W%V", "are weeks, such as"),
        (each(lambda d: f"{d.year}Q{d.quarter}"), "are quarters of a year, such as"),
        ("%Y", "are years, such as"),
        ("%m-%d", 'have no year, such as "11-01"; write them as 2024-12-31'),
        ("%d-%b", "have no year, such as"),
        ("%b-%d", "have no year, such as"),
        ("%-d.%-m.", "have no year, such as"),
    ],
)
def test_dates_that_are_no_days_are_named(values, layout, message):
    with pytest.raises(WeatherError, match=message):
        read_weather(written(layout, values))


def test_months_as_a_number_that_lost_its_zero(values):
    months = [f"{year}.{month:02}".rstrip("0") for year in range(2000, 2010) for month in range(1, 13)]
    rows = "\n".join(f"{month},{value}" for month, value in zip(months, values(120), strict=True))
    with pytest.raises(WeatherError, match="are months, such as"):
        read_weather(f"year_month,tmax\n{rows}\n".encode())


def test_months_mixed_with_their_first_days(values):
    months = pd.date_range("1990-01-01", periods=200, freq="MS")
    mixed = each(lambda d: f"{d:%Y-%m}" if d.month % 2 else f"{d:%Y-%m-%d %H:%M:%S}")
    with pytest.raises(WeatherError, match='are months, such as "1990-01"'):
        read_weather(written(mixed, values, days=months))


def test_months_with_their_first_day_where_day_and_month_are_open(values):
    months = pd.date_range("1990-01-01", periods=120, freq="MS")
    for layout in ("%d/%m/%Y", "%m/%d/%Y"):
        with pytest.raises(WeatherError, match="are on the same day of each month: this is monthly data"):
            read_weather(written(layout, values, days=months))


def test_year_and_month_without_a_day(values):
    frame = pd.DataFrame({"yyyy": DAYS.year, "mm": DAYS.month, "tmax": values(420)})
    with pytest.raises(WeatherError, match='"yyyy", "mm" give year and month and no column gives the day'):
        read_weather(frame.to_csv(index=False).encode())


def test_month_and_day_without_a_year(values):
    frame = pd.DataFrame({"Month": DAYS.month, "Day": DAYS.day, "tmax": values(420)})
    with pytest.raises(WeatherError, match='There is no year: the columns "Month", "Day" give month and day'):
        read_weather(frame.to_csv(index=False).encode())


def test_an_unnamed_column_is_called_by_its_place(values):
    weather = read_weather(written("%Y-%m-%d", values, date=""))
    assert "unnamed column 1" in dates_line(weather)
    with pytest.raises(WeatherError, match="The dates in unnamed column 1 are months"):
        read_weather(written("%Y-%m", values, date=""))


def test_columns_of_truth_values_and_empty_ones_are_no_dates():
    with pytest.raises(WeatherError, match='No column of dates was found among "a", "b"; add'):
        read_weather(b"a,b\n" + b"True,\n" * 80)


def test_numbers_of_excel_are_assumed_to_be_such(values):
    days = each(lambda d: (d - pd.Timestamp("1899-12-30")).days)
    weather = read_weather(written(days, values))
    assert weather.frame.index.tolist() == DAYS.tolist()
    assert not weather.report.about("dates")[0].certain


def test_readings_at_both_ends_of_summer_time_stay_on_their_day(values):
    times = pd.date_range("2020-03-01", "2020-11-30 23:00", freq="h", tz="Europe/Berlin")
    stamps = [time.isoformat() for time in times]  # +01:00 and +02:00
    assert len({stamp[-6:] for stamp in stamps}) == 2
    data = "time,temp\n" + "\n".join(
        f"{s},{t.day - 20 + t.hour / 2}" for s, t in zip(stamps, times, strict=True)
    )
    frame = read_weather(data.encode()).frame
    assert frame.index.tolist() == pd.date_range("2020-03-01", "2020-11-30").tolist()
    np.testing.assert_array_equal(frame["temp"], frame.index.day - 20 + 11.5)


@pytest.mark.parametrize("factor", [1, 1000])
def test_seconds_before_1970_are_negative(factor, values):
    stamps = pd.date_range("1969-10-01", periods=24 * 100, freq="h")
    seconds = (stamps - pd.Timestamp("1970-01-01")) // pd.Timedelta("1s")
    frame = pd.DataFrame({"time": seconds * factor, "temperature": np.tile(values(100), 24)})
    weather = read_weather(frame.to_csv(index=False).encode())
    assert list(weather.frame.index[[0, -1]]) == [pd.Timestamp("1969-10-01"), pd.Timestamp("1970-01-08")]


@pytest.mark.parametrize("last", ["2020-04-09T23:00Z", "2020-04-10T00:30+01:00"])
def test_a_stamp_in_utc_is_read_as_it_is_written(last, values):
    stamps = list(pd.date_range("2020-01-01", periods=2400, freq="h").strftime("%Y-%m-%dT%H:%MZ"))
    frame = pd.DataFrame({"time": [*stamps[:-1], last], "temperature": np.tile(values(100), 24)})
    weather = read_weather(frame.to_csv(index=False).encode())
    assert weather.frame.index[-1] == pd.Timestamp(last[:10])
    (decision,) = weather.report.about("time")
    assert decision.data["zone"] in ("Z", last[16:])


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%SZ"])
@pytest.mark.parametrize("absent", [[1], [3, 4, 50]])
def test_rows_without_a_date_are_left_out(form, absent, values):
    days = pd.date_range("1680-01-01", periods=100)
    cells = ["" if row in absent else day.strftime(form) for row, day in enumerate(days)]
    frame = pd.DataFrame({"date": cells, "temperature": values(100)})
    weather = read_weather(frame.to_csv(index=False).encode())
    np.testing.assert_array_equal(weather.frame.index, np.delete(days.as_unit("us").to_numpy(), absent))
    (decision,) = [one for one in weather.report.about("dates") if "rows" in one.data]
    assert decision.data["rows"] == len(absent)
    assert decision.data["line"] == absent[0] + 2
