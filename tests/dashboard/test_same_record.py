"""The same record again, with a row more: what was chosen stays, and what can't, or is new, is said."""

import os

import numpy as np
import pandas as pd
import pytest

from dashboard.record import given_files

DAYS = 500
ULM = np.round(12 + 9 * np.sin(np.arange(DAYS) / 58) + np.random.default_rng(2).normal(0, 2, DAYS), 1)


def csv(days: int, **columns) -> bytes:
    dates = pd.date_range("2022-01-01", periods=DAYS).strftime("%Y-%m-%d")
    named = columns or {"tmax": ULM, "tmin": ULM - 5, "wind": np.arange(DAYS) % 7}
    table = pd.DataFrame({"date": dates, **named}).iloc[:days]
    return table.to_csv(index=False, float_format="%.1f").encode()


def stations(**days: int) -> bytes:
    """One table of several stations; each is two degrees warmer than the one before."""
    tables = [
        pd.read_csv(pd.io.common.BytesIO(csv(count, tmax=ULM + 2 * up))).assign(station=name)
        for up, (name, count) in enumerate(days.items())
    ]
    return pd.concat(tables).to_csv(index=False).encode()


def test_a_newer_file_keeps_settings_and_says_what_is_new(open_app):
    app = open_app().upload("mine.csv", csv(400))
    app.set("Days ahead", 3).set("Target", "tmin").set("Predictors", ["tmax", "wind"]).set("Days ahead", 1)
    was = app.forecast.split(" on ")[0]
    app.upload("mine.csv", csv(401))
    assert (app.settings.target, app.settings.predictors) == ("tmin", ("tmax", "wind"))
    assert f"1 new day since the last file: {ULM[400] - 5:.1f} °C, forecast was {was}" in app.text.replace(
        "\\", ""
    )
    app.set("Days ahead", 3)
    app.upload("another name.csv", csv(402))
    assert app.settings.horizon == 3 and app.settings.target == "tmin"
    assert app.at.query_params["file"] in ("another name.csv", ["another name.csv"])
    assert "1 new day since the last file" in app.text


def test_what_a_newer_file_lacks_is_said(open_app):
    app = open_app().upload("mine.csv", csv(400)).set("Target", "tmin").set("Predictors", ["wind", "tmax"])
    app.upload("mine.csv", csv(401, tmax=ULM, rain=np.arange(DAYS) % 5))
    assert (app.settings.target, app.settings.predictors) == ("tmax", ("tmax",))
    said = app.text.replace("\\", "")
    assert 'Not in the newer file, so no longer chosen: target "tmin", predictors "wind".' in said
    app.upload("mine.csv", csv(402, tmax=ULM, rain=np.arange(DAYS) % 5))
    assert "no longer chosen" not in app.text


def test_another_record_begins_anew(open_app):
    app = open_app().upload("mine.csv", csv(400)).set("Target", "tmin")
    app.upload("other.csv", csv(400, tmax=ULM[::-1], tmin=ULM[::-1] - 4))
    assert app.settings.target == "tmax" and "since the last file" not in app.text


@pytest.mark.parametrize("chosen", [None, "York"])
def test_a_station_stays_although_another_has_one_more_row(open_app, chosen):
    app = open_app().upload("two.csv", stations(Seattle=400, York=399))
    assert app.widget("Station").value == "Seattle"
    if chosen:
        app.set("Station", chosen)
    app.upload("two.csv", stations(Seattle=400, York=402))
    assert app.widget("Station").value == (chosen or "Seattle")
    expected = ULM[399] if not chosen else ULM[401] + 2
    assert app.at.session_state["chosen"].weather.frame["tmax"].iloc[-1] == pytest.approx(expected, abs=0.06)
    app.upload("two.csv", stations(Paris=300, Rome=300))
    assert f'no longer chosen: station "{chosen or "Seattle"}"' in app.text.replace("\\", "")


def test_corrections_stay_with_a_newer_file_and_go_with_another(open_app):
    app = open_app("data").upload("mine.csv", csv(400)).set("Unit in the file", "°F")
    assert app.at.session_state["chosen"].weather.unit == "F"
    app.upload("mine.csv", csv(401))
    assert app.widget("Unit in the file").value == "°F"
    app.upload("other.csv", csv(400, tmax=ULM[::-1], tmin=ULM[::-1] - 4))
    assert app.widget("Unit in the file").value == "As read"


def test_after_a_reload_the_address_says_what_was_chosen(open_app):
    app = open_app(data="My own file", file="mine.csv", target="tmin", horizon="3", unit="°F")
    assert "This link needs the file mine\\.csv" in app.text and "after a reload, drop it again" in app.text
    app.upload("mine.csv", csv(400))
    assert (app.settings.target, app.settings.horizon) == ("tmin", 3)
    assert "°F on" in app.forecast


def test_a_refused_file_is_shown_as_it_begins_with_what_may_be_said(open_app):
    bad = b"when,tmax\n" + b"<b>x</b>,1.5\n" * 300
    app = open_app().upload("bad.csv", bad)
    [error] = app.at.error
    assert "date" in error.value
    assert [code.value.splitlines()[:2] for code in app.at.code] == [["when,tmax", "<b>x</b>,1.5"]]
    assert app.widget("Unit in the file").value == app.widget("Dates in the file").value == "As read"
    assert len(app.at.get("file_uploader")) == 1  # for another one
    app.at.switch_page("dashboard/pages/step_by_step.py")
    app.at.query_params["points"] = "Weather"
    assert len(app.run().at.error) == 1 and len(app.at.get("file_uploader")) == 1
    [uploader] = app.at.get("file_uploader")
    uploader.upload("good.csv", csv(400), "text/csv")
    assert not app.run().at.error and app.charts


@pytest.fixture
def given(tmp_path, monkeypatch):
    """A file of the command line, written long ago."""
    monkeypatch.setattr(given_files, "_given", {})

    def write(content: bytes) -> None:
        path = tmp_path / "record.csv"
        path.write_bytes(content)
        os.utime(path, (len(content), len(content)))

    write(csv(400))
    given_files.take([str(tmp_path / "record.csv"), str(tmp_path / "more.csv")])
    return write


def test_a_file_of_the_command_line_is_the_first_record_and_follows_the_disk(open_app, given, tmp_path):
    app = open_app()
    assert app.widget("Weather record").options[:3] == ["record.csv", "more.csv", "Seattle"]
    assert app.settings.target == "tmax" and app.at.query_params["file"] in ("record.csv", ["record.csv"])
    given(csv(401))
    app.set("Target", "tmin").run()
    assert "1 new day since the last file" in app.text
    given(b"nonsense")
    assert "can't be read as it is now" in app.run().text.replace("\\", "") and app.charts
    app.set("Weather record", "more.csv")
    assert [error.value.replace("\\", "") for error in app.at.error] == ["more.csv is not there."]
    assert str(tmp_path) not in app.text


def test_a_link_names_a_file_of_the_command_line(open_app, given):
    assert open_app(file="record.csv").widget("Weather record").value == "record.csv"
    assert "This link needs the file other\\.csv" in open_app(file="other.csv").text
