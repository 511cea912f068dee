"""Descents on the loss over two parameters, their pictures, and what is said about them."""

import dataclasses
import itertools

import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from gd_core import ExperimentSettings, run_experiment
from gd_core.descent import objective as rows_of
from gd_core.forecast.experiment import fit_training_part
from gd_core.forecast.explore import loss_surface as surface
from gd_core.forecast.explore.descents import Problem, parameters
from gd_core.forecast.explore.loss_surface import Question
from gd_core.forecast.explore.scaling import ACCURACY, SHARE_OF_STABLE, scaling, telling_pair
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.words import loss_surface as surface_words
from tests.forecast.plain_regression import plain

S = plain(features=("today",))
PAIR = (1, 2)


def explore(rows, settings, question):
    """What the question comes to, on the problem of these rows."""
    return surface.explore(Problem.of(rows, settings), settings, question)


@pytest.fixture(scope="module")
def rows(seattle):
    return prepare(seattle, S)


def training(rows, standardize=True):
    train = rows.of("train")
    X, y = rows.X[train].to_numpy(), rows.y[train].to_numpy()
    return StandardScaler().fit_transform(X) if standardize else X, y


@pytest.mark.parametrize("record", ["seattle", "oakland"])
@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"standardize": False, "alpha": 0.5, "update": "nesterov"},
        {"batch_size": 64, "epochs": 20, "init": "normal", "seed": 7, "split": "random"},
    ],
)
def test_from_today_the_problem_is_that_of_the_forecast(record, fields, request):
    """Minimum, loss and epochs are those of the main job, whatever the switch for standardising says."""
    weather = request.getfixturevalue(record)
    settings = ExperimentSettings(**fields)
    rows, result = prepare(weather, settings), run_experiment(weather, settings)
    problem = Problem.of(rows, settings)
    assert problem.terms == tuple(rows.X.columns) and problem.scaled == "departures"
    assert problem.floor == pytest.approx(result.floor["train"], rel=1e-9)
    exact = result.coefficients.set_index("term")["least_squares"].drop("intercept")
    size = np.sqrt(np.mean(rows.X[rows.of("train")].to_numpy() ** 2, axis=0))
    np.testing.assert_allclose(problem.minimum, exact * size / rows.trust, rtol=1e-6, atol=1e-9)
    [run] = surface.explore(problem, settings, Question(PAIR)).runs
    assert (run.n_epochs, run.status, run.rate) == (
        len(result.history) - 1,
        result.status,
        pytest.approx(result.model.learning_rate_, rel=1e-9),
    )
    assert run.losses == pytest.approx(result.history["loss"].to_numpy()[run.epochs], rel=1e-9)


def test_from_today_all_descents_start_from_as_today(seattle):
    settings = ExperimentSettings()
    rows = prepare(seattle, settings)
    found = explore(rows, settings, Question((0, 7), kind="rates", start=(2.0, None)))
    size, train = len(rows.X.columns), rows.of("train")
    for run in found.runs:
        assert run.thetas.shape[1] == size and run.thetas[0].tolist() == [2.0, *[0.0] * (size - 1)]
    raw, scaled = scaling(rows, settings)
    as_today = np.mean(rows.y[train] ** 2)
    for side in (raw, scaled):
        assert side.problem.objective.value(np.zeros(size)) == pytest.approx(as_today, rel=1e-9)
        assert np.isfinite(side.picture.fills.to_numpy()).all()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"batch_size": 64, "epochs": 20, "init": "normal", "seed": 7},
        {"update": "nesterov", "momentum": 0.5, "alpha": 0.1},
        {"standardize": False, "epochs": 500},
    ],
)
def test_the_run_is_that_of_the_forecast(rows, fields):
    settings = dataclasses.replace(S, **fields)
    [run] = explore(rows, settings, Question(PAIR)).runs
    model = fit_training_part(rows, settings, None).model
    assert (run.n_epochs, run.status, run.rate) == (
        model.n_iter_,
        model.status_,
        pytest.approx(model.learning_rate_, rel=1e-9),
    )
    expected = model.history_["loss"].to_numpy()[run.epochs]
    assert run.losses == pytest.approx(expected, rel=1e-9)


