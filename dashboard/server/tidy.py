"""Memory of tabs that were closed goes back to the system, also when nobody comes after them.

Streamlit keeps the session of a closed tab for two minutes, so that a lost connection can be taken up again,
and forgets it when the next tab is closed, be it a day later; and the allocator keeps what was freed.
"""

import asyncio
import ctypes
import gc
from collections.abc import Callable

from streamlit.runtime import exists, get_instance

EVERY = 10.0  # seconds between two looks
MANY = 100  # sessions: where some come as others go, their number says nothing
M_ARENA_MAX, ARENAS = -8, 2  # of glibc's mallopt


def few_heaps() -> None:
    """Have threads share their heaps, where the C library can (glibc).

    Each run of a page is a thread; else each gets a heap of its own, up to eight for a core, and what one has
    freed is no use to the others.
    """
    settle = getattr(ctypes.CDLL(None), "mallopt", None)
    if settle is not None:
        settle(M_ARENA_MAX, ARENAS)


async def tidy(when_empty: Callable[[], None]) -> None:
    """Look again and again, as long as the server runs; when the last one has gone, call ``when_empty``."""
    few_heaps()
    there = 0
    while True:
        await asyncio.sleep(EVERY)
        before, there = there, sessions() if exists() else 0
        if before and not there:
            await asyncio.to_thread(when_empty)
        if there != before or there > MANY:
            # A session that is let go holds three files until it is collected.
            await asyncio.to_thread(gc.collect)
        if there or before:
            await asyncio.to_thread(give_back)


def sessions() -> int:
    """Let sessions go that were closed two minutes ago; how many there still are, open or closed.

    To ask for the length of Streamlit's store is what makes it look which are out of date.
    """
    manager = get_instance()._session_mgr
    closed = len(manager._session_storage._cache)  # type: ignore[attr-defined]
    return closed + len(manager.list_active_sessions())


def give_back() -> None:
    """Hand free memory back to the system, where the C library can (glibc)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
