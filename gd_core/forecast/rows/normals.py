"""Seasonal normals that move with time: on each day, what the last 30 years before it had taught.

The World Meteorological Organization takes normals from 30 years, too. They are learned anew every 30 days,
from sums of products over blocks of days, so that a normal for every month of a century costs one pass.

The exported script copies this file: it may import the standard library, NumPy, pandas and `references`.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.rows.references import HARMONICS, season

MONTH = 30  # days of a block, after which normals are learned anew
MEMORY = 365  # blocks that a normal is learned from: 30 years
SEEN = 10  # measured days that each of twelve months must have had: else the seasons are not known
SECOND_WAVE = 100.0  # days of evidence that the half-yearly wave must overcome: few years know little of it


@dataclass(frozen=True)
class Normals:
    """The normal of each column of a daily table: ``coefficients`` (blocks, columns, 1 + 2 * HARMONICS).

    Those of block b come from the days before it; NaN while the seasons are not known.
    """

    first: pd.Timestamp  # the first day of block 0
    coefficients: np.ndarray

    @classmethod
    def learn(cls, values: np.ndarray, days: pd.DatetimeIndex) -> "Normals":
        """``values`` (days, columns), NaN where missing, on ``days``: every day of the calendar."""
        count, columns = values.shape
        blocks = -(-count // MONTH)
        ends = ((0, blocks * MONTH - count), (0, 0))
        known = np.pad(np.isfinite(values), ends).astype(float)
        waves = _waves(pd.date_range(days[0], periods=blocks * MONTH))
        size = waves.shape[1]
        i, j = np.triu_indices(size)
        month = pd.date_range(days[0], periods=blocks * MONTH).month.to_numpy() - 1
        products = np.column_stack([waves[:, i] * waves[:, j], np.eye(12)[month]])
        of_known = _by_block(known, products, blocks)
        of_values = _by_block(np.pad(np.nan_to_num(values), ends), waves, blocks)
        sums = np.concatenate([of_known, of_values], axis=2).cumsum(axis=0)
        sums[MEMORY:] -= sums[:-MEMORY].copy()
        gram = np.empty((blocks, columns, size, size))
        gram[..., i, j] = gram[..., j, i] = sums[..., : len(i)]
        second = np.arange(3, size)
        gram[..., second, second] += SECOND_WAVE
        ready = (sums[..., len(i) : len(i) + 12] >= SEEN).all(axis=2)
        found = np.full((blocks + 1, columns, size), np.nan)  # of block 0 nothing was known
        if ready.any():
            found[1:][ready] = np.linalg.solve(gram[ready], sums[ready][:, -size:, None])[..., 0]
        return cls(days[0], found[:-1])

    @classmethod
    def fixed(cls, coefficients: np.ndarray, first: pd.Timestamp) -> "Normals":
        """The same normal on every day: ``coefficients`` (columns, 1 + 2 * HARMONICS)."""
        return cls(first, coefficients[None])

    def on(self, known_on: pd.DatetimeIndex, dates: pd.DatetimeIndex) -> np.ndarray:
        """The normal of ``dates`` (n,) as it was known on the days ``known_on`` (n,): (n, columns)."""
        return np.einsum("nq,ncq->nc", _waves(dates), self.at(known_on))

    def of(self, column: int) -> "Normals":
        """Those of one column."""
        return Normals(self.first, self.coefficients[:, [column]])

    def at(self, known_on: pd.DatetimeIndex) -> np.ndarray:
        """Coefficients as they were known on ``known_on`` (n,): (n, columns, 1 + 2 * HARMONICS)."""
        block = (known_on - self.first).days.to_numpy() // MONTH
        return self.coefficients[np.clip(block, 0, len(self.coefficients) - 1)]


def _waves(dates: pd.DatetimeIndex) -> np.ndarray:
    return np.column_stack([np.ones(len(dates)), season(dates, HARMONICS)])


def _by_block(columns: np.ndarray, products: np.ndarray, blocks: int) -> np.ndarray:
    """Sums over each block of every column (n, c) times every product (n, p): (blocks, c, p)."""
    shape = (blocks, MONTH, -1)
    return columns.reshape(shape).transpose(0, 2, 1) @ products.reshape(shape)
