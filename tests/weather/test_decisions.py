"""Every decision that the reader takes is in its report, with what it rests on."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather


def lines(weather, topic):
    return [decision.line() for decision in weather.report.about(topic)]


def test_equal_names(make_csv):
    _, body = make_csv(tmax=range(80), b=range(80), c=[1, 2] * 40, d=[3, 4] * 40).split(b"\n", 1)
    weather = read_weather(b"date,tmax,Year,Year,Year (2)\n" + body)
    assert list(weather.frame.columns) == ["tmax", "Year", "Year (3)", "Year (2)"]
    assert weather.column("Year (3)").original == "Year"
    assert weather.column("Year (3)").unit is None
    assert weather.frame["Year (3)"].tolist() == [1, 2] * 40
    assert lines(weather, "renamed") == ['One more column called "Year" is called "Year (3)" here.']
    weather = read_weather(b"date,tmax,Year,Year,Year\n" + body)
    assert lines(weather, "renamed")[0] == 'A second column called "Year" is called "Year (2)" here.'
    assert weather.frame["Year (2)"].tolist() == [1, 2] * 40


def test_text_cells_are_missing_counted_and_shown(make_csv):
    tmax = [str(v) for v in range(80)]
    tmax[10], tmax[20], tmax[30], tmax[40] = "-", "hot", " ", "warm"
    weather = read_weather(make_csv(tmax=tmax))
    assert np.flatnonzero(weather.frame["tmax"].isna()).tolist() == [10, 20, 30, 40]
    expected = '2 cells of "tmax" taken as missing: not a number (the first is "hot" on line 22).'
    assert lines(weather, "not numbers") == [expected]
    assert lines(weather, "marker") == ['"-" stands for a missing value (1 cell of "tmax").']
    assert weather.report.about("missing")[0].data["counts"] == {"tmax": 4}
    assert lines(weather, "missing") == ['4 values missing on 80 days, by column: "tmax" 4.']


def test_a_column_is_one_of_numbers_if_half_of_its_cells_are(make_csv):
    weather = read_weather(make_csv(tmax=range(80), half=["x", "1"] * 40, less=["x", "y", "1", "z"] * 20))
    assert list(weather.frame.columns) == ["tmax", "half"]
    assert lines(weather, "set aside") == ['"less" set aside: a column of text.']
    weather = read_weather(make_csv(tmax=range(80), yes=[True, False] * 40, word=["a"] * 80))
    assert lines(weather, "set aside") == ['"yes", "word" set aside: columns of text.']


def test_infinite_cells(make_csv):
    tmax = [str(v) for v in range(80)]
    tmax[3], tmax[4], tmax[5], tmax[6] = "inf", "-Infinity", "1e400", "-1e300"
    weather = read_weather(make_csv(tmax=tmax))
    assert weather.frame["tmax"].isna().sum() == 4
    assert lines(weather, "infinite") == [
        '4 cells of "tmax" taken as missing: too large or infinite (the first is inf).'
    ]


def test_markers_for_missing_values(make_csv, values):
    tmax, rain = values(80), np.arange(80.0)
    tmax[3], rain[5:9] = -9999, -999.9
    weather = read_weather(make_csv(tmax=tmax, rain=rain))
    assert weather.frame.isna().sum().tolist() == [1, 4]
    assert lines(weather, "marker") == [
        '-9999 stands for a missing value (1 cell of "tmax"; '
        'all other values of "tmax" lie between 9.3 and 24).',
        '-999.9 stands for a missing value (4 cells of "rain"; '
        'all other values of "rain" lie between 0 and 79).',
    ]


def test_rows_are_sorted(make_csv):
    header, *rows = make_csv(tmax=range(80)).decode().splitlines()
    weather = read_weather("\n".join([header, *rows[::-1]]).encode())
    assert weather.frame["tmax"].tolist() == list(range(80))
    assert lines(weather, "order") == ["Rows sorted by date (line 3 is earlier than the row before it)."]
    assert read_weather(make_csv()).report.about("order") == ()


def test_the_first_usable_value_of_a_repeated_date_is_kept(make_csv):
    data = make_csv(tmax=range(80), rain=["", *range(79)])
    weather = read_weather(data + b"2020-01-01,99,7\n2020-01-05,4,3\n")
    assert weather.frame.iloc[0].tolist() == [0, 7]
    assert len(weather.frame) == 80
    (decision,) = weather.report.about("duplicates")
    assert decision.data == {"dates": 2, "differ": 1}
    assert decision.line() == (
        "2 dates given more than once: the first usable value of each column is kept (line 2 and line 82 "
        "are both 2020-01-01, and the values differ on 1 date)."
    )


def test_a_file_given_twice_is_read_once(make_csv):
    data = make_csv(tmax=range(80))
    weather = read_weather(data + data.split(b"\n", 1)[1])
    assert weather.frame["tmax"].tolist() == list(range(80))
    assert weather.report.about("duplicates")[0].data == {"dates": 80, "differ": 0}


def test_gaps(make_csv):
    data = make_csv(tmax=range(80)) + make_csv(start="2020-03-25", tmax=range(20)).split(b"\n", 1)[1]
    weather = read_weather(data)
    assert lines(weather, "gaps") == ["1 gap in the dates, 4 days in all (2020-03-21 to 2020-03-24, 4 days)."]
    assert len(weather.frame) == 100  # the gap stays a gap
    weather = read_weather(data + b"2020-04-30,5\n")
    assert lines(weather, "gaps") == [
        "2 gaps in the dates, 20 days in all (the longest: 2020-04-14 to 2020-04-29, 16 days)."
    ]


# --- stations ------------------------------------------------------------------------------------------


def stations(a=70, b=90, c=90):
    parts = []
    for name, n, base in (("Aa", a, 0), ("Bb", b, 1000), ("Cc", c, 2000)):
        days = pd.date_range("2020-01-01", periods=n).strftime("%Y-%m-%d")
        parts.append(
            pd.DataFrame({"city": name, "date": days, "tmax": np.arange(n) / 10, "id": base + np.arange(n)})
        )
    frame = pd.concat(parts).sort_values(["date", "city"])
    return frame.to_csv(index=False).encode()


def test_of_several_stations_the_one_with_the_most_days_is_read():
    weather = read_weather(stations())
    assert weather.frame["id"].tolist() == list(range(1000, 1090))
    why = "it has the most days, 90, and is the first of equals"
    expected = f'Of 3 stations in "city", "Bb" is read (assumed: {why}).'
    assert lines(weather, "station") == [expected]
    assert lines(read_weather(stations(c=95)), "station") == [
        'Of 3 stations in "city", "Cc" is read (it has the most days, 95).'
    ]


def test_a_station_asked_for():
    weather = read_weather(stations(), station="Cc")
    assert weather.frame["id"].tolist() == list(range(2000, 2090))
    assert lines(weather, "station") == ['The station "Cc" in "city" is read, as asked for.']


def test_an_unknown_station_lists_the_known_ones(make_csv):
    with pytest.raises(WeatherError, match=r'There is no station "Dd"; the file has "Aa", "Bb", "Cc"\.'):
        read_weather(stations(), station="Dd")
    with pytest.raises(WeatherError, match="no column names stations"):
        read_weather(make_csv(), station="Dd")


def test_numbered_stations_are_stations_and_what_tells_rows_of_a_date_apart_is_assumed_to_be_one():
    data = (
        stations().replace(b"Aa", b"1").replace(b"Bb", b"2").replace(b"Cc", b"3").replace(b"city", b"station")
    )
    weather = read_weather(data)
    assert weather.report.about("station")[0].data["station"] == "2"
    assert weather.column("station").role == "constant"
    weather = read_weather(stations().replace(b"city", b"wind").replace(b"id", b"station pressure"))
    (decision,) = weather.report.about("station")
    assert (decision.certain, decision.data["column"], decision.data["station"]) == (False, "wind", "Bb")


def test_stations_with_several_rows_a_day_each_are_refused():
    body = stations().split(b"\n", 1)[1]
    with pytest.raises(WeatherError, match="Most dates occur several times, up to 6 times"):
        read_weather(stations() + body)


def test_numbered_stations_with_a_cell_empty_keep_their_names(make_csv):
    data = stations().replace(b"Aa", b"1").replace(b"Bb", b"2").replace(b"Cc", b"3") + b",2021-01-01,5,6\n"
    assert read_weather(data).report.about("station")[0].data["stations"] == ("1", "2", "3")
    assert read_weather(data, station="3").frame["id"].tolist() == list(range(2000, 2090))


def test_a_station_column_that_never_repeats_a_date_is_text(make_csv):
    weather = read_weather(make_csv(tmax=range(80), station=["a", "b"] * 40))
    assert len(weather.frame) == 80
    assert weather.report.about("station") == ()


# --- meaning -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "target"),
    [
        (["tmin", "tmean", "tmax"], "tmax"),
        (["tmin", "tmean", "temp"], "tmean"),
        (["temp", "tmin"], "tmin"),
        (["rain", "temp"], "temp"),
        (["Temp9am", "MaxTemp", "tmax"], "MaxTemp"),
    ],
)
def test_the_target_is_the_maximum_else_the_mean_else_the_minimum_else_the_only_one(
    make_csv, values, names, target
):
    data = make_csv({name: values(80, seed) for seed, name in enumerate(names)})
    assert read_weather(data).target == target


def test_the_first_of_several_maxima_is_named_as_such(make_csv, values):
    weather = read_weather(make_csv(a_tmax=values(80), b_tmax=values(80, 1)))
    assert lines(weather, "target") == [
        '"a_tmax" is forecast: the daily maximum (assumed: it is the first of "a_tmax", "b_tmax").'
    ]


def test_a_target_asked_for(make_csv, values):
    data = make_csv(tmax=values(80), tmin=values(80, 1), a=values(80, 2), b=values(80, 3))
    weather = read_weather(data, target="a")
    assert weather.target == "a"
    assert weather.temperatures == ("tmax", "tmin", "a")
    assert lines(weather, "target") == ['"a" is forecast, as asked for.']


def test_the_only_unknown_column_is_the_temperature_by_elimination(make_csv, values):
    weather = read_weather(make_csv(rain=range(80), x=values(80)))
    assert weather.target == "x"
    (decision,) = weather.report.about("meaning")
    assert not decision.certain
    assert decision.line().startswith(
        '"x" is taken for a temperature (assumed: it is the only column that could be one, with values from'
    )
    assert lines(weather, "target") == ['"x" is forecast: the temperature.']


def test_tomorrow_by_name(make_csv, values):
    weather = read_weather(
        make_csv(tmax=values(80), Next_Tmax=values(80, 1), rain=range(80), RainTomorrow=range(80))
    )
    assert weather.column("Next_Tmax").role == "tomorrow"
    assert weather.predictors == ("tmax", "rain")
    assert lines(weather, "tomorrow")[0] == (
        '"Next_Tmax" holds tomorrow\'s value and is not used to predict it (its name says so).'
    )


def test_tomorrow_by_value(make_csv, values):
    tmax = values(500)
    label = np.append(tmax[1:], 3.3)
    label[[10, 20]] += 1  # 497 of 499 are equal
    tmax[300], label[400] = np.nan, np.nan
    weather = read_weather(make_csv(tmax=tmax, label=label, wet=[0, 1, 1, 0, 0] * 100))
    assert weather.column("label").role == "tomorrow"
    assert weather.predictors == ("tmax", "wet")
    assert lines(weather, "tomorrow") == [
        '"label" holds tomorrow\'s value and is not used to predict it (it equals the next row of '
        '"tmax" in 495 of 497 rows, 99.60%).'
    ]


def test_less_than_99_percent_is_no_leak(make_csv, values):
    tmax = values(500)
    label = np.append(tmax[1:], 3.3)
    label[:10] += 1
    assert read_weather(make_csv(tmax=tmax, label=label)).report.about("tomorrow") == ()


def test_thousands_of_columns_are_compared_in_passing(make_csv, values):
    """Pairs of flags often agree by chance: none is taken for tomorrow's, and the real one is found."""
    random = np.random.default_rng(3)
    flags = {f"f{i}": random.integers(0, 2, 300) for i in range(500)}
    weather = read_weather(make_csv({"tmax": values(300), **flags, "later": np.append(flags["f77"][1:], 0)}))
    assert [d.data["column"] for d in weather.report.about("tomorrow")] == ["later"]
    assert weather.report.about("tomorrow")[0].data["of"] == "f77"


