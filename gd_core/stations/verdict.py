"""One record's verdict: the experiment on it, and what it found as one row of a table.

The numbers are those of `run_experiment`, `skill.of_result` and `coverage` on the same file, bit for bit.
"""

from dataclasses import replace
from typing import Any

import pandas as pd

from gd_core.forecast import Result, run_experiment
from gd_core.forecast.evaluation import MODELS, REFERENCES
from gd_core.forecast.judge import skill
from gd_core.forecast.judge.coverage import coverage
from gd_core.stations.asked import Asked
from gd_core.weather import Weather, WeatherError, read_weather

DAYS_IN_A_YEAR = 365.25
SCORES = ("rmse", "mae", "bias", "r2")
Row = dict[str, Any]


def verdicts(key: str, data: bytes, asked: Asked) -> list[Row]:
    """A row for each station in a file: `columns.COLUMNS`; what can't be used has a reason in ``refused``."""
    try:
        weather = _read(data, asked)
    except ValueError as error:
        return [refusal(key, str(error))]
    if asked.station is not None or len(weather.stations) < 2:
        return [_row(key, weather, asked)]
    rows = []
    for name, _ in weather.stations:
        own = f"{key}::{name}"
        try:
            other = weather if name == weather.station else _read(data, replace(asked, station=name))
            rows.append(_row(own, other, asked))
        except ValueError as error:
            rows.append(refusal(own, str(error)) | {"station": name})
    return rows


def refusal(key: str, reason: str) -> Row:
    """The row of a record that could not be judged."""
    return {"key": key, "refused": " ".join(reason.split())}


def _read(data: bytes, asked: Asked) -> Weather:
    return read_weather(
        data, target=asked.target, station=asked.station, unit=asked.unit, date_order=asked.date_order
    )


def _row(key: str, weather: Weather, asked: Asked) -> Row:
    row = {"key": key, **described(weather)}
    try:
        result = run_experiment(weather, asked.settings)
    except (WeatherError, ValueError) as error:
        return row | refusal(key, str(error))
    row |= judged(result)
    if asked.pool:
        from gd_core.stations.pool.moments import station_moments

        row |= station_moments(weather, asked.settings)
    return row


def described(weather: Weather) -> Row:
    """What the record is: its place, its length, what is missing, what was assumed."""
    values = weather.frame[weather.target].dropna()
    first, last = values.index[0], values.index[-1]
    calendar = (last - first).days + 1
    place = weather.place
    return {
        "id": place.id,
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "elevation": place.elevation,
        "station": weather.station,
        "target": weather.target,
        "unit": weather.unit,
        "first_day": first.date(),
        "last_day": last.date(),
        "days": len(values),
        "years": calendar / DAYS_IN_A_YEAR,
        "missing": 1.0 - len(values) / calendar,
        "assumed": [line.line() for line in weather.report.decisions if not line.certain],
    }


def judged(result: Result) -> Row:
    """What the experiment found: scores and skill on the test part, coverage, coefficients, tomorrow."""
    scores, settings = result.test_scores, result.settings
    row: Row = {f"{score}_{model}": scores[model][score] for model in MODELS for score in SCORES[:2]}
    row |= {score: scores["gradient_descent"][score] for score in SCORES[2:]}
    table = skill.of_result(result)
    ours = table[(table["part"] == "test") & (table["model"] == "gradient_descent")]
    known = ours.set_index("reference").to_dict("index")
    for reference in REFERENCES:
        found = known[reference]
        row |= {
            f"skill_{reference}": float(found["skill"]),
            f"skill_{reference}_low": float(found["low"]),
            f"skill_{reference}_high": float(found["high"]),
            f"finding_{reference}": str(found["finding"]),
        }
    return row | _interval(result) | _fit(result) | {"level": settings.level, "horizon": settings.horizon}


def _interval(result: Result) -> Row:
    held = coverage(result.predictions, result.settings.horizon, rolls=result.settings.rolls)
    found = held.iloc[0] if len(held) else pd.Series({"held": None, "low": None, "high": None})
    return {"coverage": found["held"], "coverage_low": found["low"], "coverage_high": found["high"]}


def _fit(result: Result) -> Row:
    day, table = result.next_day, result.coefficients
    return {
        "test_days": result.rows["test"],
        "status": str(result.status),
        "epochs": int(result.model.n_iter_),
        "alpha": float(result.alpha),
        "predictors": list(result.predictors),
        "terms": [str(term) for term in table["term"]],
        "coefficients": table["gradient_descent"].tolist(),
        "based_on": day.based_on.date(),
        "forecast_day": day.date.date(),
        "forecast": float(day.value),
        "forecast_low": float(day.low),
        "forecast_high": float(day.high),
    }
