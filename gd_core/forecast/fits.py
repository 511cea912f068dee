"""Both fits of the same rows, by gradient descent and by scikit-learn's least squares, in original units."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from gd_core.descent import GradientDescentRegressor
from gd_core.descent.curvature import QUADRATIC_RULES
from gd_core.descent.regressor import QuietRegressor
from gd_core.descent.scaling import Scaling
from gd_core.forecast.origins import scaling_of
from gd_core.forecast.progress import Progress
from gd_core.forecast.result import Linear
from gd_core.forecast.rows.rows import Rows
from gd_core.forecast.settings import ExperimentSettings

ARRIVED = 0.01  # typical distance of both fits' forecasts, as a share of their error, that counts as none
BLOCK = 256  # rows that are decomposed at once
WORTH_WATCHING = 10**8  # products in a descent from which on a progress report is worth what it costs


@dataclass(frozen=True)
class Fits:
    """``model``: the descent, on terms as ``scaling`` makes them where it starts from today.

    ``descent`` and ``least_squares``: both fits in original units. ``alpha``: the ridge strength of both in
    J = MSE + alpha |w|^2; infinite where "as today" stands alone.
    """

    model: GradientDescentRegressor
    descent: Linear
    least_squares: Linear
    scaling: Scaling
    alpha: float

    @property
    def stable_rate(self) -> float:
        """The largest rate at which batch descent holds by the model's rule; NaN where theory gives none."""
        if self.model.update not in QUADRATIC_RULES:
            return float("nan")
        return self.model.curvature_.largest_stable_rate(self.model.update, self.model.momentum)

    def arrived(self, rows: Rows) -> bool:
        """Whether the descent says on the training part about what least squares says."""
        train = rows.of("train")
        X, y = rows.X[train], rows.y[train].to_numpy()
        ours, exact = self.descent(X, 0.0), self.least_squares(X, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):  # a descent that ran away
            return bool(np.mean((ours - exact) ** 2) <= ARRIVED**2 * np.mean((exact - y) ** 2))


def fit_from_today(
    rows: Rows,
    used: np.ndarray,
    settings: ExperimentSettings,
    strength: float,
    *,
    validation: np.ndarray | None = None,
    progress: Progress | None = None,
) -> Fits:
    """Descend on the departure from "as today" over the rows that ``used`` (n,) marks.

    Without an intercept: a day without departures is forecast as today. ``strength`` of the penalty in days
    of evidence, see `origins.ridge_at`; at infinity nothing is learned, and every forecast is "as today".
    ``validation`` (n,) marks rows whose loss is watched.
    """
    assert rows.trust is not None, "these rows do not start from today"
    X, y = rows.X.to_numpy(), rows.y.to_numpy()
    n = int(used.sum())
    alpha = strength / n
    scaling, strength = penalised(X[used], rows.trust, strength)
    Z = scaling.rows(X)
    watched = None if validation is None else (Z[validation], y[validation])
    model = _descend((Z[used], y[used]), settings, strength / n, validation=watched, progress=progress)
    exact = exact_from_today(Z[used], y[used], scaling, strength)
    return Fits(model, _in_original_units(model.coef_, scaling), exact, scaling, alpha)


def penalised(X: np.ndarray, trust: np.ndarray, strength: float) -> tuple[Scaling, float]:
    """How the terms of the training rows ``X`` (n, d) are scaled, and the strength of the penalty on them.

    Of a strength that is infinite no term is left; any penalty will do then, and without one there is no
    minimum.
    """
    scaling = scaling_of(X, trust)
    if np.isfinite(strength):
        return scaling, strength
    return replace(scaling, flat=np.ones(len(trust), dtype=bool)), float(len(X))


def exact_from_today(Z: np.ndarray, y: np.ndarray, scaling: Scaling, strength: float) -> Linear:
    """scikit-learn's answer on rows ``Z`` (n, d) that ``scaling`` has made.

    Ridge is least squares with one more row for each term, which says that its coefficient be zero.
    """
    d = Z.shape[1]
    penalty = np.column_stack([np.sqrt(strength) * np.eye(d), np.zeros(d)])
    few = triangle(np.vstack([np.column_stack([Z, y]), penalty]))
    exact = LinearRegression(fit_intercept=False, tol=0.0).fit(few[:, :d], few[:, d])
    return _in_original_units(exact.coef_, scaling)


