"""The script of a run: alone in a fresh process, it prints the run's coefficients."""

import ast
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.take_away.script import WHOLE, to_script
from gd_core.weather.show_tables import daily_csv, defused
from tests.forecast.plain_regression import plain

HIDDEN = ("gd_core", "sklearn", "scipy", "numba", "streamlit", "altair", "statsmodels")


def run(script: bytes, table: bytes, folder) -> dict[str, dict[str, float]]:
    """What the script prints, in an empty folder and with everything but NumPy and pandas out of reach."""
    (folder / "forecast.py").write_bytes(script)
    (folder / "daily.csv").write_bytes(table)
    code = (
        "import runpy, sys\n"
        f"for name in {HIDDEN!r}: sys.modules[name] = None\n"
        "sys.argv = ['forecast.py', 'daily.csv']\n"
        "runpy.run_path('forecast.py', run_name='__main__')\n"
    )
    command = [sys.executable, "-I", "-W", "error", "-X", "utf8", "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, float]] = {}
    current: dict[str, float] = {}
    for line in done.stdout.splitlines():
        if line[0] in " -":
            value, name = line.split("  ", 1)
            current[name] = float(value)
        else:
            current = found.setdefault(line, {})
    return found


def check(weather, settings, folder, digits=9):
    result = run_experiment(weather, settings)
    found = run(to_script(result), daily_csv(weather), folder)
    names = [defused(name) for name in result.coefficients["term"]]
    expected = dict(zip(names, result.coefficients["gradient_descent"], strict=True))
    exact = dict(zip(names, result.coefficients["least_squares"], strict=True))
    if result.alpha == 0.0:
        assert found["Least squares"].keys() == exact.keys()
        for term, value in exact.items():
            assert found["Least squares"][term] == pytest.approx(value, rel=10**-digits, abs=1e-12)
    return result, found, expected


@pytest.mark.parametrize("fill", ["seasonal", "forward", "linear", "mean", "drop"])
def test_it_prints_the_coefficients_of_the_run(station, fill, tmp_path):
    result, found, expected = check(station, plain(fill=fill), tmp_path)
    for term, value in expected.items():
        assert found["Gradient descent"][term] == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert result.agreeing_digits > 6


def values_of(found, names):
    """The values of a block of what was printed, in the order of the terms."""
    assert list(found) == names
    return list(found.values())


@pytest.mark.parametrize(
    "changes",
    [{}, {"horizon": 6}, {"alpha": 0.1}, {"split": "random", "seed": 2}, {"train_share": 0.5}],
)
@pytest.mark.parametrize("record", ["seattle", "station"])
def test_from_today_it_prints_both_fits_and_the_forecast(record, changes, tmp_path, request):
    weather = request.getfixturevalue(record)
    weather = replace(weather, frame=weather.frame.iloc[-2_000:])
    assert record == "seattle" or weather.frame.isna().any().any()
    result = run_experiment(weather, ExperimentSettings(start_from="today", **changes))
    found = run(to_script(result), daily_csv(weather), tmp_path)
    *_, line = found
    assert list(found)[:3] == [
        "Least squares, training part",
        "Gradient descent, training part",
        "Least squares, issued",
    ]
    table = result.coefficients.iloc[:-1]
    names = [defused(name) for name in table["term"]]
    for title, expected in (
        ("Least squares, training part", table["least_squares"]),
        ("Gradient descent, training part", table["gradient_descent"]),
        ("Least squares, issued", result.issued.least_squares.coef),
    ):
        said = values_of(found[title], names)
        np.testing.assert_allclose(said, expected, rtol=1e-9, atol=1e-12, err_msg=title)
    date, value = line.removeprefix("Forecast for ").split(": ")
    assert date == f"{result.next_day.date:%Y-%m-%d}"
    assert float(value) == pytest.approx(result.next_day.least_squares, abs=2e-9)


def test_where_as_today_stands_alone_the_script_says_so(seattle, tmp_path, monkeypatch):
    monkeypatch.setattr("gd_core.forecast.origins.STRENGTHS", np.array([np.inf]))
    monkeypatch.setattr("gd_core.forecast.origins.USUAL", {False: np.inf, True: np.inf})
    result = run_experiment(seattle, ExperimentSettings(start_from="today"))
    found = run(to_script(result), daily_csv(seattle), tmp_path)
    *_, line = found
    assert line == "Forecast for 2016-01-01: 5.600000000"
    assert {value for block in found.values() for value in block.values()} == {0.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"split": "random", "seed": 3},
        {"horizon": 5, "features": ("today", "season", "lags", "mean_7", "change"), "lags": 3},
        {"features": ("today",), "standardize": False, "learning_rate": 1e-4, "epochs": 50},
    ],
)
def test_it_does_so_for_other_settings(seattle, changes, tmp_path):
    _, found, expected = check(seattle, plain(**changes), tmp_path)
    for term, value in expected.items():
        assert found["Gradient descent"][term] == pytest.approx(value, rel=1e-9, abs=1e-12)


def test_a_ridge_penalty_is_that_of_the_run(seattle, tmp_path):
    result, found, expected = check(seattle, plain(alpha=0.1), tmp_path)
    assert result.alpha == 0.1
    for term, value in expected.items():
        assert found["Least squares"][term] == pytest.approx(value, rel=1e-6)


def test_a_run_that_cannot_be_repeated_in_a_few_lines_prints_least_squares_alone(seattle, tmp_path):
    _, found, _ = check(seattle, plain(update="adam", epochs=20), tmp_path)
    assert list(found) == ["Least squares"]


def test_hostile_names_of_columns_are_data(tmp_path):
    names = ["date", '=cmd|"x"', "tmax", "'); raise SystemExit(3) #", '"""\nimport os', "{target}"]
    rng = np.random.default_rng(0)
    lines = [",".join('"' + name.replace('"', '""').replace("\n", " ") + '"' for name in names)]
    for day in np.arange("2020-01-01", "2022-01-01", dtype="datetime64[D]"):
        lines.append(",".join([str(day), *(f"{value:.2f}" for value in rng.normal(10, 4, 5))]))
    weather = read_weather("\n".join(lines).encode())
    _, found, _ = check(weather, plain(), tmp_path)
    assert len(found["Least squares"]) > 5
    result = run_experiment(weather, ExperimentSettings(start_from="today"))
    found = run(to_script(result), daily_csv(weather), tmp_path)
    assert len(found["Least squares, issued"]) == len(result.coefficients) - 1


def test_every_file_that_is_copied_says_so():
    for module in {module for modules in WHOLE.values() for module in modules}:
        assert "The exported script copies this file: it may import" in module.__doc__


@pytest.mark.parametrize("start", ["today", "nothing"])
def test_no_name_is_given_twice(seattle, start):
    script = to_script(run_experiment(seattle, ExperimentSettings(start_from=start)))
    named: Counter[str] = Counter()
    for node in ast.parse(script).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            named[node.name] += 1
        for target in getattr(node, "targets", [getattr(node, "target", None)]):
            named.update(
                leaf.id for leaf in ast.walk(target) if isinstance(leaf, ast.Name)
            ) if target else None
    assert not [name for name, count in named.items() if count > 1]
    assert "gd_core" not in script.decode().replace("`gd_core", "")
