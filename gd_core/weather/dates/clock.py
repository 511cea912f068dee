"""Times of day: behind a date or in cells of their own, by a clock of 24 hours or of twice 12."""

import re

import numpy as np

from gd_core.weather.dates.signatures import Run, signature_of
from gd_core.weather.table.patterns import Group

NO_TIME = -1  # of minutes after midnight

#: The time at the beginning of a signature (see `signatures`). h, i: hour and minute; hi and his: both in one
#: number; o: an hour alone; A and P: a half of the day before or behind it; z: the time zone.
CLOCK = re.compile(
    r"[T ,_:.X-]{0,4}?(?P<A>A)? ?"
    r"(?:(?P<h>[12])[:.hX] ?(?P<i>2)(?:[:.X] ?2(?:[.,][0-9a-p])?)?|(?P<hi>4)2?|(?P<his>6)|(?P<o>[12]))"
    r"X?[. ]*(?P<P>A)?[. ]*"
    r"(?P<z>z|[-+]2:?2|[-+]4|[-+]2|X.*)?"
)


def minutes_of(hour: np.ndarray, minute: np.ndarray) -> np.ndarray:
    """Minutes after midnight (int16), `NO_TIME` for what is on no clock; hour 24 is."""
    possible = (hour >= 0) & (hour <= 24) & (minute >= 0) & (minute < 60)
    return np.where(possible, hour * 60 + minute, NO_TIME).astype(np.int16)


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
