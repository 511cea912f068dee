"""Times of day in a column beside the date."""

import numpy as np
import pandas as pd

from gd_core.weather.calendar import MOST_MINUTES, NO_TIME, repeats
from gd_core.weather.columns import role_of
from gd_core.weather.dates.parts import ENOUGH, inside, whole_numbers
from gd_core.weather.dates.text import read_clock
from gd_core.weather.limits import MAX_TRIED
from gd_core.weather.table import Cells, as_text, groups, sampled
from gd_core.weather.vocabulary.date_names import MINUTE_WORDS, TIME_WORDS, is_called, is_utc, words
from gd_core.weather.vocabulary.languages import plain
from gd_core.weather.vocabulary.unsure import AMBIGUOUS

UNREPEATED = 0.99  # share of the rows whose day and hour must not have been there before
UNMEASURED = ("other", "clock", "number", "place", "calendar")  # roles of what may be hours


def find_times(
    cells: Cells, days: np.ndarray, taken: tuple[int, ...]
) -> tuple[tuple[int, ...], np.ndarray, str] | None:
    """A column of times of day that is not ``taken``: its position (with that of minutes, where they stand
    apart), minutes after midnight, the time zone written; None if there is none."""
    free = [p for p in range(len(cells.names)) if p not in taken]
    called = [p for p in free if _is_time(cells.originals[p])]
    of_date = any(is_utc(cells.originals[p]) for p in taken)
    called.sort(key=lambda p: is_utc(cells.originals[p]) != of_date)
    others = [p for p in cells.text if p in free and p not in called]
    for position in called[:MAX_TRIED] + others[:MAX_TRIED]:
        read = read_times(cells, position, position in called)
        if read is None:
            continue
        minutes, zone = read
        for apart in free:
            if is_called(cells.originals[apart], MINUTE_WORDS) and (minutes[minutes >= 0] % 60 == 0).all():
                more = whole_numbers(cells, apart)
                if inside(more, 0, 59):
                    added = np.where((minutes >= 0) & (more >= 0), minutes + more, minutes)
                    return (position, apart), added.astype(np.int16), zone
        return (position,), minutes, zone
    return _unnamed_hours(cells, days, max(taken) + 1)


def _unnamed_hours(
    cells: Cells, days: np.ndarray, position: int
) -> tuple[tuple[int, ...], np.ndarray, str] | None:
    """Hours, or hours and minutes, in the column right behind the date, by their values: no day has one
    twice. The minutes may stand in a column of their own behind that."""
    if position >= len(cells.names):
        return None
    measured = (
        role_of(cells.names[position]) not in UNMEASURED and plain(cells.names[position]) not in AMBIGUOUS
    )
    if measured or cells.units[position] is not None:
        return None
    hours = whole_numbers(cells, position)
    if hours.min() == hours.max():
        return None
    number = days.astype("datetime64[D]").view(np.int64) * MOST_MINUTES
    tried: list[tuple[tuple[int, ...], np.ndarray]] = []
    if inside(hours, 0, 24):
        tried.append(((position,), hours * 60))
        if position + 1 < len(cells.names) and inside(apart := whole_numbers(cells, position + 1), 0, 59):
            tried.append(((position, position + 1), hours * 60 + apart))
    elif inside(hours, 0, 2400) and inside(hours % 100, 0, 59):
        tried.append(((position,), hours // 100 * 60 + hours % 100))
    for positions, minutes in tried:
        sure = not cells.headed or (len(positions) == 1 and hours.max() <= 24)
        if sure and repeats(number + minutes).mean() <= 1 - UNREPEATED:
            return positions, np.where(hours >= 0, minutes, NO_TIME).astype(np.int16), ""
    return None


def _is_time(name: str) -> bool:
    """Whether a column is called a time: "Hora (UTC)", "obs_time"; but not "time of the maximum"."""
    own = words(name)
    return is_called(name, TIME_WORDS) or (len(own) == 2 and own[-1] in TIME_WORDS and len(own[-1]) > 2)


def read_times(cells: Cells, position: int, named: bool) -> tuple[np.ndarray, str] | None:
    """A column as minutes after midnight and their time zone, None if it holds no times; one that is not
    ``named`` a time must write them with a colon."""
    column = cells.table[position]
    if isinstance(column.dtype, pd.StringDtype):
        return _text_times(column, named)
    whole = whole_numbers(cells, position)
    if inside(whole, 0, 24):
        minutes = whole * 60
    elif inside(whole, 0, 2400) and inside(whole % 100, 0, 59):
        minutes = whole // 100 * 60 + whole % 100
    elif inside(whole, 0, 240_000) and inside(whole // 100 % 100, 0, 59):
        minutes = whole // 10_000 * 60 + whole // 100 % 100
    else:
        return None
    return np.where((whole >= 0) & (minutes <= 1440), minutes, NO_TIME).astype(np.int16), ""


def _text_times(column: pd.Series, named: bool) -> tuple[np.ndarray, str] | None:
    """Times such as 18:30, 6:30 PM or 1800 UTC; without a name only those with a colon."""
    text = as_text(column)
    glance = sampled(text)
    if sum(len(group.rows) for group in groups(glance) if read_clock(group)) < ENOUGH * len(glance):
        return None
    minutes = np.full(len(column), NO_TIME, dtype=np.int16)
    zone, colon = "", True
    for group in groups(text):
        read = read_clock(group)
        if read is None:
            continue
        minutes[group.rows], written = read
        zone = zone or written
        colon &= b":" in group.classes
    filled = len(column) - text.null_count
    if (minutes != NO_TIME).sum() < ENOUGH * filled or not filled or not (named or colon):
        return None
    return minutes, zone
