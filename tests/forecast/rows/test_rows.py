"""Rows: tomorrow by the calendar, parts in order, nothing from the future."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import WeatherError, read_weather
from gd_core.forecast.rows.rows import pair_days, prepare
from gd_core.forecast.rows.split import split_days
from tests.forecast.plain_regression import plain


def table(days, seed=0):
    rng = np.random.default_rng(seed)
    index = pd.DatetimeIndex(days, name="date")
    return pd.DataFrame({"t": rng.normal(size=len(index)), "r": rng.normal(size=len(index))}, index=index)


def test_tomorrow_is_a_date_not_the_next_row():
    frame = table(pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-05", "2020-01-06"]))
    pairs = pair_days(frame, "t", 1)
    assert list(pairs.index) == list(pd.to_datetime(["2020-01-01", "2020-01-05"]))
    assert list(pairs["actual"]) == list(frame["t"].iloc[[1, 3]])
    assert list(pair_days(frame, "t", 3).index) == [pd.Timestamp("2020-01-02")]


@given(
    absent=st.sets(st.integers(0, 59), max_size=30),
    missing=st.sets(st.integers(0, 59), max_size=20),
    horizon=st.integers(1, 14),
)
def test_every_pair_is_what_a_dictionary_of_days_says(absent, missing, horizon):
    frame = table(pd.date_range("2019-12-20", periods=60))
    frame.iloc[list(missing), 0] = np.nan
    frame = frame.iloc[[i for i in range(60) if i not in absent]]
    known = {day: value for day, value in frame["t"].items() if np.isfinite(value)}
    step = pd.Timedelta(days=horizon)
    expected = {day: known[day + step] for day in frame.index if day + step in known}
    assert pair_days(frame, "t", horizon)["actual"].to_dict() == expected


@pytest.mark.parametrize("horizon", [1, 5])
def test_chronological_parts_follow_each_other_with_a_gap(horizon):
    days = pd.date_range("2000-01-01", periods=1000)
    part = split_days(days, horizon=horizon)
    counts = part.value_counts()
    assert (counts["train"], counts["validation"], counts["test"]) == (700, 150 - horizon, 150 - horizon)
    for before, after in (("train", "validation"), ("validation", "test")):
        last, first = part.index[part == before][-1], part.index[part == after][0]
        # What the last day of a part foretells lies before the first day of the next one.
        assert first - last == pd.Timedelta(days=horizon + 1)


def test_shares_are_those_of_the_published_split():
    part = split_days(pd.date_range("1970-01-01", periods=13_509), horizon=1)
    assert (part == "train").sum() == int(0.7 * 13_509)
    assert part.iloc[int(0.85 * 13_509) + 1] == "test" and part.iloc[int(0.85 * 13_509)] == "gap"


def test_a_random_split_mixes_neighbours_and_repeats_with_its_seed():
    days = pd.date_range("2000-01-01", periods=1000)
    one, two = (split_days(days, horizon=1, method="random", seed=4) for _ in range(2))
    assert one.equals(two)
    assert not one.equals(split_days(days, horizon=1, method="random", seed=5))
    assert one.value_counts().to_dict() == {"train": 700, "validation": 150, "test": 150}
    assert (one[:700] == "train").mean() < 0.8


def test_no_target_is_taken_across_a_gap_or_from_a_filled_value(station):
    rows = prepare(station, plain(fill="mean"))
    measured = station.frame["tmax"].dropna()
    assert set(rows.target_date) <= set(measured.index)
    assert (rows.target_date - rows.X.index == pd.Timedelta(days=1)).all()
    assert np.array_equal(rows.y.to_numpy(), measured[rows.target_date].to_numpy())
    assert rows.counts["filled"] > 0


def test_dropping_leaves_only_complete_days(station):
    rows = prepare(station, plain(fill="drop"))
    complete = station.frame.notna().all(axis=1)
    assert complete[rows.X.index].all()
    assert set(rows.X.index - pd.Timedelta(days=1)) <= set(station.frame["tmax"].dropna().index)
    assert rows.counts["filled"] == 0 and rows.counts["dropped"] > 0


def test_a_day_whose_own_target_was_not_measured_is_in_no_part(station):
    for fill in ("seasonal", "forward"):
        rows = prepare(station, plain(fill=fill))
        measured = station.frame["tmax"].dropna()
        assert set(rows.X.index) <= set(measured.index)
        assert np.array_equal(rows.today.to_numpy(), measured[rows.X.index].to_numpy())
        known = station.frame["tmax"].reindex(station.frame.index + pd.Timedelta(days=1)).notna()
        followed = station.frame.index[known.to_numpy()]
        assert rows.counts["unmeasured"] == len(followed.difference(measured.index)) > 0


def test_too_few_days_is_said_with_a_remedy(seattle):
    short = dataclasses.replace(seattle, frame=seattle.frame.iloc[:60])
    assert prepare(short, plain()).counts["test"] >= 5
    with pytest.raises(
        WeatherError, match=r"Only \d days are left for the validation part, and 5 are needed"
    ):
        prepare(short, plain(horizon=14))
    holes = seattle.frame.copy()
    holes.loc[holes.index[:1400], "wind"] = np.nan
    with pytest.raises(WeatherError, match="fill the gaps instead of dropping their rows"):
        prepare(dataclasses.replace(seattle, frame=holes), plain(fill="drop"))


@pytest.mark.parametrize(("missing", "latest"), [(2, 399), (3, 398)])
def test_the_latest_day_has_at_most_half_of_its_terms_filled(missing, latest):
    """Of four terms: with two filled it counts, with three the day before it does."""
    frame = table(pd.date_range("2020-01-01", periods=400))
    frame[["a", "b"]] = np.random.default_rng(1).normal(size=(400, 2))
    frame.iloc[-1, 1 : 1 + missing] = np.nan
    weather = read_weather(frame.rename(columns={"t": "tmax"}).reset_index().to_csv(index=False).encode())
    chosen = plain(predictors=("tmax", "r", "a", "b"), features=("today",), fill="mean")
    rows = prepare(weather, chosen)
    assert rows.latest.index[0] == frame.index[latest]
    assert rows.latest_filled == (missing if latest == 399 else 0)


def test_parts_go_by_rows_and_the_gap_between_them_by_the_calendar():
    days = pd.date_range("2000-01-01", periods=20).delete([14, 15])  # two days are absent
    part = split_days(days, horizon=3, train_share=0.5, validation_share=0.3)
    labels = dict(zip(days.day, part, strict=True))  # 9 train, then 5 up to the 14th, then 4 from the 17th
    assert [day for day in labels if labels[day] == "train"] == list(range(1, 10))
    assert [day for day in labels if labels[day] == "validation"] == [13, 14]
    assert [day for day in labels if labels[day] == "gap"] == [10, 11, 12, 17]
    assert [day for day in labels if labels[day] == "test"] == [18, 19, 20]


@pytest.mark.parametrize("shares", [(1.0, 0.0), (0.0, 1.0), (0.5, 0.5)])
def test_a_part_may_be_empty(shares):
    days = pd.date_range("2000-01-01", periods=10)
    part = split_days(days, horizon=1, train_share=shares[0], validation_share=shares[1])
    counts = part.value_counts()
    assert counts.get("train", 0) == 10 * shares[0]
    assert counts.get("validation", 0) == max(10 * shares[1] - (0.0 < shares[0] < 1.0), 0)
    assert "test" not in counts


def test_shares_are_rounded_before_they_are_cut_off():
    """0.7 * 1460 is 1021.9999999999999 in binary."""
    part = split_days(pd.date_range("2000-01-01", periods=1460), horizon=1, method="random")
    assert (part == "train").sum() == 1022
    part = split_days(pd.date_range("2000-01-01", periods=19), horizon=1, method="random")
    assert part.value_counts().to_dict() == {"train": 13, "validation": 3, "test": 3}  # 13.3 and 16.15
    assert part.name == "part" and split_days(part.index, horizon=1).name == "part"


def test_a_random_split_is_dealt_out_by_a_permutation():
    days = pd.date_range("2000-01-01", periods=50)
    part = split_days(days, horizon=1, method="random", seed=3)
    order = np.random.default_rng(3).permutation(50)
    assert (part.iloc[order[:35]] == "train").all() and (part.iloc[order[42:]] == "test").all()
    default = np.random.default_rng(0).permutation(50)
    assert (split_days(days, horizon=1, method="random").iloc[default[:35]] == "train").all()
