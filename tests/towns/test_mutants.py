"""Whatever a host sends, it is one sentence or a record: no other error, and nothing that takes long."""

import gzip
from datetime import date

import numpy as np
import pytest

from gd_core import WeatherError, read_weather
from gd_core.towns import NotFetched, Station, daily, database, stations
from tests.towns.service import NOW, days_of, stations_db

STATION = Station("72793", "Seattle", "US", "WA", "America/Los_Angeles", 2025, 2026)
INSERTED = np.frombuffer(b',\n"-.0 x\x00\xff;eE', dtype=np.uint8)


def mutant(content: bytes, rng: np.random.Generator) -> bytes:
    """``content`` with a few bytes changed, lost, doubled or put in, or cut short."""
    changed = bytearray(content)
    for _ in range(rng.integers(1, 6)):
        kind, place, length = rng.integers(5), int(rng.integers(len(changed) + 1)), int(rng.integers(1, 200))
        if kind == 0:
            changed[place : place + 1] = bytes([rng.integers(256)])
        elif kind == 1:
            del changed[place : place + length]
        elif kind == 2:
            changed[place:place] = rng.choice(INSERTED, 3).tobytes()
        elif kind == 3:
            changed[place:place] = changed[place // 2 : place // 2 + length]
        elif rng.random() < 0.2:
            del changed[place:]
    return bytes(changed)


@pytest.mark.nightly
@pytest.mark.parametrize("content", [days_of(2025), gzip.compress(days_of(2025))], ids=["text", "packed"])
def test_days(content):
    rng, read = np.random.default_rng(len(content)), 0
    for _ in range(200):
        try:
            table = daily._table(daily._unpacked(mutant(content, rng)), 2025)
            table.attrs["fetched"] = NOW
            read_weather(daily._record(STATION, [table], date(2026, 3, 15), "").content)
            read += 1
        except (NotFetched, WeatherError) as error:
            assert len(str(error)) < 600
    assert read < 100, "most are noticed"


@pytest.mark.nightly
def test_lists_of_stations(monkeypatch, tmp_path):
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path))
    rng, used = np.random.default_rng(1), 0
    for _ in range(300):
        try:
            database._keep(mutant(stations_db(), rng), "the host", NOW)
            for place in ("seattle", "72793"):
                stations._named(place)
            stations._nearby(47.0, -122.0)
            used += 1
        except NotFetched as error:
            assert len(str(error)) < 600
    assert 10 < used < 200
