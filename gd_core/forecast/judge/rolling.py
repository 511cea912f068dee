"""Rolling origin: fit on what was known by a date, forecast the days after it, move on, fit again.

A single split tells how a model did in one stretch of time. Here the model and the references are fitted
anew every few days, each time only on pairs whose outcome was known on that day, as a forecaster would have
done it (Tashman 2000, Out-of-sample tests of forecasting accuracy).

All fits come from sums of products: those up to each origin are running totals, and those of a sliding window
are the difference of two totals. So a thousand refits cost about as much as a few.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from gd_core.descent.scaling import Scaling
from gd_core.forecast.progress import Progress
from gd_core.forecast.rows.references import ROUND_THE_YEAR, season
from gd_core.weather.calendar import long_date

WINDOWS = ("expanding", "sliding")
MODELS = ("least_squares", "persistence", "climatology", "damped_anomaly")
MIN_PAIRS = 30  # that a fit needs; days for which a window holds fewer are not forecast
CHUNK = 128  # refits between two reports of progress
SMALLEST = 1e-13  # eigenvalues below this share of the largest count as zero
FIRM = 1e-6  # ridge strength from which on eigenvalues are far from zero


@dataclass(frozen=True)
class Pairs:
    """Rows in the order of time: what was known on a day, and what came of it.

    ``X`` (n, d) predictors without NaN, ``y`` (n,) outcome, ``today`` (n,) the target on the day itself,
    ``day`` and ``target_date`` (n,) when it is made and for when; ``record`` the target on every day,
    as measured, indexed by date.
    """

    X: np.ndarray
    y: np.ndarray
    today: np.ndarray
    day: pd.DatetimeIndex
    target_date: pd.DatetimeIndex
    record: pd.Series
    base: np.ndarray | None = None  # (n,) what the regression departs from; None: nothing
    scaling: Scaling | None = None  # of X for the penalty; None: by the pairs known at the start


@dataclass(frozen=True)
class Rolled:
    """``predictions``: a row a forecast, indexed by target date: origin (the date of the fit), actual, and
    each of `MODELS`. ``origins`` (k,): dates of the fits that were made, of ``planned``.
    """

    predictions: pd.DataFrame
    origins: pd.DatetimeIndex
    planned: int


@dataclass(frozen=True)
class Schedule:
    """Fit on ``start`` and then ``every`` so many days, each time on what was known by then.

    ``window`` "expanding" learns from all of it, "sliding" from the last ``window_days`` days. Raises
    ValueError for another window, and for less than a day.
    """

    start: pd.Timestamp
    every: int = 30
    window: str = "expanding"
    window_days: int = 3650

    def __post_init__(self) -> None:
        if self.window not in WINDOWS:
            raise ValueError(f"window must be one of {', '.join(WINDOWS)}; received {self.window!r}.")
        if self.every < 1 or self.window_days < 1:
            received = f"{self.every} and {self.window_days}"
            raise ValueError(f"every and window_days must be at least 1; received {received}.")

    def since(self, origins: pd.DatetimeIndex) -> pd.DatetimeIndex | None:
        """The day before the first that fits on ``origins`` learn from; None: all days before."""
        return origins - pd.Timedelta(days=self.window_days) if self.window == "sliding" else None


def roll(pairs: Pairs, schedule: Schedule, *, alpha: float = 0.0, progress: Progress | None = None) -> Rolled:
    """Fit by the ``schedule``, and forecast all days up to the next fit.

    ``alpha`` is the ridge strength on predictors standardised by the pairs known at the start. Model: linear
    regression by least squares, where gradient descent arrives. ``progress(done, planned)`` is called now and
    then; a truthy answer ends the backtest with the fits made so far.

    ValueError if fewer than `MIN_PAIRS` pairs precede the start or none follows it.
    """
    start = schedule.start
    known, later = pairs.target_date <= start, pairs.day >= start
    if known.sum() < MIN_PAIRS or not later.any():
        raise ValueError(
            f"To go on from {long_date(start)} needs at least {MIN_PAIRS} pairs of days before it and "
            f"one after it; there are {int(known.sum())} and {int(later.sum())}."
        )
    origins = pd.date_range(start, pairs.day[-1], freq=f"{schedule.every}D")
    block = np.searchsorted(origins, pairs.day, side="right") - 1  # the fit that a row is forecast by
    fits = _Fits(pairs, known, alpha)
    columns = {name: np.full(len(pairs.y), np.nan) for name in MODELS}
    done = 0
    for first in range(0, len(origins), CHUNK):
        until = origins[first : first + CHUNK]
        done = first + len(until)
        rows = np.flatnonzero((block >= first) & (block < done))
        for name, values in fits.forecasts(rows, block[rows] - first, schedule.since(until), until).items():
            columns[name][rows] = values
        if progress is not None and progress(done, len(origins)):
            break
    scored = np.isfinite(columns["least_squares"])
    table = {"origin": origins[block[scored]], "actual": pairs.y[scored]}
    table |= {name: values[scored] for name, values in columns.items()}
    return Rolled(pd.DataFrame(table, index=pairs.target_date[scored]), origins[:done], len(origins))


class _Fits:
    """Everything that fits are made from, as sums of products. ``known`` (n,) marks the pairs at the start.

    Temperatures are departures from their ``level`` then: totals of small numbers keep their digits.
    """

    def __init__(self, pairs: Pairs, known: np.ndarray, alpha: float) -> None:
        self.alpha, self.level = alpha, float(pairs.y[known].mean())
        scaling = pairs.scaling or Scaling.of(pairs.X[known].mean(axis=0), pairs.X[known].std(axis=0))
        self.Z = np.column_stack([np.ones(len(pairs.y)), (pairs.X - scaling.shift) / scaling.scale])
        self.today, y = pairs.today - self.level, pairs.y - self.level
        self.now, self.then = _seasons(pairs.day), _seasons(pairs.target_date)
        record = pairs.record.dropna() - self.level
        dates = pd.DatetimeIndex(record.index)
        self.base = np.zeros(len(y)) if pairs.base is None else pairs.base - self.level
        self.of_model = _Totals(np.column_stack([self.Z, y - self.base]), pairs.target_date)
        self.of_record = _Totals(np.column_stack([_seasons(dates), record]), dates)
        self.of_months = _Totals(np.eye(13)[dates.month], dates)  # products: how often each month was seen
        self.of_anomaly = _Totals(np.column_stack([self.now, self.today, self.then, y]), pairs.target_date)

    def forecasts(
        self, rows: np.ndarray, own: np.ndarray, since: pd.DatetimeIndex | None, until: pd.DatetimeIndex
    ) -> dict[str, np.ndarray]:
        """Each of `MODELS` for ``rows`` (m,), in degrees, by fits on the days after ``since`` to ``until``.

        ``own`` (m,) is the number of the fit that a row is forecast by.
        """
        totals = self.of_model.between(since, until)
        coef = _ridge(totals, self.alpha)
        coef[totals[:, 0, 0] < MIN_PAIRS] = np.nan
        normal = _climatology(self.of_record.between(since, until), self.of_months.between(since, until))
        rho = _damping(self.of_anomaly.between(since, until), normal)
        expected = _dot(self.then[rows], normal[own])
        anomaly = self.today[rows] - _dot(self.now[rows], normal[own])
        found = (
            self.base[rows] + _dot(self.Z[rows], coef[own]), self.today[rows], expected, expected + rho[own] *
            anomaly
        )  # fmt: skip
        return {name: values + self.level for name, values in zip(MODELS, found, strict=True)}


class _Totals:
    """Sums of products of rows ``Z`` (n, p) between any two of their ``dates`` (n, sorted)."""

    def __init__(self, Z: np.ndarray, dates: pd.Index) -> None:
        self.Z, self.dates = Z, pd.DatetimeIndex(dates)

    def between(self, since: pd.DatetimeIndex | None, until: pd.DatetimeIndex) -> np.ndarray:
        """Z'Z over the rows after ``since`` (k,) up to and with ``until`` (k,): (k, p, p)."""
        ends = self.dates.searchsorted(until, side="right")
        if since is None:
            return self._up_to(ends)
        begins = self.dates.searchsorted(since, side="right")
        both = self._up_to(np.concatenate([begins, ends]))
        return both[len(ends) :] - both[: len(ends)]

    def _up_to(self, cuts: np.ndarray) -> np.ndarray:
        """Z'Z over the rows before each of ``cuts`` (k,): products of the rows between cuts, added up."""
        order = np.unique(np.append(cuts, 0))
        blocks = [self.Z[a:b].T @ self.Z[a:b] for a, b in pairwise(order)]
        totals = np.cumsum([np.zeros((self.Z.shape[1],) * 2), *blocks], axis=0)
        return np.asarray(totals[np.searchsorted(order, cuts)])


