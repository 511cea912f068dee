"""From a daily table to rows for a regression: what is known on a day, and what came of it.

Tomorrow is a date, not the next row: the target of day t is the value on day t + horizon by the calendar.
Records have gaps of years, and a row that pairs the last day before one with the first day after it would
teach nonsense.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.forecast.settings import ExperimentSettings
from gd_core.forecast.split import GAP, PARTS, split_days
from gd_core.weather import Weather, WeatherError, fill_gaps

MIN_ROWS = {"train": 30, "validation": 5, "test": 5}


@dataclass(frozen=True)
class Rows:
    """Rows that can be trained on or scored, indexed by the day t on which a forecast is made."""

    X: pd.DataFrame  # predictors on day t, gaps filled
    y: pd.Series  # the target on day t + horizon, as measured
    today: pd.Series  # the target on day t, gaps filled
    part: pd.Series  # "train", "validation" or "test"
    target_date: pd.DatetimeIndex
    past: pd.Series  # the target on every day that may be learned from, as measured
    latest: pd.DataFrame  # predictors on the last day with most of them measured, gaps filled, one row
    latest_filled: int  # values of that row that were filled in
    counts: dict[str, int]  # rows by part, in the "gap", "dropped" for missing predictors; values "filled"

    def of(self, part: str) -> np.ndarray:
        """Mask of the rows in ``part``, (n,) of bool."""
        return (self.part == part).to_numpy()


def prepare(weather: Weather, settings: ExperimentSettings) -> Rows:
    """Pair days, split them, fill gaps by what the training part knows, and drop what stays unknown.

    Raises ValueError for settings that do not fit the file, WeatherError if a part keeps too few rows.
    """
    target, predictors = settings.for_weather(weather)
    frame = weather.frame[list(dict.fromkeys([target, *predictors]))]
    pairs = pair_days(frame, target, settings.horizon)
    part = split_days(
        pd.DatetimeIndex(pairs.index),
        horizon=settings.horizon,
        method=settings.split,
        train_share=settings.train_share,
        validation_share=settings.validation_share,
        seed=settings.seed,
    )
    past = training_days(pd.DatetimeIndex(frame.index), part, settings.split)
    filled = fill_gaps(frame, settings.fill, train=past)
    complete = filled.frame.notna().all(axis=1)
    used = complete[pairs.index] & (part != GAP)
    days = pairs.index[used]
    X, was_filled = filled.frame[list(predictors)], filled.imputed[list(predictors)]
    latest = _latest_day(X, was_filled)
    counts = {name: int((part[used] == name).sum()) for name in PARTS}
    _check_enough(counts, settings)
    return Rows(
        X=X.loc[days],
        y=pairs.loc[days, "actual"],
        today=filled.frame.loc[days, target],
        part=part[used],
        target_date=pd.DatetimeIndex(pairs.loc[days, "target_date"], name="date"),
        past=frame.loc[past, target],
        latest=X[X.index == latest],
        latest_filled=int(was_filled[X.index == latest].to_numpy().sum()),
        counts={
            **counts,
            GAP: int((part == GAP).sum()),
            "dropped": int((~complete[pairs.index]).sum()),
            "filled": int(was_filled.loc[days].to_numpy().sum()),
        },
    )


def pair_days(frame: pd.DataFrame, target: str, horizon: int) -> pd.DataFrame:
    """Days that can be trained on or scored, with what they are to foretell.

    ``frame`` has a unique sorted daily DatetimeIndex, before any filling. Returns a frame indexed by the
    day t, with ``target_date`` (t + horizon days) and ``actual``, the target's value on that date; days
    for which that date is absent or its value missing are left out.
    """
    target_date = pd.DatetimeIndex(frame.index) + pd.Timedelta(days=horizon)
    actual = frame[target].reindex(target_date).to_numpy()
    pairs = pd.DataFrame({"target_date": target_date, "actual": actual}, index=frame.index)
    return pairs[pairs["actual"].notna()]


def training_days(index: pd.DatetimeIndex, part: pd.Series, method: str) -> np.ndarray:
    """Rows of the table that anything may be learned from, (len(index),) of bool.

    With a chronological split these are all days up to the last training day, with a random one the
    training days themselves.
    """
    days = part.index[part == "train"]
    if method == "random" or len(days) == 0:
        return np.asarray(index.isin(days))
    return np.asarray(index <= days[-1])


def _latest_day(X: pd.DataFrame, was_filled: pd.DataFrame) -> pd.Timestamp:
    """The last day on which every predictor is known or filled, and at least half of them were measured."""
    days = X.index[X.notna().all(axis=1) & (was_filled.mean(axis=1) <= 0.5)]
    if len(days) == 0:
        raise WeatherError(
            "There is no day on which at least half of the predictors were measured; leave out those with "
            "most gaps."
        )
    return days[-1]


def _check_enough(counts: dict[str, int], settings: ExperimentSettings) -> None:
    later = "the day" if settings.horizon == 1 else f"{settings.horizon} days"
    for name, needed in MIN_ROWS.items():
        if counts[name] < needed:
            remedy = (
                "fill the gaps instead of dropping their rows, or leave out the predictor with most gaps"
                if settings.fill == "drop"
                else "leave out predictors with long gaps, or bring a longer record"
            )
            raise WeatherError(
                f"Only {counts[name]} days are left for the {name} part, and {needed} are needed: "
                f"all predictors must be known on a day, and the target measured {later} after it. "
                f"To go on, {remedy}."
            )
