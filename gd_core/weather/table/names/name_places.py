"""Which column each name belongs to, where names are too many or too few: by what the columns hold.

Each place at which a name may be too many, or missing, is tried. What a column holds contradicts a name:
dates under a temperature, a maximum below the minimum. A place is known if all others are contradicted, or
give temperatures and dates the same columns.
"""

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from gd_core.weather.columns import role_of
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.table.cell_types import CLOCK, DATE, EMPTY, MARKER, NUMBER, TEXT, cell_type
from gd_core.weather.vocabulary.date_names import (
    DAY_WORDS,
    MONTH_WORDS,
    TIME_WORDS,
    YEAR_WORDS,
    date_rank,
    is_called,
    vocabulary,
)

MOSTLY = 0.9  # share of a column's cells that must not contradict its name
MISSING = -9.0  # numbers from here down may stand for missing values
NOT_NEGATIVE = ("precipitation", "snow", "wind", "humidity", "radiation", "cloud")
MEASURED = (*TEMPERATURES, *NOT_NEGATIVE, "pressure")
HIGH_AND_LOW = (
    "temperature_max",
    "temperature_mean",
    "temperature",
    "temperature_min",
)  # from the highest down
PRESSURES = ((20.0, 33.0), (500.0, 1_100.0), (5_000.0, 11_000.0), (50_000.0, 110_000.0))
PARTS = ((YEAR_WORDS, 0, 2_200), (MONTH_WORDS, 1, 12), (DAY_WORDS, 1, 31))
#: Names of columns of words.
TEXT_WORDS = vocabulary(
    """weather condition conditions remark remarks note notes comment comments summary description bemerkung
    bemerkungen wetter anmerkung observations observaciones remarques commentaire opmerking 天気 天气 备注"""
)


class Columns:
    """The columns of some rows: the types of their cells, and their numbers."""

    def __init__(self, rows: Sequence[Sequence[str]], width: int) -> None:
        regular = [row for row in rows if len(row) == width]
        cells = [[row[position] for row in regular] for position in range(width)]
        self.types = [
            [kind for cell in own if (kind := cell_type(cell)) not in (EMPTY, MARKER)] for own in cells
        ]
        self.numbers = [np.array([_number(cell) for cell in own]) for own in cells]

    def share(self, position: int, *kinds: str) -> float:
        """The share of the cells that are of one of ``kinds``, of those neither empty nor markers."""
        found = self.types[position]
        return sum(kind in kinds for kind in found) / max(len(found), 1)


def _number(cell: str) -> float:
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return np.nan
    return value if np.isfinite(value) and value > MISSING * 10 else np.nan


def without_extra(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """``names``, of which there are more than columns, without those that are too many: the empty ones, or
    one that is known by the others. None if it isn't known which they are."""
    extra = len(names) - width
    filled = [name for name in names if name.strip()]
    if len(filled) == width and (found := _agreed([filled], rows, width)):
        return found
    if extra > 1:
        return None
    return _agreed([[*names[:place], *names[place + 1 :]] for place in range(len(names))], rows, width)


def with_missing(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """``names``, of which there is one fewer than columns, with "" for the one that is missing; None if its
    place isn't known."""
    places = range(len(names), -1, -1)
    return _agreed([[*names[:place], "", *names[place:]] for place in places], rows, width)


def _agreed(candidates: list[list[str]], rows: Sequence[Sequence[str]], width: int) -> list[str] | None:
    """The candidate that nothing contradicts, if all such give the temperatures the same columns, and dates
    the same or none. Where they differ otherwise, it is "".
    """
    columns = Columns(rows, width)
    good = [names for names in candidates if not _contradicted(names, columns)]
    dates = [_places(names, _is_date) for names in good]
    most = max(range(len(good)), key=lambda number: len(dates[number]), default=None)
    if most is None or any(not own <= dates[most] for own in dates):
        return None
    warm = [_places(names, lambda name: role_of(name) in TEMPERATURES) for names in good]
    if any(own != warm[most] for own in warm):
        return None
    known = dates[most] | warm[most] | set.intersection(*(set(enumerate(names)) for names in good))
    return [name if (place, name) in known else "" for place, name in enumerate(good[most])]


def _places(names: list[str], wanted: Callable[[str], bool]) -> set[tuple[int, str]]:
    """The ``wanted`` names, each with its place."""
    return {(place, name) for place, name in enumerate(names) if wanted(name)}


def _is_date(name: str) -> bool:
    return date_rank(name) is not None or any(is_called(name, words) for words, *_ in PARTS)


def _contradicted(names: list[str], columns: Columns) -> bool:
    """Whether a column holds what its name can't mean, or two contradict each other."""
    roles = [role_of(name) for name in names]
    if any(
        _wrong(name, role, position, columns)
        for position, (name, role) in enumerate(zip(names, roles, strict=True))
    ):
        return True
    ranked = sorted((HIGH_AND_LOW.index(role), p) for p, role in enumerate(roles) if role in HIGH_AND_LOW)
    for (upper, p), (lower, q) in combinations(ranked, 2):
        apart = columns.numbers[p] - columns.numbers[q]
        apart = apart[~np.isnan(apart)]
        if upper != lower and apart.size and np.mean(apart >= 0) < MOSTLY:
            return True
    return False


def _wrong(name: str, role: str, position: int, columns: Columns) -> bool:
    """Whether a column holds what its name can't mean."""
    if not columns.types[position] or not name.strip():
        return False
    part = next((bounds for words, *bounds in PARTS if is_called(name, words)), None)
    values = columns.numbers[position]
    values = values[~np.isnan(values)]
    if part is not None and columns.share(position, NUMBER) >= MOSTLY:
        within = (values >= part[0]) & (values <= part[1]) & (values == np.round(values))
        return values.size > 0 and np.mean(within) < MOSTLY
    if date_rank(name) is not None and not is_called(name, TIME_WORDS):
        return columns.share(position, DATE) < MOSTLY and not (values.size and values.min() > 1e5)
    if is_called(name, TEXT_WORDS):
        return columns.share(position, TEXT) < MOSTLY
    if role not in MEASURED:
        return columns.share(position, DATE, CLOCK) >= MOSTLY and role not in ("clock", "other")
    if columns.share(position, NUMBER) < MOSTLY:
        return True
    if role == "pressure":
        return values.size > 0 and not any(low <= np.median(values) <= high for low, high in PRESSURES)
    return role in NOT_NEGATIVE and np.mean((values < 0) & (values > MISSING)) > 1 - MOSTLY
