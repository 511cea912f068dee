"""The terms of the regression: by the calendar, named so that they can be read, none said twice."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core import run_experiment
from gd_core.forecast.rows.features import FEATURES, term_table
from gd_core.forecast.rows.references import Climatology
from gd_core.forecast.rows.rows import known_terms
from tests.forecast.plain_regression import plain


def record(n, absent=(), missing=(), seed=0):
    """Two columns over ``n`` days, some days without a row, some values missing."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2019-12-20", periods=n, name="date")
    season = 10 * np.sin(2 * np.pi * np.arange(n) / 365.25)
    frame = pd.DataFrame({"t": season + rng.normal(0, 3, n), "r": rng.normal(0, 3, n)}, index=days)
    for row, column in missing:
        frame.iloc[row, column] = np.nan
    return frame[~np.isin(np.arange(n), list(absent))]


def terms_of(frame, *features, predictors=("t", "r"), past=None, **fields):
    chosen = plain(features=features, **fields)
    past = np.ones(len(frame), dtype=bool) if past is None else past
    return term_table(frame, "t", predictors, chosen, past=past)


@settings(max_examples=60)
@given(
    absent=st.sets(st.integers(0, 79), max_size=20),
    missing=st.sets(st.tuples(st.integers(0, 79), st.integers(0, 1)), max_size=30),
    lags=st.integers(1, 7),
)
def test_every_term_is_what_a_dictionary_of_days_says(absent, missing, lags):
    frame = record(80, absent, missing)
    if frame.empty:
        return
    table = pd.concat(
        [
            terms_of(frame, "lags", "mean_7", "mean_30", lags=lags, history="predictors"),
            terms_of(frame, "change", history="predictors"),
        ],
        axis=1,
    )
    found = table.to_dict("index")
    for name in frame:
        known = {day: value for day, value in frame[name].items() if np.isfinite(value)}
        for day in frame.index:
            back = [known.get(day - pd.Timedelta(days=k), np.nan) for k in range(30)]
            row = found[day]
            for k in range(1, lags + 1):
                term = f"{name}, {k} day{'s' * (k > 1)} before"
                assert row[term] == pytest.approx(back[k], nan_ok=True)
            assert row[f"{name}, day-to-day change"] == pytest.approx(back[0] - back[1], nan_ok=True)
            for days, needed in ((7, 6), (30, 24)):
                window = [value for value in back[:days] if np.isfinite(value)]
                mean = np.mean(window) if len(window) >= needed else np.nan
                assert row[f"{name}, {days}-day mean"] == pytest.approx(mean, nan_ok=True)


def test_the_season_is_that_of_the_day_that_is_foretold():
    frame = record(400)
    for horizon in (1, 14):
        table = terms_of(frame, "season", season_waves=3, horizon=horizon)
        assert list(table) == [f"season, {wave} {k}" for k in (1, 2, 3) for wave in ("sine", "cosine")]
        later = frame.index + pd.Timedelta(days=horizon)
        year = 2 * np.pi * (later - pd.Timestamp("2000-01-01")).days / 365.2425
        assert table["season, cosine 2"].to_numpy() == pytest.approx(np.cos(2 * year))
        assert table["season, sine 3"].to_numpy() == pytest.approx(np.sin(3 * year))


def test_anomalies_are_departures_from_the_normal_of_the_training_part():
    frame = record(900, absent=range(300, 320))
    past = np.arange(len(frame)) < 600
    table = terms_of(frame, "today", "lags", "mean_7", "anomalies", past=past, horizon=3)
    assert list(table) == [
        "normal of the day forecast", "t (anomaly)", "r (anomaly)", "t, 1 day before (anomaly)",
        "t, 7-day mean (anomaly)",
    ]  # fmt: skip
    normal = Climatology.fit(frame.loc[past, "t"])
    anomaly = frame["t"] - normal.predict(frame.index)
    assert table["t (anomaly)"].to_numpy() == pytest.approx(anomaly.to_numpy())
    assert table["t, 1 day before (anomaly)"].iloc[100] == pytest.approx(anomaly.iloc[99])
    assert np.isnan(table["t, 1 day before (anomaly)"].iloc[300])  # the day before is absent
    later = normal.predict(frame.index + pd.Timedelta(days=3))
    assert table["normal of the day forecast"].to_numpy() == pytest.approx(later)


