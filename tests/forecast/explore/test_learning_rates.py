"""Several descents side by side, foretold and measured."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.preprocessing import StandardScaler

from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.learning_rates import MOST_POINTS, compare, race
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.words import learning_rates as words
from tests.forecast.plain_regression import plain

S = plain()


def compared(rows, settings, kind, *, accuracy=1e-3, epochs=300):
    """Descents on the problem of these rows."""
    return compare(race(Problem.of(rows, settings), settings, kind, epochs=epochs), accuracy)


@pytest.fixture(scope="module")
def rows(seattle):
    return prepare(seattle, S)


@pytest.mark.parametrize("accuracy", [1e-1, 1e-3])
def test_what_is_foretold_is_what_is_measured(rows, accuracy):
    runs = compared(rows, S, "rates", epochs=3000, accuracy=accuracy).runs
    arrived = runs.dropna(subset=["foretold", "measured"])
    assert len(arrived) == 4
    assert arrived["measured"].to_numpy() == pytest.approx(arrived["foretold"].to_numpy(), rel=0.1, abs=1)
    assert runs.set_index("label").loc["diverges", ["foretold", "measured"]].isna().all()


def test_rates_are_labelled_by_what_they_do(rows):
    found = compared(rows, S, "rates")
    labels = list(found.runs["label"])
    assert labels[0] == "slow" and "good" in labels
    assert labels[-2:] == ["swings from side to side: slow", "diverges"]
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
        runs = found.runs[found.runs["label"] != "diverges"]
        good = runs["foretold"] <= 2 * found.first_epochs
        assert (runs["label"] == "good").tolist() == good.tolist()
        assert found.first_epochs <= runs["foretold"].min() + 1
        slow = runs[~good]
        assert (slow["label"] == "slow").tolist() == (slow["rate"] < found.first).tolist()


def test_on_raw_columns_the_best_rate_for_the_worst_start_is_not_called_good(oakland):
    settings = replace(S, standardize=False, features=("today",))
    rows = prepare(oakland, settings)
    found = compared(rows, settings, "rates", epochs=20)
    labels = dict(zip(found.runs["rate"] / found.best, found.runs["label"], strict=True))
    assert found.first_epochs < 20 < 100_000 < found.runs["foretold"].max()
    assert labels[1.0] == "swings from side to side: slow"


def test_swings_are_those_of_the_theory(rows):
    """Along an eigenvector, each epoch multiplies the distance by 1 - rate * eigenvalue."""
    found = compared(rows, S, "rates")
    largest = 2.0 / found.largest_stable
    rates = found.runs["rate"][found.runs["rate"] > 0.5 * found.largest_stable]
    for (name, swing), rate in zip(found.swings.groupby("name", sort=False), rates, strict=True):
        distance = swing["distance"].to_numpy()
        expected = distance[0] * (1.0 - rate * largest) ** np.arange(len(distance))
        np.testing.assert_allclose(distance, expected, rtol=1e-6, atol=1e-9)
        assert name.startswith(f"{rate:.3g} ") and len(distance) == 21
    assert list(found.swings["name"].unique()) == list(found.curves["name"].unique())[-len(rates) :]


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
    expected = excess_by_theory(rows, runs["rate"].to_numpy(), [40])[:, 0]
    np.testing.assert_allclose(runs["excess"], expected, rtol=1e-6, atol=1e-13 * found.floor)  # a loss rounds
    course = excess_by_theory(rows, line["rate"].to_numpy(), np.arange(line["epochs"].max() + 2))
    arrived = np.argmax(course <= 1e-2 * course[:, :1], axis=1)
    assert line["epochs"].tolist() == arrived.tolist()
    assert compared(rows, S, "rules", epochs=2).foretold.empty


def test_the_dots_stand_where_each_curve_has_arrived(rows):
    for kind in ("rates", "rules", "batches"):
        found = compared(rows, S, kind, accuracy=1e-2, epochs=200)  # few enough to draw all
        curves = found.curves.set_index(["name", "epoch"])["excess"]
        start = float(curves.iloc[0])
        assert len(found.arrived) == found.runs["measured"].notna().sum() > 1
        for dot in found.arrived.itertuples():
            assert dot.excess == pytest.approx(1e-2 * start)
            before = curves[dot.name].loc[: dot.epoch - 1]
            assert curves[dot.name, dot.epoch] <= dot.excess < before.iloc[-1]


def test_a_hopeless_rate_swings_out_of_sight(rows):
    found = compared(rows, replace(S, learning_rate=1e300), "rates")
    last = found.swings[found.swings["name"] == "1e+300 diverges"]
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
    assert list(rules.runs["name"]) == ["Plain", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"]
    assert rules.runs["foretold"].notna().sum() == 3
    batches = compared(rows, S, "batches", epochs=20)
    assert list(batches.runs["updates"]) == [1022, 128, 32, 4, 1]
    for curves in (rules.curves, batches.curves):
        assert (curves["excess"] > 0).all() and np.isfinite(curves["excess"]).all()
    one = batches.curves[batches.curves["name"] == "1 row"].iloc[-1]
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


def test_words_say_what_is_seen(rows):
    found = compared(rows, S, "rates")
    best = words.fastest(found)
    assert words.headline(found) == (
        f"Rates below {found.largest_stable:.3g} arrive; {best['name']} is the fastest here: "
        f"{best['measured']:.0f} epochs"
    )
    assert best["measured"] == found.runs["measured"].min()
    assert words.what_arrived_means(found).startswith("Arrived: 0.1% of the start's loss")
    assert f"about {found.first:.2g} needs the fewest, {found.first_epochs}." in words.by_rate(found)
    assert f"at a rate above {found.largest_stable:.3g}" in words.why(found).lower()
    rules = compared(rows, S, "rules")
    soonest = rules.runs.loc[rules.runs["measured"].idxmin()]
    assert words.headline(rules) == f"{soonest['name']} is the fastest here: {soonest['measured']:.0f} epochs"
    none = compared(rows, S, "rules", epochs=1)
    assert words.headline(none) == "None of these arrives within 1 epoch"
    some = compared(rows, S, "batches", epochs=1)
    late = int(some.runs["measured"].isna().sum())
    assert 0 < late < 5
    assert words.headline(some).endswith(f"; {late} of 5 {'does' if late == 1 else 'do'} not arrive")


def test_the_table_has_words_where_there_is_no_number(rows):
    table = words.table(compared(rows, S, "rates", epochs=40, accuracy=1e-6), "C")
    assert table["Epochs until it has arrived"].tolist()[0] == "more than 40"
    assert table["Epochs until it has arrived"].tolist()[-1] == table["Foretold"].tolist()[-1] == "never"
    assert "Left after 40 epochs (°C²)" in table
    for kind in ("rates", "rules", "batches"):
        cells = words.table(compared(rows, S, kind), "C").to_numpy().ravel().tolist()
        assert all(isinstance(cell, str) and "nan" not in cell and "None" not in cell for cell in cells)
        assert not [cell for cell in cells if "e-" in cell or "0.0000" in cell]


def test_guesses_have_one_right_answer_among_theirs(rows):
    guesses = [
        *words.rates_guesses(compared(rows, S, "rates")),
        words.rules_guess(compared(rows, S, "rules")),
    ]
    for asked in guesses:
        assert asked.right in asked.answers and len(set(asked.answers)) == len(asked.answers) > 1
    assert guesses[1].right == "No, it can swing"
    assert words.rules_guess(compared(rows, S, "rules", epochs=1)) is None


def test_what_is_drawn_is_said_with_numbers(rows):
    found = compared(rows, S, "rates")
    said = words.shown(found)
    for run in found.runs.itertuples():
        arrives = f"arrives after {run.measured:.0f} epochs" if run.measured > 0 else "does not arrive"
        assert f"{run.name} {arrives}" in said
    assert "diverges begins" in words.swings_shown(found) and "after 20 epochs" in words.swings_shown(found)
    assert f"{found.first_epochs} at {found.first:.3g}" in words.epochs_shown(found)


def test_what_is_no_kind_is_refused(rows):
    with pytest.raises(ValueError, match="kind must be 'rates', 'rules' or 'batches'; received 'x'"):
        compared(rows, S, "x")
