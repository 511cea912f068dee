"""Weather as points: the forecast's own rows, one column, standardised or raw."""

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from gd_core.descent.lesson import line
from gd_core.forecast.explore import one_predictor
from gd_core.forecast.words.columns import axis_titles
from gd_core.weather import read_weather
from tests.forecast.plain_regression import plain


@pytest.fixture(scope="module")
def weather():
    return read_weather("data/seattle_weather.csv")


def pairs(weather, predictor):
    """Today's predictor and tomorrow's target by the calendar, from the table itself."""
    x, y = weather.frame[predictor], weather.frame[weather.target]
    tomorrow = y.reindex(y.index + np.timedelta64(1, "D")).to_numpy()
    known = ~np.isnan(tomorrow) & x.notna().to_numpy()
    return x.to_numpy()[known], tomorrow[known]


@pytest.mark.parametrize("predictor", ["temp_max", "wind"])
def test_raw_points_are_today_and_tomorrow(weather, predictor):
    data = one_predictor.points(weather, plain(), predictor, scale="raw")
    x, y = pairs(weather, predictor)
    n = len(data.x)
    assert (
        n == 1022 == round(0.7 * len(x)) and np.array_equal(data.x, x[:n]) and np.array_equal(data.y, y[:n])
    )
    later = slice(n + 1, n + 1 + len(data.x_validation))  # a day between the parts belongs to neither
    assert np.array_equal(data.x_validation, x[later]) and np.array_equal(data.y_validation, y[later])


def test_standardised_with_the_training_part_and_descended_to_least_squares(weather):
    raw = one_predictor.points(weather, plain(), "temp_max", scale="raw")
    data = one_predictor.points(weather, plain(), "temp_max")
    scaler = StandardScaler().fit(raw.x[:, None])
    assert data.x == pytest.approx(scaler.transform(raw.x[:, None])[:, 0])
    assert data.x_validation == pytest.approx(scaler.transform(raw.x_validation[:, None])[:, 0])
    walk = line.walk(data, learning_rate=0.5, epochs=20)
    exact = LinearRegression().fit(data.x[:, None], data.y)
    assert walk.theta(20) == pytest.approx([exact.coef_[0], exact.intercept_], rel=1e-12)


def test_the_start_follows_the_seed_and_there_is_no_truth(weather):
    data = one_predictor.points(weather, plain(seed=42), "wind")
    assert data.start == pytest.approx([-0.1382643, 0.49671415], abs=1e-8) and data.truth is None


def test_axis_titles(weather):
    settings = plain()
    raw = axis_titles(weather, settings, "temp_max", "raw")
    assert raw == ("temp_max today (°C)", "temp_max tomorrow (°C)")
    standard = axis_titles(weather, settings, "wind", "standardised")
    assert standard[0] == "wind today (standard deviations)"
    later = axis_titles(weather, plain(horizon=3, target="temp_min"), "wind", "raw")
    assert later[1] == "temp_min 3 days later (°C)"
    assert one_predictor.first_choice(weather) == "temp_max"


def test_another_scale_is_refused(weather):
    with pytest.raises(ValueError, match="scale must be one of 'standardised', 'raw'"):
        one_predictor.points(weather, plain(), "wind", scale="log")
