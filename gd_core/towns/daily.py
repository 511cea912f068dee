"""The days of one station: a file for each year, and what is made of them.

Each file begins "year,month,day,temp,temp_source,tmin,..." and holds values of several sources. Those of
models are left out, forecasts for the days to come among them, and so is the day that is not over at the
station.
"""

import io
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd

from gd_core.towns import database, download, service, stations, store
from gd_core.towns.download import MIB, NotFetched, fetch, session
from gd_core.towns.stations import Station
from gd_core.weather.report import quoted

if TYPE_CHECKING:
    from requests import Session

YEARS = 30  # at most, the newest: a request for each
MOST_BYTES = MIB  # of a year, as it comes; 20 to 40 kB are usual
MOST_UNPACKED = 4 * MIB
FRESH, FRESH_OF_OLD_YEARS = 86400.0, 30 * 86400.0  # seconds
DATE = ["year", "month", "day"]
TEMPERATURES = ("temp", "tmin", "tmax")

Progress = Callable[[int, int], None]  # of files: so many of so many are there


@dataclass(frozen=True)
class Record:
    """The daily record of a station as a CSV file, in the units of its second line.

    ``fetched``: when the newest days came, in seconds since 1970. ``note``: why that was not now, though it
    should have been; "" otherwise. ``providers``: who is to be named for the values beside Meteostat.
    ``last_day``: the last with a temperature.
    """

    station: Station
    content: bytes
    fetched: float
    note: str
    providers: tuple[str, ...]
    last_day: date

    def is_old(self, *, now: float) -> bool:
        """Whether newer days may be there."""
        return bool(self.note) or not store.is_fresh(self.fetched, FRESH, now)


def fetch_record(name: str, *, now: float, progress: Progress | None = None) -> Record:
    """The record of the station ``name`` (its id), asked for unless it was on this day.

    ``now`` in seconds since 1970. What can't be had anew is taken from the last good copy, with a note.
    Raises NotFetched if there is none, or if the station has no daily record.
    """
    with session() as connection:
        database.refresh(connection, now)
        found = stations.station(name)
        if found is None:
            raise NotFetched(f"There is no station with the id {quoted(name)}; look for a place instead.")
        today = day_at(found, now)
        years, note, tables = _years(found, today), "", []
        end = time.monotonic() + download.IN_ALL
        for done, year in enumerate(reversed(years)):  # the newest first: it matters most
            if progress is not None:
                progress(done, len(years))
            # After one failure the host is not asked again: each further year would take as long to fail.
            late = (
                "" if time.monotonic() < end else f"{service.hosts()[-1]} took too long to answer; try again."
            )
            note = note or late or _refresh(connection, found.id, year, now)
            tables.append(_kept_table(found.id, year, wanted=note))
    return _record(found, tables, today, note)


def kept_record(name: str, *, now: float) -> Record | None:
    """The record of the station ``name`` from the copies on disk alone; None unless all of it is there."""
    try:
        found = stations.station(name)
        if found is None:
            return None
        today = day_at(found, now)
        years = _years(found, today)
        there = [year for year in reversed(years) if store.read(_file(found.id, year))]
        if set(years) - {today.year} - set(there) or not there:  # (the newest year may have begun since)
            return None
        return _record(found, [_kept_table(found.id, year) for year in there], today, "")
    except NotFetched:
        return None


def day_at(station: Station, now: float) -> date:
    """The day that it is at the station."""
    moment = datetime.fromtimestamp(now, UTC)
    try:
        return moment.astimezone(ZoneInfo(station.timezone)).date()
    except (ValueError, OSError):  # none, or one that is not known here
        return moment.date()


def _years(station: Station, today: date) -> range:
    """The years that are asked for."""
    first = max(today.year - YEARS + 1, station.first or 0)
    return range(min(first, today.year), today.year + 1)


def _file(station: str, year: int) -> str:
    return f"daily/{''.join(c for c in station if c.isalnum())}/{year}.csv"


