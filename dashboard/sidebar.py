"""The sidebar: which weather record, which settings, and what is wrong with them if anything is."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import cache, controls, file_controls, my_town, own_record
from dashboard.address import bound
from dashboard.cache import Reading
from dashboard.text import safe
from gd_core import towns
from gd_core.forecast import ExperimentSettings
from gd_core.weather import Weather, WeatherError

# Labels of options stand in links: to change one is to break the links that name it.
SIMULATED = "Simulated station"
BUNDLED = {"Seattle": "seattle_weather.csv", SIMULATED: "synthetic_station.csv"}


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


def draw() -> Chosen:
    """Draw the sidebar and return what is chosen."""
    with st.sidebar:
        chosen = record()
        if chosen.weather is None:
            return chosen
        fields = controls.settings_fields(chosen.weather)
    return with_settings(chosen, chosen.weather, fields)


def with_settings(chosen: Chosen, weather: Weather, fields: dict[str, Any]) -> Chosen:
    """What is chosen with these fields of `ExperimentSettings`, or with what is wrong with them."""
    try:
        settings = ExperimentSettings(**fields)
        settings.for_weather(weather)
    except (TypeError, ValueError) as error:
        return replace(chosen, problem=safe(str(error), limit=600), is_error=True)
    return replace(chosen, settings=settings)


def record() -> Chosen:
    """Draw the choice of the weather record, and return it without settings."""
    source = bound(
        st.selectbox,
        "Weather record",
        [*BUNDLED, own_record.OWN_FILE, my_town.FIND],
        key="data",
        on_change=_new_record,
        help="Seattle is real, the simulated station is made up; or bring a file of your own, or find the "
        "station of a town.",
    )
    if source in BUNDLED:
        return _read(source, lambda how: cache.bundled(BUNDLED[source], how), source == SIMULATED)
    if source == my_town.FIND:
        return _town()
    own = own_record.kept()
    if own is None:
        return Chosen("Your own file", problem="Drop a file on the page.")
    own_record.button("Another file")
    return _read(own.name, lambda how: cache.uploaded(own.key, own.content, how))


def _town() -> Chosen:
    """The record of the station that was found, with its credits."""
    town = my_town.kept()
    if town is None:
        return Chosen(my_town.FIND, problem="Find a station on the page.")
    my_town.beside(town)
    chosen = _read(
        town.station.title, lambda how: cache.uploaded(cache.digest(town.content), town.content, how)
    )
    return replace(chosen, credit=towns.credit(town), note=my_town.note(town))


def _read(name: str, read: Callable[[Reading], tuple[str, Weather]], simulated: bool = False) -> Chosen:
    """The table that ``read`` gives when the file is read as the user says, or what is wrong with it."""
    try:
        unchanged: Weather | None = read(cache.AS_READ)[1]
    except WeatherError:
        unchanged = None
    how = file_controls.reading(unchanged, on_change=_read_anew, args=(read,))
    try:
        key, weather = read(how)
    except WeatherError as error:
        return Chosen(name, problem=safe(str(error), limit=600), is_error=True)
    return Chosen(name, key, simulated, weather)


def _read_anew(read: Callable[[Reading], tuple[str, Weather]]) -> None:
    """The same file is read in another way: what it then holds takes the place of what it held."""
    with suppress(WeatherError):  # the page says it
        controls.take_columns(read(file_controls.said())[1])


def _new_record() -> None:
    """Another record was chosen: its columns take the place of the last one's."""
    source = st.session_state["data"]
    if source != my_town.FIND:
        st.query_params.pop("town", None)
    if source in BUNDLED:
        st.query_params.pop("file", None)
        own_record.take_columns(cache.bundled(BUNDLED[source])[1])
    elif source == my_town.FIND:
        st.query_params.pop("file", None)
        my_town.take()
    else:
        own_record.take()