def triangle(rows: np.ndarray) -> np.ndarray:
    """At most as many rows as columns, with the least squares of ``rows`` (n, m): the R of Q R, by blocks.

    Q only turns the rows, and no length changes. A decomposition of all at once would be shared between
    threads, which wait for each other longer than they work where a machine has other things to do.
    """
    columns = rows.shape[1]
    block = max(BLOCK, 2 * columns)
    while len(rows) > 2 * block:
        count = len(rows) // block
        blocks = rows[: count * block].reshape(count, block, columns)
        left = np.asarray(np.linalg.qr(blocks, mode="r")).reshape(-1, columns)
        rows = np.vstack([left, rows[count * block :]])
    return np.asarray(np.linalg.qr(rows, mode="r"))


def _in_original_units(coef: np.ndarray, scaling: Scaling) -> Linear:
    return Linear(np.where(scaling.flat, 0.0, coef / scaling.scale), 0.0)


def fit_from_nothing(
    rows: Rows, settings: ExperimentSettings, alpha: float, *, progress: Progress | None = None
) -> Fits:
    """Descend on the target itself over the training rows, with an intercept."""
    train, validation = rows.of("train"), rows.of("validation")
    X, y = rows.X, rows.y
    watched = X[validation], y[validation]
    model = _descend((X[train], y[train]), settings, alpha, validation=watched, progress=progress)
    descent = Linear(model.coef_, model.intercept_)
    return Fits(model, descent, exact_from_nothing(rows), Scaling.none(X.shape[1]), alpha)


def exact_from_nothing(rows: Rows) -> Linear:
    """scikit-learn's answer for the training rows, without any penalty.

    Behind a scaler, and without LinearRegression's rank cut-off: it would drop columns of small scale.
    """
    train = rows.of("train")
    X, y = rows.X[train].to_numpy(), rows.y[train].to_numpy()
    scaler, exact = make_pipeline(StandardScaler(), LinearRegression(tol=0.0)).fit(X, y)
    coef = exact.coef_ / scaler.scale_
    return Linear(coef, float(exact.intercept_ - coef @ scaler.mean_))


def _descend(
    data: tuple[Any, Any],
    settings: ExperimentSettings,
    alpha: float,
    *,
    validation: tuple[Any, Any] | None,
    progress: Progress | None,
) -> GradientDescentRegressor:
    X, y = data
    n, d = X.shape
    from_nothing = settings.start_from == "nothing"
    model = QuietRegressor(
        learning_rate="auto" if settings.learning_rate is None else settings.learning_rate,
        batch_size=None if settings.batch_size is None else min(settings.batch_size, n),
        update=settings.update,
        momentum=settings.momentum,
        max_iter=settings.epochs,
        tol=settings.tol,
        alpha=alpha,
        fit_intercept=from_nothing,
        standardize=from_nothing and settings.standardize,
        init=settings.init,
        random_state=settings.seed,
    )
    products = settings.epochs * (d * d if settings.batch_size is None else n * d)
    callback = None
    if progress is not None and products > WORTH_WATCHING:
        callback = lambda epoch, history: progress(epoch, settings.epochs)  # noqa: E731
    return model.fit(X, y, validation_data=validation, callback=callback)


def typical_size(rows: Rows) -> np.ndarray:
    """Standard deviation (d,) of each term in the training part; where zero means "no departure", its root
    mean square."""
    X = rows.X[rows.of("train")].to_numpy()
    return np.asarray(X.std(axis=0) if rows.trust is None else np.sqrt(np.mean(X**2, axis=0)))


def compare_coefficients(rows: Rows, fits: Fits) -> pd.DataFrame:
    """Both fits term by term, in original units and per `typical_size` of the term."""
    train, size = rows.X[rows.of("train")].to_numpy(), typical_size(rows)
    mean = train.mean(axis=0) if rows.trust is None else np.zeros(len(size))
    table: dict[str, object] = {"term": [*rows.X.columns, "intercept"]}
    both = {"gradient_descent": fits.descent, "least_squares": fits.least_squares}
    table |= {name: np.append(fit.coef, fit.intercept) for name, fit in both.items()}
    table["difference"] = table["gradient_descent"] - table["least_squares"]  # type: ignore[operator]
    for name, fit in both.items():
        table[f"{name}_standardised"] = np.append(fit.coef * size, fit.intercept + fit.coef @ mean)
    return pd.DataFrame(table)
