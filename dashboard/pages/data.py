"""What was read from the file, and every decision taken."""

import streamlit as st

from dashboard.cards import chart_card
from dashboard.running import weather_or_stop
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.charts import weather as weather_charts
from gd_core.weather import Weather, describe

SHOWN_DECISIONS = 40


def facts(weather: Weather) -> None:
    """The record in five numbers."""
    with st.container(horizontal=True):
        for label, value, help_text in describe.facts(weather):
            st.metric(label, value, help=help_text, border=True, width="stretch")


def decisions(weather: Weather) -> None:
    """Every decision of the reader, as sentences."""
    st.header("Decisions", anchor=False)
    lines = weather.report.lines()
    for line in lines[:SHOWN_DECISIONS]:
        st.markdown(f"- {safe(line, limit=500)}")
    if len(lines) > SHOWN_DECISIONS:
        with st.expander(f"{len(lines) - SHOWN_DECISIONS:,} more decisions"):
            st.dataframe(describe.decisions(weather).iloc[SHOWN_DECISIONS:], hide_index=True)


def gaps(weather: Weather) -> None:
    """What is missing, and when."""
    st.header("Gaps", anchor=False)
    if describe.is_complete(weather):
        st.markdown("No date is absent, and no value is missing.")
        return
    left, right = st.columns(2)
    with left:
        chart_card(
            weather_charts.missing_by_month(weather.frame, title=describe.missing_title(weather)),
            alt="Share of missing values by month and column.",
        )
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"**{describe.gaps_title(weather)}**")
        absent = describe.gaps(weather)
        if not absent.empty:
            st.dataframe(absent, hide_index=True, width="stretch")


def record(chosen: Chosen, weather: Weather) -> None:
    """The whole record of the temperature that is forecast."""
    target = chosen.settings.target if chosen.settings else None
    target = target or weather.target
    chart_card(
        weather_charts.series(
            weather.frame, target, weather.unit, title=describe.series_title(weather, target)
        ),
        alt="The temperature to forecast over the whole record.",
    )


chosen, weather = weather_or_stop()
st.title(safe(chosen.name), anchor=False)
if chosen.simulated:
    st.info("These data are simulated; no such station exists.", icon=":material/science:")
facts(weather)
decisions(weather)
st.header("Columns", anchor=False)
st.dataframe(describe.columns(weather), hide_index=True, width="stretch")
gaps(weather)
record(chosen, weather)
