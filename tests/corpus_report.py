"""How the reader does on a folder of real weather files with an answer key.

    python -m tests.corpus_report FOLDER

FOLDER holds ``files/``, ``key.tsv`` (how each file is written) and ``numbers.tsv`` (what must come out of
it). Prints a line a file, "right" or what differs from the key, and at last ``N right of M``.

Where ``doubtful`` names another choice by its numbers, that choice is right, too, as long as the report calls
one of its decisions assumed.
"""

import argparse
import csv
import re
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gd_core.weather import Weather, WeatherError, read_weather

MAX_SECONDS = 2.0
EXTREME_TOLERANCE = 0.05  # degrees: records are rounded to tenths
SUM_TOLERANCE, SUM_SHARE = 0.1, 1e-6

Row = dict[str, str]

# What a refusal must say, by the words of the key.
REASONS = {
    "monthly": r"\bmonth|\byear(ly|s)\b|coarser",
    "weekly": r"\bweek|coarser",
    "yearly": r"\byear(ly|s)\b|coarser",
    "anomalies": r"anomal",
    "no date": r"\bno\b[^.;]*\bdates?\b|\bdates?\b[^.;]*\b(not|none)\b|without[^.;]*\bdates?\b",
    "no date (no year)": r"\b(no|without)\b[^.;]*\byears?\b|\byears?\b[^.;]*\b(missing|absent|not)\b",
    "no temperature": r"\bno\b[^.;]*\btemperatures?\b|\bnot\b[^.;]*\btemperatures?\b",
    "normalised": r"normali[sz]ed",
    "not a table": r"not an? ([^.;]* )?table|\bno table\b|can't be split|LFS pointer",
    "too few days": r"too few|no rows|at least \d+ days",
}
TOO_FEW = re.compile(r"too few days \((\d+).*\)")
NUMBER = r"(-?\d+(?:\.\d+)?)"
DATE = r"(\d{4}-\d{2}-\d{2})"
# How ``doubtful`` writes the numbers of another choice.
OTHERWISE = {
    "first_date": rf"\bfirst {DATE}",
    "last_date": rf"\blast {DATE}",
    "days": r"\bdays (\d+)",
    "target_missing": r"missing(?: =)? (\d+)\b",
    "target_min": rf"\bmin {NUMBER}",
    "target_max": rf"\bmax {NUMBER}",
    "target_sum": rf"\bsum {NUMBER}",
}


@dataclass(frozen=True)
class Verdict:
    """What differs from the key for one file, and how long reading took."""

    file: str
    differences: tuple[str, ...]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether nothing differs and it was read in time."""
        return not self.differences and self.seconds <= MAX_SECONDS

    def line(self) -> str:
        """The verdict for people."""
        slow = [f"took {self.seconds:.1f} s"] if self.seconds > MAX_SECONDS else []
        said = "; ".join([*self.differences, *slow])
        return f"{self.file}: {said or 'right'} ({1000 * self.seconds:.0f} ms)"


def judge_folder(folder: Path) -> Iterator[Verdict]:
    """The verdicts on all files of the key, in its order."""
    keys = {row["file"]: row for row in table(folder / "key.tsv")}
    for expected in table(folder / "numbers.tsv"):
        yield judge(folder / "files" / expected["file"], keys[expected["file"]], expected)


def table(path: Path) -> list[Row]:
    """The rows of a tab-separated table with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def judge(path: Path, key: Row, expected: Row) -> Verdict:
    """Read one file and compare; what took too long is read once more, for other things run here, too."""
    found, seconds = read(path)
    if seconds > MAX_SECONDS:
        found, again = read(path)
        seconds = min(seconds, again)
    return Verdict(path.name, tuple(differences(found, key, expected)), seconds)


def read(path: Path) -> tuple[Weather | Exception, float]:
    """What the reader returns or raises, warnings included, and the seconds it took."""
    start = time.perf_counter()
    found: Weather | Exception
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = read_weather(path)
    except Exception as error:  # whatever it is, it is the answer
        found = error
    return found, time.perf_counter() - start


def differences(found: Weather | Exception, key: Row, expected: Row) -> list[str]:
    """Everything in which an answer differs from the key."""
    if isinstance(found, WeatherError):
        # The file's own name, which the message begins with, is no reason.
        return refusal_differences(str(found).removeprefix(f'"{expected["file"]}": '), expected)
    if isinstance(found, Exception):
        return [f"traceback: {type(found).__name__}: {found}"]
    if expected["expect"] == "refuse":
        days = f"{found.frame.index[0]:%Y-%m-%d} to {found.frame.index[-1]:%Y-%m-%d}"
        return [f"read ({found.target}, {days}), to be refused: {expected['reason']}"]
    said = [d.certain for d in found.report.about("unit")]
    wrong = []
    if expected["unit_stated"] == "no" and all(said):
        wrong.append("unit not said to be assumed")
    if expected["unit_stated"] == "yes" and not (said and all(said)):
        wrong.append("unit not said to be certain")
    by_key = table_differences(found, key["target_column"], expected)
    for otherwise in alternatives(expected["doubtful"]) if by_key else ():
        # Another column brings other numbers; the rest of the row holds for it, too.
        column = "" if "target_sum" in otherwise else key["target_column"]
        if not table_differences(found, column, {**expected, **otherwise}):
            unsure = any(not d.certain for d in found.report.decisions if d.topic != "unit")
            return wrong if unsure else [*wrong, "a doubtful choice not said to be assumed"]
    return by_key + wrong


