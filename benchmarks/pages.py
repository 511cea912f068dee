"""How long a page takes from a key press on a slider to its new chart, and how much it is sent.

Each page is opened in Chromium as a user has it, served as ``streamlit run app.py`` does. An observer in the
page itself takes the time: from the key's event to the frame that shows the last chart to change. The bytes
are those of the messages on the websocket.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import first_picture
from benchmarks.timing import milliseconds, table, verdict

APP = Path(__file__).resolve().parents[1] / "app.py"
KEYS = 20  # presses that are measured, after two that do not count
MOST_MILLISECONDS, MOST_BYTES = 200.0, 600_000
HEADER = ["page", "slider", "median, ms", "slowest, ms", "most bytes", "bar (200 ms, 600 kB)"]


class Case(NamedTuple):
    """A page, and a slider on it of which every key press changes a chart."""

    page: str  # with its query
    name: str
    slider: str


PLAIN = "start_from=Nothing&features=Today's+values&features=Days+before"

#: A page more is a line more.
CASES = [
    Case("", "Forecast", "Days ahead"),
    Case(f"loss_surface?{PLAIN}", "Loss surface", "Days to look back"),
    Case("learning_rates", "Learning rates", "Arrived at"),
    Case("step_by_step", "Step by step", "Updates made"),
    Case("step_by_step?points=Weather", "Step by step, weather", "Updates made"),
    Case("step_by_step?rows=Stochastic", "Step by step, stochastic", "Training share"),
    Case("one_variable?steps=20", "One variable", "Steps"),
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
    from tests.browser.harness import find_chromium, streamlit_server

    executable = find_chromium()
    if executable is None:
        return "### Pages\n\nNot measured: there is no Chromium on this system."
    with browser(executable) as chromium:
        first = first_picture.report(chromium)
        with streamlit_server(APP) as url:
            rows = [row(chromium, url, case) for case in CASES]
    return f"{first}\n\n{table('From a key press to the new chart', HEADER, rows)}"


@contextmanager
def browser(executable: str) -> Iterator[Any]:
    """Chromium, headless."""
    from playwright.sync_api import sync_playwright

    from tests.browser.harness import CHROMIUM_FLAGS

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


def row(chromium: Any, url: str, case: Case) -> list[str]:
    """The timings of one page."""
    times, sizes = measure(chromium, url, case)
    median = statistics.median(times)
    met = median <= MOST_MILLISECONDS and max(sizes) <= MOST_BYTES
    return [
        case.name,
        case.slider,
        milliseconds(median / 1000.0),
        milliseconds(max(times) / 1000.0),
        f"{max(sizes):,}",
        verdict(met),
    ]


def measure(chromium: Any, url: str, case: Case) -> tuple[list[float], list[int]]:
    """Milliseconds and bytes of each of `KEYS` key presses. Raises TimeoutError if no chart changes."""
    from tests.browser.harness import Page

    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        page, received = Page(context, url), [0]

        def count(frame: bytes | str) -> None:
            received[0] += len(frame)

        page.tab.on("websocket", lambda socket: socket.on("framereceived", count))
        page.open(case.page)
        slider = page.tab.get_by_role("slider", name=case.slider).first
        page.tab.evaluate(WATCH)
        slider.focus()
        times, sizes = [], []
        for press in range(KEYS + 2):
            received[0] = 0
            with page.rerun():
                # To and fro, so that no slider reaches its end.
                slider.press("ArrowRight" if press % 2 == 0 else "ArrowLeft")
                page.tab.wait_for_function(CHANGED)
            times.append(float(page.tab.evaluate(ELAPSED)))
            sizes.append(received[0])
        return times[2:], sizes[2:]
    finally:
        context.close()
