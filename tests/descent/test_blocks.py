"""Rows that come in blocks: merged moments, `partial_fit` and Dask, each against all rows at once."""

import warnings
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.blockwise import merge_all
from gd_core.descent.objective import Moments

RNG = np.random.default_rng(3)
X = RNG.normal(size=(700, 3)) * [1.0, 30.0, 0.1] + [100.0, -5.0, 0.0]
Y = X @ [0.5, -0.1, 3.0] + RNG.normal(size=700) + 100.0
CUTS = [(0, 1), (1, 40), (40, 300), (300, 700)]
SETTINGS = [{}, {"fit_intercept": False}, {"alpha": 0.1, "standardize": False, "learning_rate": 1e-10}]


def parts(centred: bool = True) -> list[Moments]:
    return [Moments.of(X[a:b], Y[a:b], centred=centred) for a, b in CUTS]


def model(**settings) -> GradientDescentRegressor:
    return GradientDescentRegressor(**{"tol": None, "max_iter": 400, **settings})


@pytest.mark.parametrize("centred", [True, False])
def test_merged_moments_are_those_of_all_rows(centred):
    whole = Moments.of(X, Y, centred=centred)
    for order in permutations(parts(centred)):
        merged = merge_all(list(order))
        assert merged.n == whole.n
        for name in ("x_mean", "y_mean", "xx", "xy", "yy"):
            np.testing.assert_allclose(getattr(merged, name), getattr(whole, name), rtol=1e-12, atol=1e-9)


def test_a_far_origin_costs_no_digits():
    far = merge_all([Moments.of(X[a:b] + 1e8, Y[a:b] - 1e8) for a, b in CUTS])
    exact = np.cov(np.column_stack([X + 1e8 - 1e8, Y]).T, ddof=0)
    np.testing.assert_allclose(far.xx, exact[:3, :3], rtol=1e-7, atol=1e-7)


def test_there_must_be_rows():
    with pytest.raises(ValueError, match="There are no rows"):
        merge_all([])


@pytest.mark.parametrize("settings", SETTINGS)
def test_partial_fit_in_any_order_is_the_fit_on_all_rows(settings):
    whole = model(**settings).fit(X, Y)
    for order in permutations(CUTS):
        part = model(**settings)
        for a, b in order:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # one row alone may lie on a line
                part.partial_fit(X[a:b], Y[a:b])
        np.testing.assert_allclose(part.coef_, whole.coef_, rtol=1e-12)
        np.testing.assert_allclose(part.intercept_, whole.intercept_, rtol=1e-12)
        assert part.n_iter_ == whole.n_iter_
        np.testing.assert_allclose(part.history_["loss"], whole.history_["loss"], rtol=1e-9)


def test_partial_fit_goes_on_from_a_fit_and_fit_begins_anew():
    whole = model().fit(X, Y)
    on = model().fit(X[:300], Y[:300]).partial_fit(X[300:], Y[300:])
    np.testing.assert_allclose(on.coef_, whole.coef_, rtol=1e-12)
    again = on.fit(X[:300], Y[:300])
    assert np.array_equal(again.coef_, model().fit(X[:300], Y[:300]).coef_)


def test_partial_fit_arrives_at_least_squares():
    part = GradientDescentRegressor(tol=1e-12, max_iter=100_000)
    for a, b in CUTS[2:]:
        part.partial_fit(X[a:b], Y[a:b])
    exact = LinearRegression(tol=0.0).fit(X[40:], Y[40:])
    np.testing.assert_allclose(part.coef_, exact.coef_, rtol=1e-8)


def test_partial_fit_is_for_batch_descent_and_one_kind_of_model():
    assert not hasattr(GradientDescentRegressor(batch_size=5), "partial_fit")
    part = model().partial_fit(X, Y)
    with pytest.raises(ValueError, match="fit_intercept was changed"):
        part.set_params(fit_intercept=False).partial_fit(X, Y)
    with pytest.raises(ValueError, match="2 features"):
        model().partial_fit(X, Y).partial_fit(X[:, :2], Y)
    with pytest.raises(NotFittedError):
        model().predict(X)


@pytest.mark.parametrize("settings", SETTINGS)
def test_dask_arrays_and_frames(settings):
    da, dd = pytest.importorskip("dask.array"), pytest.importorskip("dask.dataframe")
    whole = model(**settings).fit(X, Y)
    frame = dd.from_pandas(pd.DataFrame(X, columns=list("abc")).assign(y=Y), npartitions=5)
    given = {
        "array": (da.from_array(X, chunks=(150, 2)), da.from_array(Y, chunks=99)),
        "frame": (frame[list("abc")], frame["y"]),
        "some blocks empty": (frame[frame["a"] > 0][list("abc")], frame[frame["a"] > 0]["y"]),
    }
    for what, (rows, target) in given.items():
        found = model(**settings).fit(rows, target)
        np.testing.assert_allclose(found.coef_, whole.coef_, rtol=1e-10, err_msg=what)
        assert found.n_features_in_ == 3
    assert list(found.feature_names_in_) == list("abc")
    found.predict(pd.DataFrame(X, columns=list("abc")))


def test_blocks_that_do_not_fit():
    da = pytest.importorskip("dask.array")
    rows = da.from_array(X, chunks=(200, 3))
    with pytest.raises(TypeError, match="y does not"):
        model().fit(rows, Y)
    with pytest.raises(ValueError, match="700 rows and y has 5"):
        model().fit(rows, da.ones(5))
    with pytest.raises(ValueError, match="batch_size must be None"):
        model(batch_size=7).fit(rows, rows[:, 0])
    with pytest.raises(ValueError, match="NaN"):
        model().fit(rows, da.full(700, np.nan))
    with pytest.raises(ValueError, match="must be"):
        model().fit(rows, rows)
