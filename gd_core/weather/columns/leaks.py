"""Columns that already hold tomorrow: a forecast that reads them has seen the answer.

Two signs, either of which is enough: the name (tmax_tomorrow, Next_Tmax), or the values: the column equals
another one's next row.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gd_core.weather.columns.by_name import concepts, words
from gd_core.weather.record import TEMPERATURES

EQUAL = 0.99  # share of rows in which a column must equal another's next row
CHANGES = 20  # rows at least in which that other column changes: else equality says nothing
SCREEN, NEARLY = 64, 0.9  # rows on which pairs are compared first, and the share that must agree there
FIRST = 8  # of those rows on which half must agree before that


class Ahead(NamedTuple):
    """A column equals the next row of column ``following`` in ``equal`` of ``rows`` rows."""

    following: int
    equal: int
    rows: int


def find_ahead(values: np.ndarray, names: Sequence[str], roles: Sequence[str]) -> dict[int, Ahead]:
    """Positions of columns of ``values`` (days, columns; NaN where missing) that hold another one's next row.

    A pair such as tmax and tmax_yesterday looks the same from the other side; the names and roles
    tell which of the two is the copy.
    """
    today, tomorrow = values[:-1], values[1:]
    found: dict[int, Ahead] = {}
    for following in range(values.shape[1]):
        y, y_next = today[:, following], tomorrow[:, following]
        # Where y stays the same, x = y says as much as x = next y: only days of change tell them apart.
        changes = np.flatnonzero((y_next != y) & ~np.isnan(y) & ~np.isnan(y_next))
        if len(changes) < CHANGES:
            continue
        few = changes[np.linspace(0, len(changes) - 1, min(SCREEN, len(changes))).astype(int)]
        for leading in _screened(today[few], y_next[few]):
            if leading in found or _holds_yesterday(
                names[following], names[leading], roles[following], roles[leading]
            ):
                continue
            x = today[:, leading]
            known = ~(np.isnan(x) | np.isnan(y_next))
            equal = x == y_next
            rows, moved = int(known.sum()), int(known[changes].sum())
            if moved >= CHANGES and equal[changes].sum() >= EQUAL * moved and equal.sum() >= EQUAL * rows:
                found[leading] = Ahead(following, int(equal.sum()), rows)
    return found


def _screened(today: np.ndarray, y_next: np.ndarray) -> np.ndarray:
    """Columns of ``today`` (few rows, columns) that agree with ``y_next`` nearly wherever they are known.

    This leaves a handful of pairs to look at in full, of the millions among thousands of columns.
    """
    first = slice(None, None, max(1, len(today) // FIRST))
    likely = (today[first] == y_next[first, None]).sum(axis=0) >= (~np.isnan(today[first])).sum(axis=0) / 2
    columns = np.flatnonzero(likely)
    known = (~np.isnan(today[:, columns])).sum(axis=0)
    agree = (today[:, columns] == y_next[:, None]).sum(axis=0)
    return columns[(known > 0) & (agree >= NEARLY * known)]


def _holds_yesterday(following: str, leading: str, following_role: str, leading_role: str) -> bool:
    """Whether ``following`` holds yesterday's ``leading``, not ``leading`` tomorrow's ``following``."""
    mine, other = words(following), words(leading)
    if "tomorrow" in concepts(leading):
        return False
    if "yesterday" in concepts(following) or mine > other:
        return True
    return leading_role in TEMPERATURES and following_role not in TEMPERATURES
