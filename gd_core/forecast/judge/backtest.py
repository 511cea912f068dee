"""Backtest of a weather record: what the regression would have been worth, had it been used all along."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gd_core.forecast.evaluation import score
from gd_core.forecast.experiment import exact_training_part
from gd_core.forecast.judge.rolling import MODELS, Pairs, Rolled, Schedule, roll
from gd_core.forecast.origins import scaling_of
from gd_core.forecast.progress import Progress
from gd_core.forecast.ridge import ridge_strength
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather

FEWEST_DAYS = 180  # scored days from which on a year is drawn
SEEDS = 5  # random splits that are averaged


@dataclass(frozen=True)
class Backtest:
    """``rolled``: every forecast, with the date of its fit. ``scores``: model, rmse, mae, bias, r2 over all
    of them. ``years``: year, model, rmse, days.
    """

    rolled: Rolled
    scores: pd.DataFrame
    years: pd.DataFrame
    unit: str


def run_backtest(
    weather: Weather,
    settings: ExperimentSettings,
    *,
    every: int = 30,
    window: str = "expanding",
    window_years: int = 10,
    progress: Progress | None = None,
) -> Backtest:
    """Go through the days after the training part, fitting anew every so many days; see `Schedule`.

    The terms are those of ``settings``; their normals and fillings are learned once, from the training part.
    Raises what `prepare`, `Schedule` and `roll` raise.
    """
    settings = replace(settings, split="chronological")
    target, _ = settings.for_weather(weather)
    rows = prepare(weather, settings)
    train = rows.of("train")
    pairs = Pairs(
        X=rows.X.to_numpy(),
        y=rows.actual,
        today=rows.today.to_numpy(),
        day=pd.DatetimeIndex(rows.X.index),
        target_date=rows.target_date,
        record=weather.frame[target],
        base=rows.base.to_numpy(),
        scaling=scaling_of(rows.X[train].to_numpy(), rows.trust) if rows.trust is not None else None,
    )
    schedule = Schedule(rows.target_date[train][-1], every, window, round(365.25 * window_years))
    rolled = roll(pairs, schedule, alpha=ridge_strength(rows, settings), progress=progress)
    return Backtest(rolled, _scores(rolled.predictions), _years(rolled.predictions), weather.unit)


def _scores(predictions: pd.DataFrame) -> pd.DataFrame:
    actual = predictions["actual"].to_numpy()
    return pd.DataFrame({"model": m, **score(actual, predictions[m].to_numpy())} for m in MODELS)


def _years(predictions: pd.DataFrame) -> pd.DataFrame:
    """Error by calendar year; years of few days are left out, unless all are."""
    rows = []
    for year, days in predictions.groupby(pd.DatetimeIndex(predictions.index).year):
        actual = days["actual"].to_numpy()
        rows += [(year, m, score(actual, days[m].to_numpy())["rmse"], len(days)) for m in MODELS]
    years = pd.DataFrame(rows, columns=["year", "model", "rmse", "days"])
    whole = years[years["days"] >= FEWEST_DAYS]
    return (whole if len(whole) else years).reset_index(drop=True)


@dataclass(frozen=True)
class Flattery:
    """Typical error (RMSE) of least squares on the test part: split by time, and mean of random splits."""

    chronological: float
    random: float
    unit: str


def flattery(weather: Weather, settings: ExperimentSettings) -> Flattery:
    """How much better a random split makes the same regression look. Raises what `prepare` raises."""
    by_time = _test_error(weather, replace(settings, split="chronological"))
    by_chance = [_test_error(weather, replace(settings, split="random", seed=seed)) for seed in range(SEEDS)]
    return Flattery(by_time, float(np.mean(by_chance)), weather.unit)


def _test_error(weather: Weather, settings: ExperimentSettings) -> float:
    rows = prepare(weather, settings)
    test = rows.of("test")
    return score(rows.actual[test], exact_training_part(rows, settings)[test])["rmse"]
