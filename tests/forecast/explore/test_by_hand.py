"""Values entered by hand take the place of those of one day."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.explore.by_hand import forecast_by_hand, measured
from gd_core.forecast.words.interval import by_hand
from tests.forecast.plain_regression import plain


@pytest.fixture(scope="module", params=["chronological", "random"])
def result(seattle, request):
    return run_experiment(seattle, plain(split=request.param))


@pytest.mark.parametrize("split", ["chronological", "random"])
@pytest.mark.parametrize("record", ["seattle", "station"])
def test_from_today_the_values_of_the_record_give_its_forecast(record, split, request):
    weather = request.getfixturevalue(record)
    result = run_experiment(weather, ExperimentSettings(start_from="today", split=split))
    again = forecast_by_hand(weather, result, measured(weather, result))
    assert again.date == result.next_day.date and again.filled == result.next_day.filled
    for name in ("value", "low", "high", "least_squares"):
        assert getattr(again, name) == pytest.approx(getattr(result.next_day, name), abs=1e-9)


def test_from_today_another_value_moves_what_departs_from_it(seattle):
    """Rain is in four terms besides its normal: 14 fifteenths of a millimetre count in its departure."""
    result = run_experiment(seattle, ExperimentSettings(start_from="today"))
    values = measured(seattle, result)
    more = forecast_by_hand(seattle, result, values | {"precipitation": values["precipitation"] + 3.0})
    coef = dict(zip(result.latest.columns, result.issued.descent.coef, strict=True))
    angle = 2 * np.pi * (result.next_day.date - pd.Timestamp("2000-01-01")).days / 365.2425
    above = "precipitation, above its 15-day mean"
    by_season = {"sine": np.sin(angle), "cosine": np.cos(angle)}
    slope = coef[above] + sum(coef[f"{above} × season, {kind}"] * wave for kind, wave in by_season.items())
    others = coef["precipitation, change since the day before"] + coef["precipitation, above its normal"]
    expected = 3.0 * (slope * 14 / 15 + others)
    assert more.value - result.next_day.value == pytest.approx(expected, abs=1e-9)


def test_from_today_the_target_has_to_be_known_and_nothing_else(seattle):
    result = run_experiment(seattle, ExperimentSettings(start_from="today"))
    found = forecast_by_hand(seattle, result, {"temp_max": 7.0})
    assert found.filled == 3 * 5 and np.isfinite(found.value)
    with pytest.raises(ValueError, match="temp_max is not known on that day"):
        forecast_by_hand(seattle, result, {"wind": 3.0})


def test_the_values_of_the_record_give_its_forecast(seattle, result):
    values = measured(seattle, result)
    assert values["temp_max"] == 5.6 and len(values) == 4
    again = forecast_by_hand(seattle, result, values)
    assert again.date == result.next_day.date and again.filled == result.next_day.filled
    for name in ("value", "low", "high", "least_squares"):
        assert getattr(again, name) == pytest.approx(getattr(result.next_day, name), abs=1e-9)
    assert "against" not in by_hand(again, result)


def test_another_value_counts_as_its_coefficient_says(seattle):
    result = run_experiment(seattle, plain(features=("today",)))
    coefficients = result.coefficients.set_index("term")["gradient_descent"]
    values = measured(seattle, result)
    warmer = forecast_by_hand(seattle, result, values | {"temp_min": values["temp_min"] + 4.0})
    assert warmer.value - result.next_day.value == pytest.approx(4.0 * coefficients["temp_min"], abs=1e-9)
    assert "against the forecast from the record" in by_hand(warmer, result)


def test_it_equals_a_record_in_which_they_were_measured(seattle, data_dir):
    """The oracle: the same values written into the file, and everything done again."""
    values = {"precipitation": 3.0, "temp_max": 9.5, "temp_min": 4.4, "wind": 6.0}
    content = (data_dir / "seattle_weather.csv").read_text().rstrip()
    longer = read_weather(f"{content}\n2016/01/01,3.0,9.5,4.4,6.0,rain\n".encode())
    before = run_experiment(seattle, plain())
    found = forecast_by_hand(seattle, before, values, pd.Timestamp("2016-01-01"))
    # One row more moves the border between the parts, unless their shares are of one row more, too.
    shares = {"train_share": 0.7 * 1460 / 1461, "validation_share": 0.15 * 1460 / 1461}
    after = run_experiment(longer, plain(**shares))
    assert after.rows["train"] == before.rows["train"]
    assert found.date == after.next_day.date == pd.Timestamp("2016-01-02")
    assert found.value == pytest.approx(after.next_day.value, abs=1e-9)


def test_missing_values_are_filled_and_counted(seattle, result):
    values = measured(seattle, result) | {"wind": math.nan}
    found = forecast_by_hand(seattle, result, values)
    assert found.filled == result.next_day.filled + 1 and np.isfinite(found.value)


@pytest.mark.parametrize("horizon", [1, 3])
@pytest.mark.parametrize("settings", [ExperimentSettings(), plain(), plain(split="random")])
def test_a_day_that_the_fit_knows_the_outcome_of_is_refused(seattle, settings, horizon):
    """A start from today has learned from all days, the others from those of the training part alone."""
    result = run_experiment(seattle, dataclasses.replace(settings, horizon=horizon))
    values, dates = measured(seattle, result), result.predictions.index
    learned = dates if settings.rolls else dates[result.predictions["part"] == "train"]
    last = learned.max() - pd.Timedelta(days=horizon)
    after = last + pd.Timedelta(days=1)
    until, choose = (f"{day.day} {day:%B %Y}" for day in (learned.max(), after))
    words = f"has learned from days up to {until}. Choose a day from {choose} on"
    for day in (last, learned[100], pd.Timestamp("1990-01-01")):
        with pytest.raises(ValueError, match=words):
            forecast_by_hand(seattle, result, values, day)
    found = forecast_by_hand(seattle, result, values, after)
    assert found.based_on == after and np.isfinite(found.value)


def test_a_descent_that_was_stopped_has_learned_from_the_training_part(seattle):
    settings = ExperimentSettings(batch_size=32, learning_rate=1e-4)
    result = run_experiment(seattle, settings, progress=lambda epoch, epochs: epoch > 3)
    assert result.status == "stopped"
    day = result.issued.learned_until
    assert day < result.predictions.index[-1]
    assert np.isfinite(forecast_by_hand(seattle, result, measured(seattle, result), day).value)


def test_what_cannot_be_done_is_refused(seattle, result):
    values = measured(seattle, result)
    with pytest.raises(ValueError, match="wind must be a number; received inf"):
        forecast_by_hand(seattle, result, values | {"wind": math.inf})
    dropped = run_experiment(seattle, plain(fill="drop"))
    with pytest.raises(ValueError, match="wind \\(anomaly\\) is not known on that day"):
        forecast_by_hand(seattle, dropped, values | {"wind": math.nan})
