"""What the page of one variable shows."""

import json

import numpy as np
import pytest

from gd_core.descent import minimise, parse_expression
from gd_core.descent.lesson import examples
from gd_core.descent.lesson import one_variable_frames as frames
from gd_core.descent.lesson.one_variable import parabola_regime


def walk(example=examples.PUBLISHED):
    trace = minimise(
        example.text, example.start, learning_rate=example.learning_rate, n_steps=example.n_steps
    )
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
    curve, tangents = frames.picture(function, trace)
    assert curve["x"].is_monotonic_increasing and np.isfinite(curve["f"]).sum() > 100
    assert curve["x"].iloc[0] < trace.frame["x"].min() and curve["x"].iloc[-1] > trace.frame["x"].max()
    assert list(tangents["step"]) == list(trace.frame["step"])
    slopes = (tangents["f2"] - tangents["f"]) / (tangents["x2"] - tangents["x"])
    assert slopes.to_numpy() == pytest.approx(trace.frame["gradient"].to_numpy(), abs=1e-9)
    middle = (tangents["f2"] + tangents["f"]) / 2
    assert middle.to_numpy() == pytest.approx(trace.frame["f"].to_numpy(), abs=1e-9)


def test_both_sides_of_a_valley_are_shown_but_not_of_a_run_away():
    function, trace = walk()
    assert frames.picture(function, trace)[0]["x"].iloc[-1] > 2.9
    wild = minimise("x^2", 1.0, learning_rate=1.5, n_steps=6)
    x = frames.picture(parse_expression("x^2"), wild)[0]["x"]
    assert x.iloc[-1] < 3 * wild.frame["x"].abs().max()


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
    assert frames.headline(trace).startswith("x = −0.0043") and frames.headline(trace).endswith("10 steps")
    words = frames.bounds(parabola_regime(1.2, 0.2), 0.2)
    assert (
        "1/(2a) = 0.4167" in words
        and "1/a = 0.8333" in words
        and "multiplies x by 1 − 2a·rate = 0.52" in words
    )
    assert frames.bounds(parabola_regime(-1.0, 0.2), 0.2) is None


def test_a_step_is_spelled_out():
    _, trace = walk()
    assert frames.spelled_out(trace, 0, 0.2) == (
        "f(−3 + ε) = 14.8 − 7.2 ε: the value of f, and beside ε its slope there. The next x is "
        "−3 − 0.2 · (−7.2) = −1.56."
    )
    assert "= −0.8112." in frames.spelled_out(trace, 1, 0.2)
    assert frames.dual(1e-5, 2.0) == "1e-05 + 2 ε"


def test_only_the_published_walk_is_published():
    P = examples.PUBLISHED
    assert examples.is_published(examples.parabola(1.2, 4.0), P.start, P.learning_rate, P.n_steps)
    assert not examples.is_published(P.text, P.start, 0.3, P.n_steps)
