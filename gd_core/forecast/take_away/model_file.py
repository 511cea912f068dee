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
from gd_core.forecast.rows.features import MAX_TERMS, used_columns
from gd_core.forecast.rows.rows import known_terms, learned_days
from gd_core.forecast.settings import MAX_PREDICTORS, ExperimentSettings
from gd_core.weather import Weather, WeatherError
from gd_core.weather.show_tables import daily_csv

FORMAT = "linear temperature forecast, version 1"
PACKAGES = ("numpy", "pandas", "scikit-learn", "numba")
LONGEST = 1_000_000  # characters of a file that is read


@dataclass(frozen=True)
class LinearForecast:
    """Coefficients (d,) in degrees ``unit`` per unit of each of the ``terms``, and what makes these again.

    Normals and fillings are learned anew from the days up to ``trained_until``, as they were in the run; a
    random split is dealt out again on the same table, whose ``digest`` is kept for that.
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

    def predict(self, weather: Weather) -> pd.Series:
        """The forecast of every day that one can be made for, in degrees ``unit``, indexed by target date.

        WeatherError if a column is missing, if the temperatures are in other degrees, or if the table has
        nothing to learn the normals from; ValueError if a random split cannot be dealt out again.
        """
        names = used_columns(self.target, self.predictors)
        for name in names:
            weather.column(name)
        if weather.unit != self.unit:
            weather = weather.in_degrees(self.unit)
        frame = weather.frame[names]
        past = self._past(weather, frame)
        terms = known_terms(frame, self.target, self.predictors, self.settings, past=past).frame
        if tuple(terms.columns) != self.terms:
            raise WeatherError("The terms that this table gives are not those of the model; was it renamed?")
        known = terms[terms.notna().all(axis=1)]
        dates = pd.DatetimeIndex(known.index) + pd.Timedelta(days=self.settings.horizon)
        values = known.to_numpy() @ self.coefficients + self.intercept
        return pd.Series(values, index=dates.rename("date"), name="forecast")

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
    table, parts = result.coefficients, result.predictions["part"]
    train = pd.DatetimeIndex(parts.index[parts == "train"]) - pd.Timedelta(days=result.settings.horizon)
    document = {
        "format": FORMAT,
        "target": result.target,
        "unit": result.unit,
        "predictors": list(result.predictors),
        "horizon_days": result.settings.horizon,
        "terms": [
            {"name": name, "gradient_descent": ours, "least_squares": theirs}
            for name, ours, theirs in zip(
                table["term"], table["gradient_descent"], table["least_squares"], strict=True
            )
        ],
        "interval": {"level": result.settings.level, "low": result.next_day.low - result.next_day.value},
        "training": {"first_day": f"{train.min():%Y-%m-%d}", "last_day": f"{train.max():%Y-%m-%d}"},
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
    if not np.isfinite(document["interval"]["low"]):  # type: ignore[index]
        document["interval"] = None
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False).encode("utf-8")


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
    return LinearForecast(
        target=_text(document["target"]),
        unit=unit,
        predictors=predictors,
        settings=settings,
        terms=names,
        coefficients=coefficients,
        intercept=_number(last["gradient_descent"]),
        trained_until=pd.to_datetime(_text(document["training"]["last_day"]), format="%Y-%m-%d"),
        digest=_text(document["data"]["sha256_of_cleaned_table"]),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected; received {value!r:.40}")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not np.isfinite(value):
        raise TypeError(f"a finite number was expected; received {value!r:.40}")
    return float(value)
