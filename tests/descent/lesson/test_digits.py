"""How many digits of a printed number come out."""

import json

import pytest

from gd_core.descent.lesson import line, published
from gd_core.descent.lesson.published import Quoted


@pytest.mark.parametrize(
    ("printed", "computed", "agree"),
    [
        ("1.0235", 1.02354, (5, 5)),
        ("1.0235", 1.02356, (4, 5)),
        ("1.0235", -1.0235, (0, 5)),
        ("1.0235", 10.235, (0, 5)),
        ("0.04511107", 0.0451110704, (7, 7)),
        ("-0.1382643", -0.13826430117, (7, 7)),
        ("22.44", 22.99, (2, 4)),
    ],
)
def test_digits_that_agree(printed, computed, agree):
    assert published.digits(printed, computed) == agree


def test_what_is_quoted_is_what_was_published(shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    walk = line.walk(line.draw(line.Line()), learning_rate=0.1, epochs=1000)
    rows = published.step_by_step(walk)
    assert published.is_step_by_step(line.Line(), walk)
    expected = [
        *told["start_b_w"],
        *told["b_w_after_one_update"],
        *told["b_w_after_1000_epochs"],
        *told["least_squares_b_w"],
    ]
    assert [float(row.printed) for row in rows] == expected
    assert (published.STEP_BY_STEP.learning_rate, published.STEP_BY_STEP.epochs) == (0.1, told["epochs"])
    assert published.verdict(rows) == "All 8 published numbers are reproduced, to every printed digit."


def test_a_number_that_is_off_is_named():
    rows = [Quoted("good", "1.25", 1.25), Quoted("bad", "1.25", 1.35)]
    assert published.verdict(rows) == "1 of 2 published numbers are reproduced, not bad."
    many = [Quoted("long", "1.2345678901234567", 1.23456789012349)]
    assert "to at least 14 where so many are printed" in published.verdict(many)


def test_another_walk_is_not_the_published_one():
    data = line.draw(line.Line())
    shorter = line.walk(data, learning_rate=0.1, epochs=10)
    assert not published.is_step_by_step(line.Line(), shorter)
    assert not published.is_step_by_step(line.Line(seed=1), line.walk(data, learning_rate=0.1, epochs=1000))
