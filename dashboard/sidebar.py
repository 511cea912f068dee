"""The sidebar: which weather record, which settings, and what is wrong with them if anything is."""

from dataclasses import dataclass, replace

import streamlit as st

from dashboard import cache, controls
from dashboard.text import safe
from gd_core.forecast import ExperimentSettings
from gd_core.weather import Weather, WeatherError

# Labels of options stand in links: to change one is to break the links that name it.
BUNDLED = {"Seattle": "seattle_weather.csv", "Simulated station": "synthetic_station.csv"}
SIMULATED, OWN_FILE = "Simulated station", "My own file"


@dataclass(frozen=True)
class Chosen:
    """What the sidebar says. ``problem`` tells, as safe Markdown, why weather or settings are missing."""

    name: str  # of the data, for headings
    key: str = ""  # digest of the file
    simulated: bool = False
    weather: Weather | None = None
    settings: ExperimentSettings | None = None
    problem: str | None = None
    is_error: bool = False  # the problem is something wrong, not something still to be done


def draw() -> Chosen:
    """Draw the sidebar and return what is chosen."""
    with st.sidebar:
        chosen = _data()
        if chosen.weather is None:
            return chosen
        fields = controls.settings_fields(chosen.weather)
        st.button(
            "Reset all settings",
            on_click=_forget,
            args=controls.KEYS,
            icon=":material/restart_alt:",
            help="Go back to the settings of the front page; the data stay.",
            width="stretch",
        )
    try:
        settings = ExperimentSettings(**fields)
        settings.for_weather(chosen.weather)
    except (TypeError, ValueError) as error:
        return replace(chosen, problem=safe(str(error), limit=600), is_error=True)
    return replace(chosen, settings=settings)


def _forget(*keys: str) -> None:
    for key in keys:
        st.session_state.pop(key, None)


def _data() -> Chosen:
    st.subheader("Data")
    source = st.selectbox(
        "Weather record",
        [*BUNDLED, OWN_FILE],
        key="data",
        bind="query-params",
        on_change=_forget,
        args=controls.KEYS_OF_THE_FILE,
        help="Seattle is real, the simulated station is made up; or bring a CSV file of your own.",
    )
    if source in BUNDLED:
        key, weather = cache.bundled(BUNDLED[source])
        return Chosen(source, key, source == SIMULATED, weather)
    return _own_file()


def _own_file() -> Chosen:
    file = st.file_uploader(
        "CSV file",
        key="upload",
        on_change=_forget,
        args=controls.KEYS_OF_THE_FILE,
        help="One row a day, with a date and a temperature. The file stays on this computer.",
    )
    named_in_link = st.query_params.get("file")
    if file is None:
        problem = "Choose a CSV file in the sidebar: one row a day, with a date and a temperature."
        if named_in_link:
            problem = f"This link needs the file {safe(named_in_link)}. Choose it in the sidebar to go on."
        return Chosen("Your own file", problem=problem)
    if named_in_link != file.name:
        st.query_params["file"] = file.name
    content = file.getvalue()
    key = cache.digest(content)
    try:
        return Chosen(file.name, key, weather=cache.uploaded(key, content))
    except WeatherError as error:
        return Chosen(file.name, key, problem=safe(str(error), limit=600), is_error=True)
