"""What the columns of a daily table mean: roles, target, units, and which of them predict."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gd_core.weather.columns.predictors import (
    NOT_PREDICTING,
    on_constant,
    on_contradictions,
    on_elsewhere,
    on_helpers,
    on_tomorrow,
)
from gd_core.weather.columns.stored import Stored, on_units, stored_units
from gd_core.weather.columns.target import check_target, choose_target, on_odd_values, set_aside_implausible
from gd_core.weather.columns.units import converted, shown, stated_unit
from gd_core.weather.record import TEMPERATURES, Asked, Described
from gd_core.weather.report import Decision, condensed


@dataclass(frozen=True)
class Meaning:
    """``values`` (days, columns) with temperatures in °C or °F; per column its role, its unit ("C" or "F" for
    temperatures, None if unknown) and whether it predicts by default; the target's position and degrees."""

    values: np.ndarray
    roles: tuple[str, ...]
    units: tuple[str | None, ...]
    predictors: tuple[bool, ...]
    target: int
    degrees: str


def find_meaning(
    described: Described, roles: Sequence[str], values: np.ndarray, asked: Asked, decisions: list[Decision]
) -> Meaning:
    """Settle what the columns of ``values`` (days, columns) mean, given their `first_roles`.

    Adds to ``decisions``; changes neither ``roles`` nor ``values``. WeatherError if there is no target in
    real degrees on enough days.
    """
    names, roles = list(described.names), list(roles)
    on_tomorrow(names, roles, values, decisions)
    on_constant(names, roles, values, decisions)
    on_helpers(names, roles, decisions)
    target = choose_target(described, roles, values, asked.target, decisions)
    away = set(described.elsewhere) - {target}
    on_elsewhere(names, target, away, decisions)
    temperatures = [p for p, role in enumerate(roles) if role in TEMPERATURES]
    stored = stored_units(described, values, temperatures, asked.unit)
    values = _in_degrees(values, stored)
    check_target(names[target], values[:, target])
    implausible = set_aside_implausible(names, roles, values, target)
    decisions += condensed(implausible, "columns are not used: they are called temperatures and can't be")
    decisions += on_odd_values(names[target], values[:, target])
    decisions += on_units(names, stored, target)
    on_contradictions(names, roles, values, target, decisions)

    unusable = away | {names.index(decision.data["column"]) for decision in implausible}
    units = [
        shown(stored[p].unit) if role in TEMPERATURES else stated_unit(names[p]) or described.unit(p)
        for p, role in enumerate(roles)
    ]
    predictors = [role not in NOT_PREDICTING and p not in unusable for p, role in enumerate(roles)]
    return Meaning(values, tuple(roles), tuple(units), tuple(predictors), target, shown(stored[target].unit))


def _in_degrees(values: np.ndarray, stored: dict[int, Stored]) -> np.ndarray:
    """A copy of ``values`` with temperatures in °C or °F, whatever they are stored in."""
    values = values.copy()
    for position, how in stored.items():
        if how.unit not in ("C", "F"):
            values[:, position] = converted(values[:, position], how.unit)
    return values
