"""What the curvature of the loss says about a learning rate before any step is taken.

Everything is stated for our J (see `gd_core.descent.objective`), whose Hessian is H = 2 X'X/n + 2 alpha:
with L and mu its largest and smallest eigenvalue, plain descent is stable below 2/L, and the best fixed
rate 2/(L + mu) shrinks the distance to the minimum by (kappa - 1)/(kappa + 1) per epoch, kappa = L/mu
(Boyd and Vandenberghe, Convex Optimization, section 9.3; Goh, Why Momentum Really Works, Distill 2017).
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

QUADRATIC_RULES = ("plain", "momentum", "nesterov")  # the rules for which theory is exact


@dataclass(frozen=True)
class Curvature:
    """The eigenvalues of J's Hessian, ascending, those of directions with no curvature left out."""

    eigenvalues: np.ndarray

    @classmethod
    def of(cls, hessian: np.ndarray) -> "Curvature":
        """Raises ValueError if the Hessian is zero: then every point is a minimum."""
        values = np.linalg.eigvalsh(hessian)
        # A flat direction has no gradient either: descent neither moves nor diverges along it.
        values = values[values > values[-1] * len(values) * np.finfo(float).eps]
        if values.size == 0:
            raise ValueError("The loss is flat: no column varies and there is no intercept to learn.")
        return cls(values)

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
        z = rate * self.eigenvalues
        if _known(rule) == "plain":
            return float(np.abs(1.0 - z).max())
        if rule == "momentum":
            half_trace, determinant = (1.0 + momentum - z) / 2.0, np.full_like(z, momentum)
        else:
            half_trace, determinant = (1.0 + momentum) * (1.0 - z) / 2.0, momentum * (1.0 - z)
        root = np.emath.sqrt(half_trace**2 - determinant)
        return float(np.maximum(np.abs(half_trace + root), np.abs(half_trace - root)).max())

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

    def best_momentum(self, rule: str = "momentum") -> tuple[float, float]:
        """Rate and momentum that together contract fastest, for ``momentum`` or ``nesterov``.

        Heavy ball: 4/(sqrt L + sqrt mu)^2 and ((sqrt kappa - 1)/(sqrt kappa + 1))^2 (Polyak 1964).
        Nesterov: 4/(3 L + mu) and (s - 2)/(s + 2) with s = sqrt(3 kappa + 1) (Lessard, Recht and
        Packard 2016, proposition 1).
        """
        L, mu, root = self.largest, self.smallest, np.sqrt(self.condition_number)
        if rule == "momentum":
            return float(4.0 / (np.sqrt(L) + np.sqrt(mu)) ** 2), float(((root - 1.0) / (root + 1.0)) ** 2)
        if rule == "nesterov":
            s = np.sqrt(3.0 * self.condition_number + 1.0)
            return float(4.0 / (3.0 * L + mu)), float((s - 2.0) / (s + 2.0))
        raise ValueError(f"best_momentum is known for 'momentum' and 'nesterov', not for {rule!r}.")


def _known(rule: str) -> str:
    if rule not in QUADRATIC_RULES:
        raise ValueError(f"Theory gives no rate for {rule!r}; it does for {', '.join(QUADRATIC_RULES)}.")
    return rule
