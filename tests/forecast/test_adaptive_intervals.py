"""Intervals that adapt: how often they hold on errors of known kinds, and that they know no later outcome."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.forecast.intervals import ENOUGH, FARTHEST, LOWEST_SIZE, REACH, SeasonalSize, adaptive, tails
from gd_core.forecast.origins import origins

DAYS, TRAIN = 3000, 2000
DATES = pd.date_range("2001-01-01", periods=DAYS)


def seen(n, horizon=1):
    """Rows whose outcome is known on the day of each."""
    return np.maximum(np.arange(n) - horizon + 1, 0)


def run(errors, *, horizon=1, start=TRAIN, level=0.9, **kind):
    """Both ends for every row, and the next interval."""
    n = len(errors)
    series = pd.Series(np.asarray(errors, dtype=float), index=DATES[:n])
    series.iloc[:30] = np.nan
    return adaptive(series, seen(n, horizon), origins(n, start), start=start, level=level, **kind)


def missed(errors, low, high, start=TRAIN):
    """Shares of days below and above."""
    return np.mean(errors[start:] < low[start:]), np.mean(errors[start:] > high[start:])


@settings(max_examples=80)
@given(st.lists(st.floats(-50, 50), min_size=ENOUGH, max_size=200), st.floats(0.0, 1.0))
def test_tails_are_quantiles_inside_the_range(errors, alpha):
    ranked, n = sorted(errors), len(errors)
    low, high = tails(ranked, alpha)
    beyond = 1.0 - (n + 1) * alpha / 2.0  # ranks
    if beyond <= 0.0:
        expected = np.quantile(ranked, [alpha / 2.0, 1.0 - alpha / 2.0], method="weibull")
        assert [low, high] == pytest.approx(expected, abs=1e-9)
    else:
        further = REACH * min(beyond, FARTHEST) * (ranked[-1] - ranked[0])
        assert [low, high] == pytest.approx([ranked[0] - further, ranked[-1] + further], abs=1e-9)


def test_tails_of_hardly_any_errors_are_unknown_and_wide_ones_meet_in_the_middle():
    assert np.isnan(tails([1.0] * (ENOUGH // 2 - 1), 0.1)).all()
    ranked = list(np.arange(21.0))
    assert tails(ranked, 1.0) == tails(ranked, 7.0) == (10.0, 10.0)
    assert tails(ranked, -3.0) == (-FARTHEST * REACH * 20.0, 20.0 + FARTHEST * REACH * 20.0)


KINDS = {
    "exchangeable": lambda random: random.standard_t(5, DAYS),
    "skewed": lambda random: random.exponential(2.0, DAYS) - 2.0,
    "twice as large from the test part on": lambda random: (
        random.normal(size=DAYS) * np.where(np.arange(DAYS) < TRAIN, 1.0, 2.0)
    ),
    "by season": lambda random: (
        random.normal(size=DAYS) * (2.0 + np.cos(2 * np.pi * np.arange(DAYS) / 365.2425))
    ),
}


@pytest.mark.parametrize("horizon", [1, 7])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("level", [0.8, 0.9])
def test_they_hold_as_often_as_promised(kind, level, horizon):
    held = []
    for seed in range(8):
        errors = KINDS[kind](np.random.default_rng(seed))
        low, high, _ = run(errors, level=level, horizon=horizon)
        held.append(1.0 - sum(missed(errors, low, high)))
    # 1,000 days: independent hits would scatter by 0.009 to 0.013; adapting holds them nearer.
    assert np.mean(held) == pytest.approx(level, abs=0.012)
    assert np.abs(np.array(held) - level).max() < 0.035


def test_skewed_errors_are_missed_about_as_often_on_both_sides():
    shares = []
    for seed in range(8):
        errors = KINDS["skewed"](np.random.default_rng(seed))
        low, high, _ = run(errors, seasonal=False)
        shares.append(missed(errors, low, high))
        assert high[-1] > 1.5 * -low[-1]
    assert np.mean(shares, axis=0) == pytest.approx([0.05, 0.05], abs=0.012)


def test_a_bias_that_sets_in_is_learned():
    random = np.random.default_rng(3)
    errors = random.normal(size=DAYS) + np.where(np.arange(DAYS) < TRAIN, 0.0, 2.0)
    low, high, _ = run(errors)
    still = np.quantile(errors[:TRAIN], [0.05, 0.95])
    assert np.mean((errors[TRAIN:] < still[0]) | (errors[TRAIN:] > still[1])) > 0.5
    assert sum(missed(errors, low, high, start=TRAIN + 300)) == pytest.approx(0.1, abs=0.03)


def test_every_season_has_its_own_width():
    errors = KINDS["by season"](np.random.default_rng(0))
    low, high, interval = run(errors)
    width = pd.Series(high - low, index=DATES)[TRAIN:].groupby(DATES[TRAIN:].month).mean()
    assert width[1] == pytest.approx(3.0 * width[7], rel=0.25)
    flat = run(errors, seasonal=False)[2].size
    assert np.ptp(flat.predict(DATES)) < 1e-9
    ends = interval.around(np.array([10.0, 10.0]), pd.DatetimeIndex(["2010-01-05", "2010-07-05"]))
    assert (ends[0] < 10.0).all() and (ends[1] > 10.0).all()
    assert ends[1][0] - ends[0][0] > 2.0 * (ends[1][1] - ends[0][1])


def test_the_next_interval_is_what_one_more_day_gets():
    errors = KINDS["skewed"](np.random.default_rng(5))
    n = TRAIN + 10 * 30  # a fit is made there
    _, _, interval = run(errors[:n], horizon=1)
    low, high, _ = run(errors[: n + 1], horizon=1)
    found = interval.around(np.zeros(1), DATES[[n]])
    assert [found[0][0], found[1][0]] == pytest.approx([low[n], high[n]], rel=1e-9)


@settings(max_examples=30)
@given(day=st.integers(0, 599), horizon=st.integers(1, 14), seed=st.integers(0, 99))
def test_no_end_knows_a_later_outcome(day, horizon, seed):
    random = np.random.default_rng(seed)
    errors = random.normal(size=600)
    other = errors.copy()
    known = int(seen(600, horizon)[day])
    other[known:] = random.normal(0.0, 40.0, 600 - known)
    before, after = (run(e, horizon=horizon, start=400) for e in (errors, other))
    for end in (0, 1):
        np.testing.assert_array_equal(after[end][: day + 1], before[end][: day + 1])


def test_too_few_errors_make_no_interval():
    errors = np.random.default_rng(0).normal(size=45)
    low, high, interval = run(errors, start=32)
    assert np.isnan(low).all() and np.isnan(high).all()
    assert np.isnan(interval.around(np.zeros(1), DATES[:1])).all()
    low, high, interval = run(np.random.default_rng(0).normal(size=70), start=32)
    assert np.isnan(low[: 30 + ENOUGH]).all() and np.isfinite(low[30 + ENOUGH :]).all()
    assert np.isfinite(interval.around(np.zeros(1), DATES[:1])).all()


def test_a_size_never_comes_near_zero():
    size = SeasonalSize(np.array([2.0, 0.0, 5.0]))
    assert size.predict(DATES).min() == LOWEST_SIZE * 2.0
    assert (SeasonalSize(np.zeros(3)).predict(DATES) > 0.0).all()
    low, high, _ = run(np.zeros(DAYS))
    np.testing.assert_allclose([low[TRAIN:], high[TRAIN:]], 0.0, atol=1e-6)
