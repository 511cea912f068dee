"""The loss over two of its parameters: exact, since it is quadratic, whatever the number of rows.

With the other parameters held, J over a pair p is floor + 1/2 (p - centre)' H (p - centre), where H is the
2 x 2 block of J's Hessian. Its isolines are ellipses, and a slice along one parameter is a parabola.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.descent.curvature import Curvature
from gd_core.descent.objective import LeastSquares

LEVELS = 13  # isolines in a picture
SIDES = 72  # of the polygon that stands for an ellipse; 0.1% off in radius
WIDER, NOTHING = 0.5, 1e-9  # of the usual frame, by which paths widen it; of a step, which is rounding
MUCH = 100.0  # times the loss at home: what is worse leaves the picture
LEVELS_A_DECADE = 2  # more, where the picture zooms out
DECADES = (
    2.6,
    3.4,
)  # isolines span at least so many powers of ten, and as many more where the valley is long
FAR = 1e3  # widths of the picture that an isoline reaches along a direction without any curvature
ALL_UNTIL, SPARSE = 150, 100  # of a long path: every epoch up to here, then so many more


@dataclass(frozen=True)
class Section:
    """J over two parameters: ``centre`` (2,) its minimum, ``hessian`` (2, 2), ``floor`` its least value."""

    centre: np.ndarray
    hessian: np.ndarray
    floor: float

    @classmethod
    def of(cls, objective: LeastSquares, pair: tuple[int, int], held: np.ndarray) -> "Section":
        """Cut J where all parameters but the ``pair`` have the values of ``held`` (size,).

        Where a direction is flat, the centre is the minimum nearest to ``held``. Raises ValueError unless
        the pair are two different parameters, or if J does not depend on either.
        """
        i, j = pair
        if i == j or not 0 <= min(pair) <= max(pair) < objective.size:
            raise ValueError(
                f"pair must be two different parameters from 0 to {objective.size - 1}; received {pair}."
            )
        block = objective.hessian()[np.ix_([i, j], [i, j])]
        if not block.any():
            raise ValueError(
                "Neither of these two columns varies, so the loss is flat over their coefficients."
            )
        theta = np.array(held, dtype=float)
        inverse = np.linalg.pinv(block, rcond=4.0 * np.finfo(float).eps, hermitian=True)
        theta[[i, j]] -= inverse @ objective.gradient(theta)[[i, j]]
        return cls(theta[[i, j]], block, max(objective.value(theta), 0.0))

    def excess(self, points: np.ndarray) -> np.ndarray:
        """J above its smallest value here, (...), at ``points`` (..., 2)."""
        away = points - self.centre
        return 0.5 * np.einsum("...i,ij,...j->...", away, self.hessian, away)

    def curvature(self) -> Curvature:
        """Curvature along the axes of the ellipses; a flat direction is left out."""
        return Curvature.of(self.hessian)


@dataclass(frozen=True)
class Frame:
    """What a picture shows: from ``low`` (2,) to ``high`` (2,)."""

    low: np.ndarray
    high: np.ndarray

    @property
    def span(self) -> np.ndarray:
        """Width and height."""
        return self.high - self.low

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of the ``points`` (k, 2) are in the picture, (k,) of bool."""
        return np.asarray(((points >= self.low) & (points <= self.high)).all(axis=1))

    def squared(self) -> "Frame":
        """The same, widened so that both axes span the same length."""
        middle, half = (self.low + self.high) / 2.0, self.span.max() / 2.0
        return Frame(middle - half, middle + half)


def frame_around(section: Section, home: np.ndarray, paths: np.ndarray) -> Frame:
    """A frame that holds ``home`` (2,), the centre with room behind it, and the ``paths`` (k, 2).

    Home is where descents usually start. Paths widen the frame in whole steps, so that it stays as it is for
    another start near by, and another path. Points of a path that are much worse than ``home``, as when it
    diverges, are let go, but not the first one.
    """
    usual = _frame_of_home(section, home)
    worst = float(section.excess(np.stack([home, paths[0]])).max())
    paths = paths[np.isfinite(paths).all(axis=1)]
    held = np.concatenate([paths[:1], paths[section.excess(paths) <= MUCH * worst]])
    step, room = WIDER * usual.span, 0.02 * usual.span
    below = np.ceil(np.maximum(usual.low - held.min(axis=0) + room, 0.0) / step - NOTHING)
    above = np.ceil(np.maximum(held.max(axis=0) - usual.high + room, 0.0) / step - NOTHING)
    return Frame(usual.low - below * step, usual.high + above * step)


