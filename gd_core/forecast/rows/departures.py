"""The terms of a forecast that starts from "as today": departures, all zero on a day like those before.

A departure from the mean of the last days means the same in every season, so that half a year teaches
something that holds in the other half; one from the seasonal normal joins as soon as the normal is known.
Whatever is not known on a day counts as no departure, and nothing is filled in. Every term of day t is made
from values of day t and before, by the calendar.

The exported script copies this file: it may import the standard library, NumPy, pandas and its neighbours
`names`, `normals` and `references`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.rows.names import unique, used_columns
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.rows.references import season

MEANS = (3, 7, 15, 30, 90)  # days of the target's means, today included
MEAN_OF_OTHERS = 15  # days of the mean that other columns depart from
KNOWN = 0.5  # of its days that a mean needs
SPELT_OUT = 36  # predictors; where there are more, each has one term: its departure from its mean
# How far a coefficient may be trusted to go, before any data: a ridge penalty is divided by the square of it.
TRUST = {"own": 1.0, "by normal": 0.5, "by season": 0.5, "others": 0.5, "others by season": 0.25}


@dataclass(frozen=True)
class Departures:
    """``terms``: every term on every day, NaN where it is not known; ``trust`` (terms,) in each coefficient.

    ``normals``: those of the target and the predictors, in that order.
    """

    terms: pd.DataFrame
    trust: np.ndarray
    normals: Normals


def departures(
    frame: pd.DataFrame,
    target: str,
    predictors: tuple[str, ...],
    horizon: int,
    *,
    normals: Normals | None = None,
) -> Departures:
    """The terms for ``target`` ``horizon`` days ahead on every day of ``frame``.

    ``frame`` has float64 columns, ``target`` and ``predictors`` among them, on a unique sorted daily
    DatetimeIndex, as measured. ``normals``: those to depart from; None: learned on the way, see `Normals`.
    """
    _, *others = used_columns(target, predictors)
    days = pd.date_range(frame.index[0], frame.index[-1])
    later = days + pd.Timedelta(days=horizon)
    values = frame[[target, *others]].reindex(days).to_numpy(dtype=float)
    if normals is None:
        normals = Normals.learn(values, days)
    normal = normals.on(days, days)
    rise = normals.of(0).on(days, later) - normal[:, :1]
    wave = season(later, 1)
    made = [
        *_of_target(target, values[:, :1], normal[:, :1], rise, wave),
        *_of_others(others, values[:, 1:], normal[:, 1:], wave),
    ]
    names = [name for _, found, _ in made for name in found]
    trust = np.array([TRUST[kind] for kind, found, _ in made for _ in found])
    rows = days.get_indexer(pd.DatetimeIndex(frame.index))
    table = np.hstack([columns for _, _, columns in made])[rows]
    return Departures(pd.DataFrame(table, index=frame.index, columns=unique(names)), trust, normals)


Terms = Iterator[tuple[str, list[str], np.ndarray]]  # kind (a key of TRUST), names, (days, names)


def _of_target(name: str, own: np.ndarray, normal: np.ndarray, rise: np.ndarray, wave: np.ndarray) -> Terms:
    means = [own - mean for mean in trailing_means(own, MEANS)]
    change = own - _day_before(own)
    above = [f"{name}, above its {length}-day mean" for length in MEANS]
    latest = f"{name}, change since the day before"
    yield "own", [*above, latest], np.hstack([*means, change])
    yield "own", ["season, sine", "season, cosine"], wave
    yield "by normal", [f"{name}, above its normal", "rise of the normal"], np.hstack([own - normal, rise])
    middle = MEANS.index(MEAN_OF_OTHERS)
    by_season = [
        f"{term} × season, {kind}" for term in (above[middle], latest) for kind in ("sine", "cosine")
    ]
    yield "by season", by_season, np.hstack([means[middle] * wave, change * wave])


def _of_others(names: list[str], others: np.ndarray, normal: np.ndarray, wave: np.ndarray) -> Terms:
    if not names:
        return
    (mean,) = trailing_means(others, (MEAN_OF_OTHERS,))
    above = [f"{name}, above its {MEAN_OF_OTHERS}-day mean" for name in names]
    yield "others", above, others - mean
    if len(names) > SPELT_OUT:
        return
    yield "others", [f"{name}, change since the day before" for name in names], others - _day_before(others)
    for kind, column in zip(("sine", "cosine"), wave.T, strict=True):
        by_season = [f"{term} × season, {kind}" for term in above]
        yield "others by season", by_season, (others - mean) * column[:, None]
    yield "others by season", [f"{name}, above its normal" for name in names], others - normal


def trailing_means(values: np.ndarray, lengths: tuple[int, ...]) -> list[np.ndarray]:
    """For each length, the mean of each day and the days before it, (days, columns).

    NaN where fewer than `KNOWN` of the days are; days before the first count as unknown.
    """
    there = np.isfinite(values)
    nothing = np.zeros((1, values.shape[1]))
    total = np.concatenate([nothing, np.cumsum(np.where(there, values, 0.0), axis=0)])
    count = np.concatenate([nothing, np.cumsum(there, axis=0)])
    means = []
    for length in lengths:
        first = np.maximum(np.arange(1, len(values) + 1) - length, 0)
        known = count[1:] - count[first]
        mean = (total[1:] - total[first]) / np.maximum(known, 1.0)
        means.append(np.where(known >= KNOWN * length, mean, np.nan))
    return means


def _day_before(values: np.ndarray) -> np.ndarray:
    return np.concatenate([np.full((1, values.shape[1]), np.nan), values[:-1]])
