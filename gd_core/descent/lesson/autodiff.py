"""Automatic differentiation in forward mode, by dual numbers.

A dual number is a value and the derivative of that value with respect to x. Arithmetic on it applies the
rules of differentiation one operation at a time, so a whole function, fed with x as ``Dual(x, 1.0)``,
returns its value and its derivative, both exact up to rounding (Griewank and Walther, Evaluating
Derivatives, SIAM 2008, section 3.1):

>>> derivative(lambda x: x**2 + 3.0 * x, 2.0)
(10.0, 7.0)

Where there is no number to give, `DomainError` says why. Two places have a convention: the derivative of
abs at 0 is 0, one of its subgradients, and so is that of sqrt(u) where u and its derivative are both 0 (as
in sqrt(x**2), which is abs(x)). Functions other than arithmetic are in `gd_core.descent.lesson.functions`.
"""

import math
import operator
from collections.abc import Callable
from dataclasses import dataclass
from numbers import Real
from typing import Any, TypeAlias

Number: TypeAlias = "float | Dual"


class DomainError(ValueError):
    """A function has no value or no slope at some x: ``reason`` is a clause, ``x`` is None while unknown."""

    def __init__(self, reason: str, x: float | None = None) -> None:
        super().__init__(reason, x)
        self.reason, self.x = reason, x

    def __str__(self) -> str:
        return f"{self.reason}." if self.x is None else f"At x = {self.x:g}, {self.reason}."

    def at(self, x: float) -> "DomainError":
        """The same error, saying at which x it happened, unless it says so already."""
        return self if self.x is not None else type(self)(self.reason, x)


class TooLarge(DomainError):
    """A number left the range of floating point: mathematics has a result, the machine has not."""


@dataclass(frozen=True, slots=True)
class Dual:
    """A value and its derivative with respect to x, both finite: anything else raises TooLarge.

    Plain numbers mix freely with duals, as constants. Comparisons look at the value alone. There is no
    ``__float__``, so that ``math.sin`` refuses a dual instead of losing its derivative.
    """

    value: float
    derivative: float = 0.0

    __array_ufunc__ = None  # numpy's numbers leave arithmetic with a dual to the methods below

    def __post_init__(self) -> None:
        for name, number in (("value", self.value), ("slope", self.derivative)):
            if not math.isfinite(number):
                raise TooLarge(f"the {name} is not finite: floating-point numbers end at about 1.8e308")

    def __add__(self, other: Number) -> "Dual":
        v = lift(other)
        return Dual(self.value + v.value, self.derivative + v.derivative)

    def __mul__(self, other: Number) -> "Dual":
        v = lift(other)
        return Dual(self.value * v.value, self.derivative * v.value + self.value * v.derivative)

    def __truediv__(self, other: Number) -> "Dual":
        v = lift(other)
        if v.value == 0.0:
            raise DomainError(f"{self.value:g} / 0 is undefined: nothing can be divided by zero")
        quotient = self.value / v.value
        return Dual(quotient, (self.derivative - quotient * v.derivative) / v.value)

    def __pow__(self, other: Number) -> "Dual":
        """u**v has the slope v u**(v-1) u' + u**v log(u) v'; an exponent with slope 0 counts as constant."""
        v = lift(other)
        a, b = self.value, v.value
        if a == 0.0 and b < 0.0:
            raise DomainError(f"0 ** {b:g} is undefined: it divides by zero")
        if a < 0.0 and not b.is_integer():
            raise DomainError(
                f"({a:g}) ** {b:g} is undefined: only whole powers of a negative number are real"
            )
        value, slope = or_infinity(operator.pow, a, b), 0.0
        if self.derivative != 0.0 and b != 0.0:
            if a == 0.0 and b < 1.0:
                raise DomainError(f"the slope of 0 ** {b:g} is undefined: the curve is vertical there")
            slope += b * or_infinity(operator.pow, a, b - 1.0) * self.derivative
        if v.derivative != 0.0:
            if a < 0.0 or (a == 0.0 and (b == 0.0 or self.derivative != 0.0)):
                raise DomainError(f"({a:g}) ** {b:g} has no slope: a moving exponent needs a base above 0")
            slope += value * math.log(a) * v.derivative if a > 0.0 else 0.0  # 0**v is 0 for every v > 0
        return Dual(value, slope)

    def __neg__(self) -> "Dual":
        return Dual(-self.value, -self.derivative)

    def __pos__(self) -> "Dual":
        return self

    def __abs__(self) -> "Dual":
        return self if self.value > 0.0 else -self if self.value < 0.0 else Dual(0.0)

    def __sub__(self, other: Number) -> "Dual":
        return self + -lift(other)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: Number) -> "Dual":
        return lift(other) - self

    def __rtruediv__(self, other: Number) -> "Dual":
        return lift(other) / self

    def __rpow__(self, other: Number) -> "Dual":
        return lift(other) ** self

    def __lt__(self, other: Number) -> bool:
        return self.value < lift(other).value

    def __le__(self, other: Number) -> bool:
        return self.value <= lift(other).value

    def __gt__(self, other: Number) -> bool:
        return self.value > lift(other).value

    def __ge__(self, other: Number) -> bool:
        return self.value >= lift(other).value

    def chain(self, value: float, slope: float) -> "Dual":
        """g(u) by the chain rule, where ``value`` is g at u and ``slope`` is g' there."""
        return Dual(value, slope * self.derivative if self.derivative != 0.0 else 0.0)


def lift(number: Any) -> Dual:
    """``number`` as a dual: a plain number is a constant, with derivative 0. Raises TypeError."""
    if isinstance(number, Dual):
        return number
    if not isinstance(number, Real):
        raise TypeError(f"Expected a real number; received {number!r} ({type(number).__name__}).")
    return Dual(or_infinity(float, number))  # type: ignore[arg-type]


def or_infinity(function: Callable[..., float], *numbers: float) -> float:
    """``function(*numbers)``, infinite where Python raises OverflowError."""
    try:
        return function(*numbers)
    except OverflowError:
        return math.inf


# --- value and slope of a function -----------------------------------------------------------------


def derivative(function: Callable[[Any], Any], x: float) -> tuple[float, float]:
    """f(x) and f'(x) of a function built from arithmetic, the builtin abs and what `lesson.functions` has.

    Raises DomainError where either is undefined, TypeError if the function can't be fed with duals.
    """
    at = lift(x).value
    y = _call(function, Dual(at, 1.0), at)
    return y.value, y.derivative


def value(function: Callable[[Any], Any], x: float) -> float:
    """f(x) of any function of one number. Raises DomainError where it is undefined."""
    at = lift(x).value
    return _call(function, at, at).value


def _call(function: Callable[[Any], Any], argument: Number, x: float) -> Dual:
    """``function(argument)``, with whatever arithmetic can raise turned into a DomainError at ``x``."""
    try:
        y = function(argument)
        if isinstance(y, complex):
            raise DomainError("the function has no real value")
        return lift(y)
    except DomainError as error:
        raise error.at(x) from None
    except OverflowError as error:
        raise TooLarge("a number is too large for floating point", x) from error
    except (ArithmeticError, ValueError) as error:
        raise DomainError(f"the function is undefined ({error})", x) from error
    except TypeError as error:
        if "Dual" not in str(error):
            raise
        raise TypeError(
            f"The function can't be differentiated automatically ({error}). Use the functions of "
            "gd_core.descent.lesson.functions in it, or give its derivative."
        ) from error
