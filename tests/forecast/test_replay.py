"""What the descent said on its way: it begins where it starts, ends at the result, and knows no later day."""

import dataclasses

import numpy as np
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.replay import MOST_DAYS, MOST_EPOCHS, recorded_epochs
from gd_core.forecast.rows.rows import prepare

TODAY = ExperimentSettings()
NOTHING = ExperimentSettings(start_from="nothing")
EVERY_WAY = [
    TODAY,
    NOTHING,
    ExperimentSettings(batch_size=64, epochs=20),
    ExperimentSettings(update="adam", learning_rate=0.01, epochs=300, horizon=3),
    ExperimentSettings(start_from="nothing", standardize=False, epochs=15),
    ExperimentSettings(split="random"),
]


@pytest.mark.parametrize("settings", EVERY_WAY)
def test_the_last_frame_is_the_result(seattle, settings):
    result = run_experiment(seattle, settings)
    replay, last = result.replay, result.model.n_iter_
    assert replay.epochs[0] == 0 and replay.epochs[-1] == last
    end = np.append(replay.coef[-1], replay.intercept[-1])
    np.testing.assert_allclose(end, result.coefficients["gradient_descent"], rtol=1e-12, atol=1e-15)
    sized = replay.coef[-1] * replay.size
    np.testing.assert_allclose(sized, result.coefficients["gradient_descent_standardised"][:-1], rtol=1e-12)
    whole = result.history.iloc[replay.epochs]
    np.testing.assert_array_equal(replay.loss, whole["loss"])
    np.testing.assert_array_equal(replay.validation_loss, whole["validation_loss"])


@pytest.mark.parametrize("settings", EVERY_WAY)
def test_every_frame_is_its_coefficients_on_the_newest_test_days(seattle, settings):
    result, rows = run_experiment(seattle, settings), prepare(seattle, settings)
    replay, test = result.replay, rows.of("test")
    days = rows.X[test].iloc[-MOST_DAYS:]
    assert len(replay.dates) == len(days) <= MOST_DAYS
    tests = result.predictions[result.predictions["part"] == "test"].loc[replay.dates]
    np.testing.assert_array_equal(replay.actual, tests["actual"])
    base = tests["persistence"].to_numpy() if settings.start_from == "today" else 0.0
    for coef, intercept, forecast in zip(replay.coef, replay.intercept, replay.forecast, strict=True):
        said = np.array([day @ coef for day in days.to_numpy()]) + base + intercept
        np.testing.assert_allclose(forecast, said, rtol=1e-9, atol=1e-9)


def test_before_the_first_update_it_says_as_today_or_nothing_at_all(seattle):
    found, from_nothing = run_experiment(seattle, TODAY), run_experiment(seattle, NOTHING).replay
    as_today = found.predictions.loc[found.replay.dates, "persistence"]
    np.testing.assert_array_equal(found.replay.forecast[0], as_today)
    assert not from_nothing.forecast[0].any() and not from_nothing.coef[0].any()


@pytest.mark.parametrize("settings", [TODAY, NOTHING])
def test_it_knows_nothing_that_came_later(seattle, settings):
    """Other temperatures on the test days change what came, and nothing of what was learned."""
    replay = run_experiment(seattle, settings).replay
    first = replay.dates[0]
    frame = seattle.frame.copy()
    frame.loc[frame.index >= first] += 7.0
    changed = run_experiment(dataclasses.replace(seattle, frame=frame), settings).replay
    np.testing.assert_array_equal(changed.coef, replay.coef)
    np.testing.assert_array_equal(changed.loss, replay.loss)
    np.testing.assert_array_equal(changed.forecast[:, 0], replay.forecast[:, 0])  # made on the day before
    np.testing.assert_allclose(changed.actual, replay.actual + 7.0)


def test_a_descent_that_ran_away_has_its_way_up(seattle):
    result = run_experiment(seattle, dataclasses.replace(NOTHING, learning_rate=3.0))
    assert result.status == "diverged"
    assert (np.diff(result.replay.loss[np.isfinite(result.replay.loss)]) > 0).all()


@pytest.mark.parametrize("last", [1, 2, 10, 39, 40, 100, 6315, 100_000])
def test_recorded_epochs_are_few_and_dense_at_the_start(last):
    epochs = recorded_epochs(last)
    assert epochs[0] == 0 and epochs[1] == 1 and epochs[-1] == last
    assert len(epochs) <= MOST_EPOCHS and isinstance(epochs, np.ndarray)
    steps = np.diff(epochs)
    assert (steps > 0).all() and (np.diff(steps) >= -1).all()  # rounding aside, they grow
