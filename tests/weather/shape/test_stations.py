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
