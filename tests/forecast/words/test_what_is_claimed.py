"""Every sentence that claims something, where by construction there is nothing: wrong at most 5 times in 100.

A rate of 400 seeded repetitions has a standard error of 1.1 points where it is 5%.
"""

import numpy as np
import pandas as pd
import pytest
from scipy.signal import lfilter

from gd_core.forecast.intervals import adaptive, conformal_half_width
from gd_core.forecast.judge import diagnostics, skill
from gd_core.forecast.judge.autocorrelation import mean_of
from gd_core.forecast.judge.bootstrap import block_length, resampled_sums
from gd_core.forecast.judge.coverage import coverage
from gd_core.forecast.judge.skill import _widened, finding, holm
from gd_core.forecast.origins import origins
from gd_core.forecast.words import residuals as meaning

N = 218  # test days of a record of four years
DAYS = pd.date_range("2012-01-01", periods=1460, name="date")
SEASON = 1.0 + 0.5 * np.cos(2.0 * np.pi * DAYS.day_of_year.to_numpy() / 365.25)


def autoregression(random, n, phi, width=1):
    """Stationary, of variance 1, (n, width)."""
    noise = random.normal(size=(n + 300, width)) * np.sqrt(1.0 - phi**2)
    return lfilter([1.0], [1.0, -phi], noise, axis=0)[300:]


def errors(seed, phi=0.0):
    """Predictions without bias, whose errors are larger in winter and remember by ``phi``."""
    actual = 2.0 * SEASON * autoregression(np.random.default_rng(seed), len(DAYS), phi)[:, 0]
    part = np.where(np.arange(len(DAYS)) < len(DAYS) - N, "train", "test")
    return pd.DataFrame({"part": part, "actual": actual, "gradient_descent": 0.0}, index=DAYS)


def rate(claims, repetitions=400):
    return sum(map(claims, range(repetitions))) / repetitions


@pytest.mark.parametrize("phi", [0.0, 0.3])
def test_no_bias_is_found_where_there_is_none(phi):
    def claims(seed):
        return meaning.over_time(diagnostics.residuals(errors(seed, phi)), "C").title.startswith(
            "On the whole"
        )

    assert rate(claims) <= 0.05


def test_a_bias_of_a_fifth_of_a_standard_deviation_is_mostly_found():
    values = autoregression(np.random.default_rng(0), N, 0.0, 400) + 0.2
    assert np.mean([mean_of(column).p_value < 0.05 for column in values.T]) > 0.7


@pytest.mark.parametrize("phi", [0.0, 0.3])
def test_no_month_and_no_tenth_is_off_where_none_is(phi):
    def claims(seed):
        found = diagnostics.residuals(errors(seed, phi))
        return meaning.by_month(diagnostics.by_month(found), "C").title.startswith("The forecast is")

    def bends(seed):
        found = diagnostics.residuals(errors(seed, phi))
        forecast = pd.Series(np.random.default_rng(seed + 1000).normal(size=N), index=found.index)
        table = diagnostics.by_prediction(found, forecast)
        return meaning.by_prediction(table, "C").title.startswith("The forecast is")

    # Intervals that hold together with 95%: two standard errors of 200 repetitions.
    assert rate(claims, 200) <= 0.08
    assert rate(bends, 200) <= 0.08


def test_a_spread_that_goes_with_the_season_is_no_memory():
    def claims(seed):
        predictions = errors(seed)
        found = diagnostics.evened(diagnostics.residuals(predictions), predictions)
        return "No sign" not in meaning.autocorrelation(diagnostics.autocorrelation(found), N).title

    def claims_without(seed):
        found = diagnostics.residuals(errors(seed))
        return "No sign" not in meaning.autocorrelation(diagnostics.autocorrelation(found), N).title

    # The test is one of exactly 5% in long series; two standard errors of 400 repetitions.
    assert rate(claims) <= 0.072
    assert rate(claims_without, 100) > 0.15


@pytest.mark.parametrize("tails", [3, 5, 1000])
def test_symmetric_errors_have_no_side_on_which_they_surprise(tails):
    def claims(seed):
        values = np.random.default_rng(seed).standard_t(tails, N) * SEASON[-N:]
        reading = meaning.quantiles(pd.Series(values, index=DAYS[-N:]), "C")
        return "surprise" in reading.text or "side" in reading.title

    assert rate(claims) <= 0.05


def test_normal_errors_are_not_said_to_be_large_too_often():
    def claims(seed):
        values = np.random.default_rng(seed).normal(size=N)
        return "Large" in meaning.quantiles(pd.Series(values, index=DAYS[-N:]), "C").title

    assert rate(claims) <= 0.05


