"""How a date is written in a cell of text, and with it perhaps a time of day.

Two small tables of regular expressions over signatures (see `signatures`) say which run of digits means what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from gd_core.weather.calendar import NO_DAY, from_day_of_year, to_days
from gd_core.weather.dates.clock import NO_TIME, clock_of, minutes_of
from gd_core.weather.dates.signatures import NO_DIGIT, Run, signature_of
from gd_core.weather.table.patterns import Group, groups

ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?")
BETWEEN = r"[-/._, X]{1,4}"

#: The date at the beginning of a signature, perhaps behind a time (H, I) or a day of the week. y: four digits
#: of a year, c: two; m: month, M: its name, d: day; a and b: day and month in an order to be found; j: day of
#: the year; k: all in one number; h and i: a time in the middle.
DATES = tuple(
    re.compile(
        r"(?:(?P<H>[12]):(?P<I>2)(?::2)?[ ,]+)?(?:W[.,]* *)?" + pattern.replace("S", BETWEEN) + NO_DIGIT
    )
    for pattern in (
        r"(?P<y>4)S(?P<m>[12])S(?P<d>[12])",
        r"(?P<a>[12])S(?P<b>[12])S(?P<y>4)",
        r"(?P<a>[12])S(?P<b>[12])S(?P<c>2)",
        r"(?P<d>[12])(?:S)?(?P<M>M)(?:S)?(?P<y>4)",
        r"(?P<d>[12])(?:S)?(?P<M>M)(?:S)?(?P<c>2)",
        r"(?P<M>M)(?:S)?(?P<d>[12])S(?:W[., ]+)?(?P<y>4)",
        r"(?P<M>M)S(?P<d>[12]) (?P<h>[12]):(?P<i>2):2 (?:X )?(?P<y>4)",
        r"(?P<y>4)(?:S)?(?P<M>M)(?:S)?(?P<d>[12])",
        r"(?P<y>4)[-/. ]?(?P<j>3)",
        r"(?P<k>[8ace])",
    )
)
#: What is coarser than a day, or has no year: the whole of a signature.
NO_DAYS = tuple(
    (kind, re.compile(r"(?:" + pattern.replace("S", BETWEEN) + r")\Z"))
    for kind, pattern in (
        ("weekly", r"4[-/ ]?[XT]2"),
        ("quarterly", r"4[-/ ]?X1|X1[-/ ]4"),
        ("monthly", r"4S[12]X?|[12]S4|MS?4|4S?M|M[-/. ']{1,2}2"),
        ("yearless", r"[12]S?MX?|[12][-/][12]|[12]\.[12]\.|[12]X[12]X"),
    )
)


@dataclass(frozen=True)
class Stamps:
    """Cells written alike that hold dates: their rows, the parts that were found, and the time of day.

    ``kind`` is "daily", or one of those in `NO_DAYS`. ``days`` is set where the ``order`` of the parts is
    clear; else ``first``, ``second`` and ``third`` are the numbers as they stand (``third`` a year, with
    ``short`` one of two digits), and ``sign`` is what stands between. ``minutes`` are after midnight, None
    without a time.
    """

    rows: np.ndarray
    example: str
    kind: str = "daily"
    minutes: np.ndarray | None = None
    zone: str = ""
    order: str = "year, month, day"
    days: np.ndarray | None = None
    first: np.ndarray | None = None
    second: np.ndarray | None = None
    third: np.ndarray | None = None
    short: bool = False
    sign: str = ""


def find_stamps(text: pa.ChunkedArray) -> Iterator[Stamps]:
    """The dates among the cells of ``text``, in pieces of cells written alike; other cells are passed
    over."""
    for group in groups(text):
        stamps = _read(group)
        if stamps is not None:
            yield stamps


def is_iso(cell: str) -> bool:
    """Whether a cell is a plain ISO stamp: for `read_iso`."""
    return ISO.fullmatch(cell) is not None


def read_iso(
    text: pa.ChunkedArray, timed: bool, utc: bool = False
) -> tuple[np.ndarray, np.ndarray | None] | None:
    """Days and, if ``timed``, minutes of cells that are plain ISO stamps (2020-01-05 07:00:00) or missing,
    ``utc`` with a Z behind each; None if one is not.

    The quick way for the most frequent way of writing; `find_stamps` gives the same.
    """
    if utc and not pc.all(pc.ends_with(text, "Z")).as_py():  # other zones would be converted
        return None
    try:
        read = text.cast(pa.timestamp("s", "UTC" if utc else None) if timed else pa.date32())
    except pa.ArrowInvalid:
        return None
    days = np.empty(len(text), dtype=np.int64)
    minutes = np.empty(len(text), dtype=np.int16)
    at = 0
    for chunk in read.chunks:
        here = slice(at, at := at + len(chunk))
        since = pc.fill_null(chunk.view(pa.int64() if timed else pa.int32()), 0).to_numpy()
        if timed:
            np.floor_divide(since, 86_400, out=days[here])
            minutes[here] = (since - days[here] * 86_400) // 60
        else:
            days[here] = since
        if chunk.null_count:
            missing = chunk.is_null().to_numpy(zero_copy_only=False)
            days[here][missing], minutes[here][missing] = NO_DAY.astype(np.int64), NO_TIME
    return days.view("datetime64[D]"), minutes if timed else None


def _read(group: Group) -> Stamps | None:
    signature, runs = signature_of(group)
    for kind, pattern in NO_DAYS:
        if pattern.match(signature):
            if kind == "monthly" and signature[0] == "M" and _reaches_31(runs[-1].number(group)):
                kind = "yearless"
            return Stamps(group.rows, group.text(0), kind)
    for pattern in DATES:
        if match := pattern.match(signature):
            return _stamps(group, match, runs)
    return None


def _reaches_31(number: np.ndarray) -> bool:
    """Whether numbers of two digits are days of a month, not years."""
    return bool(number.min() >= 1 and 28 < number.max() <= 31)


def _stamps(group: Group, match: re.Match[str], runs: list[Run]) -> Stamps:
    """The parts of the dates in a group whose signature begins with ``match``."""
    part = {name: runs[match.start(name)] for name, text in match.groupdict().items() if text}
    number = {name: run.number(group) for name, run in part.items() if name not in "Mk"}
    minutes, zone = clock_of(group, match.string[match.end() :], runs[match.end() :])
    for hour, minute in (("h", "i"), ("H", "I")):
        if hour in part:
            minutes = minutes_of(number[hour], number[minute])
    found = Stamps(group.rows, group.text(0), minutes=minutes, zone=zone)
    if "k" in part:
        return _compact(group, part["k"].start, part["k"].stop, found)
    if "j" in part:
        days = from_day_of_year(number["y"], number["j"])
        return replace(found, days=days, order="year and day of the year")
    third, short = (number["c"], True) if "c" in part else (number["y"], False)
    if "a" in part:
        sign = match.string[match.start("a") + 1 : match.start("b")]
        return replace(found, first=number["a"], second=number["b"], third=third, short=short, sign=sign)
    month = number["m"] if "m" in part else part["M"].months()
    if short:
        return replace(found, first=number["d"], second=month, third=third, short=True, sign="M")
    order = "year, month, day"
    if "M" in part and match.start("y") > match.start("M"):
        order = "day, month, year" if match.start("d") < match.start("M") else "month, day, year"
    return replace(found, days=to_days(third, month, number["d"]), order=order)


def _compact(group: Group, start: int, stop: int, found: Stamps) -> Stamps:
    """A number such as 20200105, 2020010507, 202001050730 or with seconds."""
    year, month = group.number(start, start + 4), group.number(start + 4, start + 6)
    days = to_days(year, month, group.number(start + 6, start + 8))
    if stop - start == 8:
        return replace(found, days=days)
    hour = group.number(start + 8, start + 10)
    minute = group.number(start + 10, start + 12) if stop - start > 10 else hour * 0
    return replace(found, days=days, minutes=minutes_of(hour, minute))
