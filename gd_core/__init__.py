"""Everything that can be said about a forecast by gradient descent without Streamlit."""

from gd_core.descent import GradientDescentRegressor
from gd_core.forecast import ExperimentSettings, run_experiment
from gd_core.weather import WeatherError, read_weather

__all__ = [
    "ExperimentSettings",
    "GradientDescentRegressor",
    "WeatherError",
    "read_weather",
    "run_experiment",
]
