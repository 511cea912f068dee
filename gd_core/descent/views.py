"""Frames for the teaching pages: pictures, traces, the evaluation of one step."""

import numpy as np
import pandas as pd

from gd_core.descent import scene
from gd_core.descent.expression import Expression
from gd_core.descent.lesson import published_row
from gd_core.descent.line import Walk, gradient_check, loss_grid
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


def line_points(walk: Walk, update: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The points with their predictions, those of the next batch lit, and the line, after so many updates."""
    data, (w, b) = walk.data, walk.theta(update)
    x = np.concatenate([data.x, data.x_validation])
    lit = np.zeros(len(x), dtype=bool)
    following = min(update, len(walk.iterations) - 1)
    lit[walk.iterations[following].rows if walk.iterations else slice(None)] = True
    points = pd.DataFrame(
        {
            "x": x,
            "y": np.concatenate([data.y, data.y_validation]),
            "predicted": b + w * x,
            "part": ["Training"] * len(data.x) + ["Validation"] * len(data.x_validation),
            "lit": lit,
        }
    )
    ends = np.array([0.0, 1.0])
    return points, pd.DataFrame({"x": ends, "y": b + w * ends})


def loss_cells(walk: Walk) -> pd.DataFrame:
    """The loss around the walk, a row for each cell: b, w, b2, w2, loss."""
    b, w, loss = loss_grid(walk)
    # A little larger than a cell: edges that only touch let the background shine through.
    half_b, half_w = 0.52 * (b[1] - b[0]), 0.52 * (w[1] - w[0])
    cell_b, cell_w = np.meshgrid(b, w, indexing="ij")
    return pd.DataFrame(
        {
            "b": (cell_b - half_b).ravel(),
            "w": (cell_w - half_w).ravel(),
            "b2": (cell_b + half_b).ravel(),
            "w2": (cell_w + half_w).ravel(),
            "loss": np.maximum(loss.ravel(), 1e-12),
        }
    )


def path_so_far(walk: Walk, update: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """update, b, w of the way up to now, thinned to a few hundred points; and b, w of least squares."""
    kept = np.unique(np.linspace(0, update, min(update + 1, 300)).round().astype(int))
    thetas = np.array([walk.theta(int(k)) for k in kept])
    w, b = walk.least_squares()
    return (
        pd.DataFrame({"update": kept, "b": thetas[:, 1], "w": thetas[:, 0]}),
        pd.DataFrame({"b": [b], "w": [w]}),
    )


def check_table(walk: Walk, update: int) -> pd.DataFrame:
    """The gradient of one update beside central differences."""
    exact, numeric = gradient_check(walk, update)
    return pd.DataFrame(
        {
            "Slope along": ["b", "w"],
            "Formula": exact[::-1],
            "Finite differences": numeric[::-1],
            "Difference": (exact - numeric)[::-1],
        }
    )
