"""Skill by days ahead."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, WeatherError, run_experiment
from gd_core.forecast.judge.horizons import skill_by_horizon
from gd_core.forecast.judge.skill import of_result
from gd_core.forecast.words.days_ahead import explanation, title
from tests.forecast.plain_regression import plain


@pytest.fixture(scope="module")
def table(seattle):
    return skill_by_horizon(seattle, plain())


@pytest.mark.parametrize("horizon", [1, 6])
def test_it_is_the_skill_of_an_experiment_for_that_horizon(seattle, table, horizon):
    result = run_experiment(seattle, plain(horizon=horizon))
    expected = of_result(result)
    expected = expected[(expected["part"] == "test") & (expected["model"] == "least_squares")]
    found = table[table["horizon"] == horizon]
    assert list(found["model"]) == list(expected["reference"])
    np.testing.assert_allclose(found["skill"], expected["skill"], rtol=1e-9)
    assert list(found["finding"]) == list(expected["finding"])


@pytest.mark.parametrize(("horizon", "split"), [(1, "chronological"), (6, "chronological"), (2, "random")])
def test_from_today_it_is_the_skill_of_an_experiment_too(seattle, horizon, split):
    settings = ExperimentSettings(start_from="today", split=split)
    table = skill_by_horizon(seattle, settings, progress=lambda done, planned: done == horizon)
    expected = of_result(run_experiment(seattle, replace(settings, horizon=horizon)))
    expected = expected[(expected["part"] == "test") & (expected["model"] == "least_squares")]
    found = table[table["horizon"] == horizon]
    assert list(found["model"]) == list(expected["reference"])
    np.testing.assert_allclose(found["skill"], expected["skill"], rtol=1e-9)


def test_skill_over_the_season_fades_and_that_over_persistence_does_not(table):
    by = table.pivot(index="horizon", columns="model", values="skill")
    assert by["climatology"].iloc[0] > by["climatology"].iloc[-1] + 0.2
    assert by["persistence"].iloc[-1] > by["persistence"].iloc[0]
    assert list(by.index) == list(range(1, 15))


def test_it_can_be_stopped(seattle):
    table = skill_by_horizon(seattle, plain(), progress=lambda done, planned: done == 3)
    assert table["horizon"].max() == 3


def made(findings):
    rows = [
        (n + 1, name, f)
        for n, f in enumerate(findings)
        for name in ("persistence", "climatology", "damped_anomaly")
    ]
    return pd.DataFrame(rows, columns=["horizon", "model", "finding"])


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        (["undecided", "better"], "Not even for tomorrow"),
        (["better", "undecided", "better"], "season for tomorrow alone"),
        (["better", "better", "worse"], "up to 2 days ahead"),
        (["better", "better"], "up to 2 days ahead"),
    ],
)
def test_the_title_says_how_far_it_sees(findings, words):
    assert words in title(made(findings))


def test_the_explanation_counts(table):
    text = explanation(made(["better", "undecided", "worse"]))
    assert "“as today” at 1 of 3 horizons and “between the two” at 1;" in text


def test_a_record_too_short_says_so(seattle):
    with pytest.raises(WeatherError, match="days are left for the train part"):
        skill_by_horizon(seattle.__class__(**{**vars(seattle), "frame": seattle.frame.iloc[:35]}), plain())
