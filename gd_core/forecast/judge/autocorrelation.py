"""Days that follow each other resemble each other: autocovariance, and errors of means that allow for it.

All of it goes by the calendar. A series lies on a row of consecutive days, zero where a day is absent, with a
mask of the days that are there; so days on both sides of a gap are never taken for neighbours.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats


@dataclass(frozen=True)
class Calendar:
    """Where known days lie on a row of consecutive ones; gaps longer than ``longest_gap`` are cut to that."""

    position: np.ndarray  # (n,) of int, ascending from 0
    length: int  # of the row, at least n

    @classmethod
    def of(cls, days: pd.DatetimeIndex, longest_gap: int) -> "Calendar":
        """``days``: (n,) sorted, without repetition, n > 0. Raises ValueError if they are not."""
        steps = np.diff(days.to_numpy().astype("datetime64[D]").astype(np.int64))
        if len(days) == 0 or (steps < 1).any():
            raise ValueError("The days must be sorted and different, and there must be one at least.")
        position = np.concatenate([[0], np.cumsum(np.minimum(steps, longest_gap + 1))])
        return cls(position, int(position[-1]) + 1)

    def spread(self, values: np.ndarray) -> np.ndarray:
        """``values`` (n,) or (n, m) on the row of days, zero where a day is absent."""
        row = np.zeros((self.length, *values.shape[1:]))
        row[self.position] = values
        return row


def autocovariance(days: pd.DatetimeIndex, values: np.ndarray, lags: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums of products of departures from the mean, ``k`` days apart, and how many pairs each has.

    Both (lags + 1,), from lag 0. Divided by n, the sums are the usual estimate, which keeps every
    spectrum non-negative, gaps or not (Parzen 1963, On Spectral Analysis with Missing Observations).
    """
    calendar = Calendar.of(days, lags)
    row = calendar.spread(values - values.mean())
    there = calendar.spread(np.ones(len(values)))
    reach = range(min(lags, calendar.length - 1) + 1)
    sums, pairs = np.zeros(lags + 1), np.zeros(lags + 1)
    sums[: len(reach)] = [row[k:] @ row[: len(row) - k] for k in reach]
    pairs[: len(reach)] = [there[k:] @ there[: len(there) - k] for k in reach]
    return sums, pairs


def bandwidth(n: int, horizon: int = 1) -> int:
    """Lags that enter the error of a mean of ``n`` days: 4 (n / 100)^(2/9), at least ``horizon`` - 1.

    The usual rule for Bartlett's weights (Newey and West 1994). Errors of forecasts ``horizon`` days ahead
    share ``horizon`` - 1 days with their neighbours, however good the forecast.
    """
    return max(int(4.0 * (n / 100.0) ** (2.0 / 9.0)), horizon - 1)


def standard_error(days: pd.DatetimeIndex, values: np.ndarray, horizon: int = 1) -> float:
    """Standard error of the mean of ``values`` (n,), which may depend on their neighbours.

    Newey and West (1987), A Simple, Positive Semi-Definite, Heteroskedasticity and Autocorrelation
    Consistent Covariance Matrix, with Bartlett's weights over `bandwidth` lags. NaN for a single value.
    """
    n = len(values)
    if n < 2:
        return float("nan")
    lags = bandwidth(n, horizon)
    sums, _ = autocovariance(days, values, lags)
    weights = 1.0 - np.arange(1, lags + 1) / (lags + 1.0)
    return float(np.sqrt(max(sums[0] + 2.0 * weights @ sums[1:], 0.0)) / n)


@dataclass(frozen=True)
class Mean:
    """A mean of days that may be alike, its standard ``error``, and the two-sided test that it is zero."""

    value: float
    error: float
    freedom: int  # degrees of freedom of the error
    p_value: float

    def reach(self, risk: float) -> float:
        """How far the interval goes to both sides that misses the true mean with probability ``risk``."""
        return float(stats.t.isf(risk / 2.0, self.freedom) * self.error)


def mean_of(values: np.ndarray, horizon: int = 1, *, waves: float = 0.4) -> Mean:
    """The mean of ``values`` (n,), in the order of their days, with an error that allows for any memory.

    Its variance is the mean square of the first cosine transforms of the values, ``waves`` n^(2/3), and
    the test is Student's with as many degrees of freedom: Lazarus, Lewis, Stock and Watson (2018), HAR
    Inference: Recommendations for Practice. It keeps its level where `standard_error`, taken as known, is
    too small. Fewer waves allow for a longer memory and make it wider. Errors of forecasts ``horizon`` days
    ahead leave fewer of them. NaN from fewer than 3 values.
    """
    n = len(values)
    if n < 3:
        return Mean(float(np.mean(values)) if n else float("nan"), float("nan"), 0, float("nan"))
    freedom = max(2, int(min(waves * n ** (2.0 / 3.0), n / (2.0 * horizon))))
    place = (np.arange(n) + 0.5) / n
    wave = np.cos(np.pi * np.multiply.outer(np.arange(1, freedom + 1), place)) @ (values - values.mean())
    mean, error = float(values.mean()), float(np.sqrt(2.0 * np.mean(wave**2)) / n)
    p_value = float(2.0 * stats.t.sf(abs(mean) / error, freedom)) if error > 0.0 else float("nan")
    return Mean(mean, error, freedom, p_value)
