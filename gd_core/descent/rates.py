"""The automatic learning rate: one that never diverges, and the best there is where theory knows it."""

import numpy as np

from gd_core.descent.curvature import QUADRATIC_RULES, Curvature
from gd_core.descent.objective import LeastSquares
from gd_core.descent.run import Descent

SETTLED = 1e-12  # share of its start that is left of an error along the stiffest direction when a run ends
ADAPTIVE_SHARE = {"adagrad": 0.5, "rmsprop": 0.01, "adam": 0.02}


def automatic_rate(
    objective: LeastSquares, curvature: Curvature, rows: np.ndarray, descent: Descent
) -> float:
    """A rate for ``descent`` on ``objective``, whose ``rows`` (n, d) are those that batches are drawn from.

    Batch descent by the plain rule gets the best fixed rate, 2/(L + mu), but at most one at which the
    stiffest direction settles within the epochs: where curvatures differ by more than the epochs can bridge,
    the best rate trades the flattest direction, hopeless either way, against the stiffest, which would swing
    from side to side to the end.
    """
    rule, momentum = descent.rule, descent.momentum
    if rule in ADAPTIVE_SHARE:
        # Adaptive rules move each parameter by about the rate per update, whatever the gradient: the rate
        # is a share of how far the farthest parameter may have to go.
        m = objective.moments
        size = max(m.yy + m.y_mean**2, np.finfo(float).tiny)
        return float(np.sqrt(2.0 * size / curvature.largest) * ADAPTIVE_SHARE[rule])
    if descent.batch_size is None:
        best = curvature.best_rate(rule, momentum)
        settles = (1.0 + SETTLED ** (1.0 / descent.max_iter)) / curvature.largest
        return min(best, settles) if rule == QUADRATIC_RULES[0] else best
    rate = _safe_rate(curvature.largest, rows, descent.batch_size, objective.fit_intercept, objective.alpha)
    # Momentum adds up to 1 / (1 - momentum) steps of the same direction.
    return rate if rule == QUADRATIC_RULES[0] else rate * (1.0 - min(momentum, 0.99))


def _safe_rate(largest: float, rows: np.ndarray, batch: int, fit_intercept: bool, alpha: float) -> float:
    """A rate at which mini-batches of any composition stay bounded in mean square.

    A quarter of one over the expected smoothness of a batch (Gower et al. 2019, SGD: General Analysis and
    Improved Rates, theorem 3.1 and proposition 3.8), with J's factor 2: between the stiffest single row
    (batch of 1) and the stiffest direction of all rows (batch of n). The last batch, if shorter, decides.
    """
    n = len(rows)
    batch = n % batch or batch
    stiffest_row = float(np.einsum("ij,ij->i", rows, rows).max()) + fit_intercept + alpha
    all_rows = largest / 2.0
    share = (n - batch) / (batch * max(n - 1, 1))
    smoothness = (1.0 - share) * all_rows + share * stiffest_row
    return 1.0 / (4.0 * smoothness)
