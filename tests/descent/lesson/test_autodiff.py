"""Derivatives by dual numbers, against formulas, the complex step and finite differences."""

import cmath
import doctest
import math
import pickle
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.descent.lesson import autodiff, functions
from gd_core.descent.lesson.autodiff import DomainError, Dual, TooLarge, derivative
from gd_core.descent.lesson.functions import cos, exp, log, sin, sqrt, tanh

POINTS = [-30.0, -2.5, -1.0, -0.3, 0.2, 1.0, 1.7, 6.0, 30.0]
POSITIVE = [1e-3, 0.2, 1.0, 1.7, 6.0, 30.0]
# f on floats, duals and complex numbers alike; f' as a calculus book has it.
CASES = {
    "constant": (lambda x: 7.0 + 0.0 * x, lambda x: 0.0, POINTS),
    "identity": (lambda x: +x, lambda x: 1.0, POINTS),
    "parabola": (lambda x: 1.2 * x**2 + 4, lambda x: 2.4 * x, POINTS),
    "cubic": (lambda x: 2 - x * (x - 1) * (3 + x), lambda x: -3 * x**2 - 4 * x + 3, POINTS),
    "negated": (lambda x: -(x**5), lambda x: -5 * x**4, POINTS),
    "quotient": (lambda x: (x - 3) / (x**2 + 1), lambda x: (1 + 6 * x - x**2) / (x**2 + 1) ** 2, POINTS),
    "reciprocal": (lambda x: 1 / x, lambda x: -1 / x**2, POINTS),
    "negative power": (lambda x: x**-3, lambda x: -3 * x**-4, POINTS),
    "zeroth power": (lambda x: x**0, lambda x: 0.0, POINTS),
    "fractional power": (lambda x: x**1.7, lambda x: 1.7 * x**0.7, POSITIVE),
    "number to the x": (lambda x: 2**x, lambda x: math.log(2) * 2**x, POINTS),
    "x to the x": (lambda x: x**x, lambda x: x**x * (math.log(x) + 1), POSITIVE),
    "sqrt": (lambda x: SQRT(x), lambda x: 0.5 / math.sqrt(x), POSITIVE),
    "exp": (lambda x: EXP(-3 * x), lambda x: -3 * math.exp(-3 * x), POINTS),
    "log": (lambda x: LOG(x), lambda x: 1 / x, POSITIVE),
    "sin": (lambda x: SIN(x), math.cos, POINTS),
    "cos": (lambda x: COS(2 * x), lambda x: -2 * math.sin(2 * x), POINTS),
    "tanh": (lambda x: TANH(x), lambda x: 1 / math.cosh(x) ** 2, POINTS),
    "bell": (lambda x: EXP(-x * x / 2), lambda x: -x * math.exp(-x * x / 2), POINTS),
    "chain": (lambda x: LOG(1 + SIN(x) ** 2), lambda x: math.sin(2 * x) / (1 + math.sin(x) ** 2), POINTS),
}


def of_either(real, complex_one):
    return lambda u: complex_one(u) if isinstance(u, complex) else real(u)


SQRT, EXP, LOG = of_either(sqrt, cmath.sqrt), of_either(exp, cmath.exp), of_either(log, cmath.log)
SIN, COS, TANH = of_either(sin, cmath.sin), of_either(cos, cmath.cos), of_either(tanh, cmath.tanh)

GRID = [pytest.param(f, df, x, id=f"{name} at {x}") for name, (f, df, xs) in CASES.items() for x in xs]


@pytest.mark.parametrize(("f", "df", "x"), GRID)
def test_value_and_slope_are_those_of_the_calculus_book(f, df, x):
    value, slope = derivative(f, x)
    assert value == f(x) == autodiff.value(f, x)
    assert slope == pytest.approx(df(x), rel=1e-13, abs=1e-14 * abs(value))


@pytest.mark.parametrize(("f", "df", "x"), GRID)
def test_slope_is_that_of_the_complex_step(f, df, x):
    # Squire and Trapp 1998: Im f(x + ih) / h has no cancellation, so h may be tiny.
    assert derivative(f, x)[1] == pytest.approx(f(complex(x, 1e-30)).imag / 1e-30, rel=1e-12, abs=1e-280)


@pytest.mark.parametrize("x", [-2.0, -0.4, 0.4, 2.0])
def test_slope_is_the_limit_of_the_difference_quotient(x):
    def f(x):
        return abs(x) ** 1.5 * tanh(x) - sqrt(x**2 + 1) / (2 - sin(x))

    h = 1e-5
    assert derivative(f, x)[1] == pytest.approx((f(x + h) - f(x - h)) / (2 * h), rel=1e-8)


FUNCTIONS = st.sampled_from([sin, cos, tanh, exp, abs, lambda u: u**3 - u, lambda u: sqrt(u * u + 1)])
NUMBERS = st.floats(-3.0, 3.0)


