"""A fitted forecast as a JSON file: written after a run, loaded and applied again."""

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import pandas as pd

from gd_core.forecast.result import Result
from gd_core.forecast.rows.departures import MEANS
from gd_core.forecast.rows.features import MAX_TERMS
from gd_core.forecast.rows.names import used_columns
from gd_core.forecast.rows.normals import Normals
from gd_core.forecast.rows.references import HARMONICS
from gd_core.forecast.rows.rows import known_terms, learned_days
from gd_core.forecast.settings import MAX_PREDICTORS, ExperimentSettings
from gd_core.weather import Weather, WeatherError
from gd_core.weather.calendar import MONTHS
from gd_core.weather.show_tables import daily_csv

FORMAT = "linear temperature forecast, version 2"
PACKAGES = ("numpy", "pandas", "scikit-learn", "numba")
LONGEST = 1_000_000  # characters of a file that is read
LARGEST = 1e12  # sum of sizes of coefficients: more foretells infinity on some day
WAVES = 1 + 2 * HARMONICS


@dataclass(frozen=True)
class LinearForecast:
    """Coefficients (d,) in degrees ``unit`` per unit of each of the ``terms``, and what makes these again.

    Where it starts from today, the terms depart from ``normals`` (columns, 5), as they were known in the run.
    From nothing, normals and fillings are learned anew from the days up to ``trained_until``; a random split
    is dealt out again on the same table, whose ``digest`` is kept for that.
    """

    target: str
    unit: str
    predictors: tuple[str, ...]
    settings: ExperimentSettings
    terms: tuple[str, ...]
    coefficients: np.ndarray
    intercept: float
    trained_until: pd.Timestamp
    digest: str
    normals: np.ndarray | None = None

    def predict(self, weather: Weather) -> pd.Series:
        """The forecast of every day that one can be made for, in degrees ``unit``, indexed by target date.

        WeatherError if a column is missing, if the temperatures are in other degrees, or if the table is too
        short for the means and normals of the terms; ValueError if a random split cannot be dealt out again.
        """
        names = used_columns(self.target, self.predictors)
        for name in names:
            weather.column(name)
        if weather.unit != self.unit:
            weather = weather.in_degrees(self.unit)
        frame = weather.frame[names]
        terms, base = self._terms(weather, frame)
        if tuple(terms.columns) != self.terms:
            raise WeatherError("The terms that this table gives are not those of the model; was it renamed?")
        known = terms[terms.notna().all(axis=1) & base[terms.index].notna()]
        dates = pd.DatetimeIndex(known.index) + pd.Timedelta(days=self.settings.horizon)
        values = base[known.index].to_numpy() + known.to_numpy() @ self.coefficients + self.intercept
        return pd.Series(values, index=dates.rename("date"), name="forecast")

    def _terms(self, weather: Weather, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
        """The terms of every day that has them, and what is said without them."""
        if self.settings.start_from == "nothing":
            past = self._past(weather, frame)
            terms = known_terms(frame, self.target, self.predictors, self.settings, past=past).terms.frame
            return terms, pd.Series(0.0, index=frame.index)
        begin = frame.index[0] + pd.Timedelta(days=max(MEANS) - 1)  # earlier days lack a part of their means
        if not frame.loc[begin:, self.target].notna().any():
            raise WeatherError(
                f"The model looks back over {max(MEANS)} days, and the table has {len(frame)} with its last "
                f"temperature: bring at least {max(MEANS)} days up to the one that the forecast is made on."
            )
        assert self.normals is not None, "a start from today has normals"
        fixed = Normals.fixed(self.normals, frame.index[0])
        nothing = np.zeros(len(frame), dtype=bool)
        of_all = known_terms(
            frame, self.target, self.predictors, self.settings, past=nothing, normals=fixed
        ).terms.frame
        return of_all.loc[begin:], frame[self.target]

    def _past(self, weather: Weather, frame: pd.DataFrame) -> np.ndarray:
        """The rows that normals and fillings are learned from, (days,) of bool."""
        days = pd.DatetimeIndex(frame.index)
        if self.settings.split == "random":
            if digest(weather) != self.digest:
                raise ValueError(
                    "This model was trained on days drawn at random from another table; it can only be "
                    "applied to the same one."
                )
            return learned_days(frame, self.target, self.settings)
        past = np.asarray(days <= self.trained_until)
        if not past.any():
            raise WeatherError(
                f"The table begins on {days[0]:%Y-%m-%d}, after the model was trained (until "
                f"{self.trained_until:%Y-%m-%d}); it needs some days before that to learn the normals from."
            )
        return past


def digest(weather: Weather) -> str:
    """SHA-256 of the cleaned daily table as `daily_csv` writes it: 64 hexadecimal digits."""
    return hashlib.sha256(daily_csv(weather)).hexdigest()


def to_json(result: Result, weather: Weather) -> bytes:
    """The fit by gradient descent, beside that by least squares, with all that is needed to apply it again.

    ``weather`` is the table that ``result`` comes from.
    """
    parts, fits = result.predictions["part"], result.issued
    first = parts.index[0] - pd.Timedelta(days=result.settings.horizon)
    last = fits.learned_until - pd.Timedelta(days=result.settings.horizon)
    ours, theirs = (np.append(fit.coef, fit.intercept) for fit in (fits.descent, fits.least_squares))
    document = {
        "format": FORMAT,
        "target": result.target,
        "unit": result.unit,
        "predictors": list(result.predictors),
        "horizon_days": result.settings.horizon,
        "terms": [
            {"name": name, "gradient_descent": float(by_descent), "least_squares": float(exact)}
            for name, by_descent, exact in zip(
                [*result.latest.columns, "intercept"], ours, theirs, strict=True
            )
        ],
        "starts_from": result.settings.start_from,
        "normals": _normals(result),
        "interval": _interval(result),
        "training": {"first_day": f"{first:%Y-%m-%d}", "last_day": f"{last:%Y-%m-%d}"},
        "data": {
            "sha256_of_cleaned_table": digest(weather),
            "first_day": f"{weather.frame.index[0]:%Y-%m-%d}",
            "last_day": f"{weather.frame.index[-1]:%Y-%m-%d}",
            "days": len(weather.frame),
        },
        "settings": asdict(result.settings),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _normals(result: Result) -> list[dict[str, Any]] | None:
    """The normal of each column when the forecast was made: mean, then two waves of the year."""
    if result.normals is None:
        return None
    names = used_columns(result.target, result.predictors)
    coefficients = result.normals.at(pd.DatetimeIndex([result.next_day.based_on]))[0]
    return [
        {"column": name, "mean_sine_cosine": row.tolist() if np.isfinite(row).all() else None}
        for name, row in zip(names, coefficients, strict=True)
    ]


def _interval(result: Result) -> dict[str, Any] | None:
    """How far the ends of the interval are from the forecast in the middle of each month, in degrees."""
    middle = pd.DatetimeIndex([f"2001-{month:02}-15" for month in range(1, 13)])
    low, high = result.interval.around(np.zeros(12), middle)
    if not np.isfinite(low).all():
        return None
    ends = zip(middle, low, high, strict=True)
    by_month = [{"month": MONTHS[day.month - 1], "low": float(a), "high": float(b)} for day, a, b in ends]
    return {"level": result.settings.level, "by_month": by_month}


def load_model(source: str | bytes) -> LinearForecast:
    """The model in a file that `to_json` wrote; nothing in it is run.

    ValueError if it is no such file, or one that was changed into something impossible.
    """
    try:
        if len(source) > LONGEST:
            raise ValueError("it is too long")
        document = json.loads(source)
        if not isinstance(document, dict) or document.get("format") != FORMAT:
            raise ValueError(f'"format" is not "{FORMAT}"')
        return _model(document)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"This is no model of this program: {reason:.200}.") from None


def _model(document: dict[str, Any]) -> LinearForecast:
    settings = ExperimentSettings.from_json(json.dumps(document["settings"]))
    *terms, last = document["terms"]
    names = tuple(_text(term["name"]) for term in terms)
    coefficients = np.array([_number(term["gradient_descent"]) for term in terms])
    predictors = tuple(_text(name) for name in document["predictors"])
    unit = document["unit"]
    if unit not in ("C", "F"):
        raise ValueError(f'unit must be "C" or "F"; received {unit!r}')
    if last["name"] != "intercept" or not 0 < len(names) <= MAX_TERMS or len(predictors) > MAX_PREDICTORS:
        raise ValueError("its terms are not complete")
    coefficients.flags.writeable = False
    last_day = pd.to_datetime(_text(document["training"]["last_day"]), format="%Y-%m-%d")
    if pd.isna(last_day):
        raise ValueError("its last day of training is empty")
    intercept = _number(last["gradient_descent"])
    if not np.abs(coefficients).sum() + abs(intercept) < LARGEST:
        raise ValueError("its coefficients foretell no temperature")
    return LinearForecast(
        target=_text(document["target"]),
        unit=unit,
        predictors=predictors,
        settings=settings,
        terms=names,
        coefficients=coefficients,
        intercept=intercept,
        trained_until=last_day,
        digest=_text(document["data"]["sha256_of_cleaned_table"]),
        normals=_read_normals(document["normals"], 1 + len(set(predictors) - {document["target"]}))
        if settings.start_from == "today"
        else None,
    )


def _read_normals(rows: Any, columns: int) -> np.ndarray:
    unknown = [float("nan")] * WAVES
    found = [row["mean_sine_cosine"] for row in rows]
    if len(found) != columns or any(row is not None and len(row) != WAVES for row in found):
        raise ValueError("its normals are not complete")
    return np.array([unknown if row is None else [_number(value) for value in row] for row in found])


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected; received {value!r:.40}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise TypeError(f"a finite number was expected; received {value!r:.40}")
    return float(value)
