"""How far off a forecast may be."""

import itertools
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from gd_core.forecast.rows.references import Climatology, season

INTERVALS = ("constant", "seasonal")
NARROWEST = 0.25  # of the mean absolute residual: waves fitted to few years may dip below any error
ENOUGH = 20  # errors of forecasts before the first adaptive interval
WINDOW = 1095  # latest errors that its ends are taken from
STEP, STEP_DAYS, SMALLEST_STEP = 0.7, 30, 0.005  # how fast it adapts: STEP / sqrt(days so far + STEP_DAYS)
REACH, FARTHEST = 0.1, 5.0  # beyond the outermost error: share of their range for each rank, at most so many
WAVE_DAYS = 100.0  # days of evidence that the seasonal wave of the size of errors must overcome
LOWEST_SIZE = 0.4  # of the mean size


class Size(Protocol):
    """The typical size of an error, by date."""

    def predict(self, dates: pd.DatetimeIndex) -> np.ndarray: ...


@dataclass(frozen=True)
class Interval:
    """An interval around a forecast: from ``low`` below zero to ``high`` above, in multiples of the ``size``.

    Without a size, in degrees. NaN if there are too few errors to promise the level.
    """

    low: float
    high: float
    size: Size | None = None

    def around(self, values: np.ndarray, dates: pd.DatetimeIndex) -> tuple[np.ndarray, np.ndarray]:
        """Both ends around the forecasts ``values`` (n,) for ``dates`` (n,), in degrees."""
        size = np.ones(len(dates)) if self.size is None else self.size.predict(dates)
        return values + self.low * size, values + self.high * size


@dataclass(frozen=True)
class TypicalError:
    """Absolute errors by time of year, for `fit_interval`: a `Climatology` that does not come near zero."""

    normal: Climatology

    def predict(self, dates: pd.DatetimeIndex) -> np.ndarray:
        """The typical error on ``dates`` (n,)."""
        mean = self.normal.coefficients[0]
        if not mean > 0.0:
            return np.ones(len(dates))
        return np.maximum(self.normal.predict(dates), NARROWEST * mean)


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
    size = TypicalError(Climatology.fit(residuals[train].abs())) if kind == "seasonal" else None
    held_out = residuals[validation]
    scale = np.ones(len(held_out)) if size is None else size.predict(pd.DatetimeIndex(held_out.index))
    half_width = conformal_half_width(held_out.to_numpy() / scale, level)
    return Interval(-half_width, half_width, size)


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


@dataclass(frozen=True)
class SeasonalSize:
    """The typical absolute error: a mean and one wave of the year, ``coefficients`` (3,)."""

    coefficients: np.ndarray

    def predict(self, dates: pd.DatetimeIndex) -> np.ndarray:
        """The typical error on ``dates`` (n,)."""
        return self.of_waves(season(dates, 1))

    def of_waves(self, waves: np.ndarray) -> np.ndarray:
        """The same for dates whose `season` is ``waves`` (n, 2)."""
        mean = self.coefficients[0]
        return np.maximum(mean + waves @ self.coefficients[1:], max(LOWEST_SIZE * mean, 1e-9))


