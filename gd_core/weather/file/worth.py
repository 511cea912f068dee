"""What a table among others is worth: whether its names are those of dates and temperatures, and its rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from gd_core.weather.columns import role_of
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.vocabulary.date_names import DAY_WORDS, MONTH_WORDS, YEAR_WORDS, date_rank, is_called

SOME = 2_000  # rows looked at, of many
NAMED_IN = 60  # rows among which names are looked for
LONGEST = 60  # letters of a name
MOST_NAMES = 400  # looked at in a row
ENOUGH = 0.5  # share of rows with a date in a cell


class Worth(NamedTuple):
    """What tables are compared by, the most telling first.

    ``names`` is 2 if one row names a date and a temperature, 1 if it names one of them or if dates stand in
    the cells; ``rows`` counts rows with numbers, ``dated`` those with a cell stored as a date.
    """

    names: int
    rows: int
    dated: int

    @property
    def is_table(self) -> bool:
        """Whether it could be read instead of another one of such names."""
        return self.names > 0 and self.rows > 1


def worth_of(rows: Sequence[Sequence[object]]) -> Worth:
    """The worth of a table of typed cells."""
    numbers = dated = 0
    step = max(1, len(rows) // SOME)
    for row in rows[::step]:
        kinds = set(map(type, row))
        numbers += not kinds.isdisjoint((float, int))
        dated += not kinds.isdisjoint((dt.date, dt.datetime))
    named = max(
        (worth_of_names(cell for cell in row if type(cell) is str) for row in rows[:NAMED_IN]), default=0
    )
    if named < 2 and dated > ENOUGH * max(numbers, 1):
        named += 1
    return Worth(named, numbers * step, dated * step)


def worth_of_names(names: Iterable[str]) -> int:
    """How many of a date and a temperature are among ``names``: 0, 1 or 2."""
    some = [name for name, _ in zip(names, range(MOST_NAMES), strict=False) if 0 < len(name) <= LONGEST]
    parts = [any(is_called(name, words) for name in some) for words in (YEAR_WORDS, MONTH_WORDS, DAY_WORDS)]
    has_date = any(date_rank(name) is not None for name in some) or sum(parts) > 1
    return int(has_date) + int(any(role_of(name) in TEMPERATURES for name in some))
