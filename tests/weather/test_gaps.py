"""Absent dates, and the filling of missing values."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.weather import FILL_METHODS, date_gaps, fill_gaps, read_weather

NAN = np.nan
FITTED = ["seasonal", "mean", "knn"]
FILLING = [name for name in FILL_METHODS if name != "drop"]


def series(values, dates=None):
    index = pd.date_range("2020-01-01", periods=len(values)) if dates is None else pd.DatetimeIndex(dates)
    return pd.DataFrame({"a": np.array(values, dtype=float)}, index=index)


def everything(frame):
    return np.ones(len(frame), dtype=bool)


# --- date_gaps -----------------------------------------------------------------------------------------


def test_date_gaps_of_a_known_index():
    gaps = date_gaps(pd.DatetimeIndex(["2020-01-01", "2020-01-03", "2020-01-04", "2020-03-01"]))
    assert gaps.columns.tolist() == ["start", "end", "days"]
    assert gaps.astype(str).to_numpy().tolist() == [
        ["2020-01-02", "2020-01-02", "1"],
        ["2020-01-05", "2020-02-29", "56"],
    ]


@pytest.mark.parametrize("dates", [[], ["2020-01-01"], ["2020-02-28", "2020-02-29", "2020-03-01"]])
def test_no_gaps(dates):
    assert date_gaps(pd.DatetimeIndex(dates)).empty


@given(st.sets(st.integers(0, 60), min_size=1))
def test_dates_and_gaps_together_are_the_calendar(present):
    calendar = pd.date_range("1999-12-20", periods=61)
    index = calendar[sorted(present)]
    absent = [day for gap in date_gaps(index).itertuples() for day in pd.date_range(gap.start, gap.end)]
    expected = pd.date_range(index[0], index[-1]).difference(index)
    assert absent == expected.tolist()
    assert date_gaps(index)["days"].sum() == len(expected)


def test_the_four_gaps_of_oakland(shared):
    gaps = date_gaps(read_weather(shared / "reference" / "oakland_1970_2022.csv").frame.index)
    before = gaps["start"] - pd.Timedelta(days=1)  # the last day on record
    assert [day.year for day in before] == [1980, 1986, 2000, 2012]
    assert gaps["days"].max() == (pd.Timestamp("2000-01-01") - pd.Timestamp("1986-07-31")).days - 1


def test_unsorted_or_repeated_dates_are_refused():
    for dates in (["2020-01-02", "2020-01-01"], ["2020-01-01", "2020-01-01"]):
        with pytest.raises(ValueError, match="the dates must be sorted, each once"):
            date_gaps(pd.DatetimeIndex(dates))
        with pytest.raises(ValueError, match="the dates must be sorted, each once"):
            fill_gaps(series([1, 2], dates), "mean", train=np.array([True, True]))


# --- each method on a table small enough to fill by hand -------------------------------------------------


def test_methods_are_in_order_and_only_the_straight_line_looks_ahead():
    assert list(FILL_METHODS) == ["seasonal", "forward", "linear", "mean", "knn", "drop"]
    assert [name for name, method in FILL_METHODS.items() if method.looks_ahead] == ["linear"]
    assert "later days" in FILL_METHODS["linear"].explanation
    assert all(method.label and method.explanation.endswith(".") for method in FILL_METHODS.values())


def test_mean_is_that_of_the_training_part():
    frame = series([1, 3, NAN, 100])
    filled = fill_gaps(frame, "mean", train=np.array([True, True, True, False]))
    assert filled.frame["a"].tolist() == [1, 3, 2, 100]
    assert filled.imputed["a"].tolist() == [False, False, True, False]


def test_forward_stops_at_an_absent_date():
    frame = series(
        [NAN, 1, NAN, NAN, 5], ["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-05", "2020-01-06"]
    )
    filled = fill_gaps(frame, "forward", train=everything(frame))
    np.testing.assert_array_equal(filled.frame["a"], [NAN, 1, 1, NAN, 5])
    assert filled.imputed["a"].tolist() == [False, False, True, False, False]


def test_linear_is_linear_and_stops_at_an_absent_date():
    dates = [*pd.date_range("2020-01-01", periods=5), *pd.date_range("2020-01-07", periods=3)]
    frame = series([NAN, 0, NAN, NAN, 6, NAN, 9, NAN], dates)
    filled = fill_gaps(frame, "linear", train=everything(frame))
    np.testing.assert_array_equal(filled.frame["a"], [NAN, 0, 2, 4, 6, NAN, 9, NAN])


@given(
    st.lists(st.one_of(st.none(), st.integers(-50, 50)), min_size=1, max_size=40), st.sets(st.integers(1, 39))
)
def test_forward_and_linear_agree_with_pandas_run_by_run(cells, breaks):
    days = np.cumsum([1 + (row in breaks) for row in range(len(cells))])
    frame = series(
        [NAN if c is None else c for c in cells], pd.Timestamp("2020-01-01") + pd.to_timedelta(days, "D")
    )
    run = np.cumsum(np.diff(days, prepend=days[0]) > 1)
    groups = frame.groupby(run)["a"]
    train = everything(frame)
    forward = fill_gaps(frame, "forward", train=train).frame["a"]
    np.testing.assert_array_equal(forward, groups.ffill())
    linear = fill_gaps(frame, "linear", train=train).frame["a"]
    expected = groups.transform(lambda part: part.interpolate(limit_area="inside"))
    np.testing.assert_allclose(linear, expected, atol=1e-12)


def test_seasonal_is_the_mean_of_15_days_around_in_the_training_years():
    index = pd.date_range("2015-01-01", "2020-12-31")
    random = np.random.default_rng(1)
    frame = pd.DataFrame(
        {"a": random.normal(size=len(index)), "b": random.normal(size=len(index))}, index=index
    )
    train = (index.year < 2019).copy()
    holes = pd.DatetimeIndex(["2016-07-10", "2016-01-03", "2020-02-29", "2019-12-28", "2019-03-05"])
    frame.loc[holes, "a"] = NAN
    filled = fill_gaps(frame, "seasonal", train=train).frame["a"]
    known = frame["a"][train].dropna()
    for day in holes:
        # The same window, counted day by day in a leap year.
        centre = pd.Timestamp(2000, day.month, day.day)
        window = {
            ((centre + pd.Timedelta(days=d)).month, (centre + pd.Timedelta(days=d)).day) for d in range(-7, 8)
        }
        expected = known[[(d.month, d.day) in window for d in known.index]].mean()
        assert filled[day] == pytest.approx(expected, rel=1e-12), day


def test_seasonal_takes_the_training_mean_where_the_season_was_never_seen():
    frame = pd.concat([series([1, 2, 6]), series([NAN, 4], ["2020-07-01", "2020-07-02"])])
    filled = fill_gaps(frame, "seasonal", train=np.array([True, True, True, False, False]))
    assert filled.frame["a"].tolist() == [1, 2, 6, 3, 4]


def test_knn_finds_the_days_most_alike():
    n = 400
    index = pd.date_range("2020-01-01", periods=n)
    a = np.where(np.arange(n) % 2 == 0, 0.0, 10.0)
    frame = pd.DataFrame({"a": a, "b": 3 * a + 100, "empty": NAN}, index=index)
    frame.loc[index[[100, 101, 350, 351]], "b"] = NAN
    frame.loc[index[200]] = NAN  # nothing known: neighbours in season alone
    filled = fill_gaps(frame, "knn", train=np.arange(n) < 300)
    assert filled.frame["b"].iloc[[100, 101, 350, 351]].tolist() == pytest.approx([100, 130, 100, 130])
    assert filled.frame.loc[index[200], ["a", "b"]].notna().all()
    assert filled.frame["empty"].isna().all()


def test_knn_with_more_training_days_than_it_looks_at():
    n = 4_500
    index = pd.date_range("2000-01-01", periods=n)
    season = np.sin(2 * np.pi * np.arange(n) / 365.25)
    frame = pd.DataFrame({"a": season, "rare": NAN, "flat": 5.0}, index=index)
    frame.iloc[1, 1] = 7.0  # known on one day only, which is not among those looked at
    frame.iloc[::500, 0] = NAN
    filled = fill_gaps(frame, "knn", train=everything(frame)).frame
    assert (filled["rare"] == 7.0).all()
    np.testing.assert_allclose(filled["a"], season, atol=0.1)


def test_drop_fills_nothing():
    frame = series([1, NAN, 3])
    filled = fill_gaps(frame, "drop", train=everything(frame))
    pd.testing.assert_frame_equal(filled.frame, frame)
    assert not filled.imputed.to_numpy().any()


def test_a_column_without_a_training_value_stays_missing():
    frame = series([NAN, NAN, 3, NAN])
    train = np.array([True, True, False, False])
    for method in FITTED:
        assert fill_gaps(frame, method, train=train).frame["a"].isna().tolist() == [True, True, False, True]
        assert fill_gaps(frame, method, train=~everything(frame)).frame["a"].isna().sum() == 3


# --- what holds for all of them -------------------------------------------------------------------------

DAYS = 50


@st.composite
def tables(draw):
    """A table of three columns with holes and absent dates, and a training part at its beginning."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    calendar = pd.date_range(draw(st.sampled_from(["2019-12-01", "2020-02-10", "2021-06-01"])), periods=DAYS)
    index = calendar[random.random(DAYS) > draw(st.sampled_from([0.0, 0.1]))]
    values = random.normal(10, 5, (len(index), 3))
    values[random.random(values.shape) < draw(st.sampled_from([0.02, 0.3, 0.8]))] = NAN
    frame = pd.DataFrame(values, index=index, columns=["a", "b", "c"])
    return frame, np.arange(len(index)) < draw(st.integers(1, len(index)))


