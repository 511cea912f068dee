"""Long descents: in a thread, with progress, to be stopped and begun anew."""

import threading

import pytest
import streamlit as st

from dashboard import cache, jobs, keep, running


@pytest.fixture
def held(monkeypatch):
    """Experiments that wait after their first epoch until the page has said how far they are.

    Gives the list of what it said, and a list of what is done then, with the job.
    """
    go_on, said, then = threading.Event(), [], []
    real, how_far = cache.run_experiment, running._how_far

    def slow(weather, settings, *, progress):
        def held_progress(epoch, epochs):
            stop = progress(epoch, epochs)
            assert go_on.wait(60)
            return stop or progress(epoch, epochs)

        return real(weather, settings, progress=held_progress)

    def heard(job, step):
        said.append(how_far(job, step))
        if job.done:
            while then:
                then.pop()(job)
            go_on.set()
        return said[-1]

    monkeypatch.setattr(keep, "_finished", keep.Newest(9))
    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    monkeypatch.setattr(cache, "run_experiment", slow)
    monkeypatch.setattr(running, "PATIENCE", 0.01)
    monkeypatch.setattr(running, "LOOK", 0.01)
    monkeypatch.setattr(running, "_how_far", heard)
    yield said, then
    go_on.set()


def test_a_long_run_shows_progress_in_its_place_and_the_page_goes_on_there(open_app, held):
    said, _ = held
    app = open_app(patient=False, method="Mini-batch", epochs="500", seed="99")
    assert "Gradient descent: epoch 1 of 500" in said
    assert "ran all 500 epochs" in app.text and len(app.charts) == 2
    assert not app.at.get("progress") and "Stop" not in [button.label for button in app.at.button]


def test_a_run_that_is_stopped_shows_where_it_is_and_is_run_again(open_app, held):
    _, then = held
    then.append(jobs.Job.stop)  # as the button does
    app = open_app(patient=False, method="Mini-batch", epochs="500", seed="95")
    assert "was stopped after 1 epoch" in app.text and len(app.charts) == 2
    app.click("Run again")
    assert "ran all 500 epochs" in app.text


def test_a_run_that_was_given_up_is_not_taken_for_a_result(open_app, held):
    _, then = held
    then.append(jobs.Job.give_up)
    app = open_app(patient=False, method="Mini-batch", epochs="400", seed="98")
    left = app.at.session_state["at_work"]
    assert left.cut_short and left.result().status == "stopped"
    app.run()
    assert app.at.session_state["at_work"] is not left
    assert "ran all 400 epochs" in app.text


def test_a_job_that_nobody_asks_for_ends_and_is_run_anew(open_app, held, monkeypatch):
    _, then = held
    then.append(lambda job: monkeypatch.setattr(jobs, "FORGOTTEN", -1.0))
    app = open_app(patient=False, method="Mini-batch", epochs="300", seed="96")
    assert app.at.session_state["at_work"].cut_short
    monkeypatch.setattr(jobs, "FORGOTTEN", 90.0)
    app.run()
    assert "ran all 300 epochs" in app.text


def test_a_visitor_has_one_job_at_a_time(monkeypatch):
    monkeypatch.setattr(st, "session_state", {})
    begun, go_on = threading.Event(), threading.Event()

    def long(progress):
        begun.set()
        assert go_on.wait(60)
        return progress(1, 2)

    first, second = jobs.Job(long, 2), jobs.Job(long, 2)
    running._only(first)
    running._only(first)
    assert not first.cut_short
    running._only(second)
    go_on.set()
    assert first.wait() and first.result() and first.cut_short
    assert second.wait() and not second.result()
    running._only(jobs.Job(long, 2))
    assert not second.cut_short  # it was done
