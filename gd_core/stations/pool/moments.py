"""What one record tells a regression over all: the moments of its rows, made where the record is.

Rows start from "as today" and have terms of the target alone, in °C, so that those of all records are alike.
"""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gd_core.descent.blockwise import packed
from gd_core.descent.objective import Moments
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.rows.departures import departures
from gd_core.forecast.rows.rows import prepare
from gd_core.weather import Weather

SHORT = (60, 365)  # rows of the training part, its last, that stand for short records
STRETCHES = ("all", *map(str, SHORT), "test")
NAME = "target"  # what the forecast column is called in the terms


def station_moments(weather: Weather, settings: ExperimentSettings) -> dict[str, Any]:
    """The columns ``moments_*`` of a row: for each of `STRETCHES` its moments about the mean, packed."""
    weather = weather.in_degrees("C")
    target = settings.target or weather.target
    own = replace(settings, target=target, predictors=(target,), start_from="today")
    rows = prepare(weather, own)
    X, y, train = rows.X.to_numpy(), rows.y.to_numpy(), np.flatnonzero(rows.of("train"))
    used = {"all": train, **{str(n): train[-n:] for n in SHORT}, "test": np.flatnonzero(rows.of("test"))}
    return {f"moments_{name}": packed(Moments.of(X[at], y[at])) for name, at in used.items()}


@cache
def pooled_terms() -> tuple[tuple[str, ...], np.ndarray]:
    """The names of the terms of every record, and the trust in each, (d,)."""
    frame = pd.DataFrame({NAME: np.arange(2.0)}, index=pd.date_range("2001-01-01", periods=2))
    made = departures(frame, NAME, (NAME,), 1)
    return tuple(map(str, made.terms.columns)), made.trust
