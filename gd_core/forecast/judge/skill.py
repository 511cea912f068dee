"""Is the regression better than a forecast that needs none, or is that chance?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from gd_core.forecast.evaluation import REFERENCES
from gd_core.forecast.judge.autocorrelation import standard_error
from gd_core.forecast.judge.bootstrap import block_length, resampled_sums
from gd_core.forecast.result import Result

MODELS = ("gradient_descent", "least_squares")
PARTS = ("validation", "test")
CONFIDENCE = 0.95
RESAMPLES = 2_000
FEWEST_DAYS = 30  # from which on errors are resampled; fewer make no five blocks


@dataclass(frozen=True)
class DieboldMariano:
    """``statistic``: positive where the first forecast is better; ``p_value``: two-sided."""

    statistic: float
    p_value: float


def diebold_mariano(
    days: pd.DatetimeIndex, ours: np.ndarray, theirs: np.ndarray, horizon: int = 1
) -> DieboldMariano:
    """Whether two forecasts of the same ``days`` (n,), sorted, have the same mean loss.

    ``ours`` and ``theirs`` (n,) are their losses. Diebold and Mariano (1995), Comparing Predictive
    Accuracy, with the variance of Newey and West, since the losses of neighbouring days may go together
    whatever the horizon, and with the small-sample factor and the t distribution of Harvey, Leybourne and
    Newbold (1997). NaN where the losses do not differ, or where the horizon leaves nothing to compare.
    """
    difference = theirs - ours
    n = len(difference)
    error = standard_error(days, difference, horizon)
    small_sample = (n + 1 - 2 * horizon + horizon * (horizon - 1) / n) / n
    if n <= horizon or not error > 0.0 or small_sample <= 0.0:
        return DieboldMariano(float("nan"), float("nan"))
    statistic = float(np.sqrt(small_sample) * difference.mean() / error)
    return DieboldMariano(statistic, float(2.0 * stats.t.sf(abs(statistic), n - 1)))


def skills(predictions: pd.DataFrame, horizon: int = 1, *, seed: int = 0) -> pd.DataFrame:
    """A row for each of `PARTS`, `MODELS` and `REFERENCES`: part, model, reference, days, block, skill,
    low, high, statistic, p_value, finding.

    Skill is 1 - MSE / MSE of the reference; low and high are the ends of its interval of `CONFIDENCE`, from
    the quantiles of `RESAMPLES` block-bootstrap resamples of the days, and with statistic and p_value, those
    of the Diebold-Mariano test, they are NaN from fewer than `FEWEST_DAYS` days. ``predictions`` is that
    of a `Result`.
    """
    rows = []
    for part in PARTS:
        days = predictions[predictions["part"] == part]
        if len(days):
            rows += _of_part(days, part, horizon, seed)
    return pd.DataFrame(rows)


def _of_part(days: pd.DataFrame, part: str, horizon: int, seed: int) -> list[dict[str, object]]:
    dates, columns = pd.DatetimeIndex(days.index), [*MODELS, *REFERENCES]
    with np.errstate(over="ignore", invalid="ignore"):  # a descent that ran away
        squares = (days[columns].to_numpy() - days[["actual"]].to_numpy()) ** 2
    usable = bool(np.isfinite(squares).all())
    loss = dict(zip(columns, squares.T, strict=True))
    pairs = [(model, reference) for model in MODELS for reference in REFERENCES]
    skill = {(m, r): _skill(loss[m].sum(), loss[r].sum()) if usable else float("nan") for m, r in pairs}
    enough = usable and len(days) >= FEWEST_DAYS
    block, sums = 0, dict.fromkeys(columns, np.full(1, np.nan))
    if enough:
        # What moves the ratio of two sums, to first order; the most persistent pair sets the length for all.
        moving = [loss[m] - (1.0 - skill[m, r]) * loss[r] for m, r in pairs if np.isfinite(skill[m, r])]
        block = max((block_length(dates, series, horizon) for series in moving), default=horizon)
        resampled = resampled_sums(dates, squares, block, resamples=RESAMPLES, seed=seed)
        sums = dict(zip(columns, resampled.T, strict=True))
    rows = []
    for model, reference in pairs:
        low, high = _interval(sums[model], sums[reference])
        test = DieboldMariano(float("nan"), float("nan"))
        if enough:
            test = diebold_mariano(dates, loss[model], loss[reference], horizon)
        rows.append(
            {
                "part": part,
                "model": model,
                "reference": reference,
                "days": len(days),
                "block": block,
                "skill": skill[model, reference],
                "low": low,
                "high": high,
                "statistic": test.statistic,
                "p_value": test.p_value,
                "finding": finding(skill[model, reference], low, high, test.p_value),
            }
        )
    return rows


def _skill(ours: float, theirs: float) -> float:
    return float(1.0 - ours / theirs) if theirs > 0.0 else float("nan")


def _interval(ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float]:
    if not (theirs > 0.0).all():
        return float("nan"), float("nan")
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(1.0 - ours / theirs, [tail, 1.0 - tail])
    return float(low), float(high)


def finding(skill: float, low: float, high: float, p_value: float) -> str:
    """What the interval and the test say together: "better", "worse", "undecided" or "unknown".

    A difference counts only where both see it: the interval leaves out zero and the p-value is below
    1 - `CONFIDENCE`.
    """
    if not np.isfinite(skill) or not np.isfinite(low):
        return "unknown"
    if not p_value < 1.0 - CONFIDENCE or low <= 0.0 <= high:
        return "undecided"
    return "better" if skill > 0.0 else "worse"


def of_result(result: Result) -> pd.DataFrame:
    """`skills` of a result, seeded by its settings."""
    return skills(result.predictions, result.settings.horizon, seed=result.settings.seed)
