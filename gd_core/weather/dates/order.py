"""Which number of a date is the day and which the month, decided from all dates of a column together."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from gd_core.weather.calendar import NO_DAY, NO_TIME, consecutive, parts_of, to_days, with_century
from gd_core.weather.dates.text import Stamps
from gd_core.weather.limits import FIRST_YEAR, LAST_YEAR
from gd_core.weather.report import counted, quoted

ORDERS = {"day first": "day, month, year", "month first": "month, day, year"}
EARLIEST, LATEST = np.datetime64(f"{FIRST_YEAR}-01-01"), np.datetime64(f"{LAST_YEAR}-12-31")
LEAST_SWAPPED = 12  # dates of either form, to see that a spreadsheet has changed one
SHORT_FIRST = "year, month, day"


@dataclass
class Reading:
    """The dates of a column: a day for each row (NaT for none), and minutes after midnight if written."""

    days: np.ndarray
    minutes: np.ndarray | None = None
    orders: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    certain: bool = True
    zones: set[str] = field(default_factory=set)
    short_years: tuple[int, int] | None = None  # the span that two-digit years were taken for
    same_day: str = ""  # an example, where every date is on the same day of its month
    other: dict[str, int] = field(default_factory=dict)  # rows by kind that are no days: "monthly", ...
    examples: dict[str, str] = field(default_factory=dict)

    @property
    def order(self) -> str:
        """In words, how the dates are written."""
        return " or ".join(dict.fromkeys(self.orders))

    def within_limits(self) -> "Reading":
        """The same without days outside of the years held for possible."""
        if np.fmin.reduce(self.days) < EARLIEST or np.fmax.reduce(self.days) > LATEST:  # these pass over NaT
            self.days = np.where((self.days < EARLIEST) | (self.days > LATEST), NO_DAY, self.days)
        return self


@dataclass(frozen=True)
class _Piece:
    """The different dates of some rows: the number of each row's date, and for each date its three numbers as
    one, the first row that has it, and how many have."""

    rows: np.ndarray
    codes: np.ndarray
    keys: np.ndarray
    first_rows: np.ndarray
    times: np.ndarray
    example: str


@dataclass(frozen=True)
class _Unit:
    """Different dates of one way of writing whose order is open, in order of appearance, and how many rows
    have each; the rows of each piece with the numbers of their dates."""

    rows: list[tuple[np.ndarray, np.ndarray]]
    first: np.ndarray
    second: np.ndarray
    third: np.ndarray
    times: np.ndarray
    short: bool
    sign: str
    example: str

    def days(self, order: str) -> np.ndarray:
        """The different dates, read in this order."""
        if order == SHORT_FIRST:
            return to_days(with_century(self.first), self.second, self.third)
        year = with_century(self.third) if self.short else self.third
        if order == ORDERS["day first"]:
            return to_days(year, self.second, self.first)
        return to_days(year, self.first, self.second)


def resolve(count: int, found: Iterable[Stamps], asked: str | None) -> Reading:
    """The dates of ``count`` rows from the pieces ``found``; ``asked`` is a key of `ORDERS` or None."""
    reading = Reading(np.full(count, NO_DAY))
    minutes = np.full(count, NO_TIME, dtype=np.int16)
    open_: dict[tuple[str, bool], list[_Piece]] = {}
    year_first: list[np.ndarray] = []
    for stamps in found:
        if stamps.kind != "daily":
            reading.other[stamps.kind] = reading.other.get(stamps.kind, 0) + len(stamps.rows)
            reading.examples.setdefault(stamps.kind, stamps.example)
            continue
        if stamps.minutes is not None:
            minutes[_place(stamps.rows)] = stamps.minutes
            reading.minutes = minutes
            reading.zones |= {stamps.zone} - {""}
        if stamps.days is not None:
            reading.days[_place(stamps.rows)] = stamps.days
            reading.orders.append(stamps.order)
            year_first += [stamps.rows] if stamps.order == SHORT_FIRST else []
        else:
            open_.setdefault((stamps.sign, stamps.short), []).append(_piece(stamps))
    units = [_unit(pieces, *key) for key, pieces in open_.items()]
    # Those that show their order come first: they help with those that don't.
    for unit in sorted(units, key=lambda unit: -_lead(unit)):
        _decide(unit, reading, asked)
    if year_first and units:
        _swap_back(reading, np.concatenate(year_first))
    return reading


def _place(rows: np.ndarray) -> np.ndarray | slice:
    """Rows, sorted, to write to: as a slice if none is left out, which is several times as fast."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def _swap_back(reading: Reading, rows: np.ndarray) -> None:
    """Mend dates that a spreadsheet has taken for others: of 01/02 to 12/02 it made 2 January to 2 December,
    with the year first (``rows``), and left 13/02 to 29/02 as they were."""
    others = ~np.isnat(reading.days)
    others[rows] = False
    rows = rows[~np.isnat(reading.days[rows])]
    if len(rows) < LEAST_SWAPPED or others.sum() < LEAST_SWAPPED:
        return
    year, month, day = parts_of(reading.days[rows])
    if day.max() > 12 or parts_of(reading.days[others])[2].min() <= 12:
        return
    days = reading.days.copy()
    days[rows] = to_days(year, day, month)
    before, after = consecutive(reading.days), consecutive(days)
    if after > before:
        reading.days, reading.certain = days, False
        why = (
            f"{counted(len(rows), 'date')} with the year first have day and month changed by a spreadsheet: "
        )
        reading.evidence.append(f"{why}so {after:,} dates follow the day before, and otherwise {before:,}")


