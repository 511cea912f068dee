"""The rows of each day: counted and reduced to one value, whether they are in order or not.

Of rows in order, each day is a piece, and NumPy reduces pieces at once. To sort millions of others, with all
their values, takes longer than to add them to their days one by one.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class ByDay:
    """Rows told apart by their day: the different ``days``, sorted, and how many rows each has (``sizes``).

    ``places`` are the first rows of the days if the rows are ``in_order``, else the number of each row's day.
    """

    days: np.ndarray
    sizes: np.ndarray
    in_order: bool
    places: np.ndarray

    def reduced(self, function: np.ufunc, values: np.ndarray, initial: float) -> np.ndarray:
        """What ``function`` makes of the ``values`` (rows,) of each day, (days,); ``initial`` is a value that
        changes no result."""
        if self.in_order:
            return function.reduceat(values, self.places)
        reduced = np.full(len(self.days), initial, values.dtype)
        function.at(reduced, self.places, values)
        return reduced


def by_day(days: np.ndarray) -> ByDay:
    """Rows by their ``days`` (datetime64[D], none of them NaT), which may be in any order."""
    number = days.view(np.int64)
    steps = np.diff(number)
    if (steps >= 0).all():
        starts = np.flatnonzero(np.append(len(days) > 0, steps != 0))
        return ByDay(days[starts], np.diff(np.append(starts, len(days))), True, starts)
    first = number.min()
    since = number - first
    counts = np.bincount(since)
    present = np.flatnonzero(counts)
    places = since if len(present) == len(counts) else (np.cumsum(counts > 0) - 1)[since]
    return ByDay((present + first).view(days.dtype), counts[present], False, places)
