"""What the forecast is worth and what its errors look like, one picture at a time to keep the page light."""

import pandas as pd
import streamlit as st

from dashboard import cache, outlook, pictures
from dashboard.cards import card
from gd_core.forecast import Result
from gd_core.forecast.words import summary, verdict
from gd_core.weather import Weather

# Labels of options stand in links: to change one is to break the links that name it.
SCORES = {
    "skill": "Skill",
    "coverage": "Interval",
    "backtest": "Backtest",
    "ahead": "Days ahead",
    "table": "All scores",
}


def scores(key: str, weather: Weather, result: Result) -> None:
    """The verdict, and behind it skill, coverage of the interval, backtest, horizons, or every score."""
    table = cache.skills(result)
    st.markdown(verdict.verdict(table))
    view = st.segmented_control(
        "Measured by",
        list(SCORES),
        default="skill",
        required=True,
        format_func=lambda name: SCORES[name],
        key="scores",
        bind="query-params",
        help="Skill over forecasts that need no regression, how often the interval held, how refits did over "
        "the years, how far ahead they see, or every score.",
    )
    if view == "coverage":
        _coverage(result)
    elif view == "backtest":
        outlook.rolling(key, weather, result.settings)
    elif view == "ahead":
        outlook.ahead(key, weather, result.settings)
    elif view == "table":
        _tables(result, table)
    else:
        card(pictures.skill(table))


def _coverage(result: Result) -> None:
    both = pictures.coverages(result)
    if not both:
        reading = pictures.coverage_reading(result)
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


def residuals(result: Result) -> None:
    """What gradient descent got wrong on the test days, one way of looking at it at a time."""
    view = st.segmented_control(
        "Residuals",
        list(pictures.RESIDUALS),
        default="month",
        required=True,
        format_func=pictures.RESIDUALS.__getitem__,
        key="residuals",
        bind="query-params",
        help="Observed minus forecast on the test days: above zero, the day was warmer than forecast.",
    )
    card(pictures.residuals(result, view or "month"))
