"""Descent in one variable: a published walk, honest endings, and the regimes of a learning rate."""

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.descent.lesson import functions
from gd_core.descent.lesson.autodiff import DomainError
from gd_core.descent.lesson.expression import ExpressionError, parse_expression
from gd_core.descent.lesson.one_variable import (
    MAX_STEPS,
    REGIMES,
    TOLERANCE,
    WINDOW,
    Trace,
    minimise,
    parabola_regime,
    regime_of,
)


def parabola(rate, a=1.2, start=-3.0, n_steps=10) -> Trace:
    return minimise(lambda x: a * x**2 + 4, start, learning_rate=rate, n_steps=n_steps)


# --- the walk --------------------------------------------------------------------------------------


def test_the_published_trace_is_reproduced_to_every_digit(shared):
    published = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]
    trace = minimise(
        published["function"],
        published["start"],
        learning_rate=published["learning_rate"],
        n_steps=published["steps"],
    )
    printed = [[f"{x:.2}", f"{f:.2}"] for x, f in zip(trace.frame["x"], trace.frame["f"], strict=True)]
    assert printed[:-1] == published["printed"]  # it printed before each of its ten updates


def test_every_row_follows_from_the_one_before():
    trace = minimise("cos(x) + x^2/8", 0.4, learning_rate=0.3, n_steps=25)
    frame = trace.frame
    assert list(frame.columns) == ["step", "x", "f", "gradient"]
    assert frame["step"].dtype == np.int64
    assert frame["step"].tolist() == list(range(26))
    assert frame["x"][0] == 0.4
    x = frame["x"].to_numpy()
    assert frame["f"].to_numpy() == pytest.approx(np.cos(x) + x**2 / 8)
    assert frame["gradient"].to_numpy() == pytest.approx(-np.sin(x) + x / 4)
    assert x[1:] == pytest.approx(x[:-1] - 0.3 * (-np.sin(x[:-1]) + x[:-1] / 4))


def test_text_expression_callable_and_a_given_derivative_walk_alike():
    ways = [
        ("x^2 + exp(x)", None),
        (parse_expression("x^2 + exp(x)"), None),
        (lambda x: x**2 + functions.exp(x), None),
        (lambda x: x**2 + math.exp(x), lambda x: 2 * x + math.exp(x)),
        ("x^2 + exp(x)", "2*x + exp(x)"),
        (lambda x: np.square(x) + np.exp(x), parse_expression("2*x + exp(x)")),
    ]
    traces = [minimise(f, 2, learning_rate=0.1, n_steps=8, derivative=df) for f, df in ways]
    for trace in traces:
        assert trace.frame.to_numpy() == pytest.approx(traces[0].frame.to_numpy(), rel=1e-13)
        assert trace.status == "max_iter"


def test_a_given_derivative_is_the_one_that_is_used():
    trace = minimise("x^2", 1.0, learning_rate=0.5, n_steps=1, derivative=lambda x: 1)
    assert trace.frame["x"].tolist() == [1.0, 0.5]


# --- how it ends -----------------------------------------------------------------------------------


def test_converged_where_the_gradient_vanishes():
    trace = parabola(0.2, n_steps=1000)
    gradients = trace.frame["gradient"].abs().to_numpy()
    assert trace.status == "converged"
    assert gradients[-1] <= TOLERANCE < gradients[-2]
    assert trace.message == "Converged after 32 steps. At x = -2.45035e-09 the slope is -5.88e-09."


def test_a_start_without_slope_has_converged_already():
    trace = parabola(0.2, start=0.0)
    assert (trace.status, len(trace.frame)) == ("converged", 1)
    assert trace.message == "Converged after 0 steps. At x = 0 the slope is 0."


def test_one_step_is_said_in_the_singular():
    assert parabola(0.5, a=1.0).message == "Converged after 1 step. At x = 0 the slope is 0."


