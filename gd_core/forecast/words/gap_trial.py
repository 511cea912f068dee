"""Which way of filling gaps does best here, in sentences and as a table for people."""

import numpy as np
import pandas as pd

from gd_core.forecast.explore.gap_trial import GapTrial
from gd_core.weather import FILL_METHODS
from gd_core.weather.report import counted

FROM_TODAY = "A forecast that starts from today needs none of them: what is not known counts as no departure."


def table(trial: GapTrial) -> pd.DataFrame:
    """The scores for people, ranked."""
    scores = trial.scores
    methods = [FILL_METHODS[name] for name in scores["method"]]
    return pd.DataFrame(
        {
            "Rank": range(1, len(scores) + 1),
            "Method": [method.label for method in methods],
            "RMSE": scores["rmse"].to_numpy(),
            "Mean absolute error": scores["mae"].to_numpy(),
            "Filled": [f"{count:,} of {trial.hidden:,}" for count in scores["filled"]],
            "Uses later days": [method.looks_ahead for method in methods],
        }
    )


def title(trial: GapTrial, unit: str) -> str:
    """What the trial shows, in one line; ``unit`` is "C" or "F"."""
    best = trial.scores.iloc[0]
    if np.isnan(best["rmse"]):
        return "No known value could be hidden for a trial of the methods"
    label = FILL_METHODS[best["method"]].label
    return f"{label} fills {trial.column} best: off by {best['rmse']:.1f} °{unit} where the values are known"


def explanation(trial: GapTrial) -> str:
    """How the trial was made, and what to bear in mind, in a few sentences."""
    days = "one day at a time" if trial.longest <= 1 else f"in runs of up to {trial.longest:,} days"
    why = "as values are missing in the file" if trial.as_in_file else "since the file misses none"
    repeats = counted(trial.repeats, "repeat")
    best = trial.scores.iloc[0]
    ahead = ""
    if best["filled"] and FILL_METHODS[best["method"]].looks_ahead:
        ahead = " The best one here uses later days, which a real forecast does not know yet."
    return (
        f"{trial.hidden:,} known values after the training part were hidden in {repeats}, {days}, {why}. "
        "Every method learned from the training part alone; the root mean square error (RMSE) ranks them."
        f"{ahead}"
    )
