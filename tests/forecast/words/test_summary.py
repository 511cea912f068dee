"""Sentences and files about a result."""

import dataclasses
import io

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.take_away import export
from gd_core.forecast.words import phrases, summary


def with_scores(result, model="gradient_descent", **scores):
    """The result with other scores of a model on the test part."""
    metrics = result.metrics.copy()
    row = (metrics["part"] == "test") & (metrics["model"] == model)
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


def test_the_forecast_names_its_day(result):
    assert summary.forecast_date(result) == "Friday, 1 January 2016"


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
    assert f"diverged in epoch {epoch}" in words and f"converges up to {stable}" in words
    wild = run_experiment(seattle, ExperimentSettings(learning_rate=5.0, batch_size=8))
    assert "smaller batches only well below that" in summary.descent_outcome(wild)
    adaptive = dataclasses.replace(wild, stable_rate=np.nan)
    assert "at every step. Choose a smaller rate" in summary.descent_outcome(adaptive)


BOTH = "Gradient descent and least squares"


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
def test_agreement_of_a_start_from_nothing(plain, digits, alpha, words):
    assert words in summary.agreement(dataclasses.replace(plain, agreeing_digits=digits, alpha=alpha))


@pytest.mark.parametrize(
    ("digits", "alpha", "words"),
    [
        (9.7, 0.0, f"{BOTH} agree to 9 significant digits in every coefficient."),
        (9.7, 0.1, f"{BOTH}, under the same ridge penalty, agree to 9 significant digits in every"),
        (3.2, 0.1, f"{BOTH}, under the same ridge penalty, agree to 3 significant digits in every"),
        (0.4, 0.1, "not at the least-squares coefficients; more epochs bring it nearer"),
    ],
)
def test_a_start_from_today_has_the_penalty_in_both_fits(result, digits, alpha, words):
    assert words in summary.agreement(dataclasses.replace(result, agreeing_digits=digits, alpha=alpha))


def test_a_fit_that_learns_nothing_says_so(result):
    nothing = result.coefficients.assign(gradient_descent=0.0, least_squares=0.0)
    still = dataclasses.replace(result, coefficients=nothing, agreeing_digits=15.0)
    assert "all coefficients of both fits are zero" in summary.agreement(still)
    assert summary.coefficients_title(still) == "All coefficients are zero: the fit says “as today”"


def test_a_ridge_of_the_users_own_is_not_said_to_be_chosen(seattle):
    found = run_experiment(seattle, ExperimentSettings(alpha=0.1, start_from="nothing"))
    assert "The ridge penalty (strength 0.1) holds" in summary.agreement(found)


@pytest.mark.parametrize("strength", [60.0, np.inf, np.nan])
@pytest.mark.parametrize(("ours", "today"), [(2.1, 2.31), (2.31, 2.1)])
def test_where_as_today_was_better_or_is_all_there_is_that_is_said(result, strength, ours, today):
    found = with_scores(with_scores(result, rmse=ours), "persistence", rmse=today)
    found = dataclasses.replace(found, issued=dataclasses.replace(result.issued, strength=strength))
    better = (
        "“As today” was better on the 218 test days: its typical error was 2.10 °C, "
        "that of the forecast 2.31 °C."
    )
    alone = np.isinf(strength)
    if today < ours:
        assert summary.against_today(found) == better + (" The forecast now is “as today”." if alone else "")
    elif alone:
        assert "nothing has proved better here than “as today”" in summary.against_today(found)
    else:
        assert summary.against_today(found) is None


def test_agreement_is_not_promised_where_more_epochs_do_not_bring_it(result):
    small = ExperimentSettings(batch_size=8)
    words = summary.agreement(dataclasses.replace(result, agreeing_digits=0.4, settings=small))
    assert words.endswith("a smaller rate may help.")
    assert "have moved ever further" in summary.agreement(dataclasses.replace(result, status="diverged"))


def gap(result) -> str:
    return next(figure.value for figure in summary.figures(result) if figure.label == "Gap")


def test_figures(result):
    figures = {figure.label: figure.value for figure in summary.figures(result)}
    test = result.metrics.query("part == 'test'").set_index("model")
    rmse = test.loc["gradient_descent", "rmse"]
    assert figures["This forecast"] == f"{rmse:.2f} °C"
    assert figures["Least squares"] == f"{test.loc['least_squares', 'rmse']:.2f} °C"
    assert figures["Gap"] == "0 °C"
    assert gap(with_scores(result, rmse=rmse - 0.5)) == "−0.5 °C"
    assert gap(with_scores(result, rmse=rmse + 1e-4)) == "+0.0001 °C"


