"""The Forecast page: complete on first paint, every control at work, every link the same picture."""

import dataclasses
import json

import numpy as np
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.words import film, interval, summary
from tests.dashboard.conftest import KINDS

SEATTLE = ("precipitation", "temp_max", "temp_min", "wind")
DEFAULTS = ExperimentSettings(target="temp_max", predictors=SEATTLE)
PLAIN = dataclasses.replace(DEFAULTS, start_from="nothing")
NOTHING = {"start_from": "Nothing"}
OF_A_START_FROM_NOTHING = {
    "Features",
    "Days to look back",
    "Waves of the season",
    "Earlier days of",
    "Gaps in the predictors",
    "Standardise the predictors",
}


def test_the_first_paint_is_complete(open_app, seattle):
    app = open_app()
    expected = run_experiment(seattle, ExperimentSettings())
    assert app.title == "Tomorrow's temperature, by gradient descent" and len(app.at.title) == 1
    assert app.forecast == f"{expected.next_day.value:.1f} °C on Friday, 1 January 2016"
    assert interval.in_short(expected) in app.text and interval.made_from(expected) in app.text
    assert summary.beats_today(expected) in app.text
    assert film.how_it_goes(expected) in app.text
    assert summary.descent_outcome(expected) in app.text and summary.agreement(expected) in app.text
    assert "agree to 8 significant digits" in app.text
    assert app.metrics == {figure.label: figure.value for figure in summary.typical_errors(expected)}
    assert len(app.charts) == 2
    assert app.settings == DEFAULTS
    assert not app.at.error and not app.at.warning


def test_the_film_is_that_of_the_result(open_app, seattle):
    [shown] = [chart.proto for chart in open_app().charts if "schema/vega/" in chart.proto.spec]
    result = run_experiment(seattle, ExperimentSettings())
    spec, replay = json.loads(shown.spec), result.replay
    params = {signal["name"]: signal for signal in spec["signals"]}
    assert params["shown"]["bind"]["max"] == replay.epochs[-1] and params["play"]["value"] is False
    days, _, losses = (group["data"][0]["values"] for group in spec["marks"])
    assert [row["e"] for row in losses] == replay.epochs.tolist()
    last = result.predictions.loc[replay.dates[-1]]
    assert days[-1]["f"][0] == last["persistence"] and days[-1]["a"] == last["actual"]


@pytest.mark.parametrize(
    ("label", "value", "field", "expected"),
    [
        ("Target", "temp_min", "target", "temp_min"),
        ("Predictors", ["temp_max", "wind"], "predictors", ("temp_max", "wind")),
        ("Start from", "nothing", "start_from", "nothing"),
        ("Days ahead", 3, "horizon", 3),
        ("Interval", 80, "level", 0.8),
        ("Width of the interval", "constant", "interval", "constant"),
        ("Order of the days", "random", "split", "random"),
        ("Training ends, test begins", (60, 80), "train_share", 0.6),
        ("Rows per update", "stochastic", "batch_size", 1),
        ("Rows per update", "mini-batch", "batch_size", 32),
        ("Update rule", "adam", "update", "adam"),
        ("Update rule", "adagrad", "update", "adagrad"),
        ("Update rule", "rmsprop", "update", "rmsprop"),
        ("Update rule", "momentum", "update", "momentum"),
        ("Update rule", "nesterov", "update", "nesterov"),
        ("Epochs", 20, "epochs", 20),
        ("Automatic learning rate", False, "learning_rate", 0.1),
        ("Start of the coefficients", "normal", "init", "normal"),
        ("Start of the coefficients", "uniform", "init", "uniform"),
        ("Seed", 7, "seed", 7),
        ("Ridge strength", 0.1, "alpha", 0.1),
        ("Ridge strength", 0.0, "alpha", 0.0),
    ],
)
def test_every_control_changes_its_setting_and_nothing_else(open_app, label, value, field, expected):
    app = open_app(epochs="50").set(label, value)
    changed = {"epochs": 50, field: expected}
    if field == "train_share":
        changed["validation_share"] = pytest.approx(0.2)
    settings = dataclasses.asdict(app.settings)
    assert settings == {**dataclasses.asdict(DEFAULTS), **changed}
    assert app.forecast and len(app.charts) == 2


