"""The compiled loops: the same descent as `gd_core.descent.reference`, at the speed of the machine.

All of them release the GIL and are cached on disk after the first call. Data come in as float64 arrays,
row-major; what stands in a `Position`, and ``order`` (n,), is changed in place.

Everything that is compiled stands in this file: the cache knows only the file of a function, so that whatever
the function took from another one would go stale when that changes. The update rules are here in the
machine's form; `gd_core.descent.rules` is the one to read, and tests hold them to each other.
"""

from typing import NamedTuple

import numpy as np

from gd_core.descent.cache import compiled

# Why a loop came back.
CONVERGED, MAX_ITER, DIVERGED = range(3)
# Sums may be taken several terms at a time; NaN and infinity keep their meaning.
REORDER = {"reassoc", "contract"}

PLAIN, MOMENTUM, NESTEROV, ADAGRAD, RMSPROP, ADAM = range(6)
NUMBERS = {
    "plain": PLAIN, "momentum": MOMENTUM, "nesterov": NESTEROV,
    "adagrad": ADAGRAD, "rmsprop": RMSPROP, "adam": ADAM,
}  # fmt: skip
ADAGRAD_EPS = 1e-10
RMSPROP_DECAY, RMSPROP_EPS = 0.99, 1e-8
ADAM_BETA1, ADAM_BETA2, ADAM_EPS = 0.9, 0.999, 1e-8


class Method(NamedTuple):
    """How a gradient changes the parameters."""

    rule: int  # one of `NUMBERS`
    rate: float
    momentum: float


class Position(NamedTuple):
    """Where a descent stands."""

    theta: np.ndarray  # (p,)
    memory: np.ndarray  # (2, p), the rule's own
    updates: np.ndarray  # (1,) int64, how many lie behind

    @classmethod
    def at(cls, theta: np.ndarray) -> "Position":
        """Before the first update; ``theta`` is copied."""
        return cls(theta.copy(), np.zeros((2, theta.size)), np.zeros(1, dtype=np.int64))


class Quadratic(NamedTuple):
    """J by the moments of the rows, as in `objective.Moments`, and the ridge strength."""

    xx: np.ndarray  # (d, d)
    xy: np.ndarray  # (d,)
    x_mean: np.ndarray  # (d,)
    y_mean: float
    alpha: float


class Rows(NamedTuple):
    """J by the rows themselves, and the ridge strength."""

    X: np.ndarray  # (n, d)
    y: np.ndarray  # (n,)
    alpha: float


class Limits(NamedTuple):
    """When to stop, by the norm of the gradient with its entries multiplied by ``factors`` (p,)."""

    factors: np.ndarray
    threshold: float  # at or below it, the descent has converged
    ceiling: float  # above it, it has diverged


class Anchor(NamedTuple):
    """A point from which J is known everywhere, see `objective.LeastSquares.along`."""

    theta: np.ndarray  # (p,)
    value: float  # J there
    slope: np.ndarray  # (d,), of J's part about the mean row
    offset: float  # the mean error


@compiled(inline="always")
def update(method: Method, position: Position, gradient: np.ndarray) -> None:
    """Apply one update; see `gd_core.descent.rules`."""
    theta, memory, updates = position.theta, position.memory, position.updates
    rule, rate, momentum = method.rule, method.rate, method.momentum
    updates[0] += 1
    if rule == PLAIN:
        for j in range(theta.size):
            theta[j] -= rate * gradient[j]
    elif rule == MOMENTUM:
        for j in range(theta.size):
            memory[0, j] = momentum * memory[0, j] + gradient[j]
            theta[j] -= rate * memory[0, j]
    elif rule == NESTEROV:
        for j in range(theta.size):
            memory[0, j] = momentum * memory[0, j] + gradient[j]
            theta[j] -= rate * (gradient[j] + momentum * memory[0, j])
    elif rule == ADAGRAD:
        for j in range(theta.size):
            memory[0, j] += gradient[j] ** 2
            theta[j] -= rate * gradient[j] / (np.sqrt(memory[0, j]) + ADAGRAD_EPS)
    elif rule == RMSPROP:
        for j in range(theta.size):
            memory[0, j] = RMSPROP_DECAY * memory[0, j] + (1.0 - RMSPROP_DECAY) * gradient[j] ** 2
            theta[j] -= rate * gradient[j] / (np.sqrt(memory[0, j]) + RMSPROP_EPS)
    else:
        bias1 = 1.0 - ADAM_BETA1 ** updates[0]
        bias2 = np.sqrt(1.0 - ADAM_BETA2 ** updates[0])
        for j in range(theta.size):
            memory[0, j] = ADAM_BETA1 * memory[0, j] + (1.0 - ADAM_BETA1) * gradient[j]
            memory[1, j] = ADAM_BETA2 * memory[1, j] + (1.0 - ADAM_BETA2) * gradient[j] ** 2
            theta[j] -= rate / bias1 * memory[0, j] / (np.sqrt(memory[1, j]) / bias2 + ADAM_EPS)


