"""The line, learned one update at a time: published numbers, exact ways back, formulas with their numbers."""

import json

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from gd_core.descent import line, objective, steps, views


@pytest.fixture(scope="module")
def published_walk():
    return line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=1000)


def test_the_published_walk_is_replayed_to_every_digit(shared, published_walk):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    walk = published_walk
    assert walk.theta(0)[::-1] == pytest.approx(told["start_b_w"], abs=0.5e-8)
    assert walk.loss(0) == pytest.approx(told["loss_at_start"], rel=1e-15)
    assert walk.theta(1)[::-1] == pytest.approx(told["b_w_after_one_update"], abs=0.5e-8)
    assert walk.theta(1000)[::-1] == pytest.approx(told["b_w_after_1000_epochs"], abs=0.5e-8)
    assert walk.least_squares()[::-1] == pytest.approx(told["least_squares_b_w"], abs=0.5e-8)


def test_losses_are_those_of_scikit_learn(published_walk):
    data = published_walk.data
    exact = LinearRegression().fit(data.x[:, None], data.y)
    residual = data.y - exact.predict(data.x[:, None])
    assert published_walk.floor() == pytest.approx(np.mean(residual**2), rel=1e-12)
    theta = published_walk.theta(7)
    expected = objective.loss(theta, data.x_validation[:, None], data.y_validation)
    assert published_walk.validation_loss(7) == expected


@pytest.mark.parametrize(("batch_size", "per_epoch"), [(None, 1), (16, 5), (30, 3), (1, 80)])
def test_updates_an_epoch(batch_size, per_epoch):
    data = line.draw(line.Line())
    walk = line.walk(data, learning_rate=0.05, epochs=3, batch_size=batch_size, seed=1)
    assert walk.updates_per_epoch == per_epoch and len(walk.iterations) == 3 * per_epoch
    rows = np.concatenate([i.rows for i in walk.iterations if i.epoch == 2])
    assert sorted(rows) == list(range(80))
    again = line.walk(data, learning_rate=0.05, epochs=3, batch_size=batch_size, seed=1)
    assert np.array_equal(walk.theta(2 * per_epoch), again.theta(2 * per_epoch))


def test_a_walk_that_runs_away_ends_with_finite_numbers():
    walk = line.walk(line.draw(line.Line()), learning_rate=10.0, epochs=1000)
    assert 0 < len(walk.iterations) < 100
    assert np.isfinite(walk.theta(len(walk.iterations))).all()


def test_a_walk_has_a_largest_number_of_updates(monkeypatch):
    monkeypatch.setattr(line, "MAX_UPDATES", 10)
    assert len(line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=50).iterations) == 10


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("n", 2, "n must be a whole number from 5"),
        ("noise", -1.0, "noise must be a finite number at least 0"),
        ("train_share", 1.0, "train_share .* at most 0.95"),
        ("seed", -1, "seed must be a whole number"),
    ],
)
def test_bad_fields_are_named(field, value, message):
    with pytest.raises(ValueError, match=message):
        line.draw(line.Line(**{field: value}))


@pytest.mark.parametrize("batch_size", [None, 16, 1])
def test_the_numbers_in_the_formulas_are_those_of_the_update(batch_size):
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=2, batch_size=batch_size, seed=3)
    iteration = walk.iterations[1]
    found = steps.five_steps(walk, 2)
    assert [step.title[0] for step in found] == ["1", "2", "3", "4", "5"]
    assert found[0].numbers.endswith(f"= {iteration.predictions[0]:.5g}")
    assert found[1].numbers.endswith(f"= {iteration.loss:.5g}")
    for value in iteration.gradient:
        assert f"= {value:.5g}" in found[2].numbers
    for value in iteration.updated:
        assert f"= {value:.5g}" in found[3].numbers
    assert f"= {iteration.epoch}" in found[4].numbers
    assert ("1 update." if batch_size is None else f"{walk.updates_per_epoch} updates.") in found[4].sentence


def test_numbers_in_latex():
    assert steps.number(1.234567e-7) == r"1.2346 \times 10^{-7}"
    assert steps.bracketed(-2.0) == "(-2)" and steps.bracketed(2.0) == "2"


def test_the_gradient_is_that_of_finite_differences(published_walk):
    exact, numeric = line.gradient_check(published_walk, 1)
    assert exact == pytest.approx(numeric, rel=1e-8)
    table = views.check_table(published_walk, 1)
    assert list(table["Slope along"]) == ["b", "w"]
    assert table["Formula"].to_numpy() == pytest.approx([-3.044811379650508, -1.8337537171510832])


def test_frames_for_the_pictures(published_walk):
    walk = published_walk
    points, fitted = views.line_points(walk, 0)
    assert (points["part"] == "Training").sum() == 80 and points["lit"].sum() == 80
    slope = np.diff(fitted["y"]) / np.diff(fitted["x"])
    assert slope[0] == pytest.approx(walk.theta(0)[0])
    stochastic = line.walk(walk.data, learning_rate=0.1, epochs=1, batch_size=1)
    points, _ = views.line_points(stochastic, 5)
    assert list(np.flatnonzero(points["lit"])) == list(stochastic.iterations[5].rows)
    assert views.line_points(stochastic, 80)[0]["lit"].sum() == 1  # at the end, the last batch
    cells = views.loss_cells(walk)
    b, w = (cells["b"] + cells["b2"]) / 2, (cells["w"] + cells["w2"]) / 2
    for k in (0, 100, 1680):
        expected = objective.loss(np.array([w[k], b[k]]), walk.data.x[:, None], walk.data.y)
        assert cells["loss"][k] == pytest.approx(expected)
    path, goal = views.path_so_far(walk, 1000)
    assert len(path) == 300 and path["b"].iloc[-1] == walk.theta(1000)[1]
    assert goal["w"][0] == pytest.approx(walk.least_squares()[0])


def test_sentences(published_walk):
    assert steps.standing(published_walk, 0).startswith("b = 0.49671, w = −0.13826 after 0 updates")
    assert steps.losses(published_walk, 0).startswith("Loss 2.74216 on the training points")
