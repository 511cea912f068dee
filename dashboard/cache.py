"""What is kept between reruns, and under which key.

In: the key of a table (the digest of its file and of how that is read), the table, settings. Out: what
`gd_core` makes of them, made once. A key stands for its table, settings for their JSON: Streamlit itself
hashes large frames by a sample only, which can give one file the result of another. What a user brings stays
in the user's own session.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from dashboard.jobs import Job
from dashboard.keep import FIELDS, begun, for_everybody, is_everybodys, kept, told_apart
from dashboard.record.record_file import RecordFile, digest
from gd_core.charts.chart import build_unchecked
from gd_core.descent.lesson.line import LineData, Walk
from gd_core.descent.lesson.line import walk as walk_line
from gd_core.descent.lesson.published import Quoted
from gd_core.forecast import ExperimentSettings, Result, run_experiment
from gd_core.forecast.explore import climate as climates
from gd_core.forecast.explore import one_predictor
from gd_core.forecast.explore import tutorial as weather_tutorial
from gd_core.forecast.explore.descents import Problem
from gd_core.forecast.explore.gap_trial import GapTrial, try_fill_methods
from gd_core.forecast.explore.learning_rates import Comparison, Race, compare, race
from gd_core.forecast.explore.loss_surface import Question, Surface, explore
from gd_core.forecast.explore.scaling import Side, scaling
from gd_core.forecast.judge import backtest as backtests
from gd_core.forecast.judge.horizons import skill_by_horizon
from gd_core.forecast.rows.rows import Rows, filled_record, prepare
from gd_core.forecast.settings import MAX_HORIZON
from gd_core.stations.show import pictures as show
from gd_core.stations.show.skill_table import SkillTable, read_skill_table, with_truth
from gd_core.weather import Filled, Weather, read_weather

DATA = Path(__file__).resolve().parents[1] / "data"
T = TypeVar("T")

OF_A_RUN = {"learning_rate", "batch_size", "update", "epochs", "level"}
OF_THE_DESCENT = OF_A_RUN | {"momentum", "tol", "init", "standardize", "alpha"}
# What least squares, which the backtest and the days ahead are judged by, knows nothing of.
OF_THE_WAY = (OF_THE_DESCENT | {"interval"}) - {"standardize", "alpha"}
OF_A_GAP_TRIAL = {"target", "predictors", "train_share", "seed"}


def fingerprint(result: Result) -> str:
    """The name of a result's forecasts: a run that was stopped has the settings of a whole one, not those."""
    return digest(result.predictions.drop(columns="part").to_numpy(dtype=float).tobytes())


@dataclass(frozen=True)
class Reading:
    """What a user says about a file instead of the reader, as `read_weather` takes it, and in which degrees
    it is ``shown``; None: nothing, or as it is."""

    station: str | None = None
    unit: str | None = None
    date_order: str | None = None
    shown: str | None = None

    def key(self, file_key: str) -> str:
        """The name of the table that comes of the file ``file_key`` when it is read so."""
        said = (self.station, self.unit, self.date_order, self.shown)
        return digest(repr((file_key, said)).encode()) if any(said) else file_key

    def read(self, content: bytes) -> Weather:
        """The table of a file that is read so. Raises WeatherError."""
        weather = read_weather(content, station=self.station, unit=self.unit, date_order=self.date_order)
        return weather if self.shown is None else weather.in_degrees(self.shown)


AS_READ = Reading()


def bundled(name: str, reading: Reading = AS_READ) -> tuple[str, Weather]:
    """Key and table of a file of ``data/``. Raises WeatherError if it can't be read as ``reading`` says."""
    content = (DATA / name).read_bytes()
    key = reading.key(digest(content))
    if reading == AS_READ:
        for_everybody(key)
    return key, _bundled(key, content, reading)


def table(file: RecordFile, reading: Reading = AS_READ) -> tuple[str, Weather]:
    """Key and table of a file that is read as ``reading`` says. Raises WeatherError if it can't be."""
    key = reading.key(file.key)
    if file.bundled and reading == AS_READ:
        for_everybody(key)
    return key, (_bundled if file.bundled else _own)(key, file.content, reading)


