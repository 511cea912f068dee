"""The judge of the reader: what it calls right, and what not, on files made up here."""

import dataclasses
import sys

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import Decision, Report, WeatherError, read_weather
from tests import corpus_report
from tests.corpus_report import alternatives, differences, is_column, refusal_differences

DATES = pd.date_range("2020-01-01", periods=80)
VALUES = np.round(12 + 8 * np.sin(np.arange(80) / 9), 1)
RECORD = pd.DataFrame({"date": DATES, "tmax": VALUES, "tmin": VALUES - 5})
KEY = {"file": "a.csv", "target_column": "tmax"}
EXPECTED = {
    "file": "a.csv", "expect": "read", "reason": "", "first_date": "2020-01-01", "last_date": "2020-03-20",
    "days": "80", "target_missing": "0", "target_min": f"{VALUES.min():.2f}",
    "target_max": f"{VALUES.max():.2f}", "target_sum": f"{VALUES.sum():.1f}", "unit_out": "C",
    "unit_stated": "no", "station": "", "target_kind": "max", "doubtful": "",
}  # fmt: skip


@pytest.fixture
def weather():
    return read_weather(RECORD.to_csv(index=False).encode())


def test_what_the_key_says_is_right(weather):
    assert differences(weather, KEY, EXPECTED) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("first_date", "2020-01-02"),
        ("last_date", "2020-03-21"),
        ("days", "81"),
        ("target_missing", "1"),
        ("target_min", "4.10"),
        ("target_max", "20.20"),
        ("target_sum", f"{VALUES.sum() + 0.2:.1f}"),
        ("unit_out", "F"),
    ],
)
def test_each_difference_is_said(weather, field, value):
    [difference] = differences(weather, KEY, {**EXPECTED, field: value})
    assert difference.startswith(f"{field} ") and difference.endswith(f"key {value}")


def test_another_target_is_a_difference(weather):
    assert differences(weather, {**KEY, "target_column": "TX"}, EXPECTED) == ["target 'tmax', key 'TX'"]


def test_the_unit_must_be_called_assumed_just_where_the_file_does_not_state_it(weather):
    assert differences(weather, KEY, {**EXPECTED, "unit_stated": "yes"}) == ["unit not said to be certain"]
    stated = read_weather(RECORD.rename(columns={"tmax": "tmax (°C)"}).to_csv(index=False).encode())
    key = {**KEY, "target_column": "tmax (°C)"}
    assert differences(stated, key, EXPECTED) == ["unit not said to be assumed"]
    assert differences(stated, key, {**EXPECTED, "unit_stated": "yes"}) == []


def test_a_doubtful_choice_is_right_if_it_is_called_assumed(weather):
    low = VALUES - 5
    named = f"the minimum will do: min {low.min():.2f} max {low.max():.2f} sum {low.sum():.1f}; or not"
    expected = {**EXPECTED, "doubtful": named}
    other = dataclasses.replace(weather, target="tmin")
    assert differences(other, KEY, expected) == ["a doubtful choice not said to be assumed"]
    unsure = Decision("target", "tmin is forecast", "just so", certain=False)
    report = Report((*weather.report.decisions, unsure))
    assert differences(dataclasses.replace(other, report=report), KEY, expected) == []
    assert differences(weather, KEY, expected) == []


def test_refusals_count_where_they_are_expected_or_allowed(weather):
    assert refusal_differences("No header.", EXPECTED) == ["refused: No header."]
    assert refusal_differences("No header.", {**EXPECTED, "doubtful": "no header: may be refused"}) == []
    refuse = {**EXPECTED, "expect": "refuse", "reason": "monthly; anomalies"}
    assert differences(weather, KEY, refuse)[0].startswith("read (tmax, 2020-01-01 to 2020-03-20), to be")
    assert refusal_differences("One line\nand another about months.", refuse)[0].startswith("refused in more")


