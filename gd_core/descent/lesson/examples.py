"""The lesson of one variable: ready-made functions, the published example, and sentences about a walk."""

import re
from dataclasses import dataclass

from gd_core.descent.lesson.one_variable import Regime, Trace


@dataclass(frozen=True)
class Example:
    """A function worth walking on, with a start and a rate that show what is special about it."""

    text: str
    start: float
    learning_rate: float
    n_steps: int
    remark: str


#: f(x) = a x^2 + b of the post "Deep learning is so simple", which prints f at the start and after each of
#: nine steps.
PUBLISHED_A, PUBLISHED_B = 1.2, 4.0
PUBLISHED = Example("1.2*x^2 + 4", -3.0, 0.2, 10, "The parabola of the published example.")
PUBLISHED_ROWS = (
    "f(-3.0) = 1.5e+01",
    "f(-1.6) = 6.9",
    "f(-0.81) = 4.8",
    "f(-0.42) = 4.2",
    "f(-0.22) = 4.1",
    "f(-0.11) = 4.0",
    "f(-0.059) = 4.0",
    "f(-0.031) = 4.0",
    "f(-0.016) = 4.0",
    "f(-0.0083) = 4.0",
)

EXAMPLES: dict[str, Example] = {
    "Two valleys": Example(
        "x^4 - 3*x^2 + x", 0.3, 0.05, 25, "Which valley the walk ends in depends on the start alone."
    ),
    "Ripple": Example(
        "0.1*x^2 + sin(3*x)",
        4.0,
        0.05,
        40,
        "Small rates get caught in the first ripple, larger ones jump on.",
    ),
    "Flat valley": Example(
        "x^4 / 4", -2.0, 0.1, 40, "The slope dies away before the minimum, and the steps with it."
    ),
    "Edge": Example(
        "x - log(x)", 3.0, 0.4, 25, "f ends at 0: a rate that is too large jumps out of where it is defined."
    ),
}


def parabola(a: float, b: float) -> str:
    """The text of a x^2 + b."""
    sign = "-" if b < 0 else "+"
    return f"{a:g}*x^2 {sign} {abs(b):g}"


def headline(trace: Trace) -> str:
    """Where the walk ended."""
    x, f = trace.frame[["x", "f"]].iloc[-1]
    return f"x = {x:.6g}, f(x) = {f:.6g} after {len(trace.frame) - 1:,} steps".replace("-", "−")


def bounds(regime: Regime, learning_rate: float) -> str | None:
    """The exact bounds of a parabola's regimes, with this rate among them; None where there are none."""
    if regime.one_step_rate is None or regime.stable_below is None or regime.factor is None:
        return None
    text = (
        f"For this parabola a rate of 1/(2a) = {regime.one_step_rate:.4g} lands in one step, rates below "
        f"1/a = {regime.stable_below:.4g} come nearer at every step, larger ones run away. At "
        f"{learning_rate:.4g}, every step multiplies x by 1 − 2a·rate = {regime.factor:.4g}."
    )
    return text.replace("-", "−")


def is_published(text: str, start: float, learning_rate: float, n_steps: int) -> bool:
    """Whether a walk is the published one."""
    P = PUBLISHED
    return (text, start, learning_rate, n_steps) == (P.text, P.start, P.learning_rate, P.n_steps)


def spelled_out(trace: Trace, step: int, learning_rate: float) -> str:
    """One evaluation of f with a dual number, and the step that follows from it."""
    x, f, gradient = (float(trace.frame[name].iloc[step]) for name in ("x", "f", "gradient"))
    text = (
        f"f({x:.5g} + ε) = {dual(f, gradient)}: the value of f, and beside ε its slope there. The next x is "
        f"{x:.5g} − {learning_rate:.4g} · {_bracketed(gradient)} = {x - learning_rate * gradient:.5g}."
    )
    return _minus(text)


def dual(value: float, slope: float) -> str:
    """A dual number, value + slope ε."""
    return _minus(f"{value:.5g} {'-' if slope < 0 else '+'} {abs(slope):.5g} ε")


def _bracketed(value: float) -> str:
    return f"({value:.5g})" if value < 0 else f"{value:.5g}"


def _minus(text: str) -> str:
    """True minus signs, but for exponents as in 1e-05."""
    return re.sub(r"(?<!e)-", "−", text)


def published_row(x: float, f: float) -> str:
    """A row as the published post prints it."""
    return f"f({x:.2}) = {f:.2}"
