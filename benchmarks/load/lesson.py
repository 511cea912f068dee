"""What a class does: everybody opens the page, changes something, thinks, changes pages now and then."""

import asyncio
from dataclasses import dataclass, field
from random import Random

from benchmarks.load.tab import Tab

THINK = 3.0  # seconds between two changes, on average
ARRIVE = 10.0  # seconds within which everybody has opened the page
TURN_THE_PAGE = 0.15  # how often a change is one of the page

#: Page -> what is changed there, by label; what a page does not show at the moment is passed over.
CHANGES = {
    "": ("Days ahead", "Target", "Days ahead", "Play's speed", "Weather record", "Automatic learning rate"),
    "verdict": ("Look at", "Look at", "Look at", "Days ahead", "Target"),
    "data": ("Look at", "Look at", "Target", "Weather record"),
    "one_variable": ("Forward", "Forward", "Forward", "Steps made", "Learning rate", "f(x)"),
    "step_by_step": ("Forward", "Forward", "Forward", "Step of the update", "Updates made", "Epochs"),
    "loss_surface": ("Runs", "Days ahead", "Across", "Up", "Others at", "Target"),
    "learning_rates": ("Compare", "Compare", "Arrived at", "Arrived at", "Days ahead"),
}
NAMES = {
    "": "Forecast",
    "verdict": "Verdict",
    "data": "Data",
    "one_variable": "One variable",
    "step_by_step": "Step by step",
    "loss_surface": "Loss surface",
    "learning_rates": "Learning rates",
}


@dataclass
class Waits:
    """How long everybody waited, in seconds, and what went wrong."""

    first: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    runs: int = 0  # of the script, for these changes
    problems: list[str] = field(default_factory=list)


async def one_change(tab: Tab, page: str, chance: Random) -> float:
    """Change one thing on ``page``; seconds. Raises LookupError when nothing of `CHANGES` is there."""
    labels = list(CHANGES[page])
    chance.shuffle(labels)
    for label in labels:
        seconds = await tab.change(label)
        if seconds is not None:
            return seconds
    raise LookupError(f"Nothing can be changed on the page {page!r}: none of {labels} is there.")


async def student(tab: Tab, number: int, changes: int, waits: Waits) -> None:
    """Open the page at some time, and make so many changes with thoughts between them."""
    chance = tab.chance
    await asyncio.sleep(chance.uniform(0.0, ARRIVE))
    page = chance.choice(["", "", "one_variable", "verdict"])
    waits.first.append(await tab.open(page))
    runs = tab.runs
    for _ in range(changes):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)
        if chance.random() < TURN_THE_PAGE:
            page = chance.choice([other for other in CHANGES if other != page])
            waits.changes.append(await tab.go(page))
        else:
            waits.changes.append(await one_change(tab, page, chance))
    waits.runs += tab.runs - runs
    waits.problems += tab.problems


async def lesson(url: str, sessions: int, changes: int, seed: int = 0) -> tuple[list[Tab], Waits]:
    """A whole class; gives its tabs, which are still open."""
    waits = Waits()
    tabs = [Tab(url, Random(1000 * seed + number)) for number in range(sessions)]
    await asyncio.gather(*(student(tab, number, changes, waits) for number, tab in enumerate(tabs)))
    return tabs, waits