def test_a_chosen_start_is_where_every_run_starts(rows):
    for kind, count in {"own": 1, "rates": 5, "rules": 6, "batches": 5}.items():
        found = explore(rows, S, Question(PAIR, kind=kind, start=(3.0, None)))
        assert len(found.runs) == count
        assert {tuple(run.thetas[0]) for run in found.runs} == {(0.0, 3.0, 0.0, 0.0, 0.0)}
        dots = found.picture.dots
        assert dots.loc[dots["frame"] == 0, ["x", "y"]].to_numpy().tolist() == [[3.0, 0.0]] * count


def test_the_others_are_held_where_they_are_said_to_be(rows):
    settings = dataclasses.replace(S, epochs=3)
    X, y = training(rows)
    for held in ("minimum", "final"):
        found = explore(rows, settings, Question(PAIR, held=held))
        theta = Problem.of(rows, settings).minimum if held == "minimum" else found.runs[0].thetas[-1]
        [bowl] = found.picture.bowl.to_dict("records")
        for x, up in itertools.product(*(np.linspace(*ends, 5) for ends in found.picture.domain)):
            theta = theta.copy()
            theta[list(PAIR)] = x, up
            a, b = x - bowl["cx"], up - bowl["cy"]
            loss = bowl["floor"] + bowl["xx"] * a * a + bowl["xy"] * a * b + bowl["yy"] * b * b
            assert loss == pytest.approx(rows_of.loss(theta, X, y), rel=1e-10)
    words = surface_words.explanation(explore(rows, settings, Question(PAIR, held="final")))
    assert "held at their values after the last epoch of the run" in words


def test_paths_and_dots_belong_together(rows):
    found = explore(rows, S, Question(PAIR, kind="rules"))
    paths, dots = found.picture.paths, found.picture.dots
    assert (dots.groupby("run")["frame"].count() == dots["frame"].max() + 1).all()
    for name, run in zip([run.name for run in found.runs], found.runs, strict=True):
        mine, at = paths[paths["run"] == name], dots[dots["run"] == name]
        for frame, epoch, x in zip(at["frame"], at["epoch"], at["x"], strict=True):
            drawn = mine[mine["frame"] <= frame].iloc[-1]
            assert (drawn["epoch"], drawn["x"]) == (epoch, x)
        assert at["epoch"].iloc[-1] == run.n_epochs
    assert paths["ink"].between(0.3, 1.0).all() and paths["ink"].nunique() > 1


def finite(found):
    """Whether all numbers that are drawn can be."""
    curve, points = surface.slices_along(found, 0)
    picture = found.picture
    tables = (picture.fills, picture.bowl, picture.views, picture.paths, picture.dots, curve, points)
    return all(np.isfinite(table.select_dtypes("number").to_numpy()).all() for table in tables)


@pytest.mark.parametrize("rate", [0.5, 0.6, 2.0, 10.0])
def test_the_picture_zooms_out_with_a_run_that_diverges(rows, rate):
    found = explore(rows, dataclasses.replace(S, learning_rate=rate), Question(PAIR))
    [run], picture = found.runs, found.picture
    assert run.status == "diverged" and finite(found) and picture.left_at == {}
    views, dots, paths = picture.views, picture.dots, picture.paths
    assert len(views) == len(dots) > 3
    for frame, view in enumerate(views.itertuples()):
        so_far = paths[paths["frame"] <= frame]
        assert view.x < so_far["x"].min() and so_far["x"].max() < view.x2
        assert view.y < so_far["y"].min() and so_far["y"].max() < view.y2
    width = (views["x2"] - views["x"]).to_numpy()
    assert (np.diff(width) >= 0.0).all() and width[-1] > 5.0 * width[0]
    away = np.hypot(*(dots[["x", "y"]].to_numpy() - found.section.centre).T)
    assert away[-1] > 5.0 * away[0]
    said = surface_words.diverging(found)
    assert "The picture zooms out" in said and f"in {dots['epoch'].iloc[-1]} epochs" in said
    assert said.endswith("Try a smaller rate.") and not surface_words.notes(found)
    assert surface_words.headline(found, "C").endswith("it climbs out of the valley")


@pytest.mark.parametrize(("rate", "kind"), [(1e6, "own"), (0.6, "rates"), (10.0, "rates")])
def test_what_cannot_be_followed_is_drawn_to_the_edge_and_never_further(rows, rate, kind):
    found = explore(rows, dataclasses.replace(S, learning_rate=rate), Question(PAIR, kind=kind))
    picture = found.picture
    gone = [run.name for run in found.runs if run.status == "diverged"]
    assert gone and set(picture.left_at) <= set(gone) and picture.left_at
    assert (picture.views.nunique() == 1).all()
    for name in picture.left_at:
        points = picture.paths.loc[picture.paths["run"] == name, ["x", "y"]].to_numpy()
        assert picture.frame.holds(points[:-1]).all()
        beyond = np.maximum(picture.frame.low - points[-1], points[-1] - picture.frame.high)
        assert (beyond <= 0.1 * picture.frame.span).all()
    assert picture.frame.holds(picture.dots[["x", "y"]].to_numpy()).all()
    if kind == "own":
        assert finite(found) and "It leaves the picture in epoch 1." in surface_words.diverging(found)


