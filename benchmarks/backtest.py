"""A backtest of 1,000 refits on the 37-year record, beside scikit-learn fitted anew at every origin."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

from benchmarks.timing import HEADER, race, table
from gd_core import ExperimentSettings, read_weather
from gd_core.forecast.judge.backtest import run_backtest
from gd_core.forecast.rows.rows import Rows, prepare

FILE = Path(__file__).resolve().parents[1] / "data" / "synthetic_station.csv"
FEATURES = ("today", "lags", "mean_30", "anomalies")
REFITS = 1_000
BAR = 1.0  # times as fast as the peer; and
MOST = 3.0  # seconds that the backtest may take


def report() -> str:
    """One row: our backtest, references and scores included, and the peer's least squares alone."""
    weather, settings = read_weather(FILE), ExperimentSettings(start_from="nothing", features=FEATURES)
    rows = prepare(weather, settings)
    days = pd.DatetimeIndex(rows.X.index)
    start = rows.target_date[rows.of("train")][-1]
    every = max(1, (days[-1] - start).days // REFITS)
    fits = len(run_backtest(weather, settings, every=every).rolled.origins)
    row = race(
        f"{fits:,} refits on 37 years, all references too (bar: {MOST:g} s)",
        lambda: run_backtest(weather, settings, every=every),
        "scikit-learn, least squares alone",
        lambda: refitted(rows, pd.date_range(start, days[-1], freq=f"{every}D")),
        BAR,
        runs=5,
    )
    return table("Backtest", HEADER, [row])


def refitted(rows: Rows, origins: pd.DatetimeIndex) -> np.ndarray:
    """The forecasts of a regression that is fitted from scratch at every origin."""
    X, y, days = rows.X.to_numpy(), rows.y.to_numpy(), pd.DatetimeIndex(rows.X.index)
    known = rows.target_date.searchsorted(origins, side="right")
    begins = days.searchsorted(origins)
    ends = np.append(begins[1:], len(days))
    return np.concatenate(
        [
            LinearRegression().fit(X[:n], y[:n]).predict(X[begin:end])
            for n, begin, end in zip(known, begins, ends, strict=True)
            if end > begin
        ]
    )
