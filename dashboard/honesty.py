"""What the forecast is worth and what its errors look like, one picture at a time to keep the page light."""

import pandas as pd
import streamlit as st

from dashboard import cache, outlook
from dashboard.cards import chart_card
from gd_core.charts import certainty
from gd_core.charts import residuals as charts
from gd_core.forecast import Result, coverage, diagnostics, meaning, summary, verdict
from gd_core.weather import Weather

# Labels of options stand in links: to change one is to break the links that name it.
SCORES = {
    "skill": "Skill",
    "coverage": "Interval",
    "backtest": "Backtest",
    "ahead": "Days ahead",
    "table": "All scores",
}
RESIDUALS = {
    "month": "By month",
    "time": "Over time",
    "forecast": "Against forecast",
    "lag": "Day to day",
    "quantiles": "Quantiles",
}
ALT = {
    "month": "Mean residual of each month with its interval, over the range of most days.",
    "time": "Residual of each test day, and their running mean.",
    "forecast": "Residual of each test day against its forecast, and the mean of each tenth of them.",
    "lag": "Correlation of residuals up to a month apart, with the bounds of chance.",
    "quantiles": "Residuals in order against those of a normal distribution.",
}
NOTES = {
    "month": "Dots and bars: mean and its interval. Pale: the middle 80% of days.",
    "time": "Line: mean over 31 days.",
    "forecast": "Dots and bars: mean of a tenth of the days, and its interval.",
    "lag": "Band: where 95 of 100 correlations would lie if errors were unrelated.",
    "quantiles": "Dashed: a normal distribution with the same mean and standard deviation.",
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
        chart_card(
            certainty.skill(table, title=verdict.chart_title(table)),
            alt="Skill over each reference with its interval, on the test and the validation days.",
            text=verdict.how_judged(table),
            note=verdict.REFERENCES_EXPLAINED,
        )


def _coverage(result: Result) -> None:
    settings = result.settings
    table = coverage.coverage(result.predictions, settings.horizon)
    reading = meaning.coverage(table, settings.level, seasonal=settings.interval == "seasonal")
    if table.empty:
        st.info(f"{reading.title}. {reading.text}", icon=":material/straighten:")
        return
    levels = coverage.coverage_by_level(result.predictions)
    left, right = st.columns(2)
    with left:
        chart_card(
            certainty.coverage(table, settings.level, title=reading.title),
            alt="Share of test days on which the interval held, by season, beside the level promised.",
            text=reading.text,
        )
    with right:
        chart_card(
            certainty.coverage_by_level(levels, title=meaning.levels_title(levels)),
            alt="Measured against promised coverage for levels from 50 to 99 percent.",
            text=meaning.HOW_PROMISED[settings.interval],
        )


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
        list(RESIDUALS),
        default="month",
        required=True,
        format_func=lambda name: RESIDUALS[name],
        key="residuals",
        bind="query-params",
        help="Observed minus forecast on the test days: above zero, the day was warmer than forecast.",
    )
    horizon, unit = result.settings.horizon, result.unit
    found = diagnostics.residuals(result.predictions)
    forecast = result.predictions["gradient_descent"].loc[found.index]
    if view == "time":
        reading = meaning.over_time(found, unit, horizon)
        chart = charts.over_time(diagnostics.over_time(found), unit, title=reading.title)
    elif view == "forecast":
        table = diagnostics.by_prediction(found, forecast, horizon)
        reading = meaning.by_prediction(table, unit)
        days = pd.DataFrame({"predicted": forecast, "residual": found})
        chart = charts.against_forecast(days, table, unit, title=reading.title)
    elif view == "lag":
        table = diagnostics.autocorrelation(found, horizon)
        reading = meaning.autocorrelation(table, len(found), horizon)
        chart = charts.autocorrelation(table, title=reading.title)
    elif view == "quantiles":
        reading = meaning.quantiles(found, unit)
        chart = charts.quantiles(diagnostics.quantiles(found), unit, title=reading.title)
    else:
        table = diagnostics.by_month(found, horizon)
        reading = meaning.by_month(table, unit)
        chart = charts.by_month(table, unit, title=reading.title)
    chart_card(chart, alt=ALT[view or "month"], text=reading.text, note=NOTES.get(view or "month"))
