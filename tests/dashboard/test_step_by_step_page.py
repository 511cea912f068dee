"""The page that shows one update at a time."""

import json

import pytest

CHARTS = 2


def page(open_app, **query):
    return open_app("step_by_step", **query)


def stands(app):
    """Where the walk stands, as it is said beside the buttons."""
    [said] = [part.value for part in app.at.markdown if part.value.startswith(":small[**Loss")]
    return said


def formulas(app):
    [said] = [part.value for part in app.at.markdown if part.value.count("$") >= 2]
    return said


def rows(app, number):
    """The rows of a picture as they are sent, by the names of their tables."""
    return {part.name: part.data.data for part in app.charts[number].proto.datasets}


def test_it_opens_at_the_start_with_a_question_and_a_finished_picture(open_app):
    app = page(open_app)
    assert app.title == "What happens in one update?" and len(app.at.title) == 1
    assert "after 0 updates" in stands(app) and "b = 0.49671, w = −0.13826" in stands(app)
    assert len(app.charts) == CHARTS and not app.at.error
    assert app.widget("Step of the update").options == [
        "Start", "Predict", "Loss", "Gradients", "Update", "Repeat",
    ]  # fmt: skip


def test_each_step_opens_its_formula_and_numbers(open_app):
    app = page(open_app, at="3")
    for name, formula in (
        ("Start", r"\mathcal{N}"),
        ("Predict", r"\hat{y}_1 ="),
        ("Loss", r"\frac{1}{80}"),
        ("Gradients", r"\partial w} = \frac{2}{80}"),
        ("Update", "0.1 \\cdot"),
        ("Repeat", "k / 1"),
    ):
        assert formula in formulas(app.set("Step of the update", name))


def test_the_published_numbers_stand_on_the_page(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    for updates, (b, w) in (
        (0, told["start_b_w"]),
        (1, told["b_w_after_one_update"]),
        (1000, told["b_w_after_1000_epochs"]),
    ):
        said = stands(page(open_app, at=str(updates)))
        assert f"b = {b:.5g}, w = {w:.5g}]".replace("-", "−") in said and f"{updates:,} update" in said


def test_forward_and_back_return_to_the_identical_numbers_and_pictures(open_app):
    def shown(app):
        return stands(app), formulas(app), [rows(app, number) for number in range(CHARTS)]

    app = page(open_app, rows="Stochastic", passes="2")
    before = shown(app)
    app.click("Forward").click("Forward")
    assert stands(app) != before[0] and formulas(app) != before[1]
    app.click("Back").click("Back")
    assert shown(app) == before
    app.click("Run to epoch")
    assert "after 160 updates, 2 epochs" in stands(app)
    assert app.widget("Updates made").value == 160 and shown(app.set("Run to epoch", 0)) == before


def test_forward_moves_both_pictures_and_redraws_neither(open_app):
    """Only rows change, and of those neither the points' places nor the ground of the loss."""
    app = page(open_app)
    specifications, tables = [chart.proto.spec for chart in app.charts], [rows(app, 0), rows(app, 1)]
    app.click("Forward")
    assert [chart.proto.spec for chart in app.charts] == specifications
    changed = [
        {name for name, sent in rows(app, number).items() if sent != tables[number][name]}
        for number in range(CHARTS)
    ]
    assert changed == [{"points", "line"}, {"path", "now", "ends"}]


def test_guesses_come_before_the_answers(open_app):
    app = page(open_app, open="Gradients")
    assert "= -3.0448" not in formulas(app) and "a little more b" not in formulas(app)
    assert len(rows(app, 0)["next"]) < len(rows(app, 0)["line"])
    app.set("Which way will b and w go?", "both down")
    assert "You guessed **both down**; it is **both up**. b goes from 0.497 to 0.801" in app.text
    assert "= -3.0448" in formulas(app) and "a little more b makes the loss smaller" in formulas(app)
    assert len(rows(app, 0)["next"]) == len(rows(app, 0)["line"])
    app.set("Step of the update", "Loss").set("What will this update do to the loss?", "smaller")
    assert "You guessed **smaller**, and so it is. From 2.742 to 1.635" in app.text
    app.set("Step of the update", "Repeat")
    app.set("At which epoch is the loss 99.9% of the way down to least squares?", "28")
    assert "You guessed **28**; it is **142**." in app.text
    assert set(dict(app.at.query_params)) == {"open"}


def test_the_way_on_stands_at_the_end(open_app):
    links = [link.proto.label for link in page(open_app).at.get("page_link")]
    assert links == [
        "Next: Where does it go, and why does scaling matter?",
        "Back to One variable",
        "The same on your own station",
    ]


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
    before = rows(app, 0)
    app.set(label, value)
    assert rows(app, 0) != before and len(app.charts) == CHARTS


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Rows per update", "Mini-batch", "here 5 updates"),
        ("Rows per update", "Stochastic", "here 80 updates"),
        ("Epochs", 2, "here 1 update"),
    ],
)
def test_controls_of_the_descent(open_app, label, value, words):
    app = page(open_app, passes="3", open="Repeat").set(label, value)
    assert words in formulas(app)


def test_the_fold_says_how_many_of_its_controls_were_changed(open_app):
    def label(app):
        return next(part.label for part in app.at.expander if part.label.startswith("How the points"))

    app = page(open_app, noise="0.3", n="50")
    assert label(app) == "How the points are made · 2 changed"
    assert label(app.click("As published")) == "How the points are made"


