"""The table of a class: ``python -m benchmarks load --sessions 30 --changes 10``."""

import asyncio
import math
import statistics
from collections.abc import Sequence
from pathlib import Path
from random import Random

from benchmarks.load import lesson
from benchmarks.load.server import Use, use
from benchmarks.load.tab import Tab
from benchmarks.timing import duration, milliseconds, table, verdict

APP = Path(__file__).resolve().parents[2] / "app.py"
CLASSES = (10, 30, 50)
CHANGES = 10  # of everybody
FREED_AFTER = 130.0  # seconds after the last tab was closed: Streamlit keeps a session for two minutes
ALONE = 12  # changes of one visitor on each page, after some that do not count

P95 = {30: 1.0, 50: 2.5}  # seconds
FIRST_OF_THIRTY = 5.0
PER_CHANGE = {"": 0.1}  # seconds of processor time
PER_CHANGE_ELSEWHERE = 0.07
PER_SESSION = 3.0  # megabytes

HEADER = (
    "tabs", "changes", "first load, p50 / p95 / longest", "change, p50 / p95 / p99", "runs per change",
    "processor per change", "memory: before, most, a session", "kept two minutes later", "files", "threads",
    "bars met",
)  # fmt: skip


def report(sessions: Sequence[int] = CLASSES, changes: int = CHANGES) -> str:
    """What changes cost, and a row for each class of so many tabs, on a server of its own."""
    from tests.browser.harness import streamlit_process

    with streamlit_process(APP) as (url, process):
        alone = asyncio.run(pages_alone(url, process.pid))
    rows = []
    for number in sessions:
        with streamlit_process(APP) as (url, process):
            rows.append(asyncio.run(one_class(url, process.pid, number, changes)))
    return f"{alone}\n\n{table('A class at work', HEADER, rows)}"


async def pages_alone(url: str, pid: int) -> str:
    """What a change on each page costs the server: for a first visitor, and when another does the same."""
    header = ("page", "new, ms", "done before, ms", "wait, ms", "bytes", "runs", "bar, ms", "met: new, again")
    rows = []
    for page, name in lesson.NAMES.items():
        new, _, _, _ = await _alone(url, pid, page)
        again, wait, received, runs = await _alone(url, pid, page)
        bar = PER_CHANGE.get(page, PER_CHANGE_ELSEWHERE)
        measured = [
            milliseconds(new),
            milliseconds(again),
            milliseconds(wait),
            f"{received:,.0f}",
            f"{runs:.2f}",
        ]
        rows.append([name, *measured, milliseconds(bar), f"{verdict(new <= bar)}, {verdict(again <= bar)}"])
    return table("Processor time of a change", header, rows)


async def _alone(url: str, pid: int, page: str) -> tuple[float, float, float, float]:
    """Of a change on ``page``: the server's seconds, the median wait, bytes and runs of the script."""
    tab, waits = Tab(url, Random(1)), []
    await tab.open(page)
    for _ in range(4):
        await lesson.one_change(tab, page, tab.chance)
    before, runs, received = use(pid).seconds, tab.runs, tab.bytes
    for _ in range(ALONE):
        waits.append(await lesson.one_change(tab, page, tab.chance))
    cost = use(pid).seconds - before
    counted = (tab.bytes - received) / ALONE, (tab.runs - runs) / ALONE
    await tab.close()
    return cost / ALONE, statistics.median(waits), *counted


async def one_class(url: str, pid: int, sessions: int, changes: int) -> list[str]:
    """A row of the table."""
    await warm(url)
    before = use(pid)
    tabs, waits = await lesson.lesson(url, sessions, changes)
    during = use(pid)
    await asyncio.gather(*(tab.close() for tab in tabs))
    await asyncio.sleep(FREED_AFTER)
    after = use(pid)
    return row(sessions, waits, before, during, after)


def row(sessions: int, waits: lesson.Waits, before: Use, during: Use, after: Use) -> list[str]:
    """What was measured, in words."""
    made = len(waits.changes)
    each = (during.megabytes - before.megabytes) / sessions
    left = after.megabytes - before.megabytes
    first, change = sorted(waits.first), sorted(waits.changes)
    met = [quantile(change, 0.95) <= P95.get(sessions, math.inf), each <= PER_SESSION, not waits.problems]
    if sessions == 30:
        met.append(first[-1] <= FIRST_OF_THIRTY)
    return [
        f"{sessions}",
        f"{made:,}",
        " / ".join(duration(quantile(first, share)) for share in (0.5, 0.95, 1.0)),
        " / ".join(duration(quantile(change, share)) for share in (0.5, 0.95, 0.99)),
        f"{waits.runs / made:.2f}",
        duration((during.seconds - before.seconds) / made),
        f"{before.megabytes:,.0f}, {during.megabytes:,.0f}, {each:.1f} MB",
        f"{left:.0f} MB",
        f"{before.files}, {during.files}, {after.files}",
        f"{before.threads}, {during.threads}, {after.threads}",
        verdict(all(met)),
    ]


async def warm(url: str) -> None:
    """One visitor on each page, so that everything is imported and compiled that will be."""
    tab = Tab(url, Random(0))
    await tab.open()
    for page in lesson.CHANGES:
        await tab.go(page)
        await lesson.one_change(tab, page, tab.chance)
    await tab.close()


def quantile(ordered: list[float], share: float) -> float:
    """The value below which this share of the ``ordered`` ones is."""
    return ordered[min(math.ceil(share * len(ordered)), len(ordered)) - 1]
