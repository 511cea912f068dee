"""Small regression problems that the tests of descent share."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Problem:
    X: np.ndarray
    y: np.ndarray


def problem(n: int = 60, d: int = 3, seed: int = 0) -> Problem:
    """Correlated columns of unequal size, away from zero, with noise."""
    rng = np.random.default_rng(seed)
    mix = np.eye(d) + 0.3 * rng.uniform(-1.0, 1.0, size=(d, d))
    X = rng.normal(size=(n, d)) @ mix * (1.0 + np.arange(d)) + 2.0
    y = 2.0 + X @ np.linspace(-1.0, 1.5, d) + rng.normal(size=n)
    return Problem(X, y)