@compiled()
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


@compiled()
def epochs_of_batch(
    loss: Quadratic, method: Method, position: Position, limits: Limits, path: np.ndarray
) -> tuple[int, int]:
    """Batch descent on the sufficient statistics: fill ``path`` (k, p) with the next k epochs.

    Stops where one of the ``limits`` is passed. Returns the rows filled and why it came back.
    """
    theta, d = position.theta, loss.x_mean.size
    gradient = np.empty(theta.size)
    for k in range(path.shape[0] + 1):
        offset = -loss.y_mean
        for j in range(d):
            offset += loss.x_mean[j] * theta[j]
        if theta.size > d:
            offset += theta[d]
            gradient[d] = 2.0 * offset
        for i in range(d):
            g = loss.x_mean[i] * offset + loss.alpha * theta[i] - loss.xy[i]
            for j in range(d):
                g += loss.xx[i, j] * theta[j]
            gradient[i] = 2.0 * g
        norm = 0.0
        for j in range(theta.size):
            norm += (limits.factors[j] * gradient[j]) ** 2
        norm = np.sqrt(norm)
        if norm <= limits.threshold:
            return k, CONVERGED
        if not norm <= limits.ceiling:
            return k, DIVERGED
        if k == path.shape[0]:
            break
        update(method, position, gradient)
        path[k] = theta
    return path.shape[0], MAX_ITER


@compiled(fastmath=REORDER)
def epoch_of_rows(loss: Rows, order: np.ndarray, batch_size: int, method: Method, position: Position) -> None:
    """One epoch of mini-batch descent over the rows in ``order``; the last batch may be smaller."""
    X, y, alpha = loss
    n, d = X.shape
    theta = position.theta
    if method.rule == PLAIN and batch_size == 1:
        epoch_of_single_rows(loss, order, method.rate, theta)
        position.updates[0] += n
        return
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
        update(method, position, gradient)


@compiled(fastmath=REORDER)
def epoch_of_single_rows(loss: Rows, order: np.ndarray, rate: float, theta: np.ndarray) -> None:
    """The plain rule, a row at a time, with nothing stored in between: two to three times as fast."""
    X, y, alpha = loss
    n, d = X.shape
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


@compiled()
def along(path: np.ndarray, loss: Quadratic, anchor: Anchor) -> tuple[np.ndarray, np.ndarray]:
    """J and the norm of its gradient at the rows of ``path`` (k, p), both (k,)."""
    d, rows = loss.x_mean.size, path.shape[0]
    losses, norms, step = np.empty(rows), np.empty(rows), np.empty(d)
    for k in range(path.shape[0]):
        rise = 0.0
        for j in range(d):
            step[j] = path[k, j] - anchor.theta[j]
            rise += loss.x_mean[j] * step[j]
        if anchor.theta.size > d:
            rise += path[k, d] - anchor.theta[d]
        mean_error = anchor.offset + rise
        value = anchor.value + 2.0 * anchor.offset * rise + rise * rise
        squares = 4.0 * mean_error * mean_error if anchor.theta.size > d else 0.0
        for i in range(d):
            curve = loss.alpha * step[i]
            for j in range(d):
                curve += loss.xx[i, j] * step[j]
            value += step[i] * (anchor.slope[i] + curve)
            squares += (anchor.slope[i] + 2.0 * curve + 2.0 * mean_error * loss.x_mean[i]) ** 2
        losses[k] = value
        norms[k] = np.sqrt(squares)
    return losses, norms


@compiled(fastmath=REORDER)
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
