"""Whether the interval around a forecast holds what it promises, measured on days it has never seen."""

import numpy as np
import pandas as pd
from scipy import stats

from gd_core.forecast.intervals import WINDOW, conformal_half_width
from gd_core.forecast.judge.autocorrelation import standard_error
from gd_core.forecast.judge.skill import CONFIDENCE
from gd_core.forecast.origins import FIRST

ALL_DAYS = "All days"
SEASONS = ("Dec–Feb", "Mar–May", "Jun–Aug", "Sep–Nov")
FEWEST = 10  # days of a season, from which on it gets a row
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


def coverage(
    predictions: pd.DataFrame, horizon: int = 1, part: str = "test", *, rolls: bool = False
) -> pd.DataFrame:
    """How often the interval held: a row for `ALL_DAYS` and for each of `SEASONS` with `FEWEST` days.

    Columns: season, days, held (share), low and high (its interval of `CONFIDENCE`; those of the seasons
    hold together). They allow for the days that set the width being no more than a sample, too: the
    validation part, or if the interval ``rolls`` (see `ExperimentSettings.rolls`) the latest days before
    ``part``. Empty if there is no interval. ``predictions`` is that of a `Result`.
    """
    dates, held = _held(predictions, part)
    set_by = _set_by(predictions, horizon, part, rolls=rolls)
    quarter = np.asarray(dates.month) % 12 // 3
    present = [q for q in range(4) if (quarter == q).sum() >= FEWEST]
    rows = [(ALL_DAYS, np.ones(len(dates), dtype=bool), 1.0 - CONFIDENCE)] if len(dates) else []
    rows += [(SEASONS[q], quarter == q, (1.0 - CONFIDENCE) / len(present)) for q in present]
    table = [
        {"season": name, "days": int(of.sum()), "held": float(held[of].mean())}
        | dict(zip(("low", "high"), share_interval(dates[of], held[of], risk, horizon, set_by), strict=True))
        for name, of, risk in rows
    ]
    return pd.DataFrame(table, columns=["season", "days", "held", "low", "high"])


def _held(predictions: pd.DataFrame, part: str) -> tuple[pd.DatetimeIndex, np.ndarray]:
    """The days of a part that have an interval, and whether it held on them (1 or 0), both (n,)."""
    days = predictions[predictions["part"] == part]
    days = days[days["low"].notna() & days["high"].notna()]
    held = (days["actual"] >= days["low"]) & (days["actual"] <= days["high"])
    return pd.DatetimeIndex(days.index), held.to_numpy(dtype=float)


def _set_by(predictions: pd.DataFrame, horizon: int, part: str, *, rolls: bool) -> float:
    """How many independent days set the width of the interval that a ``part`` begins with.

    Whether neighbouring days go together is seen on the validation part.
    """
    days, hits = _held(predictions, "validation")
    independent = independent_days(days, hits, horizon)
    if not rolls or not len(days):
        return independent
    before = int(np.argmax(predictions["part"].to_numpy() == part))
    return independent / len(days) * min(max(before - FIRST, 1), WINDOW)


def independent_days(days: pd.DatetimeIndex, hits: np.ndarray, horizon: int = 1) -> float:
    """How many independent days would leave the share of ``hits`` (n,) as uncertain; at most n.

    Without any day it is infinite: nothing is known to have been a sample.
    """
    if not len(days):
        return float("inf")
    n, share = len(hits), float(hits.mean())
    error = standard_error(days, hits, horizon)
    return float(min(n, share * (1.0 - share) / error**2) if error > 0.0 else n)


def share_interval(
    days: pd.DatetimeIndex,
    hits: np.ndarray,
    risk: float,
    horizon: int = 1,
    set_by: float = float("inf"),
) -> tuple[float, float]:
    """Wilson's (1927) interval for a share, from ``hits`` (n,) of 0 and 1, wrong with probability ``risk``.

    Hits of neighbouring days may go together: n is then taken to be as many independent days as would
    leave the share equally uncertain, and never more than there are. What an interval holds varies with the
    days that set its width as a share of ``set_by`` independent days does (Vovk 2012, Conditional Validity of
    Inductive Conformal Predictors): both variances add up.
    """
    share = float(hits.mean())
    independent = 1.0 / (1.0 / independent_days(days, hits, horizon) + 1.0 / set_by)
    z2 = stats.norm.isf(risk / 2.0) ** 2
    middle = (share + z2 / (2.0 * independent)) / (1.0 + z2 / independent)
    spread = np.sqrt(z2 * (share * (1.0 - share) + z2 / (4.0 * independent)) / independent)
    half = spread / (1.0 + z2 / independent)
    return float(middle - half), float(middle + half)


def coverage_by_level(predictions: pd.DataFrame, part: str = "test") -> pd.DataFrame:
    """How often intervals of other levels, made in the same way, would have held on ``part``.

    Columns: level (those of `LEVELS` that the validation part is long enough for), held. The interval of each
    day is stretched about its middle, which need not be the forecast: by a quantile, over the validation
    part, of how far the outcome was from the middle, in halves of the interval's width.
    """
    known = predictions[predictions["low"].notna() & predictions["high"].notna()]
    middle, half = (known["high"] + known["low"]) / 2.0, (known["high"] - known["low"]) / 2.0
    size = ((known["actual"] - middle).abs() / half.where(half > 0.0)).dropna()
    validation, of = (size[known["part"].loc[size.index] == name].to_numpy() for name in ("validation", part))
    rows = []
    for level in LEVELS:
        quantile = conformal_half_width(validation, level)
        if np.isfinite(quantile) and len(of):
            rows.append({"level": level, "held": float((of <= quantile).mean())})
    return pd.DataFrame(rows, columns=["level", "held"])
