"""The record behind a station of the map: made from its seed, or read from an archive named at the start.

In: the station's key in its table, also from a link. Out: its file. A key finds nothing but what is in these:
it is never a path.
"""

import streamlit as st

from dashboard import cache
from dashboard.address import put
from dashboard.record import given_files
from dashboard.record.record_file import RecordFile, record_file
from gd_core.stations.archive import Piece
from gd_core.stations.show import find

STATION = "Station of the map"  # an option of the record, which links name
PARAMETER = "of"


def chosen() -> RecordFile | str:
    """The record of the station in the address, or of the one that was clicked; or, as plain text, why there
    is none."""
    key = st.query_params.get(PARAMETER) or st.session_state.get("station of the map")
    if not key:
        return "Click on a station of the page Stations."
    st.session_state["station of the map"] = key
    put(PARAMETER, key)
    return record(key)


def open_forecast(key: str) -> str:
    """Go to the forecast of a station, or return, as plain text, why its record can't be had."""
    found = record(key)
    if isinstance(found, str):
        return found
    station = find.station_of(key)
    state = {"data": STATION, PARAMETER: key} | ({"station": station} if station else {})
    if st.query_params.get("present") == "1":
        state["present"] = "1"
    st.session_state["station of the map"] = key
    st.session_state["data"] = STATION
    st.switch_page("dashboard/pages/forecast.py", query_params=state)


def record(key: str) -> RecordFile | str:
    """The record of the station ``key``, or, as plain text, which file it needs."""
    simulated = network_record(key)
    if simulated is not None:
        return simulated
    file = find.file_of(key)
    for archive in given_files.archives().values():
        try:
            piece = _pieces(archive).get(file)
            if piece is not None:
                return record_file(file, find.content(piece))
        except ValueError as error:
            return str(error)
    return (
        f"The record of this station is {find.shown(file)}, which is not here: drop it on the Forecast page, "
        "or name its archive at the start (streamlit run app.py -- skill.parquet ARCHIVE)."
    )


def network_record(key: str) -> RecordFile | None:
    """The record of a station of the simulated network; None if ``key`` is of no such."""
    number = find.number_in_network(key)
    if number is None:
        return None
    return record_file(f"Simulated {number + 1}", _simulated(number), bundled=True)


@cache.kept(32, scope="global")
def _simulated(number: int) -> bytes:
    return find.network_csv(number)


@cache.kept(4, scope="global")
def _pieces(archive: str) -> dict[str, Piece]:
    return find.pieces(archive)
