"""How good is the forecast? The answer first; behind it one question and one picture at a time."""

import pandas as pd
import streamlit as st

from dashboard import cache, forecast_charts
from dashboard.address import bound, choice
from dashboard.cards import card, chart_card, page_head
from dashboard.keep import once
from dashboard.lesson import course
from dashboard.running import result_of, result_or_stop
from dashboard.text import safe
from gd_core.charts import scores as charts
from gd_core.forecast import ExperimentSettings, Result
from gd_core.forecast.judge import skill
from gd_core.forecast.words import backtest, days_ahead, summary, verdict
from gd_core.forecast.words.glossary import explained
from gd_core.weather import Weather

# Labels stand in links: to change one is to break the links that name it.
VIEWS = {
    "skill": "Simple forecasts",
    "coverage": "Interval",
    "days": "Day by day",
    "backtest": "Years",
    "ahead": "Days ahead",
    "residuals": "Errors",
    "table": "All scores",
}
QUESTIONS = {
    "skill": "Is it better than a simple forecast?",
    "coverage": "Does the interval hold?",
    "days": "What did it say, and what came?",
    "backtest": "Does it hold over the years?",
    "ahead": "How far ahead does it see?",
    "residuals": "What is left in the errors?",
    "table": "Every score",
}
REFITS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}


def show(view: str, key: str, weather: Weather, result: Result, table: pd.DataFrame) -> None:
    """The answer to one of the questions."""
    st.header(QUESTIONS[view], anchor=False)
    if view == "coverage":
        _coverage(result)
    elif view == "days":
        _day_by_day(result)
    elif view == "backtest":
        _over_the_years(key, weather, result.settings)
    elif view == "ahead":
        _ahead(key, weather, result.settings)
    elif view == "residuals":
        _errors(result)
    elif view == "table":
        _tables(result, table)
    else:
        card(forecast_charts.skill(table))


def _coverage(result: Result) -> None:
    both = once(forecast_charts.coverages, result)
    if not both:
        reading = forecast_charts.coverage_reading(result)
        st.info(f"{reading.title}. {reading.text}", icon=":material/straighten:")
        return
    for column, picture in zip(st.columns(2), both, strict=True):
        with column:
            card(picture)


def _day_by_day(result: Result) -> None:
    """Predictions against what was measured: over time, and one against the other."""
    card(once(forecast_charts.over_time, result))
    left, right = st.columns(2)
    with left:
        card(once(forecast_charts.against_observed, result))
    with right:
        card(once(forecast_charts.ranking, result))


def _tables(result: Result, table: pd.DataFrame) -> None:
    share = st.column_config.NumberColumn(format="percent", help=verdict.SHARES_EXPLAINED)
    columns = dict.fromkeys(("Skill", "From", "To"), share)
    columns["Diebold-Mariano"] = st.column_config.NumberColumn(
        format="%.2f", help="Positive where the regression is better; beyond ±2 is rarely chance."
    )
    columns["p"] = st.column_config.NumberColumn(
        format="%.2g", help="Chance of a difference at least this large between forecasts equally good."
    )
    st.dataframe(verdict.readable(table), hide_index=True, column_config=columns)
    st.dataframe(summary.scores_table(result), hide_index=True)


def _over_the_years(key: str, weather: Weather, settings: ExperimentSettings) -> None:
    """The backtest, fitted anew as often as is chosen, and what a random split would have made of it."""
    with st.container(horizontal=True):
        explained = "All days before each fit, or those of the ten years before it."
        window = choice("Learn from", backtest.WINDOW_LABELS, key="backtest_window", help=explained)
        every = bound(
            st.select_slider,
            "Fit anew every",
            list(REFITS),
            30,
            format_func=REFITS.__getitem__,
            key="refit",
            help="How often the regression and its references learn from what has come in.",
        )
    job = cache.whole(cache.backtest, key, weather, settings, every, window)
    found = result_of(job, "Backtest: fit")
    if found is None:
        return
    chart_card(
        charts.error_by_year(found.years, found.unit, title=backtest.title(found)),
        alt="Root mean square error of each forecast, year by year.",
        text=backtest.explanation(found),
        note=backtest.flattery_line(cache.flattery(key, weather, settings)),
    )


def _ahead(key: str, weather: Weather, settings: ExperimentSettings) -> None:
    """Skill for one day ahead, for two, and so on."""
    table = result_of(cache.whole(cache.horizons, key, weather, settings), "Days ahead:")
    if table is not None:
        chart_card(
            charts.skill_by_horizon(table, title=days_ahead.title(table)),
            alt="Skill over each reference against the days ahead, with its interval.",
            text=days_ahead.explanation(table),
        )


def _errors(result: Result) -> None:
    """What gradient descent got wrong on the test days, one way of looking at it at a time."""
    explained = "Observed minus forecast on the test days: above zero, the day was warmer than forecast."
    view = choice("Residuals", forecast_charts.RESIDUALS, key="residuals", help=explained)
    card(forecast_charts.residuals(result, view))


with st.container(gap="xsmall"):
    page_head(
        "How good is the forecast?", "Tried on the newest days of the record, which it never learned from."
    )
    chosen, weather, result = result_or_stop()
    if summary.has_forecast(result):
        table = once(skill.of_result, result)
        said = verdict.verdict(table)
        st.markdown(said, help=f"{verdict.details(table)}\n\n{explained(said) or ''}")
        view = choice("Look at", VIEWS, key="scores", help="Each is one question about the same forecast.")
        with st.container():
            show(view, chosen.key, weather, result, table)
if summary.has_forecast(result):
    for row in (once(summary.typical_errors, result), once(summary.beside_least_squares, result)):
        with st.container(horizontal=True):
            for figure in row:
                st.metric(figure.label, figure.value, help=figure.help, border=True, width="stretch")
    of_what = f"{chosen.source} · {safe(result.target)} · {summary.days_ahead(result)}"
    st.caption(f"{of_what}: {once(summary.rows_used, result)}.")
else:
    st.error(summary.descent_outcome(result), icon=":material/trending_up:")
with st.container(border=True):
    course.link("forecast", "Back to the forecast", ":material/arrow_back:")
    first = course.STOPS[0]
    course.link(first.page, f"On to the course: {first.question}", ":material/arrow_forward:")