@given(FUNCTIONS, FUNCTIONS, NUMBERS)
def test_the_rules_of_sum_product_quotient_and_chain(f, g, x):
    (a, da), (b, db) = derivative(f, x), derivative(g, x)
    assert derivative(lambda x: f(x) + g(x), x) == pytest.approx((a + b, da + db))
    assert derivative(lambda x: f(x) - g(x), x) == pytest.approx((a - b, da - db))
    assert derivative(lambda x: f(x) * g(x), x) == pytest.approx((a * b, da * b + a * db))
    assert derivative(lambda x: f(g(x)), x)[1] == pytest.approx(derivative(f, b)[1] * db)
    if abs(b) > 1e-3:
        assert derivative(lambda x: f(x) / g(x), x)[1] == pytest.approx((da * b - a * db) / b**2)


@given(st.integers(-4, 4), st.floats(0.1, 3.0), st.sampled_from([-1.0, 1.0]))
def test_powers_are_repeated_products(n, size, sign):
    def product(x):
        result = 1.0
        for _ in range(abs(n)):
            result = result * x if n > 0 else result / x
        return result

    assert derivative(lambda x: x**n, sign * size) == pytest.approx(derivative(product, sign * size))


@given(st.floats(0.1, 5.0), NUMBERS)
def test_powers_are_exponentials_of_logarithms(a, b):
    for u, v in ((Dual(a, 1.0), b), (a, Dual(b, 1.0)), (Dual(a, 1.0), Dual(b, -2.0))):
        power, by_logarithm = u**v, exp(log(u) * v)
        assert power.value == pytest.approx(by_logarithm.value)
        assert power.derivative == pytest.approx(by_logarithm.derivative)


def test_steep_and_far_out_slopes_keep_their_digits():
    assert derivative(tanh, 30.0)[1] == pytest.approx(4.0 * math.exp(-60.0), rel=1e-13)
    assert derivative(tanh, -1e5) == (-1.0, 0.0)
    assert derivative(lambda x: x / 1e200 / 1e100, 3.0) == pytest.approx((3e-300, 1e-300))
    assert derivative(lambda x: 1e-200 / x, 1e-200)[1] == pytest.approx(-1e200)


def test_conventions_at_zero():
    assert derivative(abs, 0.0) == (0.0, 0.0)
    assert derivative(abs, -2.0) == (2.0, -1.0)
    assert derivative(lambda x: sqrt(x**2), 0.0) == (0.0, 0.0)
    assert derivative(lambda x: x**0, 0.0) == (1.0, 0.0)
    assert derivative(lambda x: x**1, 0.0) == (0.0, 1.0)
    assert derivative(lambda x: x**1.5, 0.0) == (0.0, 0.0)
    assert derivative(lambda x: 0**x, 2.0) == (0.0, 0.0)
    assert derivative(lambda x: (x - 3) ** (2 + 0 * x), 1.0) == (4.0, -4.0)


def test_functions_of_numbers_are_those_of_math():
    for name in ("sqrt", "exp", "log", "sin", "cos", "tanh"):
        result = getattr(functions, name)(0.7)
        assert result == getattr(math, name)(0.7)
        assert type(result) is float
    assert sqrt(0.0) == 0.0  # it has a value there, only no slope
    assert sqrt(4) == 2.0


UNDEFINED = [
    (lambda x: 1 / x, 0.0, "At x = 0, 1 / 0 is undefined: nothing can be divided by zero."),
    (lambda x: x / (x - 2), 2.0, "At x = 2, 2 / 0 is undefined: nothing can be divided by zero."),
    (lambda x: log(x - 1), 1.0, "At x = 1, log(0) is undefined: only numbers above 0 have a logarithm."),
    (log, -1.0, "At x = -1, log(-1) is undefined: only numbers above 0 have a logarithm."),
    (sqrt, -4.0, "At x = -4, sqrt(-4) is undefined: a negative number has no real square root."),
    (sqrt, 0.0, "At x = 0, the slope of sqrt at 0 is undefined: the curve is vertical there."),
    (lambda x: x**0.5, 0.0, "At x = 0, the slope of 0 ** 0.5 is undefined: the curve is vertical there."),
    (lambda x: x**-1, 0.0, "At x = 0, 0 ** -1 is undefined: it divides by zero."),
    (
        lambda x: x**1.5,
        -8.0,
        "At x = -8, (-8) ** 1.5 is undefined: only whole powers of a negative number are real.",
    ),
    (lambda x: x**x, 0.0, "At x = 0, (0) ** 0 has no slope: a moving exponent needs a base above 0."),
    (lambda x: 0**x, 0.0, "At x = 0, (0) ** 0 has no slope: a moving exponent needs a base above 0."),
    (lambda x: (-2) ** x, 3.0, "At x = 3, (-2) ** 3 has no slope: a moving exponent needs a base above 0."),
    (lambda x: x + 1 / 0, 3.0, "At x = 3, the function is undefined (division by zero)."),
    (lambda x: x + math.log(-1), 3.0, "At x = 3, the function is undefined (math domain error)."),
    (lambda x: 1j, 3.0, "At x = 3, the function has no real value."),
]
TOO_LARGE = [
    (exp, 1000.0, "value"),
    (lambda x: x**2, 1e200, "value"),
    (lambda x: x * x, 1e200, "value"),
    (lambda x: x + x, 1e308, "value"),
    (lambda x: 1 / x, 1e-320, "value"),
    (lambda x: 1 / x, 1e-300, "slope"),
    (log, 5e-324, "slope"),
    (lambda x: x**0.01, 5e-324, "slope"),
    (lambda x: x + 10**400, 1.0, "value"),
    (lambda x: x + math.inf, 1.0, "value"),
    (lambda x: math.nan, 1.0, "value"),
]


