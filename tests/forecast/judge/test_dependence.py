"""Means, correlations and resamples of days that depend on their neighbours, against plain computations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.forecast.judge.dependence import (
    Calendar,
    autocovariance,
    bandwidth,
    block_length,
    resampled_sums,
    standard_error,
)


def autoregression(random, n, phi, width=1):
    """Stationary AR(1) series of variance 1, (n, width)."""
    noise = random.normal(size=(n, width)) * np.sqrt(1 - phi**2)
    noise[0] = random.normal(size=width)
    for day in range(1, n):
        noise[day] += phi * noise[day - 1]
    return noise


def days_with_gaps(steps):
    return pd.Timestamp("2001-01-01") + pd.to_timedelta(np.cumsum([0, *steps]), unit="D")


GAPPY = st.lists(st.sampled_from([1, 1, 1, 2, 5, 40]), min_size=1, max_size=40).map(days_with_gaps)


@given(days=GAPPY, lags=st.integers(0, 12), seed=st.integers(0, 99))
def test_autocovariance_pairs_days_by_their_dates(days, lags, seed):
    values = np.random.default_rng(seed).normal(size=len(days))
    sums, pairs = autocovariance(days, values, lags)
    centred = pd.Series(values - values.mean(), index=days)
    for lag in range(lags + 1):
        products = [
            value * centred[day + pd.Timedelta(days=lag)]
            for day, value in centred.items()
            if day + pd.Timedelta(days=lag) in centred.index
        ]
        assert pairs[lag] == len(products)
        assert sums[lag] == pytest.approx(sum(products), abs=1e-9)


@given(days=GAPPY, seed=st.integers(0, 99), horizon=st.integers(1, 6))
def test_the_error_of_a_mean_is_a_weighted_sum_over_all_pairs_of_days(days, seed, horizon):
    values = np.random.default_rng(seed).normal(size=len(days))
    n, lags = len(days), bandwidth(len(days), horizon)
    centred = values - values.mean()
    apart = np.abs(np.subtract.outer(days.to_numpy(), days.to_numpy()) / np.timedelta64(1, "D"))
    weights = np.clip(1 - apart / (lags + 1), 0, None)
    expected = np.sqrt(max(centred @ weights @ centred, 0)) / n
    assert standard_error(days, values, horizon) == pytest.approx(expected, abs=1e-7)


def test_a_single_day_has_no_error_and_bandwidths_grow_slowly():
    assert np.isnan(standard_error(pd.DatetimeIndex(["2001-01-01"]), np.array([1.0])))
    assert [bandwidth(n) for n in (10, 100, 218, 2000)] == [2, 4, 4, 7]
    assert bandwidth(100, 14) == 13


@pytest.mark.parametrize("days", [[], ["2001-01-02", "2001-01-01"], ["2001-01-01", "2001-01-01"]])
def test_days_out_of_order_are_refused(days):
    with pytest.raises(ValueError, match="sorted and different"):
        Calendar.of(pd.DatetimeIndex(days), 3)


def test_long_gaps_are_cut():
    calendar = Calendar.of(pd.DatetimeIndex(["2001-01-01", "2001-01-03", "2011-01-01"]), 4)
    assert (calendar.position.tolist(), calendar.length) == ([0, 2, 7], 8)
    assert calendar.spread(np.array([1.0, 2.0, 3.0])).tolist() == [1, 0, 2, 0, 0, 0, 0, 3]


@pytest.mark.parametrize("phi", [0.5, 0.8])
def test_the_block_length_is_that_of_theory_for_an_autoregression(phi):
    # Politis and White (2004), with R(k) = phi^|k|: G = 2 phi / (1 - phi)^2, spectrum (1 + phi) / (1 - phi).
    n = 3000
    slope, spectrum = 2 * phi / (1 - phi) ** 2, (1 + phi) / (1 - phi)
    expected = (2 * slope**2 / (4 / 3 * spectrum**2) * n) ** (1 / 3)
    days = pd.date_range("2001-01-01", periods=n)
    series = autoregression(np.random.default_rng(5), n, phi, width=60)
    found = np.median([block_length(days, column) for column in series.T])
    assert found == pytest.approx(expected, rel=0.2)


def test_blocks_are_never_shorter_than_the_horizon_or_the_cube_root():
    days = pd.date_range("2001-01-01", periods=1000)
    noise = np.random.default_rng(0).normal(size=1000)
    assert block_length(days, noise) == 10
    assert block_length(days, noise, 14) == 14
    assert block_length(days, np.ones(1000)) == 10
    assert block_length(days[:1], noise[:1]) == 1
    # A trend has the longest memory; blocks end at 3 sqrt(n), and at a third of a short record.
    assert 50 < block_length(days, np.arange(1000.0)) <= 95
    assert 4 < block_length(days[:30], np.arange(30.0)) <= 10


@given(days=GAPPY, length=st.integers(1, 60), seed=st.integers(0, 99))
def test_resamples_are_those_of_listing_every_day(days, length, seed):
    values = np.random.default_rng(seed).normal(size=(len(days), 2))
    found = resampled_sums(days, values, length, resamples=7, seed=seed)
    position, gone = {}, 0
    for before, day in zip([days[0], *days[:-1]], days, strict=True):
        gone += min((day - before).days, length + 1)
        position[gone] = values[len(position)]
    n = gone + 1
    size = min(length, n)
    starts = np.random.default_rng(seed).integers(0, n, (7, -(-n // size)))
    for row, chosen in zip(found, starts, strict=True):
        drawn = [(start + step) % n for start in chosen for step in range(size)][:n]
        expected = sum((position.get(day, np.zeros(2)) for day in drawn), np.zeros(2))
        assert row == pytest.approx(expected, abs=1e-9)


def test_resampled_means_vary_as_the_mean_of_an_autoregression_does():
    n, phi = 2000, 0.6
    days = pd.date_range("2001-01-01", periods=n)
    series = autoregression(np.random.default_rng(1), n, phi, width=30)
    true = np.sqrt((1 + phi) / (1 - phi) / n)
    resampled, newey_west = [], []
    for column in series.T:
        length = block_length(days, column)
        resampled.append(resampled_sums(days, column[:, None], length, resamples=400, seed=2).std() / n)
        newey_west.append(standard_error(days, column))
    # Both estimators are known to fall short by some percent: the blocks are short of the memory's end.
    assert np.mean(resampled) == pytest.approx(true, rel=0.12)
    assert np.mean(newey_west) == pytest.approx(true, rel=0.2)
