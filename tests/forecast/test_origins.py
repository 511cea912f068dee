"""Rolling origins and the strength they choose, against plain loops with scikit-learn."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge

from gd_core.forecast.origins import (
    EVERY,
    FIRST,
    LONG,
    PROOF,
    STRENGTHS,
    choose,
    go_through,
    origins,
    ridge_at,
    scaling_of,
)

TRUST = np.array([1.0, 0.5, 0.25, 1.0])


def made(n=300, seed=0, noise=2.0):
    """Terms of different size, the last one zero at first, and what depends on them."""
    random = np.random.default_rng(seed)
    X = random.normal(size=(n, 4)) * [1.0, 20.0, 0.1, 3.0]
    X[:50, 3] = 0.0
    return X, X @ [0.5, -0.02, 3.0, 0.1] + random.normal(0.0, noise, n)


def known_by(n, horizon):
    """Rows whose outcome is known on the day of each, where no day is absent."""
    return np.maximum(np.arange(n) - horizon + 1, 0)


def by_scikit_learn(X, y, strength, trust=TRUST):
    """Coefficients in original units, from all the rows given."""
    if not np.isfinite(strength):
        return np.zeros(X.shape[1])
    size = np.sqrt((X**2).mean(axis=0))
    scale = np.where(size > 0.0, trust / np.where(size > 0.0, size, 1.0), 0.0)
    return Ridge(alpha=strength, fit_intercept=False, solver="svd").fit(X * scale, y).coef_ * scale


def test_every_refit_is_that_of_scikit_learn():
    X, y = made()
    known = np.array([30, 45, 52, 200, 300])
    found = ridge_at(X, y, known, TRUST, np.tile(STRENGTHS, (5, 1)))
    for fit, tried in itertools.product(range(5), range(len(STRENGTHS))):
        expected = by_scikit_learn(X[: known[fit]], y[: known[fit]], STRENGTHS[tried])
        np.testing.assert_allclose(found[fit, tried], expected, rtol=1e-8, atol=1e-12)
    assert (found[:, -1] == 0.0).all() and np.isinf(STRENGTHS[-1])
    assert (found[:2, :, 3] == 0.0).all()  # a term that was never other than zero


def test_equal_terms_without_a_penalty_share_the_weight():
    X, y = made()
    twice = np.column_stack([X[:, 0], X[:, 0]])
    found = ridge_at(twice, y, np.array([300]), np.ones(2), np.array([[0.0]]))[0, 0]
    alone = float(X[:, 0] @ y / (X[:, 0] @ X[:, 0]))
    assert found.sum() == pytest.approx(alone, rel=1e-6) and found[0] == pytest.approx(found[1], rel=1e-3)


def test_terms_are_scaled_and_not_centred():
    X, _ = made()
    scaling = scaling_of(X[:40], TRUST)
    Z = scaling.rows(X[:40])
    np.testing.assert_allclose(np.sqrt((Z**2).mean(axis=0)), [1.0, 0.5, 0.25, 0.0])
    assert not scaling.shift.any() and scaling.flat.tolist() == [False, False, False, True]


@given(n=st.integers(43, 4000), share=st.floats(0.3, 0.9))
def test_origins_come_with_every_tenth_and_every_month_behind_the_training_part(n, share):
    train = max(int(share * n), FIRST)
    if train >= n:
        return
    cuts = origins(n, train)
    assert cuts[0] == FIRST and cuts[-1] == n and train in cuts
    steps, starts = np.diff(cuts), cuts[:-1]
    assert (steps >= 1).all()
    later = starts >= train
    assert (steps[later][:-1] == np.minimum(EVERY, np.round(0.1 * starts[later][:-1]))).all()
    assert steps[-1] <= EVERY
    assert (steps[~later] <= np.round(0.1 * starts[~later])).all()


def in_a_loop(X, y, known, train):
    """Forecasts and strengths, slowly: every fit anew, every choice from the errors of the fits before it."""
    n = len(y)
    cuts = origins(n, train)
    squares = np.full((n, len(STRENGTHS)), np.nan)
    forecast, strengths = np.full(n, np.nan), []
    for first, end in itertools.pairwise([*cuts, n + 1]):
        learned = known[first] if first < n else n
        since = min(max(learned // 2, cuts[0]), learned)
        usual = np.flatnonzero((60.0 if learned >= LONG else 200.0) == STRENGTHS)[0]
        gains = squares[since:learned, [usual]] - squares[since:learned]
        worth = gains.sum(axis=0) - PROOF * np.sqrt((gains**2).sum(axis=0))
        best = int(np.argmax(worth)) if worth.max() > 0.0 else int(usual)
        strengths.append(STRENGTHS[best])
        if first == n:
            break
        for k, strength in enumerate(STRENGTHS):
            said = X[first:end] @ by_scikit_learn(X[:learned], y[:learned], strength)
            squares[first:end, k] = (said - y[first:end]) ** 2
            if k == best:
                forecast[first:end] = said
    return forecast, strengths


@pytest.mark.parametrize(("horizon", "noise"), [(1, 0.5), (1, 30.0), (7, 4.0)])
def test_going_through_the_origins_is_a_plain_loop_of_refits(horizon, noise):
    X, y = made(260, seed=horizon, noise=noise)
    known = known_by(260, horizon)
    found = go_through(X, y, known, TRUST, train=180, strength=None)
    forecast, strengths = in_a_loop(X, y, known, 180)
    np.testing.assert_allclose(found.forecast, forecast, rtol=1e-8, atol=1e-10)
    assert found.strength.tolist() == strengths
    assert found.strength_at(180) == strengths[found.cuts.tolist().index(180)]
    assert np.isnan(found.forecast[:FIRST]).all() and np.isfinite(found.forecast[FIRST:]).all()
    assert found.known.tolist() == [known[cut] for cut in found.cuts[:-1]]


def test_a_strength_that_is_given_is_one_for_each_row_of_the_fit():
    X, y = made()
    known = known_by(300, 1)
    found = go_through(X, y, known, TRUST, train=210, strength=0.3)
    assert found.strength.tolist() == pytest.approx([*(0.3 * found.known), 0.3 * 300])
    first, end = found.cuts[-2:]
    learned = known[first]
    expected = X[first:end] @ by_scikit_learn(X[:learned], y[:learned], 0.3 * learned)
    np.testing.assert_allclose(found.forecast[first:end], expected, rtol=1e-8)


@settings(max_examples=40)
@given(day=st.integers(0, 259), horizon=st.integers(1, 14), seed=st.integers(0, 99))
def test_no_outcome_is_used_before_it_is_known(day, horizon, seed):
    """On the day of row ``day`` the outcomes of the last ``horizon`` - 1 rows before it are still open."""
    X, y = made(260, seed=seed)
    known = known_by(260, horizon)
    other, terms = y.copy(), X.copy()
    other[known[day] :] = np.random.default_rng(seed).normal(0.0, 100.0, 260 - known[day])
    terms[day + 1 :] *= -7.0
    before, after = (go_through(*d, known, TRUST, train=180, strength=None) for d in ((X, y), (terms, other)))
    np.testing.assert_array_equal(after.forecast[: day + 1], before.forecast[: day + 1])
    fits = before.cuts[:-1] <= day
    assert (after.strength[:-1][fits] == before.strength[:-1][fits]).all()


def test_the_usual_strength_stands_unless_another_is_clearly_better():
    usual = {500: 3, 1500: 2}  # places of 200 and 60 days
    for known, place in usual.items():
        kept = 0
        for seed in range(300):
            random = np.random.default_rng(seed)
            errors = 5.0 + random.normal(size=(known, 1)) + 0.1 * random.normal(size=(known, len(STRENGTHS)))
            kept += choose(errors, np.array([known]), FIRST)[0] == place
        # Chance alone: six others, each of which passes 1.5 standard errors in 7 of 100 cases.
        assert kept >= 300 * (1 - 6 * 0.0668) - 3 * np.sqrt(300 * 0.24)
        better = errors.copy()
        better[:, 5] -= 0.2
        assert choose(better, np.array([known]), FIRST)[0] == 5
        better[: known // 2, 5] += 100.0  # what was long ago does not count
        assert choose(better, np.array([known]), FIRST)[0] == 5


def test_before_there_are_errors_the_usual_strength_is_taken():
    errors = np.full((100, len(STRENGTHS)), np.nan)
    assert choose(errors, np.array([30]), FIRST)[0] == 3
