"""How far off a forecast may be."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.rows.references import Climatology

INTERVALS = ("constant", "seasonal")
NARROWEST = 0.25  # of the mean absolute residual: waves fitted to few years may dip below any error


@dataclass(frozen=True)
class Interval:
    """An interval around every forecast, as wide on both sides.

    ``quantile`` is in degrees, or in multiples of the ``scale`` where there is one: the typical absolute
    residual by time of year. NaN if the validation part is too short to promise the level.
    """

    quantile: float
    scale: Climatology | None = None

    def half_width(self, dates: pd.DatetimeIndex) -> np.ndarray:
        """Half the width on the target ``dates`` (n,), in degrees."""
        return self.quantile * _scale(self.scale, dates)


def fit_interval(
    residuals: pd.Series, train: np.ndarray, validation: np.ndarray, *, level: float, kind: str = "constant"
) -> Interval:
    """Split conformal prediction: what residuals of the validation part say about new ones.

    ``residuals``: observed minus forecast, indexed by target date; ``train`` and ``validation`` mask its
    parts. "constant" takes a quantile of the absolute residuals; "seasonal" one of the absolute residuals
    divided by their typical size at that time of year, which is learned from the training part. Dividing
    by a scale learned elsewhere keeps the promised coverage and makes the interval wide when errors are
    large (Lei et al. 2018, Distribution-Free Predictive Inference for Regression, sections 2.2 and 5.2).
    """
    scale = None
    if kind == "seasonal":
        scale = Climatology.fit(residuals[train].abs())
    held_out = residuals[validation]
    size = _scale(scale, pd.DatetimeIndex(held_out.index))
    return Interval(conformal_half_width(held_out.to_numpy() / size, level), scale)


def _scale(scale: Climatology | None, dates: pd.DatetimeIndex) -> np.ndarray:
    if scale is None or not scale.coefficients[0] > 0.0:
        return np.ones(len(dates))
    return np.maximum(scale.predict(dates), NARROWEST * scale.coefficients[0])


def conformal_half_width(residuals: np.ndarray, level: float) -> float:
    """Half the width of an interval that holds a new value with probability ``level``.

    The ceil((n + 1) * level)-th smallest absolute residual on rows that the model was not fitted on. NaN if
    there are too few residuals to promise that level.
    """
    n = len(residuals)
    rank = int(np.ceil((n + 1) * level))
    if rank > n:
        return float("nan")
    return float(np.partition(np.abs(residuals), rank - 1)[rank - 1])
