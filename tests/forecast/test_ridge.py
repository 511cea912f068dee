"""The automatic ridge: none with few terms, by cross-validation with many."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold, cross_val_score

from gd_core import run_experiment
from gd_core.forecast.ridge import BLOCKS, DAYS_PER_TERM, cross_validated, ridge_strength
from gd_core.forecast.rows.rows import prepare
from tests.forecast.plain_regression import plain


@pytest.fixture(scope="module")
def wide(seattle):
    """Two years of Seattle with 60 columns of noise."""
    frame = seattle.frame.iloc[:730]
    rng = np.random.default_rng(5)
    noise = pd.DataFrame(rng.normal(size=(len(frame), 60)), frame.index).add_prefix("noise ")
    return dataclasses.replace(seattle, frame=pd.concat([frame, noise], axis=1))


def of_all(wide, **fields):
    return plain(predictors=tuple(wide.frame.columns), **fields)


@pytest.mark.parametrize("alpha", [0.0, 0.01, 1.0])
def test_cross_validation_is_that_of_scikit_learn(alpha):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 6)) + 3.0
    y = X @ rng.normal(size=6) + 4.0 + rng.normal(size=200)
    # All folds have 160 rows to learn from: our penalty is n alpha in theirs.
    scores = cross_val_score(
        Ridge(alpha=160 * alpha), X, y, cv=KFold(BLOCKS), scoring="neg_mean_squared_error"
    )
    assert cross_validated(X, y, alpha) == pytest.approx(-scores.mean(), rel=1e-9)


def test_few_terms_are_left_alone(seattle, station):
    for weather in (seattle, station):
        found = run_experiment(weather, plain())
        assert found.rows["train"] >= DAYS_PER_TERM * (len(found.coefficients) - 1)
        assert found.alpha == found.model.alpha == 0.0


def test_many_terms_are_held_small_and_forecast_better_for_it(wide):
    found = run_experiment(wide, of_all(wide))
    free = run_experiment(wide, of_all(wide, alpha=0.0))
    assert found.alpha > 0.0 == free.alpha
    test = {
        name: r.metrics.query("part == 'test' and model == 'gradient_descent'")["rmse"].item()
        for name, r in (("ridge", found), ("free", free))
    }
    assert test["ridge"] < test["free"]
    weights = [np.abs(r.model.coef_).sum() for r in (found, free)]
    assert weights[0] < weights[1]


def test_the_users_word_counts(wide):
    rows = prepare(wide, of_all(wide))
    assert [ridge_strength(rows, of_all(wide, alpha=alpha)) for alpha in (0.0, 0.3)] == [0.0, 0.3]


@pytest.mark.parametrize("standardize", [True, False])
def test_only_the_training_part_has_a_say(wide, standardize):
    settings = of_all(wide, standardize=standardize)
    rows = prepare(wide, settings)
    later = ~rows.of("train")
    y = rows.y.copy()
    y[later] = 1e6
    X = rows.X.copy()
    X[later] = -1e6
    assert ridge_strength(dataclasses.replace(rows, X=X, y=y), settings) == ridge_strength(rows, settings)
