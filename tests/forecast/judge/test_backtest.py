"""The backtest of a weather record, and what a random split makes of it."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.judge.backtest import Flattery, flattery, run_backtest
from gd_core.forecast.words.backtest import explanation, flattery_line, title
from tests.forecast.plain_regression import plain


def test_a_single_fit_is_that_of_the_experiment(seattle):
    """Refitted never again, the backtest's least squares is the experiment's, day by day."""
    result = run_experiment(seattle, plain())
    found = run_backtest(seattle, plain(), every=10_000).rolled.predictions
    both = result.predictions.loc[found.index]
    np.testing.assert_allclose(found["least_squares"], both["least_squares"], atol=1e-8)
    np.testing.assert_allclose(found["persistence"], both["persistence"])
    # The references of the experiment know one day less: the normal ends on the last training day itself.
    np.testing.assert_allclose(found["climatology"], both["climatology"], atol=0.05)
    np.testing.assert_allclose(found["damped_anomaly"], both["damped_anomaly"], atol=0.05)


def test_from_today_a_backtest_departs_from_today(seattle):
    """Refitted monthly it is about as good as the experiment, whose rolling origins do the same."""
    settings = ExperimentSettings(start_from="today")
    found = run_backtest(seattle, settings, every=30).rolled.predictions
    both = run_experiment(seattle, settings).predictions.loc[found.index]
    np.testing.assert_allclose(found["actual"], both["actual"], atol=1e-9)
    np.testing.assert_allclose(found["persistence"], both["persistence"], atol=1e-9)
    ours, theirs, today = (
        ((f[m] - f["actual"]) ** 2).mean()
        for f, m in ((found, "least_squares"), (both, "least_squares"), (both, "persistence"))
    )
    assert ours == pytest.approx(theirs, rel=0.03) and ours < 0.95 * today


def test_from_today_a_strong_penalty_leaves_today_and_a_constant(seattle):
    """Terms held at nothing: what remains is the mean change of the days known, which is not penalised."""
    settings = ExperimentSettings(start_from="today", alpha=1e9)
    found = run_backtest(seattle, settings, every=10_000).rolled.predictions
    change = (found["least_squares"] - found["persistence"]).to_numpy()
    np.testing.assert_allclose(change, change[0], atol=1e-5)
    assert abs(change[0]) < 0.05


def test_scores_and_years_follow_from_the_forecasts(station):
    found = run_backtest(station, plain(), every=90)
    error = found.rolled.predictions["least_squares"] - found.rolled.predictions["actual"]
    rmse = found.scores.set_index("model")["rmse"]
    assert rmse["least_squares"] == pytest.approx(np.sqrt((error**2).mean()))
    year = found.years[(found.years["year"] == 2019) & (found.years["model"] == "least_squares")]
    in_2019 = error[error.index.year == 2019]
    assert year["rmse"].item() == pytest.approx(np.sqrt((in_2019**2).mean()))
    assert year["days"].item() == len(in_2019)
    assert rmse["least_squares"] < rmse["persistence"] < rmse["climatology"]
    table = found.years.pivot(index="year", columns="model", values="rmse")
    best = (table.idxmin(axis=1) == "least_squares").sum()
    assert title(found) == f"The regression had the smallest error in {best} of {len(table)} years"


def test_the_explanation_says_what_was_done(seattle):
    whole = run_backtest(seattle, plain(), every=1)
    text = explanation(whole)
    assert f"made by {len(whole.rolled.origins)} fits" in text and "stopped" not in text
    part = run_backtest(seattle, plain(), every=1, progress=lambda done, planned: True)
    assert f"It was stopped after 128 of {whole.rolled.planned} fits." in explanation(part)


def test_the_settings_of_a_random_split_are_tested_by_time(seattle):
    by_time = run_backtest(seattle, plain())
    by_chance = run_backtest(seattle, plain(split="random", seed=4))
    pd.testing.assert_frame_equal(by_time.rolled.predictions, by_chance.rolled.predictions)


def test_flattery_is_the_mean_of_experiments(seattle):
    found = flattery(seattle, plain())
    results = [run_experiment(seattle, plain(split="random", seed=seed)) for seed in range(5)]
    tests = [
        r.metrics[(r.metrics["model"] == "least_squares") & (r.metrics["part"] == "test")] for r in results
    ]
    assert found.random == pytest.approx(np.mean([t["rmse"].item() for t in tests]))


def test_from_today_flattery_compares_the_same_fit_of_two_splits(seattle):
    settings = ExperimentSettings(start_from="today")
    found = flattery(seattle, settings)
    results = [run_experiment(seattle, replace(settings, split="random", seed=seed)) for seed in range(5)]
    tests = [r.metrics.query("model == 'least_squares' and part == 'test'")["rmse"].item() for r in results]
    assert found.random == pytest.approx(np.mean(tests))
    assert found.chronological == pytest.approx(np.sqrt(run_experiment(seattle, settings).floor["test"]))


def test_the_line_on_flattery_goes_with_the_numbers():
    flattered = Flattery(2.0, 1.8, "C")
    assert "seems 10% better: a typical error of 1.80 instead of 2.00 °C" in flattery_line(flattered)
    assert flattery_line(flattered).count("the whole record, not the newest alone, which may be harder") == 1
    assert "days before and after" not in flattery_line(flattered)  # purged of neighbours, it is the same
    assert "seems less than 1% better" in flattery_line(replace(flattered, random=1.995))
    assert "does not flatter" in flattery_line(replace(flattered, random=2.1))
