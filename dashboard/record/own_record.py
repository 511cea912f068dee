"""A record of the user's own: where its file is dropped, what it must hold, and what is kept of it.

In: a file. Out: `kept`. There is one uploader: in a window, or, as long as nothing has been brought, in the
place of a page.
"""

import streamlit as st

from dashboard import cache
from dashboard.cards import download
from dashboard.record.record_file import RecordFile, record_file
from dashboard.text import safe

OWN_FILE = "My own file"  # an option of the record, which links name
NEEDED = (
    "A CSV file, as your weather service gave it, or Excel, OpenDocument (.ods), Parquet, Feather or JSON: a "
    "**date** and a **temperature** in every row, one row a day or more. Further columns of numbers, such as "
    "rain or wind, are used, too."
)
SOURCES = (
    "Where to get one: [NOAA's Climate Data Online](https://www.ncei.noaa.gov/cdo-web/) (daily summaries, "
    "whole world; choose CSV), [Meteostat](https://meteostat.net), [Environment and Climate Change "
    "Canada](https://climate.weather.gc.ca), or your national weather service. Or choose “Find a station” in "
    "the list of records."
)
HOW_LONG = (
    "The file is kept as long as this page is open: after a reload, drop it again; the settings stay, they "
    "are in the address. A file that grows is best given to the server itself: "
    "`streamlit run app.py -- record.csv`."
)
SAMPLE = cache.DATA / "seattle_weather.csv"


def kept() -> RecordFile | None:
    """The file that was brought, as long as the page is open."""
    own: RecordFile | None = st.session_state.get("own_file")
    return own


def button(label: str) -> None:
    """A button that asks for a file."""
    help_text = "Forecast from your own station's weather."
    st.button(label, icon=":material/upload_file:", help=help_text, on_click=_ask, args=(True,))


def window() -> None:
    """The window to drop a file into, from the click that asks for it until there is one.

    Drawn anew by every run of the script: what else is moved meanwhile does not take it away.
    """
    if asking():
        _window()


def asking() -> bool:
    """Whether the window is open."""
    return bool(st.session_state.get("asking"))


def _ask(wanted: bool) -> None:
    st.session_state["asking"] = wanted


def _closed() -> None:
    _ask(False)


@st.dialog("Use my own record", width="medium", on_dismiss=_closed)
def _window() -> None:
    drop_zone()
    if not asking():
        st.rerun()


def drop_zone() -> None:
    """Where the file is dropped, what it must hold, a sample of one, and where such files are found."""
    wanted = st.query_params.get("file")
    if wanted and kept() is None:
        st.markdown(f"This link needs the file {safe(wanted)}.")
    uploader("Drop the file of a weather station here")
    st.caption(HOW_LONG)
    st.markdown(NEEDED)
    st.markdown(SOURCES)
    download("A sample file", SAMPLE.read_bytes, SAMPLE.name, help="Daily weather of Seattle, as CSV.")


def uploader(label: str) -> None:
    """Where a file is dropped. There is one at a time: none on the page while the window is open."""
    with st.container(key="drop_zone"):
        file = st.file_uploader(label, key="upload", on_change=_brought)
    if file is not None and kept() is None and st.session_state.get("data") == OWN_FILE:
        # The server was started again under an open page: Streamlit calls nobody for the first change then.
        _brought()
        st.rerun()


def _brought() -> None:
    """A file was dropped. It is kept while other records are looked at."""
    file = st.session_state["upload"]
    if file is not None:
        st.session_state["own_file"] = record_file(file.name, file.getvalue())
        if st.session_state.get("data") != OWN_FILE:
            st.session_state["data"] = OWN_FILE
        _ask(False)
