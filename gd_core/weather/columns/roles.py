"""Roles of columns: by name and service, else by the row of units, lines around the table, and the values."""

from collections.abc import Sequence

import numpy as np

from gd_core.weather.columns.by_name import concepts, descriptions, role_of, roles_of, title_role
from gd_core.weather.columns.by_values import Likeness, in_order, is_clock, is_counter, temperature_like
from gd_core.weather.columns.target import no_temperature
from gd_core.weather.columns.units import degrees_in, degrees_of_cell
from gd_core.weather.columns.witnesses import (
    drop_namesakes,
    extremes_alone,
    extremes_around,
    mend_spelling,
    say,
)
from gd_core.weather.limits import HOTTEST
from gd_core.weather.record import TEMPERATURES, Described
from gd_core.weather.report import Decision, condensed, listed, quoted, span
from gd_core.weather.vocabulary.languages import plain
from gd_core.weather.vocabulary.unsure import NEUTRAL

WEATHER = ("precipitation", "snow", "wind", "humidity", "pressure", "radiation", "cloud")


def first_roles(
    described: Described, values: np.ndarray, target: str | None, decisions: list[Decision]
) -> list[str]:
    """The role of each column of ``values`` (rows, columns), known as far as one row at a time tells it.

    Adds to ``decisions``. WeatherError if no column can be a temperature, unless a ``target`` is asked for.
    """
    names = list(described.names)
    roles = roles_of(names) if described.headed else ["other"] * len(names)
    known: list[Decision] = []
    _by_unit(described, roles, known)
    _by_description(names, roles, described.lines, known)
    decisions += condensed(known, "columns are taken for temperatures by their units or descriptions")
    drop_namesakes(names, roles, values, decisions)
    _by_pairs(names, roles, values, described.text)
    if described.headed:
        mend_spelling(names, roles, decisions)
    extremes_around(names, roles, values, decisions)
    if not any(role in TEMPERATURES for role in roles):
        extremes_alone(names, roles, [*names, *described.text], decisions)
    if not any(role in TEMPERATURES for role in roles):
        _by_values(described, roles, values, decisions)
    _by_order(names, roles, values, decisions)
    if target is None and not any(role in TEMPERATURES for role in roles):
        raise no_temperature([*names, *described.text], roles, values)
    return roles


def _by_unit(described: Described, roles: list[str], decisions: list[Decision]) -> None:
    """A column in degrees Celsius, Fahrenheit or kelvin is a temperature, whatever it is called."""
    for position, name in enumerate(described.names):
        if roles[position] != "other" or concepts(name) & {"derived", "not of the air", "yesterday"}:
            continue
        of_row = degrees_of_cell(described.unit(position))
        if not (degrees_in(name) or of_row) or role_of(name) != "other":
            continue
        roles[position] = _which(name)
        why = f"its unit is {described.unit(position)}" if of_row else "its name gives a unit of temperature"
        say(name, roles[position], why, True, decisions)


def _which(name: str) -> str:
    own = concepts(name)
    for concept, role in (("highest", "max"), ("lowest", "min"), ("mean", "mean")):
        if concept in own:
            return f"temperature_{role}"
    return "temperature"


def _by_description(
    names: list[str], roles: list[str], preamble: Sequence[str], decisions: list[Decision]
) -> None:
    """A line around the table may say what an unknown name means: "T2MWET  Wet Bulb Temperature"."""
    for position, said in descriptions(names, preamble).items():
        if roles[position] == "other" and role_of(names[position]) == "other":
            roles[position] = role_of(said)
            if roles[position] in TEMPERATURES:
                why = f"a line beside the table says {quoted(said)}"
                say(names[position], roles[position], why, True, decisions)
        elif roles[position] in TEMPERATURES and role_of(said) == "other" and "temperature" in concepts(said):
            roles[position] = "other"  # of the soil, say
        elif roles[position] in ("temperature", "temperature_mean") and role_of(said) in TEMPERATURES:
            roles[position] = role_of(said)


def _by_pairs(names: list[str], roles: list[str], values: np.ndarray, text: Sequence[str]) -> None:
    """Clock times beside what they belong to (TXH, HTX, "T max time"), and numbers of rows."""
    known = {plain(name) for name in (*names, *text)}
    for position, name in enumerate(names):
        short = plain(name)
        if roles[position] in TEMPERATURES or roles[position] == "other" or roles[position] in WEATHER:
            beside = (short[1:] if short.startswith("h") else "", short[:-1] if short.endswith("h") else "")
            paired = any(len(other) > 1 and other in known for other in beside)
            own = values[:, position]
            named = "time" in concepts(name) and (roles[position] == "other" or bool(np.any(own > HOTTEST)))
            if (paired or named) and is_clock(own):
                roles[position] = "clock"
        if roles[position] == "other" and is_counter(values[:, position]):
            roles[position] = "number"


