"""What the descent of the training part said on its way: at some of its epochs, on days it never saw."""

import numpy as np

from gd_core.forecast.fits import Fits, typical_size
from gd_core.forecast.result import Replay
from gd_core.forecast.rows.rows import Rows

MOST_EPOCHS = 40  # that are recorded
MOST_DAYS = 60  # of the test part, the newest


def record(rows: Rows, fits: Fits) -> Replay:
    """Look at ``fits.model`` at up to `MOST_EPOCHS` of its epochs; nothing is fitted or chosen here."""
    history = fits.model.history_
    epochs = recorded_epochs(len(history) - 1)
    days = np.flatnonzero(rows.of("test"))[-MOST_DAYS:]
    base = rows.base.to_numpy()[days]
    with np.errstate(over="ignore", invalid="ignore"):  # a descent that ran away
        path = fits.model.path_at(epochs)
        coef = np.where(fits.scaling.flat, 0.0, path[:, :-1] / fits.scaling.scale)
        forecast = base + path[:, -1:] + coef @ rows.X.to_numpy()[days].T
    return Replay(
        epochs=epochs,
        coef=coef,
        intercept=path[:, -1],
        size=typical_size(rows),
        loss=history["loss"].to_numpy()[epochs],
        validation_loss=history["validation_loss"].to_numpy()[epochs],
        dates=rows.target_date[days],
        actual=rows.actual[days],
        forecast=forecast,
    )


def recorded_epochs(last: int) -> np.ndarray:
    """Up to `MOST_EPOCHS` epochs, dense at the start where most happens: 0 and ``last`` among them."""
    if last < MOST_EPOCHS:
        return np.arange(last + 1)
    return np.unique(np.geomspace(1, last + 1, MOST_EPOCHS).round().astype(int)) - 1
