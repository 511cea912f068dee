"""Checks of parameters: each error names the parameter, what is allowed and what was received."""

from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

import numpy as np


def real(
    name: str, value: Any, *, low: float | None = 0.0, high: float = np.inf, open_low: bool = False
) -> float:
    """``value`` as a float in [low, high], or (low, high] with ``open_low``; booleans are no numbers here.

    ``low`` None allows any finite number. Raises TypeError for what is no number, ValueError for one out of
    range, infinite or NaN.
    """
    wanted = f"{name} must be a finite number"
    if low is not None:
        wanted += f" above {low:g}" if open_low else f" at least {low:g}"
    if high < np.inf:
        wanted += f" and at most {high:g}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Real):
        raise TypeError(f"{wanted}; received {value!r} ({type(value).__name__}).")
    try:
        number = float(value)
    except OverflowError:  # a whole number of more than 308 digits
        number = np.inf
    lowest = -np.inf if low is None else low
    if not np.isfinite(number) or not lowest <= number <= high or (open_low and number == low):
        raise ValueError(f"{wanted}; received {value!r}.")
    return number


def integer(name: str, value: Any, *, low: int, high: int | None = None, high_means: str = "") -> int:
    """``value`` as an int in [low, high]. Raises TypeError or ValueError."""
    span = f"at least {low}" if high is None else f"from {low} to {high}{high_means}"
    wanted = f"{name} must be a whole number {span}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
        raise TypeError(f"{wanted}; received {value!r} ({type(value).__name__}).")
    number = int(value)
    if number < low or (high is not None and number > high):
        raise ValueError(f"{wanted}; received {value!r}.")
    return number


def boolean(name: str, value: Any) -> bool:
    """``value`` if it is True or False. Raises TypeError."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be True or False; received {value!r} ({type(value).__name__}).")
    return bool(value)


def choice(name: str, value: Any, allowed: Iterable[str]) -> str:
    """``value`` if it is one of the ``allowed`` words. Raises ValueError."""
    words = list(allowed)
    if not isinstance(value, str) or value not in words:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, words))}; received {value!r}.")
    return value
