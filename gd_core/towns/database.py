"""The list of stations, a SQLite database: fetched, checked, kept, and asked.

It has four tables: stations, names (in several languages), identifiers (those of other services) and
inventory (which station has which quantity from when to when).
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd

from gd_core.towns import service, store
from gd_core.towns.download import MIB, NotFetched, fetch
from gd_core.weather.report import quoted

if TYPE_CHECKING:
    from requests import Session

FILE = "stations.db"
MOST_BYTES = 150 * MIB
FRESH = 7 * 86400.0  # seconds: stations are seldom built
TABLES = {
    "stations": {"id", "country", "region", "latitude", "longitude", "elevation", "timezone"},
    "names": {"station", "language", "name"},
    "identifiers": {"station", "key", "value"},
    "inventory": {"station", "provider", "parameter", "start", "end"},
}


def is_there() -> bool:
    """Whether a list is kept that can be asked."""
    path = store.folder() / FILE
    return path.exists() and not _fault(path)


def refresh(connection: "Session", now: float) -> str:
    """Fetch the list if the one that is kept is older than `FRESH`; "", or why an older one has to do.

    Raises NotFetched if there is none at all.
    """
    there = is_there()
    if there and store.is_fresh((store.folder() / FILE).stat().st_mtime, FRESH, now):
        return ""
    try:
        content = fetch(connection, service.database_address(), most=MOST_BYTES)
        _keep(content, service.hosts()[0], now)
    except NotFetched as error:
        if not there:
            raise
        return str(error)
    return ""


def _keep(content: bytes | None, host: str, now: float) -> None:
    """Check a list of stations, and put it in place of the one before. Raises NotFetched if it is none."""
    if content is None:
        raise NotFetched(
            f"{host} has no list of stations any more; a newer version of this program may know."
        )
    new = f"{FILE}.new"
    store.write(new, content, now)
    path = store.folder() / new
    try:
        if not path.exists():
            raise NotFetched(f"The list of stations can't be written to {store.folder()}; is the disk full?")
        if fault := _fault(path, thorough=True):
            raise NotFetched(
                f"{host} sent something else than a whole list of stations ({fault}); try again."
            )
        path.replace(store.folder() / FILE)
    finally:
        path.unlink(missing_ok=True)


def _fault(path: Path, *, thorough: bool = False) -> str:
    """What is wrong with a list of stations; "" for a good one. What it holds is trusted in nothing."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            for table, columns in TABLES.items():
                kind = database.execute("SELECT type FROM sqlite_master WHERE name = ?", (table,)).fetchall()
                if kind != [("table",)]:
                    return f"it has no table {table}"
                there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
                if not columns <= there:
                    return f"its table {table} has no column {sorted(columns - there)[0]}"
            if thorough and database.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return "it broke off"
    except (sqlite3.Error, UnicodeError):  # (SQLite quotes what it does not understand)
        with path.open("rb") as file:
            return f"it begins with {quoted(file.read(40).decode('latin-1'))}"
    return ""


def query(sql: str, *values: str) -> pd.DataFrame:
    """The answer of the list that is kept. Raises NotFetched if it is broken."""
    known = [value.encode("utf-8", "replace").decode() for value in values]  # half a character is none
    return _ask(lambda library: library.stations.query(sql, params=tuple(known)))


def nearest(latitude: float, longitude: float, *, within: float, most: int) -> dict[str, float]:
    """Ids of the nearest stations and how far they are, in metres. NotFetched for no place on Earth."""
    try:
        point = service.library().Point(latitude, longitude)
    except ValueError as error:
        raise NotFetched(f"{error}; it is latitude first, as in 47.6, -122.3.") from None
    near = _ask(lambda library: library.stations.nearby(point, radius=within, limit=most))
    return dict(zip(near.index.astype(str), near["distance"].astype(float), strict=True))


def _ask(question: Callable[[ModuleType], Any]) -> pd.DataFrame:
    library, path = service.library(), store.folder() / FILE
    library.config.stations_db_file = str(path)
    library.config.stations_db_ttl = 10**10  # whether it is still good is decided here
    try:
        return pd.DataFrame(question(library))
    except (sqlite3.Error, pd.errors.DatabaseError, UnicodeError):
        path.unlink(missing_ok=True)
        raise NotFetched("The list of stations was broken; look again, and it is fetched anew.") from None
