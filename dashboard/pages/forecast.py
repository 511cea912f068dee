"""The main job: tomorrow's temperature, how good such forecasts are, and how the descent got there."""

from functools import partial

import streamlit as st

from dashboard import ahead, forecast_charts, how_good, html_report, why_this_forecast
from dashboard.address import choice
from dashboard.cards import card, download, picture
from dashboard.running import offer_to_run_again, result_or_stop
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.forecast import Result
from gd_core.forecast.take_away import export, model_file
from gd_core.forecast.take_away.script import to_script
from gd_core.forecast.words import interval, phrases, summary
from gd_core.weather import Weather
from gd_core.weather.show_tables import daily_csv

SCALES = {"original": "Original units", "standardised": "Per standard deviation"}
LOSS_SCALES = {"log": "Logarithmic", "linear": "Linear"}


def headline(chosen: Chosen, result: Result) -> None:
    """The forecast as a sentence, and what has to be known to trust it."""
    with st.container(border=True):
        st.caption(f"{chosen.source} · {safe(result.target)} · {summary.days_ahead(result)}")
        if summary.has_forecast(result):
            value = phrases.degrees(result.next_day.value, result.unit)
            st.title(f"{value} on {summary.forecast_date(result)}", anchor=False)
            st.markdown(interval.forecast_interval(result))
            better = summary.against_today(result)
            if better:
                st.warning(better, icon=":material/trending_flat:")
            caveat = summary.caveat(result)
            if caveat:
                st.warning(caveat, icon=":material/hourglass_bottom:")
        else:
            st.title("No forecast: the descent diverged", anchor=False)
            st.error(summary.descent_outcome(result), icon=":material/trending_up:")
    warning = summary.random_split_warning(result)
    if warning:
        st.warning(warning, icon=":material/shuffle:")


def numbers(result: Result) -> None:
    """The row of metrics."""
    st.caption("Typical error on the test days, and skill over forecasts that need no model")
    with st.container(horizontal=True):
        for figure in summary.figures(result):
            st.metric(figure.label, figure.value, help=figure.help, border=True, width="stretch")
    st.caption(summary.rows_used(result))


def forecasts(result: Result) -> None:
    """Predictions against what was measured: over time, and one against the other."""
    card(forecast_charts.over_time(result))
    left, right = st.columns(2)
    with left:
        card(forecast_charts.against_observed(result))
    with right:
        card(forecast_charts.ranking(result))


def descent(chosen: Chosen, result: Result) -> None:
    """How gradient descent got there: loss by epoch, coefficients beside least squares."""
    offer_to_run_again(chosen, result)
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        explained = "A logarithmic axis shows the last steps as clearly as the first."
        scale = choice("Loss axis", LOSS_SCALES, key="loss_axis", help=explained)
        picture(forecast_charts.loss(result, log=scale != "linear"))
    with right, st.container(border=True, height="stretch"):
        explained = "In degrees per unit of the term, or per standard deviation of it."
        units = choice("Coefficients", SCALES, key="coefficients", help=explained)
        picture(forecast_charts.coefficients(result, standardised=units == "standardised"))


def take_away(chosen: Chosen, weather: Weather, result: Result) -> None:
    """Coefficients as a table, and everything as files."""
    st.header("Take it away", anchor=False)
    with st.expander("All coefficients"):
        st.dataframe(summary.coefficients_table(result), hide_index=True)
    with st.container(horizontal=True):
        if summary.has_forecast(result):
            report = partial(html_report.html, chosen.name, weather, result)
            download("Report", report, "report.html", help="One page with every chart; needs no network.")
            model = partial(model_file.to_json, result, weather)
            download("Model", model, "model.json", help="Terms, coefficients, settings, to be applied again.")
        script = partial(to_script, result)
        download("Script", script, "forecast.py", help="Makes the coefficients from daily.csv, with NumPy.")
        download("Cleaned table", partial(daily_csv, weather), "daily.csv", help="What the script reads.")
    with st.container(horizontal=True):
        download("Predictions", partial(export.csv, result.predictions.reset_index()), "predictions.csv")
        download("Scores", partial(export.csv, result.metrics), "scores.csv")
        download("Coefficients", partial(export.csv, result.coefficients), "coefficients.csv")
        download("Loss by epoch", partial(export.csv, result.history), "loss.csv")


chosen, weather, result = result_or_stop()
headline(chosen, result)
if summary.has_forecast(result):
    numbers(result)
    st.header("Why this forecast", anchor=False)
    why_this_forecast.tomorrow(weather, result)
    ahead.first_picture()
    st.header("Forecasts", anchor=False)
    forecasts(result)
    st.header("How good is it?", anchor=False)
    how_good.scores(chosen.key, weather, result)
    st.header("What the residuals say", anchor=False)
    how_good.residuals(result)
st.header("Descent", anchor=False)
descent(chosen, result)
take_away(chosen, weather, result)
