"""The compiled loops: the same descent as `gd_core.descent.loop`, at the speed of the machine.

All of them release the GIL and are cached on disk after the first call. Data come in as float64 arrays,
row-major; ``theta`` (p,), ``state`` (2, p) and ``order`` (n,) are changed in place.
"""

import numpy as np
from numba import njit

from gd_core.descent.rules import update

CONVERGED, MAX_ITER, DIVERGED, STOPPED = range(4)


@njit(nogil=True, cache=True)
def shuffle(order: np.ndarray, seed: np.ndarray) -> None:
    """Shuffle ``order`` in place (Fisher-Yates), drawing from the one-word state ``seed`` (uint64, (1,)).

    The generator is SplitMix64 (Steele, Lea and Flood 2014); an index below k is the high half of
    k times 32 random bits, whose bias is below k / 2**32.
    """
    state = seed[0]
    for i in range(order.size - 1, 0, -1):
        state += np.uint64(0x9E3779B97F4A7C15)
        z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
        j = np.int64(((z >> np.uint64(32)) * np.uint64(i + 1)) >> np.uint64(32))
        order[i], order[j] = order[j], order[i]
    seed[0] = state


@njit(nogil=True, cache=True)
def epochs_of_batch(
    xx: np.ndarray,
    xy: np.ndarray,
    x_mean: np.ndarray,
    y_mean: float,
    alpha: float,
    theta: np.ndarray,
    state: np.ndarray,
    rule: int,
    rate: float,
    momentum: float,
    done: int,
    factors: np.ndarray,
    threshold: float,
    ceiling: float,
    path: np.ndarray,
) -> tuple[int, int]:
    """Batch descent on the sufficient statistics: fill ``path`` (k, p) with the next k epochs.

    ``done`` epochs lie behind. Stops after an update that takes the norm of the gradient, its entries
    multiplied by ``factors`` (p,), to ``threshold`` or below, or above ``ceiling``. Returns the rows
    filled and why it stopped.
    """
    d = x_mean.size
    gradient = np.empty(theta.size)
    for k in range(path.shape[0] + 1):
        offset = -y_mean
        for j in range(d):
            offset += x_mean[j] * theta[j]
        if theta.size > d:
            offset += theta[d]
            gradient[d] = 2.0 * offset
        for i in range(d):
            g = x_mean[i] * offset + alpha * theta[i] - xy[i]
            for j in range(d):
                g += xx[i, j] * theta[j]
            gradient[i] = 2.0 * g
        norm = np.sqrt(((factors * gradient) ** 2).sum())
        if k > 0 and norm <= threshold:
            return k, CONVERGED
        if k > 0 and not norm <= ceiling:
            return k, DIVERGED
        if k == path.shape[0]:
            break
        update(rule, theta, gradient, state, done + k + 1, rate, momentum)
        path[k] = theta
    return path.shape[0], MAX_ITER


@njit(nogil=True, cache=True)
def epoch_of_rows(
    X: np.ndarray,
    y: np.ndarray,
    order: np.ndarray,
    alpha: float,
    theta: np.ndarray,
    state: np.ndarray,
    rule: int,
    rate: float,
    momentum: float,
    updates: int,
    batch_size: int,
) -> int:
    """One epoch of mini-batch descent over the rows in ``order``; the last batch may be smaller.

    ``updates`` lie behind; returns how many there are now.
    """
    n, d = X.shape
    gradient = np.empty(theta.size)
    for start in range(0, n, batch_size):
        stop = min(start + batch_size, n)
        gradient[:] = 0.0
        for k in range(start, stop):
            i = order[k]
            error = -y[i]
            for j in range(d):
                error += X[i, j] * theta[j]
            if theta.size > d:
                error += theta[d]
                gradient[d] += error
            for j in range(d):
                gradient[j] += error * X[i, j]
        factor = 2.0 / (stop - start)
        for j in range(theta.size):
            gradient[j] *= factor
        for j in range(d):
            gradient[j] += 2.0 * alpha * theta[j]
        updates += 1
        update(rule, theta, gradient, state, updates, rate, momentum)
    return updates


@njit(nogil=True, cache=True)
def along(
    path: np.ndarray,
    anchor: np.ndarray,
    value: float,
    slope: np.ndarray,
    offset: float,
    xx: np.ndarray,
    x_mean: np.ndarray,
    alpha: float,
    losses: np.ndarray,
    norms: np.ndarray,
) -> None:
    """Fill ``losses`` and ``norms`` (k,) with J and the norm of its gradient at the rows of ``path`` (k, p).

    From J's ``value`` at ``anchor`` (p,), the ``slope`` (d,) of its part about the mean row, and the mean
    error ``offset`` there; see `objective.LeastSquares.along`.
    """
    d = x_mean.size
    step = np.empty(d)
    for k in range(path.shape[0]):
        rise = 0.0
        for j in range(d):
            step[j] = path[k, j] - anchor[j]
            rise += x_mean[j] * step[j]
        if anchor.size > d:
            rise += path[k, d] - anchor[d]
        mean_error = offset + rise
        loss = value + 2.0 * offset * rise + rise * rise
        squares = 4.0 * mean_error * mean_error if anchor.size > d else 0.0
        for i in range(d):
            curve = alpha * step[i]
            for j in range(d):
                curve += xx[i, j] * step[j]
            loss += step[i] * (slope[i] + curve)
            squares += (slope[i] + 2.0 * curve + 2.0 * mean_error * x_mean[i]) ** 2
        losses[k] = loss
        norms[k] = np.sqrt(squares)
