"""Many visitors, one after another, some with a file of their own: does the server keep something of them?"""

import asyncio
from datetime import date, timedelta
from random import Random

from benchmarks.load import lesson
from benchmarks.load.server import Use, use
from benchmarks.load.tab import Tab

AT_ONCE = 8
FILES = 10  # every tenth visitor brings a file
DAYS, FIRST_DAY = 800, date(2020, 1, 1)


async def soak(url: str, pid: int, sessions: int, every: int = 100) -> list[Use]:
    """What the server ``pid`` holds after each so many visits. A page that fails raises AssertionError."""
    curve: list[Use] = []
    numbers = iter(range(sessions))

    async def visitors() -> None:
        for number in numbers:
            await visit(url, number)
            if (number + 1) % every == 0:
                curve.append(use(pid))

    await asyncio.gather(*(visitors() for _ in range(AT_ONCE)))
    return curve


async def visit(url: str, number: int) -> None:
    """One visitor: a page and a change, or a file of one's own and its forecast."""
    tab = Tab(url, Random(number))
    page = tab.chance.choice(list(lesson.CHANGES))
    try:
        if number % FILES:
            await tab.open(page)
            await lesson.one_change(tab, page, tab.chance)
        else:
            await tab.open("", data="My own file")
            await tab.upload(f"station {number}.csv", record(tab.chance))
            assert tab.shown.charts() == 2, f"No forecast from an own file: {tab.shown.text()}"
        assert not tab.problems, tab.problems
    finally:
        await tab.close()


def record(chance: Random) -> bytes:
    """Daily temperatures that nobody else has."""
    lines, warmth = ["date,tmax"], 10.0
    for day in range(DAYS):
        warmth += chance.gauss(0.0, 2.0) - (warmth - 10.0) / 10.0
        lines.append(f"{FIRST_DAY + timedelta(days=day)},{warmth:.1f}")
    return "\n".join(lines).encode()
