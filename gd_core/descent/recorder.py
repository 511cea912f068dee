"""The losses of every epoch, on the training rows and on rows held out."""

from collections.abc import Callable

import numpy as np

from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.run import Watch
from gd_core.descent.scaling import Scaling


class Recorder:
    """Losses on the training rows and, if there are any, on rows held out; ``scaling`` is that of all X.

    A history is a row-major array (3, epochs + 1): loss, validation loss (NaN without validation rows), norm
    of the gradient.
    """

    def __init__(
        self,
        objective: LeastSquares,
        held_out: tuple[np.ndarray, np.ndarray] | None,
        scaling: Scaling,
    ) -> None:
        self.objective, self.held_out, self.scaling = objective, held_out, scaling
        self.validation: LeastSquares | None = None
        if held_out is not None:
            moments = Moments.of(*held_out, centred=objective.fit_intercept).scaled(scaling)
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

    def history(self, path: np.ndarray, rows: tuple[np.ndarray, np.ndarray] | None) -> np.ndarray:
        """The whole run, with ``rows`` exact to the last digits (see `LeastSquares.along`)."""
        X, y = rows or (None, None)
        losses, norms = self.objective.along(path, X, y, self.scaling)
        validation = np.full(len(path), np.nan)
        if self.validation is not None and self.held_out is not None:
            validation, _ = self.validation.along(path, *self.held_out, self.scaling)
        return np.stack([losses, validation, norms])
