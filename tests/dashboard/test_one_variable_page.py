"""The page of one variable: published by default, any expression, every mistake in one sentence."""

import json

import pytest


def page(open_app, **query):
    return open_app("one_variable", **query)


def test_it_opens_as_published(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]["printed"]
    app = page(open_app)
    table = app.at.dataframe[2].value
    assert list(table["Published"]) == list(table["Computed"]) == [f"f({x}) = {f}" for x, f in told]
    assert app.title.startswith("x = −0.0043") and len(app.charts) == 1
    assert "Monotone." in app.text


@pytest.mark.parametrize(
    ("rate", "regime"),
    [(0.2, "Monotone"), (0.5, "Oscillating"), (1.0, "Two-cycle"), (1.2, "Divergent")],
)
def test_the_rate_decides_the_regime(open_app, rate, regime):
    app = page(open_app).set("a", 1.0).set("Learning rate", rate if rate != 0.5 else 0.8)
    assert f"**{regime}.**" in app.text


def test_one_step(open_app):
    app = page(open_app).set("a", 2.0).set("Learning rate", 0.25)
    assert "**One step.**" in app.text and "after 1 step" in app.text


@pytest.mark.parametrize("name", ["Two valleys", "Ripple", "Flat valley", "Edge"])
def test_examples_bring_their_start_and_rate(open_app, name):
    app = page(open_app).set("f(x)", name)
    assert len(app.charts) == 1 and not app.at.error
    assert app.widget("Start").value != -3.0
    app.click("As published")
    assert app.title.startswith("x = −0.0043")


def test_controls_stand_in_the_link(open_app):
    app = page(open_app, f="My own", expression="(x-2)^2", x0="5", eta="0.1", steps="3")
    assert app.at.caption[0].value == r"f(x) = \(x\-2\)\^2"
    assert len(app.at.dataframe[1].value) == 4
    assert app.at.dataframe[1].value["x"].iloc[0] == 5.0


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
    assert "Stopped" in app.text and "log" in app.text and len(app.charts) == 1 and not app.at.error


def test_dual_numbers_of_any_step_are_spelled_out(open_app):
    app = page(open_app)
    assert "f(−3 + ε) = 14.8 − 7.2 ε" in app.text and "= −1.56." in app.text
    app.set("At step", 1)
    assert "f(−1.56 + ε)" in app.text and "= −0.8112." in app.text
    assert app.at.dataframe[0].value["Dual number"].iloc[-1] == "6.9203 − 3.744 ε"
    assert "At step" not in [slider.label for slider in app.set("Start", 0.0).at.slider]


def test_published_rows_are_shown_for_the_published_walk_only(open_app):
    app = page(open_app)
    assert len(app.at.dataframe) == 3
    assert len(app.set("Learning rate", 0.3).at.dataframe) == 2
    assert len(app.click("As published").at.dataframe) == 3
