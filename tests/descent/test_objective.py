"""Value and derivatives of the loss, from rows and from sufficient statistics."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Ridge

from gd_core.descent import objective
from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.scaling import Scaling
from tests.descent.problems import problem

CASES = [(intercept, alpha) for intercept in (True, False) for alpha in (0.0, 0.3)]


@pytest.mark.parametrize(("intercept", "alpha"), CASES)
def test_gradient_equals_finite_differences(intercept, alpha):
    p = problem()
    theta = np.random.default_rng(1).normal(size=3 + intercept)
    step = 1e-6
    numeric = [
        (
            objective.loss(theta + step * e, p.X, p.y, alpha)
            - objective.loss(theta - step * e, p.X, p.y, alpha)
        )
        / (2 * step)
        for e in np.eye(theta.size)
    ]
    assert objective.gradient(theta, p.X, p.y, alpha) == pytest.approx(numeric, rel=1e-6)


@pytest.mark.parametrize(("intercept", "alpha"), CASES)
def test_moments_tell_the_same_as_rows(intercept, alpha):
    p = problem(n=70_000)  # several blocks
    J = LeastSquares(Moments.of(p.X, p.y, centred=intercept), intercept, alpha)
    theta = np.random.default_rng(2).normal(size=J.size)
    assert J.value(theta) == pytest.approx(objective.loss(theta, p.X, p.y, alpha), rel=1e-12)
    assert J.gradient(theta) == pytest.approx(objective.gradient(theta, p.X, p.y, alpha), rel=1e-11)
    numeric = [(J.gradient(theta + e) - J.gradient(theta - e)) / 2.0 for e in np.eye(J.size)]
    assert J.hessian() == pytest.approx(np.array(numeric), rel=1e-9, abs=1e-9)


def test_the_minimum_is_that_of_ridge_with_n_times_alpha():
    p, alpha = problem(), 0.3
    ridge = Ridge(alpha=len(p.y) * alpha, tol=0.0).fit(p.X, p.y)
    at = objective.gradient(np.append(ridge.coef_, ridge.intercept_), p.X, p.y, alpha)
    assert at == pytest.approx(np.zeros(4), abs=1e-9)


@pytest.mark.parametrize("intercept", [True, False])
def test_the_minimum_is_where_ridge_has_it_on_columns_away_from_zero(intercept):
    p = problem()
    J = LeastSquares(Moments.of(p.X, p.y, centred=intercept), intercept, alpha=0.3)
    ridge = Ridge(alpha=60 * 0.3, tol=0.0, fit_intercept=intercept).fit(p.X, p.y)
    expected = np.append(ridge.coef_, ridge.intercept_)[: J.size]
    assert J.minimum() == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e6])
def test_a_loss_that_is_little_of_the_variance_keeps_its_digits_in_any_unit(unit):
    X = np.linspace(0.0, 1.0, 50)[:, None]
    y = unit * (3.0 + 2.0 * X[:, 0] + 1e-6 * np.cos(40.0 * X[:, 0]))
    path = np.array([[0.0, 0.0], [2.0 * unit, 3.0 * unit]])
    losses, _ = LeastSquares(Moments.of(X, y)).along(path, X, y, Scaling.none(1))
    assert losses[1] == pytest.approx(objective.loss(path[1], X, y), rel=1e-9, abs=0.0)


def test_moments_keep_their_digits_beside_a_large_mean():
    p = problem(n=5_000)
    far = Moments.of(p.X + 1e7, p.y - 1e7)
    assert far.xx == pytest.approx(np.cov(p.X.T, ddof=0), rel=1e-6)
    assert far.yy == pytest.approx(np.var(p.y), rel=1e-6)


def test_scaled_moments_are_those_of_scaled_rows():
    p = problem()
    shift, scale = np.array([1.0, 2.0, 3.0]), np.array([0.5, 4.0, 9.0])
    scaled = Moments.of(p.X, p.y).scaled(Scaling.of(shift, scale))
    direct = Moments.of((p.X - shift) / scale, p.y)
    assert scaled.xx == pytest.approx(direct.xx)
    assert scaled.xy == pytest.approx(direct.xy)
    assert scaled.x_mean == pytest.approx(direct.x_mean)


@pytest.mark.parametrize(("intercept", "alpha"), CASES)
@given(seed=st.integers(0, 1000))
def test_the_loss_along_a_path_is_that_of_every_row(intercept, alpha, seed):
    p, rng = problem(seed=seed % 7), np.random.default_rng(seed)
    shift, scale = p.X.mean(axis=0) * intercept, p.X.std(axis=0)
    rows = (p.X - shift) / scale
    scaling = Scaling.of(shift, scale)
    J = LeastSquares(Moments.of(p.X, p.y, centred=intercept).scaled(scaling), intercept, alpha)
    path = rng.normal(size=(6, J.size)) * 10.0 ** rng.integers(-3, 3)
    losses, norms = J.along(path, p.X, p.y, scaling)
    assert losses == pytest.approx([objective.loss(t, rows, p.y, alpha) for t in path], rel=1e-10)
    expected = [np.linalg.norm(objective.gradient(t, rows, p.y, alpha)) for t in path]
    assert norms == pytest.approx(expected, rel=1e-10)


def test_the_loss_along_a_path_keeps_its_digits_where_the_fit_is_perfect():
    X = np.linspace(0.0, 1.0, 50)[:, None]
    y = 3.0 + 2.0 * X[:, 0]
    J = LeastSquares(Moments.of(X, y))
    path = np.array([[0.0, 0.0], [2.0 + 1e-9, 3.0]])
    losses, _ = J.along(path, X, y, Scaling.none(1))
    assert losses[1] == pytest.approx(objective.loss(path[1], X, y), rel=1e-6, abs=0.0)
    assert losses[1] < 1e-17


@pytest.mark.parametrize(
    "shapes", [((5, 2), (5, 1), 2), ((5, 2), (4,), 2), ((5,), (5,), 1), ((5, 2), (5,), 4)]
)
def test_shapes_that_would_broadcast_are_refused(shapes):
    X, y, p = shapes
    for function in (objective.loss, objective.gradient):
        with pytest.raises(ValueError, match=r"X must be \(n, d\), y \(n,\) .* received"):
            function(np.zeros(p), np.zeros(X), np.zeros(y))


@pytest.mark.parametrize(("n", "d"), [(1, 1), (70, 2), (40_000, 3), (500, 1_000)])
def test_blocks_are_the_rows_in_pieces_that_fit_the_cache(n, d):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(n, d)), rng.normal(size=n)
    pieces = [block.copy() for block in objective.blocks(X, y)]
    assert np.array_equal(np.concatenate(pieces, axis=1), np.column_stack([X, y]).T)
    fits = max(64, 2**18 // (8 * (d + 1)))  # 256 KiB, but not fewer than 64 rows
    assert [piece.shape[1] for piece in pieces[:-1]] == [fits] * ((n - 1) // fits)


def test_predictions_know_an_intercept_by_the_number_of_parameters():
    X = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert objective.predict(np.array([10.0, 1.0]), X).tolist() == [12.0, 34.0]
    assert objective.predict(np.array([10.0, 1.0, 0.5]), X).tolist() == [12.5, 34.5]


def test_moments_are_means_of_products():
    p = problem(n=7)
    m = Moments.of(p.X, p.y)
    assert m.n == 7
    assert m.x_mean == pytest.approx(p.X.mean(axis=0)) and m.y_mean == pytest.approx(p.y.mean())
    away, error = p.X - p.X.mean(axis=0), p.y - p.y.mean()
    assert m.xx == pytest.approx(away.T @ away / 7) and m.xy == pytest.approx(away.T @ error / 7)
    assert m.yy == pytest.approx(error @ error / 7)
    about_origin = Moments.of(p.X, p.y, centred=False)
    assert about_origin.xx == pytest.approx(p.X.T @ p.X / 7) and about_origin.y_mean == 0.0
