"""The Forecast page on what the forecast is made of, and on what other values would make of it."""

import json

import pytest

from gd_core.forecast.explore import by_hand
from gd_core.forecast.words import contributions, interval


def titles(app) -> str:
    specs = [json.loads(chart.proto.spec) for chart in app.charts]
    return json.dumps([spec["title"] for spec in specs if "title" in spec], ensure_ascii=False)


def test_the_forecast_is_taken_apart(open_app, result):
    app = open_app()
    first = contributions.title(contributions.contributions(result), "C").split(",")[0]
    assert first in titles(app)


def test_values_by_hand_make_their_own_forecast(open_app, seattle, result):
    app = open_app()
    values = by_hand.measured(seattle, result)
    assert f"**{interval.by_hand(result.next_day, result)}**" in app.text
    app.set("temp_max (°C)", 11.5)
    warmer = by_hand.forecast_by_hand(seattle, result, values | {"temp_max": 11.5})
    assert warmer.value > result.next_day.value + 2
    assert f"**{interval.by_hand(warmer, result)}**" in app.text
    assert app.forecast == "5.6 °C on Friday, 1 January 2016"  # the forecast of the record stays
    assert app.at.query_params["what_if"] == "temp_max:11.5"
    assert open_app(what_if="temp_max:11.5").text == app.text
    app.click("Back to the day's own values")
    assert f"**{interval.by_hand(result.next_day, result)}**" in app.text
    assert "what_if" not in app.at.query_params


def test_a_link_may_say_that_a_value_is_missing(open_app, seattle, result):
    app = open_app(what_if="wind:")
    without = by_hand.forecast_by_hand(
        seattle, result, by_hand.measured(seattle, result) | {"wind": float("nan")}
    )
    assert f"**{interval.by_hand(without, result)}**" in app.text
    assert app.widget("wind").value is None and app.at.query_params["what_if"] == "wind:"


@pytest.mark.parametrize("link", ["", "x", "wind:nan,:3,%", "nowhere:4", "wind:1e999", "temp_max:5.6"])
def test_nonsense_about_other_values_and_the_same_ones_leave_the_address(open_app, result, link):
    app = open_app(what_if=link)
    assert f"**{interval.by_hand(result.next_day, result)}**" in app.text
    assert "what_if" not in app.at.query_params


def test_another_record_begins_with_its_own_values(open_app):
    app = open_app(what_if="wind:9").set("Weather record", "Simulated station")
    assert "what_if" not in app.at.query_params and app.widget("wind").value != 9


def test_a_descent_that_ran_away_leaves_the_script_and_no_model(open_app):
    diverged = open_app(auto="false", rate="10", start_from="Nothing", standardise="false")
    labels = [button.label for button in diverged.at.get("download_button")]
    assert not {"Report", "Model"} & set(labels) and "Script" in labels
