"""What comes ahead of the first visitor: all that takes long once."""

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread

import streamlit as st

from dashboard.server import hosts

NEEDED = (
    "dashboard.lesson.course",
    "dashboard.html_report",
    "dashboard.why_this_forecast",
    "gd_core.forecast.take_away.script",
)


@asynccontextmanager
async def lifespan(_server: st.App) -> AsyncIterator[None]:
    """From the start of the server to its end. It prepares itself while it waits for the first question."""
    hosts.settle()
    for work in (open_browser, prepare):
        Thread(target=work, name=work.__name__, daemon=True).start()
    yield


def open_browser() -> None:
    """Show the page, which Streamlit does itself only where a file has no server of its own."""
    if not st.get_option("server.headless"):
        address = st.get_option("server.address") or "localhost"
        webbrowser.open(f"http://{address}:{st.get_option('server.port')}")


def prepare() -> None:
    """Import what the first page needs (2 s), and forecast once, for all that is loaded at first use."""
    for module in NEEDED:
        import_module(module)
    from dashboard import cache
    from dashboard.record import record_list
    from gd_core.forecast import ExperimentSettings, run_experiment

    _, weather = cache.bundled(next(iter(record_list.BUNDLED.values())))
    run_experiment(weather, ExperimentSettings())
    cache.freeze_imports()