def _by_values(described: Described, roles: list[str], values: np.ndarray, decisions: list[Decision]) -> None:
    """By elimination: what is unknown and behaves like a temperature is one, if nothing else is unknown."""
    names, headed = list(described.names), described.headed
    unknown = [p for p, role in enumerate(roles) if role == "other" and _may_be(names[p], values[:, p])]
    like = {p: found for p in unknown if (found := temperature_like(values[:, p])) is not None}
    if not like:
        return
    role, line = title_role(described.lines)
    if role != "other" and len(unknown) == 1:
        roles[unknown[0]] = role
        say(names[unknown[0]], role, f"a line above the table says {quoted(line)}", True, decisions)
        return
    # Prices, sales and visitors change slowly, too; they aren't in kelvin, and never below 0.
    sure = all(one.unit == "K" or one.sample.low < 0 for one in like.values())
    neutral = not headed or all(_neutral(names[p]) for p in unknown)
    if len(unknown) == 1 and (neutral or sure or any(role in WEATHER for role in roles)):
        low, high = like[unknown[0]].sample.low, like[unknown[0]].sample.high
        why = f"it is the only column that could be one, with values {span(low, high)}"
        roles[unknown[0]] = "temperature"
        say(names[unknown[0]], "temperature", why, False, decisions)
    elif not headed or (len(like) == len(unknown) and (neutral or sure)):
        _first_of(names, roles, values, like, decisions)


def _may_be(name: str, values: np.ndarray) -> bool:
    """Whether a column of unknown meaning could be a temperature by what its name does not say."""
    known = values[~np.isnan(values)]
    own = concepts(name) & {"derived", "not of the air", "yesterday", "time", "unlikely"}
    return not own and known.size > 0 and known.min() < known.max()


def _neutral(name: str) -> bool:
    parts = [part.strip() for part in plain(name).split("/")]
    return all(part in NEUTRAL or len(part) < 2 or not any(c.isalpha() for c in part) for part in parts)


def _first_of(
    names: list[str],
    roles: list[str],
    values: np.ndarray,
    like: dict[int, Likeness],
    decisions: list[Decision],
) -> None:
    """Of several columns that behave like temperatures, none with a telling name, the first is taken."""
    first, *others = like
    group = {p: values[:, p] for p in like if like[p].unit == like[first].unit}
    order = in_order(group, scale_of(like[first].unit))
    if order is not None:
        return _ordered(names, roles, order, decisions)
    low, high = like[first].sample.low, like[first].sample.high
    rest = f", as do those of {listed(names[p] for p in others)}" if others else ""
    why = f"its values run {span(low, high)} and change slowly{rest}; it is the first"
    roles[first] = "temperature"
    say(names[first], "temperature", why, False, decisions)


def scale_of(unit: str) -> float:
    """How many of the stored unit make up 1 °C."""
    return (1.8 if unit.endswith("F") else 1.0) * (10 if unit.startswith("0.1") else 1)


def _by_order(names: list[str], roles: list[str], values: np.ndarray, decisions: list[Decision]) -> None:
    """Of two or three plain temperatures that differ by a number only, the highest is the maximum."""
    temperatures = [p for p, role in enumerate(roles) if role in TEMPERATURES]
    plain_ones = [p for p in temperatures if roles[p] == "temperature"]
    bare = {"".join(c for c in plain(names[p]) if not c.isdigit()).strip(" _-.()") for p in plain_ones}
    if len(plain_ones) != len(temperatures) or len(bare) != 1 or not 2 <= len(plain_ones) <= 3:
        return
    if any(ending in plain(names[p]) for p in plain_ones for ending in ("am", "pm", "h")):
        return
    found = [temperature_like(values[:, p]) for p in plain_ones]
    if found[0] is None or any(one is None or one.unit != found[0].unit for one in found):
        return
    order = in_order({p: values[:, p] for p in plain_ones}, scale_of(found[0].unit))
    if order is not None:
        _ordered(names, roles, order, decisions)


def _ordered(names: list[str], roles: list[str], order: list[int], decisions: list[Decision]) -> None:
    kinds = ("temperature_max", "temperature_mean", "temperature_min")
    for position, role in zip(order, kinds if len(order) == 3 else kinds[::2], strict=True):
        roles[position] = role
        others = listed(names[p] for p in order if p != position)
        place = {0: "above", len(order) - 1: "below"}.get(order.index(position), "between")
        say(names[position], role, f"it is {place} {others} on nearly all days", False, decisions)
