"""The estimator: what it reaches, when it stops, and what it says about it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.preprocessing import StandardScaler

from gd_core.descent import GradientDescentRegressor, objective
from tests.descent.problems import problem


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
@pytest.mark.parametrize("standardize", [True, False])
@pytest.mark.parametrize("fit_intercept", [True, False])
def test_batch_descent_reaches_least_squares(rule, standardize, fit_intercept):
    p = problem()
    model = GradientDescentRegressor(
        update=rule, standardize=standardize, fit_intercept=fit_intercept, tol=1e-12, max_iter=100_000
    ).fit(p.X, p.y)
    exact = LinearRegression(fit_intercept=fit_intercept, tol=0.0).fit(p.X, p.y)
    assert model.status_ == "converged"
    assert model.coef_ == pytest.approx(exact.coef_, rel=1e-8)
    assert model.intercept_ == pytest.approx(exact.intercept_, rel=1e-8)
    assert model.predict(p.X) == pytest.approx(exact.predict(p.X), rel=1e-8)


def test_ridge_is_that_of_the_standardised_columns():
    p, alpha = problem(), 0.2
    model = GradientDescentRegressor(alpha=alpha, tol=1e-13).fit(p.X, p.y)
    scaler = StandardScaler().fit(p.X)
    ridge = Ridge(alpha=alpha * len(p.y), tol=0.0).fit(scaler.transform(p.X), p.y)
    assert model.coef_ * scaler.scale_ == pytest.approx(ridge.coef_, rel=1e-9)
    assert model.predict(p.X) == pytest.approx(ridge.predict(scaler.transform(p.X)), rel=1e-9)


@pytest.mark.parametrize("update", ["adagrad", "rmsprop", "adam"])
@pytest.mark.parametrize("batch_size", [None, 16, 1])
def test_adaptive_rules_come_near_at_their_automatic_rate(update, batch_size):
    p = problem(n=400)
    model = GradientDescentRegressor(
        update=update, batch_size=batch_size, tol=None, max_iter=2_000, random_state=0
    ).fit(p.X, p.y)
    floor = np.mean((LinearRegression().fit(p.X, p.y).predict(p.X) - p.y) ** 2)
    assert model.history_["loss"].iloc[-1] < 1.2 * floor


@pytest.mark.parametrize("batch_size", [1, 5, 59, 60])
@pytest.mark.parametrize("update", ["plain", "momentum", "nesterov"])
def test_the_automatic_rate_holds_for_small_batches(batch_size, update):
    p = problem()
    model = GradientDescentRegressor(
        batch_size=batch_size, update=update, tol=None, max_iter=300, random_state=3
    )
    model.fit(p.X, p.y)
    floor = np.mean((LinearRegression().fit(p.X, p.y).predict(p.X) - p.y) ** 2)
    assert model.status_ == "max_iter"
    assert model.history_["loss"].iloc[-1] < 1.3 * floor


@pytest.mark.parametrize("batch_size", [None, 1, 13])
def test_history_and_path_are_those_of_the_rows(batch_size):
    p, held_out = problem(), problem(n=20, seed=5)
    model = GradientDescentRegressor(
        batch_size=batch_size, alpha=0.1, tol=None, max_iter=20, init="uniform", random_state=0
    ).fit(p.X, p.y, validation_data=(held_out.X, held_out.y))
    assert list(model.history_["epoch"]) == list(range(21))
    assert model.path_.shape == (21, 4)
    scale = p.X.std(axis=0)
    for epoch, loss, validation_loss, _ in model.history_.itertuples(index=False):
        theta = model.path_[epoch]
        penalty = 0.1 * np.sum((theta[:3] * scale) ** 2)
        assert loss == pytest.approx(objective.loss(theta, p.X, p.y) + penalty, rel=1e-10)
        assert validation_loss == pytest.approx(objective.loss(theta, held_out.X, held_out.y), rel=1e-10)
    assert model.coef_ == pytest.approx(model.path_[-1, :3])


@given(seed=st.integers(0, 500), share=st.floats(0.05, 0.99))
def test_below_the_stable_rate_the_loss_never_rises(seed, share):
    p = problem(seed=seed)
    rate = (
        share * GradientDescentRegressor(max_iter=1, tol=None).fit(p.X, p.y).curvature_.largest_stable_rate()
    )
    model = GradientDescentRegressor(learning_rate=rate, tol=None, max_iter=50).fit(p.X, p.y)
    losses = model.history_["loss"].to_numpy()
    assert (np.diff(losses) <= 1e-12 * losses[:-1]).all()


@given(seed=st.integers(0, 500))
def test_the_order_of_the_rows_does_not_matter_in_batch_descent(seed):
    p = problem(seed=seed)
    order = np.random.default_rng(seed).permutation(len(p.y))
    X, y = p.X.copy(), p.y.copy()
    one = GradientDescentRegressor(tol=None, max_iter=30).fit(p.X, p.y)
    two = GradientDescentRegressor(tol=None, max_iter=30).fit(p.X[order], p.y[order])
    assert one.path_ == pytest.approx(two.path_, rel=1e-9, abs=1e-9)
    assert np.array_equal(p.X, X) and np.array_equal(p.y, y)


def test_divergence_is_named_with_its_epoch_and_its_remedy():
    p = problem()
    model = GradientDescentRegressor(learning_rate=10.0)
    with pytest.warns(ConvergenceWarning, match=r"diverged in epoch \d+ .* rates up to 0\.\d+ are stable"):
        model.fit(p.X, p.y)
    assert model.status_ == "diverged"
    assert np.isfinite(model.history_["loss"]).all() and np.isfinite(model.coef_).all()
    assert model.history_["loss"].iloc[-1] > model.history_["loss"].iloc[0]


def test_a_monstrous_rate_leaves_the_start():
    p = problem()
    model = GradientDescentRegressor(learning_rate=1e308, batch_size=4)
    with pytest.warns(ConvergenceWarning, match="diverged in epoch 1 .* choose a smaller learning_rate"):
        model.fit(p.X, p.y)
    assert (model.n_iter_, model.status_) == (0, "diverged")
    assert np.array_equal(model.coef_, np.zeros(3))


def test_slow_divergence_is_called_by_its_name():
    p = problem()
    stable = GradientDescentRegressor(max_iter=1, tol=None).fit(p.X, p.y).curvature_.largest_stable_rate()
    start = LinearRegression().fit(p.X, p.y).coef_ + 1e-3
    model = GradientDescentRegressor(learning_rate=1.001 * stable, max_iter=4_000, tol=None)
    with pytest.warns(ConvergenceWarning, match="diverged"):
        model.fit(p.X, p.y, coef_init=start, intercept_init=p.y.mean() - start @ p.X.mean(axis=0))
    assert model.status_ == "diverged"


def test_running_out_of_epochs_warns_and_says_so():
    p = problem()
    with pytest.warns(ConvergenceWarning, match="ran all 2 epochs before its gradient fell below tol"):
        model = GradientDescentRegressor(max_iter=2).fit(p.X, p.y)
    assert (model.status_, model.n_iter_) == ("max_iter", 2)


def test_a_start_at_the_minimum_has_converged_before_the_first_epoch():
    p = problem()
    exact = LinearRegression(tol=0.0).fit(p.X, p.y)
    model = GradientDescentRegressor().fit(p.X, p.y, coef_init=exact.coef_, intercept_init=exact.intercept_)
    assert (model.status_, model.n_iter_, len(model.history_)) == ("converged", 0, 1)


def test_stochastic_descent_converges_only_where_nothing_is_left_to_learn():
    X = np.random.default_rng(0).normal(size=(100, 2))
    exact = GradientDescentRegressor(batch_size=1, random_state=0).fit(X, 1.0 + X @ [2.0, -1.0])
    assert exact.status_ == "converged"
    assert exact.coef_ == pytest.approx([2.0, -1.0], abs=1e-5)


@pytest.mark.parametrize("batch_size", [None, 10])
def test_the_callback_sees_every_epoch_and_can_stop(batch_size):
    p, seen = problem(), []

    def callback(epoch, history):
        seen.append((epoch, len(history), history["loss"].iloc[-1], history["validation_loss"].iloc[-1]))
        return epoch == 70

    model = GradientDescentRegressor(batch_size=batch_size, random_state=0, tol=None)
    model.fit(p.X, p.y, callback=callback, validation_data=(p.X, p.y))
    assert (model.status_, model.n_iter_) == ("stopped", 70)
    assert [row[:2] for row in seen] == [(k, k + 1) for k in range(1, 71)]
    assert [row[2] for row in seen] == pytest.approx(list(model.history_["loss"][1:]), rel=1e-9)
    assert [row[3] for row in seen] == pytest.approx(list(model.history_["validation_loss"][1:]), rel=1e-9)
    watched = GradientDescentRegressor(batch_size=batch_size, random_state=0, max_iter=70, tol=None).fit(
        p.X, p.y
    )
    assert np.array_equal(watched.path_, model.path_)


def test_a_constant_column_gets_no_weight_and_a_constant_target_its_mean():
    p = problem()
    X = np.column_stack([p.X, np.full(len(p.y), 0.1)])
    assert GradientDescentRegressor().fit(X, p.y).coef_[3] == pytest.approx(0.0, abs=1e-12)
    flat = GradientDescentRegressor().fit(p.X, np.full(len(p.y), 7.0))
    assert flat.status_ == "converged"
    assert flat.predict(p.X) == pytest.approx(np.full(len(p.y), 7.0))


def test_nothing_to_learn_is_refused():
    with pytest.raises(ValueError, match="The loss is flat"):
        GradientDescentRegressor(fit_intercept=False).fit(np.zeros((5, 1)), np.arange(5.0))


@pytest.mark.parametrize(
    ("parameter", "value", "error", "message"),
    [
        ("learning_rate", -1, ValueError, "learning_rate must be a finite number above 0; received -1"),
        (
            "learning_rate",
            float("nan"),
            ValueError,
            "learning_rate must be a finite number above 0; received nan",
        ),
        (
            "learning_rate",
            "fast",
            ValueError,
            "learning_rate must be 'auto' or a number above 0; received 'fast'",
        ),
        ("learning_rate", True, TypeError, r"learning_rate must be a finite number .*received True \(bool\)"),
        (
            "batch_size",
            0,
            ValueError,
            "batch_size must be a whole number at least 1; received 0",
        ),
        ("batch_size", 2.0, TypeError, r"batch_size .* received 2.0 \(float\)"),
        ("update", "newton", ValueError, "update must be one of 'plain', .*; received 'newton'"),
        (
            "momentum",
            1.5,
            ValueError,
            "momentum must be a finite number at least 0 and at most 1; received 1.5",
        ),
        ("max_iter", 0, ValueError, "max_iter must be a whole number at least 1; received 0"),
        ("max_iter", True, TypeError, r"max_iter .* received True \(bool\)"),
        ("tol", -1e-3, ValueError, "tol must be a finite number at least 0; received -0.001"),
        ("alpha", float("inf"), ValueError, "alpha must be a finite number at least 0; received inf"),
        ("alpha", "1", TypeError, r"alpha .* received '1' \(str\)"),
        ("fit_intercept", 1, TypeError, r"fit_intercept must be True or False; received 1 \(int\)"),
        ("init", "ones", ValueError, "init must be one of 'zeros', 'uniform', 'normal'; received 'ones'"),
    ],
)
def test_bad_parameters_are_named(parameter, value, error, message):
    p = problem()
    with pytest.raises(error, match=message):
        GradientDescentRegressor(**{parameter: value}).fit(p.X, p.y)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"coef_init": [1.0]}, "coef_init must be 3 finite numbers, one for each column; received shape"),
        ({"coef_init": [1.0, np.nan, 0.0]}, "coef_init must be 3 finite numbers"),
        ({"intercept_init": np.inf}, "intercept_init must be a finite number"),
        ({"coef_init": [1e308] * 3}, "The loss at the start is not finite"),
        ({"validation_data": 3}, r"validation_data must be a pair \(X, y\)"),
        (
            {"validation_data": (np.ones((4, 3)), np.ones((4, 1)))},
            "y of validation_data must be 4 finite numbers",
        ),
    ],
)
def test_bad_arguments_of_fit_are_named(arguments, message):
    p = problem()
    with pytest.raises(ValueError, match=message):
        GradientDescentRegressor().fit(p.X, p.y, **arguments)


def test_an_intercept_to_start_from_needs_an_intercept():
    p = problem()
    with pytest.raises(ValueError, match="intercept_init must be left out"):
        GradientDescentRegressor(fit_intercept=False).fit(p.X, p.y, intercept_init=1.0)


def test_data_that_is_not_finite_or_too_large_is_refused():
    p = problem()
    for value, message in ((np.nan, "Input X contains NaN"), (np.inf, "Input X contains infinity")):
        X = p.X.copy()
        X[7, 1] = value
        with pytest.raises(ValueError, match=message):
            GradientDescentRegressor().fit(X, p.y)
    X = p.X.copy()
    X[7, 1] = 1e200
    with pytest.raises(ValueError, match="too large to be squared"):
        GradientDescentRegressor().fit(X, p.y)
    with pytest.raises(ValueError, match="too large to be squared"):
        GradientDescentRegressor().fit(p.X, p.y * 1e200)


def test_a_batch_larger_than_all_rows_is_all_of_them():
    p = problem()
    settings = {"max_iter": 20, "tol": None, "random_state": 0}
    whole = GradientDescentRegressor(batch_size=60, **settings).fit(p.X, p.y)
    with pytest.warns(UserWarning, match="batch_size is 61, above the 60 rows there are"):
        model = GradientDescentRegressor(batch_size=61, **settings).fit(p.X, p.y)
    assert np.array_equal(model.path_, whole.path_)
    assert model.batch_size == 61


@pytest.mark.parametrize("batch_size", [None, 8, 1])
@pytest.mark.parametrize("tol", [1e-3, 1e-6])
def test_descent_stops_at_the_first_epoch_whose_gradient_is_within_tol(batch_size, tol):
    p = problem()
    y = p.X @ [1.0, -0.5, 2.0] + 3.0  # nothing is left over, so that small batches settle, too
    rate = None if batch_size is None else 0.01
    model = GradientDescentRegressor(
        learning_rate=rate or "auto", batch_size=batch_size, tol=tol, random_state=1
    ).fit(p.X, y)
    # In standardised columns the gradient is already free of units: an error as large as y varies, moving
    # with a column, has the gradient 2 sd(y).
    steepness = model.history_["gradient_norm"].to_numpy() / (2.0 * y.std())
    assert model.status_ == "converged"
    assert steepness[-1] <= tol < steepness[:-1].min()
