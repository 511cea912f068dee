"""Nothing from the future: what comes later changes nothing that was said before, or learned."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.origins import roll
from gd_core.forecast.rows.features import FEATURES, term_table
from gd_core.forecast.rows.rows import prepare
from gd_core.weather import FILL_METHODS
from tests.forecast.plain_regression import MANY, plain

HONEST = [name for name, method in FILL_METHODS.items() if not method.looks_ahead]

CHOICES = st.fixed_dictionaries(
    {
        "features": st.sets(st.sampled_from(list(FEATURES)), min_size=1)
        .filter(lambda chosen: chosen != {"anomalies"})
        .map(tuple),
        "lags": st.integers(1, 7),
        "season_waves": st.integers(1, 3),
        "history": st.sampled_from(["target", "predictors"]),
        "horizon": st.integers(1, 14),
    }
)


@pytest.fixture(scope="module")
def weather(station):
    """Four years with missing values and absent days, the closed years among them."""
    frame = station.frame.loc["1996":"2001"]
    assert frame.isna().any().all() and len(frame) < 1500
    return dataclasses.replace(station, frame=frame)


def with_another_future(weather, day, seed):
    """The same record with other values after ``day``; what is missing stays missing."""
    frame = weather.frame.copy()
    later = frame.index > day
    values = np.random.default_rng(seed).normal(20.0, 50.0, (int(later.sum()), frame.shape[1]))
    frame[later] = frame[later].where(frame[later].isna(), values)
    return dataclasses.replace(weather, frame=frame)


@settings(max_examples=40)
@given(fields=CHOICES, share=st.floats(0.0, 1.0), seed=st.integers(0, 99))
def test_no_term_knows_a_later_day(weather, fields, share, seed):
    """On any day, in the training part too. What anomalies depart from is learned before ``past`` ends."""
    index = weather.frame.index
    day = index[int(share * (len(index) - 1))]
    past = np.asarray(index <= index[min(800, int(share * (len(index) - 1)))])
    tables = [
        term_table(record.frame, "tmax", ("tmax", "tmin", "rain", "wind"), plain(**fields), past=past)
        for record in (weather, with_another_future(weather, day, seed))
    ]
    pd.testing.assert_frame_equal(*(table.loc[:day] for table in tables), check_exact=True)


@pytest.mark.parametrize("fill", HONEST)
@settings(max_examples=12)
@given(fields=CHOICES, data=st.data())
def test_the_future_changes_no_row_before_it(weather, fill, fields, data):
    """Terms, imputed values, what is learned from: the same up to any day after the training part."""
    options = plain(fill=fill, **fields)
    before = prepare(weather, options)
    learned_until = before.target_date[before.of("train")][-1]
    day = data.draw(st.sampled_from(list(before.X.index[before.X.index >= learned_until])))
    after = prepare(with_another_future(weather, day, data.draw(st.integers(0, 99))), options)
    pd.testing.assert_frame_equal(after.X.loc[:day], before.X.loc[:day], check_exact=True)
    pd.testing.assert_series_equal(after.today[:day], before.today[:day])
    pd.testing.assert_series_equal(after.past, before.past)
    pd.testing.assert_series_equal(after.part, before.part)


def fitted(result):
    """Everything that was learned, as one array of numbers."""
    both = result.coefficients.drop(columns="term").to_numpy().ravel()
    parts = [both, result.issued.least_squares.coef, result.model.coef_]
    return np.concatenate([*parts, [result.model.intercept_, result.alpha]])


@pytest.mark.parametrize("fill", HONEST)
@settings(max_examples=6)
@given(data=st.data())
def test_validation_and_test_rows_change_nothing_that_is_fitted(weather, fill, data):
    """Scalers, coefficients, ridge strength, and every model's forecast for the days up to the change."""
    fields = data.draw(CHOICES)
    options = plain(fill=fill, epochs=50, **fields)
    before = run_experiment(weather, options)
    learned_until = before.predictions.index[before.predictions["part"] == "train"][-1]
    test = before.predictions.index[before.predictions["part"] == "test"]
    day = data.draw(st.sampled_from([learned_until, test[0] - pd.Timedelta(days=1), test[len(test) // 2]]))
    after = run_experiment(with_another_future(weather, day, data.draw(st.integers(0, 99))), options)
    assert np.array_equal(fitted(after), fitted(before))
    # What is said of a day is said `horizon` days before it.
    said = before.predictions.index <= day + pd.Timedelta(days=options.horizon)
    models = ["gradient_descent", "least_squares", "persistence", "climatology", "damped_anomaly"]
    pd.testing.assert_frame_equal(
        after.predictions.loc[said, models], before.predictions.loc[said, models], check_exact=True
    )


FROM_TODAY = ExperimentSettings(start_from="today")


@settings(max_examples=15)
@given(share=st.floats(0.0, 1.0), horizon=st.integers(1, 14), seed=st.integers(0, 99))
def test_no_rolling_forecast_knows_a_later_day(weather, share, horizon, seed):
    """On any day, in the training part too; nor does the strength that is chosen."""
    options = dataclasses.replace(FROM_TODAY, horizon=horizon)
    before = prepare(weather, options)
    day = before.X.index[int(share * (len(before.X) - 1))]
    after = prepare(with_another_future(weather, day, seed), options)
    pd.testing.assert_frame_equal(after.X.loc[:day], before.X.loc[:day], check_exact=True)
    rolled = [roll(rows, options) for rows in (before, after)]
    said = before.X.index <= day
    assert np.array_equal(*(r.forecast[said] for r in rolled), equal_nan=True)
    fits = before.X.index[rolled[0].cuts[:-1]] <= day
    assert np.array_equal(*(r.strength[:-1][fits] for r in rolled))


@settings(max_examples=12)
@given(data=st.data())
def test_no_forecast_from_today_and_no_end_of_an_interval_knows_a_later_day(weather, data):
    fields = {"horizon": data.draw(st.integers(1, 14)), "epochs": data.draw(st.sampled_from([3, 10_000]))}
    options = dataclasses.replace(FROM_TODAY, **fields)
    before = run_experiment(weather, options)
    learned_until = before.predictions.index[before.predictions["part"] == "train"][-1]
    later = before.predictions.index[before.predictions.index >= learned_until]
    day = data.draw(st.sampled_from(list(later)))
    after = run_experiment(with_another_future(weather, day, data.draw(st.integers(0, 99))), options)
    pd.testing.assert_frame_equal(after.coefficients, before.coefficients, check_exact=True)
    assert after.alpha == before.alpha
    said = before.predictions.index <= day + pd.Timedelta(days=options.horizon)
    columns = [
        "gradient_descent",
        "least_squares",
        "persistence",
        "climatology",
        "damped_anomaly",
        "low",
        "high",
    ]
    pd.testing.assert_frame_equal(
        after.predictions.loc[said, columns], before.predictions.loc[said, columns], check_exact=True
    )


@pytest.mark.parametrize("features", [("today",), MANY])
@pytest.mark.parametrize("fill", [name for name in FILL_METHODS if name != "drop"])
def test_only_the_methods_that_say_so_look_ahead(seattle, fill, features):
    """A missing value of the test part, filled in; does the next day's value change it?"""
    frame = seattle.frame.copy()
    day = pd.Timestamp("2015-10-10")
    frame.loc[day, "wind"] = np.nan
    weather = dataclasses.replace(seattle, frame=frame)
    changed = with_another_future(weather, day, 0)
    options = plain(fill=fill, features=features)
    name = "wind (anomaly)" if "anomalies" in features else "wind"
    one, other = (prepare(record, options).X.loc[day, name] for record in (weather, changed))
    assert (one != other) == FILL_METHODS[fill].looks_ahead