def _frame_of_home(section: Section, home: np.ndarray) -> Frame:
    """The frame of ``home`` (2,) and the centre, where no path is."""
    worst = max(float(section.excess(home)), 1e-3 * section.floor)
    points = np.stack([home, section.centre, 1.5 * section.centre - 0.5 * home])
    low, high = points.min(axis=0), points.max(axis=0)
    stiffness = np.diag(section.hessian)
    # Along each axis at least so far that the loss visibly rises.
    least = np.where(
        stiffness > 0.0, 0.4 * np.sqrt(2.0 * worst / np.where(stiffness > 0.0, stiffness, 1.0)), 0.0
    )
    least = np.where(least > 0.0, least, 1.0)
    half = np.maximum(0.56 * (high - low), np.maximum(least, 1e-9 * np.abs(low + high)))
    middle = (low + high) / 2.0
    return Frame(middle - half, middle + half)


def corner_excess(section: Section, frame: Frame) -> float:
    """The largest excess in the frame: J is convex, so it is at a corner."""
    corners = np.array([[x, y] for x in (frame.low[0], frame.high[0]) for y in (frame.low[1], frame.high[1])])
    return float(section.excess(corners).max())


def levels(section: Section, frame: Frame, widest: Frame | None = None) -> np.ndarray:
    """Excess losses (`LEVELS` + 1,) at even ratios, descending; the first is the largest in the frame.

    More of them, up to the largest in ``widest``, if the picture zooms out to that.
    """
    seen = Curvature.of(section.hessian * np.outer(frame.span, frame.span))
    longer = np.log10(seen.condition_number) if seen.eigenvalues.size == 2 else 0.0
    decades = DECADES[0] + min(longer, DECADES[1])
    top = corner_excess(section, widest or frame)
    zoomed = np.log10(top / corner_excess(section, frame))
    count = LEVELS + int(LEVELS_A_DECADE * zoomed)
    return top * np.logspace(0.0, -(decades + zoomed), count + 1)


def isolines(section: Section, frame: Frame, excess: np.ndarray) -> np.ndarray:
    """The ellipses of these excess losses (m,) as closed polygons (m, `SIDES`, 2)."""
    scale = frame.span  # measured in pictures, so that "far" means the same along every direction
    values, vectors = np.linalg.eigh(section.hessian * np.outer(scale, scale))
    reach = np.sqrt(2.0 * excess[:, None] / np.maximum(values, 2.0 * excess[:, None] / FAR**2))
    turn = np.linspace(0.0, 2.0 * np.pi, SIDES, endpoint=False)
    circle = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    return section.centre + scale * np.einsum("md,sd,xd->msx", reach, circle, vectors)


def fills(section: Section, frame: Frame, excess: np.ndarray) -> pd.DataFrame:
    """The same to be painted: level, excess, x, y, a row for each corner."""
    polygons = isolines(section, frame, excess)
    return pd.DataFrame(
        {
            "level": np.repeat(np.arange(len(excess)), SIDES),
            "excess": np.repeat(excess, SIDES),
            "x": polygons[..., 0].ravel(),
            "y": polygons[..., 1].ravel(),
        }
    )


def losses_along(objective: LeastSquares, path: np.ndarray) -> np.ndarray:
    """J at every row of ``path`` (k, size), (k,); infinite where it overflows."""
    minimum = objective.minimum()
    away = path - minimum
    with np.errstate(over="ignore", invalid="ignore"):
        rise = 0.5 * np.einsum("ki,ij,kj->k", away, objective.hessian(), away)
    return max(objective.value(minimum), 0.0) + np.where(np.isfinite(rise), rise, np.inf)


def frame_epochs(last: int) -> np.ndarray:
    """Epochs (k,) at which an animation of ``last`` epochs stops: the first ones, then evenly in log."""
    steps = np.unique(np.round(10.0 ** np.arange(0.0, np.log10(max(last, 1)) + 0.1, 0.1)).astype(int))
    return np.unique(np.concatenate([[0], steps[steps < last], [last]]))


def kept_epochs(last: int) -> np.ndarray:
    """Epochs of a path of ``last`` epochs that are drawn: all while it is short, and always `frame_epochs`.

    The frames of every shorter animation are among them.
    """
    later = np.geomspace(ALL_UNTIL, max(last, ALL_UNTIL), SPARSE).round().astype(int)
    kept = np.concatenate([np.arange(min(ALL_UNTIL, last) + 1), later[later <= last], frame_epochs(last)])
    return np.unique(kept)
