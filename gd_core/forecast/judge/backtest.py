"""Backtest of a weather record: what the regression would have been worth, had it been used all along."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from gd_core.forecast.evaluation import REFERENCES, score
from gd_core.forecast.experiment import fit_least_squares
from gd_core.forecast.judge.rolling import MODELS, WINDOWS, Pairs, Rolled, roll
from gd_core.forecast.ridge import ridge_strength
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.settings import ExperimentSettings
from gd_core.forecast.words.summary import REFERENCE_NAMES, degrees, joined, percent
from gd_core.weather import Weather

WINDOW_LABELS = dict(zip(WINDOWS, ("All days before", "The last years"), strict=True))
FEWEST_DAYS = 180  # scored days from which on a year is drawn
SEEDS = 5  # random splits that are averaged

Progress = Callable[[int, int], object]


@dataclass(frozen=True)
class Backtest:
    """``rolled``: every forecast, with the date of its fit. ``scores``: model, rmse, mae, bias, r2 over all
    of them. ``years``: year, model, rmse, days.
    """

    rolled: Rolled
    scores: pd.DataFrame
    years: pd.DataFrame
    every: int
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
    """Go through the days after the training part, fitting anew every so many days; see `roll`.

    The terms are those of ``settings``; their normals and fillings are learned once, from the training part.
    Raises what `prepare` and `roll` raise.
    """
    settings = replace(settings, split="chronological")
    target, _ = settings.for_weather(weather)
    rows = prepare(weather, settings)
    train = rows.of("train")
    pairs = Pairs(
        X=rows.X.to_numpy(),
        y=rows.y.to_numpy(),
        today=rows.today.to_numpy(),
        day=pd.DatetimeIndex(rows.X.index),
        target_date=rows.target_date,
        record=weather.frame[target],
    )
    rolled = roll(
        pairs,
        start=rows.target_date[train][-1],
        every=every,
        window=window,
        window_days=round(365.25 * window_years),
        alpha=ridge_strength(rows, settings),
        progress=progress,
    )
    return Backtest(rolled, _scores(rolled.predictions), _years(rolled.predictions), every, weather.unit)


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


def title(backtest: Backtest) -> str:
    """In how many years the regression did best, for the chart of `Backtest.years`."""
    table = backtest.years.pivot(index="year", columns="model", values="rmse")
    best = int((table.idxmin(axis=1) == "least_squares").sum())
    if len(table) == 1:
        return (
            f"In {table.index[0]} the regression had {'the smallest' if best else 'not the smallest'} error"
        )
    return f"The regression had the smallest error in {best} of {len(table)} years"


def explanation(backtest: Backtest) -> str:
    """What was done and what came of it, in a few sentences."""
    rolled, rmse = backtest.rolled, backtest.scores.set_index("model")["rmse"]
    days, fits = len(rolled.predictions), len(rolled.origins)
    first, last = rolled.predictions.index[0], rolled.predictions.index[-1]
    skill = {name: 1.0 - (rmse["least_squares"] / rmse[name]) ** 2 for name in REFERENCES if rmse[name] > 0.0}
    saved = [f"{percent(share, signed=True)} over {REFERENCE_NAMES[name]}" for name, share in skill.items()]
    stopped = "" if fits == rolled.planned else f" It was stopped after {fits:,} of {rolled.planned:,} fits."
    return (
        f"{days:,} forecasts from {first:%Y-%m-%d} to {last:%Y-%m-%d}, made by {fits:,} "
        f"{'fit' if fits == 1 else 'fits'}, each on what was known on its day; its typical error is "
        f"{degrees(rmse['least_squares'], backtest.unit)}. Skill: {joined(saved)}.{stopped}"
    )


@dataclass(frozen=True)
class Flattery:
    """Error of least squares on the test part, split by time and dealt out at random (mean of some seeds)."""

    chronological: dict[str, float]  # rmse and r2
    random: dict[str, float]
    unit: str


def flattery(weather: Weather, settings: ExperimentSettings) -> Flattery:
    """How much better a random split makes the same regression look. Raises what `prepare` raises."""
    by_time = _test_score(weather, replace(settings, split="chronological"))
    by_chance = [_test_score(weather, replace(settings, split="random", seed=seed)) for seed in range(SEEDS)]
    mean = {name: float(np.mean([found[name] for found in by_chance])) for name in ("rmse", "r2")}
    return Flattery({name: by_time[name] for name in ("rmse", "r2")}, mean, weather.unit)


def _test_score(weather: Weather, settings: ExperimentSettings) -> dict[str, float]:
    rows = prepare(weather, settings)
    test = rows.of("test")
    return score(rows.y[test].to_numpy(), fit_least_squares(rows).predict(rows.X[test]))


def flattery_line(found: Flattery) -> str:
    """What the order of the split does, in one sentence."""
    by_time, by_chance = found.chronological["rmse"], found.random["rmse"]
    change = percent(1.0 - by_chance / by_time, signed=False) if by_time > 0.0 else ""
    if by_chance >= by_time:
        return (
            f"Dealt out at random instead of by time, the same regression has a typical error of "
            f"{by_chance:.2f} instead of {by_time:.2f} °{found.unit} (mean of {SEEDS} deals): here, mixing "
            "the days does not flatter it, since the newest days were easier than most."
        )
    return (
        f"Dealt out at random instead of by time, the same regression seems {change} better: a typical error "
        f"of {by_chance:.2f} instead of {by_time:.2f} °{found.unit} (mean of {SEEDS} deals), because it has "
        "then seen the days before and after those it is tested on."
    )
