"""How far ahead the regression sees: fitted and tested anew for 1 to 14 days ahead."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from gd_core.forecast.evaluation import REFERENCES
from gd_core.forecast.experiment import fit_least_squares, reference_forecasts
from gd_core.forecast.judge.skill import skills
from gd_core.forecast.rows.rows import prepare
from gd_core.forecast.settings import MAX_HORIZON, ExperimentSettings
from gd_core.weather import Weather, WeatherError

Progress = Callable[[int, int], object]


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
    references = reference_forecasts(rows, settings.horizon)
    exact = fit_least_squares(rows).predict(rows.X[test])
    predictions = pd.DataFrame(
        {
            "part": "test",
            "actual": rows.y[test].to_numpy(),
            "gradient_descent": exact,  # which arrives there
            "least_squares": exact,
            **{name: values[test] for name, values in references.items()},
        },
        index=rows.target_date[test],
    ).sort_index()
    table = skills(predictions, settings.horizon, seed=settings.seed)
    table = table[table["model"] == "least_squares"].drop(columns="model")
    table = table.rename(columns={"reference": "model"}).assign(horizon=settings.horizon)
    return table[["horizon", "model", "skill", "low", "high", "finding"]]


def title(table: pd.DataFrame) -> str:
    """Up to how many days ahead the regression beats the seasonal normal beyond chance."""
    normal = table[table["model"] == "climatology"].sort_values("horizon")
    unbeaten = normal.loc[normal["finding"] != "better", "horizon"]
    last = int(unbeaten.min()) - 1 if len(unbeaten) else int(normal["horizon"].max())
    if last == 0:
        return "Not even for tomorrow does the regression beat the seasonal normal"
    days = "for tomorrow alone" if last == 1 else f"up to {last} days ahead"
    return f"The regression knows more than the season {days}"


def explanation(table: pd.DataFrame) -> str:
    """What the lines are, and what becomes of each reference far ahead."""
    beaten = {
        name: table.loc[(table["model"] == name) & (table["finding"] == "better"), "horizon"].tolist()
        for name in REFERENCES
    }
    persistence, damped = len(beaten["persistence"]), len(beaten["damped_anomaly"])
    count = table["horizon"].nunique()
    return (
        "The regression is fitted anew for each number of days, by least squares, and scored on the test "
        f"days. Beyond chance it beats persistence at {persistence} of {count} horizons and the damped "
        f"anomaly at {damped}; where a band holds zero, the two cannot be told apart."
    )
