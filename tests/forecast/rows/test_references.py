"""The references against computations that share nothing with ours: plain pandas and NumPy, from the CSV."""

import numpy as np
import pandas as pd
import pytest

from gd_core import run_experiment
from gd_core.forecast.rows.references import Climatology, DampedAnomaly, season
from tests.forecast.plain_regression import plain

RECORDS = {
    "seattle": ("seattle_weather.csv", "temp_max"),
    "station": ("synthetic_station.csv", "tmax"),
    "oakland": ("oakland_1970_2022.csv", "tmax"),
}


def waves(days):
    """Columns of a yearly and a half-yearly wave, and ones."""
    phase = 2 * np.pi * (days.to_julian_date().to_numpy() % 365.2425) / 365.2425
    return np.column_stack([np.ones(len(days)), *(f(k * phase) for k in (1, 2) for f in (np.cos, np.sin))])


def by_hand(file, target, horizon):
    """Mean squared errors on the last 15% of the days with a value on them and ``horizon`` days later."""
    series = pd.read_csv(file, index_col=0, parse_dates=True)[target].asfreq("D")
    later = series.shift(-horizon)
    days = series.index[series.notna() & later.notna()]
    first, second = 70 * len(days) // 100, 85 * len(days) // 100
    train = days[:first]
    test = days[days > days[second - 1] + pd.Timedelta(days=horizon)]
    learned = series[: train[-1]].dropna()
    weights = np.linalg.pinv(waves(learned.index)) @ learned.to_numpy()
    normal = pd.Series(waves(series.index) @ weights, index=series.index)
    anomaly = series - normal
    # The coefficient of a regression through the origin of later anomalies on today's.
    after = later - (waves(series.index + pd.Timedelta(days=horizon)) @ weights)
    rho = (anomaly[train] * after[train]).sum() / (anomaly[train] ** 2).sum()
    expected = (later - after)[test]  # the normal of the day that is foretold
    forecasts = {"persistence": series[test], "climatology": expected}
    forecasts["damped_anomaly"] = expected + rho * anomaly[test]
    return {name: float(((values - later[test]) ** 2).mean()) for name, values in forecasts.items()}, len(
        test
    )


@pytest.mark.parametrize("horizon", [1, 4])
@pytest.mark.parametrize("record", list(RECORDS))
def test_references_are_those_of_a_plain_computation(record, horizon, request, data_dir):
    file, target = RECORDS[record]
    folder = request.getfixturevalue("shared") / "reference" if record == "oakland" else data_dir
    expected, days = by_hand(folder / file, target, horizon)
    found = run_experiment(request.getfixturevalue(record), plain(horizon=horizon))
    test = found.metrics.query("part == 'test'").set_index("model")["rmse"] ** 2
    assert found.rows["test"] == days
    for name, mse in expected.items():
        assert test[name] == pytest.approx(mse, rel=1e-6), name


def test_on_oakland_they_stand_where_they_are_known_to(oakland):
    mse = run_experiment(oakland, plain()).metrics.query("part == 'test'")
    mse = mse.set_index("model")["rmse"] ** 2
    assert 24.0 <= mse["persistence"] <= 24.9 and 21.4 <= mse["damped_anomaly"] <= 21.7
    assert mse["damped_anomaly"] < mse["persistence"] < mse["climatology"]


DAYS = pd.date_range("2001-01-01", "2003-12-31", name="date")


def test_the_season_is_sine_and_cosine_of_the_time_of_year():
    days = pd.DatetimeIndex(["2000-01-01", "2001-04-11", "1999-12-31"])
    angle = 2 * np.pi * np.array([0, 466, -1]) / 365.2425
    expected = [np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)]
    np.testing.assert_allclose(season(days), np.transpose(expected), atol=1e-12)
    assert season(days, 3).shape == (3, 6) and season(days, 1).shape == (3, 2)


def test_the_normal_of_known_waves_is_found_from_the_days_that_are_known():
    weights = np.array([10.0, 3.0, -4.0, 0.5, 0.25])
    values = pd.Series(waves(DAYS) @ weights, index=DAYS)
    normal = Climatology.fit(values.where(DAYS.day % 3 > 0))
    later = pd.date_range("2010-01-01", periods=400)
    np.testing.assert_allclose(normal.predict(DAYS), values, atol=1e-9)
    np.testing.assert_allclose(normal.predict(later), waves(later) @ weights, atol=1e-3)
    assert normal.varies and normal.coefficients.shape == (5,)


@pytest.mark.parametrize(("last", "varies"), [("2001-11-30", False), ("2001-12-01", True)])
def test_the_normal_is_a_mean_until_all_months_were_seen(last, varies):
    values = pd.Series(np.random.default_rng(0).normal(8, 3, len(DAYS)), index=DAYS)[:last]
    normal = Climatology.fit(values)
    assert normal.varies == varies
    if not varies:
        np.testing.assert_allclose(normal.predict(DAYS), np.full(len(DAYS), values.mean()), rtol=1e-12)


def test_the_normal_of_nothing_is_unknown():
    unknown = Climatology.unknown()
    assert np.isnan(unknown.predict(DAYS)).all() and unknown.coefficients.shape == (5,)


@pytest.mark.parametrize("horizon", [1, 5])
def test_the_damped_anomaly_is_a_line_through_the_origin(horizon):
    random = np.random.default_rng(2)
    normal = Climatology(np.array([9.0, -2.0, 5.0, 0.3, -0.7]))
    later = DAYS + pd.Timedelta(days=horizon)
    today = normal.predict(DAYS) + random.normal(1, 2, len(DAYS))
    actual = normal.predict(later) + 0.6 * (today - normal.predict(DAYS)) + random.normal(0, 1, len(DAYS))
    found = DampedAnomaly.fit(normal, DAYS, today, actual, horizon)
    x, y = today - normal.predict(DAYS), actual - normal.predict(later)
    assert found.rho == pytest.approx(np.linalg.lstsq(x[:, None], y)[0][0], rel=1e-12)
    expected = normal.predict(later) + found.rho * x
    np.testing.assert_allclose(found.predict(DAYS, today, horizon), expected, rtol=1e-12)


def test_without_any_anomaly_the_damped_one_is_the_normal():
    normal = Climatology(np.array([9.0, -2.0, 5.0, 0.3, -0.7]))
    found = DampedAnomaly.fit(normal, DAYS, normal.predict(DAYS), np.arange(float(len(DAYS))), 1)
    assert found.rho == 0.0
