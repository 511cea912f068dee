"""The line, learned one update at a time: published numbers, exact ways back, formulas with their numbers."""

import json

import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from gd_core.descent import objective
from gd_core.descent.lesson import line, quiz, steps
from gd_core.descent.lesson import line_frames as frames
from gd_core.descent.reference import descend
from gd_core.descent.run import Descent


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
    assert walk.least_squares[::-1] == pytest.approx(told["least_squares_b_w"], abs=0.5e-8)


def test_losses_are_those_of_scikit_learn(published_walk):
    data = published_walk.data
    exact = LinearRegression().fit(data.x[:, None], data.y)
    residual = data.y - exact.predict(data.x[:, None])
    assert published_walk.floor == pytest.approx(np.mean(residual**2), rel=1e-12)
    theta = published_walk.theta(7)
    expected = objective.loss(theta, data.x_validation[:, None], data.y_validation)
    assert published_walk.validation_loss(7) == expected


@pytest.mark.parametrize(("batch_size", "per_epoch"), [(None, 1), (16, 5), (30, 3), (1, 80)])
def test_updates_an_epoch(batch_size, per_epoch):
    data = line.draw(line.Line())
    walk = line.walk(data, learning_rate=0.05, epochs=3, batch_size=batch_size, seed=1)
    assert walk.updates_per_epoch == per_epoch and walk.last == 3 * per_epoch
    second = [walk.iteration(k) for k in range(1, walk.last + 1) if walk.iteration(k).epoch == 2]
    rows = np.concatenate([iteration.rows for iteration in second])
    assert sorted(rows) == list(range(80))
    again = line.walk(data, learning_rate=0.05, epochs=3, batch_size=batch_size, seed=1)
    assert np.array_equal(walk.theta(2 * per_epoch), again.theta(2 * per_epoch))


def test_a_walk_that_runs_away_ends_with_finite_numbers():
    walk = line.walk(line.draw(line.Line()), learning_rate=10.0, epochs=1000)
    assert 0 < walk.last < 100 and walk.ran_away
    assert np.isfinite(walk.thetas).all()


def test_a_walk_has_a_largest_number_of_updates(monkeypatch):
    monkeypatch.setattr(line, "MAX_UPDATES", 10)
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=50)
    assert walk.last == 10 and not walk.ran_away
    assert steps.ending(walk).startswith("The walk is kept up to update 10")


def test_a_walk_keeps_a_largest_number_of_rows(monkeypatch):
    monkeypatch.setattr(line, "MAX_SAMPLES", 100)
    assert line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=50, batch_size=16).last == 6


@pytest.mark.parametrize("batch_size", [None, 30, 1])
def test_every_iteration_is_that_of_the_loop_to_the_bit(batch_size):
    data = line.draw(line.Line())
    walk = line.walk(data, learning_rate=0.1, epochs=3, batch_size=batch_size, seed=5)
    descent = Descent(0.1, 3, batch_size=batch_size, shuffle=batch_size is not None, seed=5)
    told = list(descend(data.x[:, None], data.y, data.start, descent))
    assert walk.last == len(told)
    for update, expected in enumerate(told, start=1):
        found = walk.iteration(update)
        assert (found.epoch, found.number, found.loss) == (expected.epoch, expected.number, expected.loss)
        for name in ("rows", "theta", "predictions", "gradient", "updated"):
            assert np.array_equal(getattr(found, name), getattr(expected, name))


def test_samples_are_counted_with_the_small_last_batch():
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=2, batch_size=30)
    seen = np.cumsum([0] + [len(rows) for rows in walk.rows])
    assert [walk.samples_seen(k) for k in range(walk.last + 1)] == list(seen)


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
    iteration = walk.iteration(2)
    found = {name: steps.one_step(walk, 2, name) for name in steps.NAMES}
    numbers = {name: ", ".join(step.numbers) for name, step in found.items()}
    assert f"b = {walk.theta(0)[1]:.5g}" in numbers["Start"]
    assert numbers["Predict"].endswith(f"= {iteration.predictions[0]:.5g}")
    assert numbers["Loss"].endswith(f"= {iteration.loss:.5g}")
    for value in iteration.gradient:
        assert f"= {value:.5g}" in numbers["Gradients"]
    for value in iteration.updated:
        assert f"= {value:.5g}" in numbers["Update"]
    assert f"= {iteration.epoch}" in numbers["Repeat"]
    assert (
        "1 update, as all go into it:" if batch_size is None else f"{walk.updates_per_epoch} updates:"
    ) in found["Repeat"].sentence


