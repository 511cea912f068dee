"""The Verdict page: the answer first, then one picture at a time, the same from a link."""

import json
import re

import pytest

from dashboard import cache
from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.judge import backtest, coverage, diagnostics, horizons, skill
from gd_core.forecast.words import backtest as backtest_words
from gd_core.forecast.words import days_ahead, interval, summary, verdict
from gd_core.forecast.words import residuals as meaning


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
    app = open_app("verdict", scores="Errors", residuals=view)
    reading = readings(result)[view]
    assert reading.text in app.text
    assert len(app.charts) == 1
    titles = [title(chart) for chart in app.charts]
    assert titles.count(reading.title) == 1
    others = [other for name, other in readings(result).items() if name != view]
    assert not any(other.text in app.text or other.title in titles for other in others)


def test_the_score_views(open_app, result):
    app = open_app("verdict")
    table = skill.of_result(result)
    assert app.title == "How good is the forecast?" and verdict.verdict(table) in app.text
    assert app.metrics == {figure.label: figure.value for figure in summary.figures(result)}
    assert len(app.charts) == 1
    assert verdict.how_judged(table) in app.text and verdict.REFERENCES_EXPLAINED in app.text
    app.set("Look at", "coverage")
    reading = meaning.coverage(coverage.coverage(result.predictions, rolls=True), 0.9, seasonal=True)
    assert reading.text in app.text and interval.how_made(result) in app.text
    assert len(app.charts) == 2
    assert len(app.set("Look at", "days").charts) == 3
    app.set("Look at", "table")
    assert not app.charts
    skills, scores = app.at.dataframe[0].value, app.at.dataframe[1].value
    assert skills["Skill"].tolist() == verdict.readable(table)["Skill"].tolist()
    assert len(scores) == len(result.metrics)
    assert verdict.verdict(table) in app.text  # in every view


def test_a_level_that_the_validation_part_is_too_short_for_is_explained(open_app, data_dir):
    lines = (data_dir / "seattle_weather.csv").read_text().splitlines()
    app = open_app("verdict", level="99", scores="Interval", start_from="Nothing").upload(
        "short.csv", "\n".join(lines[:201]).encode()
    )
    assert "too short to promise 99%" in app.at.info[0].value
    assert verdict.verdict(app_skills(app)) in app.text


def app_skills(app):
    """Skills of the run that the app shows."""
    return skill.of_result(app.result)


def test_a_stopped_run_and_a_whole_one_do_not_share_their_skill(seattle, monkeypatch):
    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    settings = ExperimentSettings(batch_size=64, epochs=20)
    whole, again = (run_experiment(seattle, settings) for _ in range(2))
    stopped = run_experiment(seattle, settings, progress=lambda epoch, epochs: epoch == 1)
    assert stopped.status == "stopped" and stopped.settings == whole.settings
    assert cache.fingerprint(stopped) != cache.fingerprint(whole) == cache.fingerprint(again)


def test_nothing_is_judged_where_there_is_no_forecast(open_app):
    app = open_app("verdict", auto="false").set("Learning rate", 2.0)
    assert "diverged in epoch" in app.at.error[0].value and not app.charts and not app.metrics


def test_the_backtest_follows_its_controls(open_app, seattle):
    app = open_app("verdict", scores="Years")
    monthly = backtest.run_backtest(seattle, ExperimentSettings())
    assert backtest_words.explanation(monthly) in app.text
    assert backtest_words.flattery_line(backtest.flattery(seattle, ExperimentSettings())) in app.text
    app.set("Fit anew every", 1)
    daily = backtest.run_backtest(seattle, ExperimentSettings(), every=1)
    assert (
        backtest_words.explanation(daily) in app.text and backtest_words.explanation(monthly) not in app.text
    )
    assert open_app("verdict", scores="Years", refit="day").text == app.text


def test_a_backtest_that_fails_says_why_and_the_page_goes_on(open_app, monkeypatch):
    def fails(*_, **__):
        raise ValueError("There is not enough.")

    monkeypatch.setattr(backtest, "run_backtest", fails)
    app = open_app("verdict", scores="Years", refit="quarter")
    assert app.at.error[0].value == "There is not enough\\." and not app.charts


def test_how_far_ahead_it_sees(open_app, seattle):
    app = open_app("verdict", scores="Days ahead")
    table = horizons.skill_by_horizon(seattle, ExperimentSettings())
    assert days_ahead.explanation(table) in app.text and "knows more than the season" in title(app.charts[0])
