"""The words of the report, and foreign text in them."""

import dataclasses
import pickle

import pytest

from gd_core.weather import Decision, Report, WeatherError, read_weather
from gd_core.weather.report import TOPICS, counted, listed, quoted


def test_lines():
    assert Decision("unit", "In °C").line() == "In °C."
    assert Decision("unit", "In °C", "the name says so").line() == "In °C (the name says so)."
    assert Decision("unit", "In °C", "the range", certain=False).line() == "In °C (assumed: the range)."


def test_an_uncertain_decision_has_evidence_and_a_topic_is_known():
    with pytest.raises(ValueError, match="needs its evidence: 'In °C'"):
        Decision("unit", "In °C", certain=False)
    with pytest.raises(ValueError, match=r"topic must be one of compression, .*; got 'units'"):
        Decision("units", "In °C")


def test_report_by_topic():
    first, second = Decision("unit", "a"), Decision("dates", "b")
    report = Report((first, second))
    assert report.lines() == ["a.", "b."]
    assert report.about("dates") == (second,)
    assert report.about("gaps") == ()
    with pytest.raises(ValueError, match="topic must be one of"):
        report.about("gap")


def test_decisions_are_in_the_documented_order(data_dir):
    for name in ("seattle_weather.csv", "synthetic_station.csv"):
        topics = [d.topic for d in read_weather(data_dir / name).report.decisions]
        assert topics == sorted(topics, key=TOPICS.index)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tmax", '"tmax"'),
        ("a\nb\tc\x00\x1b[31m", '"a b c [31m"'),
        ("left\u202eright\u200b", '"left right"'),
        ("x" * 60, '"' + "x" * 60 + '"'),
        ("x" * 61, '"' + "x" * 59 + '…"'),
        (" " * 10_000_000, '"…"'),
        ("", '""'),
        (5, '"5"'),
    ],
)
def test_foreign_text_is_one_short_printable_line(text, shown):
    assert quoted(text) == shown


def test_lists_and_counts():
    assert listed("ab") == '"a", "b"'
    assert listed("abcdefghij") == '"a", "b", "c", "d", "e", "f", "g", "h" and 2 more'
    assert counted(1, "day") == "1 day"
    assert counted(13_509, "row") == "13,509 rows"
    assert counted(2, "entry", "entries") == "2 entries"


def test_messages_hold_no_control_characters(make_csv):
    name = "x\x07\u202e" * 100
    with pytest.raises(WeatherError) as caught:
        read_weather(make_csv({name: range(80), "y": range(80)}))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_results_are_frozen_and_survive_a_cache(data_dir):
    weather = read_weather(data_dir / "seattle_weather.csv")
    with pytest.raises(dataclasses.FrozenInstanceError):
        weather.unit = "F"
    copy = pickle.loads(pickle.dumps(weather))
    assert copy.report == weather.report
    assert copy.columns == weather.columns
