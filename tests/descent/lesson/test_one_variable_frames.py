"""What the page of one variable shows."""

import json

import numpy as np
import pytest

from gd_core.descent import minimise, parse_expression
from gd_core.descent.lesson import examples
from gd_core.descent.lesson import one_variable_frames as frames
from gd_core.descent.lesson.one_variable import parabola_regime


def walk(example=examples.PUBLISHED, n_steps=25):
    trace = minimise(example.text, example.start, learning_rate=example.learning_rate, n_steps=n_steps)
    return parse_expression(example.text), trace


def test_the_published_trace_is_printed_to_every_digit(shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]["printed"]
    _, trace = walk()
    assert list(examples.PUBLISHED_ROWS) == [f"f({x}) = {f}" for x, f in told]
    beside = frames.published_table(trace)
    assert list(beside["Computed"]) == list(beside["Published"]) and set(beside["Agree"]) == {"yes"}
    table = frames.table(trace, examples.PUBLISHED.learning_rate)
    assert table["x"].diff()[1:].to_numpy() == pytest.approx(table["− rate · f'(x)"][:-1].to_numpy())


@pytest.mark.parametrize("name", examples.EXAMPLES)
def test_every_example_can_be_walked_and_drawn(name):
    function, trace = walk(examples.EXAMPLES[name])
    for step in (0, 1, len(trace.frame) - 1):
        curve, made, here = frames.picture(function, trace, step)
        assert curve["x"].is_monotonic_increasing and np.isfinite(curve["f"]).sum() > 100
        assert list(made["step"]) == list(range(step + 1))
        [row] = here.to_dict("records")
        assert row["left"] < made["x"].min() and made["x"].max() < row["right"]
        assert row["low"] < made["f"].min() and made["f"].max() < row["high"]
        assert (row["f2"] - row["f1"]) / (row["x2"] - row["x1"]) == pytest.approx(row["gradient"], abs=1e-9)
        assert (row["f1"] + row["f2"]) / 2 == pytest.approx(row["f"], abs=1e-9)


def test_both_sides_of_a_valley_are_shown_and_the_picture_stays_as_wide():
    function, trace = walk()
    widths = [tuple(frames.picture(function, trace, step)[0]["x"].iloc[[0, -1]]) for step in (0, 5, 20)]
    assert widths[0] == widths[1] == widths[2] and widths[0][1] > 2.9


def test_the_picture_of_a_run_away_grows_with_it():
    wild = minimise("x^2", 1.0, learning_rate=1.5, n_steps=50)
    assert wild.status == "diverged"
    widths = [np.ptp(frames.picture(parse_expression("x^2"), wild, step)[0]["x"]) for step in (0, 2, 6, 20)]
    assert widths[0] == widths[1] < widths[2] < widths[3] and widths[0] < 12.0
    assert widths[3] < 3 * wild.frame["x"][:21].abs().max()


def test_the_evaluation_goes_from_the_inside_out():
    function, trace = walk()
    table = frames.evaluation(function, trace)
    assert table.to_dict("list") == {
        "Part": ["x", "x^2", "1.2*x^2", "1.2*x^2 + 4"],
        "Value": pytest.approx([-3.0, 9.0, 10.8, 14.8]),
        "Slope": pytest.approx([1.0, -6.0, -7.2, -7.2]),
        "Dual number": ["−3 + 1 ε", "9 − 6 ε", "10.8 − 7.2 ε", "14.8 − 7.2 ε"],
    }


def test_a_walk_that_hardly_moves_still_has_a_stretch_around_it():
    assert frames.stretch(np.array([1.0, 1.0])) == (0.0, 2.0)
    assert frames.stretch(np.array([0.0, 10.0])) == (-2.0, 12.0)


def test_sentences():
    assert examples.parabola(2.0, -3.5) == "2*x^2 - 3.5"
    _, trace = walk()
    assert frames.standing(trace, 10) == (
        ":small[**x = −0.00433665** after 10 steps]  \n:small[f(x) = 4.00002]"
    )
    assert "after 1 step]" in frames.standing(trace, 1)
    words = frames.bounds(parabola_regime(1.2, 0.2), 0.2)
    assert (
        "1/(2a) = 0.4167" in words
        and "1/a = 0.8333" in words
        and "multiplies x by 1 − 2a·rate = 0.52" in words
    )
    assert frames.bounds(parabola_regime(-1.0, 0.2), 0.2) is None


def test_a_step_is_spelled_out():
    _, trace = walk()
    assert frames.spelled_out(trace, 0) == (
        "f(−3 + ε) = 14.8 − 7.2 ε: the value of f, and beside ε its slope there."
    )
    assert frames.next_step(trace, 0, 0.2) == r"-3 - 0.2 \cdot (-7.2) = -1.56"
    assert frames.next_step(trace, 1, 0.2).endswith("= -0.8112")
    assert frames.dual(1e-5, 2.0) == "1 × 10⁻⁵ + 2 ε"


def test_only_the_published_walk_is_published():
    P = examples.PUBLISHED
    assert examples.is_published(examples.parabola(1.2, 4.0), P.start, P.learning_rate)
    assert not examples.is_published(P.text, P.start, 0.3)


@pytest.mark.parametrize(
    ("rate", "step", "words"),
    [
        (
            0.2,
            0,
            "The slope is −7.2: a short step to the right makes f smaller, so x goes right by 0.2 × 7.2.",
        ),
        (0.9, 0, "so x goes right by 0.9 × 7.2. That is too far: f does not fall."),
        (0.9, 1, "to the left makes f smaller, so x goes left by 0.9 × "),
    ],
)
def test_why_a_step_makes_f_smaller(rate, step, words):
    assert words in frames.why(minimise("1.2*x^2 + 4", -3.0, learning_rate=rate, n_steps=3), step, rate)


def test_a_level_start_has_no_step_to_explain():
    trace = minimise("x^2", 0.0, learning_rate=0.1, n_steps=3)
    assert frames.why(trace, 0, 0.1) == "The slope is 0: f is level here, and x stays."


@pytest.mark.parametrize("start", [-3.0, -1.0, 0.5, 2.0])
def test_the_slope_is_written_beside_the_tangent(start):
    here = frames.picture(
        parse_expression("x^2"), minimise("x^2", start, learning_rate=0.01, n_steps=200), 0
    )[2]
    [dx], [dy], [slope] = here["dx"], here["dy"], here["gradient"]
    assert dx * dy * slope > 0.0  # above on the side where the tangent falls, below where it rises
