"""What the curvature predicts, against what is measured on the bundled records."""

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, Ridge

from gd_core.descent import Curvature, GradientDescentRegressor
from gd_core.descent.objective import LeastSquares, Moments
from tests.descent.problems import problem

RECORDS = {
    "seattle": ("seattle_weather.csv", "temp_max", ["precipitation", "temp_max", "temp_min", "wind"]),
    "station": ("synthetic_station.csv", "tmax", ["tmax", "tmin", "rain", "wind"]),
}


@pytest.fixture(scope="module", params=RECORDS)
def record(request, data_dir):
    """Standardised rows and target, tomorrow being the next row."""
    file, target, columns = RECORDS[request.param]
    data = pd.read_csv(data_dir / file)[columns].ffill().bfill()
    X, y = data.to_numpy()[:-1], data[target].to_numpy()[1:]
    return (X - X.mean(axis=0)) / X.std(axis=0), y


def objective_of(record, alpha=0.0):
    J = LeastSquares(Moments.of(*record), alpha=alpha)
    return J, Curvature.of(J.hessian())


def run(record, rate, epochs, rule="plain", momentum=0.9, start=None):
    d = record[0].shape[1]
    start = np.zeros(d + 1) if start is None else start
    model = GradientDescentRegressor(
        learning_rate=rate, update=rule, momentum=momentum, max_iter=epochs, tol=None, standardize=False
    )
    return model.fit(*record, coef_init=start[:d], intercept_init=start[d])


def test_the_minimum_is_that_of_another_solver(record):
    J, _ = objective_of(record, alpha=0.1)
    ridge = Ridge(alpha=0.1 * len(record[1]), tol=0.0).fit(*record)
    assert J.minimum() == pytest.approx(np.append(ridge.coef_, ridge.intercept_), rel=1e-9, abs=1e-9)


def test_contraction_at_the_best_rate(record):
    J, curvature = objective_of(record)
    kappa = curvature.condition_number
    path = run(record, curvature.best_rate(), 120).path_
    distance = np.linalg.norm(path - J.minimum(), axis=1)
    measured = (distance[120] / distance[60]) ** (1 / 60)
    assert measured == pytest.approx((kappa - 1) / (kappa + 1), rel=0.01)


def test_the_largest_stable_rate_is_sharp(record):
    J, curvature = objective_of(record)
    limit, epochs = curvature.largest_stable_rate(), 20_000
    held = run(record, 0.999 * limit, epochs)
    assert held.path_[-1] == pytest.approx(J.minimum(), rel=1e-9, abs=1e-9)
    with pytest.warns(match="diverged"):
        lost = run(record, 1.001 * limit, epochs)
    assert lost.status_ == "diverged"
    assert lost.history_["loss"].iloc[-1] > 1e6 * lost.history_["loss"].iloc[0]


def test_heavy_ball_at_its_best_contracts_as_polyak_says(record):
    J, curvature = objective_of(record)
    root = np.sqrt(curvature.condition_number)
    rho = (root - 1) / (root + 1)
    rate, momentum = 4.0 / (np.sqrt(curvature.largest) + np.sqrt(curvature.smallest)) ** 2, rho**2
    assert curvature.contraction(rate, "momentum", momentum) == pytest.approx(rho, rel=1e-6)
    path = run(record, rate, 80, "momentum", momentum).path_
    distance = np.linalg.norm(path - J.minimum(), axis=1)
    k = np.arange(1, 40)  # later distances are rounding
    # A double root: the error goes as k * rho^k, so a bound is what can be asserted.
    constant = (distance[k] / (k * rho**k)).max()
    assert constant <= 5.0 * distance[0]
    assert (distance[40] / distance[20]) ** (1 / 20) == pytest.approx(rho * 2 ** (1 / 20), rel=0.1)


@pytest.mark.parametrize(
    ("rule", "momentum"), [("plain", 0.9), ("momentum", 0.5), ("momentum", 0.9), ("nesterov", 0.9)]
)
def test_the_loss_of_every_epoch_is_foretold(record, rule, momentum):
    J, curvature = objective_of(record)
    rate = 0.6 * curvature.best_rate(rule, momentum)
    losses = run(record, rate, 60, rule, momentum).history_["loss"]
    floor = J.value(J.minimum())
    foretold = [
        floor + curvature.excess_loss(-J.minimum(), epoch, rate, rule, momentum) for epoch in range(61)
    ]
    assert losses.to_numpy() == pytest.approx(foretold, rel=1e-9)


@pytest.mark.parametrize(("rule", "momentum"), [("plain", 0.9), ("momentum", 0.5), ("nesterov", 0.9)])
@pytest.mark.parametrize("reduction", [1e-2, 1e-6])
def test_the_number_of_epochs_is_foretold(record, rule, momentum, reduction):
    J, curvature = objective_of(record)
    rate = 0.7 * curvature.best_rate(rule, momentum)
    foretold = curvature.epochs_to(-J.minimum(), reduction, rate, rule, momentum)
    excess = run(record, rate, 3 * foretold, rule, momentum).history_["loss"] - J.value(J.minimum())
    measured = int((excess <= reduction * excess[0]).to_numpy().argmax())
    assert foretold == pytest.approx(measured, rel=0.1, abs=1)


def test_epochs_beyond_counting_are_foretold_at_once_and_divergence_is_never():
    p = problem()
    J = LeastSquares(Moments.of(p.X + 1000.0, p.y))  # raw columns far from zero: terribly conditioned
    curvature = Curvature.of(J.hessian())
    foretold = curvature.epochs_to(-J.minimum(), 1e-6, curvature.best_rate())
    assert foretold > 1_000_000
    assert curvature.epochs_to(-J.minimum(), 1e-6, 1.01 * curvature.largest_stable_rate()) is None


def test_the_automatic_rate_arrives_where_curvatures_differ_hopelessly():
    """A column that is nearly the mean of two others: the flattest direction is beyond any number of epochs.

    At 2/(L + mu) the stiffest direction would still swing by its full width when the epochs are over.
    """
    rng = np.random.default_rng(3)
    high = 15.0 + 8.0 * rng.standard_normal(900)
    low = high - 6.0 + rng.standard_normal(900)
    X = np.column_stack([high, low, np.round((high + low) / 2.0, 3)])
    y = high + rng.standard_normal(900)
    floor = np.mean((LinearRegression().fit(X, y).predict(X) - y) ** 2)
    model = GradientDescentRegressor(max_iter=10_000, tol=None).fit(X, y)
    curvature = model.curvature_
    assert curvature.condition_number > 1e7
    assert model.history_["loss"].iloc[-1] < 1.02 * floor
    best = curvature.best_rate()
    assert 0.99 * best < model.learning_rate_ < best
    swinging = GradientDescentRegressor(learning_rate=best, max_iter=10_000, tol=None).fit(X, y)
    assert swinging.history_["loss"].iloc[-1] > 2.0 * floor


@pytest.mark.parametrize("epochs", [10, 1_000, 100_000])
def test_where_the_epochs_suffice_the_automatic_rate_is_the_best(epochs):
    rng = np.random.default_rng(4)
    X = rng.standard_normal((300, 3))  # curvatures that hardly differ
    model = GradientDescentRegressor(max_iter=epochs).fit(X, X @ [1.0, -2.0, 0.5] + rng.standard_normal(300))
    expected = model.curvature_.best_rate()
    settles = (1.0 + 1e-12 ** (1.0 / epochs)) / model.curvature_.largest
    assert model.learning_rate_ == pytest.approx(min(expected, settles), rel=1e-12)
