"""Small parts that pages share."""

import mimetypes
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.forecast_charts import Picture
from gd_core.charts.chart import Chart
from gd_core.charts.chart_as_table import data_of
from gd_core.charts.film import Film
from gd_core.charts.player import SPEEDS, at_speed
from gd_core.forecast.take_away import export
from gd_core.forecast.words.glossary import explained


def page_head(name: str, sentence: str) -> None:
    """How every page begins: its name, or its question, and one sentence (Markdown) on what it shows.

    The only h1 of the page: what follows begins with `st.header`.
    """
    with st.container():  # as far apart on every page, whatever holds them
        st.title(name, anchor=False)
        say(sentence)


def say(text: str, *also: str) -> None:
    """``text`` (Markdown) with a "?" that explains the words of the trade in it, and in ``also``, if any."""
    st.markdown(text, help=explained(text, *also))


def chart_card(chart: Chart, *, alt: str, text: str | None = None, note: str | None = None) -> None:
    """A chart in a thin border, with its text for screen readers, what it means, and how to use it."""
    card(Picture(chart, alt, text, note))


def card(shown: Picture) -> None:
    """A picture in a thin border."""
    with st.container(border=True, height="stretch"):
        picture(shown)


def picture(shown: Picture) -> None:
    """A chart with its words below it."""
    show_chart(shown.chart, alt=shown.alt)
    if shown.text:
        say(shown.text, shown.alt)
    if shown.note:
        st.caption(shown.note)


def show_chart(chart: Chart, *, alt: str, **selection: Any) -> None:
    """A chart as wide as its place, read aloud as its title and ``alt``, and a button with its data.

    Streamlit's own toolbar above it saves it as a picture. ``alt`` must be unique on the page. ``selection``:
    key, on_select and selection_mode of `st.vega_lite_chart`.
    """
    draw_chart(chart, alt=alt, **selection)
    data_button(chart, alt)


def draw_chart(chart: Chart, *, alt: str, **selection: Any) -> None:
    """The same without its button."""
    aloud = f"{chart.title}. {alt}" if chart.title else alt
    st.vega_lite_chart(_played(chart), width="stretch", alt=aloud, **selection)


def data_button(chart: Chart, alt: str, label: str = "Data") -> None:
    """A button that saves the numbers of a chart, which is known by its text."""
    _numbers(alt, lambda: data_of(chart), label)


def show_film(film: Film, *, alt: str) -> None:
    """A film as wide as its place, with what moves it above, and a button with its data."""
    with st.container(key="film"):
        st.vega_lite_chart(_played(film), width="stretch", alt=alt)
        _numbers("Film of the descent", lambda: film.table)


def _numbers(name: str, table: Callable[[], pd.DataFrame], label: str = "Data") -> None:
    """A button that saves the numbers of a chart."""
    st.download_button(
        label,
        lambda: export.csv(table()),  # made when it is asked for
        f"{file_name(name)}.csv",
        "text/csv",
        key=f"data of {name}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help="Save the numbers of this chart as CSV; the bar above the chart saves its picture.",
    )


def _played(chart: Chart | Film) -> dict[str, Any]:
    """The specification of a chart at the speed that the sidebar says."""
    return at_speed(chart.specification(), SPEEDS.get(st.session_state.get("speed") or "", 1.0))


def file_name(text: str) -> str:
    """A short name for a file, from a sentence."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower())[:6])


def download(
    label: str, content: bytes | Callable[[], bytes], file_name: str, *, help: str | None = None
) -> None:
    """A button that saves ``content``, or what it makes when asked, without a rerun."""
    st.download_button(
        label,
        content,
        file_name,
        mimetypes.guess_type(file_name)[0],
        on_click="ignore",
        icon=":material/download:",
        help=help or f"Save as {file_name}.",
    )
