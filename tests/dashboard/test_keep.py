"""What comes of a bundled record is made once for everybody, and no page changes it."""

import pickle
from dataclasses import replace

import pandas as pd
import pytest
import streamlit as st

from dashboard import cache, keep
from dashboard.keep import Newest
from gd_core import ExperimentSettings
from gd_core.forecast.judge.backtest import flattery, run_backtest
from gd_core.forecast.judge.horizons import skill_by_horizon


def content(value):
    """What a result holds, pictures that were made of it aside."""
    made = vars(value).pop("made", None)
    try:
        return pickle.dumps(value)
    finally:
        if made is not None:
            vars(value)["made"] = made


@pytest.fixture
def fresh(monkeypatch):
    """Nothing was found yet."""
    finished = Newest(32)
    monkeypatch.setattr(keep, "_finished", finished)
    st.cache_resource.clear()
    return finished


def test_the_newest_values_are_kept():
    newest = Newest(2)
    newest.put("a", 1)
    newest.put("b", 2)
    assert newest.get("a") == 1
    newest.put("c", 3)
    assert (newest.get("a"), newest.get("b"), newest.get("c")) == (1, None, 3)


def test_a_second_visitor_is_shown_what_was_found_for_the_first(fresh, open_app, monkeypatch):
    assert open_app(horizon="3").forecast
    st.cache_resource.clear()  # what sessions keep: in these tests, all are one
    monkeypatch.setattr(cache, "run_experiment", lambda *_, **__: pytest.fail("It was run again."))
    assert open_app(horizon="3").forecast
    assert len(fresh._values) == 1


def test_what_comes_of_an_own_file_is_kept_for_nobody_else(fresh, open_app, data_dir):
    lines = (data_dir / "seattle_weather.csv").read_text().splitlines()
    app = open_app()
    known = list(fresh._values)
    app.upload("mine.csv", "\n".join(lines[:800]).encode())
    assert "mine" in app.text and list(fresh._values) == known


def test_a_run_that_was_stopped_is_kept_for_nobody(fresh):
    work = keep.begun("a kind", _public(), 1, lambda progress: "part" if progress(1, 2) else "whole", 2)
    assert work.wait(60) and len(fresh._values) == 1
    stopped = keep.begun("a kind", _public(), 2, _stops_itself, 2)
    assert stopped.wait(60) and len(fresh._values) == 1


def _public():
    keep.for_everybody("a table")
    return "a table"


def _stops_itself(progress):
    job = progress.__self__
    job.stop()
    return progress(1, 2)


def test_what_least_squares_is_judged_by_does_not_depend_on_the_way_of_the_descent(seattle):
    usual = ExperimentSettings(target="temp_max", start_from="nothing")
    other = ExperimentSettings(
        target="temp_max", start_from="nothing", horizon=3, batch_size=32, update="adam", momentum=0.5,
        learning_rate=0.01, epochs=7, tol=1e-3, init="uniform", level=0.5, interval="constant",
    )  # fmt: skip
    assert keep.told_apart(usual, ignoring=cache.OF_THE_WAY | {"horizon"}) == keep.told_apart(
        other, ignoring=cache.OF_THE_WAY | {"horizon"}
    )
    pd.testing.assert_frame_equal(skill_by_horizon(seattle, usual), skill_by_horizon(seattle, other))
    other = replace(other, horizon=1)
    assert keep.told_apart(usual, ignoring=cache.OF_THE_WAY) == keep.told_apart(
        other, ignoring=cache.OF_THE_WAY
    )
    both = [run_backtest(seattle, settings, every=365) for settings in (usual, other)]
    pd.testing.assert_frame_equal(both[0].years, both[1].years)
    assert flattery(seattle, usual) == flattery(seattle, other)


@pytest.mark.parametrize("page", [None, "verdict"])
def test_pages_leave_what_is_everybodys_as_it_is(fresh, open_app, page):
    app = open_app(page)
    before = {name: content(value) for name, value in fresh._values.items()}
    assert before
    app.set("Play's speed", "Fast")
    for view in ("coverage", "days", "residuals", "table") if page else ():
        app.set("Look at", view)
    assert {name: content(fresh.get(name)) for name in before} == before
