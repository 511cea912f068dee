"""Everything that can be said about a forecast by gradient descent without Streamlit.

The names below are imported when they are first used: who only wants the regressor does not wait for the
rest.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gd_core.descent import GradientDescentRegressor, minimise
    from gd_core.forecast import ExperimentSettings, load_model, run_experiment
    from gd_core.weather import WeatherError, read_weather

_HOMES = {
    "ExperimentSettings": "gd_core.forecast",
    "GradientDescentRegressor": "gd_core.descent",
    "WeatherError": "gd_core.weather",
    "load_model": "gd_core.forecast",
    "minimise": "gd_core.descent",
    "read_weather": "gd_core.weather",
    "run_experiment": "gd_core.forecast",
}

__all__ = [
    "ExperimentSettings",
    "GradientDescentRegressor",
    "WeatherError",
    "load_model",
    "minimise",
    "read_weather",
    "run_experiment",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gd_core' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
