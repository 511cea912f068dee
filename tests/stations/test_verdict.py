"""A station's row holds the numbers of `run_experiment` on that file alone, bit for bit."""

import math

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.judge import skill
from gd_core.forecast.judge.coverage import coverage
from gd_core.stations.asked import Asked
from gd_core.stations.columns import COLUMNS, to_table
from gd_core.stations.verdict import verdicts
from tests.stations.helpers import ASKED, several, station_csv


def same(a, b) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def check(row, weather, settings):
    result = run_experiment(weather, settings)
    for model, scores in result.test_scores.items():
        assert same(row[f"rmse_{model}"], scores["rmse"]) and same(row[f"mae_{model}"], scores["mae"])
    table = skill.of_result(result)
    ours = table[(table["part"] == "test") & (table["model"] == "gradient_descent")]
    for _, found in ours.iterrows():
        name = f"skill_{found['reference']}"
        assert (row[name], row[f"finding_{found['reference']}"]) == (found["skill"], found["finding"])
        assert same(row[f"{name}_low"], found["low"]) and same(row[f"{name}_high"], found["high"])
    held = coverage(result.predictions, settings.horizon, rolls=settings.rolls).iloc[0]
    assert [row["coverage"], row["coverage_low"], row["coverage_high"]] == held[
        ["held", "low", "high"]
    ].tolist()
    assert row["coefficients"] == result.coefficients["gradient_descent"].tolist()
    day = result.next_day
    assert [row["forecast"], row["forecast_low"], row["forecast_high"]] == [day.value, day.low, day.high]
    assert row["assumed"] == [line.line() for line in weather.report.decisions if not line.certain]


@pytest.mark.parametrize(
    "settings", [ExperimentSettings(), ExperimentSettings(horizon=3, start_from="nothing")], ids=str
)
def test_the_bundled_record(data_dir, settings):
    data = (data_dir / "seattle_weather.csv").read_bytes()
    (row,) = verdicts("seattle", data, Asked(settings))
    check(row, read_weather(data), settings)


def test_place_length_and_gaps():
    data = station_csv(1)
    (row,) = verdicts("key", data, ASKED)
    weather = read_weather(data)
    check(row, weather, ASKED.settings)
    values = weather.frame["tmax"].dropna()
    days = (values.index[-1] - values.index[0]).days + 1
    assert (row["id"], row["name"]) == ("SIM00002", "Simulated 2")
    assert (row["latitude"], row["longitude"]) == (weather.place.latitude, weather.place.longitude)
    assert (row["days"], row["first_day"]) == (len(values), values.index[0].date())
    assert row["missing"] == 1.0 - len(values) / days and row["years"] == days / 365.25


def test_every_station_of_a_file():
    data = several(2).to_csv(index=False).encode()
    rows = verdicts("two", data, ASKED)
    assert [row["key"] for row in rows] == ["two::SIM00001", "two::SIM00002"]
    for row in rows:
        check(row, read_weather(data, station=row["station"]), ASKED.settings)


def test_a_station_that_is_too_short_stands_beside_the_other():
    long, short = several(2), several(2, days=40)
    data = pd.concat([long[long["station"] == "SIM00001"], short[short["station"] == "SIM00002"]])
    good, bad = verdicts("two", data.to_csv(index=False).encode(), ASKED)
    assert "refused" not in good
    assert bad["refused"] and bad["station"] == "SIM00002"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"date,tmax\n2020-01-01,3\n", b"no table"])
def test_what_is_refused_has_its_reason(data):
    (row,) = verdicts("bad", data, ASKED)
    assert row["key"] == "bad" and row["refused"].endswith(".") and "\n" not in row["refused"]


def test_rows_are_what_the_columns_say():
    rows = [*verdicts("good", station_csv(), ASKED), *verdicts("bad", b"", ASKED)]
    assert set(rows[0]) <= set(COLUMNS)
    back = to_table(rows, COLUMNS).to_pandas()
    for name, value in rows[0].items():
        if isinstance(value, float) and not math.isnan(value):
            assert back[name][0] == value, name
    assert np.array_equal(back["coefficients"][0], rows[0]["coefficients"])
    assert back["refused"].isna().tolist() == [True, False]


def test_the_mark_tells_questions_apart():
    assert Asked().mark == Asked().mark
    others = [Asked(ExperimentSettings(horizon=2)), Asked(unit="F"), Asked(pool=True), Asked(target="tmin")]
    assert len({Asked().mark, *(asked.mark for asked in others)}) == 5