def _piece(stamps: Stamps) -> _Piece:
    assert stamps.first is not None and stamps.second is not None and stamps.third is not None
    codes, keys = pd.factorize((stamps.first * 100 + stamps.second) * 10_000 + stamps.third)
    first = np.empty(len(keys), dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of equals, the last one written stays
    times = np.bincount(codes)
    return _Piece(stamps.rows, codes.astype(np.int32), keys, stamps.rows[first], times, stamps.example)


def _unit(pieces: list[_Piece], sign: str, short: bool) -> _Unit:
    keys, first_rows, times = (
        np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("keys", "first_rows", "times")
    )
    order = np.argsort(first_rows, kind="stable")
    codes, different = pd.factorize(keys[order])
    number = np.empty(len(keys), dtype=np.int32)
    number[order] = codes
    own = np.split(number, np.cumsum([len(piece.keys) for piece in pieces])[:-1])
    return _Unit(
        [(piece.rows, new[piece.codes]) for piece, new in zip(pieces, own, strict=True)],
        different // 1_000_000,
        different // 10_000 % 100,
        different % 10_000,
        np.bincount(number, times).astype(np.int64),
        short,
        sign,
        min(pieces, key=lambda piece: piece.rows[0]).example,
    )


def _lead(unit: _Unit) -> int:
    return int(abs((unit.first > 12).sum() - (unit.second > 12).sum()))


def _decide(unit: _Unit, reading: Reading, asked: str | None) -> None:
    """Choose an order for ``unit`` and put its days into ``reading``."""
    if unit.sign == "M":  # the month is a word
        readings = {ORDERS["day first"]: unit.days(ORDERS["day first"])}
    else:
        orders = [ORDERS[asked]] if asked else [*ORDERS.values(), *([SHORT_FIRST] if unit.short else [])]
        readings = {order: unit.days(order) for order in orders}
    possible = {order: int((~np.isnat(days)).sum()) for order, days in readings.items()}
    best = max(possible.values())
    readings = {order: days for order, days in readings.items() if possible[order] == best}
    if len(readings) == 1:
        (order,) = readings
        if unit.sign != "M" and not asked:
            reading.evidence.append(_proof(unit, order))
        elif asked:
            reading.evidence.append("as asked for")
    else:
        order = _by_runs(unit, readings, reading)
    days = readings[order]
    if unit.short and not np.isnat(days).all():
        years = days[~np.isnat(days)].astype("datetime64[Y]").astype(np.int64) + 1970
        reading.short_years = int(years.min()), int(years.max())
    for rows, codes in unit.rows:
        reading.days[_place(rows)] = days[codes]
    reading.orders.append(order)


def _proof(unit: _Unit, order: str) -> str:
    """What shows the order: the number that can't be a month."""
    place, name = ("first", unit.first) if order == ORDERS["day first"] else ("second", unit.second)
    if order == SHORT_FIRST:
        place, name = "last", unit.third
    above = int(unit.times[name > 12].sum())
    return f"{counted(above, 'value')} of the {place} number {'exceeds' if above == 1 else 'exceed'} 12"


def _one_day(days: np.ndarray) -> bool:
    """Whether all days are on the same day of their months."""
    number = parts_of(days)[2]
    return bool(number.min() == number.max())


def _by_runs(unit: _Unit, readings: dict[str, np.ndarray], reading: Reading) -> str:
    """The order in which the dates make the longest runs of days; else that in which the rows are sorted."""
    before = reading.days[~np.isnat(reading.days)]
    same_before = before.size == 0 or _one_day(before)
    for days in [] if unit.short or not same_before else readings.values():
        known = days[~np.isnat(days)]
        if known.size > 2 and _one_day(np.append(known, before[:1])):
            reading.same_day = unit.example
    runs = {order: consecutive(np.concatenate([reading.days, days])) for order, days in readings.items()}
    best = max(runs, key=lambda order: runs[order])
    others = [count for order, count in runs.items() if order != best]
    if runs[best] > max(others):
        reading.evidence.append(
            f"read so, {runs[best]:,} dates follow the day before, and otherwise {max(others):,}"
        )
        return best
    tied = {order: days for order, days in readings.items() if runs[order] == runs[best]}
    steps = {order: int((np.abs(np.diff(days).astype(np.int64)) == 1).sum()) for order, days in tied.items()}
    best = max(tied, key=lambda order: steps[order])
    why = f"no date shows whether {quoted(unit.example)} begins with the day or with the month"
    if len(set(steps.values())) > 1:
        why += ", but read so most rows follow the day before"
    reading.evidence.append(why)
    reading.certain = False
    return best
