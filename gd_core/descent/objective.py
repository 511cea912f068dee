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

from gd_core.descent import compiled
from gd_core.descent.scaling import Scaling

BLOCK_BYTES = 1 << 18  # a block of rows that stays in the processor's cache while it is used
FROM_ROWS = 1e-4  # share of the variance of y below which a loss from moments has fewer than 11 digits


# --- from rows: the definition ---------------------------------------------------------------------


def predict(theta: np.ndarray, X: np.ndarray) -> np.ndarray:
    """Predictions (n,) for rows ``X`` (n, d); ``theta`` has d entries, or d + 1 with the intercept last."""
    d = X.shape[1]
    return X @ theta[:d] + theta[d] if theta.size > d else X @ theta


def check_rows(theta: np.ndarray, X: np.ndarray, y: np.ndarray) -> None:
    """Raise ValueError unless X is (n, d), y (n,) and theta (d,) or (d + 1,); nothing is broadcast here."""
    if X.ndim != 2 or y.shape != X.shape[:1] or theta.shape not in ((X.shape[1],), (X.shape[1] + 1,)):
        raise ValueError(
            "X must be (n, d), y (n,) and theta (d,) or, with an intercept, (d + 1,); "
            f"received {X.shape}, {y.shape} and {theta.shape}."
        )


def loss(theta: np.ndarray, X: np.ndarray, y: np.ndarray, alpha: float = 0.0) -> float:
    """J(theta) in squared units of y. Raises ValueError if the shapes do not fit."""
    check_rows(theta, X, y)
    w = theta[: X.shape[1]]
    return float(np.mean((predict(theta, X) - y) ** 2) + alpha * (w @ w))


def gradient(theta: np.ndarray, X: np.ndarray, y: np.ndarray, alpha: float = 0.0) -> np.ndarray:
    """dJ/dtheta, same shape as ``theta``. Raises ValueError if the shapes do not fit."""
    check_rows(theta, X, y)
    n, d = X.shape
    error = predict(theta, X) - y
    dw = 2.0 / n * (X.T @ error) + 2.0 * alpha * theta[:d]
    return np.append(dw, 2.0 * error.mean()) if theta.size > d else dw


# --- from sufficient statistics --------------------------------------------------------------------


