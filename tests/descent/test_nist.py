"""NIST's Statistical Reference Datasets for linear regression, by gradient descent."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from gd_core.descent import GradientDescentRegressor
from gd_core.forecast.evaluation import agreeing_digits


@pytest.fixture(scope="module")
def problems(shared):
    folder = shared / "reference" / "nist"
    certified = json.loads((folder / "certified.json").read_text(encoding="utf-8"))
    found = {}
    for name, about in certified.items():
        data = pd.read_csv(folder / f"{name}.csv", dtype=float)
        x = data["x1"].to_numpy()
        X = np.column_stack([x**power for power in range(1, about["degree"] + 1)])
        coefficients = np.array([float(value["estimate"]) for value in about["coefficients"].values()])
        found[name] = X, data["y"].to_numpy(), about["intercept"], coefficients
    return found


def digits(coef, intercept, has_intercept, certified):
    ours = np.append(intercept, coef) if has_intercept else coef
    return agreeing_digits(ours, certified)


def fast(X, y, has_intercept, **options):
    """Heavy ball at its best rate and momentum, which the curvature gives."""
    probe = GradientDescentRegressor(fit_intercept=has_intercept, max_iter=1, tol=None).fit(X, y)
    L, mu = np.sqrt([probe.curvature_.largest, probe.curvature_.smallest])
    rate, momentum = 4.0 / (L + mu) ** 2, ((L - mu) / (L + mu)) ** 2  # the fastest heavy ball (Polyak 1964)
    return GradientDescentRegressor(
        learning_rate=rate, momentum=momentum, update="momentum", fit_intercept=has_intercept, **options
    ).fit(X, y)


@pytest.mark.parametrize(("name", "wanted"), [("Norris", 9), ("NoInt1", 9), ("Pontius", 9), ("Wampler1", 6)])
def test_certified_digits(problems, name, wanted):
    X, y, has_intercept, certified = problems[name]
    model = fast(X, y, has_intercept, tol=1e-15, max_iter=200_000)
    assert digits(model.coef_, model.intercept_, has_intercept, certified) >= wanted
    residual = y - model.predict(X)
    last = model.history_["loss"].iloc[-1]
    if name != "Wampler1":  # an exact polynomial: nothing is left but rounding
        assert last == pytest.approx(np.mean(residual**2), rel=1e-10)


@pytest.mark.parametrize(("name", "wanted"), [("Norris", 9), ("NoInt1", 9), ("Pontius", 9)])
def test_certified_digits_of_the_baseline(problems, name, wanted):
    X, y, has_intercept, certified = problems[name]
    scaler = StandardScaler(with_mean=has_intercept)
    baseline = make_pipeline(scaler, LinearRegression(fit_intercept=has_intercept, tol=0.0)).fit(X, y)
    coef = baseline[-1].coef_ / scaler.scale_
    intercept = baseline[-1].intercept_ - coef @ scaler.mean_ if has_intercept else 0.0
    assert digits(coef, intercept, has_intercept, certified) >= wanted


def test_what_cannot_converge_says_so(problems):
    X, y, has_intercept, certified = problems["Wampler1"]
    with pytest.warns(ConvergenceWarning, match="ran all 1000 epochs"):
        model = GradientDescentRegressor().fit(X, y)
    assert model.status_ == "max_iter"
    assert digits(model.coef_, model.intercept_, has_intercept, certified) < 1
