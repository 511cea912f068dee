"""The page of learning rates: a finished picture, three comparisons, clear words."""

import json

import pytest


def test_it_opens_with_a_finished_picture(open_app):
    app = open_app("learning_rates", start_from="Nothing")
    assert app.title == "Rates below 0.496 converge; 0.471 is best for the worst start"
    assert len(app.charts) == 4 and not app.at.error
    table = app.at.dataframe[0].value
    assert list(table["What happens"])[-1] == "divergent"
    measured = table["Epochs measured"].dropna()
    assert (measured - table["Epochs foretold"][measured.index]).abs().max() <= 1


@pytest.mark.parametrize(("kind", "runs", "charts"), [("rules", 6, 1), ("batches", 5, 1), ("rates", 5, 4)])
def test_every_comparison(open_app, kind, runs, charts):
    app = open_app("learning_rates").set("Compare", kind)
    assert len(app.at.dataframe[0].value) == runs and len(app.charts) == charts


@pytest.mark.parametrize("along", ["updates", "samples", "epoch"])
def test_every_progress(open_app, along):
    assert len(open_app("learning_rates").set("Along", along).charts) == 4


def test_a_looser_accuracy_needs_fewer_epochs(open_app):
    app = open_app("learning_rates")
    tight = app.at.dataframe[0].value["Epochs foretold"].min()
    assert app.set("Arrived at", 0.1).at.dataframe[0].value["Epochs foretold"].min() < tight


def test_an_own_rate_is_compared_too(open_app):
    app = open_app("learning_rates", auto="false", rate="0.02")
    assert "0.02" in list(app.at.dataframe[0].value["Run"])


def test_raw_columns_show_why_scaling_matters(open_app):
    app = open_app("learning_rates", start_from="Nothing", standardise="false")
    assert "times as curved" in app.text and len(app.charts) == 4


def test_simulated_data_are_labelled_and_bad_settings_explained(open_app):
    assert "(simulated data)" in open_app("learning_rates", data="Simulated station").text
    app = open_app("learning_rates").set("Predictors", [])
    assert "Choose at least one predictor" in app.at.error[0].value and not app.charts


@pytest.mark.parametrize("rate", ["1e-06", "10"])
def test_the_smallest_and_the_largest_rate_of_the_sidebar(open_app, rate):
    app = open_app("learning_rates", auto="false", rate=rate)
    assert len(app.charts) == 4 and not app.at.error
    table = app.at.dataframe[0].value.set_index("Run")
    assert table.loc[f"{float(rate):.3g}", "What happens"] == (
        "too small" if rate == "1e-06" else "divergent"
    )


def test_a_column_that_never_varies(open_app):
    app = open_app("learning_rates", start_from="Nothing").upload("constant.csv", constant_days(300))
    assert len(app.set("Predictors", ["pressure"]).charts) == 4 and not app.at.error
    assert len(app.set("Predictors", ["pressure", "tmax"]).charts) == 4 and not app.at.error
    assert len(app.set("Standardise the predictors", False).charts) == 4 and not app.at.error


def test_a_file_of_one_row_is_refused_with_a_sentence(open_app):
    app = open_app("learning_rates").upload("one.csv", constant_days(1))
    assert len(app.at.error) == 1 and "60 days" in app.at.error[0].value and not app.charts


def constant_days(n):
    days = [f"{2000 + k // 336}-{1 + k // 28 % 12:02d}-{1 + k % 28:02d},{10 + k % 7},5" for k in range(n)]
    return "\n".join(["date,tmax,pressure", *days]).encode()


def test_the_weather_tutorial_says_which_file_it_needs(open_app):
    app = open_app("learning_rates")
    assert "13,509 days with the columns tmax, tmin, rain, tmax_tomorrow" in app.at.info[0].value


def test_the_weather_tutorial_is_replayed_from_its_file(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["weather_regression"]
    app = open_app("learning_rates")
    app.upload("oakland.csv", (shared / "reference" / "oakland_1970_2022.csv").read_bytes())
    [table] = [frame.value for frame in app.at.dataframe if "Published" in frame.value]
    computed = table.set_index("Number")["Computed"].astype(float)
    assert computed["Validation loss after 40,001 updates"] == pytest.approx(
        told["validation_mse_after_updates"]["40001"], rel=1e-12
    )
    assert computed["Test loss"] == pytest.approx(told["test_mse"], rel=1e-12)
    assert [computed[f"Weight of {name}"] for name in told["predictors"]] == pytest.approx(
        told["w"], abs=5e-9
    )
    assert "All 10 published numbers are reproduced" in app.text
