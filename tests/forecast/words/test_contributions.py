"""The steps from "as today", or from an average day, to the forecast."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.words.contributions import MOST_TERMS, contributions, how_to_read, title


@pytest.mark.parametrize(
    "features", [("today",), ("today", "lags", "mean_30", "anomalies"), ("today", "season", "lags", "change")]
)
def test_the_steps_add_up_from_the_mean_of_the_training_part_to_the_forecast(seattle, features):
    settings = ExperimentSettings(start_from="nothing", features=features, lags=7, history="predictors")
    result = run_experiment(seattle, settings)
    steps = contributions(result)
    train = result.predictions[result.predictions["part"] == "train"]
    # A fit with an intercept passes through the means.
    assert steps["end"].iloc[0] == pytest.approx(train["actual"].mean(), abs=1e-6)
    assert steps["end"].iloc[-1] == pytest.approx(result.next_day.value, abs=1e-9)
    np.testing.assert_allclose(steps["start"].iloc[1:-1], steps["end"].iloc[:-2])
    assert len(steps) <= MOST_TERMS + 3


@pytest.mark.parametrize("split", ["chronological", "random"])
def test_from_today_the_steps_lead_from_as_today_to_the_forecast(seattle, split):
    result = run_experiment(seattle, ExperimentSettings(start_from="today", split=split))
    steps = contributions(result)
    assert steps["term"].iloc[0] == "As today" and steps["term"].iloc[-1] == "Forecast"
    assert steps["end"].iloc[0] == seattle.frame["temp_max"].iloc[-1]
    assert steps["end"].iloc[-1] == pytest.approx(result.next_day.value, abs=1e-9)
    np.testing.assert_allclose(steps["start"].iloc[1:-1], steps["end"].iloc[:-2])
    effects = (steps["end"] - steps["start"]).iloc[1:-1].sum()
    assert effects == pytest.approx(result.next_day.value - result.latest_today, abs=1e-9)
    still = replace(result, latest=0.0 * result.latest)
    assert title(contributions(still), "C") == "No term moves the forecast away from “as today”"


def test_many_terms_are_added_up_and_those_of_most_effect_stand_first(seattle):
    settings = ExperimentSettings(
        start_from="nothing", features=("today", "season", "lags", "mean_30"), lags=7, history="predictors"
    )
    result = run_experiment(seattle, settings)
    steps = contributions(result)
    terms = len(result.coefficients) - 1
    assert steps["term"].iloc[-2] == f"The other {terms - MOST_TERMS} terms"
    sizes = (steps["end"] - steps["start"]).abs().iloc[1:-2].to_numpy()
    assert (np.diff(sizes) <= 0).all()


@pytest.mark.parametrize(
    ("start", "title_of_none"),
    [
        ("today", "No term moves the forecast away from “as today”"),
        ("nothing", "Every term is about as on an average day"),
    ],
)
def test_the_title_names_what_moves_the_forecast_most(seattle, start, title_of_none):
    result = run_experiment(seattle, ExperimentSettings(start_from=start))
    steps = contributions(result)
    most = f": {steps['term'].iloc[1]}, by "
    # On the last day of this record, what the terms add is less than a tenth of a degree.
    cancels = "Warmer and cooler terms cancel: as warm as today. The largest"
    said = {"today": cancels, "nothing": "What moves the forecast most"}[start]
    assert title(steps, "C").startswith(said + most)
    further = steps.assign(end=[*steps["end"].iloc[:-1], steps["end"].iloc[-1] + 1.0])
    assert title(further, "C").startswith("What moves the forecast most" + most)
    still = replace(result, latest=pd.DataFrame([result.average]))
    assert title(contributions(still), "C") == title_of_none


@pytest.mark.parametrize(
    ("start", "split", "words"),
    [
        ("today", "chronological", "by the fit on all days up to 31 December 2015; "),
        ("today", "random", "by the fit on the training days; "),
        ("nothing", "chronological", "from its training mean"),
    ],
)
def test_it_says_which_fit_the_bars_are_of(seattle, start, split, words):
    assert words in how_to_read(run_experiment(seattle, ExperimentSettings(start_from=start, split=split)))
