"""Which temperature is forecast, and whether it can be."""

from collections.abc import Sequence

import numpy as np

from gd_core.weather.columns.by_name import role_of
from gd_core.weather.columns.witnesses import is_ambiguous, nearest_names
from gd_core.weather.limits import COLDEST, HOTTEST, MIN_DAYS
from gd_core.weather.record import TEMPERATURES, Described
from gd_core.weather.report import Decision, WeatherError, counted, figure, listed, quoted, span

KINDS = {
    "temperature_max": "the daily maximum",
    "temperature_mean": "the daily mean",
    "temperature_min": "the daily minimum",
    "temperature": "the temperature",
}
# Of several readings a day, the plain reading goes first: its highest is the day's, and it is there all day.
READINGS = ("temperature", "temperature_max", "temperature_mean", "temperature_min")
ENDS = 0.01  # share of days at either end that may be slips of the pen


def choose_target(
    described: Described, roles: list[str], values: np.ndarray, asked: str | None, decisions: list[Decision]
) -> int:
    """Position of the column to forecast; adds to ``decisions``, and may give a role in ``roles``.

    WeatherError if ``asked`` can't be forecast, or if there is nothing to forecast.
    """
    names, readings = described.names, described.readings
    if asked is not None:
        return _asked_target(names, roles, values, asked, decisions)
    filled = (~np.isnan(values)).sum(axis=0)
    order = READINGS if readings else TEMPERATURES
    here = [p for p in range(len(roles)) if p not in described.elsewhere]
    here.sort(key=lambda p: is_ambiguous(names[p]))  # what is named without doubt goes first
    enough = {role: [p for p in here if roles[p] == role and filled[p] >= MIN_DAYS] for role in order}
    # What has one value a day is a summary of the day.
    summaries = [p for p in enough["temperature_max"] if p in described.once]
    if readings and len(summaries) == 1:
        chosen = summaries[0]
        text = f"{quoted(names[chosen])} is forecast: {KINDS['temperature_max']}"
        why = "it has one value a day, beside several readings"
        decisions.append(Decision("target", text, why, False, {"column": names[chosen]}))
        return chosen
    for role in order:
        if enough[role]:
            named = {role: [names[p] for p in positions] for role, positions in enough.items()}
            maxima = named["temperature_max"] if readings and role == "temperature" else None
            decisions.append(_chosen(named[role], role, maxima))
            return enough[role][0]
    few = [p for role in order for p in here if roles[p] == role]
    if few:
        return max(few, key=lambda p: filled[p])
    raise _nothing(names, roles, values)


def _chosen(names: list[str], role: str, maxima: list[str] | None) -> Decision:
    """The decision for the first of ``names``; uncertain where another column could be meant as well.

    ``maxima`` name the daily maxima beside readings of which the highest is taken; None where none is.
    """
    kind = KINDS[role] if maxima is None else "the highest reading of each day"
    evidence = ""
    if len(names) > 1:
        evidence = f"it is the first of {listed(names)}"
    elif maxima:
        evidence = f"{listed(maxima)} could be the daily maximum, too"
    text = f"{quoted(names[0])} is forecast: {kind}"
    return Decision("target", text, evidence, not evidence, {"column": names[0]})


def _asked_target(
    names: Sequence[str], roles: list[str], values: np.ndarray, asked: str, decisions: list[Decision]
) -> int:
    possible = [p for p, role in enumerate(roles) if role in TEMPERATURES or role == "other"]
    position = list(names).index(asked) if asked in names else -1
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


def _nothing(names: Sequence[str], roles: list[str], values: np.ndarray) -> WeatherError:
    """Why there is no temperature left to forecast: they are constant, empty, or hold tomorrow's."""
    for position, role in enumerate([] if np.isnan(values).all() else roles):
        if role == "constant" and role_of(names[position]) in TEMPERATURES:
            known = values[:, position]
            if len(known[~np.isnan(known)]) > 1:
                return _constant(names[position])
            return _too_few(names[position], known)
    return no_temperature(names, roles, values)


def no_temperature(names: Sequence[str], roles: list[str], values: np.ndarray) -> WeatherError:
    """The refusal of a table without a temperature; ``names`` may go on with those of columns of text."""
    if values.size and np.isnan(values).all():
        return WeatherError(
            "All values are missing: no column has a single number; choose a file with measurements."
        )
    ahead = [name for name, role in zip(names, roles, strict=False) if role == "tomorrow"]
    hint = f"; {listed(ahead)} already holds tomorrow's value" if ahead else ""
    if near := nearest_names(names):
        hint += f"; nearest to one is {listed(near)}"
    return WeatherError(
        f"No column of temperatures was recognised among {listed(names)}{hint}; call it tmax or "
        "temperature, or say which one is the target."
    )


def check_target(name: str, values: np.ndarray) -> None:
    """WeatherError unless ``values`` (days,) are enough, differ, and can be degrees Celsius or Fahrenheit."""
    known = values[~np.isnan(values)]
    if len(known) > 1 and known.min() == known.max():
        raise _constant(name)
    if len(known) < MIN_DAYS:
        raise _too_few(name, values)
    reason = not_degrees(values)
    if reason:
        raise WeatherError(
            f"{quoted(name)} {reason}; convert it to °C or °F, with empty cells for missing values."
        )


def _too_few(name: str, values: np.ndarray) -> WeatherError:
    days = int((~np.isnan(values)).sum())
    return WeatherError(
        f"{quoted(name)} has a value on {counted(days, 'day')}, too few for a forecast; at "
        f"least {MIN_DAYS} days are needed; choose another column, or join files of more days."
    )


def _constant(name: str) -> WeatherError:
    return WeatherError(
        f"{quoted(name)} never changes, so there is nothing to forecast; choose another column."
    )


def not_degrees(values: np.ndarray) -> str:
    """Why values, not all of them missing, can't be degrees Celsius or Fahrenheit; empty if they can.

    A few impossible ones don't matter: nothing is dropped for being odd.
    """
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if low >= 0 and high <= 1:
        return f"runs {span(low, high)}, which looks normalised rather than °C or °F"
    cold, warm = np.nanquantile(values, [ENDS, 1 - ENDS])
    if cold < COLDEST or warm > HOTTEST:
        return f"runs {span(low, high)}, which is neither °C nor °F, nor tenths of them, nor kelvin"
    return ""


def set_aside_implausible(
    names: Sequence[str], roles: list[str], values: np.ndarray, target: int
) -> list[Decision]:
    """Other temperatures that can't be degrees get the role "other" in ``roles``; the decisions on them."""
    decisions = []
    for position, role in enumerate(roles):
        reason = not_degrees(values[:, position]) if role in TEMPERATURES and position != target else ""
        if reason:
            roles[position] = "other"
            text = f"{quoted(names[position])} is not used: it {reason}"
            decisions.append(Decision("implausible", text, data={"column": names[position]}))
    return decisions


def on_odd_values(name: str, values: np.ndarray) -> list[Decision]:
    """The decision on values (days,) of the target that no thermometer has shown, and that stay."""
    odd = (values < COLDEST) | (values > HOTTEST)
    if not odd.any():
        return []
    text = f"{counted(int(odd.sum()), 'value')} of {quoted(name)} kept, though no air is so cold or so hot"
    why = f"the first is {figure(values[odd][0])}"
    return [Decision("implausible", text, why, False, {"target": name, "count": int(odd.sum())})]