def test_a_first_step_beyond_all_bounds_is_said(rows):
    found = explore(rows, dataclasses.replace(S, learning_rate=1e308), Question(PAIR))
    assert finite(found) and len(found.picture.dots) == 1
    assert "Its parameters pass all bounds in epoch 1." in surface_words.diverging(found)


def test_a_run_that_arrives_never_leaves_the_picture(seattle):
    """Its swings may be wide: on all terms the automatic rate is near the largest stable one."""
    settings = ExperimentSettings()
    rows = prepare(seattle, settings)
    for pair in ((0, 7), (3, 9), (1, 2)):
        picture = explore(rows, settings, Question(pair)).picture
        assert picture.frame.holds(picture.paths[["x", "y"]].to_numpy()).all()
        assert (picture.views.nunique() == 1).all()


def test_that_the_path_seems_to_climb_is_said_only_where_it_does(seattle):
    settings = ExperimentSettings()
    found = explore(prepare(seattle, settings), settings, Question((0, 7)))
    [run] = found.runs
    height = found.section.excess(run.thetas[:, [0, 7]])
    climbs = (np.diff(height) > 0.01 * height.max()) & (np.diff(run.losses) < 0.0)
    assert found.seems_to_climb == climbs.any()
    alone = dataclasses.replace(S, predictors=("temp_max",))
    nothing_else = explore(prepare(seattle, alone), alone, Question((0, 1)))
    assert not nothing_else.seems_to_climb and surface_words.climbing(nothing_else) is None
    pairs = itertools.combinations(range(8), 2)
    climbing = [explore(prepare(seattle, settings), settings, Question(pair)) for pair in list(pairs)[:6]]
    [*said] = [surface_words.climbing(each) for each in climbing if each.seems_to_climb]
    assert said and all("which the map cannot show" in words for words in said)


@pytest.mark.parametrize("along", [0, 1])
def test_slices_are_those_of_the_rows(rows, along):
    found = explore(rows, dataclasses.replace(S, epochs=40), Question(PAIR))
    curve, points = surface.slices_along(found, along)
    X, y = training(rows)
    [run], term = found.runs, PAIR[along]
    for frame in (0, 3, int(points["frame"].max())):
        point = points[points["frame"] == frame].iloc[0]
        theta = run.thetas[run.epochs == point["epoch"]][0]
        assert point["loss"] == pytest.approx(rows_of.loss(theta, X, y), rel=1e-9)
        gradient = rows_of.gradient(theta, X, y)
        assert point["gradient"] == pytest.approx(gradient[term], rel=1e-7, abs=1e-9)
        assert point["w_next"] == pytest.approx(theta[term] - run.rate * gradient[term], rel=1e-9)
        moved = theta.copy()
        moved[term] = point["w_next"]
        assert point["loss_next"] == pytest.approx(rows_of.loss(moved, X, y), rel=1e-9)
        for _, on in curve[curve["frame"] == frame].iloc[::8].iterrows():
            moved[term] = on["w"]
            assert on["loss"] == pytest.approx(rows_of.loss(moved, X, y), rel=1e-9)
            slope = rows_of.gradient(moved, X, y)[term]
            assert on["gradient"] == pytest.approx(slope, rel=1e-7, abs=1e-8)
        rise = (point["loss2"] - point["loss1"]) / (point["w2"] - point["w1"])
        assert rise == pytest.approx(point["gradient"], rel=1e-9, abs=1e-9)


