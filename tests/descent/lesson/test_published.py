"""The numbers that well-known tutorials print, to every printed digit."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression

from gd_core.descent import GradientDescentRegressor, objective
from gd_core.descent.reference import descend
from gd_core.descent.run import Descent


@pytest.fixture(scope="module")
def published(shared):
    return json.loads((shared / "reference" / "published.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def steps():
    """Data and start of 'step by step' regression, as its text tells to draw them."""
    random = np.random.RandomState(42)
    x = random.rand(100, 1)
    y = 1 + 2 * x + 0.1 * random.randn(100, 1)
    order = np.arange(100)
    random.shuffle(order)
    random = np.random.RandomState(42)
    b, w = random.randn(1)[0], random.randn(1)[0]
    return x[order[:80]], y[order[:80], 0], np.array([w, b])


def test_step_by_step_in_the_readable_loop(published, steps):
    X, y, start = steps
    told = published["step_by_step_regression"]
    rate, epochs = told["learning_rate"], told["epochs"]
    iterations = list(descend(X, y, start, Descent(rate, epochs)))
    first, last = iterations[0], iterations[-1]
    assert first.theta[::-1] == pytest.approx(told["start_b_w"], abs=0.5e-8)
    assert first.loss == pytest.approx(told["loss_at_start"], rel=1e-15)
    assert first.gradient[::-1] == pytest.approx(told["gradient_b_w_at_start"], rel=1e-15)
    assert first.updated[::-1] == pytest.approx(told["b_w_after_one_update"], abs=0.5e-8)
    assert last.number == 1000
    assert last.updated[::-1] == pytest.approx(told["b_w_after_1000_epochs"], abs=0.5e-8)


def test_step_by_step_with_the_estimator(published, steps):
    X, y, start = steps
    told = published["step_by_step_regression"]
    model = GradientDescentRegressor(
        learning_rate=told["learning_rate"], max_iter=told["epochs"], tol=None, standardize=False
    ).fit(X, y, coef_init=start[:1], intercept_init=start[1])
    assert model.history_["loss"].iloc[0] == pytest.approx(told["loss_at_start"], rel=1e-14)
    assert model.path_[1, ::-1] == pytest.approx(told["b_w_after_one_update"], abs=0.5e-8)
    assert model.path_[-1, ::-1] == pytest.approx(told["b_w_after_1000_epochs"], abs=0.5e-8)
    exact = LinearRegression().fit(X, y)
    assert [exact.intercept_, exact.coef_[0]] == pytest.approx(told["least_squares_b_w"], abs=0.5e-8)


@pytest.fixture(scope="module")
def weather(shared, published):
    """Rows of the weather tutorial: file order, gaps filled forward, the NEXT ROW as the target."""
    data = pd.read_csv(shared / "reference" / "oakland_1970_2022.csv", index_col=0).ffill()
    X, y = data[["tmax", "tmin", "rain"]].to_numpy(), data["tmax_tomorrow"].to_numpy()
    first, second = int(0.7 * len(y)), int(0.85 * len(y))
    return {"train": (X[:first], y[:first]), "validation": (X[first:second], y[first:second]),
            "test": (X[second:], y[second:]), "all": (X, y)}  # fmt: skip


@pytest.fixture(scope="module")
def tutorial(weather, published):
    told = published["weather_regression"]
    random = np.random.RandomState(0)
    k = np.sqrt(1 / 3)
    w = random.rand(3, 1) * 2 * k - k
    return GradientDescentRegressor(
        learning_rate=told["published_learning_rate"] / 2,
        max_iter=told["epochs"],
        tol=None,
        standardize=False,
    ).fit(
        *weather["train"], validation_data=weather["validation"], coef_init=w[:, 0], intercept_init=2 * k - k
    )


def test_weather_tutorial(published, weather, tutorial):
    told = published["weather_regression"]
    validation = tutorial.history_["validation_loss"]
    for epoch, loss in told["validation_mse_after_updates"].items():
        assert validation[int(epoch)] == pytest.approx(loss, rel=1e-12)
    assert tutorial.coef_ == pytest.approx(told["w"], abs=0.5e-8)
    assert tutorial.intercept_ == pytest.approx(told["b"], abs=0.5e-8)
    X, y = weather["test"]
    assert np.mean((tutorial.predict(X) - y) ** 2) == pytest.approx(told["test_mse"], rel=1e-12)
    assert np.mean((X[:, 0] - y) ** 2) == pytest.approx(told["persistence_test_mse"], abs=0.5e-4)


def test_weather_tutorial_least_squares(published, weather):
    told = published["weather_regression"]
    exact = LinearRegression().fit(*weather["train"])
    assert exact.coef_ == pytest.approx(told["least_squares"]["coef"], abs=0.5e-8)
    assert exact.intercept_ == pytest.approx(told["least_squares"]["intercept"], abs=0.5e-8)
    X, y = weather["test"]
    assert np.mean((exact.predict(X) - y) ** 2) == pytest.approx(told["least_squares"]["test_mse"], rel=1e-12)
    ours = GradientDescentRegressor(tol=1e-13).fit(*weather["train"])
    assert ours.coef_ == pytest.approx(told["least_squares"]["coef"], abs=0.5e-8)
    X, y = weather["all"]
    alone = GradientDescentRegressor(tol=1e-12).fit(X[:, :1], y)
    assert alone.coef_[0] == pytest.approx(told["tmax_only_all_rows"]["coef"], abs=0.005)
    assert alone.intercept_ == pytest.approx(told["tmax_only_all_rows"]["intercept"], abs=0.005)


def test_weather_tutorial_history_is_that_of_the_rows(weather, tutorial):
    for part, column in (("train", "loss"), ("validation", "validation_loss")):
        for epoch in (0, 1, 100, 25_000, 50_000):
            loss = objective.loss(tutorial.path_[epoch], *weather[part])
            assert tutorial.history_[column][epoch] == pytest.approx(loss, rel=1e-10)
