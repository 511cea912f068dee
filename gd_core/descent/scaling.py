"""Standardising columns, and the way back to their original units: the one place that does either."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Scaling:
    """Columns become (X - ``shift``) / ``scale``; both are (d,). Those that are ``flat`` (d,) become 0."""

    shift: np.ndarray
    scale: np.ndarray
    flat: np.ndarray

    @classmethod
    def of(cls, mean: np.ndarray, spread: np.ndarray) -> "Scaling":
        """To mean 0 and deviation 1, from ``mean`` and ``spread`` (ddof 0); flat columns become 0."""
        # Rounding leaves a constant column a spread of about eps times its mean.
        flat = spread <= 10.0 * np.finfo(float).eps * np.abs(mean)
        return cls(mean, np.where(flat, 1.0, spread), flat)

    @classmethod
    def none(cls, d: int) -> "Scaling":
        """Columns stay as they are."""
        return cls(np.zeros(d), np.ones(d), np.zeros(d, dtype=bool))

    def rows(self, X: np.ndarray) -> np.ndarray:
        """(X - shift) / scale, row by row in memory: one copy, or X itself if nothing is to be done."""
        if not self.shift.any() and (self.scale == 1.0).all():
            return np.ascontiguousarray(X)
        rows = np.subtract(X, self.shift, order="C")
        rows /= self.scale
        rows[:, self.flat] = 0.0  # not what rounding left
        return rows

    def to_original(self, path: np.ndarray) -> np.ndarray:
        """Weights and intercept (k, d + 1) for the columns as they came, from ``path`` for the scaled ones.

        ``path`` is (k, d) or, with an intercept, (k, d + 1); without one the intercept is 0.
        """
        d = self.shift.size
        converted = np.zeros((len(path), d + 1))
        np.divide(path[:, :d], self.scale, out=converted[:, :d])
        if path.shape[1] > d:
            converted[:, d] = path[:, d] - converted[:, :d] @ self.shift
        return converted

    def from_original(self, coef: np.ndarray, intercept: float) -> np.ndarray:
        """The reverse: weights and intercept (d + 1,) for the scaled columns; they may overflow."""
        with np.errstate(over="ignore", invalid="ignore"):
            return np.append(coef * self.scale, intercept + coef @ self.shift)
