"""scikit-learn's own suite for estimators, on every variant of the descent."""

import warnings

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.utils.estimator_checks import parametrize_with_checks

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.rules import RULES

VARIANTS = [
    *(GradientDescentRegressor(update=rule, max_iter=300, tol=None) for rule in RULES),
    *(
        GradientDescentRegressor(update=rule, batch_size=size, max_iter=100, tol=None, random_state=0)
        for rule in RULES
        for size in (1, 32, 10_000)
    ),
    GradientDescentRegressor(standardize=False, alpha=0.01, tol=None, max_iter=200),
]


# What the descent warns of is right here: few epochs, and data with fewer rows than a batch.
@pytest.mark.filterwarnings("ignore:batch_size is:UserWarning")
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks(VARIANTS)
def test_scikit_learn_contract(estimator, check):
    check(estimator)


def test_works_in_a_pipeline_and_a_grid_search():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2))
    y = 1.0 + X[:, 0] ** 2 - X[:, 1] + 0.1 * rng.normal(size=200)
    pipeline = make_pipeline(PolynomialFeatures(2, include_bias=False), GradientDescentRegressor())
    name = "gradientdescentregressor__alpha"
    search = GridSearchCV(pipeline, {name: [0.0, 10.0]}, cv=3).fit(X, y)
    assert search.best_params_ == {name: 0.0}
    assert search.best_score_ > 0.97


def test_clone_and_random_state_give_the_same_bits():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(50, 3)), rng.normal(size=50)
    model = GradientDescentRegressor(batch_size=7, init="normal", tol=None, max_iter=5, random_state=42)
    first, second = model.fit(X, y).path_, clone(model).fit(X, y).path_
    assert np.array_equal(first, second)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        other = clone(model).set_params(random_state=43).fit(X, y).path_
    assert not np.array_equal(first, other)
