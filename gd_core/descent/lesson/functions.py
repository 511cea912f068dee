"""The functions and constants that expressions may use: everything about each of them, help text included.

A new function is one decorated rule here: its docstring says what it is, its body gives value and slope for a
dual number (`gd_core.descent.lesson.autodiff`) or raises DomainError, and the decorator names the NumPy
function that draws it. Parser, differentiation, curves, messages and the page's help find it in `FUNCTIONS`.
"""

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

import numpy as np

from gd_core.descent.lesson.autodiff import DomainError, Dual, lift, or_infinity

CONSTANTS = {"pi": math.pi, "e": math.e}


class Function(NamedTuple):
    """A function of one number, by name in `FUNCTIONS`."""

    of_number: Callable[[Any], Any]  # a float for a number, a dual for a dual
    of_array: Callable[[np.ndarray], np.ndarray]  # NaN or infinite where undefined


FUNCTIONS: dict[str, Function] = {}


def _known(of_array: Callable[[Any], Any]) -> Callable[[Callable[[Dual], Dual]], Callable[[Any], Any]]:
    """Make a rule on duals a function of numbers, too, and enter it in `FUNCTIONS` by its name."""

    def enter(rule: Callable[[Dual], Dual]) -> Callable[[Any], Any]:
        @wraps(rule)
        def function(u: Any) -> Any:
            return rule(u) if isinstance(u, Dual) else rule(lift(u)).value

        FUNCTIONS[rule.__name__] = Function(function, of_array)
        return function

    return enter


@_known(np.sqrt)
def sqrt(u: Dual) -> Dual:
    """Square root of a number of at least 0; its slope 1 / (2 sqrt(u)) has no value at 0."""
    if u.value < 0.0:
        raise DomainError(f"sqrt({u.value:g}) is undefined: a negative number has no real square root")
    if u.value == 0.0 and u.derivative != 0.0:
        raise DomainError("the slope of sqrt at 0 is undefined: the curve is vertical there")
    root = math.sqrt(u.value)
    return u.chain(root, 0.5 / root if root else 0.0)


@_known(np.exp)
def exp(u: Dual) -> Dual:
    """e to the power of u, its own slope."""
    power = or_infinity(math.exp, u.value)
    return u.chain(power, power)


@_known(np.log)
def log(u: Dual) -> Dual:
    """Natural logarithm of a number above 0."""
    if u.value <= 0.0:
        raise DomainError(f"log({u.value:g}) is undefined: only numbers above 0 have a logarithm")
    return u.chain(math.log(u.value), 1.0 / u.value)


@_known(np.sin)
def sin(u: Dual) -> Dual:
    """Sine, of radians."""
    return u.chain(math.sin(u.value), math.cos(u.value))


@_known(np.cos)
def cos(u: Dual) -> Dual:
    """Cosine, of radians."""
    return u.chain(math.cos(u.value), -math.sin(u.value))


@_known(np.tan)
def tan(u: Dual) -> Dual:
    """Tangent, of radians."""
    t = math.tan(u.value)
    return u.chain(t, 1.0 + t * t)


@_known(np.tanh)
def tanh(u: Dual) -> Dual:
    """Hyperbolic tangent; its slope in a form that keeps all digits far out, where 1 - tanh**2 has none."""
    t = math.exp(-2.0 * abs(u.value))
    return u.chain(math.tanh(u.value), 4.0 * t / (1.0 + t) ** 2)


FUNCTIONS["abs"] = Function(abs, np.abs)  # the builtin, which knows `Dual.__abs__`


def allowed() -> str:
    """What an expression may hold, for whoever wrote something else."""
    constants, functions = ", ".join(CONSTANTS), ", ".join(FUNCTIONS)
    return f"Allowed are numbers, x, {constants}, + - * / ** ^, parentheses and {functions}."


def help_text() -> str:
    """The same for a help bubble, as short as can be."""
    return f"Numbers, {', '.join(['x', *CONSTANTS])}, + - * / ^, {', '.join(FUNCTIONS)}."
