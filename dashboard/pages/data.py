"""What was read from the file, and every decision taken."""

import streamlit as st

from dashboard.cards import chart_card
from dashboard.running import weather_or_stop
from dashboard.text import safe
from gd_core.charts import weather as weather_charts
from gd_core.weather import describe

chosen, weather = weather_or_stop()
st.title(safe(chosen.name), anchor=False)
if chosen.simulated:
    st.info("These data are simulated; no such station exists.", icon=":material/science:")
facts = describe.facts(weather)
with st.container(horizontal=True):
    for label, value, help_text in facts:
        st.metric(label, value, help=help_text, border=True, width="stretch")

st.header("Decisions", anchor=False)
st.dataframe(describe.decisions(weather), hide_index=True, width="stretch")
st.header("Columns", anchor=False)
st.dataframe(describe.columns(weather), hide_index=True, width="stretch")
st.header("Gaps", anchor=False)
gaps = describe.gaps(weather)
left, right = st.columns(2)
with left:
    chart_card(
        weather_charts.missing_by_month(weather.frame, title=describe.missing_title(weather)),
        alt="Share of missing values by month and column.",
    )
with right, st.container(border=True):
    st.markdown(f"**{describe.gaps_title(weather)}**")
    if not gaps.empty:
        st.dataframe(gaps, hide_index=True, width="stretch")
chart_card(
    weather_charts.series(weather.frame, weather.target, weather.unit, title=describe.series_title(weather)),
    alt="The temperature to forecast over the whole record.",
)
