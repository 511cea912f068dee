"""What was read from the file, and every decision taken; what is missing, and how well it is filled in."""

import streamlit as st

from dashboard import cache
from dashboard.address import choice
from dashboard.cards import chart_card, page_head
from dashboard.record.decisions import Decisions
from dashboard.running import weather_or_stop
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.charts import record_overview, scatter
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.words import climate as climate_words
from gd_core.forecast.words import gap_trial
from gd_core.weather import Weather
from gd_core.weather import show_tables as describe

# Labels stand in links: to change one is to break the links that name it.
VIEWS = {"record": "Day by day", "tomorrow": "Today and tomorrow", "year": "Over the year"}


def facts(weather: Weather) -> None:
    """The record in five numbers."""
    with st.container(horizontal=True):
        for label, value, help_text in describe.facts(weather):
            st.metric(label, value, help=help_text, border=True, width="stretch")


def gaps(weather: Weather) -> None:
    """What is missing, and when."""
    st.header("Gaps", anchor=False)
    if describe.is_complete(weather):
        st.markdown("No date is absent, and no value is missing.")
        return
    left, right = st.columns(2)
    with left:
        chart_card(
            record_overview.missing_by_month(weather.frame, title=describe.missing_title(weather)),
            alt="Share of missing values by month and column.",
        )
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"**{describe.gaps_title(weather)}**")
        absent = describe.gaps(weather)
        if not absent.empty:
            st.dataframe(absent, hide_index=True, width="stretch")


def temperature(chosen: Chosen, weather: Weather, target: str) -> None:
    """The temperature that is forecast, one way of looking at it at a time."""
    st.header(f"The temperature to forecast: {safe(target)}", anchor=False)
    view = choice("Look at", VIEWS, key="look_at", help="Each is one picture of the same column.")
    if view == "record":
        _record(chosen, weather, target)
        return
    pairs, cycle = cache.climate(chosen.key, weather, target)
    if view == "tomorrow":
        chart_card(
            scatter.today_against_tomorrow(
                pairs.frame,
                weather.unit,
                slope=pairs.slope,
                intercept=pairs.intercept,
                title=climate_words.pairs_title(pairs),
            ),
            alt="Tomorrow's temperature against today's, with the line of best fit.",
            text=climate_words.pairs_line(pairs, weather.unit),
        )
    else:
        chart_card(
            record_overview.seasonal_cycle(cycle, weather.unit, title=climate_words.cycle_title(cycle)),
            alt="Mean temperature over the year, in a band that holds eight days of ten.",
            text="Line: the mean. Band: eight days of ten.",
        )


def _record(chosen: Chosen, weather: Weather, target: str) -> None:
    """The whole record, with what is filled in for the forecast, if it is."""
    frame, imputed = weather.frame, None
    if chosen.settings and chosen.settings.start_from == "nothing":
        filled = cache.filled(chosen.key, weather, chosen.settings)
        frame, imputed = filled.frame, filled.imputed[target]
    chart_card(
        record_overview.series(
            frame, target, weather.unit, imputed, title=describe.series_title(weather, target)
        ),
        alt="The temperature to forecast over the whole record, with imputed values marked.",
    )


def trial(chosen: Chosen, weather: Weather, settings: ExperimentSettings) -> None:
    """The ways of filling gaps, ranked by their error on values that are known."""
    st.header("Trial of filling gaps", anchor=False)
    tried = cache.gap_trial(chosen.key, weather, settings)
    degrees = st.column_config.NumberColumn(format=f"%.2f °{weather.unit}")
    with st.container(border=True):
        st.markdown(f"**{safe(gap_trial.title(tried, weather.unit), limit=200)}**")
        st.dataframe(
            gap_trial.table(tried),
            hide_index=True,
            width="stretch",
            column_config={"RMSE": degrees, "Mean absolute error": degrees},
        )
        st.caption(gap_trial.explanation(tried))
        if settings.start_from == "today":
            st.caption(gap_trial.FROM_TODAY)


chosen, weather = weather_or_stop()
target = (chosen.settings and chosen.settings.target) or weather.target
said: Decisions = st.session_state["decisions"]
with said.head:
    page_head(
        "What is in the record?",
        f"{safe(chosen.name)}: what was read from the file, every decision taken, and what is missing.",
    )
    if chosen.simulated:
        st.info("These data are simulated; no such station exists.", icon=":material/science:")
    facts(weather)
said.fill(weather)
st.header("Columns", anchor=False)
st.dataframe(describe.columns(weather), hide_index=True, width="stretch")
gaps(weather)
temperature(chosen, weather, target)
if chosen.settings:
    trial(chosen, weather, chosen.settings)
