"""Settings: validated, and the same again after a link or a file."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import ExperimentSettings
from gd_core.forecast.rows.features import FEATURES
from gd_core.weather import FILL_METHODS

CHANGED = st.builds(
    ExperimentSettings,
    target=st.none() | st.text(max_size=20),
    predictors=st.none() | st.lists(st.text(max_size=20), unique=True, max_size=5).map(tuple),
    features=st.lists(st.sampled_from(list(FEATURES)), unique=True, min_size=2).map(tuple),
    lags=st.integers(1, 7),
    season_waves=st.integers(1, 3),
    history=st.sampled_from(["target", "predictors"]),
    horizon=st.integers(1, 14),
    fill=st.sampled_from(list(FILL_METHODS)),
    split=st.sampled_from(["chronological", "random"]),
    batch_size=st.none() | st.integers(1, 5000),
    update=st.sampled_from(["plain", "momentum", "nesterov", "adagrad", "rmsprop", "adam"]),
    momentum=st.floats(0, 1),
    learning_rate=st.none() | st.floats(1e-12, 1e3),
    epochs=st.integers(1, 100_000),
    init=st.sampled_from(["zeros", "uniform", "normal"]),
    seed=st.integers(0, 2**32 - 1),
    standardize=st.booleans(),
    alpha=st.none() | st.floats(0, 100),
    level=st.floats(0.5, 0.99),
    interval=st.sampled_from(["constant", "seasonal"]),
)


@given(settings=CHANGED)
def test_settings_survive_a_file(settings):
    assert ExperimentSettings.from_json(settings.to_json()) == settings
    assert hash(settings) == hash(ExperimentSettings.from_json(settings.to_json()))


@pytest.mark.parametrize(
    ("field", "value", "error", "message"),
    [
        ("target", 3, TypeError, "target must be the name of a column or None; received 3"),
        ("predictors", "tmax", TypeError, "predictors must be a list of names; received 'tmax'"),
        ("predictors", ("a", "a"), ValueError, "predictors must not hold a name twice"),
        ("features", "today", TypeError, "features must be a list of names; received 'today'"),
        ("features", ["today", "moon"], ValueError, "features must be one of 'today', .*; received 'moon'"),
        ("features", [], ValueError, "Choose at least one feature .*: today's values, seasonal cycle, days"),
        ("features", ["anomalies"], ValueError, "Choose at least one feature"),
        ("lags", 8, ValueError, "lags must be a whole number from 1 to 7 days; received 8"),
        ("season_waves", 4, ValueError, "season_waves must be a whole number from 1 to 3; received 4"),
        ("history", "all", ValueError, "history must be one of 'target', 'predictors'; received 'all'"),
        ("horizon", 0, ValueError, "horizon must be a whole number from 1 to 14 days; received 0"),
        ("horizon", 15, ValueError, "horizon .* received 15"),
        ("fill", "magic", ValueError, "fill must be one of 'seasonal', .*; received 'magic'"),
        ("split", "odd", ValueError, "split must be one of 'chronological', 'random'; received 'odd'"),
        ("train_share", 0.1, ValueError, "train_share .* at least 0.3 and at most 0.9; received 0.1"),
        (
            "train_share",
            0.85,
            ValueError,
            "must leave at least 0.05 for the test part; received 0.85 and 0.15",
        ),
        ("validation_share", 0.0, ValueError, "validation_share .* received 0.0"),
        ("batch_size", 0, ValueError, "batch_size must be a whole number at least 1; received 0"),
        ("update", "newton", ValueError, "update must be one of 'plain', .*; received 'newton'"),
        ("momentum", 2, ValueError, "momentum .* at most 1; received 2"),
        ("learning_rate", 0, ValueError, "learning_rate must be a finite number above 0; received 0"),
        ("epochs", 10**6, ValueError, "epochs must be a whole number from 1 to 100000; received 1000000"),
        ("tol", float("nan"), ValueError, "tol must be a finite number"),
        ("init", "ones", ValueError, "init must be one of"),
        ("seed", -1, ValueError, "seed must be a whole number from 0"),
        ("standardize", 1, TypeError, "standardize must be True or False"),
        ("alpha", -1, ValueError, "alpha must be a finite number at least 0"),
        ("level", 1.0, ValueError, "level .* at most 0.99; received 1.0"),
        ("interval", "wide", ValueError, "interval must be one of 'constant', 'seasonal'; received 'wide'"),
    ],
)
def test_every_field_is_checked(field, value, error, message):
    with pytest.raises(error, match=message):
        ExperimentSettings(**{field: value})


def test_features_are_the_same_in_any_order():
    one, other = (ExperimentSettings(features=f) for f in (["lags", "today"], ["today", "lags"]))
    assert one == other and one.features == ("today", "lags")


@pytest.mark.parametrize("text", ['{"colour": 1}', "[1]", '"x"'])
def test_foreign_json_is_refused(text):
    with pytest.raises(ValueError, match="These are no settings of an experiment"):
        ExperimentSettings.from_json(text)


def test_columns_are_checked_against_the_file(seattle):
    assert ExperimentSettings().for_weather(seattle) == (
        "temp_max",
        ("precipitation", "temp_max", "temp_min", "wind"),
    )
    for fields, message in [
        (
            {"target": "wind"},
            r"target must be a temperature of this file \('temp_max', 'temp_min'\); received",
        ),
        ({"predictors": ["snow"]}, "predictors must be columns of this file .* received 'snow'"),
        ({"predictors": []}, "Choose at least one predictor"),
    ]:
        with pytest.raises(ValueError, match=message):
            ExperimentSettings(**fields).for_weather(seattle)


def test_json_is_plain():
    assert json.loads(ExperimentSettings(predictors=("a",)).to_json())["predictors"] == ["a"]


def test_more_predictors_than_a_linear_model_can_bear_are_refused(seattle):
    columns = [f"c{i}" for i in range(101)]
    more = pd.DataFrame(np.ones((len(seattle.frame), 101)), seattle.frame.index, columns)
    wide = dataclasses.replace(seattle, frame=pd.concat([seattle.frame, more], axis=1))
    with pytest.raises(ValueError, match="Choose at most 100 predictors; received 101"):
        ExperimentSettings(predictors=tuple(columns)).for_weather(wide)
