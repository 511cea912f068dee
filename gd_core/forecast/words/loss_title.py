"""What the loss did, epoch by epoch: the title of its chart in one sentence, and how it is to be read."""

import math

import numpy as np
import pandas as pd

from gd_core.forecast.result import Result
from gd_core.forecast.words.phrases import rounded
from gd_core.weather.report import counted

REACHED = 1e-3  # share above its floor within which least squares counts as reached
DIVERGED = 10.0  # times the first loss


def reached_epoch(history: pd.DataFrame, floor: float, *, tolerance: float = REACHED) -> int | None:
    """Return the first epoch whose loss is at most (1 + tolerance) times `floor`, or None if none is.

    `history` has the columns epoch and loss; `floor` is the loss of least squares on the same rows.
    """
    if not floor >= 0:
        raise ValueError(f"floor must be a squared error of at least 0, got {floor!r}.")
    near = history["loss"].to_numpy(dtype=float) <= floor * (1 + tolerance)
    return int(history["epoch"].to_numpy()[near.argmax()]) if near.any() else None


def loss_title(history: pd.DataFrame, floor: float | None, *, tolerance: float = REACHED) -> str:
    """Return what the chart of the loss shows, in one sentence.

    In this order: the descent diverged (the last loss is not finite, or ten times the first), it
    reached least squares (first epoch within `tolerance` of `floor`), or how far above it still is.
    Without a floor, the last loss itself.
    """
    if history.empty:
        return "No epoch has been run yet"
    loss = history["loss"].to_numpy(dtype=float)
    last_epoch = int(history["epoch"].iloc[-1])
    after = f"After {counted(last_epoch, 'epoch')}"
    if not math.isfinite(loss[-1]) or loss[-1] > DIVERGED * loss[0] > 0:
        finite = loss[np.isfinite(loss)]
        grew = (
            f": the loss grew from {rounded(finite[0])} to {rounded(finite.max())}" if finite.size > 1 else ""
        )
        return f"Gradient descent diverged{grew} within {counted(last_epoch, 'epoch')}"
    if floor is None or not math.isfinite(floor):
        return f"{after} the loss is {rounded(loss[-1])}"
    epoch = reached_epoch(history, floor, tolerance=tolerance)
    if epoch == 0:
        return "Gradient descent starts at least squares"
    if epoch is not None:
        needed = counted(epoch, "epoch")
        return f"Gradient descent is within {100 * tolerance:g}% of least squares after {needed}"
    if floor == 0:
        return f"{after} the loss is {rounded(loss[-1])}; least squares has none"
    above = loss[-1] / floor - 1
    if above >= 10:
        return f"{after} the loss is {rounded(above + 1)} times that of least squares"
    return f"{after} the loss is {_percent(above)} above least squares"


def start_explained(result: Result) -> str | None:
    """What the loss before the first update is that of, and what is in it beside the squared error."""
    settings = result.settings
    said = ["Epoch 0 is “as today”."] if (settings.start_from, settings.init) == ("today", "zeros") else []
    if result.alpha > 0.0:
        said.append("In the training part the loss includes the ridge penalty.")
    return " ".join(said) or None


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.1 else f"{share * 100:.2g} %"
