"""Long descents: in a thread, with progress, to be stopped and begun anew."""

import threading

import pytest

from dashboard import cache, jobs


@pytest.fixture
def held(monkeypatch):
    """Experiments that wait after their first epoch until the test lets them go."""
    reached, go_on = threading.Event(), threading.Event()
    real = cache.run_experiment

    def slow(weather, settings, *, progress):
        def held_progress(epoch, epochs):
            stop = progress(epoch, epochs)
            reached.set()
            assert go_on.wait(60)
            return stop or progress(epoch, epochs)

        return real(weather, settings, progress=held_progress)

    monkeypatch.setattr("gd_core.forecast.fits.WORTH_WATCHING", 1)
    monkeypatch.setattr(cache, "run_experiment", slow)
    monkeypatch.setattr("dashboard.running.PATIENCE", 0.01)
    yield reached, go_on
    go_on.set()


def test_a_long_run_shows_progress_and_stops_where_it_is(open_app, held):
    reached, go_on = held
    app = open_app(patient=False, method="Mini-batch", epochs="500", seed="99")
    assert reached.wait(60)
    app.run()
    assert not app.charts and not app.at.header
    assert "of 500" in app.at.get("progress")[0].proto.text
    job = app.at.session_state["running"].job
    app.click("Stop")
    go_on.set()
    assert job.wait(60)
    app.run()
    assert "was stopped after 1 epoch" in app.text and len(app.charts) == 2
    app.click("Run again")
    again = app.at.session_state["running"].job
    assert again is not job and again.wait(60)
    assert again.result().status == "max_iter"


def test_a_run_left_behind_is_ended_and_not_taken_for_a_result(open_app, held):
    reached, go_on = held
    app = open_app(patient=False, method="Mini-batch", epochs="400", seed="98")
    assert reached.wait(60)
    left = app.at.session_state["running"].job
    app.set("Seed", 97)
    go_on.set()
    assert left.wait(60)
    assert left.result().status == "stopped"
    app.set("Seed", 98)
    back = app.at.session_state["running"].job
    assert back is not left and back.wait(60)
    assert back.result().status == "max_iter"


def test_a_job_hands_on_the_error_of_its_work():
    def work(progress):
        raise ValueError("Nothing came of it.")

    job = jobs.Job(work, 1)
    assert job.wait()
    with pytest.raises(ValueError, match="Nothing came of it"):
        job.result()


def test_a_job_that_nobody_asks_for_ends_and_is_run_anew(open_app, held, monkeypatch):
    reached, go_on = held
    app = open_app(patient=False, method="Mini-batch", epochs="300", seed="96")
    assert reached.wait(60)
    job = app.at.session_state["running"].job
    monkeypatch.setattr(jobs, "FORGOTTEN", -1.0)
    go_on.set()
    assert job.wait(60)
    assert job.cut_short and job.result().status == "stopped"
    monkeypatch.undo()
    app.patient = True
    app.run()
    assert app.at.session_state["running"].job is not job
    assert "ran all 300 epochs" in app.text
