"""The page of learning rates: a finished picture, three comparisons, guesses, clear words."""

import json

import pytest

from gd_core.charts import learning_rates as charts

GUESSES = {
    "What does descent do": "It jumps across the minimum, further each time",
    "Does a larger rate": "No, it can swing",
    "Which update rule": "Adam",
}


def guess(app, question, answer):
    [label] = [group.label for group in app.at.get("button_group") if question in group.label]
    return app.set(label, answer)


def test_it_opens_with_a_finished_picture(open_app):
    app = open_app("learning_rates", start_from="Nothing")
    assert app.title == "How fast, and when does it break?"
    assert app.at.header[0].value == "Rates below 0.496 arrive; 0.471 is the fastest here: 24 epochs"
    assert len(app.charts) == 1 and not app.at.error
    table = app.at.dataframe[0].value
    assert list(table["What happens"])[-1] == "diverges"
    assert list(table["Epochs until it has arrived"])[-1] == "never"
    for measured, foretold in zip(table["Epochs until it has arrived"], table["Foretold"], strict=True):
        assert measured == foretold or abs(int(measured) - int(foretold)) <= 1


@pytest.mark.parametrize(("kind", "runs"), [("rules", 6), ("batches", 5), ("rates", 5)])
def test_every_comparison_has_a_headline_of_its_own(open_app, kind, runs):
    app = open_app("learning_rates").set("Compare", kind)
    assert len(app.at.dataframe[0].value) == runs and len(app.charts) == 1
    said = app.at.header[0].value
    assert ("Rates below" in said, "at a time" in said) == (kind == "rates", kind == "batches")
    assert "the fastest here: " in said
    assert app.title == "How fast, and when does it break?"


@pytest.mark.parametrize("along", ["updates", "samples", "epoch"])
def test_every_progress_of_batches(open_app, along):
    app = open_app("learning_rates", compare="Batch sizes").set("Along", along)
    assert len(app.charts) == 1 and charts.PROGRESS[along] in app.charts[0].proto.spec


def test_each_guess_shows_its_answer(open_app):
    app = open_app("learning_rates")
    for question, answer in GUESSES.items():
        app = guess(app, question, answer)
    assert len(app.charts) == 3 and not app.at.error
    assert app.text.count("You guessed **") == 3 and "You guessed **Adam**; it is **AdaGrad**" in app.text
    assert "The limit is 0.208" in app.text and "Epochs: AdaGrad 18, RMSprop" in app.text
    alts = [chart.proto.alt for chart in app.charts]
    assert len(set(alts)) == 3 and all(any(c.isdigit() for c in alt) for alt in alts)


def test_a_looser_accuracy_needs_fewer_epochs(open_app):
    app = open_app("learning_rates")
    tight = int(app.at.dataframe[0].value["Foretold"][0])
    assert int(app.set("Arrived at", 0.1).at.dataframe[0].value["Foretold"][0]) < tight


def test_an_own_rate_is_compared_too(open_app):
    app = open_app("learning_rates", auto="false", rate="0.02")
    assert "0.02" in list(app.at.dataframe[0].value["Learning rate"])
    app = open_app("learning_rates").set("Add a rate of your own", 0.123456)
    table = app.at.dataframe[0].value.set_index("Learning rate")
    assert len(table) == 6 and table.loc["0.123", "What happens"] == "good"
    shared = open_app("learning_rates", added="0.123456")
    assert shared.charts[0].proto.spec == app.charts[0].proto.spec
    assert "learning_rate must be" in app.set("Add a rate of your own", 0.0).at.error[0].value.replace(
        "\\", ""
    )


def test_raw_columns_show_why_scaling_matters(open_app):
    app = open_app("learning_rates", start_from="Nothing", standardise="false")
    assert len(guess(app, *next(iter(GUESSES.items()))).charts) == 2 and "times less" in app.text


def test_the_way_on_stands_at_the_end(open_app):
    links = [link.proto.label for link in open_app("learning_rates").at.get("page_link")]
    assert len(links) == 3 and links[0].startswith("Next: ") and links[2] == "The same on your own station"


def test_simulated_data_are_labelled_and_bad_settings_explained(open_app):
    assert "(simulated data)" in open_app("learning_rates", data="Simulated station").text
    app = open_app("learning_rates").set("Predictors", [])
    assert "Choose at least one predictor" in app.at.error[0].value and not app.charts


@pytest.mark.parametrize("rate", ["1e-06", "10"])
def test_the_smallest_and_the_largest_rate_of_the_sidebar(open_app, rate):
    app = open_app("learning_rates", auto="false", rate=rate)
    assert len(app.charts) == 1 and not app.at.error
    table = app.at.dataframe[0].value.set_index("Learning rate")
    assert table.loc[f"{float(rate):.3g}", "What happens"] == ("slow" if rate == "1e-06" else "diverges")


def test_a_column_that_never_varies(open_app):
    app = open_app("learning_rates", start_from="Nothing").upload("constant.csv", constant_days(300))
    assert len(app.set("Predictors", ["pressure"]).charts) == 1 and not app.at.error
    assert len(app.set("Predictors", ["pressure", "tmax"]).charts) == 1 and not app.at.error
    assert len(app.set("Standardise the predictors", False).charts) == 1 and not app.at.error


def test_a_file_of_one_row_is_refused_with_a_sentence(open_app):
    app = open_app("learning_rates").upload("one.csv", constant_days(1))
    assert len(app.at.error) == 1 and "60 days" in app.at.error[0].value and not app.charts


def constant_days(n):
    days = [f"{2000 + k // 336}-{1 + k // 28 % 12:02d}-{1 + k % 28:02d},{10 + k % 7},5" for k in range(n)]
    return "\n".join(["date,tmax,pressure", *days]).encode()


def test_the_weather_tutorial_says_which_file_it_needs(open_app):
    app = open_app("learning_rates", tutorial="true")
    assert "13,509 days with the columns tmax, tmin, rain, tmax_tomorrow" in app.at.info[0].value


def test_the_weather_tutorial_is_replayed_from_its_file(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["weather_regression"]
    app = open_app("learning_rates", tutorial="true")
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
