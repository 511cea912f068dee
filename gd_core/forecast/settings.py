"""`ExperimentSettings`: every choice behind a forecast, in a form that fits a file."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from gd_core.descent import parameters
from gd_core.descent.rules import RULES
from gd_core.descent.starts import STARTS
from gd_core.forecast.intervals import INTERVALS
from gd_core.forecast.rows.features import FEATURES, HISTORIES, MAX_LAGS, MAX_WAVES
from gd_core.weather import FILL_METHODS, Weather

# What the regression starts from. "today": tomorrow is as today, plus what departures from recent days add;
# "nothing": the chosen features alone, as most tutorials have it.
START_FROM = {"today": "As today", "nothing": "Nothing"}
SPLITS = ("chronological", "random")
MAX_HORIZON = 14
MAX_EPOCHS = 100_000
MAX_PREDICTORS = 100


@dataclass(frozen=True)
class ExperimentSettings:
    """What to forecast, from what, and how to descend. The defaults are the front page.

    Every field is validated on creation: TypeError or ValueError names the field, what is allowed and what
    was received. Names of columns can only be checked against a weather table: see `for_weather`.
    """

    target: str | None = None  # column to forecast; None: the one that the reader chose
    predictors: tuple[str, ...] | None = None  # columns whose values today are used; None: the suitable ones
    start_from: str = "today"  # what the regression departs from, a key of START_FROM
    features: tuple[str, ...] = ("today",)  # of a start from nothing, in the order of FEATURES
    lags: int = 1  # days before today of the feature "lags", 1 to 7
    season_waves: int = 2  # pairs of sine and cosine of the feature "season", 1 to 3
    history: str = "target"  # whose days before, means and change are used; or "predictors": theirs too
    horizon: int = 1  # days ahead, 1 to 14
    fill: str = "seasonal"  # of a start from nothing: how missing values are filled, a key of FILL_METHODS
    split: str = "chronological"  # or "random", for contrast
    train_share: float = 0.70  # of the rows, 0.3 to 0.9
    validation_share: float = 0.15  # of the rows, 0.05 to 0.4; the rest, at least 0.05, is the test part
    batch_size: int | None = None  # rows per update, at most those there are; None: all; 1: stochastic
    update: str = "plain"  # update rule, a key of RULES
    momentum: float = 0.9  # of the rules "momentum" and "nesterov"
    learning_rate: float | None = None  # on the gradient of the mean squared error; None: automatic
    epochs: int = 10_000  # at most this many passes over the training rows
    tol: float = 1e-10  # relative size of the gradient at which descent has converged
    init: str = "zeros"  # start of the parameters
    seed: int = 0  # of the start, the shuffles and the random split
    standardize: bool = True  # of a start from nothing: terms to mean 0 and standard deviation 1
    alpha: float | None = None  # ridge strength; None: automatic, see `gd_core.forecast.ridge`
    level: float = 0.90  # of the interval, 0.5 to 0.99
    interval: str = "seasonal"  # its width goes with the time of year; or "constant"

    def __post_init__(self) -> None:
        if self.target is not None and not isinstance(self.target, str):
            raise TypeError(f"target must be the name of a column or None; received {self.target!r}.")
        if self.predictors is not None:
            object.__setattr__(self, "predictors", _names("predictors", self.predictors))
        object.__setattr__(self, "features", _features(self.features))
        parameters.integer("lags", self.lags, low=1, high=MAX_LAGS, high_means=" days")
        parameters.integer("season_waves", self.season_waves, low=1, high=MAX_WAVES)
        parameters.choice("history", self.history, HISTORIES)
        parameters.integer("horizon", self.horizon, low=1, high=MAX_HORIZON, high_means=" days")
        parameters.choice("start_from", self.start_from, START_FROM)
        parameters.choice("fill", self.fill, FILL_METHODS)
        parameters.choice("split", self.split, SPLITS)
        parameters.real("train_share", self.train_share, low=0.3, high=0.9)
        parameters.real("validation_share", self.validation_share, low=0.05, high=0.4)
        if self.train_share + self.validation_share > 0.95 + 1e-9:
            raise ValueError(
                "train_share and validation_share must leave at least 0.05 for the test part; "
                f"received {self.train_share:g} and {self.validation_share:g}."
            )
        if self.batch_size is not None:
            parameters.integer("batch_size", self.batch_size, low=1)
        parameters.choice("update", self.update, RULES)
        parameters.real("momentum", self.momentum, high=1.0)
        if self.learning_rate is not None:
            parameters.real("learning_rate", self.learning_rate, open_low=True)
        parameters.integer("epochs", self.epochs, low=1, high=MAX_EPOCHS)
        parameters.real("tol", self.tol)
        parameters.choice("init", self.init, STARTS)
        parameters.integer("seed", self.seed, low=0, high=2**32 - 1)
        parameters.boolean("standardize", self.standardize)
        if self.alpha is not None:
            parameters.real("alpha", self.alpha)
        parameters.real("level", self.level, low=0.5, high=0.99)
        parameters.choice("interval", self.interval, INTERVALS)

    @property
    def rolls(self) -> bool:
        """Whether the fit is made anew as days pass, and a day is foretold by one that knew no later day."""
        return self.start_from == "today" and self.split == "chronological"

    def for_weather(self, weather: Weather) -> tuple[str, tuple[str, ...]]:
        """The target and the predictors that these settings mean for ``weather``.

        Raises ValueError if a column is not there, or if no predictor is left.
        """
        target = weather.target if self.target is None else self.target
        if target not in weather.temperatures:
            choices = ", ".join(map(repr, weather.temperatures[:6]))
            raise ValueError(f"target must be a temperature of this file ({choices}); received {target!r}.")
        predictors = weather.predictors[:MAX_PREDICTORS] if self.predictors is None else self.predictors
        for name in predictors:
            if name not in weather.frame.columns:
                choices = ", ".join(map(repr, list(weather.frame.columns)[:6]))
                raise ValueError(
                    f"predictors must be columns of this file ({choices}, ...); received {name!r}."
                )
        if not predictors:
            raise ValueError("Choose at least one predictor: a linear model needs something to go by.")
        if len(predictors) > MAX_PREDICTORS:
            raise ValueError(
                f"Choose at most {MAX_PREDICTORS} predictors; received {len(predictors)}. "
                "A linear model of so many columns would fit the noise."
            )
        return target, tuple(predictors)

    def to_json(self) -> str:
        """All fields as one JSON object."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "ExperimentSettings":
        """The settings that `to_json` wrote. Raises ValueError or TypeError for anything else."""
        values = json.loads(text)
        unknown = set(values) - {field.name for field in fields(cls)} if isinstance(values, dict) else {text}
        if unknown:
            raise ValueError(f"These are no settings of an experiment: {sorted(unknown)[0]!r:.80}.")
        return cls(**values)


def _features(values: Any) -> tuple[str, ...]:
    """``values`` in the order of `FEATURES`, whatever the order in which they were chosen."""
    chosen = _names("features", values)
    for name in chosen:
        parameters.choice("features", name, FEATURES)
    if not set(chosen) - {"anomalies"}:
        labels = ", ".join(feature.label.lower() for name, feature in FEATURES.items() if name != "anomalies")
        raise ValueError(f"Choose at least one feature for the regression to go by: {labels}.")
    return tuple(name for name in FEATURES if name in chosen)


def _names(name: str, values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise TypeError(f"{name} must be a list of names; received {values!r}.")
    if len(set(values)) != len(values):
        raise ValueError(f"{name} must not hold a name twice; received {values!r}.")
    return tuple(values)
