"""Residuals looked at from five sides, against plain computations, and what is said of them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from gd_core import run_experiment
from gd_core.forecast.judge import diagnostics
from gd_core.forecast.words import residuals as meaning
from tests.forecast.plain_regression import plain

DAYS = pd.date_range("2001-01-01", "2004-12-31", name="date")


def noise(seed=0, days=DAYS, width=2.0):
    return pd.Series(np.random.default_rng(seed).normal(0, width, len(days)), index=days, name="residual")


def remembering(phi, seed=0):
    values = noise(seed).to_numpy().copy()
    for day in range(1, len(values)):
        values[day] += phi * values[day - 1]
    return pd.Series(values, index=DAYS)


def test_residuals_are_observed_minus_forecast(seattle):
    predictions = run_experiment(seattle, plain()).predictions
    test = predictions.query("part == 'test'")
    found = diagnostics.residuals(predictions)
    assert found.equals((test["actual"] - test["gradient_descent"]).rename("residual"))
    holes = predictions.assign(
        gradient_descent=predictions["gradient_descent"].where(predictions.index.day > 5)
    )
    assert len(diagnostics.residuals(holes)) == (test.index.day > 5).sum()


def test_months_and_tenths_are_means_of_their_days():
    found = noise()
    table = diagnostics.by_month(found).set_index("month")
    assert list(table.index) == list(range(1, 13))
    july = found[found.index.month == 7]
    assert table.loc[7, "mean"] == pytest.approx(july.mean()) and table.loc[7, "days"] == len(july) == 124
    assert table.loc[7, "rmse"] == pytest.approx(np.sqrt((july**2).mean()))
    assert (table.loc[7, "lower"], table.loc[7, "upper"]) == pytest.approx(tuple(july.quantile([0.1, 0.9])))
    assert table.loc[7, "high"] - table.loc[7, "mean"] == pytest.approx(
        stats.t.isf(0.025 / 12, 123) * july.std(ddof=0) / np.sqrt(124), rel=0.1
    )
    predicted = pd.Series(np.random.default_rng(1).normal(size=len(found)), index=DAYS)
    tenths = diagnostics.by_prediction(found, predicted)
    bins = pd.qcut(predicted, 10, labels=False)
    assert tenths["mean"].to_numpy() == pytest.approx(found.groupby(bins).mean().to_numpy(), abs=0.02)
    assert tenths["predicted"].to_numpy() == pytest.approx(
        predicted.groupby(bins).mean().to_numpy(), abs=0.01
    )


def test_whole_tables_raise_a_false_alarm_about_as_rarely_as_they_say():
    alarms = 0
    for seed in range(200):
        table = diagnostics.by_month(remembering(0.3, seed))
        alarms += bool(((table["low"] > 0) | (table["high"] < 0)).any())
    # 5% are promised, with a standard error of 1.5 points; the kernel misses a part of the memory.
    assert alarms / 200 <= 0.10


def test_groups_of_few_days_get_no_interval():
    table = diagnostics.by_month(noise(days=DAYS[:36]))
    assert list(table["days"]) == [31, 5] and np.isnan(table["low"].iloc[1])
    assert len(diagnostics.by_prediction(noise(days=DAYS[:4]), pd.Series(0.0, index=DAYS))) == 4


def test_the_running_mean_goes_by_the_calendar():
    found = noise().drop(DAYS[100:400])
    table = diagnostics.over_time(found)
    day = DAYS[600]
    near = found[(found.index >= day - pd.Timedelta(days=15)) & (found.index <= day + pd.Timedelta(days=15))]
    assert len(near) in (31, 32)
    assert table.loc[day, "running"] == pytest.approx(near.mean(), abs=0.15)
    before = found[(found.index > DAYS[99] - pd.Timedelta(days=15.5)) & (found.index <= DAYS[99])]
    assert table.loc[DAYS[99], "running"] == pytest.approx(before.mean())  # nothing from after the gap
    assert table["residual"].equals(found)


def test_autocorrelation_bounds_hold_for_noise_with_gaps():
    outside = []
    for seed in range(60):
        found = noise(seed)[np.random.default_rng(seed + 1000).random(len(DAYS)) < 0.5]
        table = diagnostics.autocorrelation(found)
        assert list(table["lag"]) == list(range(1, 31))
        outside.append((table["correlation"].abs() > table["bound"]).mean())
    # 60 x 30 correlations: a standard error of 0.5 points.
    assert np.mean(outside) == pytest.approx(0.05, abs=0.017)


def test_ljung_box_finds_nothing_in_noise_with_gaps_and_something_in_memory():
    p_values = []
    for seed in range(200):
        found = noise(seed)[np.random.default_rng(seed + 1000).random(len(DAYS)) < 0.5]
        p_values.append(diagnostics.ljung_box(diagnostics.autocorrelation(found), len(found)).p_value)
    assert stats.kstest(p_values, "uniform").pvalue > 0.01
    found = remembering(0.3)
    assert diagnostics.ljung_box(diagnostics.autocorrelation(found), len(found)).p_value < 1e-6


def test_lags_beyond_the_horizon_get_wider_bounds():
    found = remembering(0.7)
    near, far = (diagnostics.autocorrelation(found, horizon)["bound"].to_numpy() for horizon in (1, 4))
    r = diagnostics.autocorrelation(found)["correlation"].to_numpy()
    wider = np.sqrt(1 + 2 * np.sum(r[:3] ** 2))
    assert far[:3] == pytest.approx(near[:3]) and far[3:] == pytest.approx(wider * near[3:])


def test_few_days_have_few_lags():
    for n, lags in ((5, 1), (3, 0)):
        table = diagnostics.autocorrelation(noise(days=DAYS[:n]))
        assert len(table) == lags
    assert np.isnan(diagnostics.ljung_box(table, 3).p_value)
    still = pd.Series(1.0, index=DAYS[:40])
    assert np.isnan(diagnostics.ljung_box(diagnostics.autocorrelation(still), 40).p_value)


def test_quantiles_keep_the_tails_and_little_else():
    found = noise()
    table = diagnostics.quantiles(found)
    assert len(table) <= diagnostics.MOST_QUANTILES
    ordered = np.sort(found)
    assert np.array_equal(table["observed"].head(50), ordered[:50])
    assert np.array_equal(table["observed"].tail(50), ordered[-50:])
    assert np.corrcoef(table["normal"], table["observed"])[0, 1] > 0.99
    middle = diagnostics.quantiles(noise(days=DAYS[:101])).iloc[50]
    assert middle["normal"] == pytest.approx(noise(days=DAYS[:101]).mean(), abs=1e-12)


def test_the_shape_is_that_of_scipy():
    found = pd.Series(np.random.default_rng(0).gamma(3, 1, len(DAYS)), index=DAYS)
    form = diagnostics.shape(found)
    assert form.skewness == pytest.approx(stats.skew(found)) and form.p_value < 1e-6
    z = (found - found.mean()) / found.std(ddof=0)
    assert form.beyond == (z.abs() > 2.5758293).mean()
    assert np.isnan(diagnostics.shape(pd.Series(1.0, index=DAYS)).p_value)


# What is said, first of residuals that have nothing in them.


def test_of_noise_nothing_is_claimed():
    found = noise(3)
    readings = [
        meaning.by_month(diagnostics.by_month(found), "C"),
        meaning.over_time(found, "C"),
        meaning.by_prediction(diagnostics.by_prediction(found, noise(9)), "C"),
        meaning.autocorrelation(diagnostics.autocorrelation(found), len(found)),
        meaning.quantiles(found, "C"),
    ]
    assert [reading.title for reading in readings] == [
        "No month shows a forecast off to one side",
        "No sign of a bias in these 1,461 days",
        "Cold or warm, no sign of a bias",
        "No sign that errors repeat from day to day",
        "No sign that errors are not normal",
    ]
    assert all("chance" in reading.text for reading in readings[:4])
    assert "standard deviation of 2.0 °C" in readings[4].text


def test_a_month_that_is_off_is_named_with_its_direction():
    found = noise() + np.where(DAYS.month == 6, 1.5, 0) - np.where(DAYS.month == 12, 3.0, 0)
    reading = meaning.by_month(diagnostics.by_month(found), "F")
    assert reading.title == "The forecast is too warm in December"
    june = found[DAYS.month == 6].mean()
    assert f" °F too warm in December and {june:.1f} °F too cold in June, more than chance" in reading.text
    everywhere = meaning.by_month(diagnostics.by_month(noise() + 5), "C")
    assert "off in 9 more months, more than chance" in everywhere.text
    few = meaning.by_month(diagnostics.by_month(noise(days=DAYS[:9])), "C")
    assert few.text == "No month has the 10 days that a mean needs."
    one = meaning.by_month(diagnostics.by_month(noise(days=DAYS[:31])), "C")
    assert one.text == "No sign in these 31 days of a month whose mean error is more than chance would give."


def test_a_bias_of_all_days_is_stated_with_its_error():
    found = noise() - 1.0
    reading = meaning.over_time(found, "C")
    assert reading.title == "On the whole the forecast is too warm"
    assert (
        f"On all of these 1,461 days together the forecast was {-found.mean():.1f} °C too warm"
        in reading.text
    )
    assert "give or take 0.1 °C (95%), more than chance would give (p < 0.001)" in reading.text
    assert reading.text.endswith("right on average: climate or station may have changed since.")
    short = meaning.over_time(found[:200], "C").text
    assert "the seasons among them may be fitted less well, or climate" in short
    assert meaning.over_time(noise(days=DAYS[:19]), "C").text == "19 days are too few to see a bias."
    alike = pd.Series(1.0, index=DAYS)
    assert meaning.over_time(alike, "C").title == "On average the forecast was 1.0 °C too cold"


def test_halves_that_differ_as_their_seasons_do_are_no_bias():
    found = noise(5)[:364]
    half = np.arange(364) < 182
    found += np.where(half, 0.5, -0.5) - found.mean()
    assert meaning.over_time(found, "C").title == "No sign of a bias in these 364 days"


def test_a_bend_is_found_where_it_is():
    predicted = pd.Series(np.random.default_rng(1).uniform(0, 30, len(DAYS)), index=DAYS)
    found = noise() + np.where(predicted > 27, 2.0, 0.0)
    table = diagnostics.by_prediction(found, predicted)
    reading = meaning.by_prediction(table, "C")
    assert reading.title.startswith("The forecast is too cold around 28.")
    assert "°C too cold around 28." in reading.text
    few = meaning.by_prediction(diagnostics.by_prediction(found[:50], predicted), "C")
    assert few.text == "It takes 100 days to compare tenths of them."


@pytest.mark.parametrize(("phi", "words"), [(0.4, "tends to repeat"), (-0.4, "tends to undo")])
def test_memory_is_worth_the_square_of_its_correlation(phi, words):
    found = remembering(phi)
    table = diagnostics.autocorrelation(found)
    reading = meaning.autocorrelation(table, len(found))
    first = table["correlation"].iloc[0]
    assert words in reading.title
    assert f"{abs(first):.2f}" in reading.text and "p < 0.001" in reading.text
    assert f"about {first**2:.0%} off the mean squared error" in reading.text
    # Which is what correcting each forecast by it would do.
    corrected = found.to_numpy()[1:] - first * found.to_numpy()[:-1]
    assert 1 - np.mean(corrected**2) / np.mean(found**2) == pytest.approx(first**2, abs=0.01)


def test_a_memory_of_some_days_is_named():
    values = noise().to_numpy().copy()
    for day in range(4, len(values)):
        values[day] += 0.4 * values[day - 4]
    found = pd.Series(values, index=DAYS)
    reading = meaning.autocorrelation(diagnostics.autocorrelation(found), len(found))
    assert reading.title == "Errors 4 days apart are related"


def test_overlapping_forecasts_are_expected_to_have_related_errors():
    found = noise().rolling(3, min_periods=1).sum()
    reading = meaning.autocorrelation(diagnostics.autocorrelation(found, 3), len(found), 3)
    assert reading.title == "Forecasts 3 days ahead overlap, and so do their errors"
    assert "of the 28 longer lags" in reading.text and "chance puts about 1." in reading.text
    few = meaning.autocorrelation(diagnostics.autocorrelation(noise(days=DAYS[:3])), 3)
    assert few.text == "3 days are too few to relate errors to later ones."


def test_shapes_in_words():
    random = np.random.default_rng(0)
    lopsided = pd.Series(random.gamma(2, 1, len(DAYS)), index=DAYS)
    reading = meaning.quantiles(lopsided, "C")
    assert reading.title == "Large misses are mostly on the warm side"
    assert "Days much warmer than forecast" in reading.text
    heavy = pd.Series(random.standard_t(4, len(DAYS)), index=DAYS)
    heavy = pd.concat([heavy, -heavy.set_axis(DAYS + pd.Timedelta(days=len(DAYS)))])
    assert meaning.quantiles(heavy, "C").title == "Large errors are more frequent than normal"
    flat = pd.Series(np.linspace(-1, 1, len(DAYS)), index=DAYS)
    assert meaning.quantiles(flat, "C").title == "Errors are not quite normal"
    assert "too few to tell the shape" in meaning.quantiles(noise(days=DAYS[:12]), "C").text
