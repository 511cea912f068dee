"""From what is chosen to a result: the empty state, a long run's progress and Stop, and errors."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, NoReturn, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cache
from dashboard.jobs import Job
from dashboard.record import my_town, own_record, refused, same_record
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.forecast import ExperimentSettings, Result
from gd_core.weather import Weather

T = TypeVar("T")
PATIENCE = 0.5  # seconds that a page waits for a result before it says how far it is
LOOK = 0.25  # seconds from one look at the progress to the next


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
    """What is chosen, its table and what came of it; where nothing can come, the page says why and ends."""
    chosen, weather, settings = settings_or_stop()
    result = result_of(cache.job(chosen.key, weather, settings), "Gradient descent: epoch")
    if result is None:
        st.stop()
    same_record.remember(chosen.key, result)
    return chosen, weather, result


def result_of(job: Job[T], step: str) -> T | None:
    """What came of ``job``, or None with a message if it failed.

    While it runs, the page says how far it is and waits here, to go on where it is: nothing is drawn twice.
    """
    if not job.wait(0):
        _only(job)
        if not job.wait(PATIENCE):
            _follow(job, step)
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
        st.stop()
    if chosen.is_error:
        st.error(chosen.problem, icon=":material/error:")
    if chosen.weather is None and st.session_state["data"] == own_record.OWN_FILE:
        st.header("Use my own record", anchor=False)
        own_record.drop_zone()
    if chosen.weather is None and st.session_state["data"] == my_town.FIND:
        st.header(my_town.FIND, anchor=False)
        my_town.search_zone()
    st.stop()


def _only(job: Job[Any]) -> None:
    """A visitor has one job at a time: one that is still running for something else is given up."""
    before: Job[Any] | None = st.session_state.get("at_work")
    if before is not None and before is not job:
        before.give_up()
    st.session_state["at_work"] = job


def _follow(job: Job[Any], step: str) -> None:
    """Wait for ``job`` with a bar that follows it, counting each ``step``, and a way to stop it."""
    place = st.empty()
    with place.container():
        bar = st.empty()
        st.button(
            "Stop",
            on_click=job.stop,
            icon=":material/stop_circle:",
            help="End here and show the state that has been reached.",
        )
    while not job.wait(LOOK):
        # Where the page was closed, or something else was chosen on it, this run ends here.
        bar.progress(job.done / job.total, _how_far(job, step))
    place.empty()


def _how_far(job: Job[Any], step: str) -> str:
    """The state of a job in words."""
    ahead = job.ahead
    if ahead:
        return f"Waiting, {ahead} ahead"
    return f"{step} {job.done:,} of {job.total:,}"
