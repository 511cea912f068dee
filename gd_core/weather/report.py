"""What the reader says: its one error, the decisions it took, and how foreign text is quoted in both."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gd_core.weather.limits import SHOWN_CHARACTERS, SHOWN_NAMES

#: What a decision may be about, in the order in which the reader comes to it.
TOPICS = (
    "compression",  # the file was packed
    "encoding",  # the file is not UTF-8
    "container",  # a workbook, Parquet, JSON ...: which of its tables is read, and what is stored as a date
    "delimiter",  # what stands between the cells, where it is not plain
    "decimal",  # numbers have a decimal comma
    "preamble",  # lines above the header
    "header",  # no header, or names that had to be mended
    "units row",  # a row of units below the header
    "footer",  # lines below the data
    "ragged",  # rows with too many cells left out
    "renamed",  # two columns had the same name
    "shape",  # long, wide or a grid: how it became a table of days
    "dates",  # which column holds the dates, how they are written, rows without a usable one
    "time",  # zone and clock of readings
    "station",  # which of several stations was taken
    "set aside",  # columns of text
    "not numbers",  # cells of text in a column of numbers, taken as missing
    "trace",  # amounts too small to measure, taken as 0
    "marker",  # cells with a number or sign that stands for a missing value
    "infinite",  # cells too large to be a number, taken as missing
    "meaning",  # columns whose meaning is known from their values, their unit, or the lines above the header
    "order",  # rows were sorted by date
    "duplicates",  # dates that occur more than once
    "days",  # readings became days
    "gaps",  # dates that are absent
    "missing",  # days without a value, per column
    "tomorrow",  # columns that hold the next day's value
    "constant",  # columns with one value only
    "empty",  # columns without any value
    "helpers",  # columns that are no weather of the day: flags, clock times, normals, the calendar ...
    "other stations",  # columns of other places
    "implausible",  # named like a temperature, but not in degrees
    "target",  # which temperature is forecast
    "unit",  # degrees Celsius or Fahrenheit
    "inconsistent",  # days on which values contradict each other
)


class WeatherError(ValueError):
    """The file can't be read as a daily weather table; the message says why, where, and what to do."""


@dataclass(frozen=True)
class Decision:
    """One thing that the reader decided.

    ``topic`` is one of `TOPICS`. ``text`` says what was decided, without a full stop; ``evidence`` what it
    rests on. ``certain`` is False where a reader of the file could have decided otherwise. ``data`` holds the
    same facts as values.
    """

    topic: str
    text: str
    evidence: str = ""
    certain: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.topic not in TOPICS:
            raise ValueError(f"topic must be one of {', '.join(TOPICS)}; got {self.topic!r}")
        if not self.certain and not self.evidence:
            raise ValueError(f"an uncertain decision needs its evidence: {self.text!r}")

    def line(self) -> str:
        """The decision as one sentence; an uncertain one says that it is assumed, and from what."""
        if not self.certain:
            return f"{self.text} (assumed: {self.evidence})."
        return f"{self.text} ({self.evidence})." if self.evidence else f"{self.text}."


@dataclass(frozen=True)
class Report:
    """Every decision taken while a file was read, in order."""

    decisions: tuple[Decision, ...]

    def lines(self) -> list[str]:
        """One readable line per decision."""
        return [decision.line() for decision in self.decisions]

    def about(self, topic: str) -> tuple[Decision, ...]:
        """The decisions on one of `TOPICS`; ValueError for any other word."""
        if topic not in TOPICS:
            raise ValueError(f"topic must be one of {', '.join(TOPICS)}; got {topic!r}")
        return tuple(decision for decision in self.decisions if decision.topic == topic)


def condensed(decisions: Sequence[Decision], what: str) -> list[Decision]:
    """Decisions of one topic, each on one column (``data["column"]``); a single one if they are many.

    ``what`` is its beginning, such as "columns renamed".
    """
    if len(decisions) <= SHOWN_NAMES:
        return list(decisions)
    first, columns = decisions[0], tuple(decision.data["column"] for decision in decisions)
    text = f"{len(columns):,} {what}: {listed(columns)}"
    certain = all(decision.certain for decision in decisions)
    evidence = f"the first: {first.text}" + (f", {first.evidence}" if first.evidence else "")
    return [Decision(first.topic, text, evidence, certain, {"columns": columns})]


def figure(value: float) -> str:
    """A number in a sentence: "−7.5"."""
    return f"{value:g}".replace("-", "−")


def span(low: float, high: float) -> str:
    """ "from −7.5 to 31"."""
    return f"from {figure(low)} to {figure(high)}"


def quoted(text: object) -> str:
    """Foreign text fit for a message: in quotation marks, on one line, printable, cut if long."""
    # Cut before looking at each character: a cell may hold megabytes.
    start = str(text)[: 4 * SHOWN_CHARACTERS]
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in start)
    words = " ".join(printable.split())
    if len(words) > SHOWN_CHARACTERS or len(str(text)) > len(start):
        words = words[: SHOWN_CHARACTERS - 1].rstrip() + "…"
    return f'"{words}"'


def joined(parts: Iterable[str]) -> str:
    """The first few parts of a list for a message: ``a, b and 3 more``."""
    parts = list(parts)
    text = ", ".join(parts[:SHOWN_NAMES])
    return text if len(parts) <= SHOWN_NAMES else f"{text} and {len(parts) - SHOWN_NAMES:,} more"


def listed(names: Iterable[object]) -> str:
    """Names from a file for a message, quoted: ``"tmax", "tmin" and 3 more``."""
    return joined(map(quoted, names))


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """``1 row``, ``13,509 rows``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"
