"""Frames for the page of one variable: pictures, traces, the evaluation of one step."""

import pandas as pd

from gd_core.descent.lesson import scene
from gd_core.descent.lesson.examples import PUBLISHED_ROWS, dual, published_row
from gd_core.descent.lesson.expression import Expression
from gd_core.descent.lesson.one_variable import Trace


def picture(function: Expression, trace: Trace) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The curve around the walk (x, f), and the tangent of each step (step, x, f, x2, f2)."""
    x, f, gradient = (trace.frame[name].to_numpy() for name in ("x", "f", "gradient"))
    # A valley shows both its sides if the start has a mirror image beyond the end.
    mirror = () if trace.status == "diverged" else (2.0 * x[-1] - x[0],)
    low, high = scene.stretch(x, include=mirror)
    curve_x, curve_f = scene.curve(function, low, high)
    ends = scene.tangents(x, f, gradient, low, high)
    tangents = pd.DataFrame(dict(zip(("x", "f", "x2", "f2"), ends, strict=True)))
    tangents.insert(0, "step", trace.frame["step"])
    return pd.DataFrame({"x": curve_x, "f": curve_f}), tangents


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
