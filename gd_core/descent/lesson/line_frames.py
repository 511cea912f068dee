"""Frames for the pictures of a `Walk`: points and lines, the loss surface, its slices, distances."""

import numpy as np
import pandas as pd

from gd_core.descent import contours
from gd_core.descent.lesson.line import Walk, gradient_check, slice_along, surface

MOST_POINTS = 400  # that are drawn; all are computed with
MOST_STEPS = 300  # of a path or a curve over epochs


def points(walk: Walk, made: int, *, errors: bool = False) -> pd.DataFrame:
    """x, y, predicted, part, lit and error after ``made`` updates; the batch of the next update is lit.

    With ``errors``, its points have an error to draw. Of more than `MOST_POINTS` points, as many are picked,
    evenly; those of a small batch are always there.
    """
    batch = walk.rows[min(made, walk.last - 1)] if walk.last else np.arange(0)
    return _points(walk, walk.theta(made), batch, errors=errors)


def heights(walk: Walk, made: int = 0) -> list[float]:
    """The part of the y axis that holds all points, and the line at its start and after ``made`` updates."""
    y = np.concatenate([walk.data.y, walk.data.y_validation, lines(walk, 0)["y"], lines(walk, made)["y"]])
    margin = 0.05 * max(float(np.ptp(y)), 1e-9)
    return [float(y.min()) - margin, float(y.max()) + margin]


def thinning(walk: Walk) -> list[str]:
    """A sentence on how many of the points are drawn, if not all are."""
    total = len(walk.data.x) + len(walk.data.x_validation)
    if total <= MOST_POINTS:
        return []
    return [f"{MOST_POINTS:,} of the {total:,} points are drawn; all are computed with."]


def _points(walk: Walk, theta: np.ndarray, batch: np.ndarray, *, errors: bool) -> pd.DataFrame:
    data, (w, b) = walk.data, theta
    n, x = len(data.x), np.concatenate([data.x, data.x_validation])
    lit = np.zeros(len(x), dtype=bool)
    lit[batch] = True
    picked = evenly(len(x), MOST_POINTS)
    if len(batch) <= MOST_POINTS // 2:
        picked = np.union1d(picked, batch)
    frame = pd.DataFrame(
        {
            "x": x,
            "y": np.concatenate([data.y, data.y_validation]),
            "predicted": b + w * x,
            "part": np.where(np.arange(len(x)) < n, "Training", "Validation"),
            "lit": lit,
            "error": lit & errors,
        }
    )
    return frame.iloc[picked].reset_index(drop=True)


