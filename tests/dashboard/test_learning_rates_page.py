"""The page of learning rates: a finished picture, three comparisons, clear words."""

import pytest


def test_it_opens_with_a_finished_picture(open_app):
    app = open_app("learning_rates", features="Today's values")
    assert app.title == "Rates below 0.496 converge; 0.471 is the best fixed one"
    assert len(app.charts) == 2 and not app.at.error
    table = app.at.dataframe[0].value
    assert list(table["What happens"])[-1] == "divergent"
    measured = table["Epochs measured"].dropna()
    assert (measured - table["Epochs foretold"][measured.index]).abs().max() <= 1


@pytest.mark.parametrize(("kind", "runs", "charts"), [("rules", 6, 1), ("batches", 5, 1), ("rates", 5, 2)])
def test_every_comparison(open_app, kind, runs, charts):
    app = open_app("learning_rates").set("Compare", kind)
    assert len(app.at.dataframe[0].value) == runs and len(app.charts) == charts


@pytest.mark.parametrize("along", ["updates", "samples", "epoch"])
def test_every_progress(open_app, along):
    assert len(open_app("learning_rates").set("Along", along).charts) == 2


def test_a_looser_accuracy_needs_fewer_epochs(open_app):
    app = open_app("learning_rates")
    tight = app.at.dataframe[0].value["Epochs foretold"].min()
    assert app.set("Arrived at", 0.1).at.dataframe[0].value["Epochs foretold"].min() < tight


def test_an_own_rate_is_compared_too(open_app):
    app = open_app("learning_rates", auto="false", rate="0.02")
    assert "0.02" in list(app.at.dataframe[0].value["Run"])


def test_raw_columns_show_why_scaling_matters(open_app):
    app = open_app("learning_rates", standardise="false")
    assert "times as curved" in app.text and len(app.charts) == 2


def test_simulated_data_are_labelled_and_bad_settings_explained(open_app):
    assert "(simulated data)" in open_app("learning_rates", data="Simulated station").text
    app = open_app("learning_rates").set("Predictors", [])
    assert "Choose at least one predictor" in app.at.error[0].value and not app.charts
