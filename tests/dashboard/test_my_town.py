"""A station is found, fetched and forecast at a click; nobody is asked before, and nothing is lost."""

import pytest

from dashboard.record import my_town
from gd_core.towns import download
from tests.towns.service import DAY, NOW, serve, status, variables


@pytest.fixture
def meteostat(monkeypatch, tmp_path):
    """The service on the loopback, asked by everything that this test opens, on a day of its own."""
    with serve() as service:
        for name, value in variables(service, str(tmp_path / "kept")).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(download, "TO_ANSWER", 0.3)
        monkeypatch.setattr(my_town, "now", lambda: NOW)
        yield service


def search(app, place: str):
    [field] = [field for field in app.at.text_input if field.label.startswith("A place")]
    field.set_value(place)
    return app.click("Search")


def fetched(app, place: str = "seattle"):
    return search(app, place).click("Fetch its days")


def stations(app) -> list[str]:
    return [option for radio in app.at.radio for option in radio.options]


def test_a_town_is_found_fetched_and_forecast(open_app, meteostat):
    app = open_app()
    options = app.widget("Weather record").options
    assert options[-1] == "Find a station"
    app.set("Weather record", "Find a station")
    assert "Search asks 127.0.0.1 for its list of stations" in app.text and not app.at.error
    assert meteostat.asked == []
    search(app, "seattle")
    assert stations(app)[0] == "Seattle-Tacoma Airport (72793, US)"
    assert meteostat.asked == ["/stations.db"]
    app.click("Fetch its days")
    assert not app.at.error and app.forecast.endswith("°C on Sunday, 15 March 2026")
    assert app.settings.target == "tmax"
    assert "Its last whole day was yesterday\\: tomorrow is 2 days ahead\\. Fetched just now\\." in app.text
    assert "Source: [Meteostat](https://meteostat.net), METAR, NOAA GHCN-Daily; [CC BY 4.0]" in app.text
    assert app.at.query_params["town"] == "72793"
    credits = "Seattle-Tacoma Airport (72793, US) (data: Meteostat, METAR, NOAA GHCN-Daily; CC BY 4.0)"
    assert app.at.session_state["chosen"].credited == credits, "the name in the report"
    app.set("Days ahead", 3)
    assert app.forecast.endswith("Tuesday, 17 March 2026")
    app.set("Weather record", "Seattle")
    assert "town" not in app.at.query_params and "Meteostat" not in app.text
    asked = list(meteostat.asked)
    app.set("Weather record", "Find a station")
    assert app.at.query_params["town"] == "72793" and app.settings.target == "tmax"
    assert meteostat.asked == asked


def test_a_link_asks_nobody_before_a_click_and_keeps_its_settings(open_app, meteostat):
    link = {"data": "Find a station", "town": "72793", "target": "tmin", "horizon": "2"}
    app = open_app(**link)
    assert "This link opens the record of station 72793" in app.text
    assert meteostat.asked == [] and not app.charts
    app.click("Fetch it from 127.0.0.1")
    assert (app.settings.target, app.settings.horizon) == ("tmin", 2)
    assert app.forecast.endswith("Monday, 16 March 2026")
    meteostat.asked.clear()
    again = open_app(**link)
    assert again.forecast == app.forecast and meteostat.asked == [], "what is kept needs no click and no host"


def test_an_old_copy_says_so_and_is_made_new_at_a_click(open_app, meteostat, monkeypatch):
    fetched(open_app(data="Find a station"))
    monkeypatch.setattr(my_town, "now", lambda: NOW + 3 * DAY)
    meteostat.asked.clear()
    app = open_app(data="Find a station", town="72793", target="tmin")
    assert "was 4 days ago\\: tomorrow is 5 days ahead\\. Fetched 3 days ago\\." in app.text
    assert meteostat.asked == []
    good = meteostat.files["/daily/2026/72793.csv.gz"]
    meteostat.files["/daily/2026/72793.csv.gz"] = status(503)
    app.click("Newer days")
    shown = "status 503; try again later. Shown is the last good copy, fetched 3 days ago."
    assert shown in app.text.replace("\\", "")
    assert len(app.charts) == 2
    meteostat.files["/daily/2026/72793.csv.gz"] = good
    app.click("Newer days")
    assert "Fetched just now" in app.text and app.settings.target == "tmin"
    assert "Newer days" not in [button.label for button in app.at.button]


def test_what_goes_wrong_is_one_sentence_and_nothing_is_lost(open_app, meteostat):
    app = search(open_app(data="Find a station"), "Atlantis")
    [error] = app.at.error
    assert "No station is called" in error.value and not app.at.radio
    meteostat.files["/daily/2026/72792.csv.gz"] = b"<html>Please log in</html>"
    fetched(app, "olympia")
    [error] = app.at.error
    assert "something else than the days of 2026" in error.value and "Traceback" not in error.value
    assert stations(app)[0] == "Olympia (72792, US)" and "town" not in app.at.query_params
    assert len(app.set("Weather record", "Seattle").charts) == 2


def test_another_station_takes_the_place_of_the_first_once_its_record_is_there(open_app, meteostat):
    app = fetched(open_app(data="Find a station")).set("Target", "tmin")
    before = app.forecast
    meteostat.files["/daily/2026/72792.csv.gz"] = status(503)
    fetched(app.click("Another station"), "olympia")
    [error] = app.at.error
    assert "status 503" in error.value
    assert app.forecast == before and app.at.query_params["town"] == "72793"
    fetched(app, "zurich")
    assert not app.at.error and not app.at.radio, "the window is closed"
    assert app.at.query_params["town"] == "06660" and app.settings.target == "tmax"
    assert "Zurich / Fluntern (06660, CH)" in app.text.replace("\\", "")


@pytest.mark.thorough
def test_newer_days_tell_what_came_of_the_forecast_and_keep_the_settings(open_app, meteostat, monkeypatch):
    monkeypatch.setattr(my_town, "now", lambda: NOW - 2 * DAY)
    app = fetched(open_app(data="Find a station", target="tmin"))
    app.set("Target", "tmin").set("Days ahead", 2)
    assert app.forecast.endswith("Saturday, 14 March 2026")
    monkeypatch.setattr(my_town, "now", lambda: NOW)
    app.run().click("Newer days")
    assert (app.settings.target, app.settings.horizon) == ("tmin", 2)
    assert app.forecast.endswith("Monday, 16 March 2026")
    assert "2 new days since the last file" in app.text


def test_a_station_without_days_is_said(open_app, meteostat):
    app = fetched(open_app(data="Find a station"), "paris")
    [error] = app.at.error
    assert "Paris (71999, CA) has no daily temperatures" in error.value.replace("\\", "")
    assert app.at.text_input and not app.charts


@pytest.mark.thorough
def test_a_link_may_say_anything(open_app, meteostat):
    fetched(open_app(data="Find a station"))
    meteostat.asked.clear()
    for town in ("[x](http://127.0.0.1:9/y)", "'; DROP TABLE stations", "../../x", "7" * 5000):
        app = open_app(data="Find a station", town=town)
        assert "This link opens the record of station" in app.text and "](" not in app.text
        app.click("Fetch it from 127.0.0.1")
        [error] = app.at.error
        assert "no station with the id" in error.value and len(error.value) < 300
    assert meteostat.asked == [], "the list is kept, and it isn't in it"
    assert open_app(data="Find a station", town="72793").charts, "nothing is lost"
