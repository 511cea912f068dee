"""Blocks and resamples of days that depend on their neighbours, against theory and plain computations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.forecast.judge.autocorrelation import standard_error
from gd_core.forecast.judge.bootstrap import block_length, resampled_sums


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
