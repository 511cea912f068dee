"""What the page of one variable shows of a walk: its picture, its tables, and sentences with its numbers."""

import re

import numpy as np
import pandas as pd

from gd_core.descent.lesson.examples import PUBLISHED_ROWS, published_row
from gd_core.descent.lesson.expression import Expression
from gd_core.descent.lesson.one_variable import Regime, Trace

POINTS = 401  # of the curve
MARGIN = 0.2  # of the walk's width, left and right
NARROWEST = 2.0  # width of the stretch around a walk that hardly moves


def stretch(x: np.ndarray, *, include: tuple[float, ...] = ()) -> tuple[float, float]:
    """The part of the x axis to show for a walk ``x`` (k,), widened to hold the points of ``include``."""
    points = np.append(x, include)
    low, high = float(points.min()), float(points.max())
    margin = max(MARGIN * (high - low), (NARROWEST - (high - low)) / 2.0)
    return low - margin, high + margin


def picture(function: Expression, trace: Trace) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The curve around the walk (x, f), and a fifth as wide the tangent of each step (step, x, f, x2, f2)."""
    x, f, gradient = (trace.frame[name].to_numpy() for name in ("x", "f", "gradient"))
    # A valley shows both its sides if the start has a mirror image beyond the end.
    mirror = () if trace.status == "diverged" else (2.0 * x[-1] - x[0],)
    low, high = stretch(x, include=mirror)
    drawn = np.linspace(low, high, POINTS)
    half = 0.1 * (high - low)
    tangents = {"step": trace.frame["step"], "x": x - half, "f": f - half * gradient}
    tangents |= {"x2": x + half, "f2": f + half * gradient}
    return pd.DataFrame({"x": drawn, "f": function.curve(drawn)}), pd.DataFrame(tangents)


def table(trace: Trace, learning_rate: float) -> pd.DataFrame:
    """The trace with the step that each row takes."""
    frame = trace.frame
    return pd.DataFrame(
        {
            "Step": frame["step"],
            "x": frame["x"],
            "f(x)": frame["f"],
            "f'(x)": frame["gradient"],
            "− rate · f'(x)": -learning_rate * frame["gradient"],
        }
    )


def published_table(trace: Trace) -> pd.DataFrame:
    """The rows that the post prints, beside those of a walk, printed in the same way."""
    rows = trace.frame.head(len(PUBLISHED_ROWS))
    computed = [published_row(x, f) for x, f in zip(rows["x"], rows["f"], strict=True)]
    return pd.DataFrame(
        {
            "Step": rows["step"],
            "Published": PUBLISHED_ROWS,
            "Computed": computed,
            "Agree": ["yes" if a == b else "no" for a, b in zip(PUBLISHED_ROWS, computed, strict=True)],
        }
    )


def evaluation(function: Expression, trace: Trace, step: int = 0) -> pd.DataFrame:
    """How f and f' come about at a step's x, from the inside out: part, value, slope, dual number."""
    lines = function.trace(float(trace.frame["x"].iloc[step]))
    return pd.DataFrame(
        [(text, value, slope, dual(value, slope)) for text, value, slope in lines],
        columns=["Part", "Value", "Slope", "Dual number"],
    )


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