def test_small_slopes_alone_are_no_convergence():
    """A flat function is judged by its own steepest slope, and so is a start on a hilltop."""
    flat = minimise("1e-12*x^2", -3.0, learning_rate=1e11, n_steps=5)
    assert flat.status == "max_iter"
    assert minimise("1e-12*x^2", -3.0, learning_rate=1e11, n_steps=500).status == "converged"
    hilltop = minimise("cos(x)", 1e-9, learning_rate=0.5, n_steps=200)
    assert hilltop.status == "converged"
    assert hilltop.frame["x"].iloc[-1] == pytest.approx(math.pi)


def test_max_iter_is_said():
    trace = parabola(0.2, n_steps=3)
    assert (trace.status, len(trace.frame)) == ("max_iter", 4)
    assert trace.message == "Ended after 3 steps. At x = -0.421824 the slope is -1.01."


@pytest.mark.parametrize(
    ("function", "start", "rate"),
    [
        *(("1.2*x^2 + 4", -3.0, 1.0), ("x^4", 2.0, 1.0), ("x^4", 1e70, 1.0), ("exp(x) + exp(-x)", -1.0, 8.0)),
        *(("-x^2", 1.0, 1e3), ("x^2", 1e100, 1e250), ("-x", 1.0, 1e308)),
    ],
)
def test_diverged_stops_at_once_and_keeps_finite_rows(function, start, rate):
    trace = minimise(function, start, learning_rate=rate, n_steps=MAX_STEPS)
    assert trace.status == "diverged"
    assert trace.message.startswith(f"Diverged after {len(trace.frame) - 1} step")
    assert len(trace.frame) < 200
    assert np.isfinite(trace.frame.to_numpy()).all()
    assert regime_of(trace).name == "divergent"


def test_a_slow_divergence_is_not_sold_as_running_out_of_steps():
    trace = parabola(1 / 1.2 * 1.001, n_steps=10)
    assert trace.status == "diverged"
    assert len(trace.frame) == 11
    assert "both f and the length of the steps keep growing" in trace.message


def test_wandering_without_end_is_neither_convergence_nor_divergence():
    trace = minimise("sin(x) + x^2/100", 1.0, learning_rate=20.0, n_steps=2000)
    assert trace.status == "max_iter"
    assert regime_of(trace).name in ("irregular", "two-cycle")


def test_stopped_where_the_function_ends():
    assert minimise("x - log(x)", 0.1, learning_rate=0.5, n_steps=50).status == "converged"
    trace = minimise("x + log(x)", 1.0, learning_rate=0.4, n_steps=50)
    assert (trace.status, len(trace.frame)) == ("stopped", 2)
    assert trace.message == (
        "Stopped after 1 step. At x = -2.2, log(-2.2) is undefined: only numbers above 0 have a logarithm."
    )
    assert np.isfinite(trace.frame.to_numpy()).all()


def test_stopped_where_the_users_function_gives_no_real_number():
    for f in (lambda x: math.sqrt(x), lambda x: x**0.5, lambda x: 0.0 if x > 0 else math.log(x)):
        trace = minimise(f, 1.0, learning_rate=1.5, n_steps=5, derivative=lambda x: 1.0)
        assert (trace.status, len(trace.frame)) == ("stopped", 1)
        assert trace.message.startswith("Stopped after 0 steps. At x = -0.5, the function ")


def test_stopped_where_the_step_is_lost_in_rounding():
    trace = minimise("x^2", 1.0, learning_rate=1e-20, n_steps=10)
    assert (trace.status, len(trace.frame)) == ("stopped", 1)
    assert trace.message == (
        "Stopped after 0 steps. At x = 1 the slope is 2, "
        "and learning_rate times that is too little to change x."
    )


