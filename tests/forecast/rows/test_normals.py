"""Seasonal normals that move with time, against least squares on the days that they may know."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.forecast.rows.normals import MEMORY, MONTH, SECOND_WAVE, SEEN, Normals


def table(days, columns=2, seed=0, missing=0.1):
    """Waves of the year and noise, with holes."""
    random = np.random.default_rng(seed)
    dates = pd.date_range("1987-03-05", periods=days)
    wave = 8.0 * np.cos(2 * np.pi * (dates.day_of_year.to_numpy() - 20) / 365.25)
    values = 12.0 + wave[:, None] + random.normal(0.0, 3.0, (days, columns))
    values[random.random(values.shape) < missing] = np.nan
    return values, dates


def waves(dates):
    """Constant and two waves of the year of 365.2425 days that begins with 2000, (n, 5)."""
    angle = 2 * np.pi * (dates - pd.Timestamp("2000-01-01")).days.to_numpy() / 365.2425
    return np.column_stack(
        [np.ones(len(dates)), np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)]
    )


def by_least_squares(values, dates):
    """One column's coefficients from all of its days; a penalty is a row that says zero."""
    known = np.isfinite(values)
    held = np.sqrt(SECOND_WAVE) * np.eye(5)[3:]
    rows, goal = np.vstack([waves(dates)[known], held]), np.append(values[known], [0.0, 0.0])
    return np.linalg.lstsq(rows, goal, rcond=None)[0]


@pytest.mark.parametrize("block", [13, 20, 40])
def test_a_normal_is_the_least_squares_of_all_days_before_its_block(block):
    values, dates = table(1300)
    found = Normals.learn(values, dates)
    for column in range(2):
        expected = by_least_squares(values[: block * MONTH, column], dates[: block * MONTH])
        np.testing.assert_allclose(found.coefficients[block, column], expected, rtol=1e-9, atol=1e-9)
    first, last = dates[block * MONTH], dates[min((block + 1) * MONTH, len(dates)) - 1]
    there = pd.DatetimeIndex([first, last])
    later = pd.DatetimeIndex(["2031-07-01", "1999-12-31"])
    expected = np.einsum("nq,cq->nc", waves(later), found.coefficients[block])
    np.testing.assert_allclose(found.on(there, later), expected, rtol=1e-12)
    np.testing.assert_array_equal(found.of(1).on(there, later), found.on(there, later)[:, [1]])


def test_days_beyond_the_table_are_known_by_its_last_normal():
    values, dates = table(1300)
    found, far = Normals.learn(values, dates), pd.DatetimeIndex(["2040-01-01"])
    np.testing.assert_array_equal(found.at(far), found.coefficients[[-1]])
    fixed = Normals.fixed(found.coefficients[-1], dates[0])
    np.testing.assert_array_equal(fixed.on(dates, dates), found.on(far.repeat(1300), dates))


def test_it_forgets_what_is_older_than_thirty_years():
    days = (MEMORY + 40) * MONTH
    values, dates = table(days, columns=1)
    values[: 30 * MONTH] += 1000.0  # long ago
    found = Normals.learn(values, dates)
    for block in (MEMORY - 1, MEMORY, MEMORY + 1, MEMORY + 39):
        those = slice(max(block - MEMORY, 0) * MONTH, block * MONTH)
        expected = by_least_squares(values[those, 0], dates[those])
        np.testing.assert_allclose(found.coefficients[block, 0], expected, rtol=1e-7, atol=1e-7)
    assert found.coefficients[MEMORY - 1, 0, 0] > 50.0 > found.coefficients[MEMORY + 31, 0, 0]


@given(share=st.floats(0.0, 1.0), seed=st.integers(0, 99))
def test_nothing_of_later_days_is_in_it(share, seed):
    values, dates = table(900, seed=seed)
    day = int(share * 899)
    other = values.copy()
    other[day + 1 :] = np.random.default_rng(seed).normal(0.0, 80.0, other[day + 1 :].shape)
    said = [
        Normals.learn(v, dates).on(dates, dates + pd.Timedelta(days=9))[: day + 1] for v in (values, other)
    ]
    np.testing.assert_array_equal(*said)


def test_it_is_unknown_until_every_month_was_seen_for_some_days():
    values, dates = table(900, missing=0.0)
    values[dates.month == 1, 1] = np.nan  # no January in the second column,
    values[(dates.month == 1) & (dates.year == 1989) & (dates.day <= SEEN), 1] = 1.0  # and then just enough
    found = Normals.learn(values, dates)
    for column in range(2):
        for block in range(len(found.coefficients)):
            seen = pd.Series(values[: block * MONTH, column], dates[: block * MONTH]).dropna()
            counts = seen.groupby(seen.index.month).size()
            ready = len(counts) == 12 and counts.min() >= SEEN
            assert np.isfinite(found.coefficients[block, column]).all() == ready
            assert ready or np.isnan(found.coefficients[block, column]).all()
    known = np.isfinite(found.coefficients[:, :, 0])
    assert known.any(axis=0).all() and known[:, 0].sum() > known[:, 1].sum() + 5


def test_a_second_wave_needs_more_than_a_year_to_be_believed():
    dates = pd.date_range("1990-01-01", periods=4 * 365)
    values = 5.0 * waves(dates)[:, [3]]
    found = Normals.learn(values, dates).coefficients[:, 0, 3]
    after = [found[13], found[25], found[48]]
    assert 2.5 < after[0] < after[1] < after[2] < 5.0  # n / 2 days of evidence against 100