@pytest.mark.parametrize("method", FILL_METHODS)
@settings(max_examples=40)
@given(table=tables())
def test_known_values_never_change_and_inputs_stay(method, table):
    frame, train = table
    before, before_train = frame.copy(), train.copy()
    filled = fill_gaps(frame, method, train=train)
    pd.testing.assert_frame_equal(frame, before)
    assert (train == before_train).all()
    known = frame.notna()
    pd.testing.assert_frame_equal(filled.frame.where(known), frame)
    pd.testing.assert_frame_equal(filled.imputed, frame.isna() & filled.frame.notna())


@pytest.mark.parametrize("method", [name for name in FILLING if not FILL_METHODS[name].looks_ahead])
@settings(max_examples=40)
@given(table=tables(), data=st.data())
def test_nothing_after_a_day_changes_what_is_filled_in_on_it(method, table, data):
    """Rows up to t outside the training part, and the training part, decide: later ones do not."""
    frame, train = table
    t = data.draw(st.integers(0, len(frame) - 1))
    changed = frame.copy()
    later = (np.arange(len(frame)) > t) & ~train
    changed.loc[later] = np.random.default_rng(5).normal(-40, 9, (later.sum(), 3))
    before = fill_gaps(frame, method, train=train).frame.iloc[: t + 1]
    after = fill_gaps(changed, method, train=train).frame.iloc[: t + 1]
    pd.testing.assert_frame_equal(before, after, rtol=1e-12)


