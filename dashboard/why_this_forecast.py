"""The section on what the forecast is made of: its terms, and what other values of today would make of it."""

import math

import streamlit as st

from dashboard import cache, forecast_charts
from dashboard.address import said_of, say_of
from dashboard.cards import card
from dashboard.keep import once
from dashboard.running import show_error
from dashboard.text import safe_label
from gd_core.forecast import Result
from gd_core.forecast.explore import by_hand
from gd_core.forecast.words import columns, interval
from gd_core.weather import Weather
from gd_core.weather.calendar import long_date

WHAT_IF = "what_if"  # the parameter of the address


def tomorrow(weather: Weather, result: Result) -> None:
    """How each term moves the forecast, and below it a form for values of one's own."""
    st.markdown(once(interval.made_from, result))
    card(once(forecast_charts.why, result))
    with st.container(border=True):
        st.markdown("**What if today had been different?**")
        _by_hand(weather, result)


@st.fragment
def _by_hand(weather: Weather, result: Result) -> None:
    day, found = result.next_day.based_on, by_hand.measured(weather, result)
    measured = {name: None if math.isnan(value) else value for name, value in found.items()}
    of_result = once(cache.fingerprint, result)
    keys = {name: f"by hand {of_result} {number}" for number, name in enumerate(measured)}
    st.caption(f"In place of the values of {long_date(day)}; an empty box counts as missing.")
    values = _boxes(weather, measured, keys)
    changed = {name: value for name, value in values.items() if value != measured[name]}
    say_of(WHAT_IF, changed)
    try:
        known = {name: math.nan if value is None else value for name, value in values.items()}
        forecast = by_hand.forecast_by_hand(weather, result, known) if changed else result.next_day
    except ValueError as error:
        show_error(error)
    else:
        st.markdown(f"**{interval.by_hand(forecast, result)}**")
    if changed:
        back = {keys[name]: measured[name] for name in changed}
        st.button(
            "Back to the day's own values",
            on_click=st.session_state.update,
            args=(back,),
            icon=":material/undo:",
        )


def _boxes(
    weather: Weather, measured: dict[str, float | None], keys: dict[str, str]
) -> dict[str, float | None]:
    """A box for each value, which begins with what the address says, else with what was measured."""
    first = {**measured, **{name: value for name, value in said_of(WHAT_IF).items() if name in measured}}
    with st.container(horizontal=True):
        return {
            name: st.number_input(
                safe_label(columns.label(weather, name), limit=40),
                value=first[name],
                step=0.5,
                format="%.4g",
                key=keys[name],
                width=170,
                help="Change it, and the forecast below follows.",
            )
            for name in measured
        }
