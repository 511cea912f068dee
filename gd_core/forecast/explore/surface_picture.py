"""From descents to frames for a chart: isolines, paths, where each run is at each frame, slices."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.descent import contours as geometry
from gd_core.descent.objective import LeastSquares

SLICE_POINTS = 33
SOLID, FAINTEST = 12.0, 0.3  # pictures that a path crosses before it is drawn faint, and how faint
FAR, FARTHEST, FEWEST = 30.0, 1e6, 3  # pictures' widths that a diverging run is followed, and epochs at least
ROOM = 0.06  # of the picture, beyond the path


@dataclass(frozen=True)
class Run:
    """A descent, thinned: at ``epochs`` (k,) its parameters ``thetas`` and those an epoch later (k, size)."""

    name: str
    epochs: np.ndarray
    thetas: np.ndarray
    following: np.ndarray
    losses: np.ndarray
    n_epochs: int
    status: str
    rate: float
    label: str


@dataclass(frozen=True)
class Picture:
    """Frames for the chart. ``fills``: level, excess, x, y of nested polygons, the largest first. ``bowl``: a
    row with what says the loss at any place (see `_bowl`). ``views``: x, x2, y, y2, the ends of both axes at
    each frame. ``paths``: run, epoch, frame, x, y, ink (opacity). ``dots``: run, frame, epoch, x, y, loss,
    where each run is at each frame. ``goal``: x, y of the minimum, no row if it is outside.
    """

    fills: pd.DataFrame
    bowl: pd.DataFrame
    views: pd.DataFrame
    paths: pd.DataFrame
    dots: pd.DataFrame
    goal: pd.DataFrame
    frame: geometry.Frame  # where descents begin, before the picture zooms out
    widest: geometry.Frame  # the last view
    left_at: dict[str, int]  # first epoch out of the picture, for runs that diverge and are not followed

    @property
    def domain(self) -> tuple[list[float], list[float]]:
        """Both ends of the axis across, and of the axis up, of the last view."""
        (left, bottom), (right, top) = self.widest.low.tolist(), self.widest.high.tolist()
        return [left, right], [bottom, top]


def draw(
    section: geometry.Section,
    runs: tuple[Run, ...],
    pair: tuple[int, int],
    home: np.ndarray,
    *,
    square: bool = False,
) -> Picture:
    """Isolines and paths. The picture zooms out with a single run that diverges, so that it is seen to; one
    of several is followed to the edge of the picture.

    All runs start at one point; ``home`` (2,) is where they start if nobody chose another one.
    """
    points = [run.thetas[:, list(pair)] for run in runs]
    calm = [place[:1] if run.status == "diverged" else place for run, place in zip(runs, points, strict=True)]
    frame = geometry.frame_around(section, home, np.concatenate(calm))
    frame = frame.squared() if square else frame
    ways = [_Way.of(run, place, frame, len(runs) == 1) for run, place in zip(runs, points, strict=True)]
    stops = geometry.frame_epochs(max(int(way.run.epochs[way.last]) for way in ways))
    views = ways[0].views(stops, frame)
    widest = geometry.Frame(views[-1, 0], views[-1, 1])
    excess = geometry.levels(section, frame, widest)
    goal = section.centre[None][frame.holds(section.centre[None])]
    return Picture(
        fills=geometry.fills(section, widest, excess[1:]),
        bowl=_bowl(section, excess),
        views=pd.DataFrame(views.transpose(0, 2, 1).reshape(-1, 4), columns=["x", "x2", "y", "y2"]),
        paths=pd.concat([way.path(stops, frame, widest) for way in ways], ignore_index=True),
        dots=pd.concat([way.dots(stops) for way in ways], ignore_index=True),
        goal=pd.DataFrame({"x": goal[:, 0], "y": goal[:, 1]}),
        frame=frame,
        widest=widest,
        left_at={way.run.name: int(way.run.epochs[way.last]) for way in ways if way.leaves},
    )


def _bowl(section: geometry.Section, excess: np.ndarray) -> pd.DataFrame:
    """The loss over the pair in a row, floor + xx (x - cx)^2 + xy (x - cx)(y - cy) + yy (y - cy)^2, and the
    excess losses at both ends of the colours."""
    (cx, cy), hessian = section.centre, section.hessian
    shape = {"xx": 0.5 * hessian[0, 0], "xy": hessian[0, 1], "yy": 0.5 * hessian[1, 1]}
    ends = {"lowest": excess[-1], "excess": excess[0]}
    return pd.DataFrame([{"cx": cx, "cy": cy, "floor": section.floor, **shape, **ends}])


def followed(points: np.ndarray, frame: geometry.Frame) -> int:
    """The last of the ``points`` (k, 2) of a diverging run to which the picture zooms out from ``frame``.

    The last one within `FAR` times the frame, or a few more, as far as they are within `FARTHEST` times.
    """
    middle, half = (frame.low + frame.high) / 2.0, frame.span / 2.0
    with np.errstate(over="ignore", invalid="ignore"):
        away = (np.abs(points - middle) / half).max(axis=1)
    near, within = (int(np.argmin(np.append(away <= limit, False))) - 1 for limit in (FAR, FARTHEST))
    return max(near, min(FEWEST, within))


@dataclass(frozen=True)
class _Way:
    """A run in the plane of the picture: its ``points`` (k, 2), of which the ``last`` that is drawn is the
    first one outside if it ``leaves``."""

    run: Run
    points: np.ndarray
    last: int
    leaves: bool

    @classmethod
    def of(cls, run: Run, points: np.ndarray, frame: geometry.Frame, zoom: bool) -> "_Way":
        """Follow a run to its end, and one that diverges as far as the picture may ``zoom`` out, or to the
        edge of the ``frame``."""
        outside = np.flatnonzero(~frame.holds(points))
        if run.status != "diverged" or not outside.size:
            return cls(run, points, len(points) - 1, leaves=False)
        last = followed(points, frame) if zoom else 0
        if last > 0:
            return cls(run, points, last, leaves=False)
        return cls(run, points, int(outside[0]), leaves=True)

    def views(self, stops: np.ndarray, frame: geometry.Frame) -> np.ndarray:
        """Both corners of the picture at each of the ``stops`` (frames, 2, 2): wide enough for all so far."""
        home = np.stack([frame.low, frame.high])
        if self.leaves or self.run.status != "diverged":
            return np.broadcast_to(home, (len(stops), 2, 2))
        at = np.searchsorted(self.run.epochs[: self.last + 1], stops, side="right") - 1
        low = np.minimum.accumulate(self.points[: self.last + 1])[at]
        high = np.maximum.accumulate(self.points[: self.last + 1])[at]
        room = ROOM * (np.maximum(high, frame.high) - np.minimum(low, frame.low))
        return np.stack([np.minimum(low - room, frame.low), np.maximum(high + room, frame.high)], axis=1)

    def path(self, stops: np.ndarray, frame: geometry.Frame, widest: geometry.Frame) -> pd.DataFrame:
        """The rows of `Picture.paths`, for an animation that stops at the epochs ``stops``."""
        epochs, shown = self.run.epochs[: self.last + 1], self.points[: self.last + 1].copy()
        if self.leaves:
            shown[-1] = _edge(shown[-2], shown[-1], frame)
        at = {"run": self.run.name, "epoch": epochs, "frame": np.searchsorted(stops, epochs)}
        return pd.DataFrame({**at, "x": shown[:, 0], "y": shown[:, 1], "ink": _ink(shown, widest)})

    def dots(self, stops: np.ndarray) -> pd.DataFrame:
        """The rows of `Picture.dots`, for an animation that stops at the epochs ``stops``."""
        inside = self.last - self.leaves
        at = np.searchsorted(self.run.epochs[: inside + 1], stops, side="right") - 1
        where = {"run": self.run.name, "frame": np.arange(len(stops)), "epoch": self.run.epochs[at]}
        return pd.DataFrame(
            {**where, "x": self.points[at, 0], "y": self.points[at, 1], "loss": self.run.losses[at]}
        )


def _ink(way: np.ndarray, frame: geometry.Frame) -> float:
    """How opaque a path is drawn, `FAINTEST` to 1: one that fills the picture with its swings is faint."""
    length = float(np.linalg.norm(np.diff(way, axis=0) / frame.span, axis=1).sum())
    return float(np.clip(SOLID / max(length, SOLID), FAINTEST, 1.0))


def _edge(inside: np.ndarray, outside: np.ndarray, frame: geometry.Frame) -> np.ndarray:
    """A point a little beyond the edge on the way out, where the numbers may have no other bounds."""
    step = outside - inside
    limit = np.where(step > 0.0, frame.high, frame.low)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(step == 0.0, np.inf, (limit - inside) / step)
    return inside + min(1.0, 1.05 * float(share.min()) + 1e-9) * step


def slices(
    objective: LeastSquares, run: Run, picture: Picture, term: int, side: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The loss and its slope along one parameter through where the run is, at each frame.

    ``curve``: frame, w, loss, gradient. ``points``: frame, epoch, w, loss, gradient, then the same with
    ``_next`` an epoch later on the same curve, and the ends of a piece of the tangent (w1, loss1, w2, loss2).
    """
    low, high = picture.widest.low[side], picture.widest.high[side]
    stops = picture.dots["epoch"].to_numpy()
    at, frames = np.searchsorted(run.epochs, stops), np.arange(len(stops))
    curvature = objective.hessian()[term, term]
    w, loss = run.thetas[at, term], run.losses[at]
    slope = np.array([objective.gradient(theta)[term] for theta in run.thetas[at]])

    def along(name: str, to: np.ndarray) -> dict[str, np.ndarray]:
        """Place, loss and slope at ``to`` (..., frames), row after row."""
        step = to - w
        values = to, loss + slope * step + 0.5 * curvature * step**2, slope + curvature * step
        columns = (f"w{name}", f"loss{name}", f"gradient{name}")
        return {column: value.T.ravel() for column, value in zip(columns, values, strict=True)}

    grid = np.broadcast_to(np.linspace(low, high, SLICE_POINTS)[:, None], (SLICE_POINTS, len(w)))
    curve = pd.DataFrame({"frame": np.repeat(frames, SLICE_POINTS), **along("", grid)})
    reach = 0.12 * (high - low)
    tangent = {
        "w1": w - reach, "loss1": loss - reach * slope, "w2": w + reach, "loss2": loss + reach * slope,
    }  # fmt: skip
    here = {"frame": frames, "epoch": stops, "w": w, "loss": loss, "gradient": slope}
    return curve, pd.DataFrame({**here, **along("_next", run.following[at, term]), **tangent})
