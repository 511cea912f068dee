"""The Data page: what was read, and every decision."""

import io
import json
import re

import numpy as np
import pandas as pd
import pytest

from gd_core import read_weather
from gd_core.forecast.explore import climate, gap_trial
from gd_core.forecast.words import climate as climate_words
from gd_core.forecast.words import gap_trial as gap_trial_words


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
    [uploader] = app.at.get("file_uploader")
    assert "Drop the file" in uploader.label and not app.charts


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


def page_of(app):
    app.at.switch_page("dashboard/pages/data.py")
    return app.run()


def two_cities(start="2020-01-01") -> bytes:
    days = pd.date_range(start, periods=200)
    wave = np.round(14 + 9 * np.sin(np.arange(200) / 20), 1)
    cities = [
        pd.DataFrame({"city": c, "date": days, "tmax": wave + up}) for c, up in (("Ulm", 0), ("Rome", 7))
    ]
    return pd.concat(cities).to_csv(index=False).encode()


def ambiguous() -> bytes:
    """The first twelve days of each month, so that no date says whether it begins with the day."""
    days = pd.date_range("2011-01-01", "2018-12-31")
    days = days[days.day <= 12]
    values = np.round(14 + 9 * np.sin(days.day_of_year.to_numpy() / 58), 1)
    return pd.DataFrame({"date": days.strftime("%d/%m/%Y"), "tmax": values}).to_csv(index=False).encode()


def test_the_first_lines_stand_beside_the_decisions(open_app):
    app = open_app("data")
    shown = app.at.code[0].value
    assert shown.startswith("date,precipitation,temp_max,temp_min,wind,weather\n2012/01/01,0.0,12.8,5.0,4.7,")
    labels = [button.label for button in app.at.get("download_button")]
    assert labels == ["Cleaned daily table", *["Data"] * len(app.charts)]


def test_how_days_relate_and_what_fills_gaps_best_is_said(open_app, data_dir):
    app = open_app("data", data="Simulated station", look_at="Today and tomorrow")
    weather = read_weather(data_dir / "synthetic_station.csv")
    pairs = climate.today_and_tomorrow(weather, "tmax")
    assert climate_words.pairs_line(pairs, "C") in app.text
    table = app.at.dataframe[2].value
    trial = gap_trial.try_fill_methods(weather.frame, "tmax")
    pd.testing.assert_frame_equal(
        table.reset_index(drop=True), gap_trial_words.table(trial), check_dtype=False
    )
    assert gap_trial_words.explanation(trial) in app.text
    assert "correlation of" in json.dumps(json.loads(app.charts[-1].proto.spec)["title"])
    app.set("Look at", "year")
    assert "coldest around" in json.dumps(json.loads(app.charts[-1].proto.spec)["title"])


def test_imputed_stretches_are_those_of_the_chosen_method(open_app):
    app = open_app("data", data="Simulated station", start_from="Nothing", fill="Straight line")
    assert '["Observed", "Filled in"]' in json.dumps(json.loads(app.charts[1].proto.spec))
    app.set("Gaps in the predictors", "drop")
    assert '["Observed", "Filled in"]' not in json.dumps(json.loads(app.charts[1].proto.spec))


def test_another_unit_is_read_everywhere(open_app):
    app = open_app("data").set("Unit in the file", "°F")
    assert "is in °F, as asked for" in app.text.replace("\\", "")
    assert app.at.dataframe[0].value["Unit"].tolist()[1] == "°F"
    app.at.switch_page("dashboard/pages/forecast.py")
    app.run()
    assert "°F on Friday" in app.forecast
    assert open_app(unit="°F").forecast == app.forecast
    assert "°C" in app.set("Unit in the file", "As read").forecast


def test_degrees_are_shown_as_asked_for_on_every_page(open_app):
    celsius = open_app()
    app = open_app(degrees="°F")
    value, as_shown = (
        float(re.match(r"[-−\d.]+", page.forecast)[0].replace("−", "-")) for page in (celsius, app)
    )
    assert as_shown == pytest.approx(value * 1.8 + 32, abs=0.1)
    assert "°F on" in app.forecast and app.metrics != celsius.metrics
    page_of(app)
    assert list(app.at.dataframe[0].value["Unit"])[1:3] == ["°F", "°F"]
    assert app.at.dataframe[0].value["Highest"].iloc[1] == pytest.approx(35.6 * 1.8 + 32)
    assert open_app("data").at.dataframe[0].value["Highest"].iloc[1] == 35.6
    app.set("Degrees shown", "As in the file")
    assert app.at.dataframe[0].value["Highest"].iloc[1] == 35.6


def test_another_station_is_read_everywhere(open_app):
    app = page_of(open_app().upload("two.csv", two_cities()))
    assert app.widget("Station").options == ["Ulm", "Rome"] and app.widget("Station").value == "Ulm"
    highest = app.at.dataframe[0].value["Highest"].iloc[0]
    app.set("Station", "Rome")
    assert app.at.dataframe[0].value["Highest"].iloc[0] == pytest.approx(highest + 7)
    before = app.at.session_state["chosen"].key
    app.at.switch_page("dashboard/pages/forecast.py")
    app.run()
    assert app.at.session_state["chosen"].key == before and app.charts


def test_the_order_of_dates_can_be_chosen_where_the_file_leaves_it_open(open_app):
    assert all(group.label != "Dates in the file" for group in open_app("data").at.get("button_group"))
    content = ambiguous()
    table = pd.read_csv(io.BytesIO(content))
    app = page_of(open_app().upload("dates.csv", content))
    as_read = hottest(app)
    for order, day_first in (("Day first", True), ("Month first", False)):
        app.set("Dates in the file", order)
        dates = pd.to_datetime(
            table["date"], dayfirst=day_first, format="%d/%m/%Y" if day_first else "%m/%d/%Y"
        )
        day = dates[table["tmax"].idxmax()]
        assert hottest(app) == f"{day.day} {day:%B %Y}"
    assert hottest(app) != as_read  # the year of such a file is smooth only with the day first
    app.set("Dates in the file", "As read")
    assert hottest(app) == as_read


def hottest(app) -> str:
    """The date of the highest value, as the chart of the record says it."""
    [title] = [t for chart in app.charts if " from " in (t := str(json.loads(chart.proto.spec)["title"]))]
    return re.search(r"to [−.\d]+ °C on (\d+ \w+ \d+)", title)[1]


def test_a_new_file_begins_as_it_is_read(open_app):
    app = open_app().upload("two.csv", two_cities()).set("Station", "Rome").set("Unit in the file", "°F")
    app.upload("again.csv", two_cities("2021-01-01"))
    assert app.widget("Station").value == "Ulm" and app.widget("Unit in the file").value == "As read"
    assert app.at.session_state["chosen"].weather.unit == "C"


def test_what_fits_no_longer_is_refused_and_can_be_taken_back(open_app):
    content = two_cities()
    app = page_of(open_app(unit="°F", station="Nowhere").upload("two.csv", content))
    assert app.metrics["Days"] == "200"


def test_without_predictors_the_page_still_shows_the_record(open_app):
    app = open_app("data").set("Predictors", [])
    assert len(app.charts) == 1 and app.metrics["Days"] == "1,461"
    assert "Trial of filling gaps" not in app.text
