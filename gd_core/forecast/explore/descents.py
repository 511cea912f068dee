"""Descents on the training rows: what they go down, which ones are compared, and running one of them."""

from dataclasses import dataclass

import numpy as np

from gd_core.descent import Curvature, GradientDescentRegressor
from gd_core.descent.objective import LeastSquares, Moments
from gd_core.descent.regressor import QuietRegressor
from gd_core.descent.rules import NAMES
from gd_core.descent.scaling import Scaling
from gd_core.forecast.origins import scaling_of
from gd_core.forecast.ridge import ridge_strength
from gd_core.forecast.rows.rows import Rows
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather.report import counted

# Learning rates that are tried: shares of the best fixed rate, and of the largest stable one.
SHARES_OF_BEST = (0.03, 0.2, 1.0)
SHARES_OF_STABLE = (0.99, 1.01)
BATCHES = (1, 8, 32, 256)
TRIED = 24  # rates among which the one that arrives first is sought
SLOW = 2  # times the fewest epochs: a rate that needs more is slow, or swings
GOOD, SLOW_GOING, SWINGS, DIVERGES = "good", "slow", "swings from side to side: slow", "diverges"
"""What becomes of a rate of plain batch descent."""


@dataclass(frozen=True)
class Problem:
    """The training rows as the main job descends on them: its scaling, penalty, and intercept, if any."""

    terms: tuple[str, ...]  # the columns, then the intercept if there is one
    scaled: str  # "raw": columns as they are; "deviations": per standard deviation; "departures": per typical
    # size over ``trust``, from zero as "no departure"
    trust: np.ndarray  # (columns,), ones but for departures
    X: np.ndarray
    y: np.ndarray
    objective: LeastSquares
    curvature: Curvature
    minimum: np.ndarray
    constant: tuple[str, ...]  # columns that do not vary

    @classmethod
    def of(cls, rows: Rows, settings: ExperimentSettings, *, raw: bool | None = None) -> "Problem":
        """Take the training part, scaled as the settings say, or left ``raw``.

        Where "as today" is best left alone, and the main job learns nothing, the penalty is finite here.
        """
        train = rows.of("train")
        X, y = rows.X[train].to_numpy(dtype=float), rows.y[train].to_numpy(dtype=float)
        names = [str(name) for name in rows.X.columns]
        constant = tuple(name for name, column in zip(names, X.T, strict=True) if np.ptp(column) == 0.0)
        intercept, trust = rows.trust is None, np.ones(len(names))
        if raw or (raw is None and intercept and not settings.standardize):
            scaled = "raw"
        elif rows.trust is None:
            scaled, X = "deviations", Scaling.of(X.mean(axis=0), X.std(axis=0)).rows(X)
        else:
            scaled, trust, X = "departures", rows.trust, scaling_of(X, rows.trust).rows(X)
        objective = LeastSquares(
            Moments.of(X, y, centred=intercept), intercept, ridge_strength(rows, settings)
        )
        return cls(
            terms=parameters(names, intercept=intercept),
            scaled=scaled,
            trust=trust,
            X=X,
            y=y,
            objective=objective,
            curvature=Curvature.of(objective.hessian()),
            minimum=objective.minimum(),
            constant=constant,
        )

    @property
    def intercept(self) -> int | None:
        """The place of the intercept among the parameters, if there is one."""
        return len(self.terms) - 1 if self.objective.fit_intercept else None

    @property
    def floor(self) -> float:
        """The smallest loss there is."""
        return max(self.objective.value(self.minimum), 0.0)


@dataclass(frozen=True)
class Variant:
    """One of several descents: what it is called, and what it does differently."""

    name: str
    rate: float | None  # None: automatic
    rule: str = "plain"
    batch_size: int | None = None


def parameters(columns: list[str], *, intercept: bool) -> tuple[str, ...]:
    """Names of the parameters: the columns, then any ``intercept``, which is called like none of them."""
    if not intercept:
        return tuple(columns)
    name = "Intercept"
    while name in columns:
        name += " (constant term)"
    return (*columns, name)


