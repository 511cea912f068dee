"""The sections "How good is it?" and "What the residuals say": one picture at a time keeps the page light."""

import pandas as pd
import streamlit as st

from dashboard import cache, forecast_charts
from dashboard.address import bound, choice
from dashboard.cards import card, chart_card
from dashboard.running import result_of
from gd_core.charts import scores as charts
from gd_core.forecast import ExperimentSettings, Result
from gd_core.forecast.words import backtest, days_ahead, summary, verdict
from gd_core.weather import Weather

SCORES = {
    "skill": "Skill",
    "coverage": "Interval",
    "backtest": "Backtest",
    "ahead": "Days ahead",
    "table": "All scores",
}
REFITS = {1: "day", 7: "week", 30: "month", 91: "quarter", 365: "year"}


def scores(key: str, weather: Weather, result: Result) -> None:
    """The verdict, and behind it skill, coverage of the interval, backtest, horizons, or every score."""
    table = cache.skills(result)
    st.markdown(verdict.verdict(table))
    view = choice(
        "Measured by",
        SCORES,
        key="scores",
        help="Skill over forecasts that need no regression, how often the interval held, how refits did over "
        "the years, how far ahead they see, or every score.",
    )
    if view == "coverage":
        _coverage(result)
    elif view == "backtest":
        _rolling(key, weather, result.settings)
    elif view == "ahead":
        _ahead(key, weather, result.settings)
    elif view == "table":
        _tables(result, table)
    else:
        card(forecast_charts.skill(table))


def _coverage(result: Result) -> None:
    both = forecast_charts.coverages(result)
    if not both:
        reading = forecast_charts.coverage_reading(result)
        st.info(f"{reading.title}. {reading.text}", icon=":material/straighten:")
        return
    for column, picture in zip(st.columns(2), both, strict=True):
        with column:
            card(picture)


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


def _rolling(key: str, weather: Weather, settings: ExperimentSettings) -> None:
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


def residuals(result: Result) -> None:
    """What gradient descent got wrong on the test days, one way of looking at it at a time."""
    explained = "Observed minus forecast on the test days: above zero, the day was warmer than forecast."
    view = choice("Residuals", forecast_charts.RESIDUALS, key="residuals", help=explained)
    card(forecast_charts.residuals(result, view))
