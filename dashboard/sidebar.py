"""The sidebar: which weather record, which settings, and what is wrong with them if anything is."""

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import cache, controls
from dashboard.cache import AS_READ, Reading
from dashboard.record import file_controls, given_files, my_town, own_record, record_list, same_record
from dashboard.record.decisions import Decisions
from dashboard.record.record_file import RecordFile
from dashboard.text import safe
from gd_core import towns
from gd_core.forecast import ExperimentSettings
from gd_core.weather import Weather, WeatherError


@dataclass(frozen=True)
class Chosen:
    """What the sidebar says. ``problem`` tells, as safe Markdown, why weather or settings are missing."""

    name: str  # of the data, for headings
    key: str = ""  # of the table: digest of the file and of how it is read
    simulated: bool = False
    weather: Weather | None = None
    settings: ExperimentSettings | None = None
    problem: str | None = None
    is_error: bool = False  # the problem is something wrong, not something still to be done
    refused: RecordFile | None = None  # the file that can't be read, to be shown in place of the page
    as_read: Weather | None = None  # its table, if only what the user says makes it unreadable
    credit: str = ""  # whom the data is from, where that has to be said
    note: str = ""  # the same, and how old the data is, as safe Markdown

    @property
    def source(self) -> str:
        """Where the numbers come from, as safe Markdown."""
        return safe(self.name) + (" (simulated data)" if self.simulated else "")

    @property
    def credited(self) -> str:
        """The name, with whom the data is from where that has to be said."""
        return f"{self.name} ({self.credit})" if self.credit else self.name


def draw(beside: Decisions | None = None) -> Chosen:
    """Draw the sidebar and return what is chosen; what corrects the reader stands ``beside`` its decisions,
    if these are on the page."""
    with st.sidebar:
        chosen, target_place = record(beside)
        own_record.window()
        my_town.window()
        if chosen.weather is None:
            return chosen
        fields = controls.settings_fields(chosen.weather, target_place)
    return with_settings(chosen, chosen.weather, fields)


def with_settings(chosen: Chosen, weather: Weather, fields: dict[str, Any]) -> Chosen:
    """What is chosen with these fields of `ExperimentSettings`, or with what is wrong with them."""
    try:
        settings = ExperimentSettings(**fields)
        settings.for_weather(weather)
    except (TypeError, ValueError) as error:
        return replace(chosen, problem=safe(str(error), limit=600), is_error=True)
    return replace(chosen, settings=settings)


def record(beside: Decisions | None = None) -> tuple[Chosen, DeltaGenerator | None]:
    """Draw the choice of the weather record and the corrections; what is chosen without settings, and where
    the target is to be asked for, if not here.

    All of it stands in one container: what comes and goes here moves no control below it.
    """
    with st.container():
        file = record_list.choose()
        if isinstance(file, str):
            is_error = st.session_state["data"] in given_files.names()
            return Chosen("The record", problem=safe(file, limit=600), is_error=is_error), None
        chosen, target_place = _read(file, beside)
    if st.session_state["data"] == my_town.FIND and (town := my_town.kept()):
        chosen = replace(chosen, credit=towns.credit(town), note=my_town.note(town))
    return chosen, target_place


def _read(file: RecordFile, beside: Decisions | None) -> tuple[Chosen, DeltaGenerator | None]:
    """The table of ``file``, read as the user says, or why it is refused."""
    unchanged = _table(file)
    if isinstance(unchanged, WeatherError) and file.before is not None:  # it may be half-written
        note = f"{file.name} can't be read as it is now; shown is the last copy that could be."
        file = replace(file.before, note=note)
        unchanged = _table(file)
    as_read = None if isinstance(unchanged, WeatherError) else unchanged[1]
    same_record.begin(file, as_read)
    found = _table(file, file_controls.said(as_read))
    if isinstance(found, WeatherError):
        problem = safe(str(found), limit=600)
        return Chosen(file.name, problem=problem, is_error=True, refused=file, as_read=as_read), None
    places = beside.places() if beside else {}
    said = file_controls.draw(as_read, places)
    if said != file_controls.said(as_read):  # after a step back in the browser's history
        again = _table(file, said)
        found = found if isinstance(again, WeatherError) else again
    key, weather = found
    if file.shared:
        given_files.get(file.name).was_read(file)
    same_record.settle(file, key, weather)
    for note in (file.note, same_record.losses()):
        if note:
            st.warning(safe(note, limit=400))
    chosen = Chosen(file.name, key, record_list.is_simulated(file), weather)
    return chosen, places.get("target")


def _table(file: RecordFile, how: Reading = AS_READ) -> tuple[str, Weather] | WeatherError:
    """Key and table of the file, or why it is refused."""
    try:
        return cache.table(file, how)
    except WeatherError as error:
        return error
