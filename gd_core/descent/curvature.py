"""What the curvature of the loss says about a learning rate before any step is taken.

Everything is stated for our J (see `gd_core.descent.objective`), whose Hessian is H = 2 X'X/n + 2 alpha:
with L and mu its largest and smallest eigenvalue, plain descent is stable below 2/L, and the best fixed
rate 2/(L + mu) shrinks the distance to the minimum by (kappa - 1)/(kappa + 1) per epoch, kappa = L/mu
(Boyd and Vandenberghe, Convex Optimization, section 9.3; Goh, Why Momentum Really Works, Distill 2017).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

SWINGS = 10_000  # epochs that are looked through one by one where the loss may swing
QUADRATIC_RULES = ("plain", "momentum", "nesterov")  # the rules for which theory is exact


@dataclass(frozen=True)
class Curvature:
    """J's Hessian as directions (p, m), one a column, and the curvature along each, ascending (m,).

    Directions without any curvature are left out, so m may be below p.
    """

    eigenvalues: np.ndarray
    directions: np.ndarray

    @classmethod
    def of(cls, hessian: np.ndarray) -> "Curvature":
        """Raises ValueError if the Hessian is zero: then every point is a minimum."""
        values, vectors = np.linalg.eigh(hessian)
        # A flat direction has no gradient either: descent neither moves nor diverges along it.
        curved = values > values[-1] * len(values) * np.finfo(float).eps
        if not curved.any():
            raise ValueError("The loss is flat: no column varies and there is no intercept to learn.")
        return cls(values[curved], vectors[:, curved])

    @property
    def largest(self) -> float:
        """L, the curvature along the stiffest direction."""
        return float(self.eigenvalues[-1])

    @property
    def smallest(self) -> float:
        """mu, the curvature along the flattest direction that is not flat altogether."""
        return float(self.eigenvalues[0])

    @property
    def condition_number(self) -> float:
        """kappa = L / mu, at least 1."""
        return self.largest / self.smallest

    def largest_stable_rate(self, rule: str = "plain", momentum: float = 0.9) -> float:
        """The rate above which batch descent diverges, unless it starts exactly at rest."""
        factor = {
            "plain": 2.0,
            "momentum": 2.0 + 2.0 * momentum,
            "nesterov": (2.0 + 2.0 * momentum) / (1.0 + 2.0 * momentum),
        }
        return factor[_known(rule)] / self.largest

    def contraction(self, rate: float, rule: str = "plain", momentum: float = 0.9) -> float:
        """Asymptotic factor by which the distance to the minimum shrinks per epoch; 1 or more diverges.

        The spectral radius of the linear recursion, the largest over the eigenvalues.
        """
        if rule == "plain":
            return float(np.abs(1.0 - rate * self.eigenvalues).max())
        return float(np.abs(np.linalg.eigvals(self._recursion(rate, rule, momentum))).max())

    def excess_loss(
        self, error: np.ndarray, epochs: int, rate: float, rule: str = "plain", momentum: float = 0.9
    ) -> float:
        """J minus its minimum after ``epochs`` of batch descent that starts ``error`` (p,) off the minimum.

        Exact: J - J* = 1/2 sum_i lambda_i e_i^2, and each part e_i of the error goes its own way (Goh 2017,
        "First steps").
        """
        with np.errstate(over="ignore", invalid="ignore"):
            if rule == "plain":  # the same, and fast: pages ask it of many rates
                along = (1.0 - rate * self.eigenvalues) ** epochs
            else:
                along = np.linalg.matrix_power(self._recursion(rate, rule, momentum), epochs)[:, 0, 0]
            parts = along * (self.directions.T @ error)
            return float(0.5 * self.eigenvalues @ parts**2)

    def epochs_to(
        self, error: np.ndarray, reduction: float, rate: float, rule: str = "plain", momentum: float = 0.9
    ) -> int | None:
        """Epochs until J minus its minimum is ``reduction`` times what it is at the start; None for never.

        With momentum the loss may swing up again; the first time counts, sought among 10,000 epochs.
        """
        if self.contraction(rate, rule, momentum) >= 1.0:
            return None
        target = reduction * self.excess_loss(error, 0, rate, rule, momentum)
        below, above = 0, 1
        while self.excess_loss(error, above, rate, rule, momentum) > target:
            below, above = above, 2 * above
        while above - below > 1:
            middle = (below + above) // 2
            if self.excess_loss(error, middle, rate, rule, momentum) > target:
                below = middle
            else:
                above = middle
        if rule == "plain" or above > SWINGS:
            return above
        parts = np.stack([self.directions.T @ error, np.zeros_like(self.eigenvalues)], axis=1)[:, :, None]
        for epoch in range(above):
            if 0.5 * self.eigenvalues @ parts[:, 0, 0] ** 2 <= target:
                return epoch
            parts = self._recursion(rate, rule, momentum) @ parts
        return above

    def _recursion(self, rate: float, rule: str, momentum: float) -> np.ndarray:
        """How one epoch changes (error, velocity) along each direction, (m, 2, 2); see `rules.update`."""
        z, ones = rate * self.eigenvalues, np.ones_like(self.eigenvalues)
        if _known(rule) == "plain":
            rows = [[1.0 - z, 0.0 * z], [0.0 * z, 0.0 * z]]
        elif rule == "momentum":
            rows = [[1.0 - z, -momentum * ones], [z, momentum * ones]]
        else:
            rows = [[1.0 - z * (1.0 + momentum), -(momentum**2) * ones], [z, momentum * ones]]
        return np.moveaxis(np.array(rows), -1, 0)

    def best_rate(self, rule: str = "plain", momentum: float = 0.9) -> float:
        """The fixed rate with the smallest contraction; in closed form for the plain rule."""
        if _known(rule) == "plain":
            return 2.0 / (self.largest + self.smallest)
        limit = self.largest_stable_rate(rule, momentum)
        rates = limit * np.linspace(0.0, 1.0, 202)[1:-1]
        best = int(np.argmin([self.contraction(rate, rule, momentum) for rate in rates]))
        refined = minimize_scalar(
            self.contraction,
            bounds=(rates[max(best - 1, 0)], rates[min(best + 1, rates.size - 1)]),
            args=(rule, momentum),
            method="bounded",
        )
        return float(refined.x)


def _known(rule: str) -> str:
    if rule not in QUADRATIC_RULES:
        raise ValueError(f"Theory gives no rate for {rule!r}; it does for {', '.join(QUADRATIC_RULES)}.")
    return rule
