"""What the residuals of gradient descent's forecast look like: observed minus forecast, on the test days.

A residual above zero means that the day was warmer than forecast: the forecast was too cold.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from gd_core.forecast.intervals import TypicalError
from gd_core.forecast.judge.autocorrelation import Mean, autocovariance, mean_of, standard_error
from gd_core.forecast.judge.skill import CONFIDENCE
from gd_core.forecast.rows.references import Climatology

RISK = 1.0 - CONFIDENCE  # of finding something where there is nothing, in each whole table
FEWEST = 10  # days from which on a mean is given an interval
TENTHS = 10
MOST_LAGS = 30
TESTED_LAGS = 10  # of the Ljung-Box test, as usual where nothing recurs weekly
WINDOW = 31  # days of the running mean, centred
MOST_QUANTILES = 200


@dataclass(frozen=True)
class LjungBox:
    """``statistic`` is distributed as chi-square with ``lags`` degrees of freedom if nothing is related."""

    statistic: float
    lags: int
    p_value: float


@dataclass(frozen=True)
class Shape:
    """How a distribution differs from a normal one; ``p_value`` is that of Jarque and Bera's test.

    ``skewed``: the p-value of a test of the skewness alone, which tails as heavy on both sides leave at rest;
    ``heavy``: the chance of at least so many days ``beyond`` in a normal distribution.
    """

    deviation: float  # standard deviation, in degrees
    skewness: float
    beyond: float  # share beyond 2.576 standard deviations, 0.01 for a normal distribution
    p_value: float
    skewed: float
    heavy: float


def residuals(predictions: pd.DataFrame, part: str = "test") -> pd.Series:
    """Observed minus forecast by gradient descent, indexed by date; days without either are left out."""
    days = predictions[predictions["part"] == part]
    found = (days["actual"] - days["gradient_descent"]).rename("residual")
    return found[np.isfinite(found)]


def by_month(found: pd.Series, horizon: int = 1) -> pd.DataFrame:
    """A row for each calendar month that occurs: month (1 to 12), and the columns of `grouped`."""
    return grouped(found, np.asarray(pd.DatetimeIndex(found.index).month), horizon).rename(
        columns={"group": "month"}
    )


def by_prediction(found: pd.Series, predicted: pd.Series, horizon: int = 1) -> pd.DataFrame:
    """A row for each tenth of the days in the order of their forecast, coldest first.

    Columns: predicted (mean forecast), and those of `grouped`. ``predicted`` has the index of ``found``.
    """
    forecast = predicted.loc[found.index].to_numpy()
    tenth = np.empty(len(found), dtype=int)
    for number, places in enumerate(np.array_split(np.argsort(forecast, kind="stable"), TENTHS)):
        tenth[places] = number
    table = grouped(found, tenth, horizon)
    means = [float(forecast[tenth == number].mean()) for number in table["group"]]
    return table.assign(predicted=means)


def grouped(found: pd.Series, group: np.ndarray, horizon: int = 1) -> pd.DataFrame:
    """Residuals by ``group`` (n,): group, days, mean, low, high, rmse, lower, upper.

    low and high are an interval for the mean; all of them hold together with `CONFIDENCE` (Bonferroni). Its
    width allows for neighbouring days being alike, by as much as they are in the whole series: a group
    alone is too short to tell. lower and upper hold the middle 80% of days.
    """
    around = found - found.groupby(group).transform("mean")
    alike = _inflation(around, horizon, len(found) / max(found.groupby(group).ngroups, 1))
    rows, names = [], np.unique(group)
    for name in names:
        these = found[group == name]
        n, mean = len(these), float(these.mean())
        reach = float("nan")
        if n >= FEWEST:
            reach = float(stats.t.isf(RISK / len(names) / 2.0, n - 1) * these.std() * np.sqrt(alike / n))
        lower, upper = np.quantile(these, [0.1, 0.9])
        rows.append(
            {
                "group": int(name),
                "days": n,
                "mean": mean,
                "low": mean - reach,
                "high": mean + reach,
                "rmse": float(np.sqrt((these**2).mean())),
                "lower": float(lower),
                "upper": float(upper),
            }
        )
    columns = ["group", "days", "mean", "low", "high", "rmse", "lower", "upper"]
    return pd.DataFrame(rows, columns=columns)


def _inflation(values: pd.Series, horizon: int, size: float) -> float:
    """How many days count as one independent day in the variance of a mean; at least 1.

    The larger one of what Newey and West find and what the correlation of neighbours alone comes to, if
    it fades as that of an autoregression does. ``values`` are departures from the means of groups of
    ``size`` days, which makes that correlation too small by (1 + 3 r) / size (Kendall 1954).
    """
    variance = float(values.var(ddof=0)) if len(values) else 0.0
    if not variance > 0.0:
        return 1.0
    error = standard_error(pd.DatetimeIndex(values.index), values.to_numpy(), horizon)
    if not np.isfinite(error):
        return 1.0
    sums, _ = autocovariance(pd.DatetimeIndex(values.index), values.to_numpy(), 1)
    next_day = float(sums[1] / sums[0])
    next_day = float(np.clip(next_day + (1.0 + 3.0 * next_day) / size, 0.0, 0.9))
    return max(len(values) * error**2 / variance, (1.0 + next_day) / (1.0 - next_day))


def over_time(found: pd.Series) -> pd.DataFrame:
    """residual and its running mean over `WINDOW` calendar days (NaN from fewer than `FEWEST`), by date."""
    running = found.rolling(f"{WINDOW}D", center=True, min_periods=FEWEST).mean()
    return pd.DataFrame({"residual": found, "running": running})


def bias(found: pd.Series, horizon: int = 1) -> Mean:
    """Whether all days together have a mean other than zero, which the training days have."""
    return mean_of(found.to_numpy(), horizon)


def evened(found: pd.Series, predictions: pd.DataFrame) -> pd.Series:
    """``found`` over the usual size of errors at that time of year, which all of ``predictions`` tell.

    What compares days with each other takes them for equally variable; a spread that goes with the season
    makes it see relations where there are none.
    """
    errors = pd.concat([residuals(predictions, part) for part in predictions["part"].unique()]).abs()
    usual = TypicalError(Climatology.fit(errors.sort_index()))
    return found / usual.predict(pd.DatetimeIndex(found.index))


def autocorrelation(found: pd.Series, horizon: int = 1) -> pd.DataFrame:
    """lag (1 to `MOST_LAGS` days, at most a quarter of those known), correlation, bound, pairs.

    ``bound`` is what an unrelated lag stays within on 95 of 100 records: 1.96 standard errors, which are
    sqrt(pairs) / n in a calendar with gaps. Residuals less than ``horizon`` days apart belong to forecasts
    that overlap; lags beyond them get Bartlett's (1946) wider bound.
    """
    n = len(found)
    lags = min(MOST_LAGS, n // 4)
    sums, pairs = autocovariance(pd.DatetimeIndex(found.index), found.to_numpy(), lags)
    correlation = sums[1:] / sums[0] if sums[0] > 0.0 else np.full(lags, np.nan)
    lag = np.arange(1, lags + 1)
    overlapping = 1.0 + 2.0 * np.sum(correlation[: horizon - 1] ** 2)
    wider = np.where(lag >= horizon, np.sqrt(overlapping), 1.0)
    bound = float(stats.norm.isf(RISK / 2.0)) * np.sqrt(pairs[1:]) / n * wider
    return pd.DataFrame(
        {"lag": lag, "correlation": correlation, "bound": bound, "pairs": pairs[1:].astype(int)}
    )


def ljung_box(table: pd.DataFrame, n: int) -> LjungBox:
    """Whether the first `TESTED_LAGS` lags of `autocorrelation` of ``n`` days are more than noise.

    Ljung and Box (1978): n (n + 2) sum of r_k^2 / pairs_k, where a record without gaps has n - k pairs.
    The residuals are of days that nothing was fitted on, so no degree of freedom is lost.
    """
    used = table.head(TESTED_LAGS)
    used = used[(used["pairs"] > 0) & used["correlation"].notna()]
    if used.empty:
        return LjungBox(float("nan"), 0, float("nan"))
    statistic = float(n * (n + 2) * np.sum(used["correlation"] ** 2 / used["pairs"]))
    return LjungBox(statistic, len(used), float(stats.chi2.sf(statistic, len(used))))


def quantiles(found: pd.Series) -> pd.DataFrame:
    """normal and observed, in degrees: residuals in order beside those of a normal distribution.

    The normal one has their mean and standard deviation; places are Blom's (1958), (i - 3/8) / (n + 1/4).
    Of more than `MOST_QUANTILES` all in the tails are kept, and an even choice of the rest.
    """
    n = len(found)
    place = np.arange(n)
    if n > MOST_QUANTILES:
        tail, middle = MOST_QUANTILES // 4, np.linspace(0, n - 1, MOST_QUANTILES // 2).round().astype(int)
        place = np.unique(np.concatenate([place[:tail], middle, place[-tail:]]))
    z = stats.norm.ppf((place + 1.0 - 0.375) / (n + 0.25))
    normal = float(found.mean()) + z * float(found.std(ddof=0))
    return pd.DataFrame({"normal": normal, "observed": np.sort(found.to_numpy())[place]})


def shape(found: pd.Series, horizon: int = 1) -> Shape:
    """Skewness, weight of the tails, Jarque and Bera's (1980) test of normality, and one of the skewness.

    That one asks whether z^3 - 3 z has a mean of zero, where z are the residuals in standard deviations:
    to first order, what each day adds to the skewness of a symmetric distribution of any shape.
    """
    values, deviation = found.to_numpy(), float(found.std(ddof=0))
    if not deviation > 0.0:
        return Shape(deviation, float("nan"), 0.0, float("nan"), float("nan"), float("nan"))
    z = (values - values.mean()) / deviation
    beyond = np.abs(z) > stats.norm.isf(0.005)
    heavy = float(stats.binom.sf(beyond.sum() - 1, len(z), 0.01))
    normal = float(stats.jarque_bera(values).pvalue)
    skewness = mean_of(z**3 - 3.0 * z, horizon)
    return Shape(deviation, skewness.value, float(beyond.mean()), normal, skewness.p_value, heavy)