@given(
    st.sampled_from(["x^2", "x^4 - x^2", "abs(x)", "exp(x) - 2*x", "sqrt(x)", "x*log(x)", "1/x", "sin(x)*x"]),
    st.floats(-100, 100),
    st.floats(1e-6, 1e6),
    st.integers(1, 40),
)
def test_every_walk_has_finite_rows_a_status_and_a_regime(function, start, rate, n_steps):
    try:
        trace = minimise(function, start, learning_rate=rate, n_steps=n_steps)
    except DomainError as error:
        assert str(error).endswith("; choose another start.")
        return
    assert np.isfinite(trace.frame.to_numpy()).all()
    assert 1 <= len(trace.frame) <= n_steps + 1
    assert trace.status in ("converged", "max_iter", "diverged", "stopped")
    assert (trace.status == "max_iter") <= (len(trace.frame) == n_steps + 1)
    if trace.status == "converged":
        assert abs(trace.frame["gradient"].iloc[-1]) <= TOLERANCE
    assert regime_of(trace).words == REGIMES[regime_of(trace).name]


# --- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (
            {"learning_rate": 0.0},
            ValueError,
            r"^learning_rate must be a finite number above 0; received 0\.0",
        ),
        ({"learning_rate": -1}, ValueError, "^learning_rate must be"),
        ({"learning_rate": math.inf}, ValueError, "^learning_rate must be"),
        ({"learning_rate": math.nan}, ValueError, "^learning_rate must be"),
        ({"learning_rate": True}, TypeError, r"^learning_rate must be .* received True \(bool\)"),
        ({"learning_rate": "auto"}, TypeError, "^learning_rate must be"),
        ({"n_steps": 0}, ValueError, "^n_steps must be a whole number from 1 to 10000; received 0"),
        ({"n_steps": 10_001}, ValueError, "^n_steps must be"),
        ({"n_steps": 2.0}, TypeError, "^n_steps must be"),
        ({"n_steps": True}, TypeError, "^n_steps must be"),
        ({"start": math.nan}, ValueError, "^start must be a finite number"),
        ({"start": -math.inf}, ValueError, "^start must be"),
        ({"start": False}, TypeError, "^start must be"),
        ({"start": "0"}, TypeError, "^start must be"),
        (
            {"function": 3.0},
            TypeError,
            r"^function must be text, an Expression or a function of x; received 3\.0",
        ),
        ({"function": "2x"}, ExpressionError, "write 2\\*x"),
        ({"derivative": 3.0}, TypeError, "^derivative must be text, an Expression or a function of x"),
        ({"derivative": "2x"}, ExpressionError, "write 2\\*x"),
        ({"function": math.sin}, TypeError, "or give its derivative"),
        (
            {"function": "log(x)", "start": -1.0},
            DomainError,
            r"^At x = -1, log\(-1\) is undefined: only .* have a logarithm; choose another start\.$",
        ),
        ({"function": "exp(x)", "start": 1e3}, DomainError, "in exp\\(x\\), .* choose another start"),
    ],
)
def test_refusals(change, error, message):
    arguments = {"function": "x^2", "start": 1.0, "learning_rate": 0.1, "n_steps": 3} | change
    function, start = arguments.pop("function"), arguments.pop("start")
    with pytest.raises(error, match=message):
        minimise(function, start, **arguments)


@pytest.mark.parametrize(
    ("a", "rate", "error", "message"),
    [
        (math.nan, 0.1, ValueError, "^a must be a finite number"),
        (True, 0.1, TypeError, "^a must be a finite number"),
        (1.0, 0.0, ValueError, "^learning_rate must be a finite number above 0"),
        (1.0, math.inf, ValueError, "^learning_rate must be"),
    ],
)
def test_regimes_of_nonsense_are_refused(a, rate, error, message):
    with pytest.raises(error, match=message):
        parabola_regime(a, rate)


# --- regimes ---------------------------------------------------------------------------------------

SHARES = {  # of 1/(2a)
    "monotone": [1e-3, 0.3, 0.999],
    "one step": [1.0],
    "oscillating": [1.001, 1.5, 1.999],
    "two-cycle": [2.0],
    "divergent": [2.001, 3.0, 50.0],
}


