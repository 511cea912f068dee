"""The stored unit of each temperature of a file, with what it rests on."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from gd_core.weather.columns.by_name import LONGEST_LINE, concepts, descriptions
from gd_core.weather.columns.imperial import why_fahrenheit
from gd_core.weather.columns.units import (
    DEGREES,
    Sample,
    degrees_by_range,
    degrees_in,
    degrees_of_cell,
    fits,
    sample_of,
    shown,
    stated_degrees,
)
from gd_core.weather.record import Described
from gd_core.weather.report import Decision, listed, quoted, span
from gd_core.weather.vocabulary.codes import family_of
from gd_core.weather.vocabulary.languages import plain

_UNIT_SAID = re.compile(
    r"\b(?:units?|einheit(?:en)?|unites?|unidad(?:es)?|unidade|unita|eenheid|enhet|единиц\w*)\b"
    "|单位|單位|単位|단위"
)


class Stored(NamedTuple):
    """Temperatures are stored in ``unit`` because of ``why``; ``certain`` if the file says so."""

    unit: str
    why: str
    certain: bool


def stored_units(
    described: Described, values: np.ndarray, temperatures: Sequence[int], asked: str | None = None
) -> dict[int, Stored]:
    """The stored unit of the columns at ``temperatures`` of ``values`` (days, columns), by position.

    ``asked`` is "C" or "F" if the user has said which degrees they are.
    """
    samples = {p: sample_of(values[:, p]) for p in temperatures if not np.isnan(values[:, p]).all()}
    if asked is not None:
        return {position: _as_asked(asked, sample) for position, sample in samples.items()}
    stated = _stated(described)
    found = {
        position: _checked(described.names[position], how, sample)
        for position, sample in samples.items()
        if (how := stated(position)) is not None
    }
    rest = {p: sample for p, sample in samples.items() if p not in found}
    if rest:
        assumed = _assumed(described.names, rest)
        alone = not found and all(fits("F", sample) for sample in rest.values())
        winter = alone and {stored.unit for stored in assumed.values()} == {"C"}  # or one in °F
        if winter and (why := why_fahrenheit(described, values, list(rest))):
            low, high = min(s.low for s in rest.values()), max(s.high for s in rest.values())
            why = f"{why}; the values, {span(low, high)}, could be °C as well"
            assumed = dict.fromkeys(rest, Stored("F", why, False))
        found |= assumed
    return found


def _stated(described: Described) -> Callable[[int], Stored | None]:
    """What finds the unit that the file states for the column at a position; it gives None for none."""
    said = descriptions(described.names, described.lines)
    common, line = common_degrees(described.lines)

    def stated(position: int) -> Stored | None:
        cell, own = described.unit(position), said.get(position, "")
        by_format = f"as {described.fixed_by} fixes it"
        of_cell = by_format if described.fixed_by else f"as the file writes {quoted(cell)} with it"
        for unit, why in (
            (stated_degrees(described.names[position]), "as its name says"),
            (degrees_of_cell(cell), of_cell),
            (degrees_of_cell(own), f"as a line beside the table says: {quoted(own)}"),
            (common, f"as a line beside the table says: {quoted(line)}"),
        ):
            if unit is not None:
                return Stored(unit, why, True)
        return None

    return stated


def _checked(name: str, stated: Stored, sample: Sample) -> Stored:
    """What is stated, unless the values can't be that and are likely something else."""
    if fits(stated.unit, sample):
        return stated
    tenths = f"0.1{stated.unit[-1]}"
    unit, why = degrees_by_range(sample)
    if sample.whole and fits(tenths, sample):
        unit, why = tenths, f"whole numbers {span(sample.low, sample.high)}"
    if not fits(unit, sample):
        return stated
    return Stored(unit, f"{why}, though {DEGREES[stated.unit]} is stated for {quoted(name)}", False)


def _as_asked(asked: str, sample: Sample) -> Stored:
    for unit in (asked, f"0.1{asked}", "K"):
        possible = unit == asked or sample.whole or unit == "K"
        if possible and fits(unit, sample) and shown(unit) == asked:
            return Stored(unit, "as asked for", True)
    return Stored(asked, "as asked for", True)


def _assumed(names: Sequence[str], samples: dict[int, Sample]) -> dict[int, Stored]:
    """The unit of all temperatures without a stated one: in a file they are hardly different."""
    family = family_of(frozenset(plain(name) for name in names))
    if family is not None and family.temperatures is not None:
        unit = family.temperatures
        whole = not unit.startswith("0.1") or all(sample.whole for sample in samples.values())
        if whole and all(fits(unit, sample) for sample in samples.values()):
            low = min(sample.low for sample in samples.values())
            high = max(sample.high for sample in samples.values())
            why = f"the names are those of {family.service}, and the values run {span(low, high)}"
            return dict.fromkeys(samples, Stored(unit, why, False))
    warmest = max(samples, key=lambda p: samples[p].warm)  # it says the most
    unit, why = _by_range(names[warmest], samples[warmest])
    found = {}
    for position, sample in samples.items():
        own = unit, why
        if not fits(unit, sample) or (unit.startswith("0.1") and not sample.whole):
            own = _by_range(names[position], sample)
        found[position] = Stored(*own, False)
    return found


def _by_range(name: str, sample: Sample) -> tuple[str, str]:
    unit, why = degrees_by_range(sample)
    extremes = f"{quoted(name)} runs {span(sample.low, sample.high)}"
    return unit, f"{extremes}, and {why}" if unit in ("C", "F") else f"{quoted(name)} holds {why}"


def on_units(names: Sequence[str], found: dict[int, Stored], target: int) -> list[Decision]:
    """The decision on the target's unit, and one for each other unit that columns are converted from."""
    own = found[target]
    alike = [p for p, stored in found.items() if stored.unit == own.unit and p != target]
    name = quoted(names[target])
    decisions = [_decision(name, own, [names[p] for p in alike])]
    others: dict[str, list[int]] = {}
    for position, stored in found.items():
        if stored.unit != own.unit and stored.unit not in ("C", "F"):
            others.setdefault(stored.unit, []).append(position)
    for positions in others.values():
        stored = found[positions[0]]
        decisions.append(_decision(listed(names[p] for p in positions), stored, []))
    return decisions


def _decision(what: str, stored: Stored, alike: list[str]) -> Decision:
    degrees = f"°{shown(stored.unit)}"
    if stored.unit in ("C", "F"):
        text = f"{what} is in {degrees}"
    else:
        also = f"; so {'is' if len(alike) == 1 else 'are'} {listed(alike)}" if alike else ""
        text = f"{what} is in {DEGREES[stored.unit]} and converted to {degrees}{also}"
    data = {"unit": shown(stored.unit), "stored": stored.unit}
    if stored.certain:
        return Decision("unit", f"{text}, {stored.why}", data=data)
    return Decision("unit", text, stored.why, False, data)


def common_degrees(lines: Sequence[str]) -> tuple[str | None, str]:
    """The one unit that lines on temperatures or on units state, and the first such line; None if there isn't
    one."""
    found: dict[str, str] = {}
    for line in lines:
        short = line[:LONGEST_LINE]
        unit = degrees_in(short)
        if unit and ("temperature" in concepts(short) or _UNIT_SAID.search(plain(short))):
            found.setdefault(unit, short)
    if len(found) != 1:
        return None, ""
    return next(iter(found.items()))
