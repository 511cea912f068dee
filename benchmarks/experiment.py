"""How long the main job takes on the bundled records, stage by stage, from today and from nothing."""

import statistics
from pathlib import Path

from benchmarks.timing import milliseconds, seconds, table, verdict
from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast import Result
from gd_core.forecast.rows.features import FEATURES, MAX_LAGS, MAX_WAVES

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = {"Seattle, 4 years": "seattle_weather.csv", "Simulated station, 37 years": "synthetic_station.csv"}
SETTINGS = {
    "from today": ExperimentSettings(),
    "only today's values": ExperimentSettings(start_from="nothing", features=("today",)),
    "all": ExperimentSettings(
        start_from="nothing",
        features=tuple(FEATURES),
        lags=MAX_LAGS,
        season_waves=MAX_WAVES,
        history="predictors",
    ),
}
STAGES = ("rows", "rolling origins", "fits", "forecasts", "evaluation")
# Seconds that the whole may take.
BAR = {
    ("Simulated station, 37 years", "from today"): 0.15,
    ("Simulated station, 37 years", "only today's values"): 0.5,
}


def report() -> str:
    """A row for each record and choice of features: reading, all stages of `run_experiment`, the whole."""
    header = ["milliseconds (median of 9)", "features", "terms", "read", *STAGES, "`run_experiment`"]
    header += ["bar", "met"]
    rows = [row(name, file, features) for name, file in FILES.items() for features in SETTINGS]
    return table("The main job", header, rows)


def row(name: str, file: str, features: str) -> list[str]:
    """The timings of one record."""
    content = (DATA / file).read_bytes()
    weather, settings = read_weather(content), SETTINGS[features]
    reading = seconds(lambda: read_weather(content), runs=9)
    results: list[Result] = []
    whole = seconds(lambda: results.append(run_experiment(weather, settings)), runs=9)
    stages = [[result.timing[stage] for result in results[1:]] for stage in STAGES]
    times = [statistics.median(values) for values in (reading, *stages, whole)]
    bar = BAR.get((name, features))
    judged = ["", ""] if bar is None else [milliseconds(bar), verdict(times[-1] <= bar)]
    terms = str(len(results[0].coefficients) - 1)
    return [name, features, terms, *map(milliseconds, times), *judged]
