"""What theory says about rates, against what descent does."""

import numpy as np
import pytest

from gd_core.descent import Curvature, GradientDescentRegressor
from tests.descent.problems import problem

CURVATURE = Curvature(np.array([0.5, 2.0, 4.0]), np.eye(3))
DISTANCE = np.array([1.0, 1.0, 1.0])
RHO = (np.sqrt(8.0) - 1.0) / (np.sqrt(8.0) + 1.0)  # the heavy ball's best, condition number 8


def distances(rule, rate, momentum, steps):
    """|w_t| for descent on sum(lambda w^2) / 2 from (1, 1, 1), by the rules' textbook definition."""
    w, velocity, out = DISTANCE.copy(), np.zeros(3), []
    for _ in range(steps):
        g = CURVATURE.eigenvalues * w
        velocity = momentum * velocity + g
        w = w - rate * {"plain": g, "momentum": velocity, "nesterov": g + momentum * velocity}[rule]
        out.append(np.linalg.norm(w))
    return np.array(out)


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_the_largest_stable_rate_is_where_descent_turns(rule, momentum):
    limit = CURVATURE.largest_stable_rate(rule, momentum)
    below, above = (distances(rule, f * limit, momentum, 4_000)[-1] for f in (0.999, 1.001))
    assert below < 1e-3
    assert above > 1e3
    assert CURVATURE.contraction(limit, rule, momentum) == pytest.approx(1.0)


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.9])
def test_contraction_is_what_is_measured(rule, share):
    rate = share * CURVATURE.largest_stable_rate(rule, 0.6)
    walk = distances(rule, rate, 0.6, 400)
    measured = (walk[399] / walk[199]) ** (1 / 200)
    assert measured == pytest.approx(CURVATURE.contraction(rate, rule, 0.6), rel=0.01)


def test_the_best_plain_rate_contracts_by_kappa_minus_one_over_kappa_plus_one():
    kappa = CURVATURE.condition_number
    assert kappa == 8.0
    assert CURVATURE.best_rate() == pytest.approx(2.0 / 4.5)
    assert CURVATURE.contraction(CURVATURE.best_rate()) == pytest.approx((kappa - 1) / (kappa + 1))


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9])
def test_no_other_rate_is_better_than_the_best(rule, momentum):
    best = CURVATURE.contraction(CURVATURE.best_rate(rule, momentum), rule, momentum)
    rates = np.linspace(0.0, CURVATURE.largest_stable_rate(rule, momentum), 5_000)[1:]
    assert best <= min(CURVATURE.contraction(rate, rule, momentum) for rate in rates) + 1e-4


@pytest.mark.parametrize(
    ("rule", "rate", "momentum", "contraction"),
    [
        # Heavy ball (Polyak 1964), and Nesterov (Lessard, Recht and Packard 2016, proposition 1), kappa = 8.
        ("momentum", 4.0 / (2.0 + np.sqrt(0.5)) ** 2, RHO**2, RHO),
        ("nesterov", 4.0 / 12.5, 3.0 / 7.0, 1.0 - 2.0 / 5.0),
    ],
)
def test_contraction_at_the_best_momentum_is_that_of_the_literature(rule, rate, momentum, contraction):
    assert CURVATURE.contraction(rate, rule, momentum) == pytest.approx(contraction, rel=1e-6)


@pytest.mark.parametrize("rule", ["plain", "momentum", "nesterov"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
@pytest.mark.parametrize("reduction", [0.5, 1e-3, 1e-9])
def test_epochs_are_counted_as_by_walking(rule, share, reduction):
    """The first epoch whose loss above the minimum is a share of that at the start, found by trying."""
    momentum = 0.7
    rate, hessian = share * CURVATURE.largest_stable_rate(rule, momentum), np.diag(CURVATURE.eigenvalues)
    w, velocity, losses = DISTANCE.copy(), np.zeros(3), [0.5 * DISTANCE @ hessian @ DISTANCE]
    while losses[-1] > reduction * losses[0]:
        g = hessian @ w
        velocity = momentum * velocity + g
        w = w - rate * {"plain": g, "momentum": velocity, "nesterov": g + momentum * velocity}[rule]
        losses.append(0.5 * w @ hessian @ w)
    assert CURVATURE.epochs_to(DISTANCE, reduction, rate, rule, momentum) == len(losses) - 1
    for epoch in (0, 1, len(losses) - 1):
        excess = CURVATURE.excess_loss(DISTANCE, epoch, rate, rule, momentum)
        assert excess == pytest.approx(losses[epoch], rel=1e-9)


@pytest.mark.parametrize("rule", ["momentum", "nesterov"])
def test_what_is_not_said_of_momentum_is_nine_tenths(rule):
    c, rate = CURVATURE, 0.05
    assert c.largest_stable_rate(rule) == c.largest_stable_rate(rule, 0.9)
    assert c.contraction(rate, rule) == c.contraction(rate, rule, 0.9)
    assert c.best_rate(rule) == c.best_rate(rule, 0.9)
    assert c.excess_loss(DISTANCE, 9, rate, rule) == c.excess_loss(DISTANCE, 9, rate, rule, 0.9)
    assert c.epochs_to(DISTANCE, 1e-3, rate, rule) == c.epochs_to(DISTANCE, 1e-3, rate, rule, 0.9)


def test_directions_are_told_from_rounding():
    eps = np.finfo(float).eps
    assert Curvature.of(np.diag([1.0, 4.0 * eps])).eigenvalues == pytest.approx([4.0 * eps, 1.0])
    kept = Curvature.of(np.diag([1.0, 1.0 * eps]))
    assert kept.eigenvalues == pytest.approx([1.0]) and kept.directions.shape == (2, 1)
    with pytest.raises(ValueError, match="The loss is flat"):
        Curvature.of(np.zeros((2, 2)))


def test_a_flat_direction_does_not_count():
    X = problem().X
    doubled = np.column_stack([X, X[:, 0]])
    one = GradientDescentRegressor().fit(X, problem().y).curvature_
    two = GradientDescentRegressor().fit(doubled, problem().y)
    assert two.curvature_.eigenvalues.size == one.eigenvalues.size
    assert two.status_ == "converged"


def test_no_theory_is_claimed_where_there_is_none():
    for question in (
        CURVATURE.largest_stable_rate,
        CURVATURE.best_rate,
        lambda r: CURVATURE.contraction(0.1, r),
    ):
        with pytest.raises(ValueError, match="Theory gives no rate for 'adam'"):
            question("adam")
