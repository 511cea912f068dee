"""Gradient descent on a function of one variable, and the regimes that a learning rate can put it in.

    x_{t+1} = x_t - learning_rate * f'(x_t)

On the parabola f(x) = a x^2 + b this is x_{t+1} = (1 - 2 a learning_rate) x_t, from which everything
about the walk can be read before it is made (`parabola_regime`). For any other function the walk itself
is looked at (`regime_of`).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from gd_core.descent import parameters
from gd_core.descent.lesson import autodiff
from gd_core.descent.lesson.autodiff import DomainError, TooLarge
from gd_core.descent.lesson.expression import parse_expression
from gd_core.descent.status import Status

MAX_STEPS = 10_000
# Converged: |f'| is at most this, or this share of the steepest |f'| met so far where that is below 1.
TOLERANCE = 1e-8
DIVERGENCE = 1e8  # growth of |f'| over its start that ends a walk whose steps have been growing
WINDOW = 5  # last updates of a walk that say where it is heading

Function = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Trace:
    """A walk. ``frame`` has the columns step, x, f and gradient, all finite; step 0 is the start.

    ``status`` is
    - "converged": the gradient vanishes (`TOLERANCE`), so x is a stationary point, mostly a minimum;
    - "max_iter": all steps were taken;
    - "diverged": a number overflowed, or f and the steps grew all through the last `WINDOW` updates;
    - "stopped": f has no value or slope at the next x, or the step is too short to change x.
    ``message`` says so in a sentence, with the numbers.
    """

    frame: pd.DataFrame
    status: Status
    message: str


def minimise(
    function: Function | str,
    start: float,
    *,
    learning_rate: float,
    n_steps: int,
    derivative: Function | str | None = None,
) -> Trace:
    """Walk downhill from ``start``: ``n_steps`` updates give n_steps + 1 rows, unless the walk ends earlier.

    Parameters
    ----------
    function : text such as "1.2*x^2 + 4", an Expression, or a callable
        A callable is fed with dual numbers: it may use arithmetic and the functions of
        `gd_core.descent.lesson.functions`. With ``derivative`` given it is fed with floats, and may use
        anything.
    start : finite float, at which the function has a value and a slope
    learning_rate : float above 0
    n_steps : int from 1 to 10,000
    derivative : text, an Expression or a callable, or None for automatic differentiation

    Raises ValueError (ExpressionError for text, DomainError for the start) or TypeError.
    """
    f = _function("function", function)
    x = parameters.real("start", start, low=None)
    rate = parameters.real("learning_rate", learning_rate, open_low=True)
    n_steps = parameters.integer("n_steps", n_steps, low=1, high=MAX_STEPS)
    slope_of = None if derivative is None else _function("derivative", derivative)

    def evaluate(x: float) -> tuple[float, float]:
        if slope_of is None:
            return autodiff.derivative(f, x)
        return autodiff.value(f, x), autodiff.value(slope_of, x)

    rows, status, why = _walk(evaluate, x, rate, n_steps)
    frame = pd.DataFrame(rows, columns=["x", "f", "gradient"], dtype=float)
    frame.insert(0, "step", np.arange(len(rows), dtype=np.int64))
    steps = f"{len(rows) - 1} step{'' if len(rows) == 2 else 's'}"
    return Trace(frame, status, f"{status.ending.capitalize()} after {steps}. {why}")


def _function(name: str, function: Function | str) -> Function:
    if isinstance(function, str):
        return parse_expression(function)
    if not callable(function):
        raise TypeError(
            f"{name} must be text, an Expression or a function of x; received {function!r} "
            f"({type(function).__name__})."
        )
    return function


Rows = list[tuple[float, float, float]]  # x, f, gradient


def _walk(
    evaluate: Callable[[float], tuple[float, float]], x: float, rate: float, n_steps: int
) -> tuple[Rows, Status, str]:
    """The rows of the walk, its status and the reason."""
    rows: Rows = []
    steepest = 0.0
    while True:
        try:
            f, gradient = evaluate(x)
        except DomainError as error:
            if not rows:
                raise type(error)(f"{error.reason}; choose another start", error.x) from None
            return rows, Status.DIVERGED if isinstance(error, TooLarge) else Status.STOPPED, str(error)
        rows.append((x, f, gradient))
        steepest = max(steepest, abs(gradient))
        here = f"At x = {x:.6g} the slope is {gradient:.3g}"
        if abs(gradient) <= TOLERANCE * min(1.0, steepest):
            return rows, Status.CONVERGED, f"{here}."
        last_step, growing = len(rows) > n_steps, _growing(rows)
        if growing and (last_step or abs(gradient) > DIVERGENCE * abs(rows[0][2])):
            return rows, Status.DIVERGED, f"{here}, and both f and the length of the steps keep growing."
        if last_step:
            return rows, Status.MAX_ITER, f"{here}."
        after = x - rate * gradient
        if after == x:
            return rows, Status.STOPPED, f"{here}, and learning_rate times that is too little to change x."
        if not math.isfinite(after):
            return rows, Status.DIVERGED, f"{here}, and the next x is too large a number."
        x = after


def _growing(rows: Rows) -> bool:
    """Whether f rose and the steps grew throughout the last updates, of which there must be three."""
    last = rows[-WINDOW - 1 :]
    steps = [abs(after[0] - before[0]) for before, after in pairwise(last)]
    return (
        len(steps) >= 3
        and all(before[1] < after[1] for before, after in pairwise(last))
        and all(before < after for before, after in pairwise(steps))
    )


# --- regimes ---------------------------------------------------------------------------------------

REGIMES = {
    "at rest": "The walk stays where it starts: there is no slope.",
    "one step": "A single step lands on the minimum.",
    "monotone": "x moves in one direction and never jumps across the minimum.",
    "oscillating": "x jumps across the minimum from side to side, closer to it with each pair of steps.",
    "two-cycle": "x jumps to and fro between the same two values and comes no nearer to the minimum.",
    "divergent": "The steps grow: x runs away from the minimum.",
    "no minimum": "The parabola opens downwards and has no minimum: x runs away from its top.",
    "irregular": "The steps follow no simple pattern.",
    "unclear": "There are too few steps to tell.",
}


@dataclass(frozen=True)
class Regime:
    """What a learning rate makes of a walk: one of `REGIMES`, and the same in a sentence for the user.

    ``factor`` is how many times as long, with its direction, a step is as the one before. On a parabola it
    is also what every step multiplies x by, and then ``one_step_rate`` = 1/(2a) and ``stable_below`` = 1/a
    are the rates at which the regime changes. None where there is no such number.
    """

    name: str
    words: str
    factor: float | None = None
    one_step_rate: float | None = None
    stable_below: float | None = None


def parabola_regime(a: float, learning_rate: float) -> Regime:
    """The regime of descent on f(x) = a x^2 + b, from x_{t+1} = (1 - 2 a learning_rate) x_t, exactly:

    "monotone" below 1/(2a), "one step" at it, "oscillating" up to 1/a, "two-cycle" at 1/a, "divergent" above.
    A rate equals a bound if it does up to the rounding of 2 a learning_rate. With a = 0 every walk is "at
    rest", and with a < 0 there is "no minimum"; a walk from x = 0 itself rests in any case.
    """
    a = parameters.real("a", a, low=None)
    rate = parameters.real("learning_rate", learning_rate, open_low=True)
    reach = 2.0 * a * rate
    for bound in (1.0, 2.0):
        if abs(reach - bound) <= 4.0 * np.finfo(float).eps:
            reach = bound
    if a <= 0.0:
        name = "no minimum" if a < 0.0 else "at rest"
        return Regime(name, REGIMES[name], 1.0 - reach)
    if reach <= 1.0:
        name = "one step" if reach == 1.0 else "monotone"
    elif reach <= 2.0:
        name = "two-cycle" if reach == 2.0 else "oscillating"
    else:
        name = "divergent"
    return Regime(name, REGIMES[name], 1.0 - reach, 0.5 / a, 1.0 / a)


def regime_of(trace: Trace) -> Regime:
    """The regime that the last `WINDOW` updates of a walk show, whatever its function.

    Steps of one sign are "monotone". Steps of alternating sign are compared with the last but one, since
    the two sides of a minimum need not be alike: shorter is "oscillating", equal (to nine digits)
    "two-cycle", longer "divergent". Everything else is "irregular", or "unclear" below three updates.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.diff(trace.frame["x"].to_numpy())
        last = steps[-WINDOW:]
        factor = float(last[-1] / last[-2]) if last.size >= 2 else None
        signs, growth = np.sign(last[1:]) * np.sign(last[:-1]), np.abs(last[2:]) / np.abs(last[:-2])
    if trace.status == "diverged":
        name = "divergent"
    elif trace.status == "converged" and steps.size <= 1:
        name = "one step" if steps.size else "at rest"
    elif signs.size and (signs > 0).all():
        name = "monotone"
    elif last.size < 3:
        name = "unclear"
    elif (signs > 0).any():
        name = "irregular"
    elif (np.abs(growth - 1.0) <= 1e-9).all():
        name = "two-cycle"
    else:
        name = "oscillating" if (growth < 1.0).all() else "divergent" if (growth > 1.0).all() else "irregular"
    return Regime(name, REGIMES[name], factor)