def test_scaling_shows_what_it_gains(rows):
    raw, standardised = scaling(rows, S, PAIR)
    for side, flag in ((raw, False), (standardised, True)):
        H = 2.0 * np.cov(training(rows, flag)[0].T, ddof=0)
        X = np.column_stack([training(rows, flag)[0], np.ones(rows.counts["train"])])
        H = 2.0 * X.T @ X / len(X)
        assert side.problem.curvature.condition_number == pytest.approx(np.linalg.cond(H), rel=1e-6)
        assert side.section_condition == pytest.approx(np.linalg.cond(H[np.ix_(PAIR, PAIR)]), rel=1e-8)
        assert side.rate == pytest.approx(SHARE_OF_STABLE * 2.0 / np.linalg.eigvalsh(H)[-1], rel=1e-9)
        assert side.picture.frame.span[0] == pytest.approx(side.picture.frame.span[1])
    problem = Problem.of(rows, S)
    theta, excess = np.zeros(5), []
    for _ in range(standardised.needed + 1):
        excess.append(problem.objective.value(theta) - problem.objective.value(problem.minimum))
        theta = theta - standardised.rate * problem.objective.gradient(theta)
    assert excess[-1] <= ACCURACY * excess[0] < excess[-2]
    sentence = surface_words.scaling_sentence(raw, standardised)
    assert f"takes {raw.needed:,} epochs on the raw columns and {standardised.needed} epochs" in sentence
    ratio = raw.needed / standardised.needed
    assert f"{ratio:,.0f} times as many" in sentence
    assert surface_words.sooner(raw, standardised) == ("Standardised", sentence)
    assert surface_words.sooner(standardised, raw)[0] == "Raw"
    assert surface_words.sooner(raw, raw)[0] == "Both alike"
    curved = surface_words.curved(raw, standardised)
    assert curved.right in curved.answers and len(set(curved.answers)) == 3
    assert surface_words.curved(standardised, standardised) is None
    assert surface_words.side_title(raw, standardized=False) == f"Raw: {raw.needed:,} epochs"
    same = surface_words.scaling_sentence(standardised, standardised)
    assert same.endswith("here standardising changes little.")
    assert surface_words.scaling_sentence(standardised, raw).endswith("here standardising does not help.")


def test_scaling_is_shown_where_it_matters_most(rows):
    """Of all pairs, the one whose condition number falls by the largest factor."""
    found = scaling(rows, S)
    gains = {}
    for pair in itertools.combinations(range(5), 2):
        sides = scaling(rows, S, pair)
        gains[pair] = sides[0].section_condition / sides[1].section_condition
    assert found[0].pair == found[1].pair == max(gains, key=gains.get)
    assert gains[found[0].pair] > 10 * gains[PAIR]
    names = [found[0].problem.terms[term] for term in found[0].pair]
    assert all(name in surface_words.pair_sentence(found[0]) for name in names)


def test_a_flat_pair_is_chosen_only_if_all_are():
    raw, flat = np.diag([1.0, 4.0, 0.0]), np.diag([1.0, 0.0, 0.0])
    assert telling_pair(raw, np.eye(3)) == (0, 1)
    assert telling_pair(flat, flat) == (0, 1)


@pytest.mark.parametrize("standardize", [True, False])
def test_a_column_that_does_not_vary_is_named(rows, standardize):
    flat = dataclasses.replace(rows, X=rows.X.assign(wind=4.0))
    settings = dataclasses.replace(S, standardize=standardize, epochs=50)
    found = explore(flat, settings, Question((1, 3)))
    assert np.isfinite(found.picture.fills.to_numpy()).all()
    [note] = [note for note in surface_words.notes(found) if "wind" in note]
    assert note.startswith("wind does not vary on the training days")
    raw, standardised = scaling(flat, settings, (3, 4))
    assert raw.section_condition is None and standardised.section_condition is None
    assert "flat along one direction" in surface_words.side_shown(standardised, standardized=True)
    two = dataclasses.replace(rows, X=rows.X.assign(wind=4.0, precipitation=1.0))
    if standardize:
        with pytest.raises(ValueError, match="Neither of these two columns varies"):
            explore(two, settings, Question((0, 3)))


def test_one_predictor_leaves_the_intercept_and_holds_nothing(seattle):
    settings = dataclasses.replace(S, predictors=("temp_max",))
    assert surface.first_pair(["temp_max"], seattle, settings) == (0, 1)
    found = explore(prepare(seattle, settings), settings, Question((0, 1)))
    words = surface_words.explanation(found)
    assert "held" not in words and "The valley is round here" in words
    assert "over the coefficient of temp_max and the intercept" in words


def test_the_first_pair_are_two_temperatures(seattle):
    assert surface.first_pair(["wind", "temp_max", "temp_min"], seattle, S) == (1, 2)
    assert surface.first_pair(["normal", "temp_min (anomaly)", "temp_max (anomaly)"], seattle, S) == (2, 1)
    assert surface.first_pair(["wind", "precipitation"], seattle, S) == (0, 1)
    assert surface.first_pair(["temp_maximum", "temp_min"], seattle, S) == (1, 0)


