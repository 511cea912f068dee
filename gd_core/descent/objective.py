"""The loss that is descended: mean squared error of a linear model, with an optional ridge penalty.

    J(w, b) = (1/n) sum_i (w . x_i + b - y_i)^2 + alpha * |w|^2

The gradient carries the factor 2, the intercept b is never penalised, and ``Ridge(alpha=n * alpha)``
of scikit-learn has the same minimum. Parameters travel as one vector ``theta``: the weights, then the
intercept if the model has one.

The same J is here twice. From rows, as a book writes it (`loss`, `gradient`): the definition. From the
sufficient statistics (`Moments`, `LeastSquares`): one pass over the data, and from then on value,
gradient and Hessian cost d^2 whatever the number of rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

BLOCK_BYTES = 1 << 18  # a block of rows that stays in the processor's cache while it is used


# --- from rows: the definition ---------------------------------------------------------------------


def predict(theta: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Predictions (n,) for rows ``X`` (n, d); ``theta`` has d entries, or d + 1 with the intercept last."""
    d = X.shape[1]
    return X @ theta[:d] + theta[d] if theta.size > d else X @ theta


def loss(theta: np.ndarray, X: np.ndarray, y: np.ndarray, alpha: float = 0.0) -> float:
    """J(theta) in squared units of y."""
    w = theta[: X.shape[1]]
    return float(np.mean((predict(theta, X) - y) ** 2) + alpha * (w @ w))


def gradient(theta: np.ndarray, X: np.ndarray, y: np.ndarray, alpha: float = 0.0) -> np.ndarray:
    """dJ/dtheta, same shape as ``theta``."""
    n, d = X.shape
    error = predict(theta, X) - y
    dw = 2.0 / n * (X.T @ error) + 2.0 * alpha * theta[:d]
    return np.append(dw, 2.0 * error.mean()) if theta.size > d else dw


# --- from sufficient statistics --------------------------------------------------------------------


def blocks(n: int, width: int) -> Iterator[slice]:
    """Slices that cut ``n`` rows of ``width`` doubles into blocks of about `BLOCK_BYTES`."""
    step = max(1, BLOCK_BYTES // (8 * max(1, width)))
    for start in range(0, n, step):
        yield slice(start, min(start + step, n))


@dataclass(frozen=True)
class Moments:
    """First and second moments of n rows of X (n, d) and y (n,).

    ``xx`` (d, d), ``xy`` (d,) and ``yy`` are the mean products of deviations from ``x_mean`` and
    ``y_mean``. About the origin (``centred=False``) both means are reported as zero, which is what a
    model without an intercept needs.
    """

    n: int
    x_mean: np.ndarray
    y_mean: float
    xx: np.ndarray
    xy: np.ndarray
    yy: float

    @classmethod
    def of(cls, X: np.ndarray, y: np.ndarray, *, centred: bool = True) -> "Moments":
        """Collect the moments in one pass over blocks of rows; X itself is never copied.

        Blocks are merged by the pairwise formula of Chan, Golub and LeVeque (1979), so large means do
        not cost digits.
        """
        n, d = X.shape
        mean, products, seen = np.zeros(d + 1), np.zeros((d + 1, d + 1)), 0
        for rows in blocks(n, d + 1):
            size = rows.stop - rows.start
            block = np.empty((size, d + 1))
            block[:, :d] = X[rows]
            block[:, d] = y[rows]
            if centred:
                block_mean = block.mean(axis=0)
                block -= block_mean
                delta = block_mean - mean
                products += np.outer(delta, delta) * (seen * size / (seen + size))
                mean += delta * (size / (seen + size))
            products += block.T @ block
            seen += size
        products /= n
        return cls(n, mean[:d], float(mean[d]), products[:d, :d], products[:d, d], float(products[d, d]))

    def scaled(self, shift: np.ndarray, scale: np.ndarray) -> "Moments":
        """The moments of (X - shift) / scale, without another look at the rows."""
        return Moments(
            self.n,
            (self.x_mean - shift) / scale,
            self.y_mean,
            self.xx / np.outer(scale, scale),
            self.xy / scale,
            self.yy,
        )


@dataclass(frozen=True)
class LeastSquares:
    """J and its derivatives from the moments of the rows."""

    moments: Moments
    fit_intercept: bool = True
    alpha: float = 0.0

    @property
    def size(self) -> int:
        """Number of parameters."""
        return self.moments.x_mean.size + self.fit_intercept

    def value(self, theta: np.ndarray) -> float:
        """J(theta). Keeps about 14 digits of the variance of y; for tiny losses see `along`."""
        m, w = self.moments, theta[: self.moments.x_mean.size]
        offset = self._offset(theta)
        return float(m.yy - 2.0 * (m.xy @ w) + w @ m.xx @ w + offset**2 + self.alpha * (w @ w))

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """dJ/dtheta."""
        m, w = self.moments, theta[: self.moments.x_mean.size]
        offset = self._offset(theta)
        dw = 2.0 * (m.xx @ w - m.xy + m.x_mean * offset + self.alpha * w)
        return np.append(dw, 2.0 * offset) if self.fit_intercept else dw

    def hessian(self) -> np.ndarray:
        """The constant second derivative, (size, size)."""
        m = self.moments
        d = m.x_mean.size
        H = np.zeros((self.size, self.size))
        H[:d, :d] = m.xx + np.outer(m.x_mean, m.x_mean) + self.alpha * np.eye(d)
        if self.fit_intercept:
            H[:d, d] = H[d, :d] = m.x_mean
            H[d, d] = 1.0
        return 2.0 * H

    def _offset(self, theta: np.ndarray) -> float:
        """Mean error: the prediction at the mean row minus the mean of y."""
        m = self.moments
        b = theta[-1] if self.fit_intercept else 0.0
        return float(m.x_mean @ theta[: m.x_mean.size] + b - m.y_mean)

    def along(
        self, path: np.ndarray, X: np.ndarray, y: np.ndarray, shift: np.ndarray, scale: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """J and the norm of its gradient at every row of ``path`` (k, size).

        J is quadratic, so it is known everywhere from its value and slope at one point. That point is
        the better end of the path, where the loss is smallest and a difference of large sums would hurt
        most; there it is taken from the rows themselves, (X - shift) / scale, block by block.
        """
        m, anchor = self.moments, min(path[0], path[-1], key=self.value)
        d = m.x_mean.size
        squares, dot = 0.0, np.zeros(d)
        for rows in blocks(X.shape[0], d):
            block = (X[rows] - shift) / scale
            error = predict(anchor, block) - y[rows]
            squares += float(error @ error)
            dot += (block - m.x_mean).T @ error
        w, offset = anchor[:d], self._offset(anchor)
        value = squares / m.n + self.alpha * float(w @ w)
        slope = 2.0 * (dot / m.n + self.alpha * w)
        step = path[:, :d] - w
        rise = step @ m.x_mean + (path[:, d] - anchor[d] if self.fit_intercept else 0.0)
        curve = step @ m.xx + self.alpha * step
        losses = value + step @ slope + 2.0 * offset * rise + np.einsum("ij,ij->i", curve, step) + rise**2
        mean_error = offset + rise
        squared_norm = ((slope + 2.0 * curve + 2.0 * np.outer(mean_error, m.x_mean)) ** 2).sum(axis=1)
        if self.fit_intercept:
            squared_norm += (2.0 * mean_error) ** 2
        return losses, np.sqrt(squared_norm)
