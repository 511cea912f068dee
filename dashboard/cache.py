"""What is kept between reruns, and under which key.

Keys are digests of bytes and settings: Streamlit itself hashes large frames by a sample only, which can
give one file the result of another. What a user brings stays in the user's own session.
"""

import gc
import hashlib
from pathlib import Path

import streamlit as st

from dashboard.jobs import Job
from gd_core.forecast import ExperimentSettings
from gd_core.forecast.comparison import Comparison, compare
from gd_core.forecast.features import prepare
from gd_core.weather import Weather, read_weather

DATA = Path(__file__).resolve().parents[1] / "data"


def digest(content: bytes) -> str:
    """The name of a file's content: 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


@st.cache_resource(show_spinner=False)
def bundled(name: str) -> tuple[str, Weather]:
    """Digest and table of a file of ``data/``."""
    content = (DATA / name).read_bytes()
    return digest(content), read_weather(content)


@st.cache_resource(show_spinner="Reading the file", scope="session", max_entries=3)
def uploaded(key: str, _content: bytes) -> Weather:
    """The table of an uploaded file whose `digest` is ``key``. Raises WeatherError."""
    return read_weather(_content)


def job(key: str, weather: Weather, settings: ExperimentSettings) -> Job:
    """The experiment on the file with digest ``key``; begun on the first call."""
    return _job(key, settings.to_json(), weather, settings)


@st.cache_resource(show_spinner=False, scope="session", max_entries=16)
def _job(key: str, settings_json: str, _weather: Weather, _settings: ExperimentSettings) -> Job:
    return Job(_weather, _settings)


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
    return compare(
        prepare(_weather, _settings),
        kind,
        accuracy=accuracy,
        standardize=_settings.standardize,
        alpha=_settings.alpha,
        seed=_settings.seed,
        own_rate=_settings.learning_rate,
    )


def forget(key: str, settings: ExperimentSettings) -> None:
    """Drop an experiment that was cut short, so that asking again runs it anew."""
    _job.clear(key, settings.to_json(), None, None)


@st.cache_resource(show_spinner=False)
def freeze_imports() -> None:
    """Take the imported libraries out of garbage collection, which Streamlit runs after every rerun.

    Going through their objects takes 0.1 s, longer than anything else that a moved slider causes.
    """
    gc.collect()
    gc.freeze()
