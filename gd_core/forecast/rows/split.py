"""Training, validation and test part.

The exported script copies this file: it may import the standard library, NumPy and pandas.
"""

import numpy as np
import pandas as pd

PARTS = ("train", "validation", "test")
GAP = "gap"  # days between two parts that belong to neither


def split_days(
    days: pd.DatetimeIndex,
    *,
    horizon: int,
    method: str = "chronological",
    train_share: float = 0.70,
    validation_share: float = 0.15,
    seed: int = 0,
) -> pd.Series:
    """Assign each of ``days`` (n, sorted) to "train", "validation", "test" or "gap".

    Chronological: the first share of the rows trains, the next validates, the rest tests, and the first
    ``horizon`` calendar days of a later part fall into the gap, so that no part foretells a day from which
    the next one starts. Random: rows are dealt out by ``seed``, neighbours into different parts, which
    lets a model be tested on days whose yesterday and tomorrow it has seen.
    """
    n = len(days)
    # Rounded first: 0.7 * 1460 is 1021.9999999999999 in binary.
    first, second = (int(round(share * n, 6)) for share in (train_share, train_share + validation_share))
    labels = np.repeat(np.array(PARTS, dtype=object), [first, second - first, n - second])
    if method == "random":
        shuffled = np.empty(n, dtype=object)
        shuffled[np.random.default_rng(seed).permutation(n)] = labels
        return pd.Series(shuffled, index=days, name="part")
    gap = pd.Timedelta(days=horizon)
    for boundary, part in ((first, "validation"), (second, "test")):
        if 0 < boundary < n:
            labels[(labels == part) & (days <= days[boundary - 1] + gap)] = GAP
    return pd.Series(labels, index=days, name="part")
