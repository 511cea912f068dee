"""`python -m gd_core forecast`: the numbers of `run_experiment`, and one sentence for what is wrong."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.command import forecast, main
from gd_core.forecast.judge import skill
from gd_core.forecast.words import interval, summary, verdict

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def seattle(data_dir) -> str:
    return str(data_dir / "seattle_weather.csv")


@pytest.fixture
def two_stations(data_dir, tmp_path) -> str:
    """Seattle, and the same under another name, shorter and in other degrees."""
    lines = (data_dir / "seattle_weather.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"West,{line}" for line in lines[1:]] + [f"East,{line}" for line in lines[1:701]]
    path = tmp_path / "two.csv"
    path.write_text("\n".join([f"station,{lines[0]}", *rows]), encoding="utf-8")
    return str(path)


def said(capsys, *arguments: str) -> str:
    """What the command prints; it ends well and says nothing else."""
    assert main(["forecast", *arguments]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_the_process_prints_what_the_page_says(seattle):
    command = [sys.executable, "-m", "gd_core", "forecast", seattle]
    utf8 = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=True, env=utf8)
    result = run_experiment(read_weather(seattle), ExperimentSettings())
    first, of, sure, worth, *assumed = done.stdout.splitlines()
    assert first == f"5.6 °C on {summary.forecast_date(result)}"
    assert of == f'"temp_max", {summary.days_ahead(result)}.'
    assert sure == interval.in_short(result)
    assert worth == verdict.verdict(skill.of_result(result))
    assert assumed[0] == "Assumed:" and assumed[1].startswith('- "temp_max" is in °C (assumed: ')
    assert len(assumed) == 2 and done.stderr == ""


def test_json_has_the_numbers_of_the_experiment(capsys, seattle):
    given = json.loads(said(capsys, seattle, "--json", "--horizon", "3", "--target", "temp_min"))
    weather = read_weather(seattle, target="temp_min")
    result = run_experiment(weather, ExperimentSettings(horizon=3))
    day = result.next_day
    assert (given["based_on"], given["date"], given["horizon_days"]) == ("2015-12-31", "2016-01-03", 3)
    assert (given["target"], given["unit"], given["station"]) == ("temp_min", "C", None)
    assert given["forecast"] == day.value
    days, held = interval.held_on_test_days(result)
    assert given["interval"] == {"level": 0.9, "low": day.low, "high": day.high, "held": held}
    assert given["test"]["days"] == days == result.rows["test"]
    assert given["test"]["rmse"] == {model: row["rmse"] for model, row in result.test_scores.items()}
    assert given["test"]["forecast_was"].keys() == {"persistence", "climatology", "damped_anomaly"}
    assert given["verdict"] == verdict.verdict(skill.of_result(result))
    assert given["assumed"] == [d.line() for d in weather.report.decisions if not d.certain]
    for key in given:
        assert key in forecast.as_json.__doc__, f"{key} is not documented"


def test_the_station_and_the_unit_are_those_asked_for(capsys, two_stations):
    given = json.loads(said(capsys, two_stations, "--json", "--station", "East", "--unit", "F"))
    weather = read_weather(two_stations, station="East", unit="F")
    assert (given["station"], given["unit"], given["based_on"]) == ("East", "F", "2013-11-30")
    assert given["forecast"] == run_experiment(weather, ExperimentSettings()).next_day.value
    assert "of station" in said(capsys, two_stations)


def test_a_record_may_come_from_standard_input(capsys, monkeypatch, seattle):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(seattle).read_bytes())))
    assert said(capsys, "-") == said(capsys, seattle)


def test_what_is_not_known_is_null(seattle):
    weather = read_weather(seattle)
    result = run_experiment(weather, ExperimentSettings())
    day = replace(result.next_day, low=float("nan"), high=float("nan"))
    given = forecast.as_json(weather, replace(result, next_day=day))
    assert given["interval"]["low"] is None and given["interval"]["high"] is None
    assert given["forecast"] == day.value


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["no such file.csv"], 1, "There is no file"),
        (["."], 1, "is a folder"),
        (["SEATTLE", "--horizon", "15"], 1, "whole number from 1 to 14"),
        (["SEATTLE", "--target", "wnd"], 1, 'choose one of "temp_max", "temp_min"'),
        (["SEATTLE", "--station", "Oslo"], 1, '"Oslo"'),
        (["SEATTLE", "--unit", "K"], 2, "--unit"),
        (["SEATTLE", "--horizon", "soon"], 2, "--horizon"),
        (["SEATTLE", "--horizont"], 2, "--horizont"),
        ([], 2, "RECORD"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(capsys, seattle, arguments, status, words):
    asked = [seattle if argument == "SEATTLE" else argument for argument in arguments]
    assert main(["forecast", *asked]) == status
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert words in line and line.endswith(".") and "Traceback" not in line


def test_a_name_from_a_file_does_not_reach_the_terminal_as_it_is(capsys, tmp_path, seattle):
    text = Path(seattle).read_text(encoding="utf-8").replace("temp_max", "tmax\x1b[31m", 1)
    path = tmp_path / "odd.csv"
    path.write_text(text, encoding="utf-8")
    assert "\x1b" not in said(capsys, str(path), "--target", read_weather(path).target)


def test_help_names_every_command_and_argument(capsys):
    assert main(["--help"]) == 0
    assert "forecast" in capsys.readouterr().out
    assert main(["forecast", "--help"]) == 0
    shown = capsys.readouterr().out
    for argument in ("RECORD", "--json", "--horizon", "--target", "--station", "--unit", "--dates"):
        assert argument in shown


def test_an_interrupt_ends_quietly(capsys, monkeypatch, seattle):
    def interrupted(_asked):
        raise KeyboardInterrupt

    monkeypatch.setattr(forecast, "run", interrupted)
    assert main(["forecast", seattle]) == 130
    assert capsys.readouterr() == ("", "")


ANSWERED = "from gd_core.command import forecast, main; forecast.run = lambda asked: 'said'; "
ANSWERED += "raise SystemExit(main(['forecast', 'record.csv']))"  # without the imports, which take seconds


def test_output_that_nobody_reads_ends_quietly():
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-c", ANSWERED]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_that_cannot_be_written_is_said():
    command = [sys.executable, "-c", ANSWERED]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("The answer can't be written: ") and done.stderr.count("\n") == 1
