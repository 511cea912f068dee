"""From the bytes of a weather file to one clean daily table, its gaps filled if wanted, and a report."""

from gd_core.weather.gaps import FILL_METHODS, Filled, FillMethod, date_gaps, fill_gaps
from gd_core.weather.reader import read_weather
from gd_core.weather.record import Column, Place, Weather
from gd_core.weather.report import Decision, Report, WeatherError
from gd_core.weather.synthetic import synthetic_csv, synthetic_station

__all__ = [
    "FILL_METHODS",
    "Column",
    "Decision",
    "FillMethod",
    "Filled",
    "Place",
    "Report",
    "Weather",
    "WeatherError",
    "date_gaps",
    "fill_gaps",
    "read_weather",
    "synthetic_csv",
    "synthetic_station",
]
