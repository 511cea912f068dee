"""Is the regression better than a forecast that needs none, or is that chance?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from gd_core.forecast.evaluation import REFERENCES, skill
from gd_core.forecast.judge.autocorrelation import mean_of, standard_error
from gd_core.forecast.judge.bootstrap import block_length, resampled_sums
from gd_core.forecast.result import Result

MODELS = ("gradient_descent", "least_squares")
PAIRS = tuple((model, reference) for model in MODELS for reference in REFERENCES)
PARTS = ("validation", "test")
CONFIDENCE = 0.95
RESAMPLES = 2_000
A_YEAR = 365  # days: on fewer, the interval over the seasonal normal is a wider one
FEW_WAVES = 0.25  # see `mean_of`: of such a wider interval
FEWEST_DAYS = 30  # from which on errors are resampled; fewer make no five blocks


@dataclass(frozen=True)
class DieboldMariano:
    """``statistic``: positive where the first forecast is better; ``p_value``: two-sided."""

    statistic: float
    p_value: float


UNKNOWN = DieboldMariano(float("nan"), float("nan"))


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
        return UNKNOWN
    statistic = float(np.sqrt(small_sample) * difference.mean() / error)
    return DieboldMariano(statistic, float(2.0 * stats.t.sf(abs(statistic), n - 1)))


def skills(predictions: pd.DataFrame, horizon: int = 1, *, seed: int = 0) -> pd.DataFrame:
    """A row for each of `PARTS`, `MODELS` and `REFERENCES`: part, model, reference, days, block, skill,
    low, high, statistic, p_value, finding.

    Skill is 1 - MSE / MSE of the reference; low and high are the ends of its interval of `CONFIDENCE`, from
    the quantiles of `RESAMPLES` block-bootstrap resamples of the days, and with statistic and p_value, those
    of the Diebold-Mariano test, they are NaN from fewer than `FEWEST_DAYS` days. The finding goes by the
    p-value of that test or of `mean_of`, whichever is larger (the first is a little too small on a few
    hundred days), which `holm` corrects for several references. ``predictions`` is that of a `Result`.
    """
    rows = []
    for part in PARTS:
        days = predictions[predictions["part"] == part]
        if len(days):
            dates, loss = pd.DatetimeIndex(days.index), _losses(days)
            found = {pair: skill(loss[pair[0]].sum(), loss[pair[1]].sum()) for pair in PAIRS}
            block, sums = _resampled(dates, loss, found, horizon, seed)
            tests = {
                (m, r): diebold_mariano(dates, loss[m], loss[r], horizon) if block else UNKNOWN
                for m, r in PAIRS
            }
            larger = {
                (m, r): max(test.p_value, mean_of(loss[r] - loss[m], horizon).p_value)
                for (m, r), test in tests.items()
            }
            corrected = {m: holm(np.array([larger[m, r] for r in REFERENCES])) for m in MODELS}
            for model, reference in PAIRS:
                low, high = _interval(sums[model], sums[reference])
                if block and reference == "climatology" and _days_spanned(dates) < A_YEAR:
                    low, high = _widened(low, high, loss[model], loss[reference], horizon)
                test = tests[model, reference]
                p_value = float(corrected[model][REFERENCES.index(reference)])
                rows.append(
                    {
                        "part": part,
                        "model": model,
                        "reference": reference,
                        "days": len(days),
                        "block": block,
                        "skill": found[model, reference],
                        "low": low,
                        "high": high,
                        "statistic": test.statistic,
                        "p_value": test.p_value,
                        "finding": finding(found[model, reference], low, high, p_value),
                    }
                )
    return pd.DataFrame(rows)


def _losses(days: pd.DataFrame) -> dict[str, np.ndarray]:
    """Squared errors of each model and reference, (n,) each; all NaN if one of them is out of bounds."""
    columns = [*MODELS, *REFERENCES]
    with np.errstate(over="ignore", invalid="ignore"):  # a descent that ran away
        squares = (days[columns].to_numpy() - days[["actual"]].to_numpy()) ** 2
    if not np.isfinite(squares).all():
        squares[:] = np.nan
    return dict(zip(columns, squares.T, strict=True))


def _resampled(
    days: pd.DatetimeIndex,
    loss: dict[str, np.ndarray],
    found: dict[tuple[str, str], float],
    horizon: int,
    seed: int,
) -> tuple[int, dict[str, np.ndarray]]:
    """Days in a block, and the sums of each loss in `RESAMPLES` resamples; 0 and NaN where none are made.

    ``found`` are the skills.
    """
    squares = np.column_stack(list(loss.values()))
    if len(days) < FEWEST_DAYS or np.isnan(squares).any():
        return 0, dict.fromkeys(loss, np.full(1, np.nan))
    # What moves the ratio of two sums, to first order; the most persistent pair sets the length for all.
    moving = [loss[m] - (1.0 - share) * loss[r] for (m, r), share in found.items() if np.isfinite(share)]
    block = max((block_length(days, series, horizon) for series in moving), default=horizon)
    sums = resampled_sums(days, squares, block, resamples=RESAMPLES, seed=seed)
    return block, dict(zip(loss, sums.T, strict=True))


def _interval(ours: np.ndarray, theirs: np.ndarray) -> tuple[float, float]:
    if not (theirs > 0.0).all():
        return float("nan"), float("nan")
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(1.0 - ours / theirs, [tail, 1.0 - tail])
    return float(low), float(high)


def _days_spanned(days: pd.DatetimeIndex) -> int:
    return (days[-1] - days[0]).days + 1


def _widened(
    low: float, high: float, ours: np.ndarray, theirs: np.ndarray, horizon: int
) -> tuple[float, float]:
    """The interval, as wide at least as one by Student's test of the logarithm of the ratio of errors.

    Departures from a normal last for weeks: less than a year holds few of them, and resampled blocks of it
    differ less than years do.
    """
    a, b = float(ours.mean()), float(theirs.mean())
    if not (a > 0.0 and b > 0.0):
        return low, high
    reach = mean_of(ours / a - theirs / b, horizon, waves=FEW_WAVES).reach(1.0 - CONFIDENCE)
    return min(low, 1.0 - a / b * float(np.exp(reach))), max(high, 1.0 - a / b * float(np.exp(-reach)))


def holm(p_values: np.ndarray) -> np.ndarray:
    """``p_values`` (k,) for k verdicts of which any false one counts: Holm (1979); NaN is no verdict."""
    known = np.flatnonzero(~np.isnan(p_values))
    order = known[np.argsort(p_values[known], kind="stable")]
    adjusted = np.full(len(p_values), np.nan)
    steps = p_values[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def finding(share: float, low: float, high: float, p_value: float) -> str:
    """What the interval of a skill and the test say together: "better", "worse", "undecided" or "unknown".

    A difference counts only where both see it: the interval leaves out zero and the p-value is below
    1 - `CONFIDENCE`.
    """
    if not np.isfinite(share) or not np.isfinite(low):
        return "unknown"
    if not p_value < 1.0 - CONFIDENCE or low <= 0.0 <= high:
        return "undecided"
    return "better" if share > 0.0 else "worse"


def of_result(result: Result) -> pd.DataFrame:
    """`skills` of a result, seeded by its settings."""
    return skills(result.predictions, result.settings.horizon, seed=result.settings.seed)
