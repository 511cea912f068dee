"""The main job: tomorrow's temperature, how good such forecasts are, and how the descent got there."""

import streamlit as st

from dashboard import honesty, outlook
from dashboard.cards import chart_card, download, show_chart
from dashboard.running import offer_to_run_again, result_or_stop
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.charts import descent as descent_charts
from gd_core.charts import forecast as forecast_charts
from gd_core.charts import timeline
from gd_core.forecast import Result, export, summary

SCALES = {"original": "Original units", "standardised": "Per standard deviation"}
LOSS_SCALES = {"log": "Logarithmic", "linear": "Linear"}


def headline(chosen: Chosen, result: Result) -> None:
    """The forecast as a sentence, and what has to be known to trust it."""
    with st.container(border=True):
        source = safe(chosen.name) + (" (simulated data)" if chosen.simulated else "")
        st.caption(f"{source} · {safe(result.target)} · {summary.days_ahead(result)}")
        if summary.has_forecast(result):
            value = summary.degrees(result.next_day.value, result.unit)
            st.title(f"{value} on {summary.forecast_date(result)}", anchor=False)
            st.markdown(summary.forecast_interval(result))
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
    chart_card(
        timeline.predictions_over_time(result.predictions, result.unit, title=summary.timeline_title(result)),
        alt="Measured and forecast temperature over time, with the interval of the forecast.",
        note="Drag in the lower panel to choose another stretch of time.",
    )
    left, right = st.columns(2)
    with left:
        chart_card(
            forecast_charts.predicted_against_observed(
                result.predictions, result.unit, title=summary.scatter_title(result)
            ),
            alt="Forecast against measured temperature on the test days.",
        )
    with right:
        chart_card(
            forecast_charts.errors(result.metrics, result.unit, title=summary.ranking_title(result)),
            alt="Root mean square error of each forecast on the test days.",
        )


def descent(chosen: Chosen, result: Result) -> None:
    """How gradient descent got there: loss by epoch, coefficients beside least squares."""
    offer_to_run_again(chosen, result)
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        scale = st.segmented_control(
            "Loss axis",
            list(LOSS_SCALES),
            default="log",
            required=True,
            format_func=lambda name: LOSS_SCALES[name],
            key="loss_axis",
            bind="query-params",
            help="A logarithmic axis shows the last steps as clearly as the first.",
        )
        chart = descent_charts.loss_against_epoch(
            result.history,
            floor=result.floor["train"],
            validation_floor=result.floor["validation"],
            unit=result.unit,
            log=scale != "linear",
            title=descent_charts.loss_title(result.history, result.floor["train"]),
        )
        show_chart(chart, alt="Mean squared error against the epoch.")
        if summary.has_forecast(result):  # else it stands above
            st.markdown(summary.descent_outcome(result))
    with right, st.container(border=True, height="stretch"):
        units = st.segmented_control(
            "Coefficients",
            list(SCALES),
            default="original",
            required=True,
            format_func=lambda name: SCALES[name],
            key="coefficients",
            bind="query-params",
            help="In degrees per unit of the predictor, or per standard deviation of it.",
        )
        chart = forecast_charts.coefficients(
            result.coefficients,
            scale="standardised" if units == "standardised" else "original",
            unit=result.unit,
            title=summary.coefficients_title(result),
        )
        show_chart(chart, alt="Coefficients of both fits, term by term.")
        st.markdown(summary.agreement(result))


def take_away(result: Result) -> None:
    """Coefficients as a table, and everything as files."""
    with st.expander("All coefficients"):
        st.dataframe(summary.coefficients_table(result), hide_index=True)
    with st.container(horizontal=True):
        download("Predictions", export.predictions_csv(result), "predictions.csv")
        download("Scores", export.metrics_csv(result), "scores.csv")
        download("Coefficients", export.coefficients_csv(result), "coefficients.csv")
        download("Loss by epoch", export.history_csv(result), "loss.csv")


chosen, weather, result = result_or_stop()
headline(chosen, result)
if summary.has_forecast(result):
    numbers(result)
    st.header("Why this forecast", anchor=False)
    outlook.tomorrow(weather, result)
    st.header("Forecasts", anchor=False)
    forecasts(result)
    st.header("How good is it?", anchor=False)
    honesty.scores(chosen.key, weather, result)
    st.header("What the residuals say", anchor=False)
    honesty.residuals(result)
st.header("Descent", anchor=False)
descent(chosen, result)
take_away(result)
