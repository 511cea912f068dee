"""A Streamlit server and a page in Chromium that knows when it has settled.

A run of the script is over when the server says so (``script_finished`` on the websocket). The state that the
page shows about itself is not enough: a fast run begins and ends between two looks at it.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if find_spec("playwright"):  # without it, the fixtures skip before anything here is used
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebSocket
    from playwright.sync_api import Page as Tab
    from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

T = TypeVar("T")

HOST = "127.0.0.1"
PATIENCE = 60  # seconds; a first visit on a new machine also compiles the descent
LOOK_AGAIN = 50  # milliseconds between two looks at a page; at every frame, looking slows what it waits for
CHROMIUM_FLAGS = [
    "--no-sandbox",  # refuses to start as root otherwise
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",  # whatever a page asks for, nothing leaves
]

# What keeps the page from being settled; empty once nothing shown is old and all that is visible is drawn.
WAITING_FOR = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (app?.dataset.testScriptState !== 'notRunning') return 'the script to end, as the page sees it';
    if (document.querySelector('[data-stale="true"]')) return 'elements of an earlier run to go';
    if (document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]'))
        return 'placeholders to be filled';
    const drawn = (chart) => [...chart.querySelectorAll('svg.marks, canvas.marks')]
        .some((picture) => picture.getBoundingClientRect().width > 0);
    const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
    return charts.every((chart) => drawn(chart) || !chart.checkVisibility()) ? '' : 'a chart to be drawn';
}"""
CHARTS_FIT = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
    .every((place) => place.scrollWidth - place.clientWidth <= 1)"""
NOTHING_FADES = "() => document.getAnimations().every((one) => !(one instanceof CSSTransition))"
NEXT_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


def find_chromium() -> str | None:
    """Path of the Chromium that the system has installed, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextmanager
def streamlit_server(app: Path, *arguments: str) -> Iterator[str]:
    """Serve ``app``, started with ``arguments``, from its own folder on a free port; gives the address.

    Raises RuntimeError with what the server printed when it ends early or doesn't become healthy.
    """
    with streamlit_process(app, *arguments) as (url, _):
        yield url


