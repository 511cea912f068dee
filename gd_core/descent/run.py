"""Runs a descent to its end: which kernel, when to stop, and why it stopped."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd_core.descent import compiled as kernels
from gd_core.descent.objective import LeastSquares
from gd_core.descent.rules import RULES

STATUSES = {
    kernels.CONVERGED: "converged",
    kernels.MAX_ITER: "max_iter",
    kernels.DIVERGED: "diverged",
    kernels.STOPPED: "stopped",
}
DIVERGENCE = 1e8  # growth of the gradient, over its start or its natural scale, that ends a run
FIRST_STRETCH = (
    1024  # epochs in one call, doubled each time: few calls for long runs, little memory for short
)

Watch = Callable[[int, np.ndarray], object]


@dataclass(frozen=True)
class Descent:
    """How to descend; what and from where is given to `run`."""

    rule: str
    rate: float
    momentum: float
    batch_size: int | None
    max_iter: int
    tol: float | None
    shuffle: bool
    seed: int


def tolerance_scale(objective: LeastSquares) -> tuple[np.ndarray, float]:
    """What makes the stopping test free of units.

    Returns a factor for each entry of the gradient, (p,), and the norm that the scaled gradient has when
    the error is as large as y varies and moves with a column. ``tol`` is a fraction of that norm.
    """
    diagonal = np.diag(objective.hessian()) / 2.0
    factors = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    return factors, 2.0 * float(np.sqrt(max(objective.moments.yy, 0.0)))


def run(
    objective: LeastSquares,
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    descent: Descent,
    watch: Watch | None = None,
) -> tuple[np.ndarray, str]:
    """Descend from ``theta``; X (n, d) and y (n,) are the rows that the objective's moments describe.

    Returns the path (epochs + 1, p), its first row the start and every row finite, and the status.
    ``watch(epoch, theta)`` is called after each epoch; a truthy answer stops the run. Raises ValueError
    if the gradient at the start is not finite.
    """
    factors, scale = tolerance_scale(objective)
    with np.errstate(over="ignore", invalid="ignore"):
        start_norm = float(np.linalg.norm(factors * objective.gradient(theta)))
    if not np.isfinite(start_norm):
        raise ValueError("The loss at the start is not finite; choose initial parameters nearer to zero.")
    moments = objective.moments
    rounding = 8.0 * np.finfo(float).eps * float(np.sqrt(max(moments.yy, 0.0) + moments.y_mean**2))
    threshold = -1.0 if descent.tol is None else max(descent.tol * scale, rounding)
    ceiling = DIVERGENCE * max(start_norm, scale, np.finfo(float).tiny)
    path, epoch = [theta[None, :].copy()], 0
    length = 1 if watch else descent.max_iter if descent.tol is None else FIRST_STRETCH
    status = kernels.CONVERGED if start_norm <= threshold else kernels.MAX_ITER
    make = _batch if descent.batch_size is None else _rows
    advance = make(objective, X, y, theta.copy(), descent, (factors, threshold, ceiling))
    while epoch < descent.max_iter and status == kernels.MAX_ITER:
        part = np.empty((min(length, descent.max_iter - epoch), theta.size))
        filled, status = advance(part, epoch)
        filled -= status == kernels.DIVERGED  # the epoch that broke the ceiling is not part of the path
        path.append(part[:filled])
        epoch += filled
        if watch is None:
            length *= 2
        elif filled and watch(epoch, part[filled - 1]) and status == kernels.MAX_ITER:
            status = kernels.STOPPED
    return np.concatenate(path), STATUSES[status]


Limits = tuple[np.ndarray, float, float]
Advance = Callable[[np.ndarray, int], tuple[int, int]]


def _batch(
    objective: LeastSquares, X: np.ndarray, y: np.ndarray, theta: np.ndarray, descent: Descent, limits: Limits
) -> Advance:
    """All rows at once, on the sufficient statistics: an epoch costs d^2, however many rows there are."""
    m, state = objective.moments, np.zeros((2, theta.size))

    def advance(part: np.ndarray, done: int) -> tuple[int, int]:
        return kernels.epochs_of_batch(
            m.xx, m.xy, m.x_mean, m.y_mean, objective.alpha, theta, state,
            RULES[descent.rule], descent.rate, descent.momentum, done, *limits, part,
        )  # fmt: skip

    return advance


def _rows(
    objective: LeastSquares, X: np.ndarray, y: np.ndarray, theta: np.ndarray, descent: Descent, limits: Limits
) -> Advance:
    """Mini-batches of rows; the full gradient that decides when to stop comes from the moments."""
    factors, threshold, ceiling = limits
    state, order, updates = np.zeros((2, theta.size)), np.arange(len(y)), 0
    batch_size = descent.batch_size or len(y)
    seed = np.array([descent.seed], dtype=np.uint64)

    def advance(part: np.ndarray, done: int) -> tuple[int, int]:
        nonlocal updates
        for k in range(len(part)):
            if descent.shuffle:
                kernels.shuffle(order, seed)
            updates = kernels.epoch_of_rows(
                X, y, order, objective.alpha, theta, state,
                RULES[descent.rule], descent.rate, descent.momentum, updates, batch_size,
            )  # fmt: skip
            part[k] = theta
            with np.errstate(over="ignore", invalid="ignore"):
                norm = np.linalg.norm(factors * objective.gradient(theta))
            if not norm <= ceiling:
                return k + 1, kernels.DIVERGED
            if norm <= threshold:
                return k + 1, kernels.CONVERGED
        return len(part), kernels.MAX_ITER

    return advance
