"""Several descents side by side, foretold and measured."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.learning_rates import MOST_POINTS, compare
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.words import learning_rates as words
from tests.forecast.plain_regression import plain

S = plain()


def compared(rows, settings, kind, **limits):
    """Descents on the problem of these rows."""
    return compare(Problem.of(rows, settings), settings, kind, **limits)


@pytest.fixture(scope="module")
def rows(seattle):
    return prepare(seattle, S)


@pytest.mark.parametrize("accuracy", [1e-1, 1e-3])
def test_what_is_foretold_is_what_is_measured(rows, accuracy):
    runs = compared(rows, S, "rates", epochs=3000, accuracy=accuracy).runs
    arrived = runs.dropna(subset=["foretold", "measured"])
    assert len(arrived) == 4
    assert arrived["measured"].to_numpy() == pytest.approx(arrived["foretold"].to_numpy(), rel=0.1, abs=1)
    assert runs.set_index("label").loc["divergent", ["foretold", "measured"]].isna().all()


def test_rates_are_labelled_by_what_they_do(rows):
    found = compared(rows, S, "rates")
    labels = list(found.runs["label"])
    assert labels[0] == "too small" and "good" in labels
    assert labels[-2:] == ["too large: swings from side to side", "divergent"]
    assert found.runs["rate"].is_monotonic_increasing
    assert found.best < found.largest_stable < 1.0


@pytest.mark.parametrize("record", ["seattle", "oakland"])
@pytest.mark.parametrize("standardize", [True, False])
def test_labels_go_by_the_epochs_that_each_rate_takes_here(record, standardize, request):
    """On raw columns the best rate for the worst start may be a hundred thousand times too slow here."""
    settings = replace(S, standardize=standardize, features=("today",))
    rows = prepare(request.getfixturevalue(record), settings)
    stable = compared(rows, settings, "rates", epochs=1).largest_stable
    for share in (0.05, 0.3, 0.5, 0.7, 0.9, 0.99):
        found = compared(rows, replace(settings, learning_rate=share * stable), "rates", epochs=1)
        runs = found.runs[found.runs["label"] != "divergent"]
        good = runs["foretold"] <= 2 * found.first_epochs
        assert (runs["label"] == "good").tolist() == good.tolist()
        assert found.first_epochs <= runs["foretold"].min() + 1
        slow = runs[~good]
        assert (slow["label"] == "too small").tolist() == (slow["rate"] < found.first).tolist()


def test_on_raw_columns_the_best_rate_for_the_worst_start_is_not_called_good(oakland):
    settings = replace(S, standardize=False, features=("today",))
    rows = prepare(oakland, settings)
    found = compared(rows, settings, "rates", epochs=20)
    labels = dict(zip(found.runs["rate"] / found.best, found.runs["label"], strict=True))
    assert found.first_epochs < 20 < 100_000 < found.runs["foretold"].max()
    assert labels[1.0] == "too large: swings from side to side"


def test_swings_are_those_of_the_theory(rows):
    """Along an eigenvector, each epoch multiplies the distance by 1 - rate * eigenvalue."""
    found = compared(rows, S, "rates")
    largest = 2.0 / found.largest_stable
    for (name, swing), rate in zip(found.swings.groupby("name", sort=False), found.runs["rate"], strict=True):
        distance = swing["distance"].to_numpy()
        expected = distance[0] * (1.0 - rate * largest) ** np.arange(len(distance))
        np.testing.assert_allclose(distance, expected, rtol=1e-6, atol=1e-9)
        assert name.startswith(f"{rate:.3g}: ") and len(distance) == 21
    assert list(found.swings["name"].unique()) == list(found.curves["name"].unique())


def excess_by_theory(rows, rates, epochs):
    """J above its minimum after each of ``epochs`` (k,) from zero, (rates, k).

    Along every eigenvector of the Hessian, an epoch multiplies the distance by 1 - rate * eigenvalue.
    """
    train = rows.of("train")
    Z = np.column_stack([StandardScaler().fit_transform(rows.X[train]), np.ones(train.sum())])
    minimum = np.linalg.lstsq(Z, rows.y[train].to_numpy(), rcond=None)[0]
    eigenvalues, directions = np.linalg.eigh(2.0 / len(Z) * Z.T @ Z)
    factors = (1.0 - np.multiply.outer(rates, eigenvalues))[:, None, :] ** np.asarray(epochs)[:, None]
    return 0.5 * ((factors * (directions.T @ minimum)) ** 2 @ eigenvalues)


def test_the_grid_is_the_theory_and_the_runs_follow_it(rows):
    found = compared(rows, S, "rates", epochs=40, accuracy=1e-2)
    line, runs = found.foretold, found.runs
    assert line["rate"].is_monotonic_increasing and line["rate"].max() < found.largest_stable
    for table in (line, runs):
        expected = excess_by_theory(rows, table["rate"].to_numpy(), [40])[:, 0]
        np.testing.assert_allclose(
            table["excess"], expected, rtol=1e-6, atol=1e-13 * found.floor
        )  # a loss rounds
    course = excess_by_theory(rows, line["rate"].to_numpy(), np.arange(line["epochs"].max() + 2))
    arrived = np.argmax(course <= 1e-2 * course[:, :1], axis=1)
    assert line["epochs"].tolist() == arrived.tolist()
    assert compared(rows, S, "rules", epochs=2).foretold.empty


def test_a_hopeless_rate_swings_out_of_sight(rows):
    found = compared(rows, replace(S, learning_rate=1e300), "rates")
    last = found.swings[found.swings["name"] == "1e+300: divergent"]
    assert np.isfinite(last["distance"]).all() and len(last) < 3


def test_the_floor_is_that_of_least_squares(rows):
    train = rows.of("train")
    X, y = rows.X[train], rows.y[train]
    mse = np.mean((LinearRegression().fit(X, y).predict(X) - y) ** 2)
    assert compared(rows, S, "rules", epochs=2).floor == pytest.approx(mse, rel=1e-10)


def test_an_own_rate_joins_the_others(rows):
    found = compared(rows, replace(S, learning_rate=0.25), "rates")
    assert "0.25" in list(found.runs["name"]) and len(found.runs) == 6


def test_rules_and_batches(rows):
    rules = compared(rows, S, "rules", epochs=50)
    assert list(rules.runs["name"]) == ["Plain", "Momentum", "Nesterov", "Adagrad", "Rmsprop", "Adam"]
    assert rules.runs["foretold"].notna().sum() == 3
    batches = compared(rows, S, "batches", epochs=20)
    assert list(batches.runs["updates"]) == [1022, 128, 32, 4, 1]
    for curves in (rules.curves, batches.curves):
        assert (curves["excess"] > 0).all() and np.isfinite(curves["excess"]).all()
    one = batches.curves[batches.curves["name"] == "1 rows"].iloc[-1]
    assert (one["epoch"], one["updates"], one["samples"]) == (20, 20 * 1022, 20 * 1022)


def test_raw_columns_are_worse_conditioned(seattle):
    rows = prepare(seattle, plain(features=("today",)))
    raw, scaled = (
        compared(rows, replace(S, standardize=flag), "rates").condition_number for flag in (False, True)
    )
    assert raw > 10 * scaled


def test_long_runs_are_thinned_and_keep_their_ends(rows):
    curve = compared(rows, S, "rules", epochs=2000).curves.query("name == 'Plain'")
    assert len(curve) <= MOST_POINTS and curve["epoch"].iloc[[0, -1]].tolist() == [0, 2000]


def test_words(rows):
    found = compared(rows, S, "rates")
    assert words.headline(found) == (
        f"Rates below {found.largest_stable:.3g} converge; {found.best:.3g} is best for the worst start"
    )
    assert f"{found.condition_number:,.3g} times as curved" in words.explanation(found)
    first = f"about {found.first:.2g} arrives first, foretold after {found.first_epochs} epochs."
    assert words.explanation(found).endswith(first)
    assert list(words.table(found)["Run"]) == list(found.runs["name"])
    with pytest.raises(ValueError, match="kind must be 'rates', 'rules' or 'batches'; received 'x'"):
        compared(rows, S, "x")