def blocks(X: np.ndarray, y: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of X (n, d) and y (n,) in blocks of about `BLOCK_BYTES`: arrays (d + 1, m), y last.

    All blocks share their memory; a block may be changed at will.
    """
    n, d = X.shape
    step = min(n, max(64, BLOCK_BYTES // (8 * (d + 1))))
    memory = np.empty((d + 1) * step)
    for start in range(0, n, step):
        stop = min(start + step, n)
        block = memory[: (d + 1) * (stop - start)].reshape(d + 1, stop - start)
        block[:d] = X[start:stop].T
        block[d] = y[start:stop]
        yield block


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
        return cls._collect(blocks(X, y), X.shape[1], centred)

    @classmethod
    def of_columns(cls, columns: np.ndarray, *, centred: bool = True) -> "Moments":
        """The same from the columns themselves, (d + 1, n), y last: nothing has to be turned round."""
        step = max(64, BLOCK_BYTES // (8 * len(columns)))
        parts = (columns[:, start : start + step].copy() for start in range(0, columns.shape[1], step))
        return cls._collect(parts, len(columns) - 1, centred)

    @classmethod
    def _collect(cls, parts: Iterator[np.ndarray], d: int, centred: bool) -> "Moments":
        mean, products, seen = np.zeros(d + 1), np.zeros((d + 1, d + 1)), 0
        for block in parts:
            compiled.add_moments(block, float(seen), centred, mean, products)
            seen += block.shape[1]
        products += np.tril(products, -1).T
        products /= seen
        return cls(seen, mean[:d], float(mean[d]), products[:d, :d], products[:d, d], float(products[d, d]))

    def merged(self, other: "Moments") -> "Moments":
        """The moments of the rows of both, which must be taken about the mean, or both about the origin.

        The pairwise formula of Chan, Golub and LeVeque (1979): no sum of squares about a far origin.
        """
        n = self.n + other.n
        a, b = self.n / n, other.n / n
        dx, dy = other.x_mean - self.x_mean, other.y_mean - self.y_mean
        return Moments(
            n,
            self.x_mean + b * dx,
            self.y_mean + b * dy,
            a * self.xx + b * other.xx + a * b * np.outer(dx, dx),
            a * self.xy + b * other.xy + a * b * dx * dy,
            a * self.yy + b * other.yy + a * b * dy * dy,
        )

    def about_origin(self) -> "Moments":
        """The moments about the origin of the rows that these are the centred ones of."""
        x, y = self.x_mean, self.y_mean
        return Moments(
            self.n,
            np.zeros_like(x),
            0.0,
            self.xx + np.outer(x, x),
            self.xy + x * y,
            self.yy + y * y,
        )

    def departing(self, w: np.ndarray) -> "Moments":
        """The moments with y - X @ ``w`` in place of y."""
        return Moments(
            self.n,
            self.x_mean,
            float(self.y_mean - self.x_mean @ w),
            self.xx,
            self.xy - self.xx @ w,
            float(self.yy - 2.0 * (self.xy @ w) + w @ self.xx @ w),
        )

    def scaled(self, by: Scaling) -> "Moments":
        """The moments of the scaled rows, without another look at them."""
        mean, xx = (self.x_mean - by.shift) / by.scale, self.xx / np.outer(by.scale, by.scale)
        return Moments(self.n, mean, self.y_mean, xx, self.xy / by.scale, self.yy)


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

    def minimum(self) -> np.ndarray:
        """The theta with the smallest J, the one of least norm if there are many."""
        m = self.moments
        target = 2.0 * np.append(m.xy + m.x_mean * m.y_mean, m.y_mean)[: self.size]
        return np.linalg.lstsq(self.hessian(), target, rcond=None)[0]

    def _offset(self, theta: np.ndarray) -> float:
        """Mean error: the prediction at the mean row minus the mean of y."""
        m = self.moments
        b = theta[-1] if self.fit_intercept else 0.0
        return float(m.x_mean @ theta[: m.x_mean.size] + b - m.y_mean)

    def along(
        self, path: np.ndarray, X: np.ndarray | None, y: np.ndarray | None, scaling: Scaling
    ) -> tuple[np.ndarray, np.ndarray]:
        """J and the norm of its gradient at every row of ``path`` (k, size), both (k,).

        J is quadratic, so it is known everywhere from its value and slope at one point: the better end of
        the path. Where next to nothing of the variance of y is left there, a difference of large sums
        would lose digits, and value and slope are taken from the rows: X, scaled. Without rows (None) that
        is not done.
        """
        m, anchor = self.moments, min(path[0], path[-1], key=self.value)
        w = anchor[: m.x_mean.size]
        penalty = self.alpha * float(w @ w)
        value, slope = self.value(anchor), 2.0 * (m.xx @ w - m.xy + self.alpha * w)
        if X is not None and y is not None and value - penalty < FROM_ROWS * m.yy:
            squares, dot = _errors_at(anchor, X, y, scaling, m.x_mean)
            value, slope = squares / m.n + penalty, 2.0 * (dot / m.n + self.alpha * w)
        return compiled.along(
            path, self.quadratic(), compiled.Anchor(anchor, value, slope, self._offset(anchor))
        )

    def quadratic(self) -> compiled.Quadratic:
        """J as the compiled loops take it."""
        m = self.moments
        return compiled.Quadratic(m.xx, m.xy, m.x_mean, m.y_mean, self.alpha)


def _errors_at(
    theta: np.ndarray, X: np.ndarray, y: np.ndarray, scaling: Scaling, x_mean: np.ndarray
) -> tuple[float, np.ndarray]:
    """Sum of squared errors, and of errors times deviations of the scaled X from ``x_mean`` (d,)."""
    squares, dot, d = 0.0, np.zeros(x_mean.size), x_mean.size
    w, centre = theta[:d] / scaling.scale, scaling.shift + scaling.scale * x_mean
    b = float(theta[:d] @ x_mean) + (float(theta[d]) if theta.size > d else 0.0)
    for block in blocks(X, y):
        columns = block[:d]
        columns -= centre[:, None]
        errors = w @ columns + (b - block[d])
        squares += float(errors @ errors)
        dot += columns @ errors
    return squares, dot / scaling.scale
