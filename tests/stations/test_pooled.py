"""One regression over all, from moments alone, against the same rows in memory."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge

from gd_core import ExperimentSettings, GradientDescentRegressor, read_weather
from gd_core.descent.blockwise import packed, unpacked
from gd_core.descent.objective import Moments
from gd_core.forecast.origins import LONG, USUAL
from gd_core.forecast.rows.rows import prepare
from gd_core.stations.pool.moments import SHORT, pooled_terms, station_moments
from gd_core.stations.pool.pooled import FOLDS, Pool, descend, fold_of, group_of, moments_of, summary
from tests.stations.helpers import station_csv

COUNT, SETTINGS = 6, ExperimentSettings()
NAMES, TRUST = pooled_terms()


@pytest.fixture(scope="module")
def stations():
    """Each station's rows: X and y of the training part, of the test part; and the row of its part file."""
    found = []
    for number in range(COUNT):
        weather = read_weather(station_csv(number, days=900))
        rows = prepare(weather, replace(SETTINGS, predictors=("tmax",)))
        X, y = rows.X.to_numpy(), rows.y.to_numpy()
        train, test = rows.of("train"), rows.of("test")
        latitude = weather.place.latitude
        row = {"key": f"s{number}", "latitude": latitude, **station_moments(weather, SETTINGS)}
        found.append(((X[train], y[train]), (X[test], y[test]), row))
    return found


def ridge(X, y, start=None):
    """The same minimum by scikit-learn."""
    start = np.zeros(X.shape[1]) if start is None else start
    size = np.sqrt(np.mean(X**2, axis=0))
    scale = np.where(size > 0.0, size / TRUST, 1.0)
    strength = USUAL[len(y) >= LONG]
    return start + Ridge(alpha=strength, fit_intercept=False).fit(X / scale, y - X @ start).coef_ / scale


def together(rows):
    return np.vstack([X for X, _ in rows]), np.concatenate([y for _, y in rows])


def test_terms_are_the_same_for_every_record(stations):
    weather = read_weather(station_csv(0))
    rows = prepare(weather, replace(SETTINGS, predictors=("tmax",)))
    assert [name.replace("tmax", "target") for name in rows.X.columns] == list(NAMES)
    assert np.array_equal(rows.trust, TRUST)


def test_pooled_is_the_fit_of_all_rows_to_nine_digits(stations):
    pool = Pool()
    for _, _, row in stations:
        pool.add(pd.DataFrame([row]))
    X, y = together([train for train, _, _ in stations])
    assert np.allclose(pool.coefficients("all"), ridge(X, y), rtol=1e-9, atol=1e-9)
    size = np.sqrt(np.mean(X**2, axis=0)) / TRUST
    model = GradientDescentRegressor(
        fit_intercept=False,
        standardize=False,
        alpha=USUAL[len(y) >= LONG] / len(y),
        tol=1e-10,
        max_iter=10_000,
    ).fit(X / size, y)
    assert np.allclose(pool.coefficients("all"), model.coef_ / size, rtol=1e-9, atol=1e-12)
    table = pool.table()
    assert table[["group", "stations", "rows"]].values.tolist() == [["all", COUNT, len(y)]]


def test_no_station_is_judged_by_a_fit_that_has_seen_it(stations):
    rows = pd.DataFrame([row for _, _, row in stations])
    pool = Pool()
    pool.add(rows)
    judged = pool.judge(rows)
    for _, (X, y), row in stations:
        strangers = [t for t, _, other in stations if fold_of(other["key"]) != fold_of(row["key"])]
        coef = ridge(*together(strangers))
        found = judged.loc[row["key"]]
        assert np.isclose(found["rmse_pooled"], np.sqrt(np.mean((y - X @ coef) ** 2)), rtol=1e-8)


def test_own_and_joined_fits_of_short_records(stations):
    rows = pd.DataFrame([row for _, _, row in stations])
    pool = Pool()
    pool.add(rows)
    judged = pool.judge(rows)
    for (X, y), (Xt, yt), row in stations:
        start = pool.coefficients("all", without=fold_of(row["key"]))
        found = judged.loc[row["key"]]
        for days in SHORT:
            own, joined = ridge(X[-days:], y[-days:]), ridge(X[-days:], y[-days:], start)
            assert np.isclose(found[f"rmse_own_{days}"], np.sqrt(np.mean((yt - Xt @ own) ** 2)), rtol=1e-6)
            assert np.isclose(
                found[f"rmse_joined_{days}"], np.sqrt(np.mean((yt - Xt @ joined) ** 2)), rtol=1e-6
            )
    table = summary(judged.reset_index())
    assert table["days"].tolist() == ["60", "365", "all"]
    short = table.iloc[0]
    assert short["from pooled"] < short["own"], "sixty days know less than strangers and sixty days"


def test_epoch_zero_knows_the_neighbours(stations):
    (X, y), *_ = stations[0]
    start = np.linspace(-0.2, 0.2, len(NAMES))
    nothing = Moments.of(np.zeros_like(X), y)
    assert np.array_equal(descend(nothing, start=start), start)


def test_groups():
    assert [group_of("zone", at) for at in (0.0, 30.0, -40.0, 70.0, None, float("nan"))] == [
        "tropics",
        "northern temperate zone",
        "southern temperate zone",
        "northern polar zone",
        "place unknown",
        "place unknown",
    ]
    assert [group_of("latitude", at) for at in (-90.0, -1.0, 0.0, 44.9, 90.0)] == [
        "-90° to -75°",
        "-15° to 0°",
        "0° to 15°",
        "30° to 45°",
        "75° to 90°",
    ]
    assert group_of("all", None) == "all"
    assert {fold_of(str(n)) for n in range(100)} == set(range(FOLDS))


def test_a_group_of_one_has_no_strangers(stations):
    rows = pd.DataFrame([stations[0][2]])
    pool = Pool("latitude")
    pool.add(rows)
    judged = pool.judge(rows)
    assert "rmse_pooled" not in judged and np.isfinite(judged["rmse_own"]).all()
    assert not len(pool.judge(rows.drop(columns="moments_all")))


def test_moments_travel_as_numbers():
    rng = np.random.default_rng(1)
    m = Moments.of(rng.normal(size=(50, 4)), rng.normal(size=50))
    back = unpacked(packed(m), 4)
    for name in ("n", "x_mean", "y_mean", "xx", "xy", "yy"):
        assert np.array_equal(getattr(back, name), getattr(m, name)), name


def test_moments_of_columns_that_come_in_batches():
    rng = np.random.default_rng(2)
    table = rng.normal(size=(5, 100_000)) + np.arange(5.0)[:, None]
    whole = Moments.of(table[:4].T, table[4])
    found = moments_of(table[:, a : a + 7_001] for a in range(0, 100_000, 7_001))
    for name in ("n", "x_mean", "y_mean", "xx", "xy", "yy"):
        np.testing.assert_allclose(getattr(found, name), getattr(whole, name), rtol=1e-12, atol=1e-12)
