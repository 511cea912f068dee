"""The references against computations that share nothing with ours: plain pandas and NumPy, from the CSV."""

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment

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
    found = run_experiment(request.getfixturevalue(record), ExperimentSettings(horizon=horizon))
    test = found.metrics.query("part == 'test'").set_index("model")["rmse"] ** 2
    assert found.rows["test"] == days
    for name, mse in expected.items():
        assert test[name] == pytest.approx(mse, rel=1e-6), name


def test_on_oakland_they_stand_where_they_are_known_to(oakland):
    mse = run_experiment(oakland, ExperimentSettings()).metrics.query("part == 'test'")
    mse = mse.set_index("model")["rmse"] ** 2
    assert 24.0 <= mse["persistence"] <= 24.9 and 21.4 <= mse["damped_anomaly"] <= 21.7
    assert mse["damped_anomaly"] < mse["persistence"] < mse["climatology"]
