"""Sentences and files about a result."""

import dataclasses
import io

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.take_away import export
from gd_core.forecast.words import phrases, summary


@pytest.fixture(scope="module")
def result(seattle):
    return run_experiment(seattle, ExperimentSettings())


def with_scores(result, **scores):
    """The result with other scores of gradient descent on the test part."""
    metrics = result.metrics.copy()
    row = (metrics["part"] == "test") & (metrics["model"] == "gradient_descent")
    for name, value in scores.items():
        metrics.loc[row, name] = value
    return dataclasses.replace(result, metrics=metrics)


@pytest.mark.parametrize(
    ("parts", "words"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_read_as_sentences_do(parts, words):
    assert phrases.joined(parts) == words


def test_degrees_and_percent():
    assert phrases.degrees(-3.14159, "C") == "−3.1 °C"
    assert phrases.degrees(2.0, "F", signed=True) == "+2.0 °F"
    assert phrases.degrees(-0.04, "C") == "0.0 °C"
    assert [phrases.percent(x) for x in (0.123, -0.001, 1.0)] == ["12%", "0%", "100%"]
    assert phrases.percent(0.09, signed=True) == "+9%"
    assert phrases.percent(-0.09, signed=True) == "−9%"


def test_the_forecast_names_its_day_and_its_interval(result):
    assert summary.forecast_date(result) == "Friday, 1 January 2016"
    value = result.next_day
    words = summary.forecast_interval(result)
    assert words == (
        f"90% chance of lying between {value.low:.1f} °C and {value.high:.1f} °C. "
        "It is made from the values of 31 December 2015."
    )
    no_interval = dataclasses.replace(value, low=np.nan, high=np.nan)
    words = summary.forecast_interval(dataclasses.replace(result, next_day=no_interval))
    assert words.endswith("2015. The validation part is too short for a 90% interval.")


def test_the_outcome_of_the_descent(seattle, result):
    assert summary.descent_outcome(result) == (
        f"Gradient descent converged after {result.model.n_iter_} epochs at a learning rate of "
        f"{result.model.learning_rate_:.3g}."
    )
    assert summary.has_forecast(result)
    short = run_experiment(seattle, ExperimentSettings(epochs=1))
    assert "ran all 1 epoch at a learning rate" in summary.descent_outcome(short)
    stopped = dataclasses.replace(result, status="stopped")
    assert "was stopped after" in summary.descent_outcome(stopped)
    wild = run_experiment(seattle, ExperimentSettings(learning_rate=5.0))
    assert not summary.has_forecast(wild)
    epoch, stable = wild.model.n_iter_ + 1, f"{wild.stable_rate:.3g}"
    words = summary.descent_outcome(wild)
    assert f"diverged in epoch {epoch}" in words and f"holds up to {stable}" in words
    wild = run_experiment(seattle, ExperimentSettings(learning_rate=5.0, batch_size=8))
    assert "smaller batches only well below that" in summary.descent_outcome(wild)
    adaptive = dataclasses.replace(wild, stable_rate=np.nan)
    assert "at every step. Choose a smaller rate" in summary.descent_outcome(adaptive)


@pytest.mark.parametrize(
    ("digits", "alpha", "words"),
    [
        (9.7, 0.0, "agree to 9 significant digits in every coefficient."),
        (3.2, 0.0, "agree to 3 significant digits in every coefficient so far"),
        (1.0, 0.0, "agree to 1 significant digit in every coefficient so far"),
        (0.4, 0.0, "not at the least-squares coefficients; more epochs bring it nearer"),
        (0.4, 1.0, "The ridge penalty (strength 1, chosen by cross-validation) holds the coefficients"),
    ],
)
def test_agreement(result, digits, alpha, words):
    assert words in summary.agreement(dataclasses.replace(result, agreeing_digits=digits, alpha=alpha))


def test_a_ridge_of_the_users_own_is_not_said_to_be_chosen(seattle):
    found = run_experiment(seattle, ExperimentSettings(alpha=0.1))
    assert "The ridge penalty (strength 0.1) holds" in summary.agreement(found)


def test_agreement_is_not_promised_where_more_epochs_do_not_bring_it(result):
    small = ExperimentSettings(batch_size=8)
    words = summary.agreement(dataclasses.replace(result, agreeing_digits=0.4, settings=small))
    assert words.endswith("a smaller rate may help.")
    assert "have run away" in summary.agreement(dataclasses.replace(result, status="diverged"))


def test_figures(result):
    figures = {figure.label: figure.value for figure in summary.figures(result)}
    test = result.metrics.query("part == 'test'").set_index("model")
    rmse = test.loc["gradient_descent", "rmse"]
    assert figures["Gradient descent"] == f"{rmse:.2f} °C"
    assert figures["Least squares"] == f"{test.loc['least_squares', 'rmse']:.2f} °C"
    assert figures["Gap"] == "0 °C"
    early = dataclasses.replace(with_scores(result, rmse=rmse - 0.5), status="max_iter", agreeing_digits=2.0)
    assert {f.label: f.value for f in summary.figures(early)}["Gap"] == "not arrived"
    late = dataclasses.replace(with_scores(result, rmse=rmse + 0.5), status="max_iter", agreeing_digits=2.0)
    assert {f.label: f.value for f in summary.figures(late)}["Gap"] == "+0.5 °C"
    far = {f.label: f.value for f in summary.figures(with_scores(result, rmse=rmse - 0.5))}
    assert far["Gap"] == "−0.5 °C"
    near = {f.label: f.value for f in summary.figures(with_scores(result, rmse=rmse + 1e-4))}
    assert near["Gap"] == "+0.0001 °C"


def test_titles(result):
    ours = ["gradient_descent", "least_squares"]  # noqa: F841 (named in a query)
    test = result.predictions.query("part == 'test'")
    held = (
        (test["actual"] - test["gradient_descent"]).abs() <= test["high"] - test["gradient_descent"]
    ).mean()
    assert summary.timeline_title(result) == f"The 90% interval held on {held:.0%} of 218 test days"
    blank = result.predictions.assign(low=np.nan)
    assert summary.timeline_title(dataclasses.replace(result, predictions=blank)) == (
        "Forecast and measured temperature"
    )
    alone = result.metrics.query("part == 'test' and model == 'climatology'")["r2"].item()
    assert summary.scatter_title(with_scores(result, r2=0.5)) == (
        f"The forecast explains 50% of the variance on test days, the season alone {alone:.0%}"
    )
    useless = dataclasses.replace(result, metrics=result.metrics.assign(r2=result.metrics["r2"] - 0.8))
    assert summary.scatter_title(useless).endswith("the season alone none of it")
    assert "does worse than their mean" in summary.scatter_title(with_scores(result, r2=-0.5))
    assert "regression has the smallest" in summary.ranking_title(result)
    assert "the damped anomaly, which needs no regression" in summary.ranking_title(
        dataclasses.replace(result, metrics=result.metrics.query("model not in @ours"))
    )
    assert (
        summary.coefficients_title(result)
        == f"Both fits agree to {int(result.agreeing_digits)} significant digits"
    )
    assert summary.coefficients_title(dataclasses.replace(result, agreeing_digits=2.0)) == (
        "Gradient descent beside least squares"
    )
    assert summary.days_ahead(result) == "1 day ahead"
    assert (
        summary.days_ahead(dataclasses.replace(result, settings=ExperimentSettings(horizon=3)))
        == "3 days ahead"
    )


def test_a_random_split_comes_with_a_warning(seattle, result):
    assert summary.random_split_warning(result) is None
    mixed = run_experiment(seattle, ExperimentSettings(split="random"))
    assert "Such errors may flatter" in summary.random_split_warning(mixed)


def test_files_read_back_as_what_they_were(result):
    predictions = pd.read_csv(
        io.BytesIO(export.csv(result.predictions.reset_index())), parse_dates=["date"], index_col="date"
    )
    pd.testing.assert_frame_equal(predictions, result.predictions, check_index_type=False, check_dtype=False)
    metrics = pd.read_csv(io.BytesIO(export.csv(result.metrics)))
    pd.testing.assert_frame_equal(metrics, result.metrics, check_dtype=False)
    history = pd.read_csv(io.BytesIO(export.csv(result.history)))
    assert np.array_equal(history["loss"], result.history["loss"])


def test_names_that_a_spreadsheet_would_run_are_defused(result):
    terms = ["=1+1", "@sum", "-wind", "+x", "intercept"]
    hostile = dataclasses.replace(result, coefficients=result.coefficients.tail(5).assign(term=terms))
    read = pd.read_csv(io.BytesIO(export.csv(hostile.coefficients)))
    assert list(read["term"]) == ["'=1+1", "'@sum", "'-wind", "'+x", "intercept"]


def test_the_caveat_stands_only_where_the_descent_has_not_arrived(seattle, result):
    assert summary.caveat(result) is None
    short = run_experiment(seattle, ExperimentSettings(epochs=3))
    exact = phrases.degrees(short.next_day.least_squares, "C")
    assert summary.caveat(short) == (
        f"The descent ended after 3 epochs, before it arrived: on the same rows, least squares says {exact}."
    )
    assert "was stopped after" in summary.caveat(dataclasses.replace(short, status="stopped"))
    near = dataclasses.replace(short.next_day, value=short.next_day.least_squares + 1e-4)
    assert summary.caveat(dataclasses.replace(short, next_day=near)) is None


def test_rows_used(result):
    assert summary.rows_used(result) == (
        "1,022 training, 218 validation and 218 test days, 2 between the parts left out, "
        "24 missing terms filled in"
    )
    few = dataclasses.replace(result, rows={**result.rows, "unmeasured": 3, "dropped": 4, "filled": 0})
    assert summary.rows_used(few).endswith(
        "3 left out because their own temperature was not measured, 4 left out for missing values"
    )


def test_tables_have_readable_names(result):
    scores = summary.scores_table(result)
    assert list(scores["Part"].unique()) == ["Test", "Validation", "Train"]
    assert "Skill over the damped anomaly" in scores.columns
    first = result.metrics.query("part == 'test' and model == 'gradient_descent'").iloc[0]
    assert scores.iloc[0]["Model"] == "Gradient descent" and scores.iloc[0]["RMSE"] == round(first["rmse"], 4)
    assert list(summary.coefficients_table(result)["Term"])[-1] == "intercept"
