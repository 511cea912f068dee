"""Dates and times of day in cells of text.

A date is known by the short signature of cells written alike: their width stands for each run of digits ("2"
for "07"), a letter for each run of letters (M a month, W a day of the week, A a half of the day, T the ISO
sign before a time, z the ISO sign for UTC, X any other), and signs stand for themselves. So "Mon, 05-Jan-2020
7:00 PM" is "W, 2-M-4 1:2 A". Small tables of regular expressions over signatures say which run means what.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]

from gd_core.weather.calendar import from_day_of_year, minutes_of, to_days
from gd_core.weather.table import DIGIT, LETTER, Group, groups
from gd_core.weather.vocabulary.languages import plain
from gd_core.weather.vocabulary.months import AFTER_NOON, BEFORE_NOON, is_weekday, month_of

WIDTHS = "0123456789abcdefghijklmnop"  # a run of digits by its width
NO_DIGIT = "(?![0-9a-p])"  # in a regular expression over signatures: not followed by another number


@dataclass(frozen=True)
class Run:
    """What a character of a signature stands for: its places in the cells, and for letters the word of each
    row (its number) and the words."""

    start: int
    stop: int
    codes: np.ndarray | None = None
    spelled: tuple[str, ...] = ()

    def number(self, group: Group) -> np.ndarray:
        """The digits as whole numbers (rows,)."""
        return group.number(self.start, self.stop)

    def months(self) -> np.ndarray:
        """The words as months, 0 where they are none (rows,)."""
        return np.array([month_of(word) for word in self.spelled])[self.codes]

    def afternoon(self) -> np.ndarray:
        """Whether the words say that it is after noon (rows,)."""
        return np.array([plain(word) in AFTER_NOON for word in self.spelled])[self.codes]


def signature_of(group: Group) -> tuple[str, list[Run]]:
    """The signature of the cells, and what each of its characters stands for."""
    letters: list[str] = []
    runs: list[Run] = []
    for match in re.finditer(rb"0+|a+|[^0a]", group.classes):
        start, stop = match.span()
        codes: np.ndarray | None = None
        spelled: list[str] = []
        if group.classes[start] == DIGIT:
            letters.append(WIDTHS[min(stop - start, len(WIDTHS) - 1)])
        elif group.classes[start] == LETTER:
            codes, spelled = group.words(start, stop)
            letters.append(_kind_of_word(codes, spelled))
        else:
            letters.append(chr(group.classes[start]))
        runs.append(Run(start, stop, codes, tuple(spelled)))
    signature = "".join(letters)
    if signature.count("M") > 1:  # "mar. 3 mars": a Tuesday
        signature = signature.replace("M", "W", 1)
    return signature, runs


def _kind_of_word(codes: np.ndarray, spelled: list[str]) -> str:
    usual = spelled[int(np.bincount(codes).argmax())]
    if usual in ("T", "t"):
        return "T"
    if usual in ("Z", "z"):
        return "z"
    if month_of(usual) or 2 * sum(month_of(word) > 0 for word in spelled) > len(spelled):
        return "M"
    if is_weekday(usual):
        return "W"
    return "A" if plain(usual) in BEFORE_NOON | AFTER_NOON else "X"


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


#: The time at the beginning of a signature (see `signatures`). h, i: hour and minute; hi and his: both in one
#: number; o: an hour alone; A and P: a half of the day before or behind it; z: the time zone.
CLOCK = re.compile(
    r"[T ,_:.X-]{0,4}?(?P<A>A)? ?"
    r"(?:(?P<h>[12])[:.hX] ?(?P<i>2)(?:[:.X] ?2(?:[.,][0-9a-p])?)?|(?P<hi>4)2?|(?P<his>6)|(?P<o>[12]))"
    r"X?[. ]*(?P<P>A)?[. ]*"
    r"(?P<z>z|[-+]2:?2|[-+]4|[-+]2|X.*)?"
)


def clock_of(group: Group, signature: str, runs: list[Run]) -> tuple[np.ndarray | None, str]:
    """Minutes after midnight by what a signature begins with, None if it is no time; and the time zone."""
    match = CLOCK.match(signature)
    if match is None:
        return None, ""
    found = {name: runs[match.start(name)] for name, text in match.groupdict().items() if text}
    if "h" in found:
        hour, minute = found["h"].number(group), found["i"].number(group)
    elif "hi" in found:
        hour, minute = np.divmod(found["hi"].number(group), 100)
    elif "his" in found:
        hour, minute = np.divmod(found["his"].number(group) // 100, 100)
    else:
        hour = found["o"].number(group)
        minute = hour * 0
    half = found.get("A") or found.get("P")
    if half:  # 12 AM is midnight, 12 PM noon
        hour = np.where(hour > 12, hour, hour % 12 + 12 * half.afternoon())
    zone = group.text(0, found["z"].start) if "z" in found else ""
    return minutes_of(hour, minute), zone


def read_clock(group: Group) -> tuple[np.ndarray, str] | None:
    """Minutes after midnight of cells that hold a time and no date, and the time zone; None if they don't."""
    minutes, zone = clock_of(group, *signature_of(group))
    return None if minutes is None else (minutes, zone)
