"""Sessions of closed tabs go after two minutes, though nobody else comes."""

from types import SimpleNamespace

import pytest
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from dashboard.server import tidy


class Session:
    """What stands for a closed tab; ``gone`` notes that it is let go."""

    def __init__(self, name, gone):
        self.id, self._gone = name, gone

    def __del__(self):
        self._gone.append(self.id)


@pytest.fixture
def store(monkeypatch):
    """Streamlit's own store and manager of sessions, in a stand-in for its server."""
    storage = MemorySessionStorage()
    manager = WebsocketSessionManager(storage, None, None, lambda: None)
    monkeypatch.setattr(Runtime, "_instance", SimpleNamespace(_session_mgr=manager))
    return storage


def test_what_was_closed_two_minutes_ago_is_forgotten(store, monkeypatch):
    now, gone = 1000.0, []
    monkeypatch.setattr(store._cache, "_timer", lambda: now)
    store.save(SimpleNamespace(session=Session("first", gone)))
    now += 60.0
    store.save(SimpleNamespace(session=Session("second", gone)))
    assert tidy.sessions() == 2 and not gone
    now += 61.0
    assert tidy.sessions() == 1 and gone == ["first"]
    now += 60.0
    assert tidy.sessions() == 0 and gone == ["first", "second"]


def test_memory_is_given_back_once_somebody_is_forgotten(monkeypatch):
    held, given = iter([2, 2, 1, 1, 0, 130, 130]), []

    async def no_pause(_seconds):
        pass

    monkeypatch.setattr(tidy.asyncio, "sleep", no_pause)
    monkeypatch.setattr(tidy, "exists", lambda: True)
    left = []
    monkeypatch.setattr(tidy, "sessions", lambda: left.append(next(held)) or left[-1])
    monkeypatch.setattr(tidy, "give_back", lambda: given.append(left[-1]))
    monkeypatch.setattr(tidy.gc, "collect", lambda: given.append("collected"))
    with pytest.raises(RuntimeError, match="StopIteration"):
        tidy.asyncio.run(tidy.tidy(lambda: given.append("empty")))
    collected = "collected"
    assert given == [collected, 2, 2, collected, 1, 1, "empty", collected, 0, *[collected, 130] * 2]


def test_memory_is_given_back_without_a_fault():
    tidy.give_back()
