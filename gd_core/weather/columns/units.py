"""In which degrees temperatures are stored: as the file states it, or by the range of the values; and their
conversion to degrees Celsius or Fahrenheit.

A stored unit is "C", "F", "K", or tenths of one: "0.1C", "0.1F", "0.1K".
"""

import html
import re
from typing import NamedTuple

import numpy as np

from gd_core.weather.report import figure, span

DEGREES = {"C": "°C", "F": "°F", "K": "kelvin"}
DEGREES |= {f"0.1{letter}": f"tenths of {name}" for letter, name in DEGREES.items()}
KELVIN = 273.15

# --- stated in words -------------------------------------------------------------------------------------

_CYRILLIC_C = "\u0421"  # looks like C, and is written for it
_SIGN = re.compile(rf"[°º˚]\s*([CFK{_CYRILLIC_C}])(?![^\W_])|([℃℉])|[(\[]\s*o?([CFK])\s*[)\]]")
_WORDS = (
    ("C", re.compile(r"celsius|centigrade|цельси|摄氏|攝氏|摂氏|섭씨|\bdeg(rees?)?[ _.]*c\b", re.IGNORECASE)),
    ("F", re.compile(r"fahrenheit|фаренгейт|华氏|華氏|화씨|\bdeg(rees?)?[ _.]*f\b", re.IGNORECASE)),
    ("K", re.compile(r"\bkelvins?\b|кельвин|開氏|켈빈|\bdeg(rees?)?[ _.]*k\b", re.IGNORECASE)),
)
_LETTER = re.compile(
    r"(?:[(\[_ ]|(?<=[a-z]))([CF])[)\]]?$|^te?mp([cf])$|[(\[_]([cfk])[)\]]?$|temp([mi])$|[(\[_](K)[)\]]?$"
)
_LETTERS = {"m": "C", "i": "F"}  # tempm and tempi: metric and imperial
_TENTHS = re.compile(r"(?<![\d.,])0?[.,]1(?!\d)|\b1/10\b|\btenths?\b|\bzehntel\b|\bdixi", re.IGNORECASE)
_BARE = re.compile(r"[(\[]?\s*o?([CFKcfk])\s*[)\]]?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]\s*$")


def degrees_in(text: str) -> str | None:
    """The stored unit of temperatures that a text states with a sign or a word; None if it states none."""
    text = html.unescape(text) if "&" in text else text  # 0.1 &#176;C
    match = _SIGN.search(text)
    unit = None
    if match:
        sign = next(group for group in match.groups() if group)
        unit = {"℃": "C", "℉": "F", _CYRILLIC_C: "C"}.get(sign, sign)
    else:
        spaced = text.replace("_", " ")
        unit = next((unit for unit, words in _WORDS if words.search(spaced)), None)
    if unit is None:
        return None
    return f"0.1{unit}" if _TENTHS.search(text) else unit


def stated_degrees(name: str) -> str | None:
    """The unit that the name of a temperature states: temp_F, Tmax (°C), TempHighF, t (0.1 °C); else None."""
    unit = degrees_in(name)
    if unit is None and (match := _LETTER.search(name.strip())):
        letter = next(group for group in match.groups() if group)
        unit = _LETTERS.get(letter, letter.upper())
    return unit


def degrees_of_cell(cell: str | None) -> str | None:
    """The stored unit in a cell of a row of units: "°C", "(C)", "degC", "0.1 °C"; None if it isn't one."""
    if not cell:
        return None
    bare = _BARE.fullmatch(cell.strip())
    return bare[1].upper() if bare else degrees_in(cell)


def stated_unit(name: str) -> str | None:
    """What stands in brackets at the end of a name: "mm" of "rain (mm)"; else None."""
    match = _BRACKETS.search(name)
    unit = match[1].strip() if match else ""
    return unit if unit and not unit.isdigit() else None


# --- by the values ---------------------------------------------------------------------------------------

# A warm day in °F is above any in °C: hardly a station on Earth has 1 day in 100 above 55 °C, hardly one that
# is lived at stays below 55 °F.
WARM, WARM_SHARE = 55.0, 0.99
COLD_KELVIN, WARM_KELVIN = 180.0, 335.0  # -93 °C and 62 °C
# Air temperatures measured near the ground, in °C, with some room.
COLDEST_C, HOTTEST_C = -95.0, 65.0
# From one day to the next a temperature changes by a few degrees; mostly by more than this only in tenths.
TENTHS_STEP = 11.0


class Sample(NamedTuple):
    """What the range of temperatures tells: extremes, the cold and warm end, whole numbers, daily change."""

    low: float
    high: float
    cold: float
    warm: float
    whole: bool
    step: float


def sample_of(values: np.ndarray) -> Sample:
    """Facts on values (n,) in their order, some of which are known."""
    known = values[~np.isnan(values)]
    cold, warm = np.quantile(known, [1 - WARM_SHARE, WARM_SHARE])
    step = float(np.median(np.abs(np.diff(known)))) if len(known) > 1 else 0.0
    near = np.round(known)
    whole = bool(np.all(np.abs(known - near) < 1e-6))
    return Sample(float(known.min()), float(known.max()), float(cold), float(warm), whole, step)


def degrees_by_range(sample: Sample) -> tuple[str, str]:
    """The most likely stored unit, and what that rests on; `fits` tells whether it is possible at all."""
    extremes = span(sample.low, sample.high)
    if sample.whole and (sample.warm > 140 or sample.cold < -130 or sample.step > TENTHS_STEP):
        if sample.cold > 10 * COLD_KELVIN and sample.warm < 10 * WARM_KELVIN:
            return "0.1K", f"whole numbers {extremes}"
        kelvin = sample.cold > COLD_KELVIN and sample.warm < WARM_KELVIN and sample.step < TENTHS_STEP / 2
        if not kelvin and sample.cold >= 10 * COLDEST_C and sample.warm <= 10 * HOTTEST_C:
            return "0.1C", f"whole numbers {extremes}, which half the time change by {sample.step:g} or more"
    if sample.cold > COLD_KELVIN and sample.warm < WARM_KELVIN:
        return "K", f"values {extremes}"
    if sample.warm > WARM:
        return "F", f"1 day in 100 is above {figure(sample.warm)}"
    return "C", f"1 day in 100 is above {figure(sample.warm)}"


def fits(unit: str, sample: Sample) -> bool:
    """Whether values stored in ``unit`` are possible as temperatures of the air."""
    low, high = to_celsius(np.array([sample.cold, sample.warm]), unit)
    return bool(low >= COLDEST_C and high <= HOTTEST_C)


def to_celsius(values: np.ndarray, unit: str) -> np.ndarray:
    """Values stored in ``unit`` in °C."""
    values = converted(values, unit)
    return (values - 32) / 1.8 if unit.endswith("F") else values


def converted(values: np.ndarray, unit: str) -> np.ndarray:
    """Values stored in ``unit`` as °C, or as °F if they are stored in it or its tenths."""
    scaled = values / 10 if unit.startswith("0.1") else values
    # Differences of hundredths: what was written with two decimals comes out with two.
    return np.round(scaled - KELVIN, 6) if unit.endswith("K") else scaled


def shown(unit: str) -> str:
    """The letter of the degrees that values stored in ``unit`` come out in: "C" or "F"."""
    return "F" if unit.endswith("F") else "C"
