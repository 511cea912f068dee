"""What the page of one variable shows of a walk: its picture, its tables, and sentences with its numbers."""

import numpy as np
import pandas as pd

from gd_core.descent.lesson.examples import PUBLISHED_ROWS, published_row
from gd_core.descent.lesson.expression import Expression
from gd_core.descent.lesson.one_variable import Regime, Trace
from gd_core.descent.lesson.steps import bracketed, minus, number

POINTS = 401  # of the curve
MARGIN = 0.2  # of the walk's width, left and right
NARROWEST = 2.0  # width of the stretch around a walk that hardly moves


def stretch(x: np.ndarray, *, include: tuple[float, ...] = ()) -> tuple[float, float]:
    """The part of the x axis to show for a walk ``x`` (k,), widened to hold the points of ``include``."""
    points = np.append(x, include)
    low, high = float(points.min()), float(points.max())
    margin = max(MARGIN * (high - low), (NARROWEST - (high - low)) / 2.0)
    return low - margin, high + margin


def picture(function: Expression, trace: Trace, step: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The curve (x, f), the walk up to a step, and a row on where it then stands.

    The row has the trace's columns, the ends of the tangent (x1, f1, x2, f2), a fifth as wide as the picture,
    what the picture shows (left, right, low, high), and where words on it stand (dx, dy, align).
    """
    walk = trace.frame.iloc[: step + 1]
    x, f, gradient = (float(walk[name].iloc[-1]) for name in ("x", "f", "gradient"))
    left, right = _shown(trace, step)
    drawn = np.linspace(left, right, POINTS)
    curve = pd.DataFrame({"x": drawn, "f": function.curve(drawn)})
    heights = np.append(curve["f"][np.isfinite(curve["f"])], walk["f"])
    low, high, half = float(heights.min()), float(heights.max()), 0.1 * (right - left)
    margin = max(0.08 * (high - low), 0.5)
    row = {"x1": x - half, "f1": f - half * gradient, "x2": x + half, "f2": f + half * gradient}
    row |= {"left": left, "right": right, "low": low - margin, "high": high + margin}
    place = _beside((x - left) / (right - left), (f - low) / max(high - low, 1e-300), gradient)
    return curve, walk, walk.iloc[[-1]].assign(**row, **place)


def _beside(across: float, up: float, gradient: float) -> dict[str, int | str]:
    """Where words on a point are beside its tangent: dx and dy (pixels right and down), and align.

    ``across`` and ``up`` (0 to 1) say where in the picture the point is. The words stand below, on the side
    where the tangent rises; near an edge above, on the other side.
    """
    below = 0.22 < across < 0.78 and up > 0.2
    left = (gradient < 0.0) == below
    return {"dx": -12 if left else 12, "dy": 16 if below else -16, "align": "right" if left else "left"}


def _shown(trace: Trace, step: int) -> tuple[float, float]:
    """The part of the x axis: of the whole walk, or, if that runs away, of as much of it as has been made."""
    x = trace.frame["x"].to_numpy()
    if trace.status == "diverged":
        return stretch(x[: max(step, 2) + 1])
    # A valley shows both its sides if the start has a mirror image beyond the end.
    return stretch(x, include=(2.0 * x[-1] - x[0],))


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


def standing(trace: Trace, step: int) -> str:
    """Where the walk stands, in two lines of Markdown."""
    x, f = trace.frame[["x", "f"]].iloc[step]
    after = f"after {step:,} step{'' if step == 1 else 's'}"
    return minus(f":small[**x = {x:.6g}** {after}]  \n:small[f(x) = {f:.6g}]")


def next_step(trace: Trace, step: int, learning_rate: float) -> str:
    """x − learning_rate · f'(x) in numbers, as LaTeX."""
    x, gradient = (float(trace.frame[name].iloc[step]) for name in ("x", "gradient"))
    there = x - learning_rate * gradient
    return rf"{number(x)} - {number(learning_rate)} \cdot {bracketed(gradient)} = {number(there)}"


def why(trace: Trace, step: int, learning_rate: float) -> str:
    """Why the step from there makes f smaller, or that it is too long to, in a sentence."""
    gradient = float(trace.frame["gradient"].iloc[step])
    if gradient == 0.0:
        return "The slope is 0: f is level here, and x stays."
    way = "right" if gradient < 0.0 else "left"
    f = trace.frame["f"].iloc[step : step + 2].to_numpy()
    falls = len(f) < 2 or f[1] < f[0]
    return minus(
        f"The slope is {gradient:.3g}: a short step to the {way} makes f smaller, so x goes {way} by "
        f"{learning_rate:.4g} × {abs(gradient):.3g}."
        + ("" if falls else " That is too far: f does not fall.")
    )


def bounds(regime: Regime, learning_rate: float) -> str | None:
    """The exact bounds of a parabola's regimes, with this rate among them; None where there are none."""
    if regime.one_step_rate is None or regime.stable_below is None or regime.factor is None:
        return None
    text = (
        f"For this parabola a rate of 1/(2a) = {regime.one_step_rate:.4g} lands in one step, rates below "
        f"1/a = {regime.stable_below:.4g} come nearer at every step, larger ones run away. At "
        f"{learning_rate:.4g}, every step multiplies x by 1 − 2a·rate = {regime.factor:.4g}."
    )
    return minus(text)


def spelled_out(trace: Trace, step: int) -> str:
    """One evaluation of f with a dual number."""
    x, f, gradient = (float(trace.frame[name].iloc[step]) for name in ("x", "f", "gradient"))
    text = f"f({x:.5g} + ε) = {dual(f, gradient)}: the value of f, and beside ε its slope there."
    return minus(text)


def dual(value: float, slope: float) -> str:
    """A dual number, value + slope ε."""
    return minus(f"{value:.5g} {'-' if slope < 0 else '+'} {abs(slope):.5g} ε")
