"""An archive that was named at the start, judged station by station while the page says how far it is.

In: its address. Out: the table of its stations. What is done is kept on disk: a run that was stopped goes on
from there, and a table that is whole is shown at once.
"""

from pathlib import Path

import streamlit as st

from dashboard import keep
from dashboard.jobs import Job
from dashboard.record.record_file import digest, record_file
from dashboard.record.station_tables import Archive, Chosen, Missing, checked
from dashboard.running import result_of
from dashboard.text import safe
from gd_core.forecast.progress import Progress
from gd_core.stations.asked import Asked
from gd_core.stations.run import Where, judge_archive
from gd_core.stations.show import find
from gd_core.towns import store


def judged(asked: Archive) -> Chosen | Missing:
    """The table of an archive, unless it was made before made here, or why there is none yet."""
    archive = asked.address
    try:
        pieces = find.pieces(archive)
    except ValueError as error:
        return Missing(safe(str(error), limit=600), is_error=True)
    # Another content is another table; what is in it is known by names and sizes.
    known = digest(repr(sorted((piece.key, piece.size) for piece in pieces.values())).encode())
    out = store.folder() / f"stations-{digest(archive.encode())}-{known}.parquet"
    if not out.is_file():
        _judge(archive, out, len(pieces))
    if out.is_file():
        return checked(record_file(asked.name, out.read_bytes(), shared=True))
    return Missing("Stopped. What was done is kept.")


def _judge(archive: str, out: Path, count: int) -> None:
    """Judge its stations, or go on with it; returns at the end, or once it is stopped."""
    jobs: dict[Path, Job[bool]] = st.session_state.setdefault("archives judged", {})
    job = jobs.get(out)
    if job is None:
        job = jobs[out] = Job(lambda progress: _work(archive, out, progress), count, keep.visitor())
    result_of(job, "Stations: record")
    if not out.is_file():
        st.button("Go on", on_click=_forget, args=(out,), icon=":material/play_arrow:")


def _forget(out: Path) -> None:
    st.session_state["archives judged"].pop(out, None)


def _work(archive: str, out: Path, progress: Progress) -> bool:
    # In this process: the server has to answer others meanwhile, and the command takes all cores.
    return judge_archive(archive, out, Asked(), Where(workers=0), watch=progress) is not None
