"""The page that shows one update at a time."""

import json

import pytest


def page(open_app, **query):
    return open_app("step_by_step", **query)


def test_it_opens_at_the_start_with_a_finished_picture(open_app):
    app = page(open_app)
    assert app.title.startswith("b = 0.49671, w = −0.13826 after 0 updates")
    assert len(app.charts) == 7 and not app.at.error
    headings = [part.value for part in app.at.subheader]
    for title in ("0  Random start", "1  Predict", "2  Loss", "3  Gradients", "4  Update", "5  Repeat"):
        assert title in headings


def test_the_published_numbers_stand_on_the_page(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    for updates, numbers in (
        (0, told["start_b_w"]),
        (1, told["b_w_after_one_update"]),
        (1000, told["b_w_after_1000_epochs"]),
    ):
        title = page(open_app, at=str(updates)).title
        assert title.startswith(
            f"b = {numbers[0]:.5g}, w = {numbers[1]:.5g} after {updates:,} update".replace("-", "−")
        )


def test_forward_and_back_return_to_the_identical_numbers(open_app):
    app = page(open_app, rows="Stochastic", passes="2")
    before = (app.title, [latex.value for latex in app.at.latex])
    app.click("Forward").click("Forward")
    assert app.title != before[0]
    app.click("Back").click("Back")
    assert (app.title, [latex.value for latex in app.at.latex]) == before
    app.click("To the end")
    assert "after 160 updates" in app.title and "Update 160, the last one" in app.text
    assert app.click("Start over").title == before[0]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("True b", 3.0),
        ("True w", -1.0),
        ("N", 50.0),
        ("Noise", 1.0),
        ("Seed", 7.0),
        ("Training share", 0.6),
    ],
)
def test_controls_of_the_points_redraw_them(open_app, label, value):
    app = page(open_app)
    before = drawn(app)
    app.set(label, value)
    assert drawn(app) != before and len(app.charts) == 7


def drawn(app):
    """The rows of the first picture as they are sent."""
    return [dataset.data.data for dataset in app.charts[0].proto.datasets]


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
    [table] = [frame.value for frame in page(open_app).at.dataframe if "Formula" in frame.value]
    assert (table["Difference"].abs() < 1e-6).all()


def test_a_rate_that_runs_away_still_shows_finite_numbers(open_app):
    app = page(open_app).set("Learning rate", 10.0).click("To the end")
    assert "inf" not in app.title and "nan" not in app.title and len(app.charts) == 7
    assert "The rate 10 is above 0.806, the largest stable one" in app.text


def test_the_published_preset_shows_its_numbers_beside_the_computed_ones(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    app = page(open_app, lr="0.3", n="50", rows="Stochastic", passes="2").set("Points", "Weather")
    assert not published_table(app)
    app.click("As published")
    assert app.title.startswith("b = 0.49671")
    [table] = published_table(app)
    expected = [
        *told["start_b_w"],
        *told["b_w_after_one_update"],
        *told["b_w_after_1000_epochs"],
        *told["least_squares_b_w"],
    ]
    assert [float(number) for number in table["Published"]] == expected
    assert [float(number) for number in table["Computed"]] == pytest.approx(expected, abs=0.5e-8)
    assert all(agree == of for agree, of in table["Digits that agree"].str.split(" of "))
    assert not published_table(app.set("Noise", 0.2))


def published_table(app):
    return [frame.value for frame in app.at.dataframe if "Published" in frame.value]


def test_run_to_an_epoch_and_back(open_app):
    app = page(open_app, rows="Mini-batch", passes="10")
    app.set("Run to epoch", 4)
    assert app.title.endswith("after 20 updates")
    there = app.title
    assert app.metrics["Updates"] == "20" and app.metrics["Epochs"] == "4"
    assert app.metrics["Samples seen"] == "320" and app.metrics["Updates an epoch"] == "80 / 16 = 5"
    app.click("Forward")
    assert app.widget("Run to epoch").value == 4 and app.metrics["Epochs"] == "4.2"
    app.set("Run to epoch", 1).set("Run to epoch", 4)
    assert app.title == there


def test_distances_to_least_squares_and_to_the_truth(open_app):
    app = page(open_app)
    assert float(app.metrics["To least squares"]) == pytest.approx(2.17, abs=0.01)
    assert float(app.metrics["To the true values"]) == pytest.approx(2.197, abs=0.01)
    app.click("To the end")
    assert float(app.metrics["To least squares"]) < 1e-6


@pytest.mark.parametrize("scale", ["Standardised", "Raw units"])
def test_weather_with_one_predictor(open_app, scale):
    app = page(open_app, points="Weather", scale=scale, lr="0.001", predictor="wind", passes="1000")
    assert "wind" in app.charts[0].proto.spec and not app.at.error and len(app.charts) == 7
    assert app.metrics["Updates an epoch"] == "1,022 / 1,022 = 1"
    assert "To the true values" not in app.metrics
    assert "400 of the 1,240 points are drawn" in app.text
    before = float(app.metrics["To least squares"])
    assert float(app.click("To the end").metrics["To least squares"]) < before


def test_the_split_of_the_weather_and_a_record_of_ones_own(open_app):
    app = page(open_app, points="Weather").set("Training ends, test begins", (50, 70))
    assert app.metrics["Updates an epoch"].startswith("730 /")
    assert "(simulated data)" in app.set("Weather record", "Simulated station").text.replace("\\", "")
    app.set("Weather record", "My own file")
    assert "Choose a CSV file" in app.at.info[0].value and not app.charts
    assert len(app.set("Points", "Made-up line").charts) == 7


def test_a_predictor_that_never_varies_is_no_obstacle(open_app):
    days = [f"2020-{1 + k // 28:02d}-{1 + k % 28:02d},{10 + k % 7},5" for k in range(300)]
    app = page(open_app, points="Weather")
    app.upload("constant.csv", "\n".join(["date,tmax,pressure", *days]).encode())
    app.set("Predictor", "pressure")
    assert len(app.charts) == 7 and not app.at.error
    assert "The loss is level along w, which stays." in app.text


@pytest.mark.parametrize("points", ["Made-up line", "Weather"])
@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (10.0, "The walk runs away"),
        (1e308, "after 0 updates"),
        (0.0, "learning_rate must be a finite number above 0"),
        (-1.0, "learning_rate must be a finite number above 0"),
    ],
)
def test_impossible_rates_get_a_sentence(open_app, points, rate, words):
    app = page(open_app, points=points).set("Learning rate", rate)
    assert words in app.text.replace("\\", "")
    assert len(app.set("Learning rate", 0.1).charts) == 7


def quiz(app):
    return app.at.get("radio")


def test_the_quiz_explains_every_answer(open_app):
    app = page(open_app, rows="Mini-batch", passes="3", few="30")
    assert len(quiz(app)) == 3 and all(question.value is None for question in quiz(app))
    right = ["1 to 4", "3", "It arrives in fewer epochs"]
    for number, expected in enumerate(right):
        for answer in quiz(app)[number].options:
            quiz(app)[number].set_value(answer)
            app.run()
            said = app.at.success if answer == expected else app.at.warning
            assert len(said[-1].value) > 30
        quiz(app)[number].set_value(expected)
        app.run()
        assert len(app.at.success) == number + 1 and not app.at.warning
    assert "1 to 4" not in str(dict(app.at.query_params))


def test_the_quiz_follows_the_walk(open_app):
    app = page(open_app, lr="0.5")
    assert "from 0.5 to 1" in quiz(app)[2].label
    quiz(app)[2].set_value("It runs away")
    app.run()
    assert "1 is not below 0.806" in app.at.success[0].value
