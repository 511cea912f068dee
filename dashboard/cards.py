"""Small parts that pages share."""

from typing import Any

import streamlit as st


def chart_card(chart: Any, *, alt: str, text: str | None = None, note: str | None = None) -> None:
    """A chart in a thin border, with its text for screen readers, what it means, and how to use it."""
    with st.container(border=True, height="stretch"):
        st.altair_chart(chart, width="stretch", alt=alt)
        if text:
            st.markdown(text)
        if note:
            st.caption(note)


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
