"""Frames for the pictures of a `Walk`: points and lines, the loss surface, its slices, distances."""

import numpy as np
import pandas as pd

from gd_core.descent.lesson.line import Walk, gradient_check, loss_grid, slice_along

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


def loss_cells(walk: Walk, made: int = 0) -> pd.DataFrame:
    """The loss around the walk, a row for each cell: b, w, b2, w2, loss.

    The same after any number of updates ``made``, unless the walk runs away.
    """
    b, w, loss = loss_grid(walk, made)
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


def path(walk: Walk, update: int) -> pd.DataFrame:
    """update, b, w of the way up to now, thinned to a few hundred points."""
    kept = evenly(update + 1, MOST_STEPS)
    return pd.DataFrame({"update": kept, "b": walk.thetas[kept, 1], "w": walk.thetas[kept, 0]})


def here(walk: Walk, *updates: int) -> pd.DataFrame:
    """update, b, w and loss after each of ``updates``."""
    rows = [(update, *walk.theta(update)[::-1], walk.loss(update)) for update in updates]
    return pd.DataFrame(rows, columns=["update", "b", "w", "loss"])


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
