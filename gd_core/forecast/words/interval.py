"""The interval around a forecast, in sentences. Names from files are not made safe for any markup here."""

import numpy as np
import pandas as pd

from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.words.phrases import degrees, long_date, percent, weekday

HOW_MADE = {
    "constant": "The interval is as wide all year: a quantile of the errors made on the validation days.",
    "seasonal": "The interval is wider in seasons in which errors on the training days were larger; how wide "
    "in all is a quantile of the errors made on the validation days.",
}
HOW_MADE_ON_THE_WAY = {
    "constant": "The ends of the interval are quantiles of the errors that earlier forecasts made",
    "seasonal": "The ends of the interval are quantiles of the errors that earlier forecasts made, wider in "
    "seasons in which errors were larger",
}
ADAPTS = (
    "each miss moves them a little outwards, each hit a little inwards. For other levels the same interval "
    "is stretched, by as much as the validation days ask for."
)


def in_short(result: Result) -> str:
    """How sure the forecast is, and on how many days that was tried, in one sentence."""
    day, unit, level = result.next_day, result.unit, percent(result.settings.level)
    days, held = held_on_test_days(result)
    if not (days and np.isfinite(day.low)):
        return f"It was tried on {result.rows['test']:,} test days; for a {level} interval, they are too few."
    ends = f"Most likely between {degrees(day.low, unit)} and {degrees(day.high, unit)}"
    return f"{ends}: such {level} intervals contained it on {percent(held)} of {days:,} test days."


def made_from(result: Result) -> str:
    """Which days the forecast knows."""
    day = result.next_day
    values = f"It is made from the values of {long_date(day.based_on)}"
    if day.filled:
        values += f" ({_unknown(result)})"
    until = result.issued.learned_until
    learned = "that day" if until == day.based_on else long_date(until)
    return f"{values} and has learned from days up to {learned}."


def forecast_interval(result: Result) -> str:
    """Both ends, how often such intervals contained what came, and what the forecast knows."""
    day, unit, known = result.next_day, result.unit, made_from(result)
    level = percent(result.settings.level)
    if not np.isfinite(day.low):
        return f"{known} {_part(result)} is too short for a {level} interval."
    ends = f"Its {level} interval goes from {degrees(day.low, unit)} to {degrees(day.high, unit)}"
    days, held = held_on_test_days(result)
    if not days:
        return f"{ends}. {known}"
    often = f"such intervals contained the temperature on {percent(held)} of {days:,} test days"
    return f"{ends}; {often}. {known}"


def _unknown(result: Result) -> str:
    filled, terms = result.next_day.filled, result.latest.shape[1]
    if result.settings.start_from == "today":
        return f"{filled} of {terms} terms not known, counted as no departure"
    return f"{filled} of {terms} terms filled in"


def _part(result: Result) -> str:
    return "The record" if result.settings.rolls else "The validation part"


def held_on_test_days(result: Result) -> tuple[int, float]:
    """Test days that have an interval, and the share of them on which it held."""
    test = result.predictions[result.predictions["part"] == "test"]
    test = test[test["low"].notna() & test["high"].notna()]
    held = (test["actual"] >= test["low"]) & (test["actual"] <= test["high"])
    return len(test), float(held.mean()) if len(test) else float("nan")


def by_hand(forecast: NextDay, result: Result) -> str:
    """What comes of values entered by hand, and how that differs from the forecast of the record."""
    unit, change = result.unit, forecast.value - result.next_day.value
    text = f"{degrees(forecast.value, unit)} on {weekday(forecast.date)}"
    if np.isfinite(forecast.low):
        text += f", most likely between {degrees(forecast.low, unit)} and {degrees(forecast.high, unit)}"
    if abs(change) >= 0.05:
        text += f": {degrees(change, unit, signed=True)} against the forecast from the record"
    return f"{text}."


def timeline_title(result: Result) -> str:
    """What the forecasts over time show: how often the interval contained what came in the test part."""
    test: pd.DataFrame = result.predictions[result.predictions["part"] == "test"]
    if test["low"].isna().any():
        return "Forecast and measured temperature"
    days, held = held_on_test_days(result)
    level = percent(result.settings.level)
    return f"The {level} interval contained the temperature on {percent(held)} of {days:,} test days"


def how_made(result: Result) -> str:
    """Where the ends of the interval come from, and how wide it is for other levels."""
    settings = result.settings
    if settings.rolls:
        return f"{HOW_MADE_ON_THE_WAY[settings.interval]}; {ADAPTS}"
    return HOW_MADE[settings.interval]
