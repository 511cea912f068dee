"""The page of one variable: published by default, any expression, every mistake in one sentence."""

import json

import pytest


def page(open_app, **query):
    return open_app("one_variable", **query)


def test_it_opens_as_published(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]["printed"]
    app = page(open_app)
    table = app.at.dataframe[1].value
    assert list(table["As published"][:10]) == [f"f({x}) = {f}" for x, f in told]
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
