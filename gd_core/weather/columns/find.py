"""What the columns of a daily table mean: roles, target, units, and which of them predict."""

from collections.abc import Collection, Sequence
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
from gd_core.weather.columns.roles import first_roles
from gd_core.weather.columns.stored import on_units, stored_units
from gd_core.weather.columns.target import check_target, choose_target, on_odd_values, set_aside_implausible
from gd_core.weather.columns.units import converted, shown, stated_unit
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, condensed

__all__ = ["Meaning", "find_meaning", "first_roles"]


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
    names: Sequence[str],
    roles: Sequence[str],
    values: np.ndarray,
    decisions: list[Decision],
    *,
    units: Sequence[str | None] | None = None,
    preamble: Sequence[str] = (),
    target: str | None = None,
    unit: str | None = None,
    readings: bool = False,
    elsewhere: Collection[int] = (),
    once: Collection[int] = (),
    places: Sequence[str] = (),
    fixed_by: str = "",
) -> Meaning:
    """Settle what the columns of ``values`` (days, columns) mean, given their `first_roles`.

    ``target`` and ``unit`` are the user's choices, if any. ``readings`` is whether days were made of several
    readings, ``once`` are the positions of columns that nevertheless have one value a day, ``elsewhere``
    those of columns of other places, ``places`` names of the station, ``fixed_by`` the format that fixes
    ``units``. Adds to ``decisions``; changes neither ``roles`` nor ``values``. WeatherError if there is no
    target in real degrees on enough days.
    """
    names, roles = list(names), list(roles)
    units = list(units) if units is not None else [None] * len(names)
    on_tomorrow(names, roles, values, decisions)
    on_constant(names, roles, values, decisions)
    on_helpers(names, roles, decisions)
    chosen = choose_target(
        names, roles, values, target, decisions, readings=readings, once=once, elsewhere=elsewhere
    )

    away = set(elsewhere) - {chosen}
    on_elsewhere(names, chosen, away, decisions)
    temperatures = [p for p, role in enumerate(roles) if role in TEMPERATURES]
    stored = stored_units(
        names,
        values,
        temperatures,
        units=units,
        lines=preamble,
        asked=unit,
        places=places,
        fixed_by=fixed_by,
    )
    values = values.copy()
    for position, how in stored.items():
        if how.unit not in ("C", "F"):
            values[:, position] = converted(values[:, position], how.unit)
    check_target(names[chosen], values[:, chosen])
    implausible = set_aside_implausible(names, roles, values, chosen)
    decisions += condensed(implausible, "columns are not used: they are called temperatures and can't be")
    decisions += on_odd_values(names[chosen], values[:, chosen])
    decisions += on_units(names, stored, chosen)
    on_contradictions(names, roles, values, chosen, decisions)

    unusable = {decision.data["column"] for decision in implausible}
    return Meaning(
        values,
        tuple(roles),
        tuple(
            shown(stored[p].unit) if roles[p] in TEMPERATURES else stated_unit(name) or units[p]
            for p, name in enumerate(names)
        ),
        tuple(
            role not in NOT_PREDICTING and p not in away and names[p] not in unusable
            for p, role in enumerate(roles)
        ),
        chosen,
        shown(stored[chosen].unit),
    )
