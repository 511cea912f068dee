"""Gaps: where dates are absent, and how missing values of a daily table are filled.

Whatever a method learns, it learns on the rows marked as training ones; so no filled value leans on days that
a forecast is tested on later. One method, "linear", needs the day after a gap and says so.

The exported script copies this file: it may import the standard library, NumPy, pandas and, within a
function, scikit-learn.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

HALF_WINDOW = 7  # days on either side of a day of the year
YEAR_DAYS = 366  # of a leap year: 29 February has a place of its own
NEIGHBOURS = 5
DONORS = 2_000  # training rows at most that the nearest neighbours are looked for among


class FillMethod(NamedTuple):
    """A way of filling missing values, in words: ``looks_ahead`` if it uses days after the one filled."""

    label: str
    explanation: str
    looks_ahead: bool


FILL_METHODS: dict[str, FillMethod] = {
    "seasonal": FillMethod(
        "Seasonal mean",
        "The mean of the training years over the 15 days around that day of the year; where there is "
        "none, the training mean.",
        False,
    ),
    "forward": FillMethod(
        "Last known value", "The last known value before, as long as no date in between is absent.", False
    ),
    "linear": FillMethod(
        "Straight line",
        "A straight line between the known values before and after. It uses later days, which a real "
        "forecast does not know yet.",
        True,
    ),
    "mean": FillMethod("Mean", "The mean of the training part.", False),
    "knn": FillMethod(
        "Nearest neighbours",
        "The mean of the 5 training days most alike in the other columns and in season.",
        False,
    ),
    "drop": FillMethod("Leave out", "Nothing is filled; days with a missing value are left out.", False),
}


@dataclass(frozen=True)
class Filled:
    """``frame`` with missing values filled; ``imputed`` is True where that was done. Both have its shape."""

    frame: pd.DataFrame
    imputed: pd.DataFrame


def date_gaps(index: pd.DatetimeIndex) -> pd.DataFrame:
    """Runs of calendar dates absent from ``index`` (sorted, unique): first and last absent date, number of
    days.

    ValueError if the dates are not sorted and unique.
    """
    _check_index(index)
    days = index.to_numpy().astype("datetime64[D]")
    steps = np.diff(days).astype(int)
    before = np.flatnonzero(steps > 1)
    start, end = days[before] + 1, days[before] + steps[before] - 1
    return pd.DataFrame(
        {
            "start": pd.DatetimeIndex(start).as_unit("us"),
            "end": pd.DatetimeIndex(end).as_unit("us"),
            "days": steps[before] - 1,
        }
    )


def fill_gaps(frame: pd.DataFrame, method: str, *, train: np.ndarray) -> Filled:
    """Fill the missing values of ``frame`` (days, columns of float64; a sorted, unique DatetimeIndex).

    ``method`` is a key of `FILL_METHODS`; ``train`` (days,) marks with True the rows that it may learn from.
    Absent dates stay absent. Some values may stay NaN: all with "drop", those without a known neighbour with
    "forward" and "linear", and a column without any training value with the others. ``frame`` is not changed.

    TypeError if ``train`` is not of booleans or the index not of dates; ValueError for an unknown method, a
    ``train`` of another length, and dates that are not sorted and unique.
    """
    if method not in FILL_METHODS:
        raise ValueError(f"method must be one of {', '.join(FILL_METHODS)}; got {method!r}")
    train = np.asarray(train)
    if train.dtype != bool:
        raise TypeError(f"train must be an array of booleans, one per row; got {train.dtype}")
    if train.shape != (len(frame),):
        raise ValueError(
            f"train must have one entry for each of the {len(frame)} rows; got shape {train.shape}"
        )
    index = frame.index
    if not isinstance(index, pd.DatetimeIndex):
        raise TypeError(f"frame must have a DatetimeIndex; got {type(index).__name__}")
    _check_index(index)
    values = frame.to_numpy(dtype=float, copy=True)
    missing = np.isnan(values)
    if method != "drop" and missing.any():
        values[missing] = _ESTIMATES[method](values, index, train)[missing]
    filled = pd.DataFrame(values, index=index, columns=frame.columns)
    imputed = pd.DataFrame(missing & ~np.isnan(values), index=index, columns=frame.columns)
    return Filled(filled, imputed)


def _check_index(index: pd.DatetimeIndex) -> None:
    if not (index.is_monotonic_increasing and index.is_unique):
        raise ValueError("the dates must be sorted, each once; sort them and drop duplicates first")


# --- estimates: an array like values (days, columns), of which the missing places are used ------------


def _mean(values: np.ndarray, index: pd.DatetimeIndex, train: np.ndarray) -> np.ndarray:
    return np.broadcast_to(_column_means(values[train]), values.shape)


def _column_means(values: np.ndarray) -> np.ndarray:
    """Mean of each column over its known values, NaN where there is none."""
    return _ratio(np.nansum(values, axis=0), (~np.isnan(values)).sum(axis=0))


def _ratio(sums: np.ndarray, counts: np.ndarray) -> np.ndarray:
    return np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts > 0)


def _seasonal(values: np.ndarray, index: pd.DatetimeIndex, train: np.ndarray) -> np.ndarray:
    slot = _day_of_leap_year(index)
    known = ~np.isnan(values[train])
    sums = np.zeros((YEAR_DAYS, values.shape[1]))
    counts = np.zeros_like(sums)
    np.add.at(sums, slot[train], np.where(known, values[train], 0.0))
    np.add.at(counts, slot[train], known)
    shifts = range(-HALF_WINDOW, HALF_WINDOW + 1)
    around = _ratio(
        np.sum([np.roll(sums, shift, axis=0) for shift in shifts], axis=0),
        np.sum([np.roll(counts, shift, axis=0) for shift in shifts], axis=0),
    )
    climate = np.where(np.isnan(around), _column_means(values[train]), around)
    return climate[slot]


def _day_of_leap_year(index: pd.DatetimeIndex) -> np.ndarray:
    """Place of each date in a leap year, 0 to 365: the same date has the same place in every year."""
    after_february = (index.month > 2) & ~index.is_leap_year
    return index.day_of_year.to_numpy() - 1 + after_february


def _runs(index: pd.DatetimeIndex) -> np.ndarray:
    """Number of the unbroken run of dates to which each row belongs."""
    steps = np.diff(index.to_numpy().astype("datetime64[D]")).astype(int)
    return np.concatenate([[0], np.cumsum(steps > 1)])


def _last_known(values: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """For each cell the row of the last known value in its column and run, itself included; -1 if none."""
    rows = np.arange(len(values))
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, rows[:, None]), axis=0)
    first_of_run = np.searchsorted(runs, runs, side="left")
    return np.where(last >= first_of_run[:, None], last, -1)


def _take(values: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """The value of each column at ``rows``, NaN where that is -1."""
    return np.where(rows >= 0, np.take_along_axis(values, np.maximum(rows, 0), axis=0), np.nan)


def _forward(values: np.ndarray, index: pd.DatetimeIndex, train: np.ndarray) -> np.ndarray:
    return _take(values, _last_known(values, _runs(index)))


def _linear(values: np.ndarray, index: pd.DatetimeIndex, train: np.ndarray) -> np.ndarray:
    runs = _runs(index)
    before = _last_known(values, runs)
    mirrored = _last_known(values[::-1], runs[-1] - runs[::-1])[::-1]
    after = np.where(mirrored >= 0, len(values) - 1 - mirrored, -1)
    start, end = _take(values, before), _take(values, after)
    share = (np.arange(len(values))[:, None] - before) / np.maximum(after - before, 1)
    return start + share * (end - start)


def _knn(values: np.ndarray, index: pd.DatetimeIndex, train: np.ndarray) -> np.ndarray:
    """Mean of the most similar training days; at most `DONORS` of those, evenly spread, are looked at.

    Distances are taken over standardised columns and the sine and cosine of the season, so that a day without
    any value still has neighbours. A column without a training value stays NaN.
    """
    # Imported when used: it takes longer than everything else here.
    from sklearn.impute import KNNImputer

    means = _column_means(values[train])
    usable = np.flatnonzero(~np.isnan(means))
    estimates = np.full(values.shape, np.nan)
    if usable.size == 0:
        return estimates
    means = means[usable]
    scales = np.nanstd(values[train][:, usable], axis=0)
    scales[scales == 0] = 1.0
    angle = 2 * np.pi * _day_of_leap_year(index) / YEAR_DAYS
    table = np.column_stack([(values[:, usable] - means) / scales, np.sin(angle), np.cos(angle)])

    donors = np.flatnonzero(train)
    donors = donors[np.linspace(0, len(donors) - 1, min(DONORS, len(donors))).astype(int)]
    # A column known on none of these days would vanish: one day on which it is known stands in for it.
    absent = np.flatnonzero(np.isnan(table[donors]).all(axis=0))
    first_known = [np.flatnonzero(train & ~np.isnan(table[:, column]))[0] for column in absent]
    donors = np.union1d(donors, np.array(first_known, dtype=int))
    rows = np.flatnonzero(np.isnan(values).any(axis=1))
    imputer = KNNImputer(n_neighbors=NEIGHBOURS).fit(table[donors])
    filled = imputer.transform(table[rows])[:, : usable.size] * scales + means
    estimates[np.ix_(rows, usable)] = filled
    return estimates


_ESTIMATES: dict[str, Callable[[np.ndarray, pd.DatetimeIndex, np.ndarray], np.ndarray]] = {
    "seasonal": _seasonal,
    "forward": _forward,
    "linear": _linear,
    "mean": _mean,
    "knn": _knn,
}
