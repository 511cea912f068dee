"""The Forecast page's sections on why, what if, all along, and how far ahead."""

import json

import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.explore import by_hand
from gd_core.forecast.judge import backtest, horizons
from gd_core.forecast.words import backtest as backtest_words
from gd_core.forecast.words import contributions, days_ahead, interval


@pytest.fixture(scope="module")
def weather(data_dir):
    return read_weather(data_dir / "seattle_weather.csv")


@pytest.fixture(scope="module")
def result(weather):
    return run_experiment(weather, ExperimentSettings())


def titles(app) -> str:
    return json.dumps([json.loads(chart.proto.spec)["title"] for chart in app.charts], ensure_ascii=False)


def test_the_forecast_is_taken_apart(open_app, result):
    app = open_app()
    first = contributions.title(contributions.contributions(result), "C").split(",")[0]
    assert first in titles(app)


def test_values_by_hand_make_their_own_forecast(open_app, weather, result):
    app = open_app()
    values = by_hand.measured(weather, result)
    assert f"**{interval.by_hand(result.next_day, result)}**" in app.text
    app.set("temp_max (°C)", 11.5)
    warmer = by_hand.forecast_by_hand(weather, result, values | {"temp_max": 11.5})
    assert warmer.value > result.next_day.value + 2
    assert f"**{interval.by_hand(warmer, result)}**" in app.text
    assert app.title == "5.6 °C on Friday, 1 January 2016"  # the forecast of the record stays
    app.set("wind", None)
    assert not app.at.error


def test_the_backtest_follows_its_controls(open_app, weather):
    app = open_app(scores="Backtest")
    monthly = backtest.run_backtest(weather, ExperimentSettings())
    assert backtest_words.explanation(monthly) in app.text
    assert backtest_words.flattery_line(backtest.flattery(weather, ExperimentSettings())) in app.text
    app.set("Fit anew every", 1)
    daily = backtest.run_backtest(weather, ExperimentSettings(), every=1)
    assert (
        backtest_words.explanation(daily) in app.text and backtest_words.explanation(monthly) not in app.text
    )
    assert open_app(scores="Backtest", refit="day").text == app.text


def test_a_backtest_that_fails_says_why_and_the_page_goes_on(open_app, monkeypatch):
    def fails(*_, **__):
        raise ValueError("There is not enough.")

    monkeypatch.setattr(backtest, "run_backtest", fails)
    app = open_app(scores="Backtest", refit="quarter")
    assert app.at.error[0].value == "There is not enough\\." and len(app.charts) == 7


def test_how_far_ahead_it_sees(open_app, weather):
    app = open_app(scores="Days ahead")
    table = horizons.skill_by_horizon(weather, ExperimentSettings())
    assert days_ahead.explanation(table) in app.text and "knows more than the season" in titles(app)


def test_a_descent_that_ran_away_leaves_the_script_and_no_model(open_app):
    diverged = open_app(auto="false", rate="10", start_from="Nothing", standardise="false")
    labels = [button.label for button in diverged.at.get("download_button")]
    assert not {"Report", "Model"} & set(labels) and "Script" in labels
