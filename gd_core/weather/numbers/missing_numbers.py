"""Numbers that stand for a missing value (-9999, 999.9, 8888, -200 ...), found from a column's distribution.

A number is a marker only if it is the lowest or highest of its column and stands alone: far from everything
else, measured by the span of the rest. How far is far enough depends on how much the number looks like a
marker, on how often it occurs, and on what the column holds. Everything else stays: -1 °C among frosts, 99 °F
in July, the one absurd reading that may be true.
"""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from gd_core.weather.columns import HELPERS
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, counted, figure, listed, quoted

AMOUNTS = ("precipitation", "snow", "radiation")  # of which there may be a trace

#: Written for a missing value by services, beside numbers of nines and eights.
FAMOUS = frozenset({-200.0, -888.0, -777.0, -999.25, 32766.0, 32767.0, -32767.0, -32768.0, -99.99})
CERTAIN_DIGITS = 3  # a number of so many nines or eights stands for nothing else
REPEATED = 3  # times that a number occurs at least to be no accident
# A temperature that stands alone by so much, and several times, is none, whatever number it is.
NO_TEMPERATURE = 40.0
NOT_NEGATIVE = ("precipitation", "snow", "humidity", "cloud", "pressure")
AT_MOST = 6  # different markers in one column


class Marker(NamedTuple):
    """``value`` occurs ``times`` times; all others lie between ``low`` and ``high`` (NaN: there are none).

    ``certain`` is whether it is a number that is hardly written for anything else.
    """

    value: float
    times: int
    low: float
    high: float
    certain: bool


def find_markers(values: np.ndarray, role: str, known: Collection[float] = ()) -> list[Marker]:
    """Markers among ``values`` (n,) of a column with ``role``; ``known`` ones were found in other columns.

    Doesn't change ``values``.
    """
    found: list[Marker] = []
    if role in HELPERS:
        return found
    rest = values
    for _ in range(AT_MOST):
        marker = _at_an_end(rest, role, known)
        if marker is None:
            return found
        found.append(marker)
        rest = rest[rest != marker.value]
    return found


def _at_an_end(values: np.ndarray, role: str, known: Collection[float]) -> Marker | None:
    with np.errstate(invalid="ignore"):
        low, high = np.fmin.reduce(values, initial=np.inf), np.fmax.reduce(values, initial=-np.inf)
    if low > high:
        return None  # no value at all
    for value in (float(low), float(high)):
        if not (value in known or _suspicious(value, role)):
            continue
        same = values == value
        count = int(same.sum())
        others = np.where(same, np.nan, values)
        rest_low = float(np.fmin.reduce(others, initial=np.inf))
        rest_high = float(np.fmax.reduce(others, initial=-np.inf))
        if rest_low > rest_high:  # nothing else: a column of one marker is an empty column
            rest_low = rest_high = np.nan
            stands = digits_of(value) >= CERTAIN_DIGITS
        else:
            stands = _stands_alone(value, count, rest_low, rest_high, role, value in known)
        if stands:
            certain = digits_of(value) >= CERTAIN_DIGITS or value in FAMOUS
            return Marker(value, count, rest_low, rest_high, certain)
    return None


def digits_of(value: float) -> int:
    """How many digits a number has that looks like a marker: 3 of -999 and 99.9; 0 if it doesn't."""
    digits = f"{abs(value):.10g}".replace(".", "")
    same = len(set(digits)) == 1 and (digits[0] == "9" or (digits[0] == "8" and len(digits) > 2))
    if same and abs(value) >= 88:
        return len(digits)
    return 3 if value in FAMOUS else 0


def _suspicious(value: float, role: str) -> bool:
    if digits_of(value):
        return True
    if role == "pressure":
        return value == 0
    return role in TEMPERATURES and (value == 0 or abs(value) > NO_TEMPERATURE)


def _stands_alone(value: float, count: int, low: float, high: float, role: str, known: bool) -> bool:
    """Whether a value beyond all others, which lie from ``low`` to ``high``, is a marker."""
    gap = low - value if value < low else value - high
    span = high - low
    digits = digits_of(value)
    if role in TEMPERATURES:
        if digits:
            return gap > (0.3 if value < 0 or known else 0.6) * span
        return count >= REPEATED and gap > max(span, NO_TEMPERATURE)
    if known and gap > 0.3 * span:
        return True
    if digits == 0:
        return role == "pressure" and gap > 3 * span  # a pressure of 0
    if value < 0 <= low and (role in NOT_NEGATIVE or digits >= CERTAIN_DIGITS or count >= REPEATED):
        return True
    if value < 0 and count >= REPEATED and gap > 0.5 * span:
        return True
    often = count >= REPEATED or gap > 3 * span
    if digits >= CERTAIN_DIGITS and abs(value) >= 100:
        return gap > span and (often or count > 1)
    return gap > span and often and role != "other"


def take_markers_out(arrays: list[np.ndarray], names: list[str], roles: list[str]) -> list[Decision]:
    """Make numbers that stand for a missing value NaN in ``arrays``, in place; a decision for each number."""
    decisions = []
    found = [find_markers(values, role) for values, role in zip(arrays, roles, strict=True)]
    known = {marker.value for markers in found for marker in markers}
    per_value: dict[float, dict[str, Marker]] = {}
    for values, name, role, markers in zip(arrays, names, roles, found, strict=True):
        for marker in find_markers(values, role, known) if known else markers:
            per_value.setdefault(marker.value, {})[name] = marker
            values[values == marker.value] = np.nan
    for value, columns in per_value.items():
        counts = {name: marker.times for name, marker in columns.items()}
        name, marker = max(columns.items(), key=lambda item: item[1].times)
        of = f"{counted(sum(counts.values()), 'cell')} of {listed(counts)}"
        beside = (
            f"all other values of {quoted(name)} lie between {figure(marker.low)} and {figure(marker.high)}"
        )
        why = f"{of}; {beside if marker.low == marker.low else f'{quoted(name)} has no other value'}"
        text = f"{value:.10g} stands for a missing value"
        decisions.append(Decision("marker", text, why, marker.certain, {"value": value, "counts": counts}))
    for values, name, role in zip(arrays, names, roles, strict=True):
        decisions += _traces_below_zero(values, name, role)
    return decisions


def _traces_below_zero(values: np.ndarray, name: str, role: str) -> list[Decision]:
    """Amounts of -1, if none else is below 0, are traces: so the Dutch and the Finnish service say it."""
    if role not in AMOUNTS:
        return []
    below = values < 0
    if not below.any() or not np.all(values[below] == -1) or np.nanmax(values) <= 0:
        return []
    values[below] = 0.0
    text = f"-1 of {quoted(name)} stands for a trace, and is taken as 0"
    why = f"it is the only number below 0, in {counted(int(below.sum()), 'cell')}"
    return [Decision("trace", text, why, False, {"column": name, "count": int(below.sum())})]