def adaptive(
    errors: pd.Series,
    outcome_known: np.ndarray,
    cuts: np.ndarray,
    *,
    start: int,
    level: float,
    seasonal: bool = True,
) -> tuple[np.ndarray, np.ndarray, Interval]:
    """Intervals that adapt to how often they have held: the ends around every forecast, and the next one.

    ``errors`` (n,): observed minus forecast by fits that did not know the outcome, indexed by target date, in
    the order of time; NaN before ``cuts[0]``, the first row of the first fit. ``outcome_known`` (n,): on the
    day of a row, how many rows have an outcome. ``cuts``: rows at which fits are made; the errors' quantiles
    are taken anew there. Ends are NaN before the row ``start`` and where fewer than `ENOUGH` errors precede
    it.

    The tail share alpha moves after each outcome by step * (1 - level - missed): adaptive conformal inference
    (Gibbs and Candes 2021), with a step that falls with the root of time (Angelopoulos et al. 2024). The ends
    are quantiles of signed errors over their typical size by season, so errors need not be as large on both
    sides.
    """
    n, first = len(errors), int(cuts[0])
    dates = pd.DatetimeIndex(errors.index)
    size, sizes = _sizes(
        errors.to_numpy(), season(dates, 1), np.append(outcome_known[cuts[:-1]], n), cuts, seasonal
    )
    scaled = errors.to_numpy() / sizes
    outcomes, seen, refits = scaled.tolist(), outcome_known.tolist(), set(cuts.tolist())
    start = max(start, first + ENOUGH)
    low, high = np.full(n, np.nan), np.full(n, np.nan)
    alpha, done, missed, ranked = 1.0 - level, start, [False] * n, None
    for row in [*range(start, n), n]:
        until = seen[row] if row < n else n
        for outcome in range(done, until):
            step = max(SMALLEST_STEP, STEP / (outcome - start + STEP_DAYS) ** 0.5)
            alpha += step * (1.0 - level - missed[outcome])
        done = max(done, until)
        if ranked is None or row in refits:
            ranked = np.sort(scaled[max(first, until - WINDOW) : until]).tolist()
        ends = tails(ranked, alpha)
        if row < n:
            low[row], high[row] = ends
            missed[row] = not ends[0] <= outcomes[row] <= ends[1]
    if n <= start:
        return low, high, Interval(float("nan"), float("nan"), size)
    return low * sizes, high * sizes, Interval(*ends, size)


def tails(ranked: list[float], alpha: float) -> tuple[float, float]:
    """The alpha / 2 and 1 - alpha / 2 quantiles of sorted errors, at ranks (n + 1) p.

    Where alpha asks for a rank beyond the outermost error, the ends move out by `REACH` of the range a rank.
    """
    count = len(ranked)
    if count < ENOUGH // 2:
        return float("nan"), float("nan")
    place = (count + 1) * min(alpha, 1.0) / 2.0 - 1.0
    if place <= 0.0:
        further = REACH * min(-place, FARTHEST) * (ranked[-1] - ranked[0])
        return ranked[0] - further, ranked[-1] + further
    place = min(place, (count - 1) / 2.0)
    k, share = int(place), place - int(place)
    if share == 0.0:
        return ranked[k], ranked[-1 - k]
    below = (1.0 - share) * ranked[k] + share * ranked[k + 1]
    return below, (1.0 - share) * ranked[-1 - k] + share * ranked[-2 - k]


def _sizes(
    errors: np.ndarray, waves: np.ndarray, known: np.ndarray, cuts: np.ndarray, seasonal: bool
) -> tuple[SeasonalSize, np.ndarray]:
    """The typical size of errors after the last fit, and on each row as the fit before it knew it, (n,)."""
    first = int(cuts[0])
    table = np.column_stack([np.ones(len(errors)), waves, np.abs(errors)])
    table[:first] = 0.0
    edges = np.concatenate([[0], known])
    sums = np.cumsum([table[a:b].T @ table[a:b] for a, b in itertools.pairwise(edges)], axis=0)
    ready = sums[:, 0, 0] >= 1.0
    stiff = sums[:, :3, :3] + np.diag([1e-9, *[WAVE_DAYS if seasonal else 1e15] * 2])
    coefficients = np.tile([1.0, 0.0, 0.0], (len(known), 1))
    coefficients[ready] = np.linalg.solve(stiff[ready], sums[ready, :3, 3:])[..., 0]
    sizes = np.ones(len(errors))
    for fit, (begin, end) in enumerate(itertools.pairwise(cuts)):
        sizes[begin:end] = SeasonalSize(coefficients[fit]).of_waves(waves[begin:end])
    return SeasonalSize(coefficients[-1]), sizes