def test_a_descent_that_has_not_arrived_wins_nothing_over_its_goal(result, plain):
    for found in (result, plain):
        exact = found.metrics.query("part == 'test' and model == 'least_squares'")["rmse"].iloc[0]
        short = dataclasses.replace(found, status="max_iter", agreeing_digits=2.0)
        assert gap(with_scores(short, rmse=exact - 0.5)) == "not arrived"
        assert gap(with_scores(short, rmse=exact + 0.5)) == "+0.5 °C"
    ridge = dataclasses.replace(plain, alpha=0.1, agreeing_digits=0.3)  # which has another goal
    exact = plain.metrics.query("part == 'test' and model == 'least_squares'")["rmse"].iloc[0]
    assert gap(with_scores(ridge, rmse=exact - 0.5)) == "−0.5 °C"
    assert gap(with_scores(dataclasses.replace(ridge, status="max_iter"), rmse=exact - 0.5)) == "not arrived"


def test_titles(result):
    ours = ["gradient_descent", "least_squares"]  # noqa: F841 (named in a query)
    normal = with_scores(with_scores(result, r2=0.5), "climatology", r2=0.4)
    assert summary.scatter_title(normal) == (
        "The forecast explains 50% of the variance on test days, the season alone 40%"
    )
    assert summary.scatter_title(with_scores(normal, "climatology", r2=-0.4)).endswith("alone none of it")
    assert "does worse than their mean" in summary.scatter_title(with_scores(result, r2=-0.5))
    assert "regression has the smallest" in summary.ranking_title(result)
    assert "“between the two”, which needs no regression" in summary.ranking_title(
        dataclasses.replace(result, metrics=result.metrics.query("model not in @ours"))
    )
    assert (
        summary.coefficients_title(result)
        == f"Both fits agree to {int(result.agreeing_digits)} significant digits"
    )
    assert summary.coefficients_title(dataclasses.replace(result, agreeing_digits=2.0)) == (
        "Gradient descent beside least squares"
    )
    last = "after the record's last measured day, 31 December 2015"
    assert summary.days_ahead(result) == f"the day {last}"
    later = dataclasses.replace(result, settings=ExperimentSettings(horizon=3))
    assert summary.days_ahead(later) == f"3 days {last}"


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


def test_rows_used(result, seattle):
    parts = "1,022 training, 218 validation and 218 test days, 2 between the parts left out"
    unknown = result.rows["filled"]
    assert (
        summary.rows_used(result)
        == f"{parts}, {unknown:,} missing values of terms (gaps, or before the first day) "
        "counted as no departure"
    )
    earlier = ExperimentSettings(start_from="nothing", features=("today", "lags", "mean_30", "anomalies"))
    plain = run_experiment(seattle, earlier)
    assert (
        summary.rows_used(plain)
        == f"{parts}, 24 missing values of terms (gaps, or before the first day) filled in"
    )
    few = dataclasses.replace(result, rows={**result.rows, "unmeasured": 3, "dropped": 4, "filled": 0})
    assert summary.rows_used(few).endswith(
        "3 left out because their own temperature was not measured, 4 left out for missing values"
    )


def test_tables_have_readable_names(result):
    scores = summary.scores_table(result)
    assert list(scores["Part"].unique()) == ["Test", "Validation", "Train"]
    assert "Skill over “between the two”" in scores.columns
    first = result.metrics.query("part == 'test' and model == 'gradient_descent'").iloc[0]
    assert scores.iloc[0]["Model"] == "Gradient descent" and scores.iloc[0]["RMSE (°C)"] == round(
        first["rmse"], 4
    )
    assert list(summary.coefficients_table(result)["Term"])[-1] == "intercept"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.01234, "0.0123"),
        (-26.34, "−26.3"),
        (1234.5, "1,234"),
        (6e-14, "6·10⁻¹⁴"),
        (-1.26e7, "−1.3·10⁷"),
        (1e-5, "10⁻⁵"),
        (float("inf"), "∞"),
        (float("nan"), "not known"),
    ],
)
def test_numbers_have_few_digits_and_powers_where_they_are_far_from_one(value, words):
    assert phrases.rounded(value) == words


def test_a_long_date():
    assert phrases.long_date(pd.Timestamp("2016-01-01")) == "1 January 2016"