def test_numbers_in_latex_and_in_words():
    assert steps.minus("-5.4e+23, 1e-07, pie-1") == "−5.4 × 10²³, 1 × 10⁻⁷, pie−1"
    assert steps.number(1.234567e-7) == r"1.2346 \times 10^{-7}"
    assert steps.bracketed(-2.0) == "(-2)" and steps.bracketed(2.0) == "2"


def test_the_gradient_is_that_of_finite_differences(published_walk):
    exact, numeric = line.gradient_check(published_walk, 1)
    assert exact == pytest.approx(numeric, rel=1e-8)
    table = frames.check_table(published_walk, 1)
    assert list(table["Slope along"]) == ["b", "w"]
    assert table["Formula"].to_numpy() == pytest.approx([-3.044811379650508, -1.8337537171510832])


def test_points_and_lines(published_walk):
    walk = published_walk
    points, fitted = frames.points(walk, 0), frames.lines(walk, 0)
    assert (points["part"] == "Training").sum() == 80 and points["lit"].sum() == 80
    slope = np.diff(fitted["y"]) / np.diff(fitted["x"])
    assert slope[0] == pytest.approx(walk.theta(0)[0])
    assert not points["error"].any() and frames.points(walk, 0, errors=True)["error"].sum() == 80
    low, high = frames.heights(walk)
    assert low < min(points["y"].min(), fitted["y"].min()) and points["y"].max() < high
    wild = line.walk(walk.data, learning_rate=1e308, epochs=1)
    assert wild.last == 0 and not frames.points(wild, 0)["lit"].any()
    stochastic = line.walk(walk.data, learning_rate=0.1, epochs=1, batch_size=1)
    points = frames.points(stochastic, 5)
    assert list(np.flatnonzero(points["lit"])) == list(stochastic.rows[5])
    assert list(frames.lines(walk, 3, 4)["update"]) == [3, 3, 4, 4]


def test_many_points_are_thinned_but_not_the_batch():
    data = line.draw(line.Line(n=3000))
    walk = line.walk(data, learning_rate=0.1, epochs=1, batch_size=7, seed=2)
    points = frames.points(walk, 2)
    assert points["lit"].sum() == 7 and 400 <= len(points) <= 407
    assert frames.thinning(walk) == ["400 of the 3,000 points are drawn; all are computed with."]


def test_a_feature_that_never_varies_can_be_walked_and_drawn():
    made = line.draw(line.Line())
    data = line.LineData(0 * made.x, made.y, 0 * made.x_validation, made.y_validation, made.start)
    walk = line.walk(data, learning_rate=0.1, epochs=50)
    assert walk.theta(50)[0] == made.start[0] and np.ptp(frames.lines(walk, 50)["x"]) == 1.0
    assert np.isfinite(frames.slice_curve(walk, 1, "w")[0].to_numpy()).all()
    assert steps.slope_says(walk, 1, "w") == "The loss is level along w, which stays."
    fills, shown = frames.bowl(walk)
    assert np.isfinite(fills.to_numpy()).all() and np.isfinite(shown.to_numpy()).all()
    assert steps.one_step(walk, 1, "Gradients").why.endswith("w's is 0: where it is 0, the loss is level.")
    assert "The loss is level along w, which stays." in steps.one_step(walk, 1, "Update").why


