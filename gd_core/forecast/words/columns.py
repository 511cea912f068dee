"""Names of columns with their units, for axes and boxes. They are not made safe for any markup here."""

from gd_core.forecast.settings import ExperimentSettings
from gd_core.weather import Weather
from gd_core.weather.show_tables import UNITS


def label(weather: Weather, name: str) -> str:
    """The name of a column with its unit, if that is known: "temp_max (°C)"."""
    unit = _written(weather.column(name).unit)
    return f"{name} ({unit})" if unit else name


def axis_titles(
    weather: Weather, settings: ExperimentSettings, predictor: str, scale: str
) -> tuple[str, str]:
    """What stands at the axes, with units where they are known: x, y."""
    target = weather.target if settings.target is None else settings.target
    unit = "standard deviations" if scale == "standardised" else _written(weather.column(predictor).unit)
    later = "tomorrow" if settings.horizon == 1 else f"{settings.horizon} days later"
    return (
        f"{predictor} today ({unit})" if unit else f"{predictor} today",
        f"{target} {later} ({UNITS[weather.unit]})",
    )


def _written(unit: str | None) -> str:
    return UNITS.get(unit or "", unit or "")
