"""A model that is written, loaded and applied again says the same."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import ExperimentSettings, WeatherError, read_weather, run_experiment
from gd_core.forecast.take_away.model_file import digest, load_model, to_json
from gd_core.weather.show_tables import daily_csv


@pytest.mark.parametrize(
    "changes", [{}, {"horizon": 4, "fill": "knn"}, {"split": "random", "seed": 5}, {"features": ("today",)}]
)
def test_it_gives_the_predictions_of_the_run(station, changes):
    result = run_experiment(station, ExperimentSettings(**changes))
    again = load_model(to_json(result, station)).predict(station)
    expected = result.predictions["gradient_descent"]
    np.testing.assert_allclose(again[expected.index], expected, rtol=0, atol=1e-12)
    assert again[result.next_day.date] == pytest.approx(result.next_day.value, abs=1e-12)


def test_it_applies_to_a_longer_record_and_to_other_degrees(seattle, data_dir):
    result = run_experiment(seattle, ExperimentSettings())
    model = load_model(to_json(result, seattle))
    longer = read_weather(
        (data_dir / "seattle_weather.csv").read_bytes() + b"2016/01/01,0.0,7.2,1.1,3.4,sun\n"
    )
    later = model.predict(longer)
    expected = result.predictions["gradient_descent"]
    np.testing.assert_allclose(later[expected.index], expected, atol=1e-12)
    assert later.index[-1] == pd.Timestamp("2016-01-02")
    np.testing.assert_allclose(model.predict(seattle.in_degrees("F"))[expected.index], expected, atol=1e-9)


def test_it_goes_with_the_cleaned_table(seattle):
    result = run_experiment(seattle, ExperimentSettings())
    document = json.loads(to_json(result, seattle))
    again = read_weather(daily_csv(seattle))
    assert document["data"]["sha256_of_cleaned_table"] == digest(again)
    assert document["data"]["days"] == 1461 and document["unit"] == "C"
    assert [term["name"] for term in document["terms"]] == list(result.coefficients["term"])
    assert ExperimentSettings.from_json(json.dumps(document["settings"])) == result.settings


def test_a_record_of_later_years_alone_is_refused(seattle, make_later):
    model = load_model(to_json(run_experiment(seattle, ExperimentSettings()), seattle))
    with pytest.raises(WeatherError, match="begins on 2030-01-01, after the model was trained"):
        model.predict(make_later)


@pytest.fixture
def make_later(seattle):
    text = daily_csv(seattle).decode("utf-8-sig")
    for old, new in (("2012", "2032"), ("2013", "2033"), ("2014", "2034"), ("2015", "2035")):
        text = text.replace(f"\n{old}-", f"\n{new}-")
    first = "\r\n".join(f"2030-01-0{day},0,10,5,3" for day in range(1, 3))
    header, rest = text.split("\r\n", 1)
    return read_weather("\r\n".join([header, first, rest]).encode())


def test_a_random_split_needs_the_same_table(seattle, data_dir):
    model = load_model(to_json(run_experiment(seattle, ExperimentSettings(split="random")), seattle))
    shorter = read_weather(b"\n".join((data_dir / "seattle_weather.csv").read_bytes().splitlines()[:-1]))
    with pytest.raises(ValueError, match="only be applied to the same one"):
        model.predict(shorter)


def test_a_table_without_its_columns_is_refused(seattle, station):
    model = load_model(to_json(run_experiment(seattle, ExperimentSettings()), seattle))
    with pytest.raises(WeatherError, match='There is no column "temp_max"'):
        model.predict(station)


@pytest.fixture(scope="module")
def document(seattle):
    return json.loads(to_json(run_experiment(seattle, ExperimentSettings()), seattle))


def changed(document, *path, value):
    copy = json.loads(json.dumps(document))
    place = copy
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(copy)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["format"], "another", '"format" is not'),
        (["terms"], None, "'terms' is missing"),
        (["terms", 0, "gradient_descent"], "1", "a finite number was expected; received '1'"),
        (["terms", 0, "gradient_descent"], float("nan"), "a finite number was expected; received nan"),
        (["terms", 0, "name"], 3, "a text was expected; received 3"),
        (["terms"], [{"name": "intercept", "gradient_descent": 1.0}], "its terms are not complete"),
        (["unit"], "K", 'unit must be "C" or "F"'),
        (["settings", "horizon"], 99, "horizon"),
        (["settings", "more"], 1, "no settings"),
        (["training", "last_day"], "tomorrow", "tomorrow"),
        (["predictors"], 5, "not iterable"),
    ],
)
def test_a_file_that_was_changed_is_refused_in_one_sentence(document, path, value, message):
    with pytest.raises(ValueError, match=message) as caught:
        load_model(changed(document, *path, value=value))
    assert str(caught.value).startswith("This is no model of this program: ")


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_anything_else_is_refused(source):
    with pytest.raises(ValueError, match="This is no model"):
        load_model(source)


def test_a_deep_or_long_file_is_refused():
    for source in ("[" * 200_000, " " * 2_000_000):
        with pytest.raises(ValueError, match="This is no model"):
            load_model(source)