def test_the_surface_is_the_loss_and_holds_start_and_goal(published_walk):
    walk = published_walk
    fills, shown = frames.bowl(walk)
    [end] = shown.itertuples()
    for _, excess, b, w in fills.iloc[[0, 100, 900]].itertuples(index=False):
        expected = objective.loss(np.array([w, b]), walk.data.x[:, None], walk.data.y)
        assert walk.floor + excess == pytest.approx(expected)
    for w, b in (walk.theta(0), walk.theta(1000), walk.least_squares):
        assert end.b < b < end.b2 and end.w < w < end.w2
    assert (fills["excess"].diff().dropna() <= 0.0).all()  # what is painted later lies on what was before
    assert fills["excess"].between(end.lowest, end.excess).all()
    path, goals = frames.path(walk, 1000), frames.goals(walk)
    assert len(path) == 300 and path["b"].iloc[-1] == walk.theta(1000)[1]
    assert list(goals["goal"]) == ["Least squares", "True values"]
    assert goals[["b", "w"]].to_numpy()[1] == pytest.approx([1.0, 2.0])


def test_words_on_a_walk_stand_beside_its_way():
    data = line.LineData(*(np.array([0.0, 1.0]),) * 4, start=np.zeros(2))

    def side(*thetas):
        updates = (np.arange(2),) * (len(thetas) - 1)
        walk = line.Walk(data, 0.1, 2, np.array(thetas, dtype=float), updates, ran_away=False, epochs=9)
        made = frames.here(walk, len(updates) - 1).iloc[0]
        return made["dx"], made["dy"], made["align"]

    assert side((0.0, -1.0), (0.0, 0.0), (0.0, 1.0))[1] != 0  # w, b: it goes along the axis of b
    assert side((-1.0, 0.0), (0.0, 0.0), (1.0, 0.0))[0] != 0


def test_why_an_update_makes_the_loss_smaller(published_walk):
    b = 3.0448
    assert steps.one_step(published_walk, 1, "Gradients").why.startswith(
        f"b's slope is −{b:.3g}: a little more b"
    )
    assert steps.one_step(published_walk, 1, "Update").why == (
        f"b's slope is −{b:.3g}: a little more b makes the loss smaller, so b goes up by 0.1 × {b:.3g}; "
        "w goes up, too."
    )
    assert steps.one_step(published_walk, 1, "Loss").why == ""


def test_the_surface_of_a_walk_that_runs_away_stays_near_the_minimum():
    walk = line.walk(line.draw(line.Line()), learning_rate=1.2, epochs=100)
    assert np.abs(walk.thetas).max() > 1e6
    assert np.abs(frames.bowl(walk)[1][["b", "w", "b2", "w2"]].to_numpy()).max() < 20.0


@pytest.mark.parametrize("made", [0, 5, 20, 40])
def test_the_pictures_of_a_walk_that_runs_away_grow_with_it(made):
    walk = line.walk(line.draw(line.Line()), learning_rate=1.2, epochs=100)
    (fills, shown), (w, b) = frames.bowl(walk, made), walk.theta(made)
    [end] = shown.itertuples()
    assert end.b < b < end.b2 and end.w < w < end.w2
    assert np.isfinite(fills.to_numpy()).all() and np.isfinite(shown.to_numpy()).all()
    if made < walk.last:
        assert "too long: the loss does not fall" in steps.one_step(walk, made + 1, "Update").why
    low, high = frames.heights(walk, made)
    assert low < frames.lines(walk, made)["y"].min() and frames.lines(walk, made)["y"].max() < high


@pytest.mark.parametrize("parameter", ["b", "w"])
@pytest.mark.parametrize("batch_size", [None, 16])
def test_a_slice_is_the_loss_of_the_batch_along_one_parameter(parameter, batch_size):
    walk = line.walk(line.draw(line.Line()), learning_rate=0.3, epochs=2, batch_size=batch_size, seed=1)
    iteration = walk.iteration(2)
    curve, tangent, step = frames.slice_curve(walk, 2, parameter)
    X, y = walk.data.x[iteration.rows][:, None], walk.data.y[iteration.rows]
    place = ("w", "b").index(parameter)
    for value, loss in curve.itertuples(index=False):
        theta = iteration.theta.copy()
        theta[place] = value
        assert loss == pytest.approx(objective.loss(theta, X, y), rel=1e-9)
    assert list(step["value"]) == [iteration.theta[place], iteration.updated[place]]
    slope = np.diff(tangent["loss"]) / np.diff(tangent["value"])
    assert slope[0] == pytest.approx(iteration.gradient[place])
    way = "up" if iteration.gradient[place] < 0 else "down"
    assert f"so it goes {way} by" in steps.slope_says(walk, 2, parameter)


