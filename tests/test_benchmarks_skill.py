"""The judging of forecasts on a folder of records: windows, scores, tables and what they are put beside."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from benchmarks import document, rivals, skill, skill_tables
from gd_core import read_weather, run_experiment
from gd_core.forecast.rows.rows import prepare

DAYS = 400


def table(days=DAYS, seed=0):
    """A season of 10 degrees, and departures from it that last: AR(1) with 0.7 and shocks of 2 degrees."""
    dates = pd.date_range("2001-01-01", periods=days)
    normal = 15 + 10 * np.sin(2 * np.pi * np.asarray(dates.day_of_year) / 365.25)
    shocks = np.random.default_rng(seed).normal(scale=2.0, size=days)
    departure = np.zeros(days)
    for day in range(1, days):
        departure[day] = 0.7 * departure[day - 1] + shocks[day]
    return pd.DataFrame({"date": dates, "tmax": normal + departure}), normal


@pytest.fixture(scope="module")
def weather():
    return read_weather(table()[0].to_csv(index=False).encode())


@pytest.fixture(scope="module")
def judged(weather):
    return list(skill.judge_all("a.csv", weather, most=1))


def test_the_page_has_a_place_for_each_run():
    page = skill.PAGE.read_text(encoding="utf-8")
    assert sorted(document.places(page)) == sorted([skill.BUNDLED, skill.FOLDER])
    for name in (skill.BUNDLED, skill.FOLDER):
        assert document.with_tables(page, name, "new").count("new\n\n<!-- end of") == 1


def test_windows_are_apart_and_reach_both_ends(weather):
    found = [piece.frame.index for piece in skill.windows(weather, 120, 6)]
    assert [len(days) for days in found] == [120, 120, 120]
    assert found[0][0] == weather.frame.index[0] and found[-1][-1] == weather.frame.index[-1]
    assert found[0][-1] < found[1][0] and found[1][-1] < found[2][0]


def test_a_single_window_is_the_latest_and_none_is_longer_than_the_record(weather):
    [piece] = skill.windows(weather, 365, 6)
    assert piece.frame.index[-1] == weather.frame.index[-1]
    assert list(skill.windows(weather, 730, 6)) == []


def test_windows_with_too_few_days_are_left_out(weather):
    some = weather.frame.copy()
    some.iloc[20:40] = np.nan
    absent = weather.frame.drop(weather.frame.index[20:40])
    for frame in (some, absent):
        cut = dataclasses.replace(weather, frame=frame)
        assert [len(piece.frame) for piece in skill.windows(cut, 120, 3)] == [120, 120]


def test_scores_are_logarithms_of_ratios_of_squared_errors():
    references = {"persistence": [2.0, 2.0], "climatology": [1.0, 1.0], "damped_anomaly": [4.0, 0.0]}
    test = pd.DataFrame({"actual": 0.0, **references}, index=pd.date_range("2001-01-01", periods=2))
    found = skill.scores(test, pd.Series(1.0, index=test.index))
    expected = {"persistence": 1 / 4, "climatology": 1.0, "damped_anomaly": 1 / 8, "best": 1.0}
    assert found == pytest.approx({name: math.log(ratio) for name, ratio in expected.items()})
    on_the_first_alone = skill.scores(test, pd.Series([3.0, np.nan], index=test.index))
    assert on_the_first_alone["damped_anomaly"] == pytest.approx(math.log(9 / 16))


def test_a_record_is_judged_whole_and_in_windows(judged):
    found = pd.DataFrame(judged)
    expected = {0: 400, 120: 120, 180: 180, 365: 365}
    assert found.groupby("length")["days"].first().to_dict() == expected
    models = {length: set(rows["model"]) for length, rows in found.groupby("length")}
    assert models[120] == models[180] == {skill.OURS, skill.PLAIN}
    assert models[365] == {skill.OURS, skill.PLAIN, skill.TREES}
    assert models[0] == {skill.OURS, skill.PLAIN, skill.TREES, skill.ARMA}


def test_our_scores_are_those_of_the_experiment(weather, judged):
    metrics = run_experiment(weather, skill.SETTINGS).metrics.query("part == 'test'").set_index("model")
    mse = metrics["rmse"] ** 2
    ours = judged[0]
    assert (ours["model"], ours["length"]) == (skill.OURS, 0)
    assert ours["persistence"] == pytest.approx(math.log(mse["gradient_descent"] / mse["persistence"]))
    best = mse[["persistence", "climatology", "damped_anomaly"]].min()
    assert ours["best"] == pytest.approx(math.log(mse["gradient_descent"] / best))


def test_what_never_changes_is_not_judged(weather):
    still = dataclasses.replace(weather, frame=0.0 * weather.frame)
    assert list(skill.judge_all("a.csv", still, most=1)) == []


def test_a_folder_is_read_and_what_cannot_be_is_passed_over(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    table(100)[0].to_csv(files / "b.csv", index=False)
    (files / "a.txt").write_text("no weather", encoding="utf-8")
    (tmp_path / "key.tsv").write_text("not looked at", encoding="utf-8")
    for folder in (tmp_path, files):
        assert [name for name, _ in skill.records(folder)] == ["b.csv"]


def test_trees_learn_the_change_from_the_training_days_alone(weather):
    rows = prepare(weather, skill.SETTINGS)
    later = rows.y.where(rows.of("train"), 99.0)
    forecast = rivals.boosted_trees(rows)
    pd.testing.assert_series_equal(forecast, rivals.boosted_trees(dataclasses.replace(rows, y=later)))
    assert np.abs(forecast - rows.base.to_numpy()).max() < 20.0


def test_waves_with_arma_find_what_the_record_is_made_of():
    state_space = pytest.importorskip("statsmodels.tsa.statespace.sarimax")
    made, normal = table(1500)
    values = made.set_index("date")["tmax"]
    until = values.index[1099]
    forecast = rivals.waves_with_arma(state_space, values, until)
    assert forecast.index.equals(values.index[1100:])
    best = normal[1100:] + 0.7 * (values.to_numpy() - normal)[1099:-1]  # nobody can know more
    assert np.sqrt(np.mean((forecast - best) ** 2)) < 0.4
    # One day later, nothing that came before has changed.
    changed = values.copy()
    changed.iloc[1300] = np.nan
    again = rivals.waves_with_arma(state_space, changed, until)
    np.testing.assert_allclose(again[:201], forecast[:201])
    assert np.isfinite(again).all()


def test_without_a_year_there_are_no_waves():
    state_space = pytest.importorskip("statsmodels.tsa.statespace.sarimax")
    values = table(300)[0].set_index("date")["tmax"]
    forecast = rivals.waves_with_arma(state_space, values, values.index[209])
    assert np.abs(forecast - values.shift()[210:]).max() < 15.0


def rows_of(model, ratios, **others):
    return [
        {"record": str(k), "length": 120, "days": 120, "model": model, "persistence": ratio, **others}
        for k, ratio in enumerate(ratios)
    ]


def test_a_table_says_which_bars_are_met():
    scores = {"best": 0.01, "climatology": -1.0, "damped_anomaly": -0.5}
    judged = rows_of(skill.OURS, [-0.2, 0.06, -0.13, -0.17], **scores, held=0.9)
    judged += rows_of(skill.PLAIN, [0.1] * 4, **scores)
    text = skill_tables.all_tables(pd.DataFrame(judged))
    assert text.startswith("### Windows of 120 days: 4 from 4 records\n")
    assert "| log ratio to “as today” | −0.110 | at most −0.080 | yes | +0.100 |" in text
    assert "| worse than it by more than 5% | 25.0% | at most 10.0% | **no** | 100.0% |" in text
    assert "| log ratio to the best of three | +0.010 | at most +0.020 | yes | +0.010 |" in text
    assert "| 90% interval held, test days | 90.0% |  |  |  |" in text


def test_a_package_that_is_missing_is_named(weather, monkeypatch):
    monkeypatch.setattr(rivals, "STATE_SPACE", None)
    text = skill_tables.all_tables(pd.DataFrame(skill.judge_all("a.csv", weather, most=0)))
    header, line = (row for row in text.splitlines() if "mean over" in row or "“as today”" in row)
    assert header.rstrip(" |").endswith(skill.ARMA) and line.endswith("| not installed |")


def test_the_tables_go_to_the_page(tmp_path, monkeypatch):
    page = tmp_path / "skill.md"
    page.write_text("<!-- tables of folder -->\n<!-- end of folder -->\n", encoding="utf-8")
    table(100)[0].to_csv(tmp_path / "a.csv", index=False)
    monkeypatch.setattr(skill, "PAGE", page)
    written = skill.write(str(tmp_path))
    assert written in page.read_text(encoding="utf-8")


def test_a_folder_without_records_is_named(tmp_path):
    with pytest.raises(SystemExit, match="No file in"):
        skill.report(tmp_path)