@pytest.mark.parametrize(
    ("label", "value", "field", "expected"),
    [
        ("Start from", "today", "start_from", "today"),
        ("Features", ["season", "mean_7", "change"], "features", ("season", "mean_7", "change")),
        ("Features", ["anomalies", "today"], "features", ("today", "anomalies")),
        ("Gaps in the predictors", "forward", "fill", "forward"),
        ("Gaps in the predictors", "linear", "fill", "linear"),
        ("Gaps in the predictors", "mean", "fill", "mean"),
        ("Gaps in the predictors", "knn", "fill", "knn"),
        ("Gaps in the predictors", "drop", "fill", "drop"),
        ("Standardise the predictors", False, "standardize", False),
        ("Width of the interval", "constant", "interval", "constant"),
        ("Ridge strength", 0.1, "alpha", 0.1),
    ],
)
def test_every_control_of_a_start_from_nothing(open_app, label, value, field, expected):
    app = open_app(epochs="50", **NOTHING).set(label, value)
    changed = {"epochs": 50, field: expected}
    assert dataclasses.asdict(app.settings) == {**dataclasses.asdict(PLAIN), **changed}
    assert app.forecast and len(app.charts) == 2


def labels(app) -> set[str]:
    return {widget.label for kind in KINDS for widget in app.at.get(kind)}


def test_controls_without_an_effect_are_not_shown(open_app):
    app = open_app()
    assert not labels(app) & OF_A_START_FROM_NOTHING
    app.set("Start from", "nothing").set("Features", ["today", "season", "lags"])
    assert labels(app) >= OF_A_START_FROM_NOTHING
    assert app.set("Start from", "today").settings == DEFAULTS


def test_controls_that_depend_on_others(open_app):
    app = open_app(method="Mini-batch", auto="false", epochs="30", update="Momentum")
    assert app.set("Momentum", 0.5).settings.momentum == 0.5
    assert app.set("Batch size", 64).settings.batch_size == 64
    assert app.set("Learning rate", 0.05).settings.learning_rate == 0.05
    app.set("Start from", "nothing").set("Features", ["season", "lags"])
    assert app.set("Waves of the season", 3).settings.season_waves == 3
    assert app.set("Days to look back", 4).settings.lags == 4
    assert app.set("Earlier days of", "predictors").settings.history == "predictors"


def test_the_tutorials_set_up_is_one_click_away_and_so_is_the_way_back(open_app, seattle):
    app = open_app().set("Start from", "nothing")
    assert app.settings == PLAIN
    expected = run_experiment(seattle, ExperimentSettings(start_from="nothing", features=("today",)))
    assert app.forecast.startswith(f"{expected.next_day.value:.1f} °C")
    assert summary.agreement(expected) in app.text and "agree to 9 significant digits" in app.text
    assert open_app(**NOTHING).settings == app.settings
    assert app.set("Start from", "today").settings == DEFAULTS


def test_a_forecast_that_as_today_beats_says_so_below_its_headline(open_app, data_dir):
    """Days that stay as they were, after many that did not: what is learned in time comes too late."""
    rng = np.random.default_rng(1)
    wild = np.where(np.arange(170) % 2, 20.0, 5.0) + rng.normal(0, 1, 170)
    days = np.datetime64("2021-01-01") + np.arange(200)
    values = [*wild, *(12.0 + 0.01 * np.arange(30))]
    lines = [f"{day},{value:.2f}" for day, value in zip(days, values, strict=True)]
    app = open_app().upload("calm at last.csv", "\n".join(["date,tmax", *lines]).encode())
    result = app.result
    assert "“As today” was better on the" in summary.against_today(result)
    assert summary.against_today(result) in app.text


def test_the_simulated_station_is_labelled_wherever_it_shows(open_app):
    app = open_app().set("Weather record", "Simulated station")
    assert "(simulated data)" in app.text
    assert app.settings.target == "tmax" and app.settings.predictors == ("tmax", "tmin", "rain", "wind")
    assert "on Monday, 1 January 2024" in app.forecast


def test_a_link_opens_the_same_picture(open_app):
    link = {
        "data": "Simulated station", "target": "tmin", "horizon": "2",
        "start_from": "Nothing",
        "features": ["Seasonal cycle", "Days before"], "waves": "3", "lags": "2", "history": "All predictors",
        "fill": "Last known value", "split": "Random",
        "method": "Mini-batch", "update": "Nesterov", "momentum": "0.8",
        "batch_size": "16", "auto": "false", "rate": "0.01", "epochs": "5",
        "start": "Normal", "seed": "3", "standardise": "false", "ridge": "0.01", "level": "75",
        "interval": "Constant",
    }  # fmt: skip
    app = open_app(**link)
    assert app.settings == ExperimentSettings(
        target="tmin", predictors=("tmax", "tmin", "rain", "wind"), horizon=2, fill="forward", split="random",
        start_from="nothing", features=("season", "lags"), season_waves=3, lags=2, history="predictors",
        batch_size=16, update="nesterov", momentum=0.8,
        learning_rate=0.01, epochs=5, init="normal", seed=3, standardize=False, alpha=0.01,
        level=0.75, interval="constant",
    )  # fmt: skip