def test_distances_are_those_of_each_epochs_end():
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=4, batch_size=30)
    distances = frames.distances(walk)
    assert list(distances["epoch"]) == [0, 1, 2, 3, 4] * 2
    away = np.hypot(*(walk.theta(6) - np.array([2.0, 1.0])))
    assert distances["distance"][5 + 2] == pytest.approx(away)
    assert frames.distances_now(walk, 1)["epoch"].to_list() == [1 / 3, 1 / 3]


def test_sentences(published_walk):
    walk = published_walk
    assert steps.standing(walk, 0) == (
        ":small[**Loss 2.742** after 0 updates (epochs)]  \n:small[b = 0.49671, w = −0.13826]"
    )
    assert "after 1 update (epoch)]" in steps.standing(walk, 1)
    assert steps.losses(walk, 0).startswith("Loss 2.74216 on the training points")
    figures = {figure.label: figure.value for figure in steps.figures(walk, 1000)}
    assert figures["Updates an epoch"] == "80 / 80 = 1" and figures["Samples seen"] == "80,000"
    assert steps.ending(walk) is None
    assert "rates below 0.806 converge" in steps.rate_advice(walk)
    wild = line.walk(walk.data, learning_rate=10.0, epochs=1000)
    assert "The rate 10 is above 0.806" in steps.ending(wild)


def test_epochs_and_updates_are_told_apart():
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=4, batch_size=30)
    assert [steps.epochs_done(walk, k) for k in (0, 2, 3, 12)] == [0, 0, 1, 4]
    assert [steps.end_of_epoch(walk, k) for k in (0, 1, 4)] == [0, 3, 12]
    assert {figure.label: figure.value for figure in steps.figures(walk, 4)}["Epochs"] == "1.333"


# --- the quiz --------------------------------------------------------------------------------------


def asked(**how):
    walk = line.walk(line.draw(line.Line()), **{"learning_rate": 0.1, "epochs": 20, **how})
    return quiz.questions(walk)


@pytest.mark.parametrize("batch_size", [None, 1, 7, 16, 30, 79])
def test_the_quiz_counts_the_updates_of_an_epoch(batch_size):
    question = asked(batch_size=batch_size)[1]
    expected = -(-80 // (batch_size or 80))
    assert question.right == str(expected) and len(question.answers) == 4
    assert all(question.answers.values()) and len(set(question.answers.values())) == 4


@pytest.mark.parametrize(("rate", "right"), [(0.1, quiz.FASTER), (0.397, quiz.SLOWER), (0.41, quiz.AWAY)])
def test_the_quiz_foretells_what_a_doubled_rate_does(rate, right):
    """The oracle is the walk itself: epochs until next to nothing of the excess loss is left."""
    data, needed = line.draw(line.Line()), []
    for factor in (1.0, 2.0):
        walk = line.walk(data, learning_rate=factor * rate, epochs=3000)
        excess = np.array([walk.loss(k) for k in range(0, walk.last + 1)]) - walk.floor
        arrived = np.flatnonzero(excess < 1e-8 * excess[0])
        needed.append(arrived[0] if arrived.size and not walk.ran_away else np.inf)
    found = quiz.AWAY if needed[1] == np.inf else quiz.FASTER if needed[1] < needed[0] else quiz.SLOWER
    question = asked(learning_rate=rate)[2]
    assert found == right == question.right
    assert question.right in question.answers and all(question.answers.values())


def test_the_right_answer_about_the_loop_leaves_the_start_outside():
    question = asked()[0]
    assert question.right == "Predict, Loss, Gradients, Update" and len(question.answers) == 4


def test_the_quiz_has_a_total():
    found = asked()
    right = [question.right for question in found]
    assert len(found) == 5 and all(question.right in question.answers for question in found)
    assert quiz.score(found, right) == "**5 of 5 right**."
    assert quiz.score(found, [right[0], "nonsense", None, right[3], None]) == "**2 of 5 right**, 2 to go."