def lines(walk: Walk, *updates: int) -> pd.DataFrame:
    """Both ends (x, y) of the line after each of ``updates`` (0 is the start), with the updates made."""
    x = np.concatenate([walk.data.x, walk.data.x_validation])
    low, high = float(x.min()), float(x.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    ends = np.array([low, high])
    made = [walk.theta(update) for update in updates]
    return pd.concat(
        [
            pd.DataFrame({"update": update, "x": ends, "y": b + w * ends})
            for update, (w, b) in zip(updates, made, strict=True)
        ],
        ignore_index=True,
    )


def bowl(walk: Walk, made: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The loss around the walk: filled isolines (level, excess, x, y), and a row on what is shown.

    The row has the ends of the axes (b, b2, w, w2), and of the colours (lowest, excess). Both are the same
    after any number of updates ``made``, unless the walk runs away.
    """
    section, frame = surface(walk, made)
    excess = contours.levels(section, frame)
    (b, w), (b2, w2) = frame.low, frame.high
    ends = {"b": b, "b2": b2, "w": w, "w2": w2, "lowest": excess[-1], "excess": excess[0]}
    return contours.fills(section, frame, excess[1:]), pd.DataFrame([ends])


def path(walk: Walk, update: int) -> pd.DataFrame:
    """update, b, w of the way up to now, thinned to a few hundred points."""
    kept = evenly(update + 1, MOST_STEPS)
    return pd.DataFrame({"update": kept, "b": walk.thetas[kept, 1], "w": walk.thetas[kept, 0]})


def here(walk: Walk, *updates: int) -> pd.DataFrame:
    """update, b, w and loss after each of ``updates``, and where words on it are in nobody's way.

    The latter are dx and dy (pixels to the right and down) and align.
    """
    rows = [(update, *walk.theta(update)[::-1], walk.loss(update)) for update in updates]
    free = _free_side(walk, updates[0])
    return pd.DataFrame(rows, columns=["update", "b", "w", "loss"]).assign(**free)


SIDES = (
    *((0, 18, "center"), (0, -18, "center"), (14, 0, "left"), (-14, 0, "right")),
    *((10, 16, "left"), (-10, 16, "right"), (10, -16, "left"), (-10, -16, "right")),
)
WORDS = (0.25, 0.18)  # width and height of words on a point, as shares of the picture


def _free_side(walk: Walk, made: int) -> dict[str, int | str]:
    """The one of `SIDES` of the walk after ``made`` updates where least of its way and its goal is."""
    frame = surface(walk, made)[1]
    kept = walk.thetas[[*evenly(made + 1, MOST_STEPS), min(made + 1, walk.last)], ::-1]
    corners = (kept - frame.low) / frame.span
    here, goal = corners[-2], (walk.least_squares[::-1] - frame.low) / frame.span
    way = np.linspace(corners[:-1], corners[1:], 20)
    length = np.broadcast_to(np.linalg.norm(corners[1:] - corners[:-1], axis=1), way.shape[:2])
    # The words on the goal stand above it, and are not to be written over at all.
    words = goal + np.stack(np.meshgrid(np.linspace(-0.4, 0.4, 30), [0.0, 0.07, 0.14]), axis=-1)
    taken = np.vstack([way.reshape(-1, 2), words.reshape(-1, 2)])
    weight = np.append(length.ravel(), np.full(words.size // 2, 1e3))

    def in_the_way(side: tuple[int, int, str]) -> float:
        middle = here + np.array([np.sign(side[0]) * 0.17, -np.sign(side[1]) * 0.14])
        reach = np.array(WORDS) / 2.0
        if ((middle - reach < 0.0) | (middle + reach > 1.0)).any():
            return np.inf
        return float(weight[(np.abs(taken - middle) < reach).all(axis=1)].sum())

    dx, dy, align = min(SIDES, key=in_the_way)
    return {"dx": dx, "dy": dy, "align": align}


def goals(walk: Walk) -> pd.DataFrame:
    """b and w of least squares and, where it is known, of the truth."""
    rows = [("Least squares", *walk.least_squares[::-1])]
    if walk.data.truth is not None:
        rows.append(("True values", *walk.data.truth[::-1]))
    return pd.DataFrame(rows, columns=["goal", "b", "w"])


def slice_curve(walk: Walk, update: int, parameter: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The loss on one update's batch against ``parameter`` ("b" or "w"), with the step that is taken.

    A curve (value, loss), the tangent (value, loss; two rows), and the step: before and after (value, loss).
    """
    cut = slice_along(walk, update, parameter)
    lowest = cut.at - cut.slope / cut.curvature if cut.curvature > 0.0 else cut.at
    span = max(abs(cut.after - cut.at), abs(lowest - cut.at), 1e-3 * max(1.0, abs(cut.at)))
    low, high = min(cut.at, cut.after, lowest) - 0.5 * span, max(cut.at, cut.after, lowest) + 0.5 * span
    values = np.linspace(low, high, 81)
    losses = cut.value(values)
    # The tangent stays within the height of the curve, so that it does not stretch the picture.
    reach = min(0.2 * (high - low), 0.5 * float(np.ptp(losses)) / max(abs(cut.slope), 1e-300))
    touching = np.array([cut.at - reach, cut.at + reach])
    step = np.array([cut.at, cut.after])
    return (
        pd.DataFrame({"value": values, "loss": losses}),
        pd.DataFrame({"value": touching, "loss": cut.loss + cut.slope * (touching - cut.at)}),
        pd.DataFrame({"when": ["before", "after"], "value": step, "loss": cut.value(step)}),
    )


def distances(walk: Walk) -> pd.DataFrame:
    """epoch, goal and distance of (b, w) to it, after so many whole epochs (and where the walk ends)."""
    ends = np.arange(0, walk.last + 1, walk.updates_per_epoch)
    if ends[-1] != walk.last:
        ends = np.append(ends, walk.last)
    ends = ends[evenly(len(ends), MOST_STEPS)]
    return _distances(walk, ends)


def distances_now(walk: Walk, update: int) -> pd.DataFrame:
    """The same after one number of updates."""
    return _distances(walk, np.array([update]))


def _distances(walk: Walk, updates: np.ndarray) -> pd.DataFrame:
    parts = []
    for name, b, w in goals(walk).itertuples(index=False):
        away = np.linalg.norm(walk.thetas[updates] - [w, b], axis=1)
        epochs = updates / walk.updates_per_epoch
        # On a logarithmic axis zero has no place.
        parts.append(pd.DataFrame({"epoch": epochs, "goal": name, "distance": np.maximum(away, 1e-16)}))
    return pd.concat(parts, ignore_index=True)


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


def evenly(n: int, most: int) -> np.ndarray:
    """Positions of at most ``most`` of n things, first and last among them."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int))