def test_columns_that_hardly_change_are_no_leak_of_each_other(make_csv, values):
    snow, hail = np.zeros(2000), np.zeros(2000)
    snow[[50, 51, 700]], hail[[90, 1500]] = 1, 1
    weather = read_weather(make_csv(tmax=values(2000), snow=snow, hail=hail, same=snow))
    assert weather.report.about("tomorrow") == ()
    assert len(weather.predictors) == 4


def test_yesterdays_value_makes_no_leak_of_today(make_csv, values):
    tmax = values(300)
    yesterday = np.append(4.4, tmax[:-1])
    for name in ("tmax_lag1", "yesterday", "x", "tmax_1"):
        weather = read_weather(make_csv({"tmax": tmax, name: yesterday}))
        assert weather.predictors == ("tmax", name), name
        assert weather.target == "tmax"


def test_constant_and_empty_columns_do_not_predict(make_csv, values):
    weather = read_weather(make_csv(tmax=values(80), lat=[47.5] * 80, few=[""] * 79 + [1], none=[""] * 80))
    assert [c.role for c in weather.columns] == ["temperature_max", "constant", "constant", "constant"]
    assert weather.predictors == ("tmax",)
    assert lines(weather, "constant") == ['"lat", "few" have one value only, and no part in predicting.']
    assert lines(weather, "empty") == ['"none" has no value at all, and no part in predicting.']


