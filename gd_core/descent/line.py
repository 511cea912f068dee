"""The line y = b + w x + noise: data to learn it from, and the descent to it one update at a time."""

from dataclasses import dataclass

import numpy as np

from gd_core.descent import objective, parameters
from gd_core.descent.loop import Iteration, descend

MAX_UPDATES = 20_000  # of one walk: every one of them is kept, so that going back is exact


@dataclass(frozen=True)
class Line:
    """How the data are made; the defaults are those of PyTorch Step-by-Step, chapters 0 and 1."""

    b: float = 1.0
    w: float = 2.0
    n: int = 100
    noise: float = 0.1
    seed: int = 42
    train_share: float = 0.8


@dataclass(frozen=True)
class LineData:
    """Points of a `Line`: x in [0, 1], training and validation; and a random start (w, b)."""

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    start: np.ndarray


def draw(line: Line) -> LineData:
    """Draw the points and the start as the published text does, with NumPy's frozen legacy generator.

    x from a uniform, y with normal noise, then a shuffle that splits them; the start from the seed anew, b
    before w. Raises ValueError or TypeError for a field out of range.
    """
    n = parameters.integer("n", line.n, low=5, high=5_000)
    noise = parameters.real("noise", line.noise)
    share = parameters.real("train_share", line.train_share, low=0.2, high=0.95)
    random = np.random.RandomState(parameters.integer("seed", line.seed, low=0, high=2**32 - 1))
    x = random.rand(n, 1)[:, 0]
    y = line.b + line.w * x + noise * random.randn(n, 1)[:, 0]
    order = np.arange(n)
    random.shuffle(order)
    train, validation = np.split(order, [round(share * n)])
    random = np.random.RandomState(line.seed)
    b, w = random.randn(1)[0], random.randn(1)[0]
    return LineData(x[train], y[train], x[validation], y[validation], np.array([w, b]))


@dataclass(frozen=True)
class Walk:
    """Every update of a descent on a `LineData`. Losses are mean squared errors over all training points."""

    data: LineData
    learning_rate: float
    iterations: tuple[Iteration, ...]

    @property
    def updates_per_epoch(self) -> int:
        """N / n, rounded up."""
        return sum(iteration.epoch == 1 for iteration in self.iterations)

    def theta(self, update: int) -> np.ndarray:
        """(w, b) after so many updates; 0 is the start."""
        return self.data.start if update == 0 else self.iterations[update - 1].updated

    def loss(self, update: int) -> float:
        """Loss on the training points after so many updates."""
        return objective.loss(self.theta(update), self.data.x[:, None], self.data.y)

    def validation_loss(self, update: int) -> float:
        """The same on the validation points."""
        return objective.loss(self.theta(update), self.data.x_validation[:, None], self.data.y_validation)

    def least_squares(self) -> np.ndarray:
        """(w, b) with the smallest training loss."""
        J = objective.LeastSquares(objective.Moments.of(self.data.x[:, None], self.data.y))
        return J.minimum()

    def floor(self) -> float:
        """The smallest training loss."""
        return objective.loss(self.least_squares(), self.data.x[:, None], self.data.y)


def walk(
    data: LineData, *, learning_rate: float, epochs: int, batch_size: int | None = None, seed: int = 0
) -> Walk:
    """Descend ``epochs`` epochs on the training points, or until the parameters leave all bounds.

    Batches smaller than all are drawn anew each epoch from ``seed``. At most `MAX_UPDATES` updates are made.
    Raises ValueError or TypeError for parameters out of range.
    """
    rate = parameters.real("learning_rate", learning_rate, open_low=True)
    epochs = parameters.integer("epochs", epochs, low=1)
    if batch_size is not None:
        batch_size = parameters.integer("batch_size", batch_size, low=1, high=len(data.x))
    iterations: list[Iteration] = []
    with np.errstate(over="ignore", invalid="ignore"):
        for iteration in descend(
            data.x[:, None],
            data.y,
            data.start,
            learning_rate=rate,
            epochs=epochs,
            batch_size=batch_size,
            seed=None if batch_size is None else seed,
        ):
            if len(iterations) == MAX_UPDATES or not np.abs(iteration.updated).max() < 1e12:
                break
            iterations.append(iteration)
    return Walk(data, rate, tuple(iterations))


def gradient_check(walk: Walk, update: int, step: float = 1e-6) -> tuple[np.ndarray, np.ndarray]:
    """The gradient (w, b) on the batch of this update (1, 2, ...), and the same by central differences."""
    iteration = walk.iterations[update - 1]
    X, y = walk.data.x[iteration.rows][:, None], walk.data.y[iteration.rows]
    shifts = step * np.eye(2)
    numeric = [
        (objective.loss(iteration.theta + s, X, y) - objective.loss(iteration.theta - s, X, y)) / (2 * step)
        for s in shifts
    ]
    return iteration.gradient, np.array(numeric)


def loss_grid(
    walk: Walk, half_width: float = 1.0, cells: int = 41
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Loss (cells, cells) over b (rows) and w (columns), wide enough to hold the walk's start and end."""
    points = np.array([walk.theta(0), walk.theta(len(walk.iterations)), walk.least_squares()])
    low, high = points.min(axis=0) - half_width, points.max(axis=0) + half_width
    w, b = np.linspace(low[0], high[0], cells), np.linspace(low[1], high[1], cells)
    J = objective.LeastSquares(objective.Moments.of(walk.data.x[:, None], walk.data.y))
    losses = [[J.value(np.array([w_j, b_i])) for w_j in w] for b_i in b]
    return b, w, np.array(losses)
