"""Why the forecast is what it is, what other values of today would make of it, and how it would have done."""

import math
from typing import TypeVar

import streamlit as st

from dashboard import cache, pictures
from dashboard.cards import card, chart_card
from dashboard.jobs import Job
from dashboard.running import PATIENCE, show_progress
from dashboard.text import safe, safe_label
from gd_core.charts import outlook as charts
from gd_core.forecast import ExperimentSettings, Result
from gd_core.forecast.explore import by_hand
from gd_core.forecast.words import backtest, columns, days_ahead, summary
from gd_core.weather import Weather

T = TypeVar("T")
REFITS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}


def tomorrow(weather: Weather, result: Result) -> None:
    """How each term moves the forecast, beside a form for values of one's own."""
    left, right = st.columns(2)
    with left:
        card(pictures.why(result))
    with right, st.container(border=True, height="stretch"):
        st.markdown("**What if today had been different?**")
        _by_hand(weather, result)


@st.fragment
def _by_hand(weather: Weather, result: Result) -> None:
    measured, day = by_hand.measured(weather, result), result.next_day.based_on
    st.caption(f"In place of the values of {day.day} {day:%B %Y}; an empty box counts as missing.")
    values = {}
    with st.container(horizontal=True):
        for number, (name, value) in enumerate(measured.items()):
            entered = st.number_input(
                safe_label(columns.label(weather, name), limit=40),
                value=None if math.isnan(value) else value,
                step=0.5,
                format="%.4g",
                key=f"by hand {cache.fingerprint(result)} {number}",
                width=170,
                help="Change it, and the forecast below follows.",
            )
            values[name] = math.nan if entered is None else entered
    try:
        forecast = by_hand.forecast_by_hand(weather, result, values)
    except ValueError as error:
        st.error(safe(str(error), limit=400), icon=":material/error:")
    else:
        st.markdown(f"**{summary.by_hand(forecast, result)}**")


def rolling(key: str, weather: Weather, settings: ExperimentSettings) -> None:
    """The backtest, fitted anew as often as is chosen, and what a random split would have made of it."""
    with st.container(horizontal=True):
        window = st.segmented_control(
            "Learn from",
            list(backtest.WINDOW_LABELS),
            default="expanding",
            required=True,
            format_func=backtest.WINDOW_LABELS.__getitem__,
            key="backtest_window",
            bind="query-params",
            help="All days before each fit, or those of the ten years before it.",
        )
        every = st.select_slider(
            "Fit anew every",
            list(REFITS),
            30,
            format_func=REFITS.__getitem__,
            key="refit",
            bind="query-params",
            help="How often the regression and its references learn from what has come in.",
        )
    job = cache.backtest(key, weather, settings, every, window or "expanding")
    found = _done(job, "Backtest: fit")
    if found is None:
        return
    chart_card(
        charts.error_by_year(found.years, found.unit, title=backtest.title(found)),
        alt="Root mean square error of each forecast, year by year.",
        text=backtest.explanation(found),
        note=backtest.flattery_line(cache.flattery(key, weather, settings)),
    )


def ahead(key: str, weather: Weather, settings: ExperimentSettings) -> None:
    """Skill for one day ahead, for two, and so on."""
    table = _done(cache.horizons(key, weather, settings), "Days ahead:")
    if table is not None:
        chart_card(
            charts.skill_by_horizon(table, title=days_ahead.title(table)),
            alt="Skill over each reference against the days ahead, with its interval.",
            text=days_ahead.explanation(table),
        )


def _done(job: Job[T], step: str) -> T | None:
    """What came of ``job``; while it runs, its progress and None, and None with a message if it failed."""
    if not job.wait(PATIENCE):
        show_progress(job, step)
        return None
    try:
        return job.result()
    except ValueError as error:
        st.error(safe(str(error), limit=600), icon=":material/error:")
        return None
