"""The page of one variable: published by default, any expression, every mistake in one sentence."""

import json

import pytest


def page(open_app, **query):
    return open_app("one_variable", **query)


def stands(app):
    """Where the walk stands, as it is said beside the buttons."""
    [said] = [part.value for part in app.at.markdown if part.value.startswith(":small[**x")]
    return said


def end(app):
    """Go to the end of the walk, if it has a step."""
    slider = app.widget("Steps made")
    if not slider.disabled:
        app.set("Steps made", slider.max)


def test_it_opens_at_the_start_with_its_question(open_app):
    app = page(open_app)
    assert app.title == "What is a gradient for?" and len(app.charts) == 1
    assert "**x = −3** after 0 steps" in stands(app) and "f(x) = 14.8" in stands(app)
    assert "Monotone" not in app.text


def test_as_published(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]["printed"]
    app = page(open_app, eta="0.5").click("As published")
    table = app.at.dataframe[0].value
    assert list(table["Published"]) == list(table["Computed"]) == [f"f({x}) = {f}" for x, f in told]
    assert "x = −0.0043" in stands(app) and "after 10 steps" in stands(app)
    assert "Monotone." in app.text
    assert len(app.set("Learning rate", 0.3).at.dataframe) == 1
    assert len(app.click("As published").at.dataframe) == 2


def test_one_step_control_moves_the_picture_the_formula_and_the_dual_numbers(open_app):
    app = page(open_app, duals="true", steps="2")
    specification = app.charts[0].proto.spec
    assert "= -0.8112 - 0.2 \\cdot (-1.9469) = -0.42182" in app.text
    app.click("Forward")
    assert app.widget("Steps made").value == 3 and app.charts[0].proto.spec == specification
    assert "= -0.42182 - 0.2 \\cdot (-1.0124) = -0.21935" in app.text
    assert "f(−0.42182 + ε) = 4.2135 − 1.0124 ε" in app.text
    assert app.at.dataframe[0].value["Dual number"].iloc[-1] == "4.2135 − 1.0124 ε"
    app.click("Back").set("Run to step", 10)
    assert "after 10 steps" in stands(app) and "after 0 steps" in stands(app.set("Run to step", 0))
    app.set("Run to step", 32)
    assert "Converged after 32 steps" in app.text


def test_guesses_come_before_the_steps(open_app):
    app = page(open_app)
    assert "-1.56" not in app.text
    app.set("Which way will the first step go?", "to the left")
    assert "You guessed **to the left**; it is **to the right**. The slope at −3 is −7.2" in app.text
    assert "= -1.56" in app.text
    app.click("Forward").set("Will the second step be as long?", "shorter")
    assert "You guessed **shorter**, and so it is. 1.44, then 0.7488" in app.text
    app.click("Forward").set("After how many steps is the slope a hundredth of the first?", "1")
    assert "You guessed **1**; it is **8**." in app.text
    assert set(dict(app.at.query_params)) == {"steps"}


def test_a_walk_of_few_steps_asks_nothing(open_app):
    app = page(open_app).set("Start", 0.0)
    assert "Guess" not in app.text and "Converged after 0 steps" in app.text
    assert app.widget("Steps made").disabled


@pytest.mark.parametrize(
    ("rate", "regime"),
    [(0.2, "Monotone"), (0.5, "Oscillating"), (1.0, "Two-cycle"), (1.2, "Divergent")],
)
def test_the_rate_decides_the_regime(open_app, rate, regime):
    app = page(open_app, steps="3").set("a", 1.0).set("Learning rate", rate if rate != 0.5 else 0.8)
    assert f"**{regime}.**" in app.text


def test_one_step(open_app):
    app = page(open_app, steps="1").set("a", 2.0).set("Learning rate", 0.25)
    assert "**One step.**" in app.text and "after 1 step]" in stands(app)


@pytest.mark.parametrize("name", ["Two valleys", "Ripple", "Flat valley", "Edge"])
def test_examples_bring_their_start_and_rate(open_app, name):
    app = page(open_app).set("f(x)", name)
    assert len(app.charts) == 1 and not app.at.error
    assert app.widget("Start").value != -3.0
    assert "x = −0.0043" in stands(app.click("As published"))


def test_controls_stand_in_the_link(open_app):
    link = {"expression": "(x-2)^2", "x0": "5", "eta": "0.1", "steps": "3", "table": "true"}
    app = page(open_app, f="My own", **link)
    assert "after 3 steps" in stands(app)
    assert app.at.dataframe[0].value["x"].iloc[0] == 5.0


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("x^", "character 3"),
        ("y + 1", "character 1"),
        ("9**9**9**9", "the value is not finite"),
        ("1/x", None),
        ("log(x)", "log"),
        ("x" * 10_000, "10000 characters"),
        ("__import__('os')", "not known here"),
        ("", "nothing at character 1"),
    ],
)
def test_what_cannot_be_read_or_evaluated_is_said(open_app, expression, words):
    app = page(open_app, f="My own", expression=expression, x0="-1")
    text = app.text.replace("\\", "")
    assert "Traceback" not in text
    if words:
        assert words in text and app.at.error
    assert len(app.set("f(x)", "Parabola").charts) == 1


@pytest.mark.parametrize("rate", [10.0, 1e308])
def test_monstrous_rates_diverge_with_a_sentence(open_app, rate):
    app = page(open_app).set("Learning rate", rate)
    end(app)
    assert "Diverged" in app.text and len(app.charts) == 1


@pytest.mark.parametrize("rate", [0.0, -1.0])
def test_a_rate_that_is_none_is_refused(open_app, rate):
    app = page(open_app).set("Learning rate", rate)
    assert "learning_rate must be a finite number above 0" in app.at.error[0].value.replace("\\", "")


@pytest.mark.parametrize(
    ("expression", "line", "below"),
    [("x^2 + * 3", "x^2 + * 3", 6), ("2*y", "2*y", 2), ("sin x", "sin x", 4), ("(x + 1", "(x + 1", 0)],
)
def test_a_caret_points_at_the_character(open_app, expression, line, below):
    [code] = page(open_app, f="My own", expression=expression).at.code
    shown, caret = code.value.splitlines()
    assert shown == line and caret == " " * below + "^"


@pytest.mark.parametrize("expression", ["1/0", "9**9**9**9", "9^9^9^9", "sqrt(-1)", "x^10000", "1e400"])
def test_values_that_do_not_exist_get_one_sentence(open_app, expression):
    app = page(open_app, f="My own", expression=expression, x0="2")
    assert len(app.at.error) == 1 and len(app.at.error[0].value) < 500
    assert len(app.set("f(x)", "Parabola").charts) == 1


def test_a_logarithm_of_a_negative_number_on_the_path_ends_the_walk_with_a_sentence(open_app):
    app = page(open_app, f="My own", expression="x - log(x)", x0="3", eta="5")
    end(app)
    assert "Stopped" in app.text and "log" in app.text and len(app.charts) == 1 and not app.at.error
