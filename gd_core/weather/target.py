"""Which temperature is forecast, and in which degrees it is."""

import numpy as np

from gd_core.weather.columns import role_of, stated_degrees
from gd_core.weather.limits import COLDEST, HOTTEST, MIN_DAYS
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted

KINDS = {
    "temperature_max": "the daily maximum",
    "temperature_mean": "the daily mean",
    "temperature_min": "the daily minimum",
    "temperature": "the temperature",
}
# A warm day in °F is above any in °C: hardly a station on Earth has 1 day in 100 above 55 °C, hardly one that
# is lived at stays below 55 °F.
WARM, WARM_SHARE = 55.0, 0.99


def choose_target(
    names: list[str], roles: list[str], values: np.ndarray, asked: str | None, decisions: list[Decision]
) -> int:
    """Position of the column to forecast; adds to ``decisions``, and may give a role in ``roles``.

    WeatherError if ``asked`` can't be forecast, or if there is nothing to forecast.
    """
    if asked is not None:
        return _asked_target(names, roles, values, asked, decisions)
    filled = (~np.isnan(values)).sum(axis=0)
    for role in TEMPERATURES:
        positions = [p for p, own in enumerate(roles) if own == role and filled[p] >= MIN_DAYS]
        if positions:
            several = f", the first of {listed(names[p] for p in positions)}" if len(positions) > 1 else ""
            text = f"{quoted(names[positions[0]])} is forecast: {KINDS[role]}{several}"
            decisions.append(Decision("target", text, data={"column": names[positions[0]]}))
            return positions[0]
    few = [p for role in TEMPERATURES for p, own in enumerate(roles) if own == role]
    return max(few, key=lambda p: filled[p]) if few else _left_over(names, roles, values, decisions)


def _asked_target(
    names: list[str], roles: list[str], values: np.ndarray, asked: str, decisions: list[Decision]
) -> int:
    possible = [p for p, role in enumerate(roles) if role in TEMPERATURES or role == "other"]
    position = names.index(asked) if asked in names else -1
    if position >= 0 and roles[position] == "tomorrow":
        raise WeatherError(
            f"{quoted(asked)} already holds tomorrow's value; forecast the temperature it is taken from."
        )
    if position >= 0 and roles[position] == "constant":
        check_target(asked, values[:, position])
    if position not in possible:
        temperatures = [p for p in possible if roles[p] in TEMPERATURES]
        what = "is not a temperature" if position >= 0 else "is not a column of numbers in this file"
        choices = listed(names[p] for p in temperatures or possible)
        raise WeatherError(
            f"{quoted(asked)} {what}; " + (f"choose one of {choices}." if choices else "add one.")
        )
    if roles[position] == "other":
        roles[position] = "temperature"
    decisions.append(Decision("target", f"{quoted(asked)} is forecast, as asked for", data={"column": asked}))
    return position


def _left_over(names: list[str], roles: list[str], values: np.ndarray, decisions: list[Decision]) -> int:
    """By elimination: the only column that is not known to be something else and could be a temperature."""
    if np.isnan(values).all():
        raise WeatherError(
            "All values are missing: no column has a single number; choose a file with measurements."
        )
    for position, role in enumerate(roles):
        if role == "constant" and role_of(names[position]) in TEMPERATURES:
            check_target(names[position], values[:, position])
    ahead = [names[p] for p, role in enumerate(roles) if role == "tomorrow"]
    others = [p for p, role in enumerate(roles) if role == "other"]
    if len(others) == 1 and not _not_degrees(values[:, others[0]]):
        roles[others[0]] = "temperature"
        low, high = np.nanmin(values[:, others[0]]), np.nanmax(values[:, others[0]])
        why = f"it is the only column that could be a temperature, with values from {low:g} to {high:g}"
        name = names[others[0]]
        decisions.append(Decision("target", f"{quoted(name)} is forecast", why, False, {"column": name}))
        return others[0]
    hint = f"; {listed(ahead)} already holds tomorrow's value" if ahead else ""
    raise WeatherError(
        f"No column of temperatures was recognised among {listed(names)}{hint}; call it tmax or "
        "temperature, or say which one is the target."
    )


def check_target(name: str, values: np.ndarray) -> None:
    """WeatherError unless ``values`` (days,) are enough, differ, and can be degrees Celsius or Fahrenheit."""
    known = values[~np.isnan(values)]
    if len(known) > 1 and known.min() == known.max():
        raise _constant(name)
    if len(known) < MIN_DAYS:
        raise WeatherError(
            f"{quoted(name)} has a value on {counted(len(known), 'day')}, too few for a forecast; at "
            f"least {MIN_DAYS} days are needed."
        )
    reason = _not_degrees(values)
    if reason:
        raise WeatherError(
            f"{quoted(name)} {reason}; convert it to °C or °F, with empty cells for missing values."
        )


def _constant(name: str) -> WeatherError:
    return WeatherError(
        f"{quoted(name)} never changes, so there is nothing to forecast; choose another column."
    )


def _not_degrees(values: np.ndarray) -> str:
    """Why values, not all of them missing, can't be degrees Celsius or Fahrenheit; empty if they can."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low < COLDEST or high > HOTTEST:
        return (
            f"runs from {low:g} to {high:g}, which is neither °C nor °F (tenths, kelvin, or a marker for "
            "missing values?)"
        )
    if low >= 0 and high <= 1:
        return f"runs from {low:g} to {high:g}, which looks normalised rather than °C or °F"
    return ""


def set_aside_implausible(
    names: list[str], roles: list[str], values: np.ndarray, target: int
) -> list[Decision]:
    """Other temperatures that can't be degrees get the role "other" in ``roles``; the decisions on them."""
    decisions = []
    for position, role in enumerate(roles):
        reason = _not_degrees(values[:, position]) if role in TEMPERATURES and position != target else ""
        if reason:
            roles[position] = "other"
            text = f"{quoted(names[position])} is not used: it {reason}"
            decisions.append(Decision("implausible", text, data={"column": names[position]}))
    return decisions


def find_unit(
    names: list[str], roles: list[str], values: np.ndarray, target: int, asked: str | None
) -> tuple[str, Decision]:
    """The target's unit, "C" or "F", and the decision: asked for, stated by its name, or assumed."""
    name = quoted(names[target])
    if asked is not None:
        return asked, Decision("unit", f"{name} is in °{asked}, as asked for", data={"unit": asked})
    stated = stated_degrees(names[target])
    if stated is not None:
        return stated, Decision("unit", f"{name} is in °{stated}, as its name says", data={"unit": stated})
    # The file's other temperatures are hardly in another unit; the warmest of them says the most.
    alike = [p for p, r in enumerate(roles) if r in TEMPERATURES and stated_degrees(names[p]) is None]
    warmest = max(
        (p for p in alike if not np.isnan(values[:, p]).all()), key=lambda p: np.nanmax(values[:, p])
    )
    known = values[~np.isnan(values[:, warmest]), warmest]
    warm = float(np.quantile(known, WARM_SHARE))
    unit = "F" if warm > WARM else "C"
    why = (
        f"{quoted(names[warmest])} runs from {known.min():g} to {known.max():g}, "
        f"and 1 day in 100 is above {warm:g}"
    )
    data = {"unit": unit, "low": float(known.min()), "high": float(known.max())}
    return unit, Decision("unit", f"{name} is in °{unit}", why, certain=False, data=data)
