"""The Forecast page's sections on what the forecast is worth: one picture at a time, the same from a link."""

import json
import re

import pytest

from dashboard import cache
from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.judge import coverage, diagnostics, skill
from gd_core.forecast.words import interval, verdict
from gd_core.forecast.words import residuals as meaning

OTHERS = 7  # charts of the page beside the one that "Residuals" chooses


@pytest.fixture(scope="module")
def result(data_dir):
    return run_experiment(read_weather(data_dir / "seattle_weather.csv"), ExperimentSettings())


def title(chart) -> str:
    """The title of a chart; where an expression wraps it, as it stands on the widest."""
    text = json.loads(chart.proto.spec)["title"]["text"]["expr"]
    lines = re.findall(r'\[("(?:[^"\\]|\\.)*"(?:, "(?:[^"\\]|\\.)*")*)\]', text)
    return " ".join(json.loads(f"[{lines[-1]}]"))


def readings(result):
    found = diagnostics.residuals(result.predictions)
    table = diagnostics.autocorrelation(diagnostics.evened(found, result.predictions))
    return {
        "By month": meaning.by_month(diagnostics.by_month(found), "C"),
        "Over time": meaning.over_time(found, "C"),
        "Against forecast": meaning.by_prediction(
            diagnostics.by_prediction(found, result.predictions["gradient_descent"]), "C"
        ),
        "Day to day": meaning.autocorrelation(table, len(found)),
        "Quantiles": meaning.quantiles(found, "C"),
    }


@pytest.mark.parametrize("view", ["By month", "Over time", "Against forecast", "Day to day", "Quantiles"])
def test_every_view_of_the_residuals_has_its_picture_and_its_sentence(open_app, result, view):
    app = open_app(residuals=view)
    reading = readings(result)[view]
    assert reading.text in app.text
    assert len(app.charts) == OTHERS + 1
    titles = [title(chart) for chart in app.charts]
    assert titles.count(reading.title) == 1
    others = [other for name, other in readings(result).items() if name != view]
    assert not any(other.text in app.text or other.title in titles for other in others)


def test_the_score_views(open_app, result):
    app = open_app()
    table = skill.of_result(result)
    assert verdict.how_judged(table) in app.text and verdict.REFERENCES_EXPLAINED in app.text
    app.set("Measured by", "coverage")
    reading = meaning.coverage(coverage.coverage(result.predictions, rolls=True), 0.9, seasonal=True)
    assert reading.text in app.text and interval.how_made(result) in app.text
    assert len(app.charts) == OTHERS + 2
    app.set("Measured by", "table")
    assert len(app.charts) == OTHERS
    skills, scores = app.at.dataframe[0].value, app.at.dataframe[1].value
    assert skills["Skill"].tolist() == verdict.readable(table)["Skill"].tolist()
    assert len(scores) == len(result.metrics)
    assert verdict.verdict(table) in app.text  # in every view


def test_a_level_that_the_validation_part_is_too_short_for_is_explained(open_app, data_dir):
    lines = (data_dir / "seattle_weather.csv").read_text().splitlines()
    app = open_app(level="99", scores="Interval", start_from="Nothing").upload(
        "short.csv", "\n".join(lines[:201]).encode()
    )
    assert "too short to promise 99%" in app.at.info[0].value
    assert verdict.verdict(app_skills(app)) in app.text


def app_skills(app):
    """Skills of the run that the app shows."""
    return skill.of_result(app.at.session_state["running"].job.result())


def test_a_stopped_run_and_a_whole_one_do_not_share_their_skill(data_dir, monkeypatch):
    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    weather = read_weather(data_dir / "seattle_weather.csv")
    settings = ExperimentSettings(batch_size=64, epochs=20)
    whole, again = (run_experiment(weather, settings) for _ in range(2))
    stopped = run_experiment(weather, settings, progress=lambda epoch, epochs: epoch == 1)
    assert stopped.status == "stopped" and stopped.settings == whole.settings
    assert cache.fingerprint(stopped) != cache.fingerprint(whole) == cache.fingerprint(again)


def test_nothing_is_judged_where_there_is_no_forecast(open_app):
    app = open_app(auto="false").set("Learning rate", 2.0)
    assert "How good is it?" not in app.text and "What the residuals say" not in app.text
