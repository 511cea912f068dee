"""A server that is killed and started again: the page says so, comes back, and says what it lacks."""

import re

import pytest

from tests.browser.conftest import ROOT
from tests.browser.harness import free_port, streamlit_process

RECORD = (ROOT / "data" / "seattle_weather.csv").read_bytes()
FILE = {"name": "mine.csv", "mimeType": "text/csv", "buffer": RECORD}
LONG = "?method=Stochastic&epochs=100000"


class Server:
    """The dashboard on one port, to be killed and started again as often as need be."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        self._running = streamlit_process(ROOT / "app.py", port=self.port)
        self.url, self._process = self._running.__enter__()

    def kill(self, *_) -> None:
        self._process.kill()
        self._running.__exit__(None, None, None)


@pytest.fixture
def killed(tmp_path, monkeypatch):
    """A server that was killed at its first start, when nothing was compiled yet, and started again."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    server = Server()
    server.kill()
    server.start()
    yield server
    server.kill()


@pytest.mark.nightly
def test_a_page_outlives_its_server(killed, open_page):
    page = open_page("?data=My+own+file", url=killed.url)
    lost = page.tab.get_by_test_id("stApp").get_by_text("CONNECTING").first

    # During an upload: its last word is that it failed, and the file can be dropped again.
    page.tab.route("**/upload_file/**", lambda route: (killed.kill(), route.continue_()))
    page.tab.locator("input[type=file]").set_input_files(FILE)
    lost.wait_for()
    page.tab.get_by_role("alert").get_by_text("Network Error").wait_for()
    page.tab.get_by_role("dialog").get_by_text("Connection error").wait_for()
    page.screenshot("lost during an upload")
    page.tab.unroute_all()
    killed.start()
    lost.wait_for(state="hidden")
    page.tab.get_by_role("dialog").wait_for(state="hidden")
    with page.rerun():
        page.tab.locator("input[type=file]").set_input_files(FILE)
    page.tab.get_by_text("mine.csv").first.wait_for()
    page.tab.get_by_role("button", name="Play").wait_for()

    # While it rests: what it shows stays, and at the next change it asks for the file by its name.
    killed.kill()
    lost.wait_for()
    page.tab.get_by_role("button", name="Play").wait_for()
    killed.start()
    lost.wait_for(state="hidden")
    with page.rerun():
        page.tab.get_by_role("slider", name="Days ahead").press("ArrowRight")
    page.tab.get_by_text("needs the file mine.csv").wait_for()
    with page.rerun():
        page.tab.locator("input[type=file]").set_input_files(FILE)
    page.tab.get_by_role("button", name="Play").wait_for()

    # During a run: it begins anew.
    page.tab.goto(f"{killed.url}/{LONG}")
    page.tab.get_by_text(re.compile("Gradient descent: epoch [1-9]")).wait_for()
    killed.kill()
    lost.wait_for()
    reached = page.tab.get_by_text("Gradient descent: epoch").inner_text()
    killed.start()
    page.tab.get_by_text(reached).wait_for(state="hidden")
    page.tab.get_by_text("Gradient descent: epoch").wait_for()
    page.tab.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    page.tab.get_by_text("was stopped after").first.wait_for()

    page.console_errors.clear()  # of a browser that finds no server
