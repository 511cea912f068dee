"""Rolling origins against plain loops that fit everything anew at each origin."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge

from gd_core.forecast.judge.rolling import MODELS, Pairs, Schedule, roll
from gd_core.forecast.rows.references import Climatology, DampedAnomaly


def make_pairs(n=900, d=4, horizon=1, seed=0, gap=False) -> Pairs:
    """A made-up station; with ``gap``, a year of it is absent."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2001-01-01", periods=n)
    if gap:
        dates = dates[(dates < "2002-02-01") | (dates > "2003-01-31")]
    weather = 12 + 9 * np.sin(dates.day_of_year.to_numpy() / 58.1) + rng.normal(0, 3, len(dates))
    record = pd.Series(weather, index=dates)
    later = record.reindex(dates + pd.Timedelta(days=horizon)).to_numpy()
    kept = ~np.isnan(later)
    X = np.column_stack([weather, rng.normal(5, 2, (len(dates), d - 1))])
    return Pairs(
        X=X[kept],
        y=later[kept],
        today=weather[kept],
        day=dates[kept],
        target_date=dates[kept] + pd.Timedelta(days=horizon),
        record=record,
    )


def in_a_loop(pairs: Pairs, schedule: Schedule, alpha, horizon) -> pd.DataFrame:
    """The same, slowly: scikit-learn's and the references' own fits at every origin."""
    start, every = schedule.start, schedule.every
    known = pairs.target_date <= start
    mean, scale = pairs.X[known].mean(axis=0), pairs.X[known].std(axis=0)
    parts = []
    for origin in pd.date_range(start, pairs.day[-1], freq=f"{every}D"):
        begin = (
            origin - pd.Timedelta(days=schedule.window_days)
            if schedule.window == "sliding"
            else pd.Timestamp.min
        )
        train = (pairs.target_date <= origin) & (pairs.target_date > begin)
        rows = (pairs.day >= origin) & (pairs.day < origin + pd.Timedelta(days=every))
        if train.sum() < 30 or not rows.any():
            continue
        Z = (pairs.X - mean) / scale
        model = Ridge(alpha=alpha * train.sum(), solver="svd").fit(Z[train], pairs.y[train])
        record = pairs.record
        climatology = Climatology.fit(record[(record.index <= origin) & (record.index > begin)])
        damped = DampedAnomaly.fit(climatology, pairs.day[train], pairs.today[train], pairs.y[train], horizon)
        parts.append(
            pd.DataFrame(
                {
                    "origin": origin,
                    "actual": pairs.y[rows],
                    "least_squares": model.predict(Z[rows]),
                    "persistence": pairs.today[rows],
                    "climatology": climatology.predict(pairs.target_date[rows]),
                    "damped_anomaly": damped.predict(pairs.day[rows], pairs.today[rows], horizon),
                },
                index=pairs.target_date[rows],
            )
        )
    return pd.concat(parts)


START = pd.Timestamp("2002-06-01")


@pytest.mark.parametrize("window", ["expanding", "sliding"])
@pytest.mark.parametrize(
    ("every", "alpha", "horizon", "gap"),
    [(1, 0.0, 1, False), (30, 0.0, 1, True), (7, 0.1, 3, False), (400, 0.0, 14, True), (30, 0.1, 1, True)],
)
def test_it_equals_fitting_anew_at_each_origin(window, every, alpha, horizon, gap):
    pairs = make_pairs(horizon=horizon, gap=gap)
    start = pd.Timestamp("2002-01-15") if gap else START
    schedule = Schedule(start, every, window, window_days=420)
    found = roll(pairs, schedule, alpha=alpha)
    expected = in_a_loop(pairs, schedule, alpha, horizon)
    pd.testing.assert_frame_equal(found.predictions, expected, rtol=1e-8, check_freq=False, check_names=False)
    assert len(found.origins) == found.planned


def test_a_window_without_a_year_has_the_mean_as_its_normal():
    found = roll(make_pairs(), Schedule(START, every=50, window="sliding", window_days=200))
    normals = found.predictions.groupby("origin")["climatology"].nunique()
    assert (normals == 1).all()


@settings(max_examples=25)
@given(day=st.integers(520, 890), factor=st.floats(-50, 50), every=st.sampled_from([1, 10, 45]))
def test_the_future_changes_no_earlier_forecast(day, factor, every):
    pairs = make_pairs()
    before = roll(pairs, Schedule(START, every)).predictions
    date = pairs.day[day]
    X, y, today, record = pairs.X.copy(), pairs.y.copy(), pairs.today.copy(), pairs.record.copy()
    X[day + 1 :] += factor
    today[day + 1 :] -= factor
    y[pairs.target_date > date] += factor
    record[record.index > date] *= 2.0
    changed = Pairs(X, y, today, pairs.day, pairs.target_date, record)
    after = roll(changed, Schedule(START, every)).predictions
    early = before.index[before.index <= date + pd.Timedelta(days=1)]  # made on or before `date`
    names = list(MODELS)
    pd.testing.assert_frame_equal(after.loc[early, names], before.loc[early, names])


def test_a_constant_or_doubled_predictor_does_no_harm():
    pairs = make_pairs()
    more = np.column_stack([pairs.X, np.full(len(pairs.y), 3.0), pairs.X[:, 0]])
    wider = Pairs(more, pairs.y, pairs.today, pairs.day, pairs.target_date, pairs.record)
    plain, same = (roll(p, Schedule(START)).predictions["least_squares"] for p in (pairs, wider))
    np.testing.assert_allclose(same, plain, rtol=1e-7)


def test_it_can_be_stopped_and_keeps_what_is_done():
    reports = []

    def progress(done, planned):
        reports.append((done, planned))
        return True

    found = roll(make_pairs(), Schedule(START, 1), progress=progress)
    assert reports == [(128, found.planned)] and len(found.origins) == 128 < found.planned
    whole = roll(make_pairs(), Schedule(START, 1)).predictions
    pd.testing.assert_frame_equal(found.predictions, whole.iloc[: len(found.predictions)])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"window": "rolling"}, "window must be one of expanding, sliding; received 'rolling'"),
        ({"every": 0}, "every and window_days must be at least 1; received 0 and 3650"),
        ({"start": pd.Timestamp("2001-01-20")}, "needs at least 30 pairs of days before it"),
        ({"start": pd.Timestamp("2031-01-20")}, "and one after it; there are 899 and 0"),
    ],
)
def test_what_cannot_be_done_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        roll(make_pairs(), Schedule(**{"start": START, **change}))
