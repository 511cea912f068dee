"""The Data page: what was read, and every decision."""

import json

import pandas as pd
import pytest


@pytest.mark.parametrize(
    ("data", "days", "absent"), [("Seattle", "1,461", "0"), ("Simulated station", "12,761", "753")]
)
def test_the_record_is_summed_up(open_app, data, days, absent):
    app = open_app("data", data=data)
    assert app.metrics["Days"] == days and app.metrics["Absent days"] == absent
    assert len(app.charts) == (1 if absent == "0" else 2)
    assert "is in °C \\(assumed" in app.text
    assert list(app.at.dataframe[0].value["Predictor"]) == [True] * 4


def test_simulated_data_are_labelled(open_app):
    assert "no such station exists" in open_app("data", data="Simulated station").at.info[0].value
    assert not open_app("data").at.info


def test_the_gaps_of_the_published_record_are_found(open_app, shared):
    app = open_app().upload("oakland.csv", (shared / "reference" / "oakland_1970_2022.csv").read_bytes())
    app.at.switch_page("dashboard/pages/data.py")
    app.run()
    assert app.metrics["Absent days"] == "5,814"
    gaps = app.at.dataframe[1].value
    last_days_before = pd.to_datetime(gaps["First absent day"]) - pd.Timedelta(days=1)
    assert sorted(last_days_before.dt.year) == [1980, 1986, 2000, 2012]
    assert "4 gaps in the dates, the longest of 4,901 days" in app.text


def test_the_page_waits_for_a_file(open_app):
    app = open_app("data", data="My own file")
    assert "Choose a CSV file" in app.at.info[0].value and not app.charts


def test_the_record_is_that_of_the_chosen_target(open_app):
    chart = json.loads(open_app("data", target="temp_min").charts[0].proto.spec)
    assert "temp_min from" in json.dumps(chart["title"])


def test_a_flood_of_decisions_is_cut(open_app):
    names = ",".join(["date", "tmax", *["same"] * 60])
    days = pd.date_range("2020-01-01", periods=100)
    rows = [f"{day:%Y-%m-%d},{day.day + day.month / 2}" + f",{day.day}.5" * 60 for day in days]
    app = open_app().upload("same.csv", "\n".join([names, *rows]).encode())
    app.at.switch_page("dashboard/pages/data.py")
    app.run()
    assert any("more decisions" in expander.label for expander in app.at.expander)
