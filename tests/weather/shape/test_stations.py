"""Several stations stacked in one file: found, listed, and one of them read."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather


def stacked(lengths, *, column="city", freq="D", values=None):
    """Rows of several stations, sorted by date; ``n`` tells the rows of each apart."""
    parts = []
    for number, (name, length) in enumerate(lengths.items()):
        days = pd.date_range("2020-01-01", periods=length, freq=freq).strftime("%Y-%m-%d %H:%M")
        temperature = np.round(
            12 + 8 * np.sin(np.arange(length) / 50) + number + np.arange(length) % 7 / 9, 1
        )
        parts.append(pd.DataFrame({column: name, "date": days, "tmax": temperature}))
    return pd.concat(parts).sort_values(["date", column], kind="stable")


def csv(frame):
    return frame.to_csv(index=False).encode()


def test_the_station_with_the_most_days_is_read():
    frame = stacked({"Aa": 70, "Bb": 95, "Cc": 90})
    weather = read_weather(csv(frame))
    assert weather.station == "Bb"
    assert weather.stations == (("Aa", 70), ("Bb", 95), ("Cc", 90))
    assert weather.frame["tmax"].tolist() == frame.query("city == 'Bb'")["tmax"].tolist()
    (decision,) = weather.report.about("station")
    assert decision.certain
    assert decision.line() == 'Of 3 stations in "city", "Bb" is read (it has the most days, 95).'


def test_the_first_of_equals_is_read_and_said_to_be_a_choice():
    weather = read_weather(csv(stacked({"Bb": 80, "Aa": 80}).sort_values("city", ascending=False)))
    assert weather.station == "Bb"
    (decision,) = weather.report.about("station")
    assert decision.line() == (
        'Of 2 stations in "city", "Bb" is read (assumed: it has the most days, 80, and is the first of '
        "equals)."
    )


def test_one_station_is_no_choice():
    weather = read_weather(csv(stacked({"Aa": 80})))
    assert (weather.station, weather.stations) == (None, ())
    assert weather.report.about("station") == ()


def test_a_station_asked_for():
    frame = stacked({"Aa": 70, "Bb": 95})
    weather = read_weather(csv(frame), station=" Aa ")
    assert weather.station == "Aa"
    assert weather.frame["tmax"].tolist() == frame.query("city == 'Aa'")["tmax"].tolist()
    with pytest.raises(WeatherError, match=r'There is no station "Dd"; the file has "Aa", "Bb"\.'):
        read_weather(csv(frame), station="Dd")
    with pytest.raises(WeatherError, match='The station "Dd" was asked for, and no column names stations'):
        read_weather(csv(stacked({"Aa": 80}).drop(columns="city")), station="Dd")


@pytest.mark.parametrize(
    "column",
    ["Station Name", "NOM_USUEL", "STATIONS_ID", "Estación", "LOCALITA", "지점명", "站点", "Ort", "usaf"],
)
def test_stations_in_many_languages(column):
    weather = read_weather(csv(stacked({"Aa": 70, "Bb": 95}, column=column)))
    assert weather.station == "Bb"
    assert weather.report.about("station")[0].certain


def test_stations_by_their_values_where_no_name_says_so():
    weather = read_weather(csv(stacked({"Aa": 70, "Bb": 95}, column="x")))
    assert weather.station == "Bb"
    (decision,) = weather.report.about("station")
    assert not decision.certain
    assert 'the rows of one date differ by "x", which is not called a station' in decision.evidence


def test_stations_by_their_places():
    frame = stacked({"Aa": 70, "Bb": 95})
    places = {"Aa": (47.5, 8.5), "Bb": (47.5, 9.5)}
    frame["latitude"] = [places[name][0] for name in frame["city"]]
    frame["longitude"] = [places[name][1] for name in frame["city"]]
    weather = read_weather(csv(frame.drop(columns="city")))
    assert weather.station == "47.5, 9.5"


def test_the_column_that_tells_more_apart_is_taken():
    frame = stacked({"Aa": 70, "Bb": 95})
    frame.insert(0, "Country", "X")
    frame.insert(0, "Region", np.where(frame["city"] == "Aa", "N", "S"))
    assert read_weather(csv(frame)).report.about("station")[0].data["column"] in ("city", "Region")
    frame["Region"] = "N"
    assert read_weather(csv(frame)).report.about("station")[0].data["column"] == "city"


def test_stations_with_several_readings_a_day():
    frame = stacked({"Aa": 70 * 24, "Bb": 95 * 24}, freq="h")
    weather = read_weather(csv(frame))
    assert (weather.station, len(weather.frame)) == ("Bb", 95)
    own = frame.query("city == 'Bb'")["tmax"].to_numpy()
    assert weather.frame["tmax"].tolist() == own.reshape(95, 24).max(axis=1).tolist()


def test_stations_that_report_at_different_minutes():
    frame = stacked({"Aa": 70 * 24, "Bb": 95 * 24}, freq="h")
    later = frame["city"] == "Bb"
    frame.loc[later, "date"] = frame.loc[later, "date"].str.replace(":00", ":25")
    assert read_weather(csv(frame)).stations == (("Aa", 70), ("Bb", 95))


def test_one_station_after_another_is_one_record():
    frame = stacked({"Aa": 80})
    frame["city"] = np.where(np.arange(80) < 40, "old site", "new site")
    weather = read_weather(csv(frame))
    assert len(weather.frame) == 80
    assert weather.station is None


def test_numbered_stations_with_a_cell_empty_keep_their_names():
    data = csv(stacked({1: 70, 2: 95})) + b",2021-01-01 00:00,5\n"
    weather = read_weather(data)
    assert [name for name, _ in weather.stations] == ["1", "2"]
    assert len(read_weather(data, station="1").frame) == 70


def test_rows_that_nothing_tells_apart_are_refused():
    frame = stacked({"Aa": 90, "Bb": 90}).drop(columns="city")
    with pytest.raises(
        WeatherError, match="Most dates occur several times, up to 2 times, with different values"
    ):
        read_weather(csv(frame))


# --- where readings came from, and places that change ----------------------------------------------------


def hourly(days=90):
    """A record of one place by the hour, and a number for each of its rows."""
    frame = stacked({"Aa": days * 24}, freq="h").drop(columns="city")
    return frame, np.random.default_rng(1).integers(0, 4, len(frame))


@pytest.mark.parametrize(
    ("column", "sources"),
    [
        ("stations", ["488,VVNB", "488,489,VVNB", "488,489,490", "VVNB"]),
        ("station", ["KAAA", "KBBB", "C1234", "remote"]),
        ("Stationsname", ["Nord", "Nord|Süd", "Nord|West", "Nord|West|Süd"]),
        ("站点", ["甲", "乙", "丙", "丁"]),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_where_each_reading_came_from_is_no_station(column, sources, separator):
    frame, number = hourly()
    frame[column] = np.array(sources)[number]
    weather = read_weather(frame.to_csv(index=False, sep=separator).encode())
    assert len(weather.frame) == 90
    assert weather.frame["tmax"].tolist() == frame["tmax"].to_numpy().reshape(90, 24).max(axis=1).tolist()
    assert weather.station is None


def test_lists_of_sources_of_days_are_no_stations():
    frame = stacked({"Aa": 200}).drop(columns="city")
    frame["stations"] = np.where(np.arange(200) < 90, "488,VVNB", "488,489,VVNB")
    frame.loc[frame.index[150:], "stations"] = "488"
    assert len(read_weather(csv(frame)).frame) == 200


@pytest.mark.parametrize(
    ("column", "places", "separator"),
    [
        ("location", ["London/UK", "Valletta/Malta", "Nanjing/China"], ","),
        ("Ort", ["Köln", "Bonn", "Ulm"], ";"),
        ("ville", ["Paris", "Lyon", "Nice"], "\t"),
        ("城市", ["北京", "上海", "广州"], ","),
        ("station_id", ["725090", "724050", "725300"], ";"),
    ],
)
@pytest.mark.parametrize("freq", ["D", "h"])
def test_a_log_that_moves_is_read_where_it_was_longest(column, places, separator, freq):
    a_day = 24 if freq == "h" else 1
    frame = stacked({"Aa": 300 * a_day}, freq=freq).drop(columns="city")
    frame[column] = np.repeat(places, [100 * a_day, 170 * a_day, 30 * a_day])
    weather = read_weather(frame.to_csv(index=False, sep=separator).encode())
    assert weather.station == places[1]
    assert weather.stations == tuple(zip(places, (100, 170, 30), strict=True))
    assert len(weather.frame) == 170
    (decision,) = weather.report.about("station")
    assert decision.line() == (
        f'The place changes in "{column}", and only "{places[1]}" is read (assumed: "{places[1]}" has the '
        "most days, 170, of 3 places)."
    )
    data = frame.to_csv(index=False, sep=separator).encode()
    assert len(read_weather(data, station=places[0]).frame) == 100


@pytest.mark.parametrize(
    ("names", "separator"),
    [(("lat", "lon"), ","), (("Latitude", "Longitude"), ";"), (("LATITUD", "LNG"), "\t")],
)
def test_a_log_that_moves_by_its_coordinates(names, separator):
    frame = stacked({"Aa": 300}).drop(columns="city")
    frame[names[0]], frame[names[1]] = np.repeat([50.1, 48.2], [100, 200]), np.repeat([8.0, 9.0], [100, 200])
    data = frame.to_csv(index=False, sep=separator).encode()
    weather = read_weather(data)
    assert (weather.station, len(weather.frame)) == ("48.2, 9", 200)
    assert not weather.report.about("station")[0].certain
    assert len(read_weather(data, station="50.1, 8").frame) == 100
    near = frame.assign(**{names[0]: np.repeat([50.1, 50.101], [100, 200]), names[1]: 8.0})
    assert len(read_weather(near.to_csv(index=False, sep=separator).encode()).frame) == 300


def test_a_station_that_only_got_another_name_has_not_moved():
    frame = stacked({"007": 200}, column="station_id")
    frame["station_name"] = np.where(np.arange(200) < 90, "OXFORD", "OXFORD UNIV")
    weather = read_weather(csv(frame))
    assert len(weather.frame) == 200


def test_places_too_short_alone_stay_one_record_and_that_is_said():
    frame = stacked({"Aa": 100})
    frame["city"] = np.repeat(["Bonn", "Köln"], 50)
    weather = read_weather(csv(frame))
    assert (weather.station, len(weather.frame)) == (None, 100)
    (decision,) = weather.report.about("station")
    assert not decision.certain
    assert "all rows are read as one record" in decision.line()


@pytest.mark.parametrize(("column", "target"), [("STN", "TG"), ("Station", "Tmax"), ("ville", "température")])
def test_a_station_without_temperatures_is_not_taken(column, target):
    frame = stacked({1: 120, 2: 100, 3: 90}, column=column).rename(columns={"tmax": target})
    frame.loc[frame[column] == 1, target] = np.nan
    weather = read_weather(frame.to_csv(index=False, sep=";").encode())
    assert weather.station == "2"
    assert "others have no or few temperatures" in weather.report.about("station")[0].line()


@pytest.mark.parametrize(("first", "second"), [("Oslo", "Oslo "), ("Köln", " Köln"), ("北京", "北京 ")])
def test_names_of_stations_that_differ_by_blanks_are_one(first, second):
    frame = stacked({first: 100, "Bb": 70})
    own = frame["city"] == first
    frame.loc[own, "city"] = np.where(np.arange(own.sum()) % 3 == 0, second, first)
    assert read_weather(csv(frame)).stations == (("Bb", 70), (first, 100))