def test_learning_rate_and_batch_size(open_app):
    app = page(open_app, rows="Mini-batch", open="Repeat").set("Batch size", 20)
    assert "here 4 updates" in formulas(app)
    app.set("Step of the update", "Update").set("Learning rate", 0.5)
    assert "0.5 \\cdot" in formulas(app)


def test_the_gradient_check_agrees(open_app):
    app = page(open_app, slopes="true")
    [table] = [frame.value for frame in app.at.dataframe if "Formula" in frame.value]
    assert (table["Difference"].abs() < 1e-6).all() and len(app.charts) == CHARTS + 2


def test_a_rate_that_runs_away_still_shows_finite_numbers(open_app):
    app = page(open_app).set("Learning rate", 10.0)
    app.set("Updates made", app.widget("Updates made").max)
    assert "inf" not in stands(app) and "nan" not in stands(app) and len(app.charts) == CHARTS
    assert "The rate 10 is above 0.806, the largest stable one" in app.text


def test_the_published_preset_shows_its_numbers_beside_the_computed_ones(open_app, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    app = page(open_app, lr="0.3", n="50", rows="Stochastic", passes="2").set("Points", "Weather")
    assert not published_table(app)
    app.click("As published")
    assert "b = 0.49671" in stands(app)
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
    app = page(open_app, rows="Mini-batch", passes="10", distances="true")
    app.set("Run to epoch", 4)
    assert "after 20 updates, 4 epochs" in stands(app)
    there = stands(app)
    assert app.metrics["Updates"] == "20" and app.metrics["Epochs"] == "4"
    assert app.metrics["Samples seen"] == "320" and app.metrics["Updates an epoch"] == "80 / 16 = 5"
    app.click("Forward")
    assert app.metrics["Epochs"] == "4.2"
    assert stands(app.click("Run to epoch")) == there


def test_distances_to_least_squares_and_to_the_truth(open_app):
    app = page(open_app, distances="true")
    assert len(app.charts) == CHARTS + 1
    assert float(app.metrics["To least squares"]) == pytest.approx(2.17, abs=0.01)
    assert float(app.metrics["To the true values"]) == pytest.approx(2.197, abs=0.01)
    app.click("Run to epoch")
    assert float(app.metrics["To least squares"]) < 1e-6


@pytest.mark.parametrize("scale", ["Standardised", "Raw units"])
def test_weather_with_one_predictor(open_app, scale):
    app = page(
        open_app, points="Weather", scale=scale, lr="0.001", predictor="wind", passes="1000", distances="true"
    )
    assert "wind" in app.charts[0].proto.spec and not app.at.error
    assert app.metrics["Updates an epoch"] == "1,022 / 1,022 = 1"
    assert "To the true values" not in app.metrics
    assert "400 of the 1,240 points are drawn" in app.text
    before = float(app.metrics["To least squares"])
    assert float(app.click("Run to epoch").metrics["To least squares"]) < before


def test_the_split_of_the_weather_and_a_record_of_ones_own(open_app):
    app = page(open_app, points="Weather", distances="true").set("Training ends, test begins", (50, 70))
    assert app.metrics["Updates an epoch"].startswith("730 /")
    assert "(simulated data)" in app.set("Weather record", "Simulated station").text.replace("\\", "")
    app.set("Weather record", "My own file")
    assert app.at.get("file_uploader") and not app.charts
    assert len(app.set("Points", "Made-up line").charts) == CHARTS + 1


def test_a_predictor_that_never_varies_is_no_obstacle(open_app):
    days = [f"2020-{1 + k // 28:02d}-{1 + k % 28:02d},{10 + k % 7},5" for k in range(300)]
    app = page(open_app, points="Weather", slopes="true")
    app.upload("constant.csv", "\n".join(["date,tmax,pressure", *days]).encode())
    app.set("Predictor", "pressure")
    assert len(app.charts) == CHARTS + 2 and not app.at.error
    assert "The loss is level along w, which stays." in app.text


@pytest.mark.parametrize("points", ["Made-up line", "Weather"])
@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (10.0, "The walk runs away"),
        (1e308, "The walk runs away: after 0 updates"),
        (0.0, "learning_rate must be a finite number above 0"),
        (-1.0, "learning_rate must be a finite number above 0"),
    ],
)
def test_impossible_rates_get_a_sentence(open_app, points, rate, words):
    app = page(open_app, points=points).set("Learning rate", rate)
    assert words in app.text.replace("\\", "")
    assert len(app.set("Learning rate", 0.1).charts) == CHARTS


def quiz(app):
    return app.at.get("radio")


def test_the_quiz_explains_every_answer(open_app):
    app = page(open_app, rows="Mini-batch", passes="3", few="30")
    assert len(quiz(app)) == 5 and all(question.value is None for question in quiz(app))
    assert "**0 of 5 right**, 5 to go." in app.text
    right = ["Predict, Loss, Gradients, Update", "3", "It arrives in fewer epochs", "It grows"]
    right.append("At the line with the smallest loss")
    for number, expected in enumerate(right):
        for answer in quiz(app)[number].options:
            quiz(app)[number].set_value(answer)
            app.run()
            said = app.at.success if answer == expected else app.at.warning
            assert len(said[-1].value) > 30
        quiz(app)[number].set_value(expected)
        app.run()
        assert len(app.at.success) == number + 1 and not app.at.warning
    assert "**5 of 5 right**." in app.text
    assert "Predict" not in str(dict(app.at.query_params))


def test_the_quiz_follows_the_walk(open_app):
    app = page(open_app, lr="0.5")
    assert "from 0.5 to 1" in quiz(app)[2].label
    quiz(app)[2].set_value("It runs away")
    app.run()
    assert "1 is not below 0.806" in app.at.success[0].value