@pytest.mark.parametrize(
    "link",
    [
        {"data": "moon"}, {"target": "nonsense"}, {"predictors": "nonsense"}, {"horizon": "99"},
        {"horizon": "abc"}, {"fill": "magic"}, {"split": ""}, {"method": ""}, {"method": "x"},
        {"auto": "perhaps"}, {"epochs": "-3"}, {"epochs": "nan"}, {"start": ""}, {"seed": "1e400"},
        {"interval": ""}, {"what_if": "x"},
        {"ridge": "-1"}, {"level": "100"}, {"what_if": "wind:nan,:3,%"}, {"other": "1"},
        {"auto": "true", "rate": "99"}, {"start_from": "?"}, {"start_from": ""},
        {"features": "moon"}, {"lags": "9"}, {"waves": "x"}, {"history": ""},
    ],
)  # fmt: skip
def test_nonsense_in_a_link_falls_back_to_the_defaults(open_app, link):
    app = open_app(**link)
    assert app.settings == DEFAULTS
    assert len(app.charts) == 2


@pytest.mark.parametrize(
    "link",
    [
        {"features": "moon"},
        {"lags": "9"},
        {"waves": "x"},
        {"history": ""},
        {"fill": "magic"},
        {"standardise": "x"},
    ],
)
def test_nonsense_about_a_start_from_nothing_falls_back_too(open_app, link):
    assert open_app(**NOTHING, **link).settings == PLAIN


def test_parts_that_leave_no_room_are_given_some(open_app):
    settings = open_app().set("Training ends, test begins", (95, 95)).settings
    assert (settings.train_share, settings.validation_share) == (0.9, pytest.approx(0.05))


def test_a_batch_larger_than_the_training_part_is_all_of_it(open_app):
    app = open_app(method="Mini-batch", batch_size="4000", epochs="50")
    assert app.settings.batch_size == 4000 and len(app.charts) == 2


def test_a_descent_that_has_not_arrived_says_so_beside_the_forecast(open_app, seattle):
    exact = run_experiment(seattle, ExperimentSettings()).next_day.least_squares
    app = open_app(auto="false", rate="0.001", epochs="20")
    assert (
        f"ended after 20 epochs, before it arrived: on the same rows, least squares says {exact:.1f} °C"
        in (app.at.warning[0].value)
    )


def test_no_predictor_is_explained(open_app):
    app = open_app().set("Predictors", [])
    assert "Choose at least one predictor" in app.at.error[0].value
    assert not app.charts


def test_no_feature_is_explained(open_app):
    app = open_app(**NOTHING).set("Features", ["anomalies"])
    assert "Choose at least one feature" in app.at.error[0].value
    assert not app.charts


def test_a_random_split_says_why_it_flatters(open_app):
    assert "Such errors may flatter" in open_app().set("Order of the days", "random").at.warning[0].value


def test_divergence_is_said_with_its_epoch_and_a_rate_that_holds(open_app):
    app = open_app(auto="false", **NOTHING).set("Learning rate", 2.0)
    assert app.forecast == "No forecast: the descent diverged"
    assert "diverged in epoch" in app.text and "Batch descent converges up to 0.496" in app.text
    assert len(app.charts) == 1  # the film, in which the loss goes up
    assert "NaN" not in json.dumps([chart.proto.spec for chart in app.charts])


def test_reset_goes_back_to_the_front_page(open_app):
    app = open_app().set("Days ahead", 5).set("Ridge strength", 0.1).set("Target", "temp_min")
    app.set("Start from", "nothing").set("Features", ["season", "lags"]).set("Days to look back", 7).set(
        "Waves of the season", 1
    )
    assert app.settings != DEFAULTS
    assert app.click("Back to the defaults").settings == DEFAULTS


def test_files_are_offered(open_app):
    labels = [button.label for button in open_app().at.get("download_button")]
    assert [label for label in labels if label != "Data"] == [
        "Report",
        "Model",
        "Script",
        "Cleaned table",
        "Predictions",
        "Scores",
        "Coefficients",
        "Loss by epoch",
    ]
