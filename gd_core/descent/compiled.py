"""The compiled loops: the same descent as `gd_core.descent.reference`, at the speed of the machine.

All of them release the GIL and are cached on disk after the first call. Data come in as float64 arrays,
row-major; ``theta`` (p,), ``state`` (2, p) and ``order`` (n,) are changed in place.
"""

import numpy as np
from numba import njit

from gd_core.descent.rules import PLAIN, update

CONVERGED, MAX_ITER, DIVERGED, STOPPED = range(4)
# Sums may be taken several terms at a time; NaN and infinity keep their meaning.
REORDER = {"reassoc", "contract"}


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
        norm = 0.0
        for j in range(theta.size):
            norm += (factors[j] * gradient[j]) ** 2
        norm = np.sqrt(norm)
        if k > 0 and norm <= threshold:
            return k, CONVERGED
        if k > 0 and not norm <= ceiling:
            return k, DIVERGED
        if k == path.shape[0]:
            break
        update(rule, theta, gradient, state, done + k + 1, rate, momentum)
        path[k] = theta
    return path.shape[0], MAX_ITER


@njit(nogil=True, cache=True, fastmath=REORDER)
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
    if rule == PLAIN and batch_size == 1:
        # The same update with nothing stored in between: two to three times as fast.
        intercept, keep = theta.size > d, 1.0 - 2.0 * rate * alpha
        b = theta[d] if intercept else 0.0
        for k in range(n):
            i = order[k]
            error = b - y[i]
            for j in range(d):
                error += X[i, j] * theta[j]
            step = 2.0 * rate * error
            for j in range(d):
                theta[j] = keep * theta[j] - step * X[i, j]
            if intercept:
                b -= step
        if intercept:
            theta[d] = b
        return updates + n
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


@njit(nogil=True, cache=True, fastmath=REORDER)
def add_moments(
    block: np.ndarray, seen: float, centred: bool, mean: np.ndarray, products: np.ndarray
) -> None:
    """Merge a block of rows, given as (p, m), into ``mean`` (p,) and the lower half of ``products`` (p, p).

    ``seen`` rows are in them already. If ``centred`` the block is centred in place.
    """
    p, m = block.shape
    if centred:
        delta = np.empty(p)
        for j in range(p):
            total = 0.0
            for i in range(m):
                total += block[j, i]
            total /= m
            for i in range(m):
                block[j, i] -= total
            delta[j] = total - mean[j]
            mean[j] += delta[j] * (m / (seen + m))
            for k in range(j + 1):
                products[j, k] += delta[j] * delta[k] * (seen * m / (seen + m))
    for j in range(p):
        k = 0
        while k + 3 <= j:  # four at a time: each entry of row j is loaded once for all of them
            a, b, c, e = 0.0, 0.0, 0.0, 0.0
            for i in range(m):
                x = block[j, i]
                a += x * block[k, i]
                b += x * block[k + 1, i]
                c += x * block[k + 2, i]
                e += x * block[k + 3, i]
            products[j, k] += a
            products[j, k + 1] += b
            products[j, k + 2] += c
            products[j, k + 3] += e
            k += 4
        while k <= j:
            a = 0.0
            for i in range(m):
                a += block[j, i] * block[k, i]
            products[j, k] += a
            k += 1


@njit(nogil=True, cache=True, fastmath=REORDER)
def add_errors(block: np.ndarray, w: np.ndarray, b: float, centre: np.ndarray, dot: np.ndarray) -> float:
    """Sum of squared errors of a block (d + 1, m), targets last, at w (d,) for ``block - centre``, and b.

    The last row becomes the errors; their products with the centred rows are added to ``dot`` (d,).
    """
    d, m = w.size, block.shape[1]
    for i in range(m):
        block[d, i] = b - block[d, i]
    for j in range(d):
        for i in range(m):
            block[j, i] -= centre[j]
            block[d, i] += w[j] * block[j, i]
    squares = 0.0
    for i in range(m):
        squares += block[d, i] ** 2
    for j in range(d):
        total = 0.0
        for i in range(m):
            total += block[j, i] * block[d, i]
        dot[j] += total
    return squares
