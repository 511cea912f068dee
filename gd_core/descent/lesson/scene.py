"""What a picture of a walk on a curve needs: the stretch to show, the curve on it, the tangents."""

import numpy as np

from gd_core.descent.lesson.expression import Expression

POINTS = 401  # of a curve
MARGIN = 0.2  # of the walk's width, left and right
NARROWEST = 2.0  # width of the stretch around a walk that hardly moves


def stretch(x: np.ndarray, *, include: tuple[float, ...] = ()) -> tuple[float, float]:
    """The part of the x axis to show for a walk ``x`` (k,), widened to hold the points of ``include``."""
    points = np.append(x, include)
    low, high = float(points.min()), float(points.max())
    margin = max(MARGIN * (high - low), (NARROWEST - (high - low)) / 2.0)
    return low - margin, high + margin


def curve(function: Expression, low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    """`POINTS` x in [low, high] and f there, NaN where it is undefined."""
    x = np.linspace(low, high, POINTS)
    return x, function.curve(x)


def tangents(
    x: np.ndarray, f: np.ndarray, gradient: np.ndarray, low: float, high: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Both ends (x1, f1, x2, f2) of a piece of tangent at each point (k,), a fifth of [low, high] wide."""
    half = 0.1 * (high - low)
    return x - half, f - half * gradient, x + half, f + half * gradient
