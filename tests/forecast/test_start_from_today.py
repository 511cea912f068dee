"""The main job from "as today": its epochs, both its fits, its rolling scores and what it issues."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.judge.coverage import coverage
from gd_core.forecast.origins import UNORDERED, roll
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.rows.rows import prepare

TODAY = ExperimentSettings(start_from="today")
RECORDS = ["seattle", "station", "oakland"]


@pytest.fixture(scope="module")
def results(request):
    """The experiment of each record, made once."""
    made = {}

    def of(record):
        if record not in made:
            made[record] = run_experiment(request.getfixturevalue(record), TODAY)
        return made[record]

    return of


def squares(result, model, part):
    """Squared errors of one model on one part."""
    rows = result.predictions[result.predictions["part"] == part]
    return (rows[model] - rows["actual"]) ** 2


@pytest.mark.parametrize("record", RECORDS)
def test_the_first_loss_is_that_of_as_today(record, results):
    result = results(record)
    assert result.history["epoch"].iloc[0] == 0
    assert result.history["loss"].iloc[0] == pytest.approx(squares(result, "persistence", "train").mean())
    watched = squares(result, "persistence", "validation").mean()
    assert result.history["validation_loss"].iloc[0] == pytest.approx(watched)


@pytest.mark.parametrize("record", RECORDS)
def test_both_fits_agree_to_six_digits(record, results):
    result = results(record)
    assert result.status == "converged" and result.agreeing_digits >= 6
    issued = result.issued
    np.testing.assert_allclose(issued.descent.coef, issued.least_squares.coef, rtol=1e-6, atol=1e-12)
    assert result.coefficients["term"].iloc[-1] == "intercept"
    assert result.coefficients["gradient_descent"].iloc[-1] == issued.descent.intercept == 0.0


@pytest.mark.parametrize("record", RECORDS)
def test_it_is_better_than_as_today_and_than_the_damped_anomaly(record, results):
    mse = results(record).metrics.query("part == 'test'").set_index("model")["rmse"] ** 2
    assert mse["gradient_descent"] < min(mse["persistence"], mse["damped_anomaly"], mse["climatology"])


def test_oakland_is_foretold_as_well_as_it_can_be(results):
    result = results("oakland")
    assert squares(result, "gradient_descent", "test").mean() <= 20.5
    assert 0.88 <= coverage(result.predictions)["held"].iloc[0] <= 0.92


@pytest.mark.parametrize("record", ["seattle", "station"])
def test_the_interval_holds_about_as_often_as_promised(record, results):
    assert 0.87 <= coverage(results(record).predictions)["held"].iloc[0] <= 0.93


@pytest.mark.parametrize("days", [120, 180])
def test_short_records_are_foretold_better_than_as_today(station, days):
    ratios = []
    for first in range(0, len(station.frame) - days, len(station.frame) // 25):
        part = dataclasses.replace(station, frame=station.frame.iloc[first : first + days])
        try:
            result = run_experiment(part, TODAY)
        except ValueError as error:
            assert "are left for the" in str(error)  # a gap
            continue
        ours, today = (squares(result, m, "test").mean() for m in ("gradient_descent", "persistence"))
        ratios.append(np.log(ours / today))
    assert len(ratios) >= 15 and np.mean(ratios) < 0.0


def test_the_forecast_is_as_today_plus_what_its_departures_add(seattle, results):
    result = results("seattle")
    last, day = seattle.frame["temp_max"].iloc[-1], result.next_day
    added = result.latest.iloc[0].to_numpy() @ result.issued.descent.coef
    assert (day.based_on, result.latest_today) == (seattle.frame.index[-1], last)
    assert day.value == pytest.approx(last + added, abs=1e-12)
    assert day.low < day.value < day.high
    assert not result.average.any()


def test_what_is_issued_has_learned_from_every_pair(seattle, results):
    """scikit-learn on all rows, with the strength that was chosen on the last day."""
    result, rows = results("seattle"), prepare(seattle, TODAY)
    X, y = rows.X.to_numpy(), rows.y.to_numpy()
    scale = rows.trust / np.sqrt((X**2).mean(axis=0))
    exact = Ridge(alpha=result.issued.strength, fit_intercept=False, solver="svd").fit(X * scale, y)
    np.testing.assert_allclose(result.issued.least_squares.coef, exact.coef_ * scale, rtol=1e-8)
    assert result.issued.learned_until == result.predictions.index[-1] == seattle.frame.index[-1]
    train = rows.of("train")
    scale = rows.trust / np.sqrt((X[train] ** 2).mean(axis=0))
    ridge = Ridge(alpha=result.alpha * train.sum(), fit_intercept=False, solver="svd")
    coef = ridge.fit(X[train] * scale, y[train]).coef_ * scale
    np.testing.assert_allclose(result.coefficients["least_squares"][:-1], coef, rtol=1e-8)
    size = np.sqrt((X[train] ** 2).mean(axis=0))
    np.testing.assert_allclose(result.coefficients["least_squares_standardised"][:-1], coef * size, rtol=1e-8)
    errors = rows.y.to_numpy() - X @ coef
    penalty = {"train": result.alpha * ((coef / scale) ** 2).sum()}  # which is in the loss there
    for part, floor in result.floor.items():
        squares = (errors[rows.of(part)] ** 2).mean()
        assert floor == pytest.approx(squares + penalty.get(part, 0.0), rel=1e-9)


def test_scores_are_those_of_rolling_origins(seattle, results):
    result, rows = results("seattle"), prepare(seattle, TODAY)
    origins = roll(rows, TODAY)
    later = (result.predictions["part"] != "train").to_numpy()
    rolled = rows.base.to_numpy() + origins.forecast
    for model in ("gradient_descent", "least_squares"):
        np.testing.assert_allclose(result.predictions.loc[later, model], rolled[later], atol=1e-12)
        static = rows.base + rows.X @ result.coefficients[model].to_numpy()[:-1]
        np.testing.assert_allclose(result.predictions.loc[~later, model], static[~later], atol=1e-9)
    assert result.alpha * rows.counts["train"] == pytest.approx(origins.strength_at(rows.counts["train"]))
    assert result.issued.strength == origins.strength[-1]
    assert result.predictions.loc[~later, ["low", "high"]].isna().all().all()
    assert result.predictions.loc[later, ["low", "high"]].notna().all().all()


def test_the_normal_that_it_is_compared_with_is_the_one_of_its_day(station, results):
    predictions = results("station").predictions
    values = station.frame[[station.target]].reindex(
        pd.date_range(station.frame.index[0], station.frame.index[-1])
    )
    normals = Normals.learn(values.to_numpy(), pd.DatetimeIndex(values.index))
    test = pd.DatetimeIndex(predictions.index[predictions["part"] == "test"])
    expected = normals.on(test - pd.Timedelta(days=1), test)[:, 0]
    np.testing.assert_allclose(predictions.loc[test, "climatology"], expected, atol=1e-9)
    # The damped anomaly in a plain way, for a few days.
    for date in test[::400]:
        day = date - pd.Timedelta(days=1)
        known = predictions[predictions.index <= day]
        dates = pd.DatetimeIndex(known.index)
        made_on = dates - pd.Timedelta(days=1)
        before = known["persistence"] - normals.on(made_on, made_on)[:, 0]
        after = known["actual"] - normals.on(made_on, dates)[:, 0]
        rho = (before * after).sum() / (before**2).sum()
        today = predictions.loc[date, "persistence"]
        now, then = (normals.on(pd.DatetimeIndex([day]), pd.DatetimeIndex([d]))[0, 0] for d in (day, date))
        assert predictions.loc[date, "damped_anomaly"] == pytest.approx(then + rho * (today - now), abs=1e-9)


def test_an_infinite_strength_says_exactly_as_today(seattle, monkeypatch):
    monkeypatch.setattr("gd_core.forecast.origins.STRENGTHS", np.array([np.inf]))
    monkeypatch.setattr("gd_core.forecast.origins.USUAL", {False: np.inf, True: np.inf})
    result = run_experiment(seattle, TODAY)
    for model in ("gradient_descent", "least_squares"):
        assert (result.predictions[model] == result.predictions["persistence"]).all()
        assert not result.coefficients[model].any()
    assert result.next_day.value == result.next_day.least_squares == seattle.frame["temp_max"].iloc[-1]
    assert np.isinf(result.alpha) and np.isinf(result.issued.strength)
    assert result.status == "converged" and result.agreeing_digits == 15.0
    assert result.history["loss"].nunique() == 1
    assert 0.85 <= coverage(result.predictions)["held"].iloc[0] <= 0.95


@pytest.mark.parametrize("fields", [{}, {"alpha": 0.05}, {"horizon": 5}])
def test_a_random_split_is_judged_by_the_fit_of_its_training_part(seattle, fields):
    result = run_experiment(seattle, dataclasses.replace(TODAY, split="random", **fields))
    assert result.status == "converged" and result.agreeing_digits >= 6
    np.testing.assert_array_equal(result.issued.descent.coef, result.coefficients["gradient_descent"][:-1])
    strength = result.alpha * result.rows["train"]
    assert result.issued.strength == pytest.approx(strength)
    assert strength == pytest.approx(
        fields.get("alpha", UNORDERED / result.rows["train"]) * result.rows["train"]
    )
    mse = result.metrics.query("part == 'test'").set_index("model")["rmse"]
    assert mse["gradient_descent"] < mse["persistence"]
    assert result.predictions[["low", "high"]].notna().all().all()


@pytest.mark.parametrize(
    "fields", [{"epochs": 2}, {"update": "adam", "epochs": 3}, {"batch_size": 1, "epochs": 1}]
)
def test_a_descent_that_has_not_arrived_is_scored_by_its_own_forecasts(seattle, fields):
    result = run_experiment(seattle, dataclasses.replace(TODAY, **fields))
    rows = prepare(seattle, TODAY)
    static = rows.base + rows.X @ result.coefficients["gradient_descent"].to_numpy()[:-1]
    np.testing.assert_allclose(result.predictions["gradient_descent"], static, atol=1e-9)
    rolled = rows.base + roll(rows, TODAY).forecast
    later = (result.predictions["part"] != "train").to_numpy()
    np.testing.assert_allclose(result.predictions["least_squares"][later], rolled[later], atol=1e-12)
    middle = (result.predictions["low"] + result.predictions["high"])[later] / 2.0
    assert ((middle - result.predictions["gradient_descent"][later]).abs() < 3.0).all()


def test_a_descent_that_was_stopped_is_too(station, monkeypatch):
    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    settings = dataclasses.replace(TODAY, batch_size=64, epochs=50)
    result = run_experiment(station, settings, progress=lambda epoch, epochs: epoch == 1)
    assert (result.status, result.model.n_iter_) == ("stopped", 1)
    rows = prepare(station, settings)
    static = rows.base + rows.X @ result.coefficients["gradient_descent"].to_numpy()[:-1]
    np.testing.assert_allclose(result.predictions["gradient_descent"], static, atol=1e-9)


def test_a_descent_that_ran_away_is_told_and_least_squares_stands(seattle, results):
    result = run_experiment(seattle, dataclasses.replace(TODAY, learning_rate=50.0))
    assert result.status == "diverged" and np.isfinite(result.history["loss"]).all()
    exact = results("seattle").predictions["least_squares"]
    pd.testing.assert_series_equal(result.predictions["least_squares"], exact)


@pytest.mark.parametrize("level", [0.5, 0.99])
@pytest.mark.parametrize("interval", ["constant", "seasonal"])
def test_other_levels_and_kinds_of_intervals(seattle, level, interval):
    result = run_experiment(seattle, dataclasses.replace(TODAY, level=level, interval=interval))
    found = coverage(result.predictions).iloc[0]
    chance = 3.0 * np.sqrt(level * (1.0 - level) / found["days"])
    assert found["held"] == pytest.approx(level, abs=chance)


def test_sixty_days_suffice(seattle):
    short = dataclasses.replace(seattle, frame=seattle.frame.iloc[:60])
    result = run_experiment(short, TODAY)
    assert np.isfinite([result.next_day.value, result.next_day.low, result.next_day.high]).all()
    test = result.predictions[result.predictions["part"] == "test"]
    assert test[["gradient_descent", "climatology", "damped_anomaly"]].notna().all().all()


def test_what_is_observed_stays_as_measured(seattle, results):
    predictions = results("seattle").predictions
    np.testing.assert_allclose(
        predictions["actual"], seattle.frame["temp_max"][predictions.index], atol=1e-12
    )


@pytest.mark.parametrize("stop_at", [2, 12])
def test_a_stop_on_either_descent_issues_what_the_training_part_has_learned(station, monkeypatch, stop_at):
    """Ten epochs on the training part, ten more on all days: the stop comes in the first or the second."""
    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    calls = []

    def progress(epoch, epochs):
        calls.append(epoch)
        return len(calls) == stop_at

    settings = ExperimentSettings(batch_size=64, epochs=10, tol=0.0)
    found = run_experiment(station, settings, progress=progress)
    assert len(calls) == stop_at
    table = found.coefficients.set_index("term")["gradient_descent"]
    np.testing.assert_array_equal(found.issued.descent.coef, table.drop("intercept"))
    train = found.predictions.index[found.predictions["part"] == "train"]
    assert found.issued.learned_until == train[-1]
    whole = run_experiment(station, settings)
    assert whole.issued.learned_until == whole.predictions.index[-1]