def test_another_temperature_out_of_all_bounds_does_not_predict(make_csv, values):
    weather = read_weather(make_csv(tmax=values(80), tmin=1000 * values(80) - 300))
    assert weather.predictors == ("tmax",)
    assert weather.temperatures == ("tmax",)
    assert lines(weather, "implausible")[0].startswith('"tmin" is not used: it runs from 9000 to ')


# --- units ---------------------------------------------------------------------------------------------


def test_a_unit_in_the_name_is_certain(make_csv, values):
    weather = read_weather(make_csv(TempHighF=values(80) + 60))
    assert weather.unit == "F"
    assert lines(weather, "unit") == ['"TempHighF" is in °F, as its name says.']


@pytest.mark.parametrize(("shift", "unit"), [(0, "C"), (60, "F")])
def test_an_unknown_unit_is_assumed_from_the_range(make_csv, values, shift, unit):
    tmax = values(80) + shift
    weather = read_weather(
        make_csv({"tmax": tmax, "tmin": tmax - 9, "dew point (°C)": values(80), "rain (mm)": tmax})
    )
    assert weather.unit == unit
    (decision,) = weather.report.about("unit")
    assert not decision.certain
    assert f'(assumed: "tmax" runs from {tmax.min():g} to {tmax.max():g}, and 1 day in 100' in decision.line()
    assert [c.unit for c in weather.columns] == [unit, unit, "°C", "mm"]


def test_the_warmest_temperature_decides_on_the_unit_of_all(make_csv, values):
    weather = read_weather(make_csv(tmax=values(80) + 50, tmin=values(80) + 10), target="tmin")
    assert weather.unit == "F"
    assert '"tmax" runs from' in weather.report.about("unit")[0].evidence


def test_one_wild_value_does_not_turn_celsius_into_fahrenheit(make_csv, values):
    tmax = values(300)
    tmax[7] = 99.9
    assert read_weather(make_csv(tmax=tmax)).unit == "C"


def test_a_unit_asked_for(make_csv, values):
    weather = read_weather(make_csv(temp_max_F=values(80) + 60, tmin=values(80)), unit="C")
    assert weather.unit == "C"
    assert [c.unit for c in weather.columns] == ["C", "C"]
    assert lines(weather, "unit") == ['"temp_max_F" is in °C, as asked for.']


def test_column_by_name(make_csv):
    weather = read_weather(make_csv(tmax=range(80)))
    assert weather.column("tmax").original == "tmax"
    with pytest.raises(WeatherError, match=r'There is no column "x"; the columns are "tmax"\.'):
        weather.column("x")