def _dot(rows: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """Row by row inner products, (n, p) and (n, p)."""
    return np.einsum("ij,ij->i", rows, coefficients)


def _ridge(totals: np.ndarray, alpha: float) -> np.ndarray:
    """Coefficients (k, p), the intercept first and unpenalised, from Z'Z with y as its last column.

    The smallest ones where several are as good: a predictor that never changes in a window gets none.
    """
    gram, moments = totals[:, :-1, :-1].copy(), totals[:, :-1, -1]
    n, d = gram[:, 0, 0], gram.shape[1] - 1
    inner = np.arange(1, d + 1)
    gram[:, inner, inner] += alpha * n[:, None]
    if alpha >= FIRM:  # ten times as fast
        gram[n == 0.0] = np.eye(d + 1)
        return np.asarray(np.linalg.solve(gram, moments[..., None])[..., 0])
    inverse = np.linalg.pinv(gram, rcond=SMALLEST, hermitian=True)
    return np.einsum("kij,kj->ki", inverse, moments)


def _seasons(dates: pd.DatetimeIndex) -> np.ndarray:
    """Constant and waves of the year, (n, 1 + 2 * HARMONICS)."""
    return np.column_stack([np.ones(len(dates)), season(dates)])


def _climatology(totals: np.ndarray, months: np.ndarray) -> np.ndarray:
    """Coefficients (k, 1 + 2 * HARMONICS) as `Climatology.fit` finds them."""
    coefficients = _ridge(totals, 0.0)
    partial = (np.diagonal(months, axis1=1, axis2=2) > 0).sum(axis=1) < ROUND_THE_YEAR
    coefficients[partial] = 0.0
    coefficients[partial, 0] = totals[partial, 0, -1] / np.maximum(totals[partial, 0, 0], 1.0)
    return coefficients


def _damping(totals: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """``rho`` (k,) as `DampedAnomaly.fit` finds it, for climatologies ``normal`` (k, p).

    With the columns [seasons today, today, seasons then, outcome], departures from the normal are the
    combinations u = (-normal, 1, 0, 0) and v = (0, 0, -normal, 1), so rho = u'Gv / u'Gu.
    """
    zero, one = np.zeros_like(normal), np.ones((len(normal), 1))
    before = np.column_stack([-normal, one, zero, 0.0 * one])
    after = np.column_stack([zero, 0.0 * one, -normal, one])
    energy = np.einsum("ki,kij,kj->k", before, totals, before)
    return np.einsum("ki,kij,kj->k", before, totals, after) / np.where(energy > 0.0, energy, np.inf)
