"""A model that is written, loaded and applied again says the same."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core import ExperimentSettings, WeatherError, read_weather, run_experiment
from gd_core.forecast.take_away.model_file import digest, load_model, to_json
from gd_core.weather.show_tables import daily_csv
from tests.forecast.plain_regression import plain


@pytest.mark.parametrize(
    "changes", [{}, {"horizon": 4, "fill": "knn"}, {"split": "random", "seed": 5}, {"features": ("today",)}]
)
def test_it_gives_the_predictions_of_the_run(station, changes):
    result = run_experiment(station, plain(**changes))
    again = load_model(to_json(result, station)).predict(station)
    expected = result.predictions["gradient_descent"]
    np.testing.assert_allclose(again[expected.index], expected, rtol=0, atol=1e-12)
    assert again[result.next_day.date] == pytest.approx(result.next_day.value, abs=1e-12)


FROM_TODAY = ExperimentSettings(start_from="today")


@pytest.mark.parametrize("changes", [{}, {"horizon": 4}, {"split": "random", "seed": 5}, {"alpha": 0.2}])
def test_a_start_from_today_is_forecast_again_for_the_latest_day(station, changes):
    result = run_experiment(station, replace(FROM_TODAY, **changes))
    again = load_model(to_json(result, station)).predict(station)
    assert again.index[-1] == result.next_day.date
    assert again.iloc[-1] == pytest.approx(result.next_day.value, abs=1e-9)


@pytest.mark.parametrize("days", [90, 91, 400])
def test_from_today_a_table_that_starts_half_way_gives_the_same_forecasts(station, days):
    result = run_experiment(station, FROM_TODAY)
    model = load_model(to_json(result, station))
    whole = model.predict(station)
    part = model.predict(replace(station, frame=station.frame.iloc[-days:]))
    assert part.index[-1] == result.next_day.date and len(part) >= days - 95
    np.testing.assert_allclose(part, whole[part.index], rtol=0, atol=1e-9)


def test_from_today_a_table_of_few_days_is_told_how_many_it_needs(station):
    model = load_model(to_json(run_experiment(station, FROM_TODAY), station))
    first = station.frame.index[-1] - pd.Timedelta(days=88)
    short = replace(station, frame=station.frame.loc[first:])
    with pytest.raises(WeatherError, match=r"looks back over 90 days.*bring at least 90 days"):
        model.predict(short)


def test_from_today_normals_and_interval_are_labelled(station):
    result = run_experiment(station, FROM_TODAY)
    document = json.loads(to_json(result, station))
    assert document["format"].endswith("version 2") and document["starts_from"] == "today"
    assert [row["column"] for row in document["normals"]] == [
        "tmax",
        *(name for name in result.predictors if name != "tmax"),
    ]
    day = pd.DatetimeIndex(["2024-01-15"])
    expected = result.normals.at(pd.DatetimeIndex([result.next_day.based_on]))[0]
    assert [row["mean_sine_cosine"] for row in document["normals"]] == expected.tolist()
    interval = document["interval"]
    assert interval["level"] == 0.9 and len(interval["by_month"]) == 12
    january = interval["by_month"][0]
    low, high = result.interval.around(np.zeros(1), day)
    assert january["month"] == "January"
    assert [january["low"], january["high"]] == pytest.approx([low[0], high[0]], rel=0.01)
    assert document["training"]["last_day"] == "2023-12-30"


def test_a_normal_that_is_not_known_yet_is_left_out(seattle):
    short = replace(seattle, frame=seattle.frame.iloc[:200])
    result = run_experiment(short, FROM_TODAY)
    content = to_json(result, short)
    assert {row["mean_sine_cosine"] for row in json.loads(content)["normals"]} == {None}
    again = load_model(content).predict(short)
    assert again.iloc[-1] == pytest.approx(result.next_day.value, abs=1e-9)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["normals"], None, "'normals' is missing"),
        (["normals"], [], "its normals are not complete"),
        (["normals", 0, "mean_sine_cosine"], [1.0], "its normals are not complete"),
        (["normals", 0, "mean_sine_cosine"], ["1"] * 5, "a finite number was expected"),
        (["normals"], 5, "not iterable"),
        (["training", "last_day"], "NaT", "last day"),
    ],
)
def test_a_start_from_today_that_was_changed_is_refused(from_today, path, value, message):
    with pytest.raises(ValueError, match=message) as caught:
        load_model(changed(from_today, *path, value=value))
    assert str(caught.value).startswith("This is no model of this program: ")


@pytest.fixture(scope="module")
def from_today(seattle):
    return json.loads(to_json(run_experiment(seattle, FROM_TODAY), seattle))


def test_it_applies_to_a_longer_record_and_to_other_degrees(seattle, data_dir):
    result = run_experiment(seattle, plain())
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
    result = run_experiment(seattle, plain())
    document = json.loads(to_json(result, seattle))
    again = read_weather(daily_csv(seattle))
    assert document["data"]["sha256_of_cleaned_table"] == digest(again)
    assert document["data"]["days"] == 1461 and document["unit"] == "C"
    assert [term["name"] for term in document["terms"]] == list(result.coefficients["term"])
    assert ExperimentSettings.from_json(json.dumps(document["settings"])) == result.settings


def test_a_record_of_later_years_alone_is_refused(seattle, make_later):
    model = load_model(to_json(run_experiment(seattle, plain()), seattle))
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
    model = load_model(to_json(run_experiment(seattle, plain(split="random")), seattle))
    shorter = read_weather(b"\n".join((data_dir / "seattle_weather.csv").read_bytes().splitlines()[:-1]))
    with pytest.raises(ValueError, match="only be applied to the same one"):
        model.predict(shorter)


def test_a_table_without_its_columns_is_refused(seattle, station):
    model = load_model(to_json(run_experiment(seattle, plain()), seattle))
    with pytest.raises(WeatherError, match='There is no column "temp_max"'):
        model.predict(station)


@pytest.fixture(scope="module")
def document(seattle):
    return json.loads(to_json(run_experiment(seattle, plain()), seattle))


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
        (["training", "last_day"], "", "its last day of training is empty"),
        (["training", "last_day"], "NaT", "its last day of training is empty"),
        (["terms", 0, "gradient_descent"], 1e308, "its coefficients foretell no temperature"),
        (["terms", -1, "gradient_descent"], -1e13, "its coefficients foretell no temperature"),
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
