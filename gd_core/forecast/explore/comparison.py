"""Several descents on the same rows from the same start: learning rates, update rules or batch sizes.

What the curvature foretells stands beside what was measured.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.exceptions import ConvergenceWarning

from gd_core.descent import Curvature, GradientDescentRegressor
from gd_core.descent.curvature import QUADRATIC_RULES
from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.rules import RULES
from gd_core.descent.scaling import Scaling
from gd_core.forecast.rows.rows import Rows

# Learning rates that are tried: shares of the best fixed rate, and of the largest stable one.
SHARES_OF_BEST = (0.03, 0.2, 1.0)
SHARES_OF_STABLE = (0.99, 1.01)
BATCHES = (1, 8, 32, 256)
MOST_POINTS = 250  # of a curve
SWINGS_SHOWN = 20  # epochs
GRID = 30  # rates for which the theory is drawn


@dataclass(frozen=True)
class Comparison:
    """``runs``: a row for each descent: name, rate, updates (per epoch), status, label, epochs foretold and
    measured until it has arrived (NaN where theory is silent or it never did), excess at the end.
    ``curves``: name, epoch, updates, samples, excess (loss over its minimum, positive), thinned for drawing.
    Of learning rates alone, else without rows: ``swings``, name, epoch and distance (signed, to the minimum
    along the stiffest direction) of the first epochs; ``foretold``, rate, epochs until it has arrived, excess
    at the end, on a fine grid of rates. Names of rates in ``curves`` and ``swings`` say what becomes of them.
    """

    runs: pd.DataFrame
    curves: pd.DataFrame
    swings: pd.DataFrame
    foretold: pd.DataFrame
    floor: float  # the smallest loss there is, in squared degrees
    largest_stable: float  # rate of batch descent
    best: float
    condition_number: float
    accuracy: float
    epochs: int  # of each descent


@dataclass(frozen=True)
class Variant:
    """One of several descents: what it is called, and what it does differently."""

    name: str
    rate: float | None  # None: automatic
    rule: str = "plain"
    batch_size: int | None = None


def compare(
    rows: Rows,
    kind: str,
    *,
    epochs: int = 300,
    accuracy: float = 1e-3,
    standardize: bool = True,
    alpha: float = 0.0,
    seed: int = 0,
    own_rate: float | None = None,
) -> Comparison:
    """Run all variants of ``kind`` ("rates", "rules" or "batches") on the training rows, from zero.

    A descent has arrived when its excess loss is ``accuracy`` times that of the start; ``own_rate`` joins the
    rates. Raises ValueError for another kind.
    """
    train = rows.of("train")
    X, y = scaled(rows.X[train].to_numpy(), standardize), rows.y[train].to_numpy()
    objective = LeastSquares(Moments.of(X, y), alpha=alpha)
    curvature = Curvature.of(objective.hessian())
    minimum = objective.minimum()
    floor = objective.value(minimum)
    runs, curves, swings = [], [], []
    stiffest = curvature.directions[:, np.argmax(curvature.eigenvalues)]
    for variant in variants(kind, curvature, len(y), own_rate):
        model = descend(variant, X, y, epochs=epochs, alpha=alpha, seed=seed)
        excess = np.maximum(model.history_["loss"].to_numpy() - floor, 1e-14 * floor)
        updates = 1 if variant.batch_size is None else -(-len(y) // variant.batch_size)
        said = label(variant, model, curvature)
        # What runs away may pass by the goal, and has not arrived there.
        stays = said not in ("divergent", "diverged")
        arrived = np.flatnonzero(excess <= accuracy * excess[0])
        foretold = None
        if variant.batch_size is None and variant.rule in QUADRATIC_RULES:
            foretold = curvature.epochs_to(-minimum, accuracy, model.learning_rate_, variant.rule)
        runs.append(
            {
                "name": variant.name,
                "rate": model.learning_rate_,
                "updates": updates,
                "status": str(model.status_),
                "label": said,
                "foretold": np.nan if foretold is None else float(foretold),
                "measured": float(arrived[0]) if stays and arrived.size else np.nan,
                "excess": float(excess[-1]),
            }
        )
        name = variant.name
        if kind == "rates":
            name = f"{variant.name}: {said.split(':')[0]}"
            swings.append(_swing(name, model, stiffest, minimum))
        curves.append(_curve(name, excess, updates, len(y)))
    return Comparison(
        pd.DataFrame(runs),
        pd.concat(curves, ignore_index=True),
        pd.concat(swings, ignore_index=True)
        if swings
        else pd.DataFrame(columns=["name", "epoch", "distance"]),
        _foretold(curvature, minimum, accuracy, epochs, floor) if swings else pd.DataFrame(),
        floor,
        curvature.largest_stable_rate(),
        curvature.best_rate(),
        curvature.condition_number,
        accuracy,
        epochs,
    )


def _swing(
    name: str, model: GradientDescentRegressor, direction: np.ndarray, minimum: np.ndarray
) -> pd.DataFrame:
    """The first epochs of a run along one direction (d + 1,), as long as they are finite."""
    with np.errstate(over="ignore", invalid="ignore"):
        distance = (model.path_[: SWINGS_SHOWN + 1] - minimum) @ direction
    table = pd.DataFrame({"name": name, "epoch": np.arange(len(distance)), "distance": distance})
    return table[np.isfinite(distance)]


def _foretold(
    curvature: Curvature, minimum: np.ndarray, accuracy: float, epochs: int, floor: float
) -> pd.DataFrame:
    """What the curvature says of plain batch descent from zero, for rates up to the largest stable one."""
    limit, best = curvature.largest_stable_rate(), curvature.best_rate()
    # Closer together where a little less, or a little more, makes a large difference.
    below = np.geomspace(SHARES_OF_BEST[0] * best, best, GRID // 2, endpoint=False)
    above = limit - np.geomspace(max(limit - best, 0.005 * limit), 0.004 * limit, GRID // 2)
    rates = np.unique(np.concatenate([below, above]))
    rows = []
    for rate in rates:
        needed = curvature.epochs_to(-minimum, accuracy, rate)
        excess = max(curvature.excess_loss(-minimum, epochs, rate), 1e-14 * floor)
        rows.append((rate, np.nan if needed is None else float(needed), excess))
    return pd.DataFrame(rows, columns=["rate", "epochs", "excess"])


def scaled(X: np.ndarray, standardize: bool) -> np.ndarray:
    """The columns of X (n, d) that are descended on; a constant one becomes zero, not noise."""
    if not standardize:
        return X
    return Scaling.of(X.mean(axis=0), X.std(axis=0)).rows(X)


def variants(kind: str, curvature: Curvature, n: int, own_rate: float | None) -> list[Variant]:
    """The descents of ``kind`` on ``n`` rows. Raises ValueError for a kind that is not known."""
    if kind == "rates":
        rates = [share * curvature.best_rate() for share in SHARES_OF_BEST]
        rates += [share * curvature.largest_stable_rate() for share in SHARES_OF_STABLE]
        if own_rate is not None:
            rates.append(own_rate)
        return [Variant(f"{rate:.3g}", rate) for rate in sorted(rates)]
    if kind == "rules":
        return [Variant(rule.capitalize(), None, rule) for rule in RULES]
    if kind == "batches":
        sizes = [Variant(f"{size} rows", None, batch_size=size) for size in BATCHES if size < n]
        return [*sizes, Variant("All rows", None)]
    raise ValueError(f"kind must be 'rates', 'rules' or 'batches'; received {kind!r}.")


def descend(
    variant: Variant,
    X: np.ndarray,
    y: np.ndarray,
    *,
    epochs: int,
    alpha: float,
    seed: int,
    start: np.ndarray | None = None,
    momentum: float = 0.9,
    tol: float | None = None,
    init: str = "zeros",
) -> GradientDescentRegressor:
    """Run one descent on X (n, d) as it is, from ``start`` (d + 1,), None: by ``init``. Raises ValueError."""
    model = GradientDescentRegressor(
        learning_rate="auto" if variant.rate is None else variant.rate,
        update=variant.rule,
        batch_size=variant.batch_size,
        momentum=momentum,
        max_iter=epochs,
        tol=tol,
        alpha=alpha,
        standardize=False,
        init=init,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the status says it
        if start is None:
            return model.fit(X, y)
        return model.fit(X, y, coef_init=start[:-1], intercept_init=start[-1])


def label(variant: Variant, model: GradientDescentRegressor, curvature: Curvature) -> str:
    """What is to be said of a rate of plain batch descent, from the curvature; else the status."""
    if variant.batch_size is not None or variant.rule != "plain":
        return model.status_.words
    rate = model.learning_rate_
    if rate > curvature.largest_stable_rate():
        return "divergent"
    if rate > 1.01 * curvature.best_rate():
        return "too large: swings from side to side"
    return "too small" if rate < 0.5 * curvature.best_rate() else "good"


def _curve(name: str, excess: np.ndarray, updates: int, n: int) -> pd.DataFrame:
    epoch = np.arange(len(excess))
    if len(epoch) > MOST_POINTS:
        even = np.linspace(0, len(epoch) - 1, MOST_POINTS // 2)
        early = np.geomspace(1, len(epoch), MOST_POINTS // 2) - 1
        epoch = np.unique(np.concatenate([even, early]).round().astype(int))
    return pd.DataFrame(
        {
            "name": name,
            "epoch": epoch,
            "updates": epoch * updates,
            "samples": epoch * n,
            "excess": excess[epoch],
        }
    )
