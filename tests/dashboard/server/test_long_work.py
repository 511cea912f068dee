"""Tabs on a real server: long work in turn, quick work beside it, and a closed tab frees its place."""

import asyncio
from random import Random

import pytest

from benchmarks.load.tab import Tab
from dashboard.jobs import LONG_AT_ONCE

LONG = {"method": "Stochastic", "epochs": "100000"}  # takes minutes
SOON = 30.0  # seconds, well below those after which a job is forgotten


def says(*words):
    """Whether the progress on the page holds one of these."""
    return lambda shown: any(
        word in node.proto.text for node in shown.nodes.values() if node.kind == "progress" for word in words
    )


async def in_turn(url):
    tabs = [Tab(url, Random(number)) for number in range(LONG_AT_ONCE + 3)]
    *_, first, second, third, quick = tabs
    opening = []
    for number, tab in enumerate(tabs[:-1]):
        opening.append(asyncio.create_task(tab.open("", seed=f"{number}", **LONG)))
        await tab.until(says("epoch" if number < LONG_AT_ONCE else f"Waiting, {number} ahead"), SOON)
    await quick.open()
    assert await quick.change("Days ahead") is not None and quick.shown.charts() == 2

    await first.close()
    await second.until(says("epoch"), SOON)
    await third.until(says(f"Waiting, {LONG_AT_ONCE} ahead"), SOON)

    await second.change("Stop")
    assert "was stopped after" in second.shown.text() and second.shown.charts() == 2
    await third.until(says("epoch"), SOON)
    await asyncio.gather(*(tab.close() for tab in tabs))
    assert not any(tab.problems for tab in tabs)
    for task in opening:
        task.cancel()


@pytest.mark.nightly
def test_long_work_takes_turns_and_a_closed_tab_frees_its_place(client):
    asyncio.run(in_turn(f"http://127.0.0.1:{client.port}"))
