"""The address that says whether forecasts are made."""

import asyncio
import shutil

import pytest

from dashboard import cache
from dashboard.server import health
from dashboard.server.health import KEPT, Health
from tests.browser.harness import streamlit_server
from tests.dashboard.server.client import ROOT, Client


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


async def ask(application, method="GET"):
    """Status and text of the answer."""
    sent = []

    async def send(message):
        sent.append(message)

    await application({"type": "http", "method": method}, None, send)
    return sent[0]["status"], sent[1]["body"].decode()


def test_a_running_server_forecasts(client):
    assert client.ask("/health")[0::2] == (200, b"ok\n")
    assert client.ask("/health", method="POST")[0] == 405


def test_the_first_thing_that_is_wrong_is_said_in_one_line():
    async def fine():
        return None

    async def wrong():
        raise OSError("no such\nfile")

    async def not_asked():
        raise AssertionError

    application = Health([fine, wrong, not_asked])
    assert asyncio.run(ask(application)) == (503, "OSError: no such file\n")


def test_an_answer_is_kept_for_a_minute_and_those_who_ask_at_once_wait_for_one():
    clock, said, asked = Clock(), [None, "It broke.", None], []

    async def check():
        asked.append(clock.now)
        await asyncio.sleep(0)
        return said[len(asked) - 1]

    async def visits():
        application = Health([check], clock)
        assert await asyncio.gather(ask(application), ask(application)) == [(200, "ok\n")] * 2
        clock.now += KEPT - 1
        assert await ask(application) == (200, "ok\n") and len(asked) == 1
        clock.now += 1
        assert await ask(application) == (503, "It broke.\n") == await ask(application)
        clock.now += KEPT
        assert await ask(application) == (200, "ok\n") and len(asked) == 3

    asyncio.run(visits())


def test_a_forecast_that_does_not_end_is_said_and_looked_for_once():
    asked = []

    async def check():
        asked.append(1)
        await asyncio.Event().wait()

    async def visits():
        application = Health([check], patience=0.01)
        for _ in range(2):
            assert await ask(application) == (503, "A forecast takes longer than 0.01 seconds.\n")

    asyncio.run(visits())
    assert len(asked) == 1


def test_a_record_that_is_gone_or_broken_and_an_experiment_that_fails_are_said(monkeypatch, tmp_path):
    assert asyncio.run(health.forecast()) is None
    monkeypatch.setattr(cache, "DATA", tmp_path)
    assert asyncio.run(health.forecast()).startswith(
        "The record seattle_weather.csv cannot be read: FileNotFoundError: "
    )
    (tmp_path / "seattle_weather.csv").write_text("date,weather\n2020-01-01,rain\n")
    assert "seattle_weather.csv cannot be read: WeatherError: " in asyncio.run(health.forecast())


@pytest.mark.parametrize("error", [ValueError("singular"), MemoryError("8 GB")])
def test_an_experiment_that_fails_is_said(monkeypatch, error):
    def fails(*_):
        raise error

    monkeypatch.setattr("gd_core.forecast.run_experiment", fails)
    said = asyncio.run(health.forecast())
    assert said == f"The default experiment fails: {type(error).__name__}: {error}"


@pytest.mark.thorough
def test_a_page_that_fails_is_said_though_the_server_is_up(tmp_path):
    for name in ("gd_core", "data", ".streamlit"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "dashboard", tmp_path / "dashboard")
    shutil.copy(ROOT / "app.py", tmp_path)
    (tmp_path / "dashboard" / "pages" / "forecast.py").write_text("raise RuntimeError('no page')\n")
    with streamlit_server(
        tmp_path / "app.py"
    ) as address:  # which waits until Streamlit says that all is well
        answer = Client(address).ask("/health")
    assert answer[0::2] == (503, b"The front page fails (error); the log of the server says more.\n")
