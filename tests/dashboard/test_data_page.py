"""The Data page: what was read, and every decision."""

import pandas as pd
import pytest


@pytest.mark.parametrize(
    ("data", "days", "absent"), [("Seattle", "1,461", "0"), ("Simulated station", "12,761", "753")]
)
def test_the_record_is_summed_up(open_app, data, days, absent):
    app = open_app("data", data=data)
    assert app.metrics["Days"] == days and app.metrics["Absent days"] == absent
    assert len(app.charts) == 2
    decisions, columns = (frame.value for frame in app.at.dataframe[:2])
    assert {"About", "Decision", "Evidence", "Certainty"} == set(decisions.columns)
    unit = decisions[decisions["About"] == "Unit"].iloc[0]
    assert unit["Certainty"] == "assumed" and "°C" in unit["Decision"]
    assert list(columns["Predictor"]) == [True] * 4


def test_simulated_data_are_labelled(open_app):
    assert "no such station exists" in open_app("data", data="Simulated station").at.info[0].value
    assert not open_app("data").at.info


def test_the_gaps_of_the_published_record_are_found(open_app, shared):
    app = open_app().upload("oakland.csv", (shared / "reference" / "oakland_1970_2022.csv").read_bytes())
    app.at.switch_page("dashboard/pages/data.py")
    app.run()
    assert app.metrics["Absent days"] == "5,814"
    gaps = app.at.dataframe[2].value
    last_days_before = pd.to_datetime(gaps["First absent day"]) - pd.Timedelta(days=1)
    assert sorted(last_days_before.dt.year) == [1980, 1986, 2000, 2012]
    assert "4 gaps in the dates, the longest of 4,901 days" in app.text


def test_the_page_waits_for_a_file(open_app):
    app = open_app("data", data="My own file")
    assert "Choose a CSV file" in app.at.info[0].value and not app.charts