@pytest.mark.parametrize("phi", [0.0, 0.3])
def test_an_interval_that_keeps_its_promise_is_not_blamed_for_the_days_that_set_its_width(phi):
    days = pd.date_range("2001-01-01", periods=2 * N)

    def table(seed):
        values = autoregression(np.random.default_rng(seed), 2 * N, phi)[:, 0]
        half = conformal_half_width(values[:N], 0.9)
        part = np.repeat(["validation", "test"], N)
        return pd.DataFrame({"part": part, "actual": values, "low": -half, "high": half}, index=days)

    blamed, seasons = 0, 0
    for seed in range(300):
        reading = meaning.coverage(coverage(table(seed)), 0.9, seasonal=True)
        blamed += not reading.title.startswith("Promised 90%")
        seasons += "in no season" not in reading.text
    assert blamed / 300 <= 0.05
    assert seasons / 300 <= 0.05


@pytest.mark.parametrize("phi", [0.0, 0.3])
@pytest.mark.parametrize("days", [365, 1460])
def test_an_interval_that_rolls_is_judged_by_the_errors_that_set_it(days, phi):
    """Not blamed more often than 5%, and not allowed as much as one that the validation part alone sets."""
    part = np.repeat(["train", "validation", "test"], [days * 70 // 100, days * 15 // 100, days * 15 // 100])
    n = len(part)
    dates, cuts = pd.date_range("2001-01-01", periods=n), origins(n, days * 70 // 100)
    blamed, widths = 0, []
    for seed in range(200):
        errors = pd.Series(autoregression(np.random.default_rng(seed), n, phi)[:, 0], index=dates)
        start = days * 70 // 100
        low, high, _ = adaptive(errors, np.arange(n), cuts, start=start, level=0.9)
        table = pd.DataFrame({"part": part, "actual": errors, "low": low, "high": high})
        rolling, fixed = (coverage(table, rolls=flag).iloc[0] for flag in (True, False))
        blamed += not meaning.coverage(coverage(table, rolls=True), 0.9, seasonal=True).title.startswith(
            "Pro"
        )
        widths.append((rolling["high"] - rolling["low"]) / (fixed["high"] - fixed["low"]))
    assert blamed / 200 <= 0.05
    assert np.mean(widths) < 0.85


def test_three_verdicts_together_are_seldom_wrong(monkeypatch):
    """Five equally good forecasts: none of them is said to be better or worse than another."""
    monkeypatch.setattr(skill, "RESAMPLES", 200)
    days = pd.date_range("2001-01-01", periods=N, name="date")
    claims = {skill.holm: 0, lambda p_values: p_values: 0}
    for seed in range(300):
        values = autoregression(np.random.default_rng(seed), N, 0.2, 5)
        table = pd.DataFrame(values, columns=[*skill.MODELS, *skill.REFERENCES], index=days)
        for correct in claims:
            monkeypatch.setattr(skill, "holm", correct)
            found = skill.skills(table.assign(part="test", actual=0.0))
            found = found[found["model"] == "gradient_descent"]
            claims[correct] += set(found["finding"]) != {"undecided"}
    corrected, plain = claims.values()
    assert corrected / 300 <= 0.05 < plain / 300


def test_holm_s_correction_is_the_published_one():
    assert holm(np.array([0.04, 0.01, 0.03])).tolist() == pytest.approx([0.06, 0.03, 0.06])
    assert holm(np.array([0.6, np.nan, 0.7])).tolist() == pytest.approx([1.0, np.nan, 1.0], nan_ok=True)
    assert finding(0.2, 0.1, 0.3, holm(np.array([0.02, 0.03, 0.9]))[0]) == "undecided"


@pytest.mark.parametrize("n", [120, 218, 330])
def test_the_interval_over_the_normal_holds_on_less_than_a_year(n):
    """Departures from the normal fade within days for the most part, a tenth of their variance in a month."""
    slow, truth = 0.1, (0.9 * 0.7 + 0.1 * 0.97) ** 2
    days, held, held_before = pd.date_range("2001-01-01", periods=n), 0, 0
    for seed in range(200):
        random = np.random.default_rng(seed)
        fast, long = (autoregression(random, n + 1, phi)[:, 0] for phi in (0.7, 0.97))
        today = np.sqrt(1.0 - slow) * fast + np.sqrt(slow) * long
        ours, theirs = (today[1:] - np.sqrt(truth) * today[:-1]) ** 2, today[1:] ** 2
        block = block_length(days, ours - ours.sum() / theirs.sum() * theirs)
        sums = resampled_sums(days, np.column_stack([ours, theirs]), block, resamples=400, seed=seed)
        low, high = np.quantile(1.0 - sums[:, 0] / sums[:, 1], [0.025, 0.975])
        held_before += low <= truth <= high
        low, high = _widened(low, high, ours, theirs, 1)
        held += low <= truth <= high
    assert held_before / 200 < 0.92 <= held / 200
