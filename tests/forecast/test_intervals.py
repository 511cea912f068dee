"""Intervals, and how often they hold: the promise of split conformal prediction, kept and measured."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gd_core import run_experiment
from gd_core.forecast.intervals import (
    NARROWEST,
    Interval,
    TypicalError,
    conformal_half_width,
    fit_interval,
)
from gd_core.forecast.judge.coverage import ALL_DAYS, SEASONS, coverage, coverage_by_level, share_interval
from gd_core.forecast.rows.references import Climatology
from gd_core.forecast.words import residuals as meaning
from tests.forecast.plain_regression import plain

YEARS = pd.date_range("2001-01-01", "2008-12-31")
KINDS = ["constant", "seasonal"]


def seasonal_noise(random, dates):
    """Errors twice as large in winter as in summer."""
    return random.normal(size=len(dates)) * (1.5 + 0.5 * np.cos(2 * np.pi * dates.day_of_year / 365.25))


def half_widths(interval, dates):
    """Of an interval that is as wide on both sides, (n,)."""
    low, high = interval.around(np.zeros(len(dates)), dates)
    assert np.array_equal(-low, high)
    return high


def test_conformal_half_width_is_an_order_statistic():
    residuals = np.array([-5.0, 1.0, -2.0, 3.0, 4.0, 0.5, 6.0, 7.0, 8.0])
    assert conformal_half_width(residuals, 0.5) == 4.0  # the 5th of 9: ceil(10 * 0.5)
    assert conformal_half_width(residuals, 0.9) == 8.0
    assert np.isnan(conformal_half_width(residuals, 0.95))
    assert np.isnan(conformal_half_width(np.array([]), 0.5))


@pytest.mark.parametrize("level", [0.5, 0.9])
@pytest.mark.parametrize("n", [19, 50])
def test_a_new_value_is_held_as_often_as_conformal_prediction_says(level, n):
    random, trials = np.random.default_rng(1), 4000
    draws = random.standard_t(3, (trials, n + 1))
    held = np.mean([abs(d[-1]) <= conformal_half_width(d[:-1], level) for d in draws])
    expected = np.ceil((n + 1) * level) / (n + 1)  # exact for exchangeable draws
    assert held == pytest.approx(expected, abs=3 * np.sqrt(expected * (1 - expected) / trials))


def test_a_seasonal_interval_holds_in_every_season_and_a_constant_one_does_not():
    random, in_season = np.random.default_rng(2), {kind: [] for kind in KINDS}
    for _ in range(20):
        residuals = pd.Series(seasonal_noise(random, YEARS), index=YEARS)
        train, validation = YEARS.year <= 2004, np.isin(YEARS.year, [2005, 2006])
        new = ~train & ~validation
        for kind in KINDS:
            interval = fit_interval(residuals, train, validation, level=0.8, kind=kind)
            low, high = interval.around(np.zeros(new.sum()), YEARS[new])
            held = (low <= residuals[new]) & (residuals[new] <= high)
            in_season[kind].append(held.groupby(YEARS[new].month % 12 // 3).mean().to_numpy())
    constant, seasonal = (np.mean(in_season[kind], axis=0) for kind in KINDS)
    # 20 x 180 days a season: a standard error of 0.7 points, and 0.5 from the validation quantile.
    assert seasonal == pytest.approx(np.full(4, 0.8), abs=0.03)
    assert constant[0] < 0.72 and constant[2] > 0.9  # winter and summer
    assert constant.mean() == pytest.approx(0.8, abs=0.02)


@given(seed=st.integers(0, 999))
def test_what_is_learned_comes_from_training_and_validation_alone(seed):
    random = np.random.default_rng(seed)
    residuals = pd.Series(seasonal_noise(random, YEARS), index=YEARS)
    train, validation = YEARS.year <= 2004, np.isin(YEARS.year, [2005, 2006])
    other = residuals.copy()
    other[~train & ~validation] = random.normal(size=int((~train & ~validation).sum())) * 50
    first, second = (
        fit_interval(r, train, validation, level=0.9, kind="seasonal") for r in (residuals, other)
    )
    assert (first.low, first.high) == (second.low, second.high)
    assert np.array_equal(first.size.normal.coefficients, second.size.normal.coefficients)
    other[validation] *= 3
    third = fit_interval(other, train, validation, level=0.9, kind="seasonal")
    assert third.high == -third.low == pytest.approx(3 * first.high)
    assert np.array_equal(first.size.normal.coefficients, third.size.normal.coefficients)


def test_the_scale_never_vanishes():
    steep = Climatology(np.array([1.0, 2.0, 0.0, 0.0, 0.0]))
    widths = half_widths(Interval(-4.0, 4.0, TypicalError(steep)), YEARS)
    assert widths.min() == 4 * NARROWEST and widths.max() == pytest.approx(12, rel=1e-3)
    perfect = fit_interval(
        pd.Series(0.0, index=YEARS), YEARS.year < 2005, YEARS.year >= 2005, level=0.9, kind="seasonal"
    )
    assert (half_widths(perfect, YEARS) == 0).all()


def test_less_than_a_year_of_training_makes_both_kinds_one():
    dates = YEARS[:300]
    residuals = pd.Series(seasonal_noise(np.random.default_rng(0), dates), index=dates)
    place = np.arange(300)
    widths = [
        half_widths(fit_interval(residuals, place < 200, place >= 200, level=0.9, kind=kind), dates)
        for kind in KINDS
    ]
    assert widths[0] == pytest.approx(widths[1], rel=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("record", ["seattle", "station", "oakland"])
def test_the_interval_holds_about_as_often_as_promised(record, kind, request):
    found = run_experiment(request.getfixturevalue(record), plain(interval=kind))
    table = coverage(found.predictions)
    assert table["season"].iloc[0] == ALL_DAYS
    assert 0.87 <= table["held"].iloc[0] <= 0.93
    # Its own interval has to hold the promise too.
    assert table["low"].iloc[0] <= 0.9 <= table["high"].iloc[0]


def test_on_oakland_the_seasonal_interval_is_fairer_to_the_seasons(oakland):
    def furthest(kind):
        table = coverage(run_experiment(oakland, plain(interval=kind)).predictions)
        return (table["held"][1:] - 0.9).abs().max()

    assert furthest("seasonal") < 0.025 < 0.04 < furthest("constant")


def test_the_next_day_gets_the_interval_of_its_season(station):
    found = run_experiment(station, plain())
    predictions = found.predictions
    width = predictions["high"] - predictions["gradient_descent"]
    assert width.min() < 0.9 * width.max()
    same_day = width[(width.index.month == 1) & (width.index.day == 1)]
    day = found.next_day
    assert day.date == pd.Timestamp("2024-01-01")
    assert day.high - day.value == pytest.approx(same_day.median(), rel=0.01)


def test_coverage_is_counted_by_season(station):
    predictions = run_experiment(station, plain(level=0.8)).predictions
    table = coverage(predictions).set_index("season")
    test = predictions.query("part == 'test'")
    held = test["actual"].between(test["low"], test["high"])
    assert table.loc[ALL_DAYS, "held"] == held.mean() and table.loc[ALL_DAYS, "days"] == len(test)
    for name, months in zip(SEASONS, ([12, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10, 11]), strict=True):
        these = held[held.index.month.isin(months)]
        assert (table.loc[name, "held"], table.loc[name, "days"]) == (these.mean(), len(these))
    assert (table["low"] < table["held"]).all() and (table["held"] < table["high"]).all()


def test_share_intervals_are_wilson_s_where_days_do_not_depend_on_each_other():
    days = pd.date_range("2001-01-01", periods=200)
    # Hits spread so evenly that neighbours repel each other count as independent days, not as more.
    hits = (np.arange(200) % 10 != 0).astype(float)
    expected = stats.binomtest(180, 200).proportion_ci(0.95, method="wilson")
    assert share_interval(days, hits, 0.05) == pytest.approx((expected.low, expected.high), rel=1e-9)
    everything = stats.binomtest(200, 200).proportion_ci(0.95, method="wilson")
    assert share_interval(days, np.ones(200), 0.05) == pytest.approx(
        (everything.low, everything.high), rel=1e-9
    )


def test_share_intervals_widen_where_hits_come_in_spells():
    days, random = pd.date_range("2001-01-01", periods=400), np.random.default_rng(4)
    spells = np.repeat(random.random(40) < 0.8, 10).astype(float)
    shuffled = random.permutation(spells)
    widths = [np.diff(share_interval(days, hits, 0.05))[0] for hits in (shuffled, spells)]
    assert widths[1] > 1.5 * widths[0]


@pytest.mark.parametrize("kind", KINDS)
def test_other_levels_are_those_of_other_experiments(station, kind):
    settings = plain(interval=kind)
    by_level = coverage_by_level(run_experiment(station, settings).predictions).set_index("level")["held"]
    assert list(by_level.index) == [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
    for level in (0.5, 0.95):
        run = run_experiment(station, dataclasses.replace(settings, level=level))
        assert by_level[level] == pytest.approx(coverage(run.predictions)["held"].iloc[0], abs=1e-12)


def test_without_an_interval_there_is_nothing_to_count(seattle):
    predictions = run_experiment(seattle, plain()).predictions.assign(low=np.nan, high=np.nan)
    assert coverage(predictions).empty and coverage_by_level(predictions).empty
    reading = meaning.coverage(coverage(predictions), 0.99, seasonal=True)
    assert reading.text == "The validation part is too short to promise 99%; a lower level needs fewer days."
    rolling = meaning.coverage(coverage(predictions, rolls=True), 0.99, seasonal=True, rolls=True)
    assert rolling.text == "The record is too short to promise 99%; a lower level needs fewer days."
    assert meaning.levels_title(coverage_by_level(predictions)) == "Promised and measured coverage"


def table_of(*rows):
    return pd.DataFrame(rows, columns=["season", "days", "held", "low", "high"])


def test_coverage_in_words():
    fair = table_of((ALL_DAYS, 1200, 0.91, 0.89, 0.93), ("Jun–Aug", 300, 0.88, 0.85, 0.92))
    reading = meaning.coverage(fair, 0.9, seasonal=False)
    assert reading.title == "Promised 90%, measured 91%"
    assert reading.text == (
        "The 90% interval contained the temperature on 91% of 1,200 test days (89 to 93%, allowing for "
        "chance in these days and in those that set its width), and in no season clearly more or "
        "less often than promised."
    )
    uneven = table_of(
        (ALL_DAYS, 1200, 0.85, 0.83, 0.87),
        ("Dec–Feb", 300, 0.96, 0.93, 0.98),
        ("Jun–Aug", 300, 0.79, 0.74, 0.83),
    )
    reading = meaning.coverage(uneven, 0.9, seasonal=False)
    assert reading.title == "The interval contained the temperature less often than promised"
    assert reading.text.endswith(
        "less often in Jun–Aug (79%) and more often in Dec–Feb (96%); one that goes with the season may be "
        "fairer."
    )
    assert meaning.coverage(uneven, 0.9, seasonal=True).text.endswith("Dec–Feb (96%).")
    wide = table_of((ALL_DAYS, 1200, 0.95, 0.93, 0.97))
    title = "The interval contained the temperature more often than promised"
    assert meaning.coverage(wide, 0.9, seasonal=True).title == title
    levels = pd.DataFrame({"level": [0.5, 0.9], "held": [0.466, 0.905]})
    assert meaning.levels_title(levels) == "At every level the interval is within 4 points of its promise"
