"""The record of a station somewhere: where it is looked for, and what is kept of it.

In: a place and a click. Out: `kept`, and the address names the station. No host is asked for anything before
a click, not by a link either; what was fetched once is shown from the disk.
"""

import time

import streamlit as st

from dashboard.address import put
from dashboard.text import safe, safe_label
from gd_core import towns

FIND = "Find a station"  # an option of the record, which links name


def now() -> float:
    """Seconds since 1970."""
    return time.time()


def kept() -> towns.Record | None:
    """The record of the station in the address, or of the one that was chosen: fetched, or kept on disk."""
    record: towns.Record | None = st.session_state.get("town_record")
    wanted = st.query_params.get("town")
    if wanted and (record is None or record.station.id != wanted):
        found = towns.kept_record(wanted, now=now())
        if found is None:
            return None
        record = st.session_state["town_record"] = found
    if record is not None:
        put("town", record.station.id)
    return record


def note(record: towns.Record) -> str:
    """How old the record is, whom it is from, and what was changed in it, as safe Markdown."""
    age = safe(towns.how_old(record, now=now()), limit=600)
    return f"{age} {towns.credit_with_links(record)} {towns.CHANGES}"


def beside(record: towns.Record) -> None:
    """Draw whom the record is from, and ask for another station, or newer days where there may be some."""
    st.caption(towns.credit_with_links(record))
    st.button(
        "Another station",
        icon=":material/search:",
        help="Find the station of another town.",
        on_click=_ask,
        args=(True,),
    )
    hosts = _hosts()
    if record.is_old(now=now()) and st.button("Newer days", icon=":material/refresh:", help=f"Asks {hosts}."):
        _fetch(record.station.id)


def window() -> None:
    """The window to look for another station, from the click that asks for it until its record is there.

    Drawn anew by every run of the script: what else is moved meanwhile does not take it away.
    """
    if st.session_state.get("asking_town") and not st.session_state.get("asking"):
        _window()


def _ask(asking: bool) -> None:
    st.session_state["asking_town"] = asking


def _closed() -> None:
    _ask(False)


@st.dialog(FIND, width="medium", on_dismiss=_closed)
def _window() -> None:
    search_zone()


def search_zone() -> None:
    """Where a place is typed, and a station is chosen of those that are found."""
    hosts, wanted = _hosts(), st.query_params.get("town")
    record: towns.Record | None = st.session_state.get("town_record")
    if wanted and (record is None or record.station.id != wanted):
        st.markdown(f"This link opens the record of station {safe(wanted)}.")
        if st.button(f"Fetch it from {hosts}", type="primary", icon=":material/download:"):
            _fetch(wanted)
    form = st.form("town_search", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom"):
        label = "A place, the id of a station, or latitude and longitude"
        text = st.text_input(label, key="town_place", placeholder="Zurich", width=420)
        asked = st.form_submit_button("Search", icon=":material/search:")
    if asked:
        _find(text)
    _choose(st.session_state.get("towns_found", []))
    st.caption(
        f"Search asks {hosts} for its list of stations, Fetch for the days of one. Nobody is asked before. "
        "What comes is kept on this computer."
    )


def _find(text: str) -> None:
    """Look for stations, and keep what is found for the next run."""
    st.session_state["towns_found"], st.session_state["town_choice"] = [], 0
    try:
        with st.spinner(f"Asking {_hosts()}"):
            st.session_state["towns_found"] = towns.find_stations(text, now=now())
    except towns.NotFetched as error:
        st.error(safe(str(error), limit=600), icon=":material/error:")


def _choose(found: list[towns.Station]) -> None:
    """One of the stations that were found."""
    if not found:
        return
    chosen = st.radio(
        "Stations",
        range(len(found)),
        format_func=lambda place: safe_label(found[place].title),
        captions=[safe_label(station.about) for station in found],
        key="town_choice",
    )
    if st.button("Fetch its days", type="primary", icon=":material/download:"):
        _fetch(found[chosen].id)


def _fetch(station: str) -> None:
    """Fetch the record of a station and run again with it; if it doesn't come, say why, and all stays."""
    bar = st.progress(0.0, f"Asking {_hosts()}")

    def show(done: int, total: int) -> None:
        bar.progress(done / total, f"{done} of {total} years")

    try:
        record = towns.fetch_record(station, now=now(), progress=show)
    except towns.NotFetched as error:
        bar.empty()
        st.error(safe(str(error), limit=600), icon=":material/error:")
        return
    st.session_state["towns_found"] = []
    st.session_state["town_record"] = record
    _ask(False)
    put("town", record.station.id)
    st.rerun()


def _hosts() -> str:
    """Who is asked, as safe Markdown, for labels as well."""
    return safe_label(" and ".join(towns.hosts()))
