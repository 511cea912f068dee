"""What residuals and coverage mean here: for each picture a title and a sentence, both from the numbers."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.judge import diagnostics
from gd_core.forecast.judge.coverage import ALL_DAYS
from gd_core.forecast.judge.diagnostics import FEWEST, RISK
from gd_core.forecast.judge.skill import CONFIDENCE
from gd_core.forecast.words.phrases import about, correlation, degrees, joined, p_value, percent
from gd_core.weather.calendar import MONTHS

A_YEAR = 365  # days from which on a part has seen every season
MOST_NAMED = 3


@dataclass(frozen=True)
class Reading:
    """The message of a picture, and what it means in one sentence."""

    title: str
    text: str


def by_month(table: pd.DataFrame, unit: str) -> Reading:
    """Of `diagnostics.by_month`."""
    told = table[table["days"] >= FEWEST]
    if told.empty:
        return Reading("Residuals by month", f"No month has the {FEWEST} days that a mean needs.")
    off = _off(told, unit, lambda row: f"in {_month(row)}", "month")
    if off is None:
        by_size = told.sort_values("rmse")
        worst, best = by_size.iloc[-1], by_size.iloc[0]
        sizes = (
            f"; typical errors are largest in {_month(worst)} ({degrees(worst['rmse'], unit)}) and "
            f"smallest in {_month(best)} ({degrees(best['rmse'], unit)})"
            if len(told) > 1
            else ""
        )
        return Reading(
            "No month shows a forecast off to one side",
            f"No sign in these {int(told['days'].sum()):,} days of a month whose mean error is more than "
            f"chance would give{sizes}.",
        )
    return Reading(
        off.title, f"{off.text}: a predictor that follows the season, or newer training days, may help."
    )


def over_time(found: pd.Series, unit: str, horizon: int = 1) -> Reading:
    """Of the residuals by date: whether all of them together are off to one side."""
    n = len(found)
    if n < 2 * FEWEST:
        return Reading("Residuals over time", f"{n} days are too few to see a bias.")
    bias = diagnostics.bias(found, horizon)
    off, reach = _amount(bias.value, unit), degrees(bias.reach(RISK), unit)
    mean = f"On all of these {n:,} days together the forecast was {off}"
    if not np.isfinite(bias.p_value):
        return Reading(f"On average the forecast was {off}", f"{mean}.")
    mean += f" on average, give or take {reach} ({percent(CONFIDENCE)})"
    if not bias.p_value < RISK:
        return Reading(f"No sign of a bias in these {n:,} days", f"{mean}: chance would give as much.")
    why = "climate or station may have changed since"
    if (found.index[-1] - found.index[0]).days < A_YEAR:
        why = "the seasons among them may be fitted less well, or climate or station have changed since"
    return Reading(
        f"On the whole the forecast is {_direction(bias.value)}",
        f"{mean}, more than chance would give ({p_value(bias.p_value)}), while on the training days it was "
        f"right on average: {why}.",
    )


def by_prediction(table: pd.DataFrame, unit: str) -> Reading:
    """Of `diagnostics.by_prediction`."""
    told = table[table["days"] >= FEWEST]
    if told.empty:
        few = FEWEST * diagnostics.TENTHS
        return Reading("Residuals against the forecast", f"It takes {few} days to compare tenths of them.")
    off = _off(told, unit, lambda row: f"around {degrees(row['predicted'], unit)}", "tenth")
    if off is None:
        return Reading(
            "Cold or warm, no sign of a bias",
            f"No sign in these {int(told['days'].sum()):,} days of a tenth, from the coldest forecasts to "
            "the warmest, whose mean error is more than chance would give.",
        )
    return Reading(
        off.title,
        f"{off.text}: there, the line that was learned from the training days does not quite fit the test "
        "days.",
    )


def autocorrelation(table: pd.DataFrame, n: int, horizon: int = 1) -> Reading:
    """Of `diagnostics.autocorrelation` of ``n`` days."""
    test = diagnostics.ljung_box(table, n)
    if not np.isfinite(test.p_value):
        return Reading("Errors from day to day", f"{n} days are too few to relate errors to later ones.")
    p = f"Ljung-Box test over {test.lags} {'lag' if test.lags == 1 else 'lags'}, {p_value(test.p_value)}"
    if horizon > 1:
        beyond = table[(table["lag"] >= horizon) & (table["correlation"].abs() > table["bound"])]
        count, of = len(beyond), int((table["lag"] >= horizon).sum())
        return Reading(
            f"Forecasts {horizon} days ahead overlap, and so do their errors",
            f"Errors less than {horizon} days apart are related even for the best forecast ({p}); of the "
            f"{of} longer lags {count} {'is' if count == 1 else 'are'} outside the bounds, where chance puts "
            f"about {round(of * RISK)}.",
        )
    first = float(table["correlation"].iloc[0])
    if not test.p_value < RISK:
        return Reading(
            "No sign that errors repeat from day to day",
            f"No sign in these {n:,} days of correlations larger than chance would give ({p}), and so none "
            "that knowing earlier errors would help.",
        )
    if abs(first) <= float(table["bound"].iloc[0]):
        far = (table["correlation"].abs() / table["bound"]).head(test.lags).to_numpy()
        strongest = table.iloc[int(np.argmax(far))]
        lag = int(strongest["lag"])
        return Reading(
            f"Errors {lag} days apart are related",
            f"Their correlation is {correlation(strongest['correlation'])}, and together the lags are more "
            f"than chance would give ({p}): values of earlier days may help.",
        )
    return Reading(
        f"Today's error tends to {'repeat' if first > 0 else 'undo'} yesterday's",
        f"Errors a day apart have a correlation of {correlation(first)}, more than chance would give ({p}): "
        f"knowing yesterday's could take {about(first**2)} off the mean squared error.",
    )


def quantiles(found: pd.Series, unit: str, horizon: int = 1) -> Reading:
    """Of the residuals in order."""
    form = diagnostics.shape(found, horizon)
    if len(found) < 2 * FEWEST or not np.isfinite(form.p_value):
        return Reading(
            "Residuals in order", f"{len(found)} days are too few to tell the shape of their errors."
        )
    anyway = "the interval does not rely on it, since it counts errors that were made"
    if not form.p_value < RISK:
        return Reading(
            "No sign that errors are not normal",
            f"With a standard deviation of {degrees(form.deviation, unit)} they follow the normal line as "
            f"closely as {len(found):,} days can show; {anyway}.",
        )
    title = (
        "Large errors are more frequent than normal" if form.heavy < RISK else "Errors are not quite normal"
    )
    surprise = ""
    if form.skewed < RISK:
        side = "warm" if form.skewness > 0 else "cold"
        title = f"Large misses are mostly on the {side} side"
        surprise = (
            f"Days much {side}er than forecast are the more frequent surprise (skewness "
            f"{correlation(form.skewness)}, {p_value(form.skewed)}), and "
        )
    return Reading(
        title,
        f"{surprise}{100 * form.beyond:.1f}% of errors are beyond 2.6 standard deviations, where a normal "
        f"distribution has 1%; {anyway}.",
    )


def coverage(table: pd.DataFrame, level: float, *, seasonal: bool, rolls: bool = False) -> Reading:
    """Of `coverage.coverage`: ``level`` was promised, by an interval that is ``seasonal`` or not.

    It ``rolls`` if it is set anew as days pass: see `ExperimentSettings.rolls`.
    """
    if table.empty:
        few = "record" if rolls else "validation part"
        return Reading(
            "There is no interval to check",
            f"The {few} is too short to promise {percent(level)}; a lower level needs fewer days.",
        )
    every = table[table["season"] == ALL_DAYS].iloc[0]
    seasons = table[table["season"] != ALL_DAYS]
    held = (
        f"The {percent(level)} interval contained the temperature on {percent(every['held'])} of "
        f"{int(every['days']):,} test days "
        f"({round(100 * every['low'])} to {percent(every['high'])}, allowing for chance in these days and in "
        "those that set its width)"
    )
    fewer, more = seasons[seasons["high"] < level], seasons[seasons["low"] > level]
    named = [f"less often in {joined(_held_in(fewer))}"] if len(fewer) else []
    named += [f"more often in {joined(_held_in(more))}"] if len(more) else []
    if not named:
        told = "and in no season clearly more or less often than promised"
    else:
        told = f"{joined(named)}" + ("" if seasonal else "; one that goes with the season may be fairer")
    if every["high"] < level:
        title = "The interval contained the temperature less often than promised"
    elif every["low"] > level:
        title = "The interval contained the temperature more often than promised"
    else:
        title = f"Promised {percent(level)}, measured {percent(every['held'])}"
    return Reading(title, f"{held}, {told}.")


def levels_title(table: pd.DataFrame) -> str:
    """Of `coverage.coverage_by_level`: how far promise and measurement are apart at most."""
    if table.empty:
        return "Promised and measured coverage"
    apart = float((table["held"] - table["level"]).abs().max())
    return f"At every level the interval is within {max(1, int(np.ceil(100 * apart)))} points of its promise"


def _held_in(rows: pd.DataFrame) -> list[str]:
    return [f"{season} ({percent(held)})" for season, held in zip(rows["season"], rows["held"], strict=True)]


def _off(table: pd.DataFrame, unit: str, where: Callable[[pd.Series], str], what: str) -> Reading | None:
    """Where the mean differs from zero by more than chance, the largest first; None if nowhere.

    Each row is a ``what``; ``where`` says of one when the forecast was so.
    """
    off = table[(table["low"] > 0.0) | (table["high"] < 0.0)]
    if off.empty:
        return None
    rows = [off.iloc[place] for place in np.argsort(-off["mean"].abs().to_numpy(), kind="stable")]
    named = [f"{_amount(row['mean'], unit)} {where(row)}" for row in rows]
    return Reading(
        f"The forecast is {_direction(rows[0]['mean'])} {where(rows[0])}",
        f"On average it is {_few(named, what)}, more than chance would give",
    )


def _few(named: list[str], what: str) -> str:
    rest = len(named) - MOST_NAMED
    if rest <= 0:
        return joined(named)
    return joined([*named[:MOST_NAMED], f"off in {rest} more {what if rest == 1 else what + 's'}"])


def _month(row: pd.Series) -> str:
    return MONTHS[int(row["month"]) - 1]


def _direction(mean: float) -> str:
    return "too cold" if mean > 0 else "too warm"


def _amount(mean: float, unit: str) -> str:
    """ "0.8 °C too cold": the forecast, where observed minus forecast has this mean."""
    return f"{degrees(abs(mean), unit)} {_direction(mean)}" if abs(mean) >= 0.05 else "right"
