"""A record of the user's own: where its file is dropped, what it must hold, and what is kept of it.

In: a file. Out: `kept`, and the address says which file it needs. There is one uploader: in a dialog, or, as
long as nothing has been brought, in the place of a page.
"""

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from dashboard import cache, controls, file_controls
from dashboard.cards import download
from dashboard.text import safe
from gd_core.weather import Weather, WeatherError

OWN_FILE = "My own file"  # an option of the record, which links name
NEEDED = (
    "A CSV file, as your weather service gave it: a **date** and a **temperature** in every row, one row a "
    "day or more. Further columns of numbers, such as rain or wind, are used, too."
)
SOURCES = (
    "Where to get one: [NOAA's Climate Data Online](https://www.ncei.noaa.gov/cdo-web/) (daily summaries, "
    "whole world; choose CSV), [Meteostat](https://meteostat.net), [Environment and Climate Change "
    "Canada](https://climate.weather.gc.ca), or your national weather service. Or choose “Find a station” in "
    "the list of records."
)
SAMPLE = cache.DATA / "seattle_weather.csv"


@dataclass(frozen=True)
class OwnFile:
    """A file of the user's, as it came."""

    name: str
    key: str  # digest of the content
    content: bytes


def kept() -> OwnFile | None:
    """The file that was brought, as long as the page is open."""
    own: OwnFile | None = st.session_state.get("own_file")
    return own


def button(label: str) -> None:
    """A button that asks for a file."""
    if st.button(label, icon=":material/upload_file:", help="Forecast from your own station's weather."):
        ask()


@st.dialog("Use my own record", width="medium")
def ask() -> None:
    """A window to drop a file into; it closes as soon as there is one."""
    drop_zone()
    if st.session_state["upload"] is not None:
        st.rerun()


def drop_zone() -> None:
    """Where the file is dropped, what it must hold, a sample of one, and where such files are found."""
    wanted = st.query_params.get("file")
    if wanted and kept() is None:
        st.markdown(f"This link needs the file {safe(wanted)}.")
    with st.container(key="drop_zone"):
        st.file_uploader("Drop the file of a weather station here", key="upload", on_change=_brought)
    st.markdown(NEEDED)
    st.markdown(SOURCES)
    download("A sample file", SAMPLE.read_bytes, SAMPLE.name, help="Daily weather of Seattle, as CSV.")


def _brought() -> None:
    """A file was dropped. It is kept while other records are looked at."""
    file = st.session_state["upload"]
    if file is not None:
        content = file.getvalue()
        st.session_state["own_file"] = OwnFile(file.name, cache.digest(content), content)
        st.session_state["data"] = OWN_FILE
        take()


def take() -> None:
    """The kept file becomes the record."""
    own = kept()
    if own is not None:
        st.query_params["file"] = own.name
        file_controls.forget(None)
        with suppress(WeatherError):  # the page says it
            take_columns(cache.uploaded(own.key, own.content)[1])


def take_columns(weather: Weather) -> None:
    """Begin with what the reader found in a new record; what was asked of the last one goes."""
    st.query_params.pop("what_if", None)
    file_controls.forget(weather)
    controls.take_columns(weather)
