"""What the user may say about a file instead of the reader (which station, which unit, day or month first),
and in which degrees it is shown.

In: the table as read without the user. Out: a `Reading`. The widgets stand in the sidebar of every page about
the weather, so that all pages show the same table and every link carries it.
"""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.address import WIDE, bound, choice
from dashboard.cache import Reading
from gd_core.weather import Weather

AS_READ, AS_IN_FILE = "As read", "As in the file"
UNITS = {AS_READ: None, "°C": "C", "°F": "F"}
SHOWN = {AS_IN_FILE: None, "°C": "C", "°F": "F"}
ORDERS = {AS_READ: None, "Day first": "day first", "Month first": "month first"}


def reading(weather: Weather | None, *, on_change: Callable[..., None], args: tuple[Any, ...]) -> Reading:
    """Draw the widgets and return what they say; ``weather`` is the table as read without them, if any."""
    changes: dict[str, Any] = {"on_change": on_change, "args": args}
    station = None if weather is None else _station(weather, changes)
    keys = ("degrees", "unit", "dates")
    others = sum(st.session_state.get(key, AS_READ) not in (AS_READ, AS_IN_FILE) for key in keys)
    label = f"Units and dates · {others} changed" if others else "Units and dates"
    # With another label it is another one to Streamlit, which begins as open as the last one was.
    with st.expander(label, st.session_state.get("fold file", False), key="fold file", on_change="rerun"):
        explained = "The degrees of all temperatures on the pages."
        shown = choice("Degrees shown", _as_written(SHOWN), key="degrees", help=explained, **WIDE)
        explained = "The Data page says what was found; choose another unit if that is wrong."
        unit = choice("Unit in the file", _as_written(UNITS), key="unit", help=explained, **WIDE, **changes)
        order = AS_READ
        if weather is None or _open(weather) or st.session_state.get("dates", AS_READ) != AS_READ:
            explained = "Whether 1/2/2024 is 1 February (day first) or 2 January (month first)."
            dates = _as_written(ORDERS)
            order = choice("Dates in the file", dates, key="dates", help=explained, **WIDE, **changes)
    return Reading(station, UNITS[unit], ORDERS[order], SHOWN[shown])


def _station(weather: Weather, changes: dict[str, Any]) -> str | None:
    """The chosen one of several stations; None for the one that is read at first."""
    names = [name for name, _ in weather.stations]
    if len(names) < 2:
        return None
    first = names.index(weather.station) if weather.station in names else 0
    explained = "The file holds several; at first, the one with the most days is read."
    chosen: str = bound(st.selectbox, "Station", names, index=first, key="station", help=explained, **changes)
    return None if chosen == names[first] else chosen


def _as_written(options: dict[str, Any]) -> dict[str, str]:
    return {label: label for label in options}


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
