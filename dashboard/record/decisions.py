"""The decisions of the reader on the Data page, each with the widget that corrects it.

The widgets are drawn by the app, before the page is (see `file_controls`): so their places come first.
"""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.cards import download
from dashboard.text import excerpt, safe
from gd_core.weather import Weather
from gd_core.weather import show_tables as describe
from gd_core.weather.report import TOPICS
from gd_core.weather.show_tables import daily_csv

CORRECTED = ("dates", "station", "target", "unit")  # topics with a widget, in the order of the report
SHOWN = 40


class Decisions:
    """The head of the Data page and, below it, the decisions: first their places, then what stands there."""

    def __init__(self) -> None:
        self.head, self._body = st.container(), st.container()
        self._lines: list[DeltaGenerator] = []
        self._file: DeltaGenerator | None = None

    def places(self) -> dict[str, DeltaGenerator]:
        """Where each correction stands, by its topic: below the decisions up to that topic."""
        with self._body:
            st.header("Decisions", anchor=False)
            left, right = st.columns(2)
        card, self._file = left.container(border=True), right.container(border=True)
        found = {}
        for topic in CORRECTED:
            self._lines.append(card.container())
            found[topic] = card.container()
        self._lines.append(card.container())
        return found

    def fill(self, weather: Weather) -> None:
        """Write the decisions, as sentences, beside the file as it begins."""
        last = [TOPICS.index(topic) for topic in CORRECTED]
        shown = weather.report.decisions[:SHOWN]
        for number, place in enumerate(self._lines):
            begin = last[number - 1] + 1 if number else 0
            end = last[number] + 1 if number < len(last) else len(TOPICS)
            of_part = [one for one in shown if begin <= TOPICS.index(one.topic) < end]
            if of_part:
                place.markdown("\n".join(f"- {safe(one.line(), limit=500)}" for one in of_part))
        more = len(weather.report.decisions) - SHOWN
        if more > 0:
            with self._lines[-1].expander(f"{more:,} more decisions"):
                st.dataframe(describe.decisions(weather).iloc[SHOWN:], hide_index=True)
        if self._file is not None:
            with self._file:
                st.markdown("**The file as it begins**")
                st.code(excerpt(weather.first_lines), language=None, wrap_lines=True)
                download("Cleaned daily table", partial(daily_csv, weather), "daily.csv")
