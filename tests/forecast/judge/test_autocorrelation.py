"""Means and correlations of days that depend on their neighbours, against plain computations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.forecast.judge.autocorrelation import Calendar, autocovariance, bandwidth, standard_error


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