@contextmanager
def streamlit_process(
    app: Path, *arguments: str, port: int | None = None
) -> Iterator[tuple[str, subprocess.Popen]]:
    """The same, on this ``port`` if one is given; gives the process, too."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", app.name, f"--server.port={port}"]
    command += [f"--server.address={HOST}", "--server.headless=true", "--server.fileWatcherType=none"]
    command += ["--", *arguments] if arguments else []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=app.parent, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            url = f"http://{HOST}:{port}"
            if not _becomes_healthy(process, url):
                output.seek(0)
                raise RuntimeError(f"Streamlit did not start with {command}; it printed:\n{output.read()}")
            yield url, process
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _becomes_healthy(process: subprocess.Popen, url: str) -> bool:
    for _ in range(PATIENCE * 10):
        try:
            # Streamlit answers 200 on every path: only the body tells.
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=PATIENCE) as answer:
                if answer.read() == b"ok":
                    return True
        except (urllib.error.URLError, ConnectionError):
            pass
        try:
            process.wait(timeout=0.1)  # between two looks, wait for the process to end
        except subprocess.TimeoutExpired:
            continue
        return False
    return False


class Page:
    """One tab on the dashboard, its script runs counted and everything suspicious written down.

    ``tab`` is Playwright's page, for locating and clicking. ``console_errors``, ``page_errors``,
    ``exceptions`` (error boxes shown in the page) and ``foreign_requests`` (to any other host) fill
    as the page lives; a test that provokes one clears that list.
    """

    def __init__(self, context: BrowserContext, url: str):
        self.url = url
        self.console_errors: list[str] = []
        self.page_errors: list[str] = []
        self.exceptions: list[str] = []
        self.foreign_requests: list[str] = []
        self.runs = 0
        self._running = False
        self._socket: WebSocket | None = None
        self.tab: Tab = context.new_page()
        self.tab.set_default_timeout(PATIENCE * 1000)
        self.tab.on("websocket", self._on_websocket)
        self.tab.on("pageerror", lambda error: self.page_errors.append(str(error)))
        self.tab.on("console", self._on_console)
        context.on("request", self._on_request)

    def forget(self) -> None:
        """Take away what earlier pages of this session stored, but for the files that Streamlit serves."""
        stored = {"origin": self.url, "storageTypes": "cookies,local_storage,indexeddb,service_workers"}
        self.tab.context.new_cdp_session(self.tab).send("Storage.clearDataForOrigin", stored)

    def close(self) -> None:
        """Close the tab; nothing is written down any more."""
        self.tab.context.remove_listener("request", self._on_request)
        self.tab.close()

    def _on_console(self, said: ConsoleMessage) -> None:
        # Opened below the root, Streamlit's page looks for its server there first, and then one level up.
        probe = re.search(r"/\w+/_stcore/", said.location["url"]) and "404" in said.text
        if said.type == "error" and not probe:
            self.console_errors.append(said.text)

    def open(self, path: str = "") -> None:
        """Go to ``path`` (with or without ``?query``) of the dashboard, as by typing it, and settle."""
        with self.rerun():
            self.tab.goto(f"{self.url}/{path.lstrip('/')}")

    def resize(self, width: int, height: int | None = None) -> None:
        """Make the window so many CSS pixels wide, and wait until every chart has taken its new width.

        ``height``: that of a telephone or of a desktop's window where it is left out.
        Raises Playwright's TimeoutError when a chart stays wider than its place.
        """
        self.tab.set_viewport_size({"width": width, "height": height or (844 if width < 600 else 900)})
        self.settle()
        # Streamlit draws a chart anew some time after its place has changed, and says nothing of it.
        self.tab.wait_for_function(CHARTS_FIT, polling=LOOK_AGAIN)

    def at_rest(self, look: Callable[[Page], T]) -> T:
        """What ``look`` finds on the settled page, looked at again if the script ran meanwhile."""
        while True:
            mark = self.runs
            self.settle()
            self.tab.wait_for_function(NOTHING_FADES, polling=LOOK_AGAIN)
            found = look(self)
            if self.runs == mark and not self._running:
                return found

    @contextmanager
    def rerun(self) -> Iterator[None]:
        """What is done inside makes the script run: wait for that run, and for the page to settle.

        Meant for one action. After several at once, Streamlit decides how many runs they make.
        """
        mark = self.runs
        yield
        self.settle(after=mark)

    def settle(self, after: int | None = None) -> None:
        """Wait until no script runs, nothing shown is old, and every visible chart is drawn.

        ``after``: a value of ``runs`` taken before an action; at least one run more must have finished.
        Raises TimeoutError, saying what was waited for, after ``PATIENCE`` seconds.
        """
        self._wait_for_runs(self.runs if after is None else after + 1)
        try:
            self.tab.wait_for_function(f"() => !({WAITING_FOR})()", polling=LOOK_AGAIN)
        except PlaywrightTimeoutError:
            reason = self.tab.evaluate(WAITING_FOR)
            raise TimeoutError(f"waited {PATIENCE} s at {self.tab.url} for {reason}") from None
        self.tab.evaluate(NEXT_FRAMES)
        for box in self.tab.get_by_test_id("stException").all():
            if (text := box.inner_text()) not in self.exceptions:
                self.exceptions.append(text)

    @property
    def problems(self) -> list[str]:
        """Everything suspicious so far, one line each; empty is good."""
        kinds = {
            "console error": self.console_errors,
            "uncaught error in the page": self.page_errors,
            "exception shown": self.exceptions,
            "request to another host": self.foreign_requests,
        }
        return [f"{kind}: {text}" for kind, texts in kinds.items() for text in texts]

    def screenshot(self, name: str) -> None:
        """Save the whole page as ``name``.png in the folder $SCREENSHOTS, for people; nothing without it."""
        if folder := os.environ.get("SCREENSHOTS"):
            safe = re.sub(r"[^\w.-]+", "_", name)
            self.tab.screenshot(path=Path(folder) / f"{safe}.png", full_page=True)

    def _wait_for_runs(self, wanted: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._running or self.runs < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(
                    f"waited {PATIENCE} s for run {wanted} of the script at {self.tab.url}: {self.runs} have "
                    f"finished, one is {'still' if self._running else 'not'} running"
                )
            # A message can arrive just before the wait for it begins: look again now and then.
            try:
                if self._socket is None:
                    self.tab.wait_for_event("websocket", timeout=200)
                else:
                    self._socket.wait_for_event("framereceived", timeout=200)
            except PlaywrightTimeoutError:
                continue

    def _on_websocket(self, socket: WebSocket) -> None:
        self._note_host(socket.url)
        self._socket = socket
        self._running = False
        socket.on("framereceived", self._on_frame)

    def _on_frame(self, frame: bytes | str) -> None:
        if isinstance(frame, str):
            return
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._running = True
        elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            # (After an early finish the next run follows by itself.)
            self._running = False
            self.runs += 1

    def _on_request(self, request: Request) -> None:
        self._note_host(request.url)

    def _note_host(self, url: str) -> None:
        address = urlsplit(url)
        if address.hostname not in {None, HOST}:  # data: and blob: have none
            self.foreign_requests.append(url)
