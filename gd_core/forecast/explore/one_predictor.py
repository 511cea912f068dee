"""Weather as points on a plane: one predictor today, the target on a later day."""

from dataclasses import replace

from gd_core.descent.lesson.line import LineData, random_start
from gd_core.descent.scaling import Scaling
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather

SCALES = {"standardised": "Standardised", "raw": "Raw units"}


def points(
    weather: Weather, settings: ExperimentSettings, predictor: str, *, scale: str = "standardised"
) -> LineData:
    """The training and validation rows of ``settings`` as points: ``predictor`` today, the target later.

    Standardised, x has mean 0 and standard deviation 1 on the training rows (a constant one is only
    shifted). The start is drawn from the seed of the settings. Raises ValueError for another scale, and what
    `prepare` raises.
    """
    if scale not in SCALES:
        raise ValueError(f"scale must be one of {', '.join(map(repr, SCALES))}; received {scale!r}.")
    rows = prepare(
        weather, replace(settings, predictors=(predictor,), start_from="nothing", features=("today",))
    )
    x, y = rows.X[predictor].to_numpy(dtype=float), rows.y.to_numpy(dtype=float)
    train, validation = rows.of("train"), rows.of("validation")
    if scale == "standardised":
        scaling = Scaling.of(x[train].mean(keepdims=True), x[train].std(keepdims=True))
        x = (x - scaling.shift) / scaling.scale
    return LineData(x[train], y[train], x[validation], y[validation], random_start(settings.seed))


def first_choice(weather: Weather) -> str:
    """The predictor to begin with: today's value of the target, if that may be used."""
    return weather.target if weather.target in weather.predictors else weather.predictors[0]
