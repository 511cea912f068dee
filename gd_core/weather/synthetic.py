"""A simulated weather station, with the seasons, the memory and the gaps of a real one.

`synthetic_csv` gives the bundled file data/synthetic_station.csv byte for byte: the numbers come from NumPy's
legacy generator, whose stream is frozen for good, and are rounded to one decimal.

Days are wet or dry as a two-state Markov chain has it, with gamma-distributed amounts (Richardson 1981, Water
Resources Research 17). Temperature is a seasonal cycle plus an anomaly that remembers two thirds of itself
from one day to the next (a first-order autoregression).
"""

import numpy as np
import pandas as pd

FIRST_DAY, LAST_DAY = "1987-01-01", "2023-12-31"
SEED = 1987

MEMORY = 0.72  # of the temperature's anomaly from day to day
WET_AFTER_WET, WET_AFTER_DRY = 0.62, 0.24  # probabilities
CLOSED = ("1998-04-01", "2000-03-31")  # the station stood still: no row in the file
GAUGE_FAILED = ("2009-10-12", "2009-11-29")  # no rain measured: empty cells
ABSENT_DAYS = 24  # scattered days without a row
MISSING_SHARE = {"tmax": 0.004, "tmin": 0.006, "rain": 0.008, "wind": 0.012}  # scattered empty cells


def synthetic_station(seed: int = SEED) -> pd.DataFrame:
    """Daily tmax, tmin (°C), rain (mm) and wind (m/s), to one decimal, 1987 to 2023, index "date".

    Days without a record are absent, missing values NaN.
    """
    random = np.random.RandomState(seed)
    days = pd.date_range(FIRST_DAY, LAST_DAY, name="date", unit="us")
    # -1 in the depth of winter (20 January), 1 at the height of summer.
    season = -np.cos(2 * np.pi * (days.day_of_year.to_numpy() - 20) / 365.25)
    wet = _wet_days(random, season)
    rain = np.where(wet, np.maximum(random.gamma(0.75, 7.5 - 1.5 * season), 0.1), 0.0)

    warming = 0.03 * (np.arange(len(days)) / 365.25)
    anomaly = _with_memory(random, len(days), MEMORY) * (3.4 - 0.6 * season)
    # Clouds: wet days lack the afternoon's warmth in summer, and keep the night's in winter.
    tmax = 15.0 + 10.0 * season + warming + anomaly - wet * (1.6 + 1.2 * season)
    span = 8.5 + 2.0 * season - wet * (2.4 + 0.6 * season) + _with_memory(random, len(days), 0.4) * 1.6
    tmin = tmax - np.maximum(span, 0.8)
    wind = np.exp(1.05 - 0.18 * season + 0.22 * wet + _with_memory(random, len(days), 0.45) * 0.42)

    frame = pd.DataFrame({"tmax": tmax, "tmin": tmin, "rain": rain, "wind": wind}, index=days)
    return _with_gaps(random, frame.round(1) + 0.0)  # + 0.0 makes 0 of -0


def _wet_days(random: np.random.RandomState, season: np.ndarray) -> np.ndarray:
    """A Markov chain of wet (True) and dry days; winters are wetter."""
    draws = random.random_sample(len(season)) + 0.08 * season
    wet = np.zeros(len(season), dtype=bool)
    for day in range(1, len(wet)):
        wet[day] = draws[day] < (WET_AFTER_WET if wet[day - 1] else WET_AFTER_DRY)
    return wet


def _with_memory(random: np.random.RandomState, n: int, memory: float) -> np.ndarray:
    """``n`` values of mean 0 and variance 1, each ``memory`` times the last one plus noise."""
    noise = random.standard_normal(n)
    values = noise.copy()
    for day in range(1, n):
        values[day] = memory * values[day - 1] + np.sqrt(1 - memory**2) * noise[day]
    return values


def _with_gaps(random: np.random.RandomState, frame: pd.DataFrame) -> pd.DataFrame:
    for name, share in MISSING_SHARE.items():
        frame.loc[random.random_sample(len(frame)) < share, name] = np.nan
    frame.loc[slice(*GAUGE_FAILED), "rain"] = np.nan
    inner = np.arange(1, len(frame) - 1)  # the first and the last day are there
    absent = frame.index[random.choice(inner, size=ABSENT_DAYS, replace=False)]
    return frame.drop(index=absent.union(frame.loc[slice(*CLOSED)].index))


def synthetic_csv(seed: int = SEED) -> bytes:
    """`synthetic_station` as the bytes of a CSV file, missing values as empty cells."""
    return synthetic_station(seed).to_csv(float_format="%.1f", lineterminator="\n").encode("ascii")
