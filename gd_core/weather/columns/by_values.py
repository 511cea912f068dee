"""What columns mean by their values, where no name says it: temperatures, clock times, counters.

Each function works on the rows of a file in their order; what it finds is an assumption, and comes with its
evidence.
"""

import itertools
from typing import NamedTuple

import numpy as np

from gd_core.weather.columns.units import Sample, degrees_by_range, fits, sample_of, to_celsius

FEW = 20  # values at least, to judge by
MANY = 50_000  # values that are looked at
DIFFERENT = 15  # different values at least: fewer are marks or classes
ONE_VALUE = 0.3  # largest share of the most frequent value: rain is mostly 0
MEMORY = 0.4  # least correlation of a temperature with the next one
WARMTH = 3.0  # °C between the cold and the warm end at least
NEARLY_ALL = 0.98  # of days on which one column must be above another one
APART = 1.5  # °C between them at least, on half the days
TOGETHER = 0.5  # least correlation of the maximum with the minimum


class Likeness(NamedTuple):
    """The stored unit in which a column's values would be temperatures of the air, and the facts on them."""

    unit: str
    sample: Sample


def temperature_like(values: np.ndarray) -> Likeness | None:
    """Whether ``values`` (n,) behave like temperatures of the air, in whatever unit; None if not.

    They do if their range is possible, they take many values, none most of the time, and change slowly.
    """
    known = values[~np.isnan(values)][:MANY]
    if len(known) < FEW or known.min() == known.max() or is_counter(known):
        return None
    sample = sample_of(known)
    unit, _ = degrees_by_range(sample)
    if not fits(unit, sample):
        return None
    cold, warm = to_celsius(np.array([sample.cold, sample.warm]), unit)
    different, times = np.unique(known, return_counts=True)
    if warm - cold < WARMTH or len(different) < DIFFERENT or times.max() > ONE_VALUE * len(known):
        return None
    return Likeness(unit, sample) if correlation(known[:-1], known[1:]) >= MEMORY else None


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson's correlation where both (n,) are known; 0 if one of them doesn't change."""
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    if len(x) < 2 or x.min() == x.max() or y.min() == y.max():
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])


def is_counter(values: np.ndarray) -> bool:
    """Whether whole numbers (n,) go up by the same step nearly everywhere: the number of a row."""
    known = values[~np.isnan(values)]
    if len(known) < FEW:
        return False
    steps = np.diff(known)
    step = float(np.median(steps))
    return step != 0 and bool(np.mean(steps == step) >= 0.95 and np.all(np.mod(known[:FEW], 1) == 0))


def is_clock(values: np.ndarray) -> bool:
    """Whether numbers (n,) can be times of day: hours up to 24, or hours and minutes such as 1530."""
    known = values[~np.isnan(values)]
    if len(known) == 0 or known.min() < 0 or known.max() > 2400 or np.any(known != np.round(known)):
        return False
    return known.max() <= 24 or bool(np.all(np.mod(known, 100) < 60))


def in_order(columns: dict[int, np.ndarray], scale: float) -> list[int] | None:
    """Two or three columns from the highest to the lowest, if each is above the next one nearly always and
    well apart from it, and they rise and fall together; None if not. ``scale``: stored units in 1 °C.
    """
    if len(columns) not in (2, 3):
        return None
    order = sorted(columns, key=lambda position: -float(np.nanmean(columns[position])))
    for upper, lower in itertools.pairwise(order):
        above, below = columns[upper], columns[lower]
        apart = (above - below)[~np.isnan(above - below)]
        if len(apart) < FEW or np.mean(apart >= 0) < NEARLY_ALL or np.median(apart) < APART * scale:
            return None
        if correlation(above, below) < TOGETHER:
            return None
    return order
