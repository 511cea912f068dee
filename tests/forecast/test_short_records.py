"""Judging a forecast on hardly any days, on days dealt out at random, and on errors that are all alike."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from gd_core import run_experiment
from gd_core.forecast.judge import coverage, diagnostics, skill
from gd_core.forecast.words import residuals as meaning
from gd_core.forecast.words import verdict
from tests.forecast.plain_regression import plain


def sentences(predictions, horizon=1, level=0.9):
    """Everything that is said about ``predictions``."""
    found = diagnostics.residuals(predictions)
    forecast = predictions["gradient_descent"]
    table = skill.skills(predictions, horizon)
    lags = diagnostics.autocorrelation(diagnostics.evened(found, predictions), horizon)
    readings = [
        meaning.by_month(diagnostics.by_month(found, horizon), "C"),
        meaning.over_time(found, "C", horizon),
        meaning.by_prediction(diagnostics.by_prediction(found, forecast, horizon), "C"),
        meaning.autocorrelation(lags, len(found), horizon),
        meaning.quantiles(found, "C", horizon),
        meaning.coverage(coverage.coverage(predictions, horizon), level, seasonal=True),
    ]
    assert (diagnostics.over_time(found).index == found.index).all()
    assert len(diagnostics.quantiles(found)) <= len(found)
    words = [part for reading in readings for part in (reading.title, reading.text)]
    return [
        *words,
        verdict.verdict(table),
        verdict.chart_title(table),
        verdict.how_judged(table),
        meaning.levels_title(coverage.coverage_by_level(predictions)),
    ]


@pytest.mark.parametrize("days", [70, 100, 250])
@pytest.mark.parametrize("horizon", [1, 5, 14])
def test_short_records_are_judged_without_a_fault(seattle, days, horizon):
    short = dataclasses.replace(seattle, frame=seattle.frame.iloc[:days])
    settings = plain(horizon=horizon, train_share=0.4, validation_share=0.3)
    try:
        result = run_experiment(short, settings)
    except ValueError as error:
        assert "are left for the" in str(error) and days < 250
        return
    said = sentences(result.predictions, horizon)
    assert not any("nan" in words or "inf" in words.split() for words in said)


@pytest.mark.parametrize("horizon", [1, 3])
def test_days_dealt_out_at_random_are_judged_by_their_dates(seattle, horizon):
    result = run_experiment(seattle, plain(split="random", horizon=horizon))
    said = sentences(result.predictions, horizon)
    assert not any("nan" in words for words in said)
    assert said[-4].startswith("On 219 test days")


def test_errors_that_are_all_alike_are_no_fault(seattle):
    predictions = run_experiment(seattle, plain()).predictions
    for error in (0.0, 1.0):
        same = predictions.assign(gradient_descent=predictions["actual"] - error)
        same = same.assign(low=same["gradient_descent"] - error, high=same["gradient_descent"] + error)
        said = sentences(same)
        assert not any("nan" in words for words in said)
    found = diagnostics.residuals(same)
    assert np.isnan(diagnostics.shape(found).p_value)
    assert pd.isna(diagnostics.bias(found).p_value) and pd.isna(diagnostics.shape(found).skewed)
