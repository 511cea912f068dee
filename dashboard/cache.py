"""What is kept between reruns, and under which key.

Keys are digests of bytes and settings: Streamlit itself hashes large frames by a sample only, which can
give one file the result of another. What a user brings stays in the user's own session.
"""

import gc
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.jobs import Job, Progress
from gd_core.charts.chart import build_unchecked
from gd_core.descent.lesson.line import LineData, Walk
from gd_core.descent.lesson.line import walk as walk_line
from gd_core.descent.lesson.published import Quoted
from gd_core.forecast import ExperimentSettings, Result, run_experiment
from gd_core.forecast.explore import one_predictor
from gd_core.forecast.explore import tutorial as weather_tutorial
from gd_core.forecast.explore.gap_trial import GapTrial, try_fill_methods
from gd_core.forecast.explore.learning_rates import Comparison, compare
from gd_core.forecast.explore.loss_surface import Question, Surface, explore
from gd_core.forecast.explore.scaling import Side, scaling
from gd_core.forecast.judge import backtest as backtests
from gd_core.forecast.judge import skill
from gd_core.forecast.judge.horizons import skill_by_horizon
from gd_core.forecast.rows.rows import Rows, filled_record, prepare
from gd_core.forecast.settings import MAX_HORIZON
from gd_core.weather import Filled, Weather, read_weather

DATA = Path(__file__).resolve().parents[1] / "data"


def digest(content: bytes) -> str:
    """The name of a file's content: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


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


AS_READ = Reading()


def bundled(name: str, reading: Reading = AS_READ) -> tuple[str, Weather]:
    """Key and table of a file of ``data/``. Raises WeatherError if it can't be read as ``reading`` says."""
    content = (DATA / name).read_bytes()
    key = digest(content)
    return reading.key(key), _bundled(reading.key(key), content, reading)


def uploaded(key: str, content: bytes, reading: Reading = AS_READ) -> tuple[str, Weather]:
    """Key and table of an uploaded file whose `digest` is ``key``. Raises WeatherError."""
    return reading.key(key), _uploaded(reading.key(key), content, reading)


@st.cache_resource(show_spinner=False, max_entries=16)
def _bundled(key: str, _content: bytes, _reading: Reading) -> Weather:
    return _read(_content, _reading)


@st.cache_resource(show_spinner="Reading the file", scope="session", max_entries=4)
def _uploaded(key: str, _content: bytes, _reading: Reading) -> Weather:
    return _read(_content, _reading)


def _read(content: bytes, reading: Reading) -> Weather:
    weather = read_weather(content, station=reading.station, unit=reading.unit, date_order=reading.date_order)
    return weather if reading.shown is None else weather.in_degrees(reading.shown)


def filled(key: str, weather: Weather, settings: ExperimentSettings) -> Filled:
    """Target and predictors of the table ``key``, gaps filled by the chosen method. Raises ValueError."""
    return _filled(key, settings.to_json(), weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=4)
def _filled(key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings) -> Filled:
    return filled_record(_weather, _settings)


def gap_trial(key: str, weather: Weather, settings: ExperimentSettings) -> GapTrial:
    """The ways of filling gaps, tried on the target of the table ``key``. Raises ValueError."""
    target, predictors = settings.for_weather(weather)
    return _gap_trial(key, target, predictors, settings.train_share, settings.seed, weather)


@st.cache_resource(show_spinner="Trying the ways of filling gaps", scope="session", max_entries=8)
def _gap_trial(
    key: str, target: str, predictors: tuple[str, ...], train_share: float, seed: int, _weather: Weather
) -> GapTrial:
    frame = _weather.frame[list(dict.fromkeys([target, *predictors]))]
    return try_fill_methods(frame, target, train_share=train_share, seed=seed)


def job(key: str, weather: Weather, settings: ExperimentSettings) -> Job[Result]:
    """The experiment on the file with digest ``key``; begun on the first call."""
    return _job(key, settings.to_json(), weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=16)
def _job(key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings) -> Job[Result]:
    return Job(lambda progress: run_experiment(_weather, _settings, progress=progress), _settings.epochs)


def comparison(
    key: str, weather: Weather, settings: ExperimentSettings, kind: str, accuracy: float
) -> Comparison:
    """Several descents on the training rows of the file with digest ``key``. Raises ValueError."""
    return _comparison(key, settings.to_json(), kind, accuracy, weather, settings)


@st.cache_resource(show_spinner="Descending", scope="session", max_entries=16)
def _comparison(
    key: str,
    settings_json: str,
    kind: str,
    accuracy: float,
    _weather: Weather,
    _settings: ExperimentSettings,
) -> Comparison:
    return compare(prepare(_weather, _settings), _settings, kind, accuracy=accuracy)


def backtest(
    key: str, weather: Weather, settings: ExperimentSettings, every: int, window: str
) -> Job[backtests.Backtest]:
    """The backtest on the table ``key``; begun on the first call."""
    return _whole(_backtest, key, settings.to_json(), every, window, weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=8)
def _backtest(
    key: str, settings_json: str, every: int, window: str, _weather: Weather, _settings: ExperimentSettings
) -> Job[backtests.Backtest]:
    def work(progress: Progress) -> backtests.Backtest:
        return backtests.run_backtest(_weather, _settings, every=every, window=window, progress=progress)

    return Job(work, 1)


