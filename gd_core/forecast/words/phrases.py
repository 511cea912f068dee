"""Numbers, shares and lists as they stand in sentences."""

import pandas as pd

REFERENCE_NAMES = {
    "persistence": "persistence",
    "climatology": "the seasonal normal",
    "damped_anomaly": "the damped anomaly",
}


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


def day_month_year(date: pd.Timestamp) -> str:
    """``date`` in words: "1 January 2016"."""
    return f"{date.day} {date:%B %Y}"


def weekday(date: pd.Timestamp) -> str:
    """``date`` in words with its day of the week: "Friday, 1 January 2016"."""
    return f"{date:%A}, {day_month_year(date)}"


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


def rounded(value: float) -> str:
    """``value`` to three digits, or to whole ones from 100 on: "1,234"."""
    return f"{value:,.0f}" if 100.0 <= value < 1e6 else f"{value:.3g}"


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power(value: float) -> str:
    """``value`` to two digits, very small and very large ones with a power of ten: "6.4 × 10⁻¹⁴"."""
    if value == 0.0 or 1e-3 <= abs(value) < 1e6:
        return minus(f"{float(f'{value:.2g}'):,g}")
    digits, exponent = f"{value:.1e}".split("e")
    return f"{minus(digits)} × 10{str(int(exponent)).translate(_RAISED)}"
