"""Gradient descent as a book writes it, one update at a time.

This is the reference: slow, complete, readable. It drives the page that shows every step, and the
compiled loops are tested against it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gd_core.descent import objective
from gd_core.descent.compiled import shuffle
from gd_core.descent.rules import RULES
from gd_core.descent.run import Descent


@dataclass(frozen=True)
class Iteration:
    """One turn of the loop; ``theta`` is what the update starts from."""

    epoch: int  # which pass over the rows this update belongs to, from 1
    number: int  # which update this is, from 1
    rows: np.ndarray  # indices of the rows in the batch
    theta: np.ndarray
    predictions: np.ndarray  # of the rows in the batch
    loss: float  # on the batch
    gradient: np.ndarray  # on the batch
    updated: np.ndarray  # theta after the update


def descend(
    X: np.ndarray, y: np.ndarray, theta: np.ndarray, descent: Descent, alpha: float = 0.0
) -> Iterator[Iteration]:
    """Yield every iteration of gradient descent on J (see `gd_core.descent.objective`), all epochs of them.

    ``theta`` (d,) or, with an intercept, (d + 1,) is the start; ``alpha`` is the ridge strength.
    """
    n = len(y)
    theta, memory = theta.astype(float), np.zeros((2, theta.size))
    order, seed = np.arange(n), np.array([descent.seed], dtype=np.uint64)
    size, change, number = descent.batch_size or n, RULES[descent.rule], 0
    for epoch in range(1, descent.max_iter + 1):
        if descent.shuffle:
            shuffle(order, seed)
        for start in range(0, n, size):
            rows = order[start : start + size].copy()
            before = theta
            # 1 predict, 2 loss, 3 gradients, 4 update, 5 repeat
            predictions = objective.predict(theta, X[rows])
            loss = objective.loss(theta, X[rows], y[rows], alpha)
            gradient = objective.gradient(theta, X[rows], y[rows], alpha)
            number += 1
            theta = theta - change(gradient, memory, number, descent.rate, descent.momentum)
            yield Iteration(epoch, number, rows, before, predictions, loss, gradient, theta)