def _refresh(connection: "Session", station: str, year: int, now: float) -> str:
    """Fetch a year unless the copy is fresh; "", or why the copy has to do."""
    kept = store.read(_file(station, year))
    newest = datetime.fromtimestamp(now, UTC).year
    if kept and store.is_fresh(kept.fetched, FRESH if newest - year < 2 else FRESH_OF_OLD_YEARS, now):
        return ""
    address = service.daily_address(station, year)
    try:
        packed = fetch(connection, address, most=MOST_BYTES)
        content = b"" if packed is None else _unpacked(packed)  # b"": the host has nothing of that year
        _table(content, year)
    except NotFetched as error:
        return str(error)
    store.write(_file(station, year), content, now)
    return ""


def _unpacked(packed: bytes) -> bytes:
    """The text of a file of days."""
    if not packed.startswith(b"\x1f\x8b"):  # a host may unpack it on the way
        return packed
    unpacking = zlib.decompressobj(wbits=31)
    try:
        content = unpacking.decompress(packed, MOST_UNPACKED)
    except zlib.error:
        raise NotFetched(f"{service.hosts()[-1]} sent a broken file; try again.") from None
    if not unpacking.eof:
        raise NotFetched(f"The answer of {service.hosts()[-1]} broke off; try again.")
    return content


def _table(content: bytes, year: int) -> pd.DataFrame:
    """The days of one year: index "date", values and their sources as the file has them."""
    if not content:
        return pd.DataFrame(index=pd.DatetimeIndex([], name="date"))
    try:
        table = pd.read_csv(io.BytesIO(content), low_memory=False)
        dates = pd.to_datetime(table[DATE])
        if not (set(TEMPERATURES) & set(table) and (dates.dt.year == year).all() and dates.is_unique):
            raise ValueError
        values = [name for name in service.units() if name in table]
        table[values] = table[values].astype(float)
    except (KeyError, ValueError, pd.errors.ParserError):
        host, begins = service.hosts()[-1], quoted(content[:40].decode("utf-8", "replace"))
        raise NotFetched(
            f"{host} sent something else than the days of {year} (it begins with {begins}); try again."
        ) from None
    return table.drop(columns=DATE).set_axis(pd.DatetimeIndex(dates, name="date"))


def _kept_table(station: str, year: int, *, wanted: str = "") -> pd.DataFrame:
    """The copy of a year; raises NotFetched if there is none, with why it was ``wanted``."""
    kept = store.read(_file(station, year))
    if kept is None:
        raise NotFetched(wanted or f"The days of {year} can't be kept in {store.folder()}; is the disk full?")
    table = _table(kept.content, year)
    table.attrs["fetched"] = kept.fetched
    return table


def _record(station: Station, tables: list[pd.DataFrame], today: date, note: str) -> Record:
    """All years, the newest first, as one CSV file, without what nobody measured."""
    fetched = float(tables[0].attrs["fetched"])
    for table in tables:
        table.attrs.clear()
    days = pd.concat([table for table in tables if len(table)] or tables).sort_index()
    frame, sources = _measured(days[days.index < pd.Timestamp(today)])
    temperatures = frame[[name for name in TEMPERATURES if name in frame]].dropna(how="all")
    if temperatures.empty:
        raise NotFetched(f"{station.title} has no daily temperatures; choose another station.")
    units = service.units()
    lines = [",".join(["date", *frame]), ",".join(["", *(units[str(name)] for name in frame)])]
    content = "\n".join([*lines, frame.to_csv(header=False, date_format="%Y-%m-%d")]).encode()
    last_day = temperatures.index[-1].date()
    return Record(station, content, fetched, note, service.attribution(sources), last_day)


def _measured(days: pd.DataFrame) -> tuple[pd.DataFrame, set[str]]:
    """The values that were measured, and the sources that they are from."""
    left_out, measured, sources = service.models(), {}, set[str]()
    for name in (column for column in service.units() if column in days):
        values = days[name]
        if f"{name}_source" in days:
            words = days[f"{name}_source"].astype("string").fillna("").str.split()
            values = values.mask(words.map(lambda of_value: bool(left_out.intersection(of_value))))
            sources.update(*words[values.notna()])
        measured[name] = values
    frame = pd.DataFrame(measured, index=days.index)
    return frame.dropna(how="all").dropna(how="all", axis=1), sources
