"""A forecast from values entered by hand, in place of those of one day of the record."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from gd_core.forecast.experiment import forecast_from
from gd_core.forecast.result import NextDay, Result
from gd_core.forecast.rows.names import used_columns
from gd_core.forecast.rows.rows import known_terms, learned_days
from gd_core.weather import Weather
from gd_core.weather.calendar import long_date


def measured(weather: Weather, result: Result) -> dict[str, float]:
    """The values that the last forecast is made from: target and predictors on its day; NaN where missing."""
    names = used_columns(result.target, result.predictors)
    return dict(weather.frame.loc[result.next_day.based_on, names].astype(float).items())  # type: ignore[arg-type]


def forecast_by_hand(
    weather: Weather, result: Result, values: Mapping[str, float], day: pd.Timestamp | None = None
) -> NextDay:
    """The forecast if ``values`` had been measured on ``day`` (default: the day of `Result.next_day`).

    ``values``: target and predictors by name, in the units of ``weather``; what is left out or NaN counts as
    missing. Earlier days are those of the record. What came after ``day`` must not have taught the fit (see
    `Issued.learned_until`). Raises ValueError where it has, for infinite values, and if a term stays unknown.
    """
    settings, day = result.settings, result.next_day.based_on if day is None else day
    names = used_columns(result.target, result.predictors)
    entered = {name: float(values.get(name, np.nan)) for name in names}
    frame = weather.frame[names]
    past = frame.index[:0]
    if settings.start_from == "nothing":  # normals and fillings are learned anew
        past = frame.index[learned_days(frame, result.target, settings)]
    _check(entered, day, result)
    row = pd.DataFrame(entered, index=[day])
    frame = pd.concat([frame.drop(index=day, errors="ignore"), row]).sort_index()
    terms, _, _ = known_terms(
        frame,
        result.target,
        result.predictors,
        settings,
        past=np.asarray(frame.index.isin(past)),
        normals=result.normals,
    )
    today = terms.frame.loc[[day]]
    unknown = [str(name) for name in today.columns[today.isna().to_numpy()[0]]]
    base = 0.0
    if settings.start_from == "today":
        base = float(frame[result.target].loc[day])
        unknown += [result.target] * (not np.isfinite(base))
    if unknown:
        raise ValueError(f"No forecast can be made from these values: {unknown[0]} is not known on that day.")
    return forecast_from(
        today,
        base,
        int(terms.imputed.loc[[day]].to_numpy().sum()),
        horizon=settings.horizon,
        issued=result.issued,
        interval=result.interval,
    )


def _check(entered: dict[str, float], day: pd.Timestamp, result: Result) -> None:
    for name, value in entered.items():
        if np.isinf(value):
            raise ValueError(f"{name} must be a number; received {value}.")
    until, ahead = result.issued.learned_until, pd.Timedelta(days=result.settings.horizon)
    if day + ahead <= until:
        raise ValueError(
            f"What came after {long_date(day)} is known to the fit, which has learned from days up to "
            f"{long_date(until)}. Choose a day from {long_date(until - ahead + pd.Timedelta(days=1))} on."
        )