@pytest.mark.parametrize("method", FITTED)
@settings(max_examples=40)
@given(table=tables())
def test_rows_outside_the_training_part_change_nothing_that_is_fitted(method, table):
    frame, train = table
    changed = frame.copy()
    changed.loc[~train] = 1000.0
    before = fill_gaps(frame, method, train=train).frame[train]
    pd.testing.assert_frame_equal(before, fill_gaps(changed, method, train=train).frame[train], rtol=1e-12)


@pytest.mark.parametrize("method", FITTED)
@settings(max_examples=40)
@given(table=tables())
def test_nothing_stays_missing_where_the_training_part_has_a_value(method, table):
    frame, train = table
    filled = fill_gaps(frame, method, train=train).frame
    learnt = frame[train].notna().any()
    assert filled.loc[:, learnt].notna().all(axis=None)


def test_values_stay_within_what_was_seen(data_dir):
    frame = read_weather(data_dir / "synthetic_station.csv").frame
    train = np.arange(len(frame)) < 9_000
    for method in FILLING:
        filled = fill_gaps(frame, method, train=train)
        made = filled.frame.where(filled.imputed)
        assert (made.max() <= frame.max()).all(), method
        assert (made.min() >= frame.min()).all(), method


# --- parameters ------------------------------------------------------------------------------------------


def test_parameters_are_checked():
    frame = series([1, NAN])
    train = everything(frame)
    message = "method must be one of seasonal, forward, linear, mean, knn, drop; got 'median'"
    with pytest.raises(ValueError, match=message):
        fill_gaps(frame, "median", train=train)
    with pytest.raises(TypeError, match="train must be an array of booleans, one per row; got int64"):
        fill_gaps(frame, "mean", train=np.array([0, 1]))
    with pytest.raises(ValueError, match=re.escape("one entry for each of the 2 rows; got shape (3,)")):
        fill_gaps(frame, "mean", train=np.array([True] * 3))
    with pytest.raises(TypeError, match="frame must have a DatetimeIndex; got RangeIndex"):
        fill_gaps(frame.reset_index(drop=True), "mean", train=train)
