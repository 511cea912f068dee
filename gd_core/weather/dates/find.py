"""Which column or columns hold the dates, and which day each row belongs to.

A column is looked for by its name, then several that give year, month and day, then any by its values. A row
belongs to the calendar day that is written, whatever its time of day and time zone.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from gd_core.weather.calendar import MOST_MINUTES, any_repeated, is_rising, repeats
from gd_core.weather.dates.absent import COARSE, no_dates
from gd_core.weather.dates.column import NoDays, label_of, read_column
from gd_core.weather.dates.order import Reading
from gd_core.weather.dates.parts import coarse_parts, named_parts, unnamed_parts
from gd_core.weather.dates.times import find_times
from gd_core.weather.limits import MAX_TRIED
from gd_core.weather.report import Decision, counted, quoted
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.date_names import date_rank, is_utc

MANY_REPEATS = 0.02  # share of rows whose time was there before, from which a table is not one of one place


@dataclass(frozen=True)
class Dates:
    """The day of each row.

    ``positions``: the columns of the table that hold dates and times. ``days``: datetime64[D] (rows,), NaT
    for none. ``minutes``: after midnight, int16 (rows,), `clock.NO_TIME` where unknown; None where no times
    are written. ``zone``: how the time zone is written, "" if it is not.
    """

    positions: tuple[int, ...]
    days: np.ndarray
    minutes: np.ndarray | None = None
    zone: str = ""

    @cached_property
    def known(self) -> np.ndarray:
        """Which rows have a day (rows,)."""
        return ~np.isnat(self.days)

    @cached_property
    def times(self) -> np.ndarray:
        """A number for each row (int64): the same for the same day and time of day, greater for later
        ones."""
        days = self.days.view(np.int64)
        return days if self.minutes is None else days * MOST_MINUTES + self.minutes

    @cached_property
    def ascending(self) -> bool:
        """Whether every row has a date and each is later than the one before."""
        return bool(self.known.all()) and is_rising(self.times)

    @cached_property
    def again(self) -> np.ndarray:
        """Whether the day and time of day of a row (rows,) were there before; False without a day."""
        if self.known.all():
            return repeats(self.times)
        again = np.zeros(len(self.known), dtype=bool)
        again[self.known] = repeats(self.times[self.known])
        return again

    @cached_property
    def often_again(self) -> bool:
        """Whether the day and time of day of many rows with a day were there before."""
        return int(self.again.sum()) > MANY_REPEATS * int(self.known.sum())


def find_dates(cells: Cells, order: str | None, decisions: list[Decision]) -> Dates:
    """The dates, by the names of columns or else by their values; adds to ``decisions``.

    ``order`` is "day first" or "month first" where the user knows. WeatherError if there are no dates, or if
    they are months or have no year.
    """
    positions, reading = _find(cells, order)
    label = label_of(cells, positions)
    names = tuple(cells.names[p] for p in positions)
    text = f"Dates are read from {label}, written as {reading.order}"
    data = {"column": names[0], "columns": names, "order": reading.order}
    decisions.append(Decision("dates", text, "; ".join(reading.evidence), reading.certain, data))
    if reading.short_years:
        _report_century(label, reading.short_years, decisions)
    _report_unusable(cells, positions, reading.days, decisions)
    return _with_times(cells, positions, reading)


def _find(cells: Cells, order: str | None) -> tuple[tuple[int, ...], Reading]:
    """The columns and their reading: the first that gives several days, else one that gives a single day."""
    ranks = {p: date_rank(name) for p, name in enumerate(cells.originals)}
    named = sorted(
        (p for p in ranks if ranks[p] is not None),
        key=lambda p: (ranks[p] or 0, is_utc(cells.originals[p]), p),
    )
    if not cells.originals[0].strip():
        named.append(0)  # an index, as pandas writes it
    refusals: list[NoDays] = []
    singles: list[tuple[tuple[int, ...], Reading]] = []

    def first_of(positions: list[int]) -> tuple[tuple[int, ...], Reading] | None:
        for position in positions[:MAX_TRIED]:
            try:
                reading = read_column(cells, position, position in named, order)
            except NoDays as refusal:
                refusals.append(refusal)
                continue
            if reading is not None and (len(reading.days) == 1 or _several(reading.days)):
                return (position,), reading
            if reading is not None:
                singles.append(((position,), reading))
        return None

    if found := first_of(named):
        return found
    if parts := named_parts(cells):
        return parts.positions, parts.reading
    if refusals:  # a column called a date has months: another one's values won't be the dates
        raise refusals[0]
    if found := first_of([p for p in ranks if p not in named]):
        return found
    kind, columns = coarse_parts(cells)
    if not refusals and (parts := unnamed_parts(cells, columns if kind in COARSE else ())):
        return parts.positions, parts.reading
    if singles and kind not in COARSE:
        return singles[0]
    raise refusals[0] if refusals else no_dates(cells, named)


def _several(days: np.ndarray) -> bool:
    return bool(np.fmin.reduce(days) < np.fmax.reduce(days))  # these pass over NaT


def _with_times(cells: Cells, positions: tuple[int, ...], reading: Reading) -> Dates:
    """The dates with their times of day; a column of times is looked for where days occur several times."""
    minutes, zones = reading.minutes, sorted(reading.zones)
    if minutes is None and any_repeated(reading.days.view(np.int64)):
        found = find_times(cells, reading.days, positions)
        if found:
            more, minutes, zone = found
            positions, zones = positions + more, [zone] if zone else []
    zone = zones[0].strip() if zones else ""
    return Dates(positions, reading.days, minutes, zone or _zone_in_names(cells, positions))


def _zone_in_names(cells: Cells, positions: tuple[int, ...]) -> str:
    names = " ".join(cells.originals[p] for p in positions).upper()
    return next((zone for zone in ("UTC", "GMT") if zone in names), "")


def _report_century(label: str, span: tuple[int, int], decisions: list[Decision]) -> None:
    first, last = span
    text = (
        f"The years in {label} have two digits: {first % 100:02} to {last % 100:02} are read as {first} to "
        f"{last}"
    )
    why = "the last such years that are not in the future"
    decisions.append(Decision("dates", text, why, certain=False, data={"first": first, "last": last}))


def _report_unusable(
    cells: Cells, positions: tuple[int, ...], days: np.ndarray, decisions: list[Decision]
) -> None:
    """Rows without a usable date are left out: say how many, and where the first is."""
    unusable = np.flatnonzero(np.isnat(days))
    if unusable.size == 0:
        return
    values = [cells.table[p].iloc[unusable[0]] for p in positions]
    shown = " ".join("" if pd.isna(value) else str(value) for value in values).strip()
    line = cells.line(int(cells.table.index[unusable[0]]))
    decisions.append(
        Decision(
            "dates",
            f"{counted(unusable.size, 'row')} without a possible date left out",
            f"the first is line {line:,} with {quoted(shown) if shown else 'an empty cell'}",
            data={"rows": int(unusable.size), "line": line},
        )
    )
