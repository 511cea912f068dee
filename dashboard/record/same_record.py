"""What becomes of the settings when another file takes the place of one: the one place that knows.

In: the table that is shown now. Out: in the session, the settings of it. A newer version of the same record
keeps all that it can, and what it can't is said; another record begins with what the reader found in it.
Nothing here waits for a click to be told of: each run of the script compares what is shown with what was.
"""

from contextlib import suppress
from dataclasses import dataclass, replace

import streamlit as st

from dashboard import cache, controls
from dashboard.address import put
from dashboard.record import file_controls
from dashboard.record.record_file import RecordFile
from gd_core.forecast import Result
from gd_core.forecast.judge.since_last import News, is_newer, since_last
from gd_core.forecast.result import NextDay
from gd_core.forecast.words.since_last import since_last as in_words
from gd_core.weather import Weather, WeatherError
from gd_core.weather.report import quoted


@dataclass(frozen=True)
class Held:
    """The table that the settings stand for: of which file, how it is known, and what was forecast of it."""

    file: RecordFile
    key: str
    weather: Weather
    target: str
    forecast: NextDay | None = None


def begin(file: RecordFile, unchanged: Weather | None) -> None:
    """Before ``file`` is read as the user says: a file that is new decides what of that is still meant.

    ``unchanged`` is its table as read without the user, None if it is refused.
    """
    state, last = st.session_state, _held()
    if state.get("record begun") == file.key:
        return
    state["record begun"] = file.key
    if last is None or last.file.key == file.key:  # what a link says, or nothing new
        return
    newer = _is_newer(last, file, unchanged)
    state.update({"record losses": [], "record news": None, "record newer": newer})
    if not newer:
        file_controls.forget(unchanged)
    elif unchanged is not None and last.weather.station is not None:
        names = [name for name, _ in unchanged.stations]
        if last.weather.station not in names:
            _lose(f"station {quoted(last.weather.station)}")
            state.pop("station", None)
        elif len(names) > 1:
            state["station"] = last.weather.station


def settle(file: RecordFile, key: str, weather: Weather) -> None:
    """The settings as they are for the table ``weather`` of ``file``, which is known by ``key``."""
    state, last = st.session_state, _held()
    if last is not None and last.key == key:
        return
    state["record shown"] = Held(file, key, weather, weather.target)
    if last is None:  # what a link says
        return
    again = last.file.key == file.key
    if not again and not state.get("record newer"):
        put("what_if", None)
        controls.take_columns(weather)
        return
    for what in controls.carry_columns(last.weather, weather):
        _lose(what)
    if not again and is_newer(last.weather, weather) and last.target in weather.temperatures:
        state["record news"] = since_last(last.weather, weather, last.target, last.forecast)


def remember(key: str, result: Result) -> None:
    """This was forecast from the table ``key``: a newer file will tell what came of it."""
    last = _held()
    if last is not None and last.key == key:
        st.session_state["record shown"] = replace(last, target=result.target, forecast=result.next_day)


def losses() -> str:
    """What the newer file could not keep, in one sentence as plain text; "" if that is nothing."""
    lost = st.session_state.get("record losses")
    return f"Not in the newer file, so no longer chosen: {', '.join(lost)}." if lost else ""


def news() -> str:
    """What the newer file brings, in one sentence; "" if this is no newer file."""
    brought: News | None = st.session_state.get("record news")
    return in_words(brought) if brought else ""


def _held() -> Held | None:
    last: Held | None = st.session_state.get("record shown")
    return last


def _is_newer(last: Held, file: RecordFile, unchanged: Weather | None) -> bool:
    """Whether ``file`` is a newer version of the one that was shown: by its name and columns, or its days."""
    same_name = file.name == last.file.name and file.shared == last.file.shared
    how, names = file_controls.said(unchanged), [name for name, _ in unchanged.stations] if unchanged else []
    if last.weather.station in names:
        how = replace(how, station=last.weather.station)
    now = unchanged
    with suppress(WeatherError):
        now = cache.table(file, how)[1]
    if now is None:  # what is refused may have been written only in part
        return same_name
    return (same_name and last.weather.target in now.temperatures) or is_newer(last.weather, now)


def _lose(what: str) -> None:
    st.session_state.setdefault("record losses", []).append(what)
