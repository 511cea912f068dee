"""The page of the loss surface: a finished picture, every choice, starts, clear words for what cannot be."""

import json

import numpy as np
import pyarrow as pa
import pytest

PLAIN = {"start_from": "Nothing"}
STARTS = ("Start: temp_max", "Start: temp_min")


def specs(app):
    return [json.loads(chart.proto.spec) for chart in app.charts]


def frames(app, chart=0):
    """The tables that are sent with a chart."""
    sent = app.charts[chart].proto.datasets
    return [pa.ipc.open_stream(part.data.data).read_pandas() for part in sent]


def first_dot(app):
    """Where the first run starts in the first picture."""
    [dots] = [frame for frame in frames(app) if {"run", "x", "y", "loss"} <= set(frame.columns)]
    return dots["x"].iloc[0], dots["y"].iloc[0]


def test_it_opens_with_a_finished_picture(open_app):
    app = open_app("loss_surface")
    assert app.title == "Where does it go, and why does scaling matter?"
    assert len(app.charts) == 1 and not app.at.error
    text = app.text.replace("\\", "")
    across, up = "temp_max, above its 3-day mean", "temp_min, above its 15-day mean"
    assert f"over the coefficient of {across} and the coefficient of {up}. " in text
    assert "on 1,022 training days plus the ridge penalty" in text
    assert text.count("Where all parameters are zero, the forecast is “as today”.") == 1
    sides = json.dumps(specs(app)[0], ensure_ascii=False)
    assert "Coefficient of temp_max − 3-day mean (°C per typical departure)" in sides


def test_the_numbers_of_the_plain_terms(open_app):
    app = open_app("loss_surface", **PLAIN)
    said = app.at.header[0].value.replace("\\", "")
    assert said == "It reaches the smallest loss, 7.79 °C², in 217 epochs"
    assert not app.at.error and not app.at.info
    text = app.text.replace("\\", "")
    assert "over the coefficient of temp_max and the coefficient of temp_min" in text
    assert "The other 3 parameters are held at their least-squares values" in text
    assert "over all parameters the condition number is 18.6" in text


def test_scaling_is_shown_after_a_guess(open_app):
    app = open_app("loss_surface", **PLAIN)
    assert "Standardised: " not in app.text
    app.set("Which columns take fewer epochs?", "Raw")
    text = app.text.replace("\\", "")
    assert "You guessed **Raw**; it is **Standardised**." in text and len(app.charts) == 3
    assert next(head.value for head in app.at.subheader if "epochs" in head.value).startswith("Raw: ")
    assert "Drawn over temp_max and Intercept" in text
    alts = [chart.proto.alt for chart in app.charts]
    assert len(set(alts)) == 3 and "1,939 times as curved across as along" in alts[1]
    app.set("How many times as curved is the valley of the raw columns across as along?", "about 6,400 times")
    assert "and so it is. That is the condition number: 6,396 for the raw columns, 18.6" in app.text


def test_half_of_the_way_is_guessed(open_app):
    app = open_app("loss_surface", **PLAIN)
    [question] = [group.label for group in app.at.get("button_group") if "half of the way" in group.label]
    app.set(question, "108 epochs")
    assert "You guessed **108 epochs**; it is **1 epoch**. Half of the loss" in app.text


@pytest.mark.parametrize(("kind", "count"), [("rates", 5), ("rules", 6), ("batches", 5)])
def test_several_runs_share_one_surface(open_app, kind, count):
    app = open_app("loss_surface", **PLAIN).set("Runs", kind)
    assert len(app.charts) == 1 and len(app.at.dataframe[0].value) == count
    legends = str(specs(app)[0]["layer"])
    assert all(name in legends for name in app.at.dataframe[0].value["Run"])


def test_a_typed_start_moves_the_run_and_is_reset(open_app):
    app = open_app("loss_surface", **PLAIN)
    assert first_dot(app) == (0, 0)
    app.set(STARTS[0], 8.0).set(STARTS[1], -1.5)
    assert first_dot(app) == (8.0, -1.5)
    app.click("Reset start")
    assert first_dot(app) == (0, 0) and [app.widget(label).value for label in STARTS] == [None, None]


def test_a_link_holds_parameters_and_start(open_app):
    app = open_app(
        "loss_surface", **PLAIN, across="wind", up="Intercept", from_x="-2", from_y="4", held="End of the run"
    )
    assert first_dot(app) == (-2, 4)
    text = app.text.replace("\\", "")
    assert "the coefficient of wind and the intercept" in text and "after the last epoch of the run" in text


def test_other_parameters_forget_the_start(open_app):
    app = open_app("loss_surface", **PLAIN).set(STARTS[0], 8.0).set("Across", "wind")
    assert app.widget("Start: wind").value is None and first_dot(app) == (0, 0)
    app.set("Across", "temp_min")  # which is the one that was up
    assert app.widget("Up").value != "temp_min" and not app.at.error


