"""Small parts that pages share."""

import re
from typing import Any

import streamlit as st

from gd_core.charts.data import data_of
from gd_core.charts.filled import specification
from gd_core.forecast import export


def chart_card(chart: Any, *, alt: str, text: str | None = None, note: str | None = None) -> None:
    """A chart in a thin border, with its text for screen readers, what it means, and how to use it."""
    with st.container(border=True, height="stretch"):
        show_chart(chart, alt=alt)
        if text:
            st.markdown(text)
        if note:
            st.caption(note)


def show_chart(chart: Any, *, alt: str) -> None:
    """A chart (of Altair, or a Vega-Lite specification) as wide as its place, and a button with its data.

    Streamlit's own toolbar above it saves it as a picture. ``alt`` must be unique on the page.
    """
    spec = chart if isinstance(chart, dict) else specification(chart)
    st.vega_lite_chart(spec, width="stretch", alt=alt)
    st.download_button(
        "Data",
        lambda: export.csv(data_of(spec)),  # made when it is asked for
        f"{file_name(alt)}.csv",
        "text/csv",
        key=f"data of {alt}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
        help="Save the numbers of this chart as CSV; the bar above the chart saves its picture.",
    )


def file_name(text: str) -> str:
    """A short name for a file, from a sentence."""
    return "_".join(re.findall(r"[a-z0-9]+", text.lower())[:6])


def download(label: str, content: bytes, file_name: str) -> None:
    """A button that saves ``content`` as a CSV file, without a rerun."""
    st.download_button(
        label,
        content,
        file_name,
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
        help=f"Save as {file_name}.",
    )
