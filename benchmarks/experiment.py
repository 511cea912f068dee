"""How long the main job takes on the bundled records, stage by stage."""

import statistics
from pathlib import Path

from benchmarks.timing import milliseconds, seconds, table
from gd_core import ExperimentSettings, read_weather, run_experiment

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = {"Seattle, 4 years": "seattle_weather.csv", "Simulated station, 37 years": "synthetic_station.csv"}
STAGES = ("rows", "descent", "least squares", "forecasts", "evaluation")


def report() -> str:
    """A row for each record: reading, every stage of `run_experiment`, and all of it."""
    header = ["milliseconds (median of 9)", "read", *STAGES, "`run_experiment`"]
    return table("The main job", header, [row(name, file) for name, file in FILES.items()])


def row(name: str, file: str) -> list[str]:
    """The timings of one record."""
    content = (DATA / file).read_bytes()
    weather, settings = read_weather(content), ExperimentSettings()
    reading = seconds(lambda: read_weather(content), runs=9)
    timings: list[dict[str, float]] = []
    whole = seconds(lambda: timings.append(run_experiment(weather, settings).timing), runs=9)
    stages = [[timing[stage] for timing in timings[1:]] for stage in STAGES]
    return [name, *(milliseconds(statistics.median(values)) for values in (reading, *stages, whole))]