@pytest.mark.parametrize("a", [0.3, 1.0, 1.2, 1e-5, 7e6])
@pytest.mark.parametrize(("name", "share"), [(name, s) for name, shares in SHARES.items() for s in shares])
def test_theory_says_what_the_walk_does(a, name, share):
    rate = share / (2.0 * a)
    theory, walk = parabola_regime(a, rate), parabola(rate, a=a, n_steps=12)
    assert theory.name == name
    assert theory.words == REGIMES[name]
    assert theory.factor == pytest.approx(1.0 - share, abs=1e-12)
    assert theory.one_step_rate == 1.0 / (2.0 * a)
    assert theory.stable_below == 1.0 / a
    x = walk.frame["x"].to_numpy()
    assert x[1:] == pytest.approx(theory.factor * x[:-1], rel=1e-9, abs=1e-12)
    assert regime_of(walk).name == name


@pytest.mark.parametrize("a", [0.3, 1.0, 1.2, 3.0, 0.7])
def test_the_bounds_are_exact(a):
    """The neighbours of a bound belong to the regimes on its sides, a few roundings away."""
    one, two = 1.0 / (2.0 * a), 1.0 / a
    away = 1e-14
    assert parabola_regime(a, one * (1 - away)).name == "monotone"
    assert parabola_regime(a, one).factor == 0.0
    assert parabola_regime(a, one * (1 + away)).name == "oscillating"
    assert parabola_regime(a, two * (1 - away)).name == "oscillating"
    assert parabola_regime(a, two).factor == -1.0
    assert parabola_regime(a, two * (1 + away)).name == "divergent"


def test_a_parabola_without_a_minimum_is_told_so():
    down = parabola_regime(-1.0, 0.1)
    assert (down.name, down.one_step_rate, down.stable_below) == ("no minimum", None, None)
    assert down.factor == pytest.approx(1.2)
    assert "has no minimum" in down.words
    flat = parabola_regime(0, 0.1)
    assert (flat.name, flat.factor) == ("at rest", 1.0)
    assert regime_of(parabola(0.1, a=0.0)).name == "at rest"


def test_the_measured_factor_is_that_of_theory():
    for rate in (0.1, 0.3, 0.6, 0.9):
        measured = regime_of(parabola(rate)).factor
        assert measured == pytest.approx(parabola_regime(1.2, rate).factor, rel=1e-6)


@pytest.mark.parametrize(
    ("function", "start", "rate", "n_steps", "name"),
    [
        ("x^4", 1.0, 0.05, 50, "monotone"),
        ("exp(x) - x", 2.0, 1.2, 20, "oscillating"),  # f'' = 1 at the minimum: factor -0.2
        ("x^2 + x^3/5", 1.0, 0.9, 30, "oscillating"),  # its sides are unlike
        ("abs(x)", 1.0, 0.3, 20, "two-cycle"),
        ("-cos(x)", 0.5, 2.2, 2000, "two-cycle"),  # unstable at 0, caught between two points
        ("-x^2", 1.0, 0.1, 10, "monotone"),
        ("x^2", 1.0, 0.2, 1, "unclear"),
        ("x^2", 1.0, 0.7, 2, "unclear"),
        ("x^2", 1.0, 0.2, 2, "monotone"),
        ("x^2", 1.0, 1e-20, 2, "unclear"),
        ("abs(x)", 0.5, 0.25, 9, "monotone"),
    ],
)
def test_regimes_of_other_functions(function, start, rate, n_steps, name):
    regime = regime_of(minimise(function, start, learning_rate=rate, n_steps=n_steps))
    assert regime.name == name
    assert regime.words == REGIMES[name]
    assert regime.one_step_rate is None


def test_irregular_walks_are_called_so():
    traces = [minimise("x^4/4 - x^2/2", 0.5, learning_rate=1.9, n_steps=n) for n in range(WINDOW, 60)]
    assert "irregular" in {regime_of(trace).name for trace in traces}
