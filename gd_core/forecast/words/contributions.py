"""How the terms make up a forecast: each moves it away from "as today", or from that of an average day."""

import numpy as np
import pandas as pd

from gd_core.forecast.result import Result
from gd_core.forecast.words.phrases import degrees, long_date, minus

MOST_TERMS = 12  # that are shown one by one; the rest are added up
AVERAGE, TODAY, FORECAST = "Average day", "As today", "Forecast"


def contributions(result: Result) -> pd.DataFrame:
    """The steps from "as today", or from the forecast for an average training day, to the one that was made.

    A row for each step: term, value (of the term on the day, as text), start and end (in degrees), and kind:
    "average" for the first, "forecast" for the last, else "term", those of most effect first. The effect of a
    term is its coefficient times its departure from `Result.average`; so the effects add up to the whole.
    """
    fit, from_today = result.issued.descent, result.settings.start_from == "today"
    coef, intercept = fit.coef, fit.intercept + (result.latest_today if from_today else 0.0)
    today, average = result.latest.iloc[0].to_numpy(), result.average.to_numpy()
    effects = coef * (today - average)
    order = np.argsort(-np.abs(effects), kind="stable")
    shown, rest = order[:MOST_TERMS], order[MOST_TERMS:]
    if len(rest) == 1:
        shown, rest = order, rest[:0]
    steps = [(str(result.latest.columns[k]), minus(f"{today[k]:.4g}"), effects[k]) for k in shown]
    if len(rest):
        steps.append((f"The other {len(rest)} terms", "", effects[rest].sum()))
    base = float(intercept + coef @ average)
    ends = base + np.cumsum([0.0, *(effect for _, _, effect in steps)])
    return pd.DataFrame(
        {
            "term": [TODAY if from_today else AVERAGE, *(name for name, _, _ in steps), FORECAST],
            "value": ["", *(value for _, value, _ in steps), ""],
            "start": [base, *ends[:-1], ends[-1]],
            "end": [base, *ends[1:], ends[-1]],
            "kind": ["average", *["term"] * len(steps), "forecast"],
        }
    )


def how_to_read(result: Result) -> str:
    """What a bar of the chart is."""
    if result.settings.start_from == "nothing":
        return "Each bar: coefficient times the departure of the term from its training mean."
    learned = f"all days up to {long_date(result.issued.learned_until)}"
    if result.settings.split == "random":
        learned = "the training days"
    return (
        f"Each bar: coefficient times value, by the fit on {learned}; a departure is zero on a day like "
        "those before it."
    )


def title(steps: pd.DataFrame, unit: str) -> str:
    """What moves the forecast most."""
    terms = steps[steps["kind"] == "term"]
    effect = terms["end"] - terms["start"]
    if terms.empty or effect.abs().max() < 0.05:
        if steps["term"].iloc[0] == TODAY:
            return "No term moves the forecast away from “as today”"
        return "Every term is about as on an average day"
    first = int(effect.abs().to_numpy().argmax())
    by = degrees(effect.iloc[first], unit, signed=True)
    most = f"{terms['term'].iloc[first]}, by {by}"
    if steps["term"].iloc[0] == TODAY and _same_tenth(steps["end"].iloc[0], steps["end"].iloc[-1]):
        return f"Warmer and cooler terms cancel: as warm as today. The largest: {most}"
    return f"What moves the forecast most: {most}"


def _same_tenth(one: float, other: float) -> bool:
    return degrees(one, "") == degrees(other, "")
