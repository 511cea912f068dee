"""When a descent ends, and what is kept of it."""

import numpy as np
import pytest

from gd_core.descent import compiled, objective
from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.run import Descent, limits_from, run
from gd_core.descent.status import Status
from tests.descent.problems import problem

P = problem()
J = LeastSquares(Moments.of(P.X, P.y), alpha=0.1)
ROWS = (P.X, P.y)
START = np.zeros(4)
RATE = 0.005  # stable on these rows


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e3])
def test_the_stopping_test_is_free_of_units(unit):
    X, alpha = P.X * unit, 0.1 * unit**2
    start_norm, limits = limits_from(LeastSquares(Moments.of(X, P.y), alpha=alpha), START, 1e-3)
    # Half of J's curvature along each column is its mean square, ridge included; along the intercept it is 1.
    squares = np.append((X**2).mean(axis=0) + alpha, 1.0)
    assert limits.factors == pytest.approx(1.0 / np.sqrt(squares), rel=1e-12)
    gradient = objective.gradient(START, X, P.y, alpha)
    assert start_norm == pytest.approx(np.linalg.norm(gradient / np.sqrt(squares)), rel=1e-12)
    assert limits.threshold == pytest.approx(1e-3 * 2.0 * P.y.std(), rel=1e-12)
    assert limits.ceiling == pytest.approx(1e8 * max(start_norm, 2.0 * P.y.std()), rel=1e-12)


def test_no_tolerance_asks_for_less_than_rounding_allows_or_for_anything():
    rounding = 8.0 * np.finfo(float).eps * np.sqrt(np.mean(P.y**2))
    assert limits_from(J, START, 0.0)[1].threshold == pytest.approx(rounding, rel=1e-9, abs=0.0)
    assert limits_from(J, START, None)[1].threshold < 0.0


def test_the_ceiling_is_measured_from_how_y_varies_where_the_start_is_good():
    start_norm, limits = limits_from(J, J.minimum(), 1e-3)
    assert start_norm < 1e-9
    assert limits.ceiling == pytest.approx(1e8 * 2.0 * P.y.std(), rel=1e-12)


def test_a_flat_column_does_not_count():
    flat = LeastSquares(Moments.of(np.column_stack([P.X[:, 0], np.zeros(60)]), P.y))
    assert limits_from(flat, np.zeros(3), 1e-3)[1].factors[1] == 1.0


def test_a_constant_target_leaves_a_ceiling_above_zero():
    still = LeastSquares(Moments.of(P.X, np.zeros(60)))
    _, limits = limits_from(still, START, 1e-3)
    assert limits.threshold == 0.0 < limits.ceiling
    path, status = run(still, (P.X, np.zeros(60)), START, Descent(RATE, 9, tol=1e-3))
    assert status is Status.CONVERGED and len(path) == 1


@pytest.mark.parametrize("batch_size", [None, 60])
def test_the_path_is_that_of_the_definition(batch_size):
    path, status = run(J, ROWS, START, Descent(RATE, 3, batch_size=batch_size))
    theta, expected = START, [START]
    for _ in range(3):
        theta = theta - RATE * objective.gradient(theta, P.X, P.y, 0.1)
        expected.append(theta)
    assert path == pytest.approx(np.array(expected), rel=1e-12)
    assert status is Status.MAX_ITER


def test_long_runs_are_made_in_stretches_that_do_not_show():
    whole, _ = run(J, ROWS, START, Descent(RATE / 20.0, 5_000))
    assert len(whole) == 5_001
    parts, status = run(J, ROWS, START, Descent(RATE / 20.0, 5_000, tol=0.0))
    assert np.array_equal(parts, whole) and status is Status.MAX_ITER
    seen = []
    watched, _ = run(
        J, ROWS, START, Descent(RATE / 20.0, 50), lambda epoch, theta: seen.append((epoch, theta.copy()))
    )
    assert np.array_equal(watched, whole[:51])
    assert [epoch for epoch, _ in seen] == list(range(1, 51))
    assert np.array_equal([theta for _, theta in seen], whole[1:51])


@pytest.mark.parametrize("batch_size", [None, 60])
def test_the_epoch_that_breaks_the_ceiling_is_neither_kept_nor_shown(batch_size):
    seen = []
    descent = Descent(1.0, 500, batch_size=batch_size)
    path, status = run(J, ROWS, START, descent, lambda epoch, theta: seen.append(epoch))
    _, limits = limits_from(J, START, None)
    norms = [np.linalg.norm(limits.factors * J.gradient(theta)) for theta in path]
    assert status is Status.DIVERGED
    assert max(norms) <= limits.ceiling
    after = path[-1] - J.gradient(path[-1])
    assert np.linalg.norm(limits.factors * J.gradient(after)) > limits.ceiling
    assert seen == list(range(1, len(path)))
    assert np.array_equal(run(J, ROWS, START, descent)[0], path)


def test_a_watch_that_stops_the_epoch_of_convergence_changes_nothing():
    path, _ = run(J, ROWS, START, Descent(RATE, 100_000, tol=1e-3))
    last = len(path) - 1
    again, status = run(J, ROWS, START, Descent(RATE, 100_000, tol=1e-3), lambda epoch, theta: epoch == last)
    assert status is Status.CONVERGED and np.array_equal(again, path)
    shorter, status = run(J, ROWS, START, Descent(RATE, 99, tol=1e-3), lambda epoch, theta: epoch == 7)
    assert status is Status.STOPPED and len(shorter) == 8


@pytest.mark.parametrize("batch_size", [None, 60])
@pytest.mark.parametrize("tol", [0.3, 0.2, 0.1, 0.05])
def test_the_path_ends_with_the_first_epoch_within_the_threshold(batch_size, tol):
    path, status = run(J, ROWS, START, Descent(RATE, 5_000, batch_size=batch_size, tol=tol))
    _, limits = limits_from(J, START, tol)
    norms = np.array([np.linalg.norm(limits.factors * J.gradient(theta)) for theta in path])
    assert status is Status.CONVERGED and len(path) > 2
    assert norms[-1] <= limits.threshold < norms[:-1].min()
    later, status = run(J, ROWS, path[1], Descent(RATE, 5_000, batch_size=batch_size, tol=tol))
    assert status is Status.CONVERGED and later == pytest.approx(path[1:], rel=1e-12)


def test_rows_keep_their_order_unless_they_are_shuffled():
    kept, _ = run(J, ROWS, START, Descent(RATE, 4, batch_size=7))
    order, position = np.arange(60), compiled.Position.at(START)
    for epoch in range(1, 5):
        compiled.epoch_of_rows(compiled.Rows(P.X, P.y, 0.1), order, 7, Descent(RATE, 4).method, position)
        assert np.array_equal(kept[epoch], position.theta)
    ways = [run(J, ROWS, START, Descent(RATE, 4, batch_size=7, shuffle=True, seed=s))[0] for s in (3, 3, 4)]
    assert np.array_equal(ways[0], ways[1])
    assert Descent(RATE, 4).seed == 0
    assert not np.array_equal(ways[0], ways[2]) and not np.array_equal(ways[0], kept)


def test_a_start_beyond_floating_point_is_refused():
    with pytest.raises(ValueError, match="The loss at the start is not finite"):
        run(J, ROWS, np.full(4, 1e308), Descent(RATE, 1))


def test_statuses_are_their_names_and_have_words():
    assert [str(status) for status in Status] == ["converged", "max_iter", "diverged", "stopped"]
    assert Status("max_iter") is Status.MAX_ITER == "max_iter"
    assert Status.MAX_ITER.words == "ran all epochs" and Status.MAX_ITER.ending == "ended"
