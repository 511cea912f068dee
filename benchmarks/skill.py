"""How good the forecast is on a folder of records, whole and in short windows, beside what others give.

Each record goes through `run_experiment` itself, and its test part is what counts. Ratios of squared errors
are averaged as logarithms: −0.10 means a tenth less squared error, and twice as much weighs as half as much.
"""

import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import document, rivals
from benchmarks.skill_tables import LENGTHS, LONG, OURS, YEAR, all_tables
from gd_core import ExperimentSettings, WeatherError, read_weather, run_experiment
from gd_core.forecast.evaluation import REFERENCES
from gd_core.forecast.rows.rows import prepare
from gd_core.weather import Weather

DATA = Path(__file__).resolve().parents[1] / "data"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "skill.md"
BUNDLED, FOLDER = "bundled", "folder"  # places of the tables on the page
SETTINGS = ExperimentSettings(start_from="today")
SUGGESTED = ("today", "lags", "mean_30", "anomalies")  # of the start from nothing that it has replaced
WINDOWS = 6  # of each length, at most, from one record
MEASURED = 0.9  # of a window's days; and
PAIRED = 0.7  # of them must be followed by a measured day

PLAIN = "today's values alone"
TREES = "boosted trees"
ARMA = "waves, ARMA(1, 1)"


def write(folder: str | None = None, most: int = WINDOWS) -> str:
    """Judge the records of ``folder`` (None: the bundled ones); the tables, which are put on the page."""
    tables = report(DATA if folder is None else Path(folder), most)
    document.write(BUNDLED if folder is None else FOLDER, tables, PAGE)
    return tables


def report(folder: Path, most: int = WINDOWS) -> str:
    """A table for each length of windows, and for whole records."""
    judged = pd.DataFrame(
        [row for name, weather in records(folder) for row in judge_all(name, weather, most)]
    )
    if judged.empty:
        raise SystemExit(f"No file in {folder} can be read and is long enough to be judged.")
    return all_tables(judged)


def records(folder: Path) -> Iterator[tuple[str, Weather]]:
    """Name and record of every file that can be read, in ``folder`` or in its folder "files"."""
    inner = folder / "files"
    for path in sorted((inner if inner.is_dir() else folder).iterdir()):
        if path.is_file():
            try:
                yield path.name, read_weather(path)
            except WeatherError:
                continue


def judge_all(name: str, weather: Weather, most: int) -> Iterator[dict[str, object]]:
    """Rows of `judge` for the whole record and for its windows; none for what is too short, or constant."""
    pieces = [(0, weather)]
    pieces += [(length, window) for length in LENGTHS for window in windows(weather, length, most)]
    for length, piece in pieces:
        try:
            found = judge(piece, whole=length == 0)
        except WeatherError:
            continue
        for row in found:
            yield {"record": name, "length": length, "days": span(piece), **row}


def span(weather: Weather) -> int:
    """Calendar days from the first to the last, both included."""
    return int((weather.frame.index[-1] - weather.frame.index[0]).days) + 1


def windows(weather: Weather, length: int, most: int) -> Iterator[Weather]:
    """Up to ``most`` pieces of ``length`` calendar days, apart from each other and spread over the record.

    Those with too few measured days are left out; where there is room for one alone, it is the latest.
    """
    measured = weather.frame[weather.target].notna().asfreq("D", fill_value=False)
    room = len(measured) - length
    count = min(most, len(measured) // length)
    for start in np.linspace(0, room, count).astype(int) if count > 1 else [room] * count:
        there = measured.iloc[start : start + length]
        pairs = there.to_numpy()[1:] & there.to_numpy()[:-1]
        if there.mean() >= MEASURED and pairs.sum() >= PAIRED * length:
            yield dataclasses.replace(weather, frame=weather.frame.loc[there.index[0] : there.index[-1]])


def judge(weather: Weather, whole: bool) -> list[dict[str, object]]:
    """A row for each forecaster on the test days of ``weather``: see `scores`.

    Ours comes first, with the share of days that its interval held, on the test days and on all days behind
    the training part; and with the ratio of its squared error to that of the start from nothing, if the
    record is long.
    """
    predictions = run_experiment(weather, SETTINGS).predictions
    test = predictions[predictions["part"] == "test"]
    if not ((test["persistence"] - test["actual"]) ** 2).mean() > 0.0:
        return []
    ours = scores(test, test["gradient_descent"])
    ours |= {"held": share_held(test), "held_later": share_held(predictions)}
    if whole and span(weather) >= LONG:
        former = scores(test, rivals.plain_regression(weather, SUGGESTED))
        ours["to_former"] = math.exp(ours["persistence"] - former["persistence"])
    rows: list[dict[str, object]] = [{"model": OURS, **ours}]
    rows.append({"model": PLAIN, **scores(test, rivals.plain_regression(weather))})
    if span(weather) >= YEAR:
        rows += judge_costly(weather, test, whole)
    return rows


def judge_costly(weather: Weather, test: pd.DataFrame, whole: bool) -> Iterator[dict[str, object]]:
    """The rows of those that take longer to fit; without scores where a package is not installed."""
    rows = prepare(weather, SETTINGS)
    yield {"model": TREES, **scores(test, rivals.boosted_trees(rows))}
    if not whole:
        return
    if rivals.STATE_SPACE is None:
        yield {"model": ARMA}
        return
    until = rows.target_date[rows.of("train")][-1]
    forecast = rivals.waves_with_arma(rivals.STATE_SPACE, weather.frame[weather.target], until)
    yield {"model": ARMA, **scores(test, forecast)}


def share_held(predictions: pd.DataFrame) -> float:
    """Share of the days on which the interval held; days without one do not count."""
    told = predictions.dropna(subset=["low", "high"])
    return float(told["actual"].between(told["low"], told["high"]).mean())


def scores(test: pd.DataFrame, forecast: pd.Series) -> dict[str, float]:
    """Logarithms of the ratio of ``forecast``'s squared error to each reference's, and to the "best" one's.

    On those days of ``test`` (predictions of an experiment) for which there is a forecast.
    """
    forecast = forecast.reindex(test.index)
    test, forecast = test[forecast.notna()], forecast.dropna()
    mse = ((forecast - test["actual"]) ** 2).mean()
    references = {name: ((test[name] - test["actual"]) ** 2).mean() for name in REFERENCES}
    references["best"] = min(references.values())
    return {name: math.log(mse / reference) for name, reference in references.items()}
