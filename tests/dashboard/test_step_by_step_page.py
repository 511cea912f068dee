"""The page that shows one update at a time."""

import json

import pytest


def page(open_app, **query):
    return open_app("step_by_step", **query)


def test_it_opens_at_the_start_with_a_finished_picture(open_app):
    app = page(open_app)
    assert app.title.startswith("b = 0.49671, w = −0.13826 after 0 updates")
    assert len(app.charts) == 2 and not app.at.error
    headings = [part.value for part in app.at.subheader]
    for title in ("1  Predict", "2  Loss", "3  Gradients", "4  Update", "5  Repeat"):
        assert title in headings


def test_the_published_numbers_stand_on_the_page(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    for updates, numbers in ((1, told["b_w_after_one_update"]), (1000, told["b_w_after_1000_epochs"])):
        title = page(open_app, at=str(updates)).title
        assert title.startswith(f"b = {numbers[0]:.5g}, w = {numbers[1]:.5g} after {updates:,} updates")


def test_forward_and_back_return_to_the_identical_numbers(open_app):
    app = page(open_app, rows="Stochastic", passes="2")
    before = (app.title, [latex.value for latex in app.at.latex])
    app.click("Forward").click("Forward")
    assert app.title != before[0]
    app.click("Back").click("Back")
    assert (app.title, [latex.value for latex in app.at.latex]) == before
    app.click("To the end")
    assert "after 160 updates" in app.title and "The walk has ended" in app.at.success[0].value
    assert app.click("Start over").title == before[0]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("True b", 3.0),
        ("True w", -1.0),
        ("Points", 50.0),
        ("Noise", 1.0),
        ("Seed", 7.0),
        ("Training share", 0.6),
    ],
)
def test_controls_of_the_points_redraw_them(open_app, label, value):
    app = page(open_app)
    before = (
        app.charts[0].proto.datasets[0].data.data
        if app.charts[0].proto.datasets
        else app.charts[0].proto.spec
    )
    app.set(label, value)
    after = (
        app.charts[0].proto.datasets[0].data.data
        if app.charts[0].proto.datasets
        else app.charts[0].proto.spec
    )
    assert before != after and len(app.charts) == 2


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Rows per update", "Mini-batch", "here 5 updates"),
        ("Rows per update", "Stochastic", "here 80 updates"),
        ("Learning rate", 0.5, "0.5 \\cdot"),
        ("Epochs", 2, "here 1 update"),
    ],
)
def test_controls_of_the_descent(open_app, label, value, words):
    app = page(open_app, passes="3").set(label, value)
    assert words in app.text + "".join(latex.value for latex in app.at.latex)


def test_batch_size(open_app):
    app = page(open_app, rows="Mini-batch").set("Batch size", 20)
    assert "here 4 updates" in app.text


def test_the_gradient_check_agrees(open_app):
    table = page(open_app).at.dataframe[0].value
    assert (table["Difference"].abs() < 1e-6).all()


def test_a_rate_that_runs_away_still_shows_finite_numbers(open_app):
    app = page(open_app).set("Learning rate", 10.0).click("To the end")
    assert "inf" not in app.title and "nan" not in app.title and len(app.charts) == 2
