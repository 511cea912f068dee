"""Every function that expressions know, and that a new one is known everywhere at once."""

import math

import numpy as np
import pytest

from gd_core.descent import parse_expression
from gd_core.descent.lesson import functions
from gd_core.descent.lesson.autodiff import DomainError, Dual, derivative
from gd_core.descent.lesson.functions import FUNCTIONS
from gd_core.descent.lesson.tokens import ExpressionError

POINTS = np.array([-7.0, -1.2, -0.4, 0.3, 1.0, 2.2, 5.5])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_slopes_are_those_of_finite_differences(name):
    function, defined = FUNCTIONS[name].of_number, 0
    for x in POINTS:
        try:
            value, slope = derivative(function, x)
        except DomainError:
            continue
        step = 1e-6
        assert value == function(x)
        assert slope == pytest.approx(
            (function(x + step) - function(x - step)) / (2 * step), rel=1e-6, abs=1e-9
        )
        assert derivative(lambda u: function(3.0 * u), x / 3.0)[1] == pytest.approx(3.0 * slope)
        defined += 1
    assert defined >= 4


@pytest.mark.parametrize("name", FUNCTIONS)
def test_curves_are_drawn_through_the_same_values(name):
    f, drawn = parse_expression(f"{name}(x)"), 0
    for x, y in zip(POINTS, f.curve(POINTS), strict=True):
        try:
            assert f(float(x)) == pytest.approx(y, rel=1e-14)
            drawn += 1
        except DomainError:
            assert math.isnan(y)
    assert drawn >= 4


@pytest.mark.parametrize("name", FUNCTIONS)
def test_messages_and_help_name_every_function(name):
    assert f" {name}" in functions.help_text()
    with pytest.raises(ExpressionError, match=rf"Allowed are .* {name}[,.]"):
        parse_expression("nonsense(x)")


def test_tan_has_the_slope_of_the_book():
    assert derivative(functions.tan, 0.5) == pytest.approx(
        (math.tan(0.5), 1.0 / math.cos(0.5) ** 2), rel=1e-14
    )
    f = parse_expression("x^2 + tan(x)/2")
    assert f(Dual(1.0, 1.0)).derivative == pytest.approx(2.0 + 0.5 / math.cos(1.0) ** 2, rel=1e-14)


def test_a_function_that_is_added_is_known_everywhere(monkeypatch):
    monkeypatch.setitem(FUNCTIONS, "cube", functions.Function(lambda u: u * u * u, lambda u: u**3))
    f = parse_expression("1 + cube(2*x)")
    assert f(1.5) == 28.0
    assert derivative(f, 1.5) == (28.0, 54.0)
    assert f.curve([1.5, np.nan]) == pytest.approx([28.0, np.nan], nan_ok=True)
    assert [line.text for line in f.trace(1.5)] == ["x", "2*x", "cube(2*x)", "1 + cube(2*x)"]
    assert "cube" in functions.help_text() and "cube" in functions.allowed()
    with pytest.raises(ExpressionError, match=r"write cube\(x\)"):
        parse_expression("cube x")
