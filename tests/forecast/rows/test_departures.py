"""The terms of a forecast that starts from today: departures, by the calendar, from nothing later."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import ExperimentSettings
from gd_core.forecast.rows.departures import MEANS, SPELT_OUT, departures, trailing_means
from gd_core.forecast.rows.names import unique
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.rows.rows import prepare

HORIZON = 3


@pytest.fixture(scope="module")
def frame(station):
    """Four years with missing values and absent days."""
    return station.frame.loc["1996":"2001", ["tmax", "tmin", "rain"]]


@pytest.fixture(scope="module")
def made(frame):
    return departures(frame, "tmax", ("tmax", "tmin", "rain"), HORIZON)


def mean_of(column, length):
    """By pandas, on every calendar day."""
    return column.asfreq("D").rolling(length, min_periods=-(-length // 2)).mean()[column.index]


@settings(max_examples=50)
@given(values=st.lists(st.none() | st.floats(-50, 50), min_size=1, max_size=120), length=st.integers(1, 100))
def test_trailing_means_are_those_of_pandas(values, length):
    column = np.array([np.nan if value is None else value for value in values])
    expected = pd.Series(column).rolling(length, min_periods=-(-length // 2)).mean().to_numpy()
    (found,) = trailing_means(column[:, None], (length,))
    np.testing.assert_allclose(found[:, 0], expected, atol=1e-9)


def test_the_target_departs_from_its_own_last_days(frame, made):
    own = frame["tmax"]
    for length in MEANS:
        expected = own - mean_of(own, length)
        found = made.terms[f"tmax, above its {length}-day mean"]
        np.testing.assert_allclose(found, expected, atol=1e-9)
        assert expected.notna().any() and expected.isna().any()
    change = (own.asfreq("D") - own.asfreq("D").shift(1))[own.index]
    np.testing.assert_allclose(made.terms["tmax, change since the day before"], change, atol=1e-12)


def test_the_wave_is_that_of_the_day_that_is_forecast(frame, made):
    later = frame.index + pd.Timedelta(days=HORIZON)
    angle = 2 * np.pi * (later - pd.Timestamp("2000-01-01")).days.to_numpy() / 365.2425
    middle = frame["tmax"] - mean_of(frame["tmax"], 15)
    for name, wave in (("sine", np.sin(angle)), ("cosine", np.cos(angle))):
        np.testing.assert_allclose(made.terms[f"season, {name}"], wave, atol=1e-12)
        found = made.terms[f"tmax, above its 15-day mean × season, {name}"]
        np.testing.assert_allclose(found, middle * wave, atol=1e-9)


def test_departures_from_the_normal_and_its_rise(frame, made):
    days = pd.date_range(frame.index[0], frame.index[-1])
    normals = Normals.learn(frame.reindex(days).to_numpy(), days)
    index = pd.DatetimeIndex(frame.index)
    now, later = normals.on(index, index), normals.on(index, index + pd.Timedelta(days=HORIZON))
    for column, name in enumerate(frame.columns):
        np.testing.assert_allclose(made.terms[f"{name}, above its normal"], frame[name] - now[:, column])
    np.testing.assert_allclose(made.terms["rise of the normal"], later[:, 0] - now[:, 0])
    assert made.terms["rise of the normal"].isna().sum() > 300  # no normal in the first year


def test_other_columns_depart_from_their_fortnight(frame, made):
    for name in ("tmin", "rain"):
        above = frame[name] - mean_of(frame[name], 15)
        np.testing.assert_allclose(made.terms[f"{name}, above its 15-day mean"], above, atol=1e-9)
        daily = frame[name].asfreq("D")
        change = (daily - daily.shift(1))[frame.index]
        np.testing.assert_allclose(made.terms[f"{name}, change since the day before"], change, atol=1e-12)
    assert made.terms.shape[1] == len(made.trust) == 14 + 5 * 2  # the target counts once


def test_trust_is_smaller_in_what_is_less_certain(made):
    trust = dict(zip(made.terms.columns, made.trust, strict=True))
    assert trust["tmax, above its 3-day mean"] == trust["season, sine"] == 1.0
    assert trust["tmax, above its normal"] == trust["tmin, above its 15-day mean"] == 0.5
    assert trust["tmin, above its normal"] == trust["rain, above its 15-day mean × season, cosine"] == 0.25


def test_many_predictors_have_one_term_each():
    days = pd.date_range("2001-01-01", periods=400)
    names = [f"c{k}" for k in range(SPELT_OUT + 2)]
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(400, len(names))), days, names)
    made = departures(frame, "c0", tuple(names), 1)
    assert made.terms.shape[1] == len(made.trust) == 14 + SPELT_OUT + 1
    without = departures(frame, "c0", ("c0",), 1)
    assert list(made.terms.columns[:14]) == list(without.terms.columns) and without.terms.shape[1] == 14


HOSTILE = ["season", "season, sine", "season, sine (2)", "rise of the normal", "a, above its normal", "a"]


@given(st.lists(st.sampled_from([*HOSTILE, "a (2)", "a (2)'", "a (3)"]), max_size=12))
def test_no_two_names_are_alike(names):
    found = unique(names)
    assert len(set(found)) == len(found) == len(names)
    assert unique(list(dict.fromkeys(names))) == list(dict.fromkeys(names))


def test_columns_that_are_called_like_terms_are_told_apart():
    days = pd.date_range("2001-01-01", periods=60)
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(60, len(HOSTILE))), days, HOSTILE)
    made = departures(frame, "a", tuple(HOSTILE), 1)
    assert made.terms.columns.is_unique


def test_what_is_not_known_is_no_departure(station, frame):
    weather = dataclasses.replace(station, frame=frame)
    rows = prepare(weather, ExperimentSettings(start_from="today", predictors=("tmin", "rain")))
    made = departures(frame, "tmax", ("tmin", "rain"), 1)
    expected = made.terms.loc[rows.X.index]
    assert expected.isna().any().any()
    pd.testing.assert_frame_equal(rows.X, expected.fillna(0.0), check_names=False)
    assert rows.counts["filled"] == expected.isna().to_numpy().sum() and rows.counts["dropped"] == 0
    np.testing.assert_allclose(rows.y + frame["tmax"][rows.X.index], rows.actual)
    np.testing.assert_array_equal(rows.base, frame["tmax"][rows.X.index])


@settings(max_examples=30)
@given(share=st.floats(0.0, 1.0), horizon=st.integers(1, 14), seed=st.integers(0, 99))
def test_no_term_knows_a_later_day(frame, share, horizon, seed):
    day = frame.index[int(share * (len(frame) - 1))]
    other = frame.copy()
    later = other.index > day
    noise = np.random.default_rng(seed).normal(20.0, 50.0, (int(later.sum()), frame.shape[1]))
    other[later] = other[later].where(other[later].isna(), noise)
    tables = [departures(f, "tmax", ("tmin", "rain"), horizon).terms.loc[:day] for f in (frame, other)]
    pd.testing.assert_frame_equal(*tables, check_exact=True)


def test_absent_days_are_no_neighbours():
    days = pd.DatetimeIndex(["2001-01-01", "2001-01-02", "2001-01-04"])
    made = departures(pd.DataFrame({"t": [1.0, 4.0, 9.0]}, days), "t", ("t",), 1)
    change = made.terms["t, change since the day before"]
    assert change.isna().tolist() == [True, False, True] and change.iloc[1] == 3.0
    assert made.terms["t, above its 3-day mean"].iloc[2] == pytest.approx(9.0 - 6.5)
