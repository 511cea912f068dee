"""The tabs of the load benchmark do what a browser does; a server keeps nothing of those who have gone."""

import asyncio
from pathlib import Path
from random import Random

import pytest

from benchmarks.load import lesson
from benchmarks.load.server import use
from benchmarks.load.soak import record, soak
from benchmarks.load.tab import Tab
from tests.browser.harness import streamlit_process

APP = Path(__file__).resolve().parents[1] / "app.py"
SETTLED = 500  # visitors after whom nothing may grow any more
MARGIN = 20.0  # megabytes between the least and the most that is held from then on, of some 300


async def a_visit(url, pid):
    before = use(pid)
    tab = Tab(url, Random(7))
    await tab.open("verdict", horizon="3")
    assert tab.shown.charts() == 1 and tab.query["horizon"] == "3" and tab.runs == 1
    sent = tab.bytes
    await tab.change("Play's speed")
    assert tab.bytes > sent > 0 and tab.runs == 2
    for page in lesson.CHANGES:
        await tab.go(page)
        assert "Days ahead" not in tab.query or tab.query["horizon"] == "3"
        assert await lesson.one_change(tab, page, tab.chance) > 0.0
    await tab.close()
    own = Tab(url, Random(8))
    await own.open("", data="My own file")
    assert own.shown.charts() == 0
    await own.upload("mine.csv", record(own.chance))
    assert own.shown.charts() == 2 and own.query["file"] == "mine.csv"
    await own.close()
    assert not tab.problems and not own.problems
    after = use(pid)
    assert after.seconds > before.seconds and after.files >= before.files > 0 < after.threads


@pytest.mark.nightly
def test_a_tab_opens_pages_changes_things_and_uploads():
    with streamlit_process(APP) as (url, process):
        asyncio.run(a_visit(url, process.pid))


@pytest.mark.nightly
def test_nothing_is_kept_of_two_thousand_visitors():
    with streamlit_process(APP) as (url, process):
        curve = asyncio.run(soak(url, process.pid, 2_000, every=100))
    settled = curve[SETTLED // 100 :]
    memory = [held.megabytes for held in settled]
    files = [held.files for held in settled]
    assert max(memory) - min(memory) <= MARGIN, memory
    assert max(files) - min(files) <= 0.1 * max(files), files
