"""What the user may say about a file instead of the reader (which station, which unit, day or month first),
and in which degrees it is shown.

In: the table as read without the user. Out: a `Reading`. The widgets stand in the sidebar; on the Data page,
beside the decisions that they correct, and where a file is refused, beside its beginning. They are drawn by
the app and not by a page, so that they are the same ones everywhere, and every link carries what they say.
"""

from contextlib import nullcontext
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.address import WIDE, bound, choice
from dashboard.cache import Reading
from gd_core.weather import Weather

AS_READ, AS_IN_FILE = "As read", "As in the file"
UNITS = {AS_READ: None, "°C": "C", "°F": "F"}
SHOWN = {AS_IN_FILE: None, "°C": "C", "°F": "F"}
ORDERS = {AS_READ: None, "Day first": "day first", "Month first": "month first"}
Places = dict[str, DeltaGenerator]  # topic of a decision -> where its correction stands


def said(unchanged: Weather | None) -> Reading:
    """What the widgets say, before they are drawn; ``unchanged`` is the table as read without them."""
    stations = _stations(unchanged)
    first = unchanged.station if unchanged else None
    station = _now("station")
    return Reading(
        station if station in stations and station != first else None,
        UNITS.get(_now("unit") or AS_READ),
        ORDERS.get(_now("dates") or AS_READ),
        SHOWN.get(_now("degrees") or AS_IN_FILE),
    )


def _now(key: str) -> str | None:
    """What is chosen; before a widget is drawn for the first time, only the link knows."""
    value: str | None = st.session_state[key] if key in st.session_state else st.query_params.get(key)
    return value


def draw(unchanged: Weather | None, places: Places, *, degrees: bool = True) -> Reading:
    """Draw the widgets and return what they say. Those whose topic has one of ``places`` stand there; that of
    the ``degrees`` shown only where there is something to show."""
    with st.container():
        with places.get("station") or nullcontext():
            station = _station(unchanged)
        if {"unit", "dates"} <= set(places):
            shown = _degrees() if degrees else said(unchanged).shown
            with places["unit"]:
                unit = _unit()
            with places["dates"]:
                return Reading(station, unit, _order(unchanged), shown)
        changed = sum(_now(key) not in (None, AS_READ, AS_IN_FILE) for key in ("degrees", "unit", "dates"))
        label = f"Units and dates · {changed} changed" if changed else "Units and dates"
        # With another label it is another one to Streamlit, which begins as open as the last one was.
        with st.expander(label, st.session_state.get("fold file", False), key="fold file", on_change="rerun"):
            shown, unit = _degrees(), _unit()
            return Reading(station, unit, _order(unchanged), shown)


def _degrees() -> str | None:
    explained = "The degrees of all temperatures on the pages."
    return SHOWN[choice("Degrees shown", _as_written(SHOWN), key="degrees", help=explained, **WIDE)]


def _unit() -> str | None:
    explained = "The Data page says what was found; choose another unit if that is wrong."
    return UNITS[choice("Unit in the file", _as_written(UNITS), key="unit", help=explained, **WIDE)]


def _order(unchanged: Weather | None) -> str | None:
    """Day or month first, where the file leaves it open."""
    if unchanged is not None and not _open(unchanged) and (_now("dates") or AS_READ) == AS_READ:
        return None
    explained = "Whether 1/2/2024 is 1 February (day first) or 2 January (month first)."
    return ORDERS[choice("Dates in the file", _as_written(ORDERS), key="dates", help=explained, **WIDE)]


def _station(unchanged: Weather | None) -> str | None:
    """The chosen one of several stations; None for the one that is read at first."""
    names = _stations(unchanged)
    if unchanged is None or len(names) < 2:
        return None
    first = names.index(unchanged.station) if unchanged.station in names else 0
    explained = "The file holds several; at first, the one with the most days is read."
    if st.session_state.get("station", names[first]) not in names:
        st.session_state["station"] = names[first]
    chosen: str = bound(st.selectbox, "Station", names, index=first, key="station", help=explained)
    return None if chosen == names[first] else chosen


def _stations(unchanged: Weather | None) -> list[str]:
    return [name for name, _ in unchanged.stations] if unchanged else []


def _as_written(options: dict[str, Any]) -> dict[str, str]:
    return {label: label for label in options}


def _open(weather: Weather) -> bool:
    """Whether the file itself leaves open how its dates are read."""
    return any(not decision.certain for decision in weather.report.about("dates"))


def forget(unchanged: Weather | None) -> None:
    """Another record, read without any widget as ``unchanged``: what was said about the last one goes."""
    # Assigned, not deleted: the browser keeps the value of a widget whose state merely goes.
    for key in ("unit", "dates"):
        if key in st.session_state:
            st.session_state[key] = AS_READ
    if unchanged is not None and len(unchanged.stations) > 1:
        st.session_state["station"] = unchanged.station
    else:
        st.session_state.pop("station", None)