@kept(16, scope="global")
def _bundled(key: str, _content: bytes, _reading: Reading) -> Weather:
    return _reading.read(_content)


@kept(8, scope="session", show_spinner="Reading the file")
def _own(key: str, _content: bytes, _reading: Reading) -> Weather:
    return _reading.read(_content)


@kept(2)
def station_table(key: str, _content: bytes) -> SkillTable:
    """The table of stations of a file whose `digest` is ``key``. Raises TableError."""
    return read_skill_table(_content)


@st.cache_resource(show_spinner=False)
def network() -> SkillTable:
    """The table of the simulated network, with what is true of it."""
    table = read_skill_table((DATA / "network" / "network_skill.parquet").read_bytes())
    return with_truth(table, (DATA / "network" / "network_truth.csv").read_bytes())


@kept(4)
def stations_on_map(key: str, _table: SkillTable, measure: str, true: bool, words: str) -> pd.DataFrame:
    """The stations of the table ``key`` that are drawn (see `show.on_map`)."""
    return show.on_map(_table, measure, true=true, words=words)


@st.cache_resource(show_spinner=False)
def land() -> pd.DataFrame:
    """The outlines of the land."""
    return show.land((DATA / "land.json").read_bytes())


@kept(4)
def filled(key: str, _weather: Weather, settings: ExperimentSettings) -> Filled:
    """Target and predictors of the table ``key``, gaps filled by the chosen method. Raises ValueError."""
    return filled_record(_weather, settings)


@kept(4)
def climate(key: str, _weather: Weather, target: str) -> tuple[climates.Pairs, pd.DataFrame]:
    """How tomorrow follows today on the table ``key``, and the year on average."""
    return climates.today_and_tomorrow(_weather, target), climates.seasonal_cycle(_weather, target)


@kept(8, ignoring=set(FIELDS) - OF_A_GAP_TRIAL, show_spinner="Trying the ways of filling gaps")
def gap_trial(key: str, _weather: Weather, settings: ExperimentSettings) -> GapTrial:
    """The ways of filling gaps, tried on the target of the table ``key``. Raises ValueError."""
    target, predictors = settings.for_weather(_weather)
    frame = _weather.frame[list(dict.fromkeys([target, *predictors]))]
    return try_fill_methods(frame, target, train_share=settings.train_share, seed=settings.seed)


