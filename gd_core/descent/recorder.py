"""From parameters to what users see: the losses of every epoch, and coefficients in original units."""

from collections.abc import Callable

import numpy as np

from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.run import Watch


class Recorder:
    """Losses on the training rows and, if there are any, on rows held out; X is (X - shift) / scale.

    A history is a row-major array (3, epochs + 1): loss, validation loss (NaN without validation rows), norm
    of the gradient.
    """

    def __init__(
        self,
        objective: LeastSquares,
        held_out: tuple[np.ndarray, np.ndarray] | None,
        shift: np.ndarray,
        scale: np.ndarray,
    ) -> None:
        self.objective, self.held_out = objective, held_out
        self.shift, self.scale = shift, scale
        self.validation: LeastSquares | None = None
        if held_out is not None:
            moments = Moments.of(*held_out, centred=objective.fit_intercept).scaled(shift, scale)
            self.validation = LeastSquares(moments, objective.fit_intercept)

    def watch(self, callback: Callable[[int, np.ndarray], object], start: np.ndarray) -> Watch:
        """A watch for the engine that hands ``callback`` the history so far."""
        history = np.empty((3, 64))

        def record(epoch: int, theta: np.ndarray) -> None:
            loss = max(self.objective.value(theta), 0.0)
            validation = max(self.validation.value(theta), 0.0) if self.validation else np.nan
            history[:, epoch] = loss, validation, np.linalg.norm(self.objective.gradient(theta))

        def watch(epoch: int, theta: np.ndarray) -> object:
            nonlocal history
            if epoch == history.shape[1]:
                history = np.concatenate([history, np.empty_like(history)], axis=1)
            record(epoch, theta)
            return callback(epoch, history[:, : epoch + 1])

        record(0, start)
        return watch

    def history(self, path: np.ndarray, X: np.ndarray, y: np.ndarray) -> np.ndarray:
        """The whole run, exact to the last digits (see `LeastSquares.along`)."""
        losses, norms = self.objective.along(path, X, y, self.shift, self.scale)
        validation = np.full(len(path), np.nan)
        if self.validation is not None and self.held_out is not None:
            validation, _ = self.validation.along(path, *self.held_out, self.shift, self.scale)
        return np.stack([losses, validation, norms])


def original_units(path: np.ndarray, shift: np.ndarray, scale: np.ndarray, intercept: bool) -> np.ndarray:
    """Weights and intercept (k, d + 1) for the columns as they came, from those for (X - shift) / scale."""
    d = shift.size
    converted = np.zeros((len(path), d + 1))
    np.divide(path[:, :d], scale, out=converted[:, :d])
    if intercept:
        converted[:, d] = path[:, d] - converted[:, :d] @ shift
    return converted
