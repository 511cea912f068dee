"""Sentences on the interval: its ends, how often it held, what it is made from, how it is made."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings
from gd_core.forecast.words import interval


def held(result) -> float:
    test = result.predictions.query("part == 'test'")
    return sum(low <= y <= high for y, low, high in zip(test.actual, test.low, test.high, strict=True)) / 218


def test_it_says_its_ends_how_often_it_held_and_what_it_knows(result):
    day = result.next_day
    assert interval.forecast_interval(result) == (
        f"Its 90% interval goes from {day.low:.1f} °C to {day.high:.1f} °C; such intervals contained "
        f"the temperature on {held(result):.0%} of 218 test days. It is made from the values of 31 December "
        "2015 and has learned from days up to that day."
    )


def test_a_fit_on_the_training_part_says_where_it_ends(plain):
    words = interval.forecast_interval(plain)
    last = plain.predictions.query("part == 'train'").index[-1]
    assert words.endswith(f"and has learned from days up to {last.day} {last:%B %Y}.")
    assert f"contained the temperature on {held(plain):.0%} of 218 test days" in words


def test_terms_that_are_not_known_are_counted(result, plain):
    few = dataclasses.replace(result, next_day=dataclasses.replace(result.next_day, filled=5))
    count = result.latest.shape[1]
    assert f"2015 (5 of {count} terms not known, counted as no departure) and has" in (
        interval.forecast_interval(few)
    )
    few = dataclasses.replace(plain, next_day=dataclasses.replace(plain.next_day, filled=1))
    assert "2015 (1 of 4 terms filled in) and has" in interval.forecast_interval(few)


@pytest.mark.parametrize(("start", "part"), [("today", "The record"), ("nothing", "The validation part")])
def test_where_there_is_no_interval_it_says_why(result, plain, start, part):
    found = {"today": result, "nothing": plain}[start]
    blank = dataclasses.replace(found.next_day, low=np.nan, high=np.nan)
    words = interval.forecast_interval(dataclasses.replace(found, next_day=blank))
    assert words.endswith(f". {part} is too short for a 90% interval.")
    none = dataclasses.replace(found, predictions=found.predictions.assign(low=np.nan))
    assert "test days" not in interval.forecast_interval(none)


def test_the_title_over_time_is_how_often_it_held(result):
    assert interval.timeline_title(result) == (
        f"The 90% interval contained the temperature on {held(result):.0%} of 218 test days"
    )
    blank = result.predictions.assign(low=np.nan)
    assert interval.timeline_title(dataclasses.replace(result, predictions=blank)) == (
        "Forecast and measured temperature"
    )


@pytest.mark.parametrize("kind", ["seasonal", "constant"])
@pytest.mark.parametrize(
    ("start", "split", "words"),
    [
        ("today", "chronological", "each miss moves them a little outwards"),
        ("today", "random", "errors made on the validation days"),
        ("nothing", "chronological", "errors made on the validation days"),
    ],
)
def test_how_it_is_made_follows_the_settings(result, kind, start, split, words):
    settings = ExperimentSettings(start_from=start, split=split, interval=kind)
    said = interval.how_made(dataclasses.replace(result, settings=settings))
    assert words in said and ("seasons" in said) == (kind == "seasonal")


def test_values_by_hand_are_compared_with_the_record(result):
    day = result.next_day
    warmer = dataclasses.replace(day, value=day.value + 2.0, date=pd.Timestamp("2016-01-05"))
    words = interval.by_hand(warmer, result)
    assert words.startswith(f"{day.value + 2.0:.1f} °C on Tuesday, 5 January 2016, most likely between")
    assert words.endswith(": +2.0 °C against the forecast from the record.")
    assert "against" not in interval.by_hand(day, result)