@pytest.mark.parametrize(
    ("reason", "good", "bad"),
    [
        ("monthly", "The rows are months.", "There are no dates."),
        ("weekly", "The dates are weeks.", "The dates are months."),
        ("yearly", "This is yearly data.", "There is no year."),
        ("no date", "No column of dates was found.", "The dates are months."),
        ("no date (no year)", "The dates have no year.", "Write dates with the year first."),
        ("no temperature", "No column of temperatures was recognised.", "The temperature is monthly."),
        ("normalised", "It looks normalised.", "It has a value on 3 days, too few."),
        ("not a table", "This is not a table.", "The table is empty."),
        ("too few days (31)", "31 days are too few.", "131 days are too few."),
        ("too few days (0: header only)", "A header and no rows.", "No dates."),
        ("not a table; no temperature", "There is no temperature.", "There is no date."),
    ],
)
def test_a_refusal_must_give_its_reason(reason, good, bad):
    expected = {**EXPECTED, "expect": "refuse", "reason": reason}
    assert refusal_differences(good, expected) == []
    assert refusal_differences(bad, expected) == [f"refused, but not for {reason!r}: {bad}"]


@pytest.mark.parametrize(
    ("key", "names", "station"),
    [
        ("TMAX", ("tmax", "TMAX"), ""),
        ("Max  Temp", ("Max Temp", "Max Temp"), ""),
        ("value where attr=TMAX", ("TMAX", "value"), ""),
        ("(column 4; column 5 = corrected)", ("column_4", ""), ""),
        ("(columns 3-14 = Jan..Dec)", ("temperature", ""), ""),
        ("最高気温(℃) (first of three columns)", ("最高気温(℃)", "最高気温(℃)"), ""),
        ("BASEL_temp_max", ("temp_max", "temp_max"), "BASEL"),
        ("(fourth field; header name temp)", ("temp", "temp"), ""),
    ],
)
def test_targets_of_every_shape_are_recognised(key, names, station):
    assert is_column(key, names, station)
    assert not is_column("another", names, station)


def test_a_reason_without_words_is_shown_as_such():
    refuse = {**EXPECTED, "expect": "refuse", "reason": "by moonlight"}
    [difference] = refusal_differences("No dates.", refuse)
    assert difference == "refused, and this report has no words for 'by moonlight': No dates."
    assert refusal_differences("No dates.", {**refuse, "reason": "by moonlight; no date"}) == []


def test_alternatives_are_read_from_the_words():
    text = "2017-10-12 is a fill; if missing target_missing = 1; trimmed it is last 2020-08-31, days 52108"
    assert list(alternatives(text)) == [
        {"target_missing": "1"},
        {"last_date": "2020-08-31", "days": "52108"},
    ]
    assert list(alternatives("kept naively: missing 0, min -99.00; first in file taken")) == []


def test_the_report_on_a_folder(tmp_path, monkeypatch, capsys):
    (tmp_path / "files").mkdir()
    for name in ("a.csv", "b.csv", "c.csv"):
        RECORD.to_csv(tmp_path / "files" / name, index=False)
    numbers = [EXPECTED, {**EXPECTED, "file": "b.csv", "days": "9"}, {**EXPECTED, "file": "c.csv"}]
    pd.DataFrame(numbers).to_csv(tmp_path / "numbers.tsv", sep="\t", index=False)
    keys = [{**KEY, "file": row["file"]} for row in numbers]
    pd.DataFrame(keys).to_csv(tmp_path / "key.tsv", sep="\t", index=False)

    def reader(path):
        if path.name == "c.csv":
            raise KeyError("a mistake of ours")
        return read_weather(path)

    monkeypatch.setattr(corpus_report, "read_weather", reader)
    monkeypatch.setattr(sys, "argv", ["corpus_report", str(tmp_path)])
    corpus_report.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("a.csv: right (")
    assert lines[1].startswith("b.csv: days 80, key 9 (")
    assert lines[2].startswith("c.csv: traceback: KeyError: 'a mistake of ours' (")
    assert lines[3] == "1 right of 3"


def test_what_takes_too_long_is_wrong(tmp_path, monkeypatch):
    answers = iter([(WeatherError("No dates."), 2.5), (WeatherError("No dates."), 2.2)])
    monkeypatch.setattr(corpus_report, "read", lambda path: next(answers))
    refuse = {**EXPECTED, "expect": "refuse", "reason": "no date"}
    verdict = corpus_report.judge(tmp_path / "a.csv", KEY, refuse)
    assert not verdict.right and verdict.line() == "a.csv: took 2.2 s (2200 ms)"
