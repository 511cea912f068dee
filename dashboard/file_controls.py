"""What the user may say about a file instead of the reader (which station, which unit, day or month first),
and in which degrees it is shown.

The widgets stand in the sidebar of every page about the weather, so that all pages show the same table and
every link carries it. Labels of options stand in links: to change one is to break the links that name it.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.cache import Reading
from gd_core.weather import Weather

AS_READ, AS_IN_FILE = "As read", "As in the file"
UNITS = {AS_READ: None, "°C": "C", "°F": "F"}
SHOWN = {AS_IN_FILE: None, "°C": "C", "°F": "F"}
ORDERS = {AS_READ: None, "Day first": "day first", "Month first": "month first"}


def controls(weather: Weather | None, *, on_change: Callable[..., None], args: tuple[Any, ...]) -> Reading:
    """Draw the widgets and return what they say; ``weather`` is the table as read without them, if any."""
    changes: dict[str, Any] = {"on_change": on_change, "args": args, "bind": "query-params"}
    station = None
    if weather is not None and len(weather.stations) > 1:
        names = [name for name, _ in weather.stations]
        first = names.index(weather.station) if weather.station in names else 0
        chosen = st.selectbox(
            "Station",
            names,
            index=first,
            key="station",
            help="The file holds several; at first, the one with the most days is read.",
            **changes,
        )
        station = None if chosen == names[first] else chosen
    shown = st.segmented_control(
        "Degrees shown",
        list(SHOWN),
        default=AS_IN_FILE,
        required=True,
        key="degrees",
        bind="query-params",
        width="stretch",
        help="The degrees of all temperatures on the pages.",
    )
    with st.expander("How the file is read"):
        unit = st.segmented_control(
            "Unit in the file",
            list(UNITS),
            default=AS_READ,
            required=True,
            key="unit",
            width="stretch",
            help="The Data page says what was found; choose another unit if that is wrong.",
            **changes,
        )
        order = None
        if weather is None or _open(weather) or st.session_state.get("dates", AS_READ) != AS_READ:
            order = st.segmented_control(
                "Dates in the file",
                list(ORDERS),
                default=AS_READ,
                required=True,
                key="dates",
                width="stretch",
                help="Whether 1/2/2024 is 1 February (day first) or 2 January (month first).",
                **changes,
            )
    return Reading(station, UNITS[unit or AS_READ], ORDERS[order or AS_READ], SHOWN[shown or AS_IN_FILE])


def _open(weather: Weather) -> bool:
    """Whether the file itself leaves open how its dates are read."""
    return any(not decision.certain for decision in weather.report.about("dates"))


def said() -> Reading:
    """What the widgets say, while a change of one is dealt with."""
    state = st.session_state
    return Reading(
        state.get("station"),
        UNITS.get(state.get("unit") or AS_READ),
        ORDERS.get(state.get("dates") or AS_READ),
        SHOWN.get(state.get("degrees") or AS_IN_FILE),
    )


def forget(weather: Weather | None) -> None:
    """A new file, read without any widget as ``weather``: what was said about the last one goes."""
    # Assigned, not deleted: the browser keeps the value of a widget whose state merely goes.
    for key in ("unit", "dates"):
        if key in st.session_state:
            st.session_state[key] = AS_READ
    if weather is not None and len(weather.stations) > 1:
        st.session_state["station"] = weather.station
    else:
        st.session_state.pop("station", None)
