"""The list of weather records: which one is chosen, and its file.

In: the list and the address. Out: a `RecordFile`. A file is named by `file=` in the address of every page.
"""

import streamlit as st

from dashboard import cache
from dashboard.address import bound, put
from dashboard.record import given_files, my_town, own_record, station_records, station_tables
from dashboard.record.own_record import OWN_FILE
from dashboard.record.record_file import RecordFile, record_file
from dashboard.record.station_records import STATION

# Labels of options stand in links: to change one is to break the links that name it.
SIMULATED = "Simulated station"
BUNDLED = {"Seattle": "seattle_weather.csv", SIMULATED: "synthetic_station.csv"}
LOOKS_AGAIN = 2.0  # seconds between two looks at whether a file on the disk has changed


def stay() -> None:
    """On a page that knows nothing of weather, the address goes on naming the file."""
    if name := st.session_state.get("named file"):
        put("file", name)


def _name(file: str | None) -> None:
    """The address names this file, on every page."""
    st.session_state["named file"] = file
    put("file", file)


def choose() -> RecordFile | str:
    """Draw the list; the file that is chosen, or, as plain text, why there is none."""
    given = [name for name in given_files.names() if not station_tables.is_table(name)]
    wanted = st.query_params.get("file")
    if "data" not in st.session_state and wanted:  # a link that names a file
        st.session_state["data"] = wanted if wanted in given else OWN_FILE
    source = bound(
        st.selectbox,
        "Weather record",
        [*given, *(name for name in BUNDLED if name not in given), OWN_FILE, STATION, my_town.FIND],
        key="data",
        help="Seattle is real, the simulated station is made up; or bring a file of your own, or find the "
        "station of a town, or one of the page Stations.",
    )
    if source != my_town.FIND:
        put("town", None)
    if source != STATION:
        put(station_records.PARAMETER, None)
    if source in given:
        return _given(source)
    if source == OWN_FILE:
        return _own()
    _name(None)
    if source == my_town.FIND:
        return _town()
    if source == STATION:
        return station_records.chosen()
    return record_file(source, (cache.DATA / BUNDLED[source]).read_bytes(), bundled=True)


def is_simulated(file: RecordFile) -> bool:
    """Whether nothing in this file was measured."""
    return file.bundled and (file.name == SIMULATED or st.session_state["data"] == STATION)


def _own() -> RecordFile | str:
    own = own_record.kept()
    if own is None:
        return "Drop a file on the page."
    _name(own.name)
    own_record.button("Another file")
    return own


def _town() -> RecordFile | str:
    """The record of the station that was found."""
    town = my_town.kept()
    if town is None:
        return "Find a station on the page."
    my_town.beside(town)
    return record_file(town.station.title, town.content)


def _given(name: str) -> RecordFile | str:
    """A file of the command line, as it is now; the page follows it."""
    _name(name)
    file = given_files.get(name).look()
    _follow(name, _state(file))
    return file or given_files.get(name).problem


@st.fragment(run_every=LOOKS_AGAIN)
def _follow(name: str, shown: tuple[str, ...]) -> None:
    """Run the page again once the file is not what is shown."""
    if _state(given_files.get(name).look()) != shown:
        st.rerun()


def _state(file: RecordFile | None) -> tuple[str, ...]:
    return (file.key, file.note) if file else ()
