"""What an experiment found."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from gd_core.descent import GradientDescentRegressor
from gd_core.forecast.intervals import Interval
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.settings import ExperimentSettings


@dataclass(frozen=True)
class NextDay:
    """The forecast that nobody can score yet."""

    date: pd.Timestamp  # the day that is forecast
    based_on: pd.Timestamp  # the day whose values it is made from
    filled: int  # how many of the terms were missing on it, and filled in
    value: float  # by gradient descent, in degrees
    low: float  # interval at settings.level; NaN if the validation part is too short for that level
    high: float
    least_squares: float  # the same forecast by least squares


@dataclass(frozen=True)
class Linear:
    """What is said without the regression, plus ``intercept`` + terms @ ``coef`` (d,), in original units."""

    coef: np.ndarray
    intercept: float

    def __call__(self, terms: pd.DataFrame, base: np.ndarray | float) -> np.ndarray:
        """Forecasts (n,) from ``terms`` (n, d) and ``base`` (n,), what is said without them."""
        with np.errstate(over="ignore", invalid="ignore"):  # a descent that ran away
            return np.asarray(base + self.intercept + terms.to_numpy() @ self.coef)


@dataclass(frozen=True)
class Issued:
    """The fits that tomorrow's forecast comes from: on pairs of days up to ``learned_until``."""

    descent: Linear
    least_squares: Linear
    learned_until: pd.Timestamp
    strength: float  # of the penalty, in days of evidence; infinite where "as today" stands alone, NaN for a
    # start from nothing


@dataclass(frozen=True)
class Replay:
    """What the descent of the training part said at ``epochs`` (k,): the first, the last, some between them.

    ``coef`` (k, d) and ``intercept`` (k,) in original units, and the typical ``size`` (d,) of each term;
    ``loss`` and ``validation_loss`` (k,) as in `Result.history`; ``forecast`` (k, m), in degrees, for the
    newest ``dates`` (m,) of the test part, with what came, ``actual`` (m,).
    """

    epochs: np.ndarray
    coef: np.ndarray
    intercept: np.ndarray
    size: np.ndarray
    loss: np.ndarray
    validation_loss: np.ndarray
    dates: pd.DatetimeIndex
    actual: np.ndarray
    forecast: np.ndarray


@dataclass(frozen=True)
class Result:
    """What `run_experiment` returns. Degrees are those of ``unit``; nothing in it should be changed."""

    settings: ExperimentSettings
    target: str
    predictors: tuple[str, ...]
    unit: str  # "C" or "F"
    metrics: pd.DataFrame  # a row for each model and part: rmse, mae, bias, r2, skill_*
    predictions: pd.DataFrame  # index: date of the target; part, actual, each model's, low and high
    coefficients: pd.DataFrame  # a row for each term, the intercept last; original and standardised units
    replay: Replay  # the same descent, at some of its epochs
    floor: dict[str, float]  # of the loss: the mean squared error of least squares, by part; in the training
    # part with the penalty, if both fits have the same
    next_day: NextDay
    latest: pd.DataFrame  # every term on the day that `next_day` is made from, one row
    latest_today: float  # the target on that day
    average: pd.Series  # what every term is compared with: its training mean, or zero where it is a departure
    rows: dict[str, int]  # see `gd_core.forecast.rows.rows.Rows.counts`
    status: str  # of the descent: "converged", "max_iter", "diverged", "stopped"
    alpha: float  # ridge strength that was used; infinite where "as today" stands alone
    stable_rate: float  # largest learning rate at which batch descent holds; NaN for adaptive rules
    agreeing_digits: float  # significant digits of all coefficients on which both fits agree
    model: GradientDescentRegressor  # of the training part, on scaled terms where it starts from today
    issued: Issued
    normals: Normals | None  # that the terms depart from, where they do
    interval: Interval  # around every forecast of ``model``
    timing: dict[str, float]  # seconds by stage

    @property
    def history(self) -> pd.DataFrame:
        """A row for each epoch of ``model``: epoch, loss, validation_loss, gradient_norm."""
        return self.model.history_

    @cached_property
    def test_scores(self) -> dict[str, dict[str, float]]:
        """The rows of ``metrics`` of the test part by model: rmse, mae, bias, r2, skill_*."""
        test = self.metrics[self.metrics["part"] == "test"]
        scores = test.set_index("model").drop(columns="part").astype(float)
        rows = zip(scores.index, scores.to_numpy().tolist(), strict=True)
        return {str(model): dict(zip(map(str, scores.columns), row, strict=True)) for model, row in rows}
