"""How far off a forecast may be."""

import numpy as np


def conformal_half_width(residuals: np.ndarray, level: float) -> float:
    """Half the width of an interval that holds a new value with probability ``level``.

    Split conformal prediction: the ceil((n + 1) * level)-th smallest absolute residual on rows that the
    model was not fitted on (Lei et al. 2018, Distribution-Free Predictive Inference for Regression). NaN
    if there are too few residuals to promise that level.
    """
    n = len(residuals)
    rank = int(np.ceil((n + 1) * level))
    if n == 0 or rank > n:
        return float("nan")
    return float(np.partition(np.abs(residuals), rank - 1)[rank - 1])
