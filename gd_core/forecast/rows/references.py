"""Forecasts that anybody could make without a model: what a regression has to beat.

All of them go by the calendar and learn from the training part only.

The exported script copies this file: it may import the standard library, NumPy and pandas.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

YEAR = 365.2425  # mean length of a calendar year in days
ROUND_THE_YEAR = 12  # months that must have been seen before the seasons are known
HARMONICS = 2  # yearly and half-yearly wave: smooth enough for three years, free enough for any climate


def season(dates: pd.DatetimeIndex, harmonics: int = HARMONICS) -> np.ndarray:
    """Sine and cosine pairs of the time of year, (n, 2 * harmonics)."""
    days = (dates - pd.Timestamp("2000-01-01")).days.to_numpy()
    angle = 2.0 * np.pi * days / YEAR
    waves = [wave(k * angle) for k in range(1, harmonics + 1) for wave in (np.sin, np.cos)]
    return np.column_stack(waves)


@dataclass(frozen=True)
class Climatology:
    """The seasonal normal: a mean and `HARMONICS` waves a year, fitted by least squares.

    From training days that leave out a month of the year it is their mean alone.
    """

    coefficients: np.ndarray  # (1 + 2 * HARMONICS,), the constant first

    @classmethod
    def fit(cls, values: pd.Series) -> "Climatology":
        """``values``: the training part, indexed by date; missing ones are passed over."""
        known = values.dropna()
        dates = pd.DatetimeIndex(known.index)
        if dates.month.nunique() < ROUND_THE_YEAR:
            # Waves fitted to a part of the year run wild in the rest of it.
            return cls(np.append(known.mean(), np.zeros(2 * HARMONICS)))
        terms = np.column_stack([np.ones(len(known)), season(dates)])
        return cls(np.linalg.lstsq(terms, known.to_numpy(), rcond=None)[0])

    @classmethod
    def unknown(cls) -> "Climatology":
        """The normal of what was never measured: NaN on every day."""
        return cls(np.full(1 + 2 * HARMONICS, np.nan))

    @property
    def varies(self) -> bool:
        """Whether the normal changes through the year."""
        return bool(np.any(self.coefficients[1:] != 0.0))

    def predict(self, dates: pd.DatetimeIndex) -> np.ndarray:
        """The normal on ``dates`` (n,)."""
        return np.asarray(self.coefficients[0] + season(dates) @ self.coefficients[1:])


@dataclass(frozen=True)
class DampedAnomaly:
    """The normal of the target date plus ``rho`` times today's departure from today's normal."""

    climatology: Climatology
    rho: float

    @classmethod
    def fit(
        cls,
        climatology: Climatology,
        days: pd.DatetimeIndex,
        today: np.ndarray,
        actual: np.ndarray,
        horizon: int,
    ) -> "DampedAnomaly":
        """``rho`` by least squares through the origin, on the training pairs (today, actual)."""
        before = today - climatology.predict(days)
        after = actual - climatology.predict(days + pd.Timedelta(days=horizon))
        energy = float(before @ before)
        return cls(climatology, float(before @ after) / energy if energy > 0.0 else 0.0)

    def predict(self, days: pd.DatetimeIndex, today: np.ndarray, horizon: int) -> np.ndarray:
        """Forecast for ``horizon`` days after ``days`` (n,), given the value ``today`` (n,) on them."""
        later = days + pd.Timedelta(days=horizon)
        anomaly = today - self.climatology.predict(days)
        return np.asarray(self.climatology.predict(later) + self.rho * anomaly)
