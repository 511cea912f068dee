"""Every feature there is (`FEATURES`, labels of the page included) and its terms, a column for each.

A term of day t is made from values of day t and before, by the calendar, and from what the training part
has taught: a lag whose day is absent from the record is missing, and so is a mean over too few days.

The exported script copies this file: it may import the standard library, NumPy, pandas and its
neighbours `names` and `references`.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

from gd_core.forecast.rows.names import unique, used_columns
from gd_core.forecast.rows.references import Climatology, season

MAX_LAGS = 7  # days before today
MAX_WAVES = 3  # of the seasonal cycle
MAX_TERMS = 200
SHARE = 0.8  # of its days that a running mean needs
NORMAL = "normal of the day forecast"
HISTORIES = {"target": "The target", "predictors": "All predictors"}  # whose earlier days are used


class Feature(NamedTuple):
    """Something that the regression may be told, in words; ``days`` of a running mean, today included."""

    label: str
    explanation: str
    days: int = 0


def _running_mean(days: int) -> Feature:
    explanation = f"The mean of today and the {days - 1} days before, if {SHARE:.0%} of them have a value."
    return Feature(f"{days}-day mean", explanation, days)


FEATURES: dict[str, Feature] = {
    "today": Feature("Today's values", "Every predictor on the day on which the forecast is made."),
    "season": Feature(
        "Seasonal cycle", "Sine and cosine waves through the year, taken on the day that is forecast."
    ),
    "lags": Feature("Days before", "The value of one day before, of two days before, and so on."),
    "mean_7": _running_mean(7),
    "mean_30": _running_mean(30),
    "change": Feature(
        "Day-to-day change", "Today minus the day before; it takes the place of the value of the day before."
    ),
    "anomalies": Feature(
        "Anomalies",
        "Values are taken as departures from their seasonal normal in the training part; without the "
        "seasonal cycle, the target's normal on the day that is forecast is added.",
    ),
}
MEANS = {name: feature.days for name, feature in FEATURES.items() if feature.days}
OF_EARLIER_DAYS = ("lags", *MEANS, "change")


class Choice(Protocol):
    """What settings say about features; the fields are those of `ExperimentSettings`."""

    @property
    def features(self) -> tuple[str, ...]: ...
    @property
    def lags(self) -> int: ...
    @property
    def season_waves(self) -> int: ...
    @property
    def history(self) -> str: ...
    @property
    def horizon(self) -> int: ...


def term_table(
    frame: pd.DataFrame,
    target: str,
    predictors: tuple[str, ...],
    settings: Choice,
    *,
    past: np.ndarray,
) -> pd.DataFrame:
    """Every term on every day of ``frame``, (days, terms), NaN where it is not known.

    ``frame`` has float64 columns, ``target`` and ``predictors`` among them, on a unique sorted daily
    DatetimeIndex, as measured. ``past`` (days,) marks the rows that normals may be learned from. Raises
    ValueError for more than `MAX_TERMS` terms.
    """
    days = pd.DatetimeIndex(frame.index)
    names = used_columns(target, predictors)
    _check_number(len(predictors), len(names), settings)
    values = {name: frame[name].to_numpy(dtype=float) for name in names}
    label = "{}".format
    terms: list[tuple[str, np.ndarray]] = []
    later = days + pd.Timedelta(days=settings.horizon)
    if "anomalies" in settings.features:
        normals = {name: normal(frame.loc[past, name]) for name in names}
        values = {name: values[name] - normals[name].predict(days) for name in names}
        label = "{} (anomaly)".format
        if "season" not in settings.features and normals[target].varies:
            terms.append((NORMAL, normals[target].predict(later)))
    if "season" in settings.features:
        terms += _waves(later, settings.season_waves)
    if "today" in settings.features:
        terms += [(label(name), values[name]) for name in predictors]
    steps = _Steps(days)
    for name in [target] if settings.history == "target" else names:
        earlier = _history(values[name], steps, settings, name in predictors)
        terms += [(label(f"{name}, {kind}"), column) for kind, column in earlier]
    columns = unique([name for name, _ in terms])
    return pd.DataFrame(np.column_stack([column for _, column in terms]), index=days, columns=columns)


def _waves(later: pd.DatetimeIndex, count: int) -> Iterator[tuple[str, np.ndarray]]:
    """Sine and cosine terms of the time of year of the days ``later``."""
    names = [f"season, {kind} {k}" for k in range(1, count + 1) for kind in ("sine", "cosine")]
    return zip(names, season(later, count).T, strict=True)


def normal(values: pd.Series) -> Climatology:
    """The seasonal normal of ``values`` (indexed by date); unknown (NaN) if not one of them is measured."""
    return Climatology.fit(values) if values.notna().any() else Climatology.unknown()


class _Steps:
    """From each day of a record to the days before it, by the calendar."""

    def __init__(self, days: pd.DatetimeIndex) -> None:
        self._day = days.to_numpy().astype("datetime64[D]").astype(int)
        self._day += max(MAX_LAGS, *MEANS.values()) - self._day[0]
        self._row = np.full(self._day[-1] + 1, -1)  # of each calendar day; -1: absent
        self._row[self._day] = np.arange(len(days))

    def before(self, values: np.ndarray, k: int) -> np.ndarray:
        """The value ``k`` days before each day, NaN where that day is absent."""
        rows = self._row[self._day - k]
        return np.where(rows >= 0, values[rows], np.nan)

    def mean(self, values: np.ndarray, days: int) -> np.ndarray:
        """The mean of each day and the ``days`` - 1 before it, NaN where fewer than `SHARE` are known."""
        total, known = np.zeros(len(values)), np.zeros(len(values))
        for k in range(days):
            part = self.before(values, k)
            there = ~np.isnan(part)
            total[there] += part[there]
            known += there
        return np.where(known >= SHARE * days, total / np.maximum(known, 1), np.nan)


def _history(
    values: np.ndarray, steps: _Steps, settings: Choice, with_today: bool
) -> Iterator[tuple[str, np.ndarray]]:
    """Lags, means and change of one column, without those that others add up to."""
    chosen = settings.features
    today = with_today and "today" in chosen
    if "lags" in chosen:
        # Today minus its change is the day before: one of the three says nothing new.
        first = 2 if today and "change" in chosen else 1
        for k in range(first, settings.lags + 1):
            yield f"{k} {'day' if k == 1 else 'days'} before", steps.before(values, k)
    for feature, days in MEANS.items():
        # Today (or the day before and the change) and all its other days add up to the mean.
        spelt_out = (today or "change" in chosen) and "lags" in chosen and settings.lags >= days - 1
        if feature in chosen and not spelt_out:
            yield f"{days}-day mean", steps.mean(values, days)
    if "change" in chosen:
        yield "day-to-day change", values - steps.before(values, 1)


def _check_number(predictors: int, columns: int, settings: Choice) -> None:
    """Count the terms before any is made; at most a few too many are counted."""
    chosen = settings.features
    of_each = settings.lags * ("lags" in chosen) + sum(name in chosen for name in (*MEANS, "change"))
    count = predictors * ("today" in chosen) + of_each * (1 if settings.history == "target" else columns)
    if count > MAX_TERMS:
        raise ValueError(
            f"These features make {count:,} terms, and at most {MAX_TERMS} are possible. Choose fewer "
            "predictors or fewer features, or days before, means and change of the target alone."
        )
