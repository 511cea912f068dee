"""Runs a descent to its end: which loop, when to stop, and why it stopped."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gd_core.descent import compiled
from gd_core.descent.objective import LeastSquares
from gd_core.descent.status import Status

OUTCOMES = {
    compiled.CONVERGED: Status.CONVERGED,
    compiled.MAX_ITER: Status.MAX_ITER,
    compiled.DIVERGED: Status.DIVERGED,
}
DIVERGENCE = 1e8  # growth of the gradient, over its start or its natural scale, that ends a run
# Epochs in one call, doubled each time: few calls for long runs, little memory for short ones.
FIRST_STRETCH = 1024
ROUNDING = 8.0 * np.finfo(float).eps  # of the root mean square of y: a gradient below it is noise

Watch = Callable[[int, np.ndarray], object]
Advance = Callable[[np.ndarray], tuple[int, int]]


@dataclass(frozen=True)
class Descent:
    """How to descend; what and from where is given to `run`, or to the readable loop."""

    rate: float
    max_iter: int  # epochs at most
    rule: str = "plain"
    momentum: float = 0.9
    batch_size: int | None = None  # None: all rows at once
    tol: float | None = None  # None: all epochs
    shuffle: bool = False  # the rows anew before each epoch, from `seed`
    seed: int = 0

    @property
    def method(self) -> compiled.Method:
        """Rule, rate and momentum as the compiled loops take them."""
        return compiled.Method(compiled.NUMBERS[self.rule], self.rate, self.momentum)


def run(
    objective: LeastSquares,
    rows: tuple[np.ndarray, np.ndarray],
    theta: np.ndarray,
    descent: Descent,
    watch: Watch | None = None,
) -> tuple[np.ndarray, Status]:
    """Descend from ``theta``; ``rows``, X (n, d) and y (n,), are those that the objective's moments describe.

    Returns the path (epochs + 1, p), its first row the start and every row finite, and the status.
    ``watch(epoch, theta)`` is called after each epoch; a truthy answer stops the run. Raises ValueError
    if the gradient at the start is not finite.
    """
    start_norm, limits = limits_from(objective, theta, descent.tol)
    status = Status.CONVERGED if start_norm <= limits.threshold else Status.MAX_ITER
    position = compiled.Position.at(theta)
    if descent.batch_size is None:
        advance = _batch(objective, position, descent.method, limits)
    else:
        advance = _small_batches(objective, rows, position, descent, limits)
    path, epoch = [theta[None, :].copy()], 0
    length = 1 if watch else descent.max_iter if descent.tol is None else FIRST_STRETCH
    while epoch < descent.max_iter and status is Status.MAX_ITER:
        part = np.empty((min(length, descent.max_iter - epoch), theta.size))
        filled, outcome = advance(part)
        status = OUTCOMES[outcome]
        filled -= status is Status.DIVERGED  # the epoch that broke the ceiling is not part of the path
        path.append(part[:filled])
        epoch += filled
        if watch is None:
            length *= 2
        elif filled and watch(epoch, part[filled - 1]) and status is Status.MAX_ITER:
            status = Status.STOPPED
    return np.concatenate(path), status


def limits_from(
    objective: LeastSquares, theta: np.ndarray, tol: float | None
) -> tuple[float, compiled.Limits]:
    """The scaled norm of the gradient at the start, and the limits between which descent goes on from there.

    Each entry of the gradient is multiplied by a factor that makes the test free of units; ``tol`` is a
    fraction of the norm that the scaled gradient has when the error is as large as y varies and moves with a
    column. Raises ValueError if the gradient is not finite.
    """
    moments, diagonal = objective.moments, np.diag(objective.hessian()) / 2.0
    factors = 1.0 / np.sqrt(np.where(diagonal > 0.0, diagonal, 1.0))
    variance = max(moments.yy, 0.0)
    scale = 2.0 * float(np.sqrt(variance))
    start_norm = _norm(objective, theta, factors)
    if not np.isfinite(start_norm):
        raise ValueError("The loss at the start is not finite; choose initial parameters nearer to zero.")
    rounding = ROUNDING * float(np.sqrt(variance + moments.y_mean**2))
    threshold = -1.0 if tol is None else max(tol * scale, rounding)
    ceiling = DIVERGENCE * max(start_norm, scale, np.finfo(float).tiny)
    return start_norm, compiled.Limits(factors, threshold, ceiling)


def _norm(objective: LeastSquares, theta: np.ndarray, factors: np.ndarray) -> float:
    """Of the gradient over all rows, its entries multiplied by ``factors``; may be infinite or NaN."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.linalg.norm(factors * objective.gradient(theta)))


def _batch(
    objective: LeastSquares, position: compiled.Position, method: compiled.Method, limits: compiled.Limits
) -> Advance:
    """All rows at once, on the sufficient statistics: an epoch costs d^2, however many rows there are."""
    loss = objective.quadratic()
    return lambda part: compiled.epochs_of_batch(loss, method, position, limits, part)


def _small_batches(
    objective: LeastSquares,
    rows: tuple[np.ndarray, np.ndarray],
    position: compiled.Position,
    descent: Descent,
    limits: compiled.Limits,
) -> Advance:
    """Mini-batches of rows; the full gradient that decides when to stop comes from the moments."""
    loss = compiled.Rows(*rows, objective.alpha)
    order, seed = np.arange(len(loss.y)), np.array([descent.seed], dtype=np.uint64)
    batch_size, method = descent.batch_size or len(loss.y), descent.method

    def advance(part: np.ndarray) -> tuple[int, int]:
        for k in range(len(part)):
            if descent.shuffle:
                compiled.shuffle(order, seed)
            compiled.epoch_of_rows(loss, order, batch_size, method, position)
            part[k] = position.theta
            norm = _norm(objective, position.theta, limits.factors)
            if not norm <= limits.ceiling:
                return k + 1, compiled.DIVERGED
            if norm <= limits.threshold:
                return k + 1, compiled.CONVERGED
        return len(part), compiled.MAX_ITER

    return advance
