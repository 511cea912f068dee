"""Numbers, shares and lists as they stand in sentences."""

import math
from typing import NamedTuple

import pandas as pd

from gd_core.weather.calendar import WEEKDAYS, long_date

REFERENCE_NAMES = {
    "persistence": "“as today”",
    "climatology": "“as usual for the date”",
    "damped_anomaly": "“between the two”",
}
"""What the simple forecasts are called in sentences, on every page; their names in charts are the same."""


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def minus(text: str) -> str:
    """``text`` of numbers with the sign that is as wide as a plus."""
    return text.replace("-", "−")


def degrees(value: float, unit: str, *, signed: bool = False) -> str:
    """``value`` to a tenth with its unit: "5.8 °C"."""
    tenths = round(value, 1) + 0.0  # no "-0.0"
    return f"{minus(f'{tenths:+.1f}' if signed else f'{tenths:.1f}')} °{unit}"


def percent(share: float, *, signed: bool = False) -> str:
    """``share`` as whole percent: "12%". No "-0%"."""
    whole = round(100.0 * share) + 0
    return minus(f"{whole:+d}%" if signed else f"{whole:d}%")


def model_name(model: str) -> str:
    """A forecast as it stands in tables: "Gradient descent", "As today"."""
    return REFERENCE_NAMES.get(model, model.replace("_", " ")).strip("“”").capitalize()


def weekday(date: pd.Timestamp) -> str:
    """``date`` in words with its day of the week: "Friday, 1 January 2016"."""
    return f"{WEEKDAYS[date.weekday()]}, {long_date(date)}"


def joined(parts: list[str]) -> str:
    """``parts`` as a list in a sentence: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def correlation(value: float) -> str:
    """``value`` to two digits: "−0.12"."""
    return minus(f"{value:.2f}")


def about(share: float) -> str:
    """``share`` as about so many percent."""
    return f"about {percent(share)}" if share >= 0.005 else "less than 1%"


def p_value(value: float) -> str:
    """ "p = 0.012", or that it is less than what counts."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"


def rounded(value: float, digits: int = 3) -> str:
    """``value`` to so many digits: "0.0123", whole from 10ⁿ on: "1,234", and far from one as "6·10⁻¹⁴"."""
    size = abs(float(f"{value:.{digits}g}"))
    if size == 0.0:
        return "0"
    if 1e-4 <= size < 1e6:
        return minus(f"{value:,.0f}" if size >= 10.0 ** (digits - 1) else f"{value:.{digits}g}")
    if not math.isfinite(value):
        return "∞" if value > 0.0 else "−∞" if value < 0.0 else "not known"
    mantissa, exponent = f"{value:.{min(digits, 2) - 1}e}".split("e")
    factor = "" if float(mantissa) == 1.0 else f"{float(mantissa):g}·"
    return minus(factor) + "10" + str(int(exponent)).translate(_RAISED)


class Guess(NamedTuple):
    """A question, what can be answered, which of it is ``right``, and the numbers that show it."""

    question: str
    answers: tuple[str, ...]
    right: str
    numbers: str
