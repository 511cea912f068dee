"""Which way of filling gaps does best here: values that are known are hidden, filled, and compared.

They are hidden as the file's own values are missing: in runs of the same lengths, with the other columns
missing beside them where they are so in the file; one day at a time in a file that misses none. All methods
learn from the training part, and what is hidden comes after it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather import FILL_METHODS, fill_gaps
from gd_core.weather.gaps import DONORS

REPEATS = 5
HIDDEN_SHARE = 0.1  # of the known values after the training part, in each repeat
MOST_HIDDEN = 60  # in each repeat: 300 in all tell methods apart
METHODS = tuple(name for name in FILL_METHODS if name != "drop")


@dataclass(frozen=True)
class GapTrial:
    """How well each method filled values that were hidden on purpose.

    ``scores``: a row for each method, the best first: method (a key of `FILL_METHODS`), rmse and mae in the
    column's unit (NaN if it filled nothing), filled (hidden values that it filled). ``hidden``: values hidden
    in all repeats together. ``longest``: days of the longest run hidden. ``as_in_file``: whether the runs are
    those of the file; False if it has no gap in this column.
    """

    column: str
    scores: pd.DataFrame
    hidden: int
    repeats: int
    longest: int
    as_in_file: bool


def try_fill_methods(
    frame: pd.DataFrame, column: str, *, train_share: float = 0.7, seed: int = 0, repeats: int = REPEATS
) -> GapTrial:
    """Hide known values of ``column`` after the first ``train_share`` of ``frame``, and fill them.

    ``frame`` (days, columns of float64; a sorted, unique DatetimeIndex) is not changed. The same ``seed``
    hides the same values. ValueError if there is no such column, or if ``train_share`` leaves no day to hide.
    """
    if column not in frame.columns:
        raise ValueError(f"column must be one of the table's; got {column!r}")
    first = int(round(train_share * len(frame), 6))
    if not 0 < first < len(frame):
        raise ValueError(f"train_share must leave days on both sides; got {train_share:g} of {len(frame)}")
    position = list(frame.columns).index(column)
    values, linked = frame.to_numpy(dtype=float), _linked(pd.DatetimeIndex(frame.index))
    own = _own_gaps(np.isnan(values), linked, position)
    patterns = own or [np.arange(len(frame.columns))[None, :] == position]
    rng = np.random.default_rng(seed)
    errors: dict[str, list[np.ndarray]] = {method: [] for method in METHODS}
    hidden, longest = 0, 0
    train = np.arange(len(frame)) < first
    for _ in range(repeats):
        hide, run = _hide(values, linked, position, first, patterns, rng)
        places = np.flatnonzero(hide[:, position])
        hidden, longest = hidden + len(places), max(longest, run)
        damaged = frame.mask(hide)
        for method in METHODS:
            rows = _needed(damaged, train, places) if method == "knn" else np.ones(len(frame), dtype=bool)
            filled = fill_gaps(damaged[rows], method, train=train[rows]).frame[column]
            errors[method].append(filled[frame.index[places]].to_numpy() - values[places, position])
    return GapTrial(column, _scores(errors), hidden, repeats, longest, bool(own))


def _linked(index: pd.DatetimeIndex) -> np.ndarray:
    """Whether each row is of the day after the row before it, (days,) of bool."""
    return np.diff(index.to_numpy().astype("datetime64[D]"), prepend=np.datetime64(0, "D")).astype(int) == 1


def _own_gaps(missing: np.ndarray, linked: np.ndarray, position: int) -> list[np.ndarray]:
    """The file's gaps in a column: for each run of days a mask (days, columns) of what is missing."""
    gap = missing[:, position]
    begins = np.flatnonzero(gap & ~(np.append(False, gap[:-1]) & linked))
    ends = np.flatnonzero(gap & ~np.append(gap[1:] & linked[1:], False)) + 1
    return [missing[begin:end] for begin, end in zip(begins, ends, strict=True)]


def _hide(
    values: np.ndarray,
    linked: np.ndarray,
    position: int,
    first: int,
    patterns: list[np.ndarray],
    rng: np.random.Generator,
) -> tuple[np.ndarray, int]:
    """What is hidden in one repeat, (days, columns) of bool, and the days of the longest run.

    A run lies between two known values on unbroken dates; no two runs touch. One that fits nowhere is halved.
    """
    hide = np.zeros(values.shape, dtype=bool)
    free, linked = ~np.isnan(values[first:, position]), linked[first:]
    budget = min(MOST_HIDDEN, max(1, int(HIDDEN_SHARE * free.sum())))
    count = longest = 0
    while count < budget:
        pattern = patterns[rng.integers(len(patterns))]
        length = min(len(pattern), budget - count)
        starts = _starts(free, linked, length)
        while len(starts) == 0 and length > 1:
            length //= 2
            starts = _starts(free, linked, length)
        if len(starts) == 0:
            break
        start = int(rng.choice(starts))
        hide[first + start : first + start + length] = pattern[:length]
        free[start - 1 : start + length + 1] = False
        count, longest = count + length, max(longest, length)
    return hide & ~np.isnan(values), longest


def _starts(free: np.ndarray, linked: np.ndarray, length: int) -> np.ndarray:
    """First rows of all runs of ``length`` days that are free, with a free day before and after."""
    if len(free) < length + 2:
        return np.array([], dtype=int)
    known = np.concatenate([[0], np.cumsum(free)])
    unbroken = np.concatenate([[0], np.cumsum(linked)])
    before = np.arange(len(free) - length - 1)
    after = before + length + 1  # the row after the run
    good = (known[after + 1] - known[before] == length + 2) & (
        unbroken[after + 1] - unbroken[before + 1] == length + 1
    )
    return np.flatnonzero(good) + 1


def _needed(damaged: pd.DataFrame, train: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Rows that nearest neighbours need, (days,) of bool: the hidden ones, and complete training days.

    Those with other gaps would be filled, too, which takes time; they are left out where there are enough
    without them. Neighbours go by likeness, not by date, so nothing is torn apart.
    """
    rows = train & damaged.notna().all(axis=1).to_numpy()
    if rows.sum() < DONORS:
        return np.ones(len(damaged), dtype=bool)
    rows[places] = True
    return rows


def _scores(errors: dict[str, list[np.ndarray]]) -> pd.DataFrame:
    rows = []
    for method, parts in errors.items():
        known = np.concatenate(parts)
        known = known[~np.isnan(known)]
        rmse = float(np.sqrt(np.mean(known**2))) if len(known) else np.nan
        mae = float(np.mean(np.abs(known))) if len(known) else np.nan
        rows.append((method, rmse, mae, len(known)))
    scores = pd.DataFrame(rows, columns=["method", "rmse", "mae", "filled"])
    return scores.sort_values("rmse", kind="stable", ignore_index=True)
