"""The automatic rate, against theory written out anew."""

import numpy as np
import pytest

from gd_core.descent import GradientDescentRegressor
from tests.descent.problems import problem

FAST = {"max_iter": 1, "tol": None, "random_state": 0}


def expected_smoothness(X, batch, alpha):
    """Gower et al. (2019), proposition 3.8, from the Hessians of J on one row, and on all rows."""
    n, d = X.shape
    rows = np.column_stack([X, np.ones(n)])
    penalty = 2.0 * alpha * np.diag(np.append(np.ones(d), 0.0))
    L = np.linalg.eigvalsh(2.0 * rows.T @ rows / n + penalty)[-1]
    stiffest = max(2.0 * (row @ row) for row in rows) + 2.0 * alpha
    return n * (batch - 1) / (batch * (n - 1)) * L + (n - batch) / (batch * (n - 1)) * stiffest


@pytest.mark.parametrize("alpha", [0.0, 0.4])
@pytest.mark.parametrize("batch", [1, 5, 20, 60])
def test_small_batches_get_the_rate_of_the_theorem(batch, alpha):
    """Theorem 3.1 there: bounded in mean square up to 1 / (2 x expected smoothness)."""
    p = problem()
    model = GradientDescentRegressor(batch_size=batch, alpha=alpha, standardize=False, **FAST).fit(p.X, p.y)
    assert model.learning_rate_ == pytest.approx(1.0 / (2.0 * expected_smoothness(p.X, batch, alpha)))


def test_the_smallest_batch_of_an_epoch_decides():
    p = problem()
    rates = [GradientDescentRegressor(batch_size=b, **FAST).fit(p.X, p.y).learning_rate_ for b in (4, 7, 59)]
    assert rates[0] == pytest.approx(rates[1])  # 60 rows in batches of 7: the last one has 4
    one = GradientDescentRegressor(batch_size=1, **FAST).fit(p.X, p.y).learning_rate_
    assert rates[2] == pytest.approx(one)


@pytest.mark.parametrize(("momentum", "share"), [(0.0, 1.0), (0.5, 0.5), (0.9, 0.1), (1.0, 0.01)])
@pytest.mark.parametrize("rule", ["momentum", "nesterov"])
def test_momentum_takes_its_share_of_the_rate_of_small_batches(rule, momentum, share):
    p = problem()
    plain = GradientDescentRegressor(batch_size=6, **FAST).fit(p.X, p.y).learning_rate_
    model = GradientDescentRegressor(batch_size=6, update=rule, momentum=momentum, **FAST).fit(p.X, p.y)
    assert model.learning_rate_ == pytest.approx(share * plain)


@pytest.mark.parametrize(("rule", "share"), [("adagrad", 0.5), ("rmsprop", 0.01), ("adam", 0.02)])
def test_adaptive_rules_move_by_a_share_of_the_longest_way(rule, share):
    p = problem()
    model = GradientDescentRegressor(update=rule, **FAST).fit(p.X, p.y)
    # At the stiffest direction, a loss of mean(y^2) = L/2 r^2 is as far off as r.
    farthest = np.sqrt(2.0 * np.mean(p.y**2) / model.curvature_.largest)
    assert model.learning_rate_ == pytest.approx(share * farthest)


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
def test_batch_descent_takes_the_best_rate_but_lets_the_stiffest_direction_settle(rule):
    p = problem()
    model = GradientDescentRegressor(update=rule, max_iter=500, tol=None).fit(p.X, p.y)
    best = model.curvature_.best_rate(rule, 0.9)
    settles = (1.0 + 1e-12 ** (1.0 / 500)) / model.curvature_.largest
    assert model.learning_rate_ == (min(best, settles) if rule == "plain" else best)