def refusal_differences(message: str, expected: Row) -> list[str]:
    """What is wrong with a refusal: that it is one, its reason, or its form."""
    if "\n" in message:
        return [f"refused in more than one line: {message!r}"]
    if expected["expect"] == "read":
        return [] if "may be refused" in expected["doubtful"] else [f"refused: {message}"]
    reasons = expected["reason"].split("; ")
    if any(states(message, reason) for reason in reasons):
        return []
    if unknown := [reason for reason in reasons if words_of(reason) is None]:
        return [f"refused, and this report has no words for {', '.join(map(repr, unknown))}: {message}"]
    return [f"refused, but not for {expected['reason']!r}: {message}"]


def words_of(reason: str) -> str | None:
    """What a refusal for ``reason`` must match, None for a reason that is not in `REASONS`."""
    return REASONS.get("too few days" if TOO_FEW.fullmatch(reason) else reason)


def states(message: str, reason: str) -> bool:
    """Whether a refusal gives ``reason``; of too few days, it must say how many there are."""
    words, match = words_of(reason), TOO_FEW.fullmatch(reason)
    if words is None or not re.search(words, message, re.IGNORECASE):
        return False
    days = match[1] if match else ""
    return days in ("", "0") or bool(re.search(rf"(?<!\d){days}(?!\d)", message))


def table_differences(found: Weather, column: str, expected: Row) -> list[str]:
    """Where the daily table differs from the numbers; ``column`` may be empty for any."""
    target = found.frame[found.target]
    wrong = []
    original = found.column(found.target).original
    if column and not is_column(column, (found.target, original), expected["station"]):
        wrong.append(f"target {original!r}, key {column!r}")
    exact = {
        "unit_out": found.unit,
        "first_date": f"{target.index[0]:%Y-%m-%d}",
        "last_date": f"{target.index[-1]:%Y-%m-%d}",
        "days": str(len(target)),
        "target_missing": str(int(target.isna().sum())),
    }
    wrong += [f"{n} {value}, key {expected[n]}" for n, value in exact.items() if value != expected[n]]
    for name, value in (
        ("target_min", target.min()),
        ("target_max", target.max()),
        ("target_sum", target.sum()),
    ):
        number = float(expected[name])
        tolerance = EXTREME_TOLERANCE
        if name == "target_sum":
            tolerance = max(SUM_TOLERANCE, SUM_SHARE * abs(number))
        if not abs(value - number) <= tolerance + 1e-9:
            wrong.append(f"{name} {value:.2f}, key {expected[name]}")
    return wrong


def is_column(key: str, names: tuple[str, ...], station: str) -> bool:
    """Whether one of ``names`` is the target that the key describes.

    The key names a column, at times with a note in brackets; or ``value where attr=TMAX`` in a long table,
    ``(column 4)`` in one without a header, ``(columns 3-14)`` in a grid, whose target has no name.
    """
    key = plain(key)
    if re.match(r"\(columns \d", key):
        return True
    if match := re.match(r"value where .*=(.*)", key):
        key = match[1]
    numbered = re.match(r"\(column (\d+)", key)
    own = [plain(name) for name in names]
    if numbered:
        return any(re.fullmatch(rf"column[ _]?{numbered[1]}", name) for name in own)
    if match := re.search(r"header name (\w+)", key):
        key = match[1]
    spelt = {key, key.rpartition(" (")[0] if key.endswith(")") else key}
    return any(name in spelt or f"{plain(station)}_{name}" in spelt for name in own)


def plain(name: str) -> str:
    """A name without what reading may change: capitals and the number of blanks."""
    return " ".join(name.casefold().split())


def alternatives(doubtful: str) -> Iterator[Row]:
    """The numbers of every other choice that ``doubtful`` names, a clause each; no naive one is a choice."""
    for clause in doubtful.split(";"):
        matches = {name: re.search(pattern, clause) for name, pattern in OTHERWISE.items()}
        numbers = {name: match[1] for name, match in matches.items() if match}
        if numbers and "naively" not in clause:
            yield numbers


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus_report", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="holds files/, key.tsv and numbers.tsv")
    right = total = 0
    for verdict in judge_folder(parser.parse_args().folder):
        print(verdict.line(), flush=True)
        right, total = right + verdict.right, total + 1
    print(f"{right} right of {total}")


if __name__ == "__main__":
    main()
