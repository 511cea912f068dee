"""How strong the ridge penalty is, where the settings leave it open."""

import numpy as np

from gd_core.descent.scaling import Scaling
from gd_core.forecast.origins import roll, training_strength
from gd_core.forecast.rows.rows import Rows
from gd_core.forecast.settings import ExperimentSettings

DAYS_PER_TERM = 30  # training days for each term from which on nothing needs to be held small
STRENGTHS = (0.0, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1.0)  # that are tried where there are fewer
MOST = 2000.0  # days of evidence: a finite strength, where "as today" is best left alone
BLOCKS = 5  # of the training part, each foretold from the other four


def ridge_strength(rows: Rows, settings: ExperimentSettings) -> float:
    """The strength alpha of the penalty in J = MSE + alpha |w|^2.

    As the settings say; if they say None, it is zero where there are at least `DAYS_PER_TERM` training days
    for each term, and else the best of `STRENGTHS` by cross-validation over `BLOCKS` stretches of the
    training part. Neither the validation part, which the intervals come from, nor the test part has a say.
    """
    if settings.alpha is not None:
        return float(settings.alpha)
    if settings.start_from == "today":
        strength = training_strength(rows, settings, roll(rows, settings))
        return min(strength, MOST) / rows.counts["train"]
    train = rows.of("train")
    if train.sum() >= DAYS_PER_TERM * rows.X.shape[1]:
        return 0.0
    X, y = rows.X[train].to_numpy(), rows.y[train].to_numpy()
    if settings.standardize:
        X = Scaling.of(X.mean(axis=0), X.std(axis=0)).rows(X)
    errors = [cross_validated(X, y, alpha) for alpha in STRENGTHS]
    return STRENGTHS[int(np.argmin(errors))]


def cross_validated(X: np.ndarray, y: np.ndarray, alpha: float) -> float:
    """Mean squared error of ridge on rows X (n, d) and y (n,), each block foretold from all the others.

    From the blocks' products of columns alone: those of the others are the sum of all minus its own.
    """
    table = np.column_stack([X, np.ones(len(y)), y])
    products = np.array([block.T @ block for block in np.array_split(table, BLOCKS)])
    penalty = alpha * np.diag([1.0] * X.shape[1] + [0.0])  # the intercept is not penalised
    squares = 0.0
    for own in products:
        others = products.sum(axis=0) - own
        others /= others[-2, -2]  # the number of rows: a column of ones times itself
        theta = np.linalg.lstsq(others[:-1, :-1] + penalty, others[:-1, -1], rcond=None)[0]
        squares += float(own[-1, -1] - 2.0 * theta @ own[:-1, -1] + theta @ own[:-1, :-1] @ theta)
    return squares / len(y)