def test_the_normal_is_left_out_where_it_says_nothing():
    assert "normal of the day forecast" not in terms_of(record(900), "today", "season", "anomalies")
    # From less than a year the normal is a constant.
    assert list(terms_of(record(100), "today", "anomalies")) == ["t (anomaly)", "r (anomaly)"]


def test_a_column_that_was_never_measured_in_the_training_part_stays_unknown():
    frame = record(900)
    past = np.arange(900) < 600
    frame.loc[past, "r"] = np.nan
    table = terms_of(frame, "today", "anomalies", past=past)
    assert table["r (anomaly)"].isna().all() and table["t (anomaly)"].notna().all()


COMBINATIONS = [
    chosen
    for size in range(1, len(FEATURES) + 1)
    for chosen in itertools.combinations(FEATURES, size)
    if chosen != ("anomalies",)
]


@pytest.mark.parametrize("history", ["target", "predictors"])
@pytest.mark.parametrize("predictors", [("t", "r"), ("r",)])
def test_no_term_is_the_sum_of_others(history, predictors):
    """Whatever is chosen, the terms and the intercept are linearly independent."""
    frame = record(1200)
    for chosen in COMBINATIONS:
        for lags in (1, 6, 7):
            table = terms_of(
                frame, *chosen, predictors=predictors, lags=lags, history=history, season_waves=3
            )
            rows = table.iloc[30:].to_numpy()
            scaled = (rows - rows.mean(axis=0)) / rows.std(axis=0)
            strength = np.linalg.svd(scaled, compute_uv=False)
            assert strength[-1] > 1e-3 * strength[0], (chosen, lags)
            assert table.columns.is_unique


@pytest.mark.parametrize(
    ("features", "lags", "expected"),
    [
        (("today", "lags"), 2, ["t", "r", "t, 1 day before", "t, 2 days before"]),
        (("lags", "change"), 2, ["t, 1 day before", "t, 2 days before", "t, day-to-day change"]),
        (("today", "lags", "change"), 2, ["t", "r", "t, 2 days before", "t, day-to-day change"]),
        (("today", "lags", "mean_7"), 5, ["t", "r", *[f"t, {k} days before" for k in range(2, 6)], "mean"]),
        (("today", "lags", "mean_7"), 6, ["t", "r", *[f"t, {k} days before" for k in range(2, 7)]]),
    ],
)
def test_names_of_terms(features, lags, expected):
    expected = ["t, 7-day mean" if name == "mean" else name for name in expected]
    if "t, 3 days before" in expected:
        expected.insert(2, "t, 1 day before")
    assert list(terms_of(record(60), *features, lags=lags)) == expected


def test_columns_that_are_called_like_terms_get_numbers():
    frame = record(60).rename(columns={"r": "t, 1 day before"})
    names = list(terms_of(frame, "today", "lags", predictors=("t", "t, 1 day before")))
    assert names == ["t", "t, 1 day before", "t, 1 day before (2)"]
    frame["t, 1 day before (2)"] = 1.0
    assert terms_of(frame, "today", "lags", predictors=tuple(frame), history="predictors").columns.is_unique


def test_more_terms_than_can_be_descended_on_are_refused():
    frame = pd.concat([record(60), pd.DataFrame(1.0, record(60).index, [f"c{k}" for k in range(60)])], axis=1)
    with pytest.raises(ValueError, match="These features make 310 terms, and at most 200 are possible"):
        terms_of(frame, "today", "lags", predictors=tuple(frame), lags=4, history="predictors")


def test_an_earlier_day_that_is_absent_is_filled_by_the_chosen_rule(station):
    """The first day after the two years that the station stood still."""
    day = pd.Timestamp("2000-04-01")
    frame = station.frame
    assert day in frame.index and day - pd.Timedelta(days=1) not in frame.index
    past = np.ones(len(frame), dtype=bool)
    for fill, filled in (("drop", False), ("forward", False), ("linear", False), ("mean", True)):
        chosen = plain(features=("today", "lags", "change"), fill=fill)
        terms = known_terms(frame, "tmax", ("tmax",), chosen, past=past).terms
        change = "tmax, day-to-day change"
        assert terms.imputed.loc[day, change] == filled == np.isfinite(terms.frame.loc[day, change])


def test_the_fits_agree_with_every_feature_at_once(seattle):
    found = run_experiment(seattle, plain(features=tuple(FEATURES), lags=3, alpha=0.0))
    assert found.status == "converged" and found.agreeing_digits >= 6
