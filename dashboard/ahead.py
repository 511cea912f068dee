"""What comes ahead of the first visitor: all that takes long once."""

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from threading import Thread

import streamlit as st

from dashboard.server import hosts, tidy

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
    tidying = asyncio.create_task(tidy.tidy(begin_anew))
    yield
    tidying.cancel()


def open_browser() -> None:
    """Show the page, which Streamlit does itself only where a file has no server of its own."""
    if not st.get_option("server.headless"):
        address = st.get_option("server.address") or "localhost"
        webbrowser.open(f"http://{address}:{st.get_option('server.port')}")


def prepare() -> None:
    """Import what the first page needs (2 s), and forecast what every bundled record opens with.

    Of all visitors, nobody then waits for that; and what is loaded at first use is loaded.
    """
    for module in NEEDED:
        import_module(module)
    forecast()


def begin_anew() -> None:
    """The last visitor has gone: keep what the first one needs, and nothing else."""
    from dashboard import keep

    keep.forget()
    forecast()


def forecast() -> None:
    """Forecast what every bundled record opens with."""
    from dashboard import cache, controls
    from dashboard.record import record_list
    from gd_core.forecast import ExperimentSettings

    for name in record_list.BUNDLED.values():
        key, weather = cache.bundled(name)
        columns = controls.columns_of(weather)
        settings = ExperimentSettings(target=columns["target"], predictors=tuple(columns["predictors"]))
        cache.experiment(key, weather, settings).wait()
        cache.freeze_imports()  # after the first: by then, all is imported
