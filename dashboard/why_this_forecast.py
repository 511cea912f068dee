"""The section "Why this forecast": its terms, and what other values of today would make of it."""

import math

import streamlit as st

from dashboard import cache, forecast_charts
from dashboard.cards import card
from dashboard.running import show_error
from dashboard.text import safe_label
from gd_core.forecast import Result
from gd_core.forecast.explore import by_hand
from gd_core.forecast.words import columns, interval
from gd_core.weather import Weather
from gd_core.weather.calendar import long_date


def tomorrow(weather: Weather, result: Result) -> None:
    """How each term moves the forecast, beside a form for values of one's own."""
    left, right = st.columns(2)
    with left:
        card(forecast_charts.why(result))
    with right, st.container(border=True, height="stretch"):
        st.markdown("**What if today had been different?**")
        _by_hand(weather, result)


@st.fragment
def _by_hand(weather: Weather, result: Result) -> None:
    measured, day = by_hand.measured(weather, result), result.next_day.based_on
    st.caption(f"In place of the values of {long_date(day)}; an empty box counts as missing.")
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
        show_error(error)
    else:
        st.markdown(f"**{interval.by_hand(forecast, result)}**")