def experiment(key: str, weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    """The experiment on the table ``key``, begun."""
    work = partial(run_experiment, weather, settings)
    return begun("experiment", key, settings, lambda progress: work(progress=progress), settings.epochs)


@kept(16, scope="session")
def _own_job(key: str, _weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    return experiment(key, _weather, settings)


@kept(1, scope="session")  # what is done is known to everybody: a session has to keep the one that runs
def _job_for_everybody(key: str, _weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    return experiment(key, _weather, settings)


def job(key: str, weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    """The experiment on the table ``key``; begun on the first call, and anew if it was cut short."""
    return whole(_jobs(key), key, weather, settings)


def _jobs(key: str) -> Callable[..., Job[Result]]:
    return _job_for_everybody if is_everybodys(key) else _own_job


def forget(key: str, settings: ExperimentSettings) -> None:
    """Drop an experiment that was cut short, so that asking again runs it anew."""
    _jobs(key).clear(key, None, settings)  # type: ignore[attr-defined]


@kept(8, show_spinner="Descending")
def raced(key: str, _weather: Weather, settings: ExperimentSettings, kind: str) -> Race:
    """Several descents on the training rows of the table ``key``. Raises ValueError."""
    return race(problem(key, _weather, settings), settings, kind)


@kept(16)
def comparison(
    key: str, _weather: Weather, settings: ExperimentSettings, kind: str, accuracy: float
) -> Comparison:
    """When each of these descents has arrived. Raises ValueError."""
    return compare(raced(key, _weather, settings, kind), accuracy)


@kept(8, scope="session", ignoring=OF_THE_WAY)
def backtest(
    key: str, _weather: Weather, settings: ExperimentSettings, every: int, window: str
) -> Job[backtests.Backtest]:
    """The backtest on the table ``key``; begun on the first call."""
    work = partial(backtests.run_backtest, _weather, settings, every=every, window=window)
    about = (told_apart(settings, ignoring=OF_THE_WAY), every, window)
    return begun("backtest", key, about, lambda progress: work(progress=progress), 1)


@kept(8, scope="session", ignoring=OF_THE_WAY | {"horizon"})
def horizons(key: str, _weather: Weather, settings: ExperimentSettings) -> Job[pd.DataFrame]:
    """Skill by days ahead on the table ``key``; begun on the first call."""
    work = partial(skill_by_horizon, _weather, settings)
    about = told_apart(settings, ignoring=OF_THE_WAY | {"horizon"})
    return begun("horizons", key, about, lambda progress: work(progress=progress), MAX_HORIZON)


def whole(begin: Callable[..., Job[T]], *args: Any) -> Job[T]:
    """The kept job of ``begin``; one that was cut short, since its page had been closed, is begun anew."""
    if begin(*args).cut_short:
        begin.clear(*args)  # type: ignore[attr-defined]
    return begin(*args)


@kept(8, ignoring=OF_THE_WAY)
def flattery(key: str, _weather: Weather, settings: ExperimentSettings) -> backtests.Flattery:
    """How much a random split flatters on the table ``key``. Raises ValueError."""
    return backtests.flattery(_weather, settings)


@kept(2, ignoring=OF_THE_DESCENT)
def rows(key: str, _weather: Weather, settings: ExperimentSettings) -> Rows:
    """The rows of the table ``key``, which do not depend on how they are descended on. Raises ValueError."""
    return prepare(_weather, settings)


@kept(2, ignoring=OF_THE_DESCENT - {"standardize", "alpha"})
def problem(key: str, _weather: Weather, settings: ExperimentSettings) -> Problem:
    """What is descended on, of the table ``key``. Raises ValueError."""
    return Problem.of(rows(key, _weather, settings), settings)


@kept(16)
def surface(key: str, _weather: Weather, settings: ExperimentSettings, question: Question) -> Surface:
    """The loss over two parameters of the table ``key``, with its runs. Raises ValueError."""
    return explore(problem(key, _weather, settings), settings, question)


@kept(16, ignoring=OF_A_RUN)
def scaled_and_raw(key: str, _weather: Weather, settings: ExperimentSettings) -> tuple[Side, Side]:
    """The loss of raw columns and of standardised ones, whatever the descent. Raises ValueError."""
    usual = {name: getattr(ExperimentSettings(), name) for name in OF_A_RUN}
    return scaling(rows(key, _weather, settings), replace(settings, **usual))


@kept(8)
def points_of_weather(
    key: str, _weather: Weather, settings: ExperimentSettings, predictor: str, scale: str
) -> LineData:
    """Points of the table ``key`` (see `one_predictor.points`). Raises ValueError."""
    return one_predictor.points(_weather, settings, predictor, scale=scale)


@kept(4, show_spinner="Descending")
def walk(
    key: str, _data: LineData, learning_rate: float, epochs: int, batch_size: int | None, seed: int
) -> Walk:
    """The walk on the points that are known by ``key``. Raises ValueError."""
    return walk_line(_data, learning_rate=learning_rate, epochs=epochs, batch_size=batch_size, seed=seed)


@kept(1, show_spinner="Descending")
def tutorial(key: str, _weather: Weather) -> list[Quoted]:
    """The published weather regression on the table ``key``. Raises ValueError."""
    return weather_tutorial.replay(_weather)


@st.cache_resource(show_spinner=False)
def freeze_imports() -> None:
    """Take the imported libraries out of garbage collection, which Streamlit runs after every rerun.

    Going through their objects takes 0.1 s, longer than anything else that a moved slider causes.
    """
    build_unchecked()
    gc.collect()
    gc.freeze()
    # A run of a page makes some 50,000 objects, of which most are gone with it: to look at them every 700, as
    # Python does by itself, is to look at the same ones again and again.
    gc.set_threshold(20_000, 10, 10)
