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


@dataclass(frozen=True)
class Iteration:
    """One turn of the loop. Arrays are copies; ``theta`` is what the update starts from."""

    epoch: int  # which pass over the rows this update belongs to, from 1
    number: int  # which update this is, from 1
    rows: np.ndarray  # indices of the rows in the batch
    theta: np.ndarray
    predictions: np.ndarray  # of the rows in the batch
    loss: float  # on the batch
    gradient: np.ndarray  # on the batch
    updated: np.ndarray  # theta after the update


def descend(
    X: np.ndarray,
    y: np.ndarray,
    theta: np.ndarray,
    *,
    learning_rate: float,
    epochs: int,
    batch_size: int | None = None,
    rule: str = "plain",
    momentum: float = 0.9,
    alpha: float = 0.0,
    seed: int | None = None,
) -> Iterator[Iteration]:
    """Yield every iteration of gradient descent on J (see `gd_core.descent.objective`).

    ``theta`` (d,) or, with an intercept, (d + 1,) is the start. ``batch_size`` None takes all rows at
    once. ``seed`` None keeps the rows in their order; an integer shuffles them anew before each epoch.
    """
    n = len(y)
    theta, memory = theta.astype(float), np.zeros((2, theta.size))
    order, seed_word = np.arange(n), np.array([seed or 0], dtype=np.uint64)
    number = 0
    for epoch in range(1, epochs + 1):
        if seed is not None:
            shuffle(order, seed_word)
        for start in range(0, n, batch_size or n):
            rows = order[start : start + (batch_size or n)].copy()
            before = theta
            # 1 predict, 2 loss, 3 gradients, 4 update, 5 repeat
            predictions = objective.predict(theta, X[rows])
            loss = objective.loss(theta, X[rows], y[rows], alpha)
            gradient = objective.gradient(theta, X[rows], y[rows], alpha)
            number += 1
            theta = theta - RULES[rule](gradient, memory, number, learning_rate, momentum)
            yield Iteration(epoch, number, rows, before, predictions, loss, gradient, theta)
