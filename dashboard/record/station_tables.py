"""Tables of many stations: the simulated network, one of the user's own, and those named at the start.

In: a choice. Out: the checked table, and how it is known. A table of one's own stays in the session.
"""

from dataclasses import dataclass

import streamlit as st

from dashboard import cache
from dashboard.address import bound
from dashboard.record import given_files
from dashboard.record.record_file import RecordFile, record_file
from dashboard.text import safe
from gd_core.stations.show.skill_table import SkillTable, TableError, is_skill_table

# Labels of options stand in links: to change one is to break the links that name it.
NETWORK, OWN = "Simulated network", "My own table"
HOW = (
    "`python -m gd_core stations ARCHIVE --out skill.parquet` judges every station of an archive: a folder, "
    "a pattern, a ZIP or tar, or an address such as `s3://bucket/folder/*.csv`."
)


@dataclass(frozen=True)
class Chosen:
    """A table, and the name of its file; ``key`` is the digest of that."""

    name: str
    key: str
    table: SkillTable


def is_table(name: str) -> bool:
    """Whether the given file of that name is a table of stations, and no record."""
    if not name.lower().endswith((".parquet", ".pq")):
        return False
    file = given_files.get(name).look()
    return file is not None and is_skill_table(file.content)


@dataclass(frozen=True)
class Missing:
    """Why there is no table, as Markdown: something is still to be done, or ``is_error``."""

    why: str
    is_error: bool = False


@dataclass(frozen=True)
class Archive:
    """An archive that was named at the start, whose table is still to be made."""

    name: str
    address: str


def choose() -> Chosen | Missing | Archive:
    """Draw the list of tables; the one that is chosen, or why there is none."""
    archives = given_files.archives()
    given = [name for name in given_files.names() if is_table(name)]
    source = bound(
        st.selectbox,
        "Table",
        [*given, *archives, NETWORK, OWN],
        key="stations",
        help="The network is made up, so that what is true is known. Or bring a table of your own.",
    )
    if source == NETWORK:
        return Chosen(NETWORK, NETWORK, cache.network())
    if source in archives:
        return Archive(source, archives[source])
    file = given_files.get(source).look() if source in given else _ask()
    if file is None:
        return Missing(f"Open “Which stations” and drop a table of stations. {HOW}")
    return checked(file)


def checked(file: RecordFile) -> Chosen | Missing:
    """The table in a file, or why there is none."""
    try:
        return Chosen(file.name, file.key, cache.station_table(file.key, file.content))
    except TableError as error:
        return Missing(safe(str(error), limit=600), is_error=True)


def _ask() -> RecordFile | None:
    """Where a table is dropped, and the one that was."""
    st.file_uploader("Drop a skill.parquet here", key="station_upload", on_change=_brought)
    st.caption(HOW)
    own: RecordFile | None = st.session_state.get("own_stations")
    return own


def _brought() -> None:
    file = st.session_state["station_upload"]
    if file is not None:
        st.session_state["own_stations"] = record_file(file.name, file.getvalue())
