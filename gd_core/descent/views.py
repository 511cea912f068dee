"""Frames for the page of one variable: pictures, traces, the evaluation of one step."""

import pandas as pd

from gd_core.descent import scene
from gd_core.descent.expression import Expression
from gd_core.descent.lesson import published_row
from gd_core.descent.one_variable import Trace


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
    """The trace with the step that each row takes, and as the published post prints it."""
    frame = trace.frame
    return pd.DataFrame(
        {
            "Step": frame["step"],
            "x": frame["x"],
            "f(x)": frame["f"],
            "f'(x)": frame["gradient"],
            "− rate · f'(x)": -learning_rate * frame["gradient"],
            "As published": [published_row(x, f) for x, f in zip(frame["x"], frame["f"], strict=True)],
        }
    )


def evaluation(function: Expression, trace: Trace) -> pd.DataFrame:
    """How f and f' come about at the start: part, value, slope."""
    lines = function.trace(float(trace.frame["x"].iloc[0]))
    return pd.DataFrame(lines, columns=["text", "value", "derivative"]).rename(
        columns={"text": "Part", "value": "Value", "derivative": "Slope"}
    )
