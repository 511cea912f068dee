"""Rows that come in blocks, as Dask has them: their moments are made where the blocks are, and added up.

Nothing of Dask is imported: its arrays and data frames bring the methods that are needed.
"""

from typing import Any

import numpy as np

from gd_core.descent.objective import Moments


def in_blocks(X: Any) -> bool:
    """Whether ``X`` is a collection of Dask, or one that behaves like it."""
    return hasattr(X, "__dask_graph__") and hasattr(X, "compute")


def moments_of_blocks(X: Any, y: Any, *, centred: bool) -> Moments:
    """The moments of all rows of ``X`` (n, d) and ``y`` (n,), arrays or data frames of Dask.

    Each block of rows is looked at once, on the worker that has it, and leaves (d + 1)^2 numbers. Raises
    ValueError or TypeError for shapes or blocks that do not fit.
    """
    if not in_blocks(y):
        raise TypeError("X comes in blocks, and y does not: give both as collections of Dask.")
    X, y = _as_array(X), _as_array(y)
    if X.ndim != 2 or y.ndim != 1:
        raise ValueError(f"X must be (n, d) and y (n,); received {X.ndim} and {y.ndim} dimensions.")
    d = X.shape[1]
    X = X.rechunk({1: d})
    if not np.isnan(sum(X.shape) + sum(y.shape)):
        if X.shape[0] != y.shape[0]:
            raise ValueError(f"X has {X.shape[0]} rows and y has {y.shape[0]}.")
        y = y.rechunk({0: X.chunks[0]})
    if X.numblocks[0] != y.numblocks[0]:
        raise ValueError(f"X comes in {X.numblocks[0]} blocks of unknown length and y in {y.numblocks[0]}.")
    one_each = (1,) * X.numblocks[0]
    made = X.map_blocks(
        _packed, y[:, None], centred=centred, dtype=float, chunks=(one_each, (packed_size(d),))
    )
    return merge_all([unpacked(row, d) for row in np.asarray(made.compute())])


def merge_all(parts: list[Moments]) -> Moments:
    """The moments of all rows from those of parts of them, added up as a tree: see `Moments.merged`.

    Rounding grows with the depth of the tree, the logarithm of the number of parts. ValueError without any.
    """
    parts = [part for part in parts if part.n]
    if not parts:
        raise ValueError("There are no rows.")
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [a.merged(b) for a, b in pairs] + parts[len(parts) // 2 * 2 :]
    return parts[0]


def _as_array(collection: Any) -> Any:
    return collection.to_dask_array() if hasattr(collection, "to_dask_array") else collection


def _packed(X: Any, y: Any, *, centred: bool) -> np.ndarray:
    """The moments of one block, `packed` in a row (1, k)."""
    X, y = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64)[:, 0]
    if X.shape[:1] != y.shape:
        raise ValueError(f"A block of X has {len(X)} rows, and that of y has {len(y)}.")
    if not len(y):
        return np.zeros((1, packed_size(X.shape[1])))
    return packed(Moments.of(X, y, centred=centred))[None]


def packed_size(d: int) -> int:
    """How many numbers the moments of ``d`` columns and y are."""
    return 1 + (d + 1) + (d + 1) * (d + 2) // 2


def packed(m: Moments) -> np.ndarray:
    """Moments as one row of numbers: n, the means, and the lower half of the mean products, y last."""
    products = np.block([[m.xx, m.xy[:, None]], [m.xy[None], np.array([[m.yy]])]])
    return np.concatenate([[m.n], m.x_mean, [m.y_mean], products[np.tril_indices(len(products))]])


def unpacked(row: np.ndarray, d: int) -> Moments:
    """The moments that were `packed`, of ``d`` columns."""
    mean, products = row[1 : d + 2], np.empty((d + 1, d + 1))
    below = np.tril_indices(d + 1)
    products[below] = products.T[below] = row[d + 2 :]
    return Moments(
        int(row[0]), mean[:d], float(mean[d]), products[:d, :d], products[:d, d], float(products[d, d])
    )