def variants(kind: str, problem: Problem, own_rate: float | None) -> list[Variant]:
    """The descents of ``kind`` ("rates", "rules" or "batches"); ``own_rate`` joins the rates.

    Raises ValueError for another kind.
    """
    if kind == "rates":
        rates = [share * problem.curvature.best_rate() for share in SHARES_OF_BEST]
        rates += [share * problem.curvature.largest_stable_rate() for share in SHARES_OF_STABLE]
        if own_rate is not None:
            rates.append(own_rate)
        return [Variant(f"{rate:.3g}", rate) for rate in sorted(rates)]
    if kind == "rules":
        return [Variant(name, None, rule) for rule, name in NAMES.items()]
    if kind == "batches":
        n = len(problem.y)
        sizes = [Variant(counted(size, "row"), None, batch_size=size) for size in BATCHES if size < n]
        return [*sizes, Variant("All rows", None)]
    raise ValueError(f"kind must be 'rates', 'rules' or 'batches'; received {kind!r}.")


def descend(
    problem: Problem,
    variant: Variant,
    settings: ExperimentSettings,
    *,
    epochs: int,
    tol: float | None = None,
    start: np.ndarray | None = None,
) -> GradientDescentRegressor:
    """Run one descent from ``start`` (size,), None: by the settings, which say momentum and seed, too.

    Raises ValueError if it cannot begin.
    """
    model = QuietRegressor(
        learning_rate="auto" if variant.rate is None else variant.rate,
        update=variant.rule,
        batch_size=variant.batch_size,
        momentum=settings.momentum,
        max_iter=epochs,
        tol=tol,
        alpha=problem.objective.alpha,
        fit_intercept=problem.objective.fit_intercept,
        standardize=False,
        init=settings.init,
        random_state=settings.seed,
    )
    if start is None:
        return model.fit(problem.X, problem.y)
    d = problem.X.shape[1]
    intercept = None if problem.intercept is None else float(start[d])
    return model.fit(problem.X, problem.y, coef_init=start[:d], intercept_init=intercept)


def path_of(model: GradientDescentRegressor, problem: Problem) -> np.ndarray:
    """The parameters of a `descend`ed model after each epoch, (epochs + 1, size)."""
    return model.path_[:, : problem.objective.size]


@dataclass(frozen=True)
class First:
    """The rate at which plain batch descent from a start arrives first, and the ``epochs`` it takes."""

    rate: float
    epochs: int
    start: np.ndarray  # (size,)
    accuracy: float  # share of the excess loss of the start at which it has arrived


def arrives_first(problem: Problem, start: np.ndarray, accuracy: float = 1e-3) -> First:
    """The best of `TRIED` rates for this ``start`` (size,), foretold by the curvature.

    The best fixed rate, 2 / (L + mu), is that of the worst start: where the flattest directions hardly
    count, a smaller one may arrive long before it. Up to half of the largest stable rate a larger one is
    never slower, so the best one lies above that.
    """
    curvature = problem.curvature
    stable = curvature.largest_stable_rate()
    rates = np.append(stable - np.geomspace(0.5, 1e-3, TRIED) * stable, curvature.best_rate())
    needed = [curvature.epochs_to(start - problem.minimum, accuracy, float(rate)) for rate in rates]
    arriving = [(n, float(r)) for n, r in zip(needed, rates, strict=True) if n is not None]
    epochs, rate = min(arriving, default=(0, curvature.best_rate()))
    return First(rate, epochs, start, accuracy)


def outcome(variant: Variant, model: GradientDescentRegressor, problem: Problem, first: First) -> str:
    """What is to be said of a rate of plain batch descent, from the epochs it needs here; else the status."""
    if variant.batch_size is not None or variant.rule != "plain":
        return model.status_.words
    rate = model.learning_rate_
    if rate > problem.curvature.largest_stable_rate():
        return DIVERGES
    needed = problem.curvature.epochs_to(first.start - problem.minimum, first.accuracy, rate)
    if needed is not None and needed <= SLOW * first.epochs:
        return GOOD
    return SWINGS if rate > first.rate else SLOW_GOING
