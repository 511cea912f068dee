"""Guesses: the right answer is what the walk does, and is always among those that can be given."""

import numpy as np
import pytest

from gd_core.descent import minimise
from gd_core.descent.lesson import guesses, line

DATA = line.draw(line.Line())
OF_LINE = (guesses.way_of_line, guesses.loss_of_line, guesses.epochs_of_line)
OF_POINT = (guesses.way_of_point, guesses.second_step, guesses.steps_of_point)


def walk(rate=0.1, **how):
    return line.walk(DATA, **{"learning_rate": rate, "epochs": 300, **how})


@pytest.mark.parametrize("rate", [0.001, 0.1, 0.79, 0.81, 2.0])
@pytest.mark.parametrize("batch_size", [None, 16, 1])
def test_answers_about_a_line_hold_the_right_one_once(rate, batch_size):
    walked = walk(rate, batch_size=batch_size)
    for ask in OF_LINE:
        found = ask(walked)
        assert found.answers.count(found.right) == 1 and 2 <= len(found.answers) <= 4
        assert len(set(found.answers)) == len(found.answers)
        assert found.question.endswith("?") and found.numbers.endswith(".")


def test_both_rise_and_the_loss_falls_at_a_small_rate_and_rises_at_a_large_one():
    assert guesses.way_of_line(walk()).right == "both up"
    assert guesses.loss_of_line(walk()).right == "smaller"
    assert guesses.loss_of_line(walk(2.0)).right == "larger"


@pytest.mark.parametrize("batch_size", [None, 16])
def test_arrival_is_the_first_epoch_with_a_thousandth_of_the_excess(batch_size):
    walked = walk(batch_size=batch_size)
    each = walked.updates_per_epoch
    excess = np.array([walked.loss(k) for k in range(0, walked.last + 1, each)]) - walked.floor
    expected = int(np.argmax(excess <= guesses.NEARLY * excess[0]))
    assert walked.arrival(guesses.NEARLY) == expected > 0
    assert guesses.epochs_of_line(walked).right == str(expected)


def test_a_walk_that_is_too_short_or_runs_away_never_arrives():
    assert guesses.epochs_of_line(walk(epochs=3)).right == "never"
    assert guesses.epochs_of_line(walk(2.0)).right == "never"
    assert "The loss grows" in guesses.epochs_of_line(walk(2.0)).numbers


@pytest.mark.parametrize(
    ("start", "rate", "way", "length"),
    [
        (-3.0, 0.2, "to the right", "shorter"),
        (3.0, 0.2, "to the left", "shorter"),
        (3.0, 1.0, "to the left", "as long"),
        (3.0, 1.5, "to the left", "longer"),
    ],
)
def test_the_first_steps_on_a_parabola(start, rate, way, length):
    trace = minimise("x^2", start, learning_rate=rate, n_steps=50)
    assert guesses.way_of_point(trace).right == way
    assert guesses.second_step(trace).right == length
    never = length != "shorter"
    assert (guesses.steps_of_point(trace).right == "never") == never
    for ask in OF_POINT:
        assert ask(trace).answers.count(ask(trace).right) == 1


def test_steps_until_the_slope_has_all_but_vanished():
    trace = minimise("x^2", -3.0, learning_rate=0.25, n_steps=50)  # every step halves the slope
    assert guesses.steps_of_point(trace).right == "7"
