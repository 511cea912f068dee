"""The story: the forecast, how the descent learns to make it, and what it is made of."""

from functools import partial

import streamlit as st

from dashboard import forecast_charts, html_report, why_this_forecast
from dashboard.cards import download, page_head, say, show_film
from dashboard.keep import once
from dashboard.lesson import course
from dashboard.record import own_record, same_record
from dashboard.running import offer_to_run_again, result_or_stop
from dashboard.sidebar import Chosen
from dashboard.text import safe
from gd_core.forecast import Result
from gd_core.forecast.take_away import export, model_file
from gd_core.forecast.take_away.script import to_script
from gd_core.forecast.words import film, interval, phrases, summary
from gd_core.weather import Weather
from gd_core.weather.show_tables import daily_csv

NAME = "Tomorrow's temperature, by gradient descent"
PURPOSE = (
    "Gradient descent learns from a station's own record to forecast tomorrow. Press **Play** to watch it."
)


def headline(chosen: Chosen, result: Result) -> None:
    """The forecast as a sentence, how sure it is, and whether it is worth anything."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if summary.has_forecast(result):
            value = phrases.degrees(result.next_day.value, result.unit)
            st.header(f"{value} on {summary.forecast_date(result)}", anchor=False, width="content")
        else:
            st.header("No forecast: the descent diverged", anchor=False, width="content")
        own_record.button("Use my own record")
    if summary.has_forecast(result):
        worth = once(summary.beats_today, result) or once(summary.against_today, result) or ""
        said = f"{once(interval.in_short, result)} {worth}"
    else:
        said = summary.descent_outcome(result)
    if new := same_record.news():
        st.markdown(f":material/update: {safe(new, limit=300)}")
    say(f"{chosen.source} · {safe(result.target)} · {summary.days_ahead(result)}. {said}")
    if chosen.note:
        st.caption(chosen.note)


def warnings(result: Result) -> None:
    """What has to be known to trust the forecast, if anything has."""
    for text in (summary.caveat(result), summary.random_split_warning(result)):
        if text:
            st.warning(text, icon=":material/warning:")


def the_film(chosen: Chosen, result: Result) -> None:
    """The descent, to be played, and how it ended."""
    show_film(once(forecast_charts.film, result), alt=once(film.in_words, result))
    st.caption(once(film.how_it_goes, result))
    if summary.has_forecast(result):
        st.caption(f"{once(summary.descent_outcome, result)} {once(summary.agreement, result)}")
    offer_to_run_again(chosen, result)


def how_good(result: Result) -> None:
    """Three numbers, and the way on."""
    st.header("How good is it?", anchor=False)
    st.caption(f"How far off it typically is, on {result.rows['test']:,} test days that it never saw")
    with st.container(horizontal=True):
        for figure in once(summary.typical_errors, result):
            st.metric(figure.label, figure.value, help=figure.help, border=True, width="stretch")


def ways_on() -> None:
    """Where to go from here."""
    first = course.STOPS[0]
    with st.container(border=True):
        course.link("verdict", "Is that better than chance? To the verdict", ":material/balance:")
        course.link(
            first.page, f"How does gradient descent work? First stop: {first.question}", ":material/school:"
        )
        course.link("data", "What is in the record? To the data", ":material/table:")


def take_away(chosen: Chosen, weather: Weather, result: Result) -> None:
    """Everything as files."""
    with st.expander("Take it away", key="fold Take it away", on_change="rerun") as fold:
        if fold.open:  # eight buttons
            files(chosen, weather, result)


def files(chosen: Chosen, weather: Weather, result: Result) -> None:
    """A button for each."""
    with st.container(horizontal=True):
        if summary.has_forecast(result):
            report = partial(html_report.html, chosen.credited, weather, result)
            download("Report", report, "report.html", help="One page with every chart; needs no network.")
            model = partial(model_file.to_json, result, weather)
            download("Model", model, "model.json", help="Terms, coefficients, settings, to be applied again.")
        script = partial(to_script, result)
        download("Script", script, "forecast.py", help="Makes the coefficients from daily.csv, with NumPy.")
        download("Cleaned table", partial(daily_csv, weather), "daily.csv", help="What the script reads.")
        download("Predictions", partial(export.csv, result.predictions.reset_index()), "predictions.csv")
        download("Scores", partial(export.csv, result.metrics), "scores.csv")
        download("Coefficients", partial(export.csv, result.coefficients), "coefficients.csv")
        download("Loss by epoch", partial(export.csv, result.history), "loss.csv")


with st.container(gap="xsmall"):
    page_head(NAME, PURPOSE)
    chosen, weather, result = result_or_stop()
    headline(chosen, result)
    the_film(chosen, result)
    warnings(result)
if summary.has_forecast(result):
    st.header("What is it made of? Today's values times coefficients", anchor=False)
    why_this_forecast.tomorrow(weather, result)
    how_good(result)
ways_on()
take_away(chosen, weather, result)