def test_long_runs_are_cut_and_it_is_said(rows):
    long = dataclasses.replace(S, standardize=False, epochs=100_000)
    found = explore(rows, long, Question(PAIR))
    assert found.runs[0].n_epochs == surface.MOST_EPOCHS
    assert "Drawn are the first 20,000 of 100,000 epochs." in surface_words.notes(found)
    assert surface.affordable_epochs(dataclasses.replace(long, batch_size=1), 10**6, 10) == 20


def test_words_follow_the_numbers(rows):
    found = explore(rows, S, Question(PAIR))
    count = found.runs[0].n_epochs
    assert surface_words.headline(found, "C") == (
        f"It reaches the smallest loss, {found.problem.floor:.4g} °C², in {count} epochs"
    )
    short = explore(rows, dataclasses.replace(S, epochs=1), Question(PAIR))
    above = short.runs[0].losses[-1] - short.problem.floor
    assert surface_words.headline(short, "F").startswith("After 1 epoch the loss is ")
    assert surface_words.headline(short, "F").endswith(f"{above:.2g} above the smallest")
    several = explore(rows, S, Question(PAIR, kind="rates", held="final"))
    near = sum(run.losses[-1] <= 1.01 * several.problem.floor for run in several.runs)
    assert surface_words.headline(several, "C") == (
        f"{near} of 5 come within 1% of the smallest loss in 300 epochs; 1 diverges"
    )
    assert any("no one final value" in note for note in surface_words.notes(several))
    table = surface_words.runs_table(several, "C")
    assert list(table["Run"]) == [run.name for run in several.runs]
    half = surface_words.half_way(found)
    excess = found.runs[0].losses - found.problem.floor
    at = int(half.right.split()[0])
    assert excess[at] <= 0.5 * excess[0] < excess[at - 1] and half.right in half.answers
    assert surface_words.half_way(several) is None and surface_words.half_way(short) is None
    shown = surface_words.shown(found, "C")
    assert f"after {count} epochs, with a loss of 7.79 °C²" in shown and "The start is (0, 0)" in shown
    ridge = explore(rows, dataclasses.replace(S, alpha=0.1), Question(PAIR))
    assert "plus the ridge penalty" in surface_words.explanation(ridge)
    assert "at their values at the minimum" in surface_words.explanation(ridge)


def test_axes_carry_names_and_units(rows):
    assert parameters(["wind", "Intercept"], intercept=False) == ("wind", "Intercept")
    terms = parameters(["wind", "Intercept"], intercept=True)
    assert terms == ("wind", "Intercept", "Intercept (constant term)")
    X = rows.X.iloc[:, :2]
    scaled, raw = (
        Problem.of(dataclasses.replace(rows, X=X.set_axis(names, axis=1)), S, raw=flag)
        for names, flag in ((["x" * 500, "Intercept"], False), (terms[:2], True))
    )
    name = surface_words.axis_name(raw, 0, "C")
    assert name == "Coefficient of wind (°C per unit)"
    long = surface_words.axis_name(scaled, 0, "C")
    assert len(long) <= 90 and long.endswith("x… (°C per standard deviation)")
    assert surface_words.axis_name(raw, 1, "F") == "Coefficient of Intercept (°F per unit)"
    assert surface_words.axis_name(raw, 2, "F").endswith("term) (°F)")


def test_axes_of_departures_say_how_far_they_are_trusted(seattle):
    settings = ExperimentSettings()
    problem = Problem.of(prepare(seattle, settings), settings)
    assert problem.intercept is None
    names = [surface_words.axis_name(problem, term, "C") for term in range(len(problem.terms))]
    assert names[0] == "Coefficient of temp_max − 3-day mean (°C per typical departure)"
    rise = names[problem.terms.index("rise of the normal")]
    assert rise == "Coefficient of rise of the normal (°C per 2 typical departures)"


def test_what_is_no_question_is_refused(rows):
    with pytest.raises(ValueError, match="held must be 'minimum' or 'final'; received 'x'"):
        explore(rows, S, Question(PAIR, held="x"))
    with pytest.raises(ValueError, match="pair must be two different parameters"):
        explore(rows, S, Question((1, 1)))
    with pytest.raises(ValueError, match="The loss at the start is not finite"):
        explore(rows, S, Question(PAIR, start=(1e300, 0.0)))