@pytest.mark.parametrize(("f", "x", "message"), UNDEFINED)
def test_undefined_places_are_named(f, x, message):
    with pytest.raises(DomainError) as caught:
        derivative(f, x)
    assert str(caught.value) == message
    assert caught.value.x == x
    assert not isinstance(caught.value, TooLarge)


@pytest.mark.parametrize(("f", "x", "which"), TOO_LARGE)
def test_what_floating_point_cannot_hold_is_told_apart(f, x, which):
    with pytest.raises(TooLarge) as caught:
        derivative(f, x)
    problem = f"the {which} is not finite: floating-point numbers end at about 1.8e308"
    assert str(caught.value) == f"At x = {x:g}, {problem}."


def test_overflow_in_the_users_own_code_is_too_large():
    with pytest.raises(TooLarge, match=r"^At x = 2, a number is too large for floating point\.$"):
        derivative(lambda x: x + 2.0**10_000, 2.0)


def test_errors_outside_a_function_know_no_x():
    with pytest.raises(DomainError) as caught:
        log(-1.0)
    assert caught.value.x is None
    assert str(caught.value) == "log(-1) is undefined: only numbers above 0 have a logarithm."
    located = caught.value.at(3.0)
    assert str(located).startswith("At x = 3, log(-1)")
    assert located.at(4.0) is located
    assert str(pickle.loads(pickle.dumps(located))) == str(located)
    with pytest.raises(TooLarge, match="value is not finite"):
        derivative(sin, math.inf)


def test_duals_mix_with_numbers_of_any_kind():
    x = Dual(3.0, 1.0)
    for two in (2, 2.0, np.float64(2.0), np.int64(2), Fraction(2)):
        for ours, plain in (
            (two + x, 5.0), (x + two, 5.0), (two - x, -1.0), (x - two, 1.0), (two * x, 6.0),
            (x * two, 6.0), (two / x, 2 / 3), (x / two, 1.5), (two**x, 8.0), (x**two, 9.0),
        ):  # fmt: skip
            assert isinstance(ours, Dual)
            assert ours.value == plain


def test_comparisons_look_at_the_value():
    def huber(u):
        return u * u / 2 if abs(u) <= 1 else abs(u) - 0.5

    assert [derivative(huber, x)[1] for x in (-3.0, -0.5, 0.5, 3.0)] == [-1.0, -0.5, 0.5, 1.0]
    x = Dual(1.0, 5.0)
    assert x < 2 and x <= 1 and x > 0 and x >= Dual(1.0) and not x < 1
    assert sorted([x, 3.0, Dual(2.0), -1]) == [-1, x, Dual(2.0), 3.0]


@pytest.mark.parametrize("other", ["1", None, 1j, [1.0]])
def test_what_is_no_number_is_refused(other):
    with pytest.raises(TypeError, match="Expected a real number; received"):
        Dual(1.0) + other
    with pytest.raises(TypeError, match="Expected a real number; received"):
        sin(other)


@pytest.mark.parametrize("f", [math.sin, np.sin, lambda x: np.float64(2.0) * math.exp(x)])
def test_functions_that_would_lose_the_derivative_are_refused(f):
    with pytest.raises(TypeError, match=r"differentiated automatically .* or give its derivative"):
        derivative(f, 1.0)
    assert autodiff.value(f, 1.0) == f(1.0)


def test_mistakes_of_the_users_own_function_stay_what_they_are():
    with pytest.raises(TypeError, match="takes 0 positional arguments"):
        derivative(lambda: 1.0, 1.0)
    with pytest.raises(TypeError, match="Expected a real number; received None"):
        derivative(lambda x: None, 1.0)


def test_duals_are_frozen():
    with pytest.raises(AttributeError):
        Dual(1.0).value = 2.0


def test_the_example_in_the_documentation_is_true():
    assert doctest.testmod(autodiff).attempted == 1
    assert doctest.testmod(autodiff).failed == 0
