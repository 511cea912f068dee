"""Filling methods tried on hidden values: what is hidden, what is learned from, and what the ranking says."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.forecast.explore import gap_trial
from gd_core.forecast.explore.gap_trial import METHODS, try_fill_methods
from gd_core.forecast.words import gap_trial as words
from gd_core.weather import fill_gaps, synthetic_station


def record(days: int = 800, seed: int = 0) -> pd.DataFrame:
    """Two columns with a season, without a gap."""
    random = np.random.default_rng(seed)
    season = 10 * np.sin(2 * np.pi * np.arange(days) / 365.25)
    values = np.column_stack([season, season - 6]) + random.normal(0, 2, (days, 2))
    index = pd.date_range("2001-01-01", periods=days, name="date")
    return pd.DataFrame(np.round(values, 1), index=index, columns=["tmax", "tmin"])


@pytest.fixture
def damaged(monkeypatch):
    """What the methods were given to fill, with the rows to learn from."""
    given = []

    def watch(frame, method, *, train):
        given.append((frame, method, train))
        return fill_gaps(frame, method, train=train)

    monkeypatch.setattr(gap_trial, "fill_gaps", watch)
    return given


def test_single_days_are_hidden_in_a_file_without_gaps(damaged):
    frame = record()
    trial = try_fill_methods(frame, "tmax", repeats=3)
    assert not trial.as_in_file and trial.longest == 1 and trial.hidden == 3 * 24  # a tenth of 240 days
    assert set(trial.scores["filled"]) == {72}
    for shown, _, train in damaged:
        hidden = shown["tmax"].isna().to_numpy()
        assert hidden.sum() == 24 and shown["tmin"].notna().all()
        assert not hidden[train].any() and train.sum() == 560
        assert np.diff(np.flatnonzero(hidden)).min() > 1  # no two runs touch
        assert not hidden[[560, -1]].any()  # a known day before and after, both after the training part


def test_runs_are_as_long_as_those_of_the_file_and_take_other_columns_with_them(damaged):
    frame = record()
    frame.iloc[100:107, 0] = np.nan
    frame.iloc[102:104, 1] = np.nan
    trial = try_fill_methods(frame, "tmax", repeats=1)
    assert trial.as_in_file and trial.longest == 7
    shown = damaged[0][0]
    assert shown["tmax"].isna().sum() == 7 + trial.hidden
    hidden = np.flatnonzero((shown["tmax"].isna() & frame["tmax"].notna()).to_numpy())
    runs = np.split(hidden, np.flatnonzero(np.diff(hidden) > 1) + 1)
    assert [len(run) for run in runs].count(7) >= len(runs) - 1  # the last one fills what is left
    for run in runs:
        beside = shown["tmin"].isna().to_numpy()[run]
        assert list(beside) == [False, False, True, True, False, False, False][: len(run)]


def test_a_method_that_knows_the_answer_wins():
    frame = record()
    frame["tmax"] = np.arange(len(frame), dtype=float)  # a straight line
    scores = try_fill_methods(frame, "tmax").scores
    assert scores["method"].iloc[0] == "linear"
    assert scores["rmse"].iloc[0] == pytest.approx(0, abs=1e-9)
    forward = scores[scores["method"] == "forward"].iloc[0]
    assert (forward["rmse"], forward["mae"]) == (pytest.approx(1), pytest.approx(1))


def test_the_scores_are_those_of_the_errors(damaged):
    frame = record()
    trial = try_fill_methods(frame, "tmax", repeats=1)
    shown, _, train = next(entry for entry in damaged if entry[1] == "seasonal")
    filled = fill_gaps(shown, "seasonal", train=train).frame["tmax"]
    errors = (filled - frame["tmax"])[shown["tmax"].isna()]
    row = trial.scores.set_index("method").loc["seasonal"]
    assert row["rmse"] == pytest.approx(np.sqrt((errors**2).mean()))
    assert row["mae"] == pytest.approx(errors.abs().mean())


def test_the_same_seed_hides_the_same_and_nothing_is_changed():
    frame = record()
    before = frame.copy()
    one, two, three = (try_fill_methods(frame, "tmin", seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(one.scores, two.scores)
    assert not one.scores.equals(three.scores)


@given(days=st.integers(10, 200), missing=st.integers(0, 60), seed=st.integers(0, 99))
def test_every_record_gets_a_ranking(days, missing, seed):
    frame = record(days, seed)
    random = np.random.default_rng(seed)
    frame.iloc[random.integers(days, size=min(missing, days // 2)), random.integers(2)] = np.nan
    frame = frame.drop(index=frame.index[random.integers(1, days, size=days // 8)])
    trial = try_fill_methods(frame, "tmax", seed=seed, repeats=2)
    assert sorted(trial.scores["method"]) == sorted(METHODS)
    known = trial.scores["rmse"].dropna()
    assert known.is_monotonic_increasing
    assert (trial.scores["filled"] <= trial.hidden).all()
    assert len(words.table(trial)) == len(METHODS) and words.title(trial, "C")


def test_neighbours_are_looked_for_among_complete_days_where_there_are_enough(damaged):
    frame = synthetic_station()
    trial = try_fill_methods(frame, "tmax", repeats=1)
    shown = {method: rows for rows, method, _ in damaged}
    assert len(shown["seasonal"]) == len(frame) > len(shown["knn"])
    assert shown["knn"]["tmax"].isna().sum() == trial.hidden
    others = shown["knn"][shown["knn"]["tmax"].notna()]
    assert others.notna().all().all()


def test_the_words():
    frame = record()
    trial = try_fill_methods(frame, "tmax", repeats=1)
    label = words.table(trial)["Method"].iloc[0]
    assert words.title(trial, "C").startswith(f"{label} fills tmax best: off by ")
    assert words.explanation(trial).startswith(
        "24 known values after the training part were hidden in 1 repeat, one day at a time, since the file "
        "misses none. Every method learned from the training part alone; the root mean square error (RMSE) "
        "ranks them."
    )
    frame["tmin"] = 5.0 + np.arange(len(frame))  # a straight line, which one method alone can know
    ahead = words.explanation(try_fill_methods(frame, "tmin", repeats=1))
    assert ahead.endswith("The best one here uses later days, which a real forecast does not know yet.")
    frame.iloc[50:54, 0] = np.nan
    again = try_fill_methods(frame, "tmax")
    assert "in runs of up to 4 days, as values are missing in the file" in words.explanation(again)
    table = words.table(trial)
    assert list(table["Rank"]) == [1, 2, 3, 4, 5] and table["Filled"].iloc[0] == "24 of 24"
    assert table.loc[table["Method"] == "Straight line", "Uses later days"].item()


def test_nothing_to_hide_is_said():
    frame = record(100)
    frame.iloc[70:, 0] = np.nan
    trial = try_fill_methods(frame, "tmax")
    assert trial.hidden == 0
    assert words.title(trial, "C") == "No known value could be hidden for a trial of the methods"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"column": "rain"}, "column must be one of the table's; got 'rain'"),
        ({"column": "tmax", "train_share": 1.0}, "train_share must leave days on both sides; got 1 of 800"),
    ],
)
def test_what_cannot_be_tried_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        try_fill_methods(record(), **arguments)
