"""From what is chosen to a result: the empty state, a long run's progress and Stop, and errors."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cache, my_town, own_record, refused, same_record
from dashboard.jobs import Job
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.forecast import ExperimentSettings, Result
from gd_core.weather import Weather

T = TypeVar("T")
PATIENCE = 0.5  # seconds that a page waits for a result before it shows progress instead


@dataclass(frozen=True)
class Running:
    """The job that the page shows or waits for, and what it is cached under."""

    job: Job[Result]
    key: str
    settings: ExperimentSettings


def weather_or_stop() -> tuple[Chosen, Weather]:
    """What is chosen, with a weather table; without one, the page says what is missing and ends."""
    chosen: Chosen = st.session_state["chosen"]
    if chosen.weather is None:
        _say_and_stop(chosen)
    return chosen, chosen.weather


def settings_or_stop() -> tuple[Chosen, Weather, ExperimentSettings]:
    """What is chosen, with a weather table and settings that fit it; else the page says why and ends."""
    chosen, weather = weather_or_stop()
    if chosen.settings is None:
        _say_and_stop(chosen)
    return chosen, weather, chosen.settings


def result_or_stop() -> tuple[Chosen, Weather, Result]:
    """What is chosen, its table and what came of it; while that is not known, the page says why and ends."""
    chosen, weather, settings = settings_or_stop()
    result = result_of(_current_job(chosen, weather, settings), "Gradient descent: epoch")
    if result is None:
        st.stop()
    same_record.remember(chosen.key, result)
    return chosen, weather, result


def result_of(job: Job[T], step: str) -> T | None:
    """What came of ``job``; while it runs, its progress and None, and None with a message if it failed."""
    if not job.wait(PATIENCE):
        show_progress(job, step)
        return None
    try:
        return job.result()
    except ValueError as error:
        show_error(error)
        return None


def show_error(error: Exception) -> None:
    """What was wrong, in the words of whoever found it."""
    st.error(safe(str(error), limit=600), icon=":material/error:")


@contextmanager
def errors_shown(place: DeltaGenerator | None = None) -> Iterator[None]:
    """A ValueError from inside is shown, in ``place`` if there is one, and the page ends."""
    try:
        yield
    except ValueError as error:
        with place or nullcontext():
            show_error(error)
        st.stop()


def offer_to_run_again(chosen: Chosen, result: Result) -> None:
    """A button below a run that was stopped, which begins it anew."""
    if result.status == "stopped":
        st.button(
            "Run again",
            on_click=cache.forget,
            args=(chosen.key, result.settings),
            icon=":material/replay:",
            help="Begin this descent anew.",
        )


def show_refused(chosen: Chosen) -> None:
    """A file that can't be read, in place of a page."""
    if chosen.refused:
        refused.show(chosen.refused, chosen.problem or "", chosen.as_read)


def _say_and_stop(chosen: Chosen) -> NoReturn:
    if chosen.refused:
        show_refused(chosen)
    elif chosen.is_error:
        st.error(chosen.problem, icon=":material/error:")
    if chosen.weather is None and st.session_state["data"] == own_record.OWN_FILE:
        st.header("Use my own record", anchor=False)
        own_record.drop_zone()
    if chosen.weather is None and st.session_state["data"] == my_town.FIND:
        st.header(my_town.FIND, anchor=False)
        my_town.search_zone()
    st.stop()


def _current_job(chosen: Chosen, weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    """The job for these settings; one that was running for other settings is told to end."""
    before: Running | None = st.session_state.get("running")
    if before is not None and before.job.cut_short:
        cache.forget(before.key, before.settings)
    job = cache.job(chosen.key, weather, settings)
    if before is not None and before.job is not job and not before.job.wait(0):
        before.job.stop()
        cache.forget(before.key, before.settings)
    st.session_state["running"] = Running(job, chosen.key, settings)
    return job


@st.fragment(run_every=0.25)
def show_progress(job: Job[Any], step: str) -> None:
    """A bar that follows ``job``, counting each ``step``, with a way to stop it; then the page runs again."""
    if job.wait(0):
        st.rerun()
    ahead = job.ahead
    said = f"Waiting, {ahead} ahead" if ahead else f"{step} {job.done:,} of {job.total:,}"
    st.progress(job.done / job.total, said)
    st.button(
        "Stop",
        on_click=job.stop,
        icon=":material/stop_circle:",
        help="End here and show the state that has been reached.",
    )
