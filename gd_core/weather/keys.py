"""Whole numbers that mark rows, such as days: which of them occur again, how many are different.

The numbers of a file with millions of rows come in order or from a short range more often than not; both are
looked at before anything is hashed.
"""

import numpy as np
import pandas as pd

ROOM = 1 << 26  # entries of a table of marks at most


def is_rising(keys: np.ndarray) -> bool:
    """Whether each number is greater than the one before."""
    return bool((keys[1:] > keys[:-1]).all())


def repeats(keys: np.ndarray) -> np.ndarray:
    """Where a number occurred before (rows,)."""
    if is_rising(keys):
        return np.zeros(len(keys), dtype=bool)
    return pd.Series(keys).duplicated().to_numpy()


def any_repeated(keys: np.ndarray) -> bool:
    """Whether a number occurs twice."""
    if len(keys) < 2 or is_rising(keys):
        return False
    if int(keys.max()) - int(keys.min()) + 1 < len(keys):
        return True  # more numbers than places for them
    return bool((keys[1:] == keys[:-1]).any()) or bool(repeats(keys).any())


def count_different(groups: np.ndarray, keys: np.ndarray, n_groups: int) -> np.ndarray:
    """How many different numbers each group has; ``groups`` (rows,) counts them from 0, and -1 is none."""
    if len(keys) == 0:
        return np.zeros(n_groups, dtype=np.int64)
    low, width = int(keys.min()), int(keys.max()) - int(keys.min()) + 1
    if n_groups * width <= ROOM:
        seen = np.zeros((n_groups + 1, width), dtype=bool)  # the last row is that of -1
        seen[groups, keys - low] = True
        return seen[:n_groups].sum(axis=1)
    pairs = pd.DataFrame({"group": groups, "key": keys}).drop_duplicates()["group"].to_numpy()
    return np.bincount(pairs[pairs >= 0], minlength=n_groups)