def test_slices_along_the_other_parameter(open_app):
    assert len(open_app("loss_surface", **PLAIN).charts) == 1
    app = open_app("loss_surface", **PLAIN, slices="true")
    before = str(specs(app)[1]["title"])
    app.set("Slice along", "temp_min")
    assert "the coefficient of temp_min" in str(specs(app)[1]["title"]) != before


@pytest.mark.parametrize("rate", ["0.5", "10"])
def test_a_divergent_rate_is_explained(open_app, rate):
    app = open_app("loss_surface", **PLAIN, auto="false", rate=rate, slices="true")
    assert "climbs out of the valley" in app.at.header[0].value
    assert "Each step overshoots by more than the one before. The picture zooms out" in app.text
    assert len(app.charts) == 2
    for chart in range(2):
        for frame in frames(app, chart):
            assert np.isfinite(frame.select_dtypes("number").to_numpy()).all()


def test_why_the_path_seems_to_climb_is_said_where_it_does(open_app):
    assert "which the map cannot show" in open_app("loss_surface").text
    assert "which the map cannot show" not in open_app("loss_surface", **PLAIN, predictors="wind").text


def test_the_way_on_stands_at_the_end(open_app):
    links = [link.proto.label for link in open_app("loss_surface").at.get("page_link")]
    assert len(links) == 3 and links[0].startswith("Next: ") and links[2] == "The same on your own station"


def test_one_predictor_draws_it_against_the_intercept(open_app):
    app = open_app("loss_surface", **PLAIN, predictors="wind")
    assert [app.widget(label).value for label in ("Across", "Up")] == ["wind", "Intercept"]
    assert len(app.charts) == 1 and "held" not in app.text


def test_a_predictor_that_goes_takes_its_axis_along(open_app):
    app = open_app("loss_surface", **PLAIN).set("Predictors", ["temp_max", "wind"])
    assert app.widget("Up").value in ("wind", "Intercept") and len(app.charts) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"data": "Simulated station"},
        {"start_from": "Nothing", "standardise": "false"},
        {"method": "Stochastic", "epochs": "5"},
        {"update": "Adam", "ridge": "0.1", "start": "Normal"},
    ],
)
def test_every_descent_of_the_sidebar_is_drawn(open_app, query):
    app = open_app("loss_surface", **query)
    assert len(app.charts) == 1 and not app.at.error
    assert ("(simulated data)" in app.text) == ("data" in query)


def test_a_constant_column_is_named_and_two_are_refused(open_app):
    days = [f"2020-{month:02d}-{day:02d}" for month in range(1, 13) for day in range(1, 29)]
    lines = [f"{day},{10 + (k * 7) % 13},5,7" for k, day in enumerate(days)]
    app = open_app("loss_surface", **PLAIN).upload(
        "flat.csv", "\n".join(["date,temperature_c,wind,cloud", *lines]).encode()
    )
    app.set("Predictors", ["temperature_c", "wind", "cloud"])
    app.set("Across", "wind").set("Up", "temperature_c")
    assert "wind does not vary on the training days" in app.at.info[0].value and len(app.charts) == 1
    app.set("Up", "cloud")
    assert "Neither of these two columns varies" in app.at.error[0].value.replace("\\", "")
    assert not app.charts


def test_a_start_beyond_all_bounds_is_refused(open_app):
    app = open_app("loss_surface", **PLAIN).set(STARTS[0], 1e300)
    assert "The loss at the start is not finite" in app.at.error[0].value.replace("\\", "")
    assert first_dot(app.click("Reset start")) == (0, 0)


def test_bad_settings_are_explained(open_app):
    app = open_app("loss_surface", **PLAIN).set("Predictors", [])
    assert "Choose at least one predictor" in app.at.error[0].value and not app.charts


@pytest.mark.parametrize(
    ("query", "most"),
    [({}, 60_000), (PLAIN, 60_000), ({"runs": "Update rules"}, 110_000), ({"slices": "true"}, 120_000)],
)
def test_the_charts_of_a_change_are_small(open_app, query, most):
    app = open_app("loss_surface", **query)
    assert sum(chart.proto.ByteSize() for chart in app.charts) < most


def test_another_start_near_by_leaves_the_ground_as_it_is(open_app):
    """The page then neither loads nor draws the contours again."""

    def ground(app):
        named = {table.name: table.data.data for table in app.charts[0].proto.datasets}
        return named["fills"], named["bowl"]

    app = open_app("loss_surface", **PLAIN)
    before = ground(app)
    assert ground(app.set(STARTS[0], 0.2)) == before
    assert ground(app.set("Runs", "batches")) == before
