"""A file that is refused: why, what it begins with, and what can be said about it."""

import streamlit as st

from dashboard.record import file_controls, own_record
from dashboard.record.record_file import RecordFile
from dashboard.text import excerpt, safe
from gd_core.weather import Weather
from gd_core.weather.show_tables import beginning


def show(file: RecordFile, problem: str, unchanged: Weather | None) -> None:
    """The ``problem`` (safe Markdown), the corrections, and the first lines of the file as they stand."""
    st.title("This file can't be read yet", anchor=False)
    st.error(problem, icon=":material/error:")
    left, right = st.columns(2)
    lines = beginning(file.content)
    with left, st.container(border=True):
        st.markdown(f"**{safe(file.name)} as it begins**" if lines else f"**{safe(file.name)} is no text**")
        if lines:
            st.code(excerpt(lines), language=None, wrap_lines=True)
    with right, st.container(border=True):
        st.markdown("**Is something taken wrongly?**")
        file_controls.draw(unchanged, {"unit": st.container(), "dates": st.container()}, degrees=False)
    if st.session_state["data"] == own_record.OWN_FILE and not own_record.asking():
        with right:
            own_record.uploader("Or drop another file here")
