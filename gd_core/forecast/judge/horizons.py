"""How far ahead the regression sees: fitted and tested anew for 1 to 14 days ahead."""

from dataclasses import replace

import pandas as pd

from gd_core.forecast.experiment import exact_training_part, moving_references, reference_forecasts
from gd_core.forecast.judge.skill import skills
from gd_core.forecast.origins import roll
from gd_core.forecast.progress import Progress
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.settings import MAX_HORIZON, ExperimentSettings
from gd_core.weather import Weather, WeatherError


def skill_by_horizon(
    weather: Weather, settings: ExperimentSettings, *, progress: Progress | None = None
) -> pd.DataFrame:
    """Skill of least squares on the test part for each number of days ahead.

    A row for each horizon (days) and model (the reference): horizon, model, skill, low, high, finding, as in
    `skills`. Horizons for which the record is too short are left out. ``progress(done, planned)`` is called
    after each; a truthy answer ends it there. Raises ValueError for settings that do not fit the file, and
    WeatherError if the record is too short for all of them.
    """
    rows: list[pd.DataFrame] = []
    short: WeatherError | None = None
    for horizon in range(1, MAX_HORIZON + 1):
        try:
            rows.append(_of_horizon(weather, replace(settings, horizon=horizon)))
        except WeatherError as error:
            short = error
        if progress is not None and progress(horizon, MAX_HORIZON):
            break
    if not rows:
        raise short or WeatherError("The record is too short to look ahead.")
    return pd.concat(rows, ignore_index=True)


def _of_horizon(weather: Weather, settings: ExperimentSettings) -> pd.DataFrame:
    rows = prepare(weather, settings)
    test = rows.of("test")
    rolled = roll(rows, settings)
    if rolled is None:
        references, exact = reference_forecasts(rows, settings.horizon), exact_training_part(rows, settings)
    else:
        references, exact = moving_references(rows, settings.horizon), rows.base.to_numpy() + rolled.forecast
    predictions = pd.DataFrame(
        {
            "part": "test",
            "actual": rows.actual[test],
            "gradient_descent": exact[test],  # which arrives there
            "least_squares": exact[test],
            **{name: values[test] for name, values in references.items()},
        },
        index=rows.target_date[test],
    ).sort_index()
    table = skills(predictions, settings.horizon, seed=settings.seed)
    table = table[table["model"] == "least_squares"].drop(columns="model")
    table = table.rename(columns={"reference": "model"}).assign(horizon=settings.horizon)
    return table[["horizon", "model", "skill", "low", "high", "finding"]]
