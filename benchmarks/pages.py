"""How long a page takes from a key press on a control to its new chart, and how much it is sent.

Each page is opened in Chromium as a user has it, served as ``streamlit run app.py`` does, beside a stock
Streamlit page of one slider and one chart; keys are pressed on both in turns. An observer in the page itself
takes the time: from the key's event to the frame that shows the last chart to change. The bytes are those of
the messages on the websocket.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, NamedTuple

from benchmarks import first_picture
from benchmarks.timing import milliseconds, table, times, verdict

APP = Path(__file__).resolve().parents[1] / "app.py"
KEYS = 20  # presses that are measured on either page, after two that do not count
BAR, MOST_BYTES = 1.5, 150_000  # times the stock page, and for each press
HEADER = ["page", "control", "ours, ms", "slowest, ms", "stock page's, ms", "times as long", "most bytes"]
BARS = f"bar ({times(BAR)}, {MOST_BYTES // 1000} kB)"

STOCK = """
import pandas as pd
import streamlit as st

period = st.slider("Period", 2, 40, 17)
points = pd.DataFrame({"day": range(200), "value": [day % period for day in range(200)]})
st.line_chart(points, x="day", y="value")
"""


Role = Literal["slider", "combobox"]


class Case(NamedTuple):
    """A page, and a control on it of which every press of these keys, to and fro, changes a chart."""

    page: str  # with its query
    name: str
    control: str
    role: Role = "slider"
    keys: tuple[str, ...] = ("ArrowRight", "ArrowLeft")  # several to press at once have blanks between them


STOCK_CASE = Case("", "Stock page", "Period")

#: A page more is a line more.
CASES = [
    Case("", "Forecast", "Days ahead"),
    Case("verdict", "Verdict", "Days ahead"),
    Case("data", "Data", "Target", "combobox", ("ArrowDown ArrowDown Enter", "ArrowUp ArrowUp Enter")),
    Case("one_variable?steps=20", "One variable", "Steps made"),
    Case("step_by_step", "Step by step", "Updates made"),
    Case("step_by_step?points=Weather", "Step by step, weather", "Updates made"),
    Case("step_by_step?rows=Stochastic", "Step by step, stochastic", "Updates made"),
    Case("loss_surface", "Loss surface", "Days ahead"),
    Case("learning_rates", "Learning rates", "Arrived at"),
    Case("stations?least=5", "Stations", "Years at least"),  # the distribution below the maps
]

# Notes when a key was pressed, and the frame that shows the last change to any chart since then.
WATCH = """() => {
    const watch = window.__watch = { pressed: 0, changed: 0 };
    const inChart = (change) => change.target.parentElement?.closest('[data-testid="stVegaLiteChart"]');
    new MutationObserver((changes) => {
        if (watch.pressed && changes.some(inChart))
            requestAnimationFrame(() => { watch.changed = performance.now(); });
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
    const press = () => { watch.pressed = performance.now(); watch.changed = 0; };
    document.addEventListener('keydown', press, true);
}"""
CHANGED = "() => window.__watch.changed > 0"
ELAPSED = "() => window.__watch.changed - window.__watch.pressed"


def report() -> str:
    """The waits for a first chart, and a row for each page; says where a browser is missing."""
    if find_spec("playwright") is None:
        return "### Pages\n\nNot measured: playwright is not installed (`requirements-dev.txt` brings it)."
    from tests.browser.harness import find_chromium

    executable = find_chromium()
    if executable is None:
        return "### Pages\n\nNot measured: there is no Chromium on this system."
    with browser(executable) as chromium:
        return f"{first_picture.report(chromium)}\n\n{changes(chromium, CASES)}"


@contextmanager
def browser(executable: str) -> Iterator[Any]:
    """Chromium, headless."""
    from playwright.sync_api import sync_playwright

    from tests.browser.harness import CHROMIUM_FLAGS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def changes(chromium: Any, cases: list[Case]) -> str:
    """The table of key presses on the pages of these ``cases``."""
    from tests.browser.harness import streamlit_server

    with tempfile.TemporaryDirectory() as folder:
        stock = Path(folder) / "stock.py"
        stock.write_text(STOCK, encoding="utf-8")
        with streamlit_server(APP) as ours, streamlit_server(stock) as theirs:
            rows = [row(chromium, ours, theirs, case) for case in cases]
    return table("From a key press to the new chart", [*HEADER, BARS], rows)


def row(chromium: Any, ours: str, theirs: str, case: Case) -> list[str]:
    """The timings of one page, beside those of the stock page."""
    with opened(chromium, ours, case) as page, opened(chromium, theirs, STOCK_CASE) as stock:
        for press in range(2 + KEYS):
            for tab in (page, stock):
                tab.press(press)
    mine, stocks = (statistics.median(tab.times[2:]) for tab in (page, stock))
    most = max(page.sizes[2:])
    return [
        case.name,
        case.control,
        milliseconds(mine / 1000.0),
        milliseconds(max(page.times[2:]) / 1000.0),
        milliseconds(stocks / 1000.0),
        times(mine / stocks),
        f"{most:,}",
        verdict(mine <= BAR * stocks and most <= MOST_BYTES),
    ]


@contextmanager
def opened(chromium: Any, url: str, case: Case) -> Iterator[Opened]:
    """The page of a case, in a browser that has nothing of it stored."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        yield Opened(context, url, case)
    finally:
        context.close()


class Opened:
    """A page with a control to press: ``times`` in milliseconds and ``sizes`` in bytes of each press."""

    def __init__(self, context: Any, url: str, case: Case) -> None:
        from tests.browser.harness import Page

        self.page, self.case = Page(context, url), case
        self.times: list[float] = []
        self.sizes: list[int] = []
        self._received = 0
        self.page.tab.on("websocket", lambda socket: socket.on("framereceived", self._count))
        self.page.open(case.page)
        self.page.tab.evaluate(WATCH)

    def _count(self, frame: bytes | str) -> None:
        self._received += len(frame)

    def press(self, turn: int) -> None:
        """Press the keys of this ``turn``, and note what it took. Raises TimeoutError if no chart changes."""
        tab = self.page.tab
        tab.bring_to_front()
        control = tab.get_by_role(self.case.role, name=self.case.control).first
        control.focus()
        self._received = 0
        # To and fro, so that nothing reaches its end.
        *others, last = self.case.keys[turn % len(self.case.keys)].split()
        for key in others:
            control.press(key)
        with self.page.rerun():
            control.press(last)
            tab.wait_for_function(CHANGED)
        self.times.append(float(tab.evaluate(ELAPSED)))
        self.sizes.append(self._received)
