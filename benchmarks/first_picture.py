"""How long a visitor waits for the first chart, beside a stock Streamlit page that has one chart only.

Both are served as ``streamlit run`` does and opened in Chromium in turns, every time by a browser that has
nothing of them stored. A script in the page takes the time: from the moment it is asked for to the frame that
shows a drawn chart.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.timing import duration, table, times, verdict

APP = Path(__file__).resolve().parents[1] / "app.py"
SERVERS = 5  # new servers of either kind
VISITS = 3  # later visits to each of them
UP = (0.0, 5.0)  # seconds that a server has been up when its first visitor comes
BAR = 1.5  # times the stock page
HEADER = ["visit", "ours", "stock page's", "times as long", "bar", "met"]

STOCK = """
import pandas as pd
import streamlit as st

st.title("One chart")
points = pd.DataFrame({"day": range(200), "value": [day % 17 for day in range(200)]})
st.line_chart(points, x="day", y="value")
"""

# Looks at every frame whether a chart is drawn, and notes when the first one is.
WATCH = """(() => {
    const drawn = (picture) => picture.getBoundingClientRect().width > 0;
    const look = () => {
        const pictures = document.querySelectorAll(
            '[data-testid="stVegaLiteChart"] svg.marks, [data-testid="stVegaLiteChart"] canvas.marks');
        if ([...pictures].some(drawn)) window.__firstChart = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})()"""


def report(chromium: Any) -> str:
    """The table of first visits to new servers and of later ones, in the browser ``chromium``."""
    seconds: dict[str, tuple[list[float], list[float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        stock = Path(folder) / "stock.py"
        stock.write_text(STOCK, encoding="utf-8")
        for _ in range(SERVERS):
            for up in UP:
                for side, app in enumerate((APP, stock)):
                    first, *later = visits(chromium, app, up)
                    seconds.setdefault(f"the first visit, {up:.0f} s after the start", ([], []))[side].append(
                        first
                    )
                    seconds.setdefault("later visits", ([], []))[side].extend(later)
    rows = [row(name, *sides) for name, sides in seconds.items()]
    return table("From the address to the first chart", HEADER, rows)


def row(name: str, ours: list[float], stock: list[float]) -> list[str]:
    """A line of the table: medians, and whether ours is within the bar."""
    mine, theirs = statistics.median(ours), statistics.median(stock)
    met = verdict(mine <= BAR * theirs)
    return [name, duration(mine), duration(theirs), times(mine / theirs), times(BAR), met]


def visits(chromium: Any, app: Path, up: float) -> list[float]:
    """Seconds to the first chart of the first visit to a new server of ``app`` and of `VISITS` more."""
    from tests.browser.harness import streamlit_server

    with streamlit_server(app) as url:
        time.sleep(up)
        return [visit(chromium, url) for _ in range(1 + VISITS)]


def visit(chromium: Any, url: str) -> float:
    """Seconds from asking for ``url`` to its first chart."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    try:
        tab = context.new_page()
        tab.add_init_script(WATCH)
        tab.goto(url)
        tab.wait_for_function("() => window.__firstChart", timeout=60_000)
        return float(tab.evaluate("() => window.__firstChart")) / 1000.0
    finally:
        context.close()