def flattery(key: str, weather: Weather, settings: ExperimentSettings) -> backtests.Flattery:
    """How much a random split flatters on the table ``key``. Raises ValueError."""
    return _flattery(key, settings.to_json(), weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=8)
def _flattery(
    key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings
) -> backtests.Flattery:
    return backtests.flattery(_weather, _settings)


def horizons(key: str, weather: Weather, settings: ExperimentSettings) -> Job[pd.DataFrame]:
    """Skill by days ahead on the table ``key``; begun on the first call."""
    return _whole(_horizons, key, settings.to_json(), weather, settings)


def _whole(begin: Any, *args: Any) -> Job[Any]:
    """The kept job of ``begin``; one that was cut short, since its page had been closed, is begun anew."""
    job = begin(*args)
    if job.cut_short:
        begin.clear(*args)
        job = begin(*args)
    return job


@st.cache_resource(show_spinner=False, scope="session", max_entries=8)
def _horizons(
    key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings
) -> Job[pd.DataFrame]:
    return Job(lambda progress: skill_by_horizon(_weather, _settings, progress=progress), MAX_HORIZON)


def skills(result: Result) -> pd.DataFrame:
    """`skill.of_result`, kept by what was forecast."""
    return _skills(fingerprint(result), result.settings.to_json(), result)


def fingerprint(result: Result) -> str:
    """The name of a result's forecasts: a run that was stopped has the settings of a whole one, not those."""
    return digest(result.predictions.drop(columns="part").to_numpy(dtype=float).tobytes())


@st.cache_resource(show_spinner=False, scope="session", max_entries=16)
def _skills(forecasts: str, settings_json: str, _result: Result) -> pd.DataFrame:
    return skill.of_result(_result)


def terms(key: str, weather: Weather, settings: ExperimentSettings) -> list[str]:
    """The terms of the regression on the table ``key``. Raises ValueError."""
    return [str(name) for name in _rows_of(key, weather, settings).X.columns]


def _rows_of(key: str, weather: Weather, settings: ExperimentSettings) -> Rows:
    """The rows, which do not depend on how they are descended on."""
    descent = ("learning_rate", "batch_size", "update", "momentum", "epochs", "tol", "init", "standardize")
    usual = {name: getattr(ExperimentSettings(), name) for name in (*descent, "alpha", "level")}
    rows_only = replace(settings, **usual)
    return _rows(key, rows_only.to_json(), weather, rows_only)


@st.cache_resource(show_spinner=False, scope="session", max_entries=2)
def _rows(key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings) -> Rows:
    return prepare(_weather, _settings)


def surface(key: str, weather: Weather, settings: ExperimentSettings, question: Question) -> Surface:
    """The loss over two parameters of the file with digest ``key``, with its runs. Raises ValueError."""
    return _surface(key, settings.to_json(), question, weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=16, hash_funcs={Question: repr})
def _surface(
    key: str, settings_json: str, question: Question, _weather: Weather, _settings: ExperimentSettings
) -> Surface:
    return explore(_rows_of(key, _weather, _settings), _settings, question)


def scaled_and_raw(key: str, weather: Weather, settings: ExperimentSettings) -> tuple[Side, Side]:
    """The loss of raw columns and of standardised ones, whatever the descent. Raises ValueError."""
    usual = ExperimentSettings()
    rows_only = replace(
        settings,
        learning_rate=None,
        epochs=usual.epochs,
        batch_size=None,
        update=usual.update,
        level=usual.level,
    )
    return _scaled_and_raw(key, rows_only.to_json(), weather, rows_only)


@st.cache_resource(show_spinner=False, scope="session", max_entries=16)
def _scaled_and_raw(
    key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings
) -> tuple[Side, Side]:
    return scaling(_rows_of(key, _weather, _settings), _settings)


def forget(key: str, settings: ExperimentSettings) -> None:
    """Drop an experiment that was cut short, so that asking again runs it anew."""
    _job.clear(key, settings.to_json(), None, None)


@st.cache_resource(show_spinner=False, scope="session", max_entries=8)
def points_of_weather(
    key: str, settings_json: str, predictor: str, scale: str, _weather: Weather, _settings: ExperimentSettings
) -> LineData:
    """Points of the file with digest ``key`` (see `one_predictor.points`). Raises ValueError."""
    return one_predictor.points(_weather, _settings, predictor, scale=scale)


@st.cache_resource(show_spinner="Descending", scope="session", max_entries=4)
def walk(
    key: str, learning_rate: float, epochs: int, batch_size: int | None, seed: int, _data: LineData
) -> Walk:
    """The walk on the points that are known by ``key``. Raises ValueError."""
    return walk_line(_data, learning_rate=learning_rate, epochs=epochs, batch_size=batch_size, seed=seed)


@st.cache_resource(show_spinner="Descending", scope="session", max_entries=1)
def tutorial(key: str, _weather: Weather) -> list[Quoted]:
    """The published weather regression on the file with digest ``key``. Raises ValueError."""
    return weather_tutorial.replay(_weather)


@st.cache_resource(show_spinner=False)
def freeze_imports() -> None:
    """Take the imported libraries out of garbage collection, which Streamlit runs after every rerun.

    Going through their objects takes 0.1 s, longer than anything else that a moved slider causes.
    """
    build_unchecked()
    gc.collect()
    gc.freeze()
