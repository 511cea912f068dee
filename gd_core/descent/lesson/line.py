"""The line y = b + w x + noise: data to learn it from, and the descent to it one update at a time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gd_core.descent import objective, parameters
from gd_core.descent.contours import Frame, Section
from gd_core.descent.curvature import Curvature
from gd_core.descent.reference import Iteration, descend
from gd_core.descent.run import Descent

MAX_UPDATES = 20_000  # of one walk: every one of them is kept, so that going back is exact
MAX_SAMPLES = 5_000_000  # points in all batches of a walk, for the same reason
BEYOND = 1e12  # a parameter of this size has run away


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
    """Training and validation points, a random start (w, b), and the true (w, b) where it is known."""

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray
    start: np.ndarray
    truth: np.ndarray | None = None


def random_start(seed: int) -> np.ndarray:
    """(w, b), both standard normal, b drawn before w as the published text does."""
    random = np.random.RandomState(parameters.integer("seed", seed, low=0, high=2**32 - 1))
    b, w = random.randn(1)[0], random.randn(1)[0]
    return np.array([w, b])


def draw(line: Line) -> LineData:
    """Draw the points and the start as the published text does, with NumPy's frozen legacy generator.

    x in [0, 1] from a uniform, y with normal noise, then a shuffle that splits them; the start from the seed
    anew. Raises ValueError or TypeError for a field out of range.
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
    return LineData(
        x[train], y[train], x[validation], y[validation], random_start(line.seed), np.array([line.w, line.b])
    )


@dataclass(frozen=True, eq=False)
class Walk:
    """Every update of a descent on a `LineData`. Losses are mean squared errors over all training points.

    ``thetas`` (updates + 1, 2) holds (w, b) after each update, ``rows`` the batch of each; everything else
    about an update follows from these, exactly, whichever way one walks.
    """

    data: LineData
    learning_rate: float
    batch_size: int  # n: points in each update, the last one of an epoch aside
    thetas: np.ndarray
    rows: tuple[np.ndarray, ...]
    ran_away: bool  # the next update would have left all bounds
    epochs: int  # asked for

    @property
    def last(self) -> int:
        """How many updates there are."""
        return len(self.rows)

    @property
    def updates_per_epoch(self) -> int:
        """N / n, rounded up."""
        return -(-len(self.data.x) // self.batch_size)

    def samples_seen(self, update: int) -> int:
        """Points looked at in so many updates; a point counts once each epoch."""
        epochs, beyond = divmod(update, self.updates_per_epoch)
        return epochs * len(self.data.x) + beyond * self.batch_size

    def iteration(self, update: int) -> Iteration:
        """All about one update (1, 2, ...), as `gd_core.descent.reference.descend` gives it."""
        rows, theta = self.rows[update - 1], self.thetas[update - 1]
        X, y = self.data.x[rows][:, None], self.data.y[rows]
        return Iteration(
            epoch=(update - 1) // self.updates_per_epoch + 1,
            number=update,
            rows=rows,
            theta=theta,
            predictions=objective.predict(theta, X),
            loss=objective.loss(theta, X, y),
            gradient=objective.gradient(theta, X, y),
            updated=self.thetas[update],
        )

    def theta(self, update: int) -> np.ndarray:
        """(w, b) after so many updates; 0 is the start."""
        return self.thetas[update]

    def loss(self, update: int) -> float:
        """Loss on the training points after so many updates."""
        return objective.loss(self.theta(update), self.data.x[:, None], self.data.y)

    def batch_loss(self, update: int, theta: np.ndarray) -> float:
        """Loss at ``theta`` (2,) on the batch of one update (1, 2, ...)."""
        rows = self.rows[update - 1]
        return objective.loss(theta, self.data.x[rows][:, None], self.data.y[rows])

    def validation_loss(self, update: int) -> float:
        """The same on the validation points."""
        return objective.loss(self.theta(update), self.data.x_validation[:, None], self.data.y_validation)

    @cached_property
    def loss_function(self) -> objective.LeastSquares:
        """The loss on all training points as a function of (w, b)."""
        return objective.LeastSquares(objective.Moments.of(self.data.x[:, None], self.data.y))

    @cached_property
    def curvature(self) -> Curvature:
        """Its curvature, and what follows from it for batch descent."""
        return Curvature.of(self.loss_function.hessian())

    @cached_property
    def least_squares(self) -> np.ndarray:
        """(w, b) with the smallest training loss."""
        return self.loss_function.minimum()

    @cached_property
    def floor(self) -> float:
        """The smallest training loss."""
        return objective.loss(self.least_squares, self.data.x[:, None], self.data.y)

    def arrival(self, share: float) -> int | None:
        """The first epoch at whose end the loss is at most ``share`` of its starting excess above its floor.

        None if that is nowhere on the walk.
        """
        ends = self.thetas[:: self.updates_per_epoch] - self.least_squares
        excess = np.einsum("ki,ij,kj->k", ends, self.loss_function.hessian(), ends)
        there = np.flatnonzero(excess <= share * excess[0])
        return int(there[0]) if there.size else None

    def distance(self, update: int, goal: np.ndarray) -> float:
        """How far (w, b) is from ``goal`` after so many updates."""
        return float(np.linalg.norm(self.theta(update) - goal))


def walk(
    data: LineData, *, learning_rate: float, epochs: int, batch_size: int | None = None, seed: int = 0
) -> Walk:
    """Descend ``epochs`` epochs on the training points, or until the parameters leave all bounds.

    Batches smaller than all are drawn anew each epoch from ``seed``. At most `MAX_UPDATES` updates are made,
    fewer if their batches together have more than `MAX_SAMPLES` points. Raises ValueError or TypeError for
    parameters out of range.
    """
    rate = parameters.real("learning_rate", learning_rate, open_low=True)
    epochs = parameters.integer("epochs", epochs, low=1)
    n = len(data.x)
    if batch_size is not None:
        batch_size = parameters.integer("batch_size", batch_size, low=1, high=n)
    every, thetas = np.arange(n), [data.start]
    batches: list[np.ndarray] = []
    most = MAX_UPDATES if batch_size is None else min(MAX_UPDATES, MAX_SAMPLES // batch_size)
    ran_away = False
    descent = Descent(rate, epochs, batch_size=batch_size, shuffle=batch_size is not None, seed=seed)
    with np.errstate(over="ignore", invalid="ignore"):
        for iteration in descend(data.x[:, None], data.y, data.start, descent):
            ran_away = not np.abs(iteration.updated).max() < BEYOND
            if ran_away or len(batches) == most:
                break
            thetas.append(iteration.updated)
            batches.append(every if batch_size is None else iteration.rows.astype(np.int32))
    return Walk(data, rate, batch_size or n, np.array(thetas), tuple(batches), ran_away, epochs)


def gradient_check(walk: Walk, update: int, step: float = 1e-6) -> tuple[np.ndarray, np.ndarray]:
    """The gradient (w, b) on the batch of this update (1, 2, ...), and the same by central differences."""
    iteration = walk.iteration(update)
    X, y = walk.data.x[iteration.rows][:, None], walk.data.y[iteration.rows]
    numeric = []
    for i in range(2):
        shift = np.zeros(2)
        shift[i] = step * max(1.0, abs(iteration.theta[i]))
        rise = objective.loss(iteration.theta + shift, X, y) - objective.loss(iteration.theta - shift, X, y)
        numeric.append(rise / (2 * shift[i]))
    return iteration.gradient, np.array(numeric)


def surface(walk: Walk, made: int = 0) -> tuple[Section, Frame]:
    """The loss over (b, w), and a frame wide enough for start, least squares and the path.

    Of a path that runs away, the part is shown on which it is at most three times as far off as its start, or
    as it is after ``made`` updates, if that is farther.
    """
    goal = walk.least_squares
    away = np.linalg.norm(walk.thetas - goal, axis=1)
    path = walk.thetas[away <= max(3.0 * away[0], 3e-9, away[made])]
    points = np.vstack([path, goal])
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.maximum(0.4 * (high - low), 0.1 * (high - low).max() + 1e-9)
    section = Section(goal[::-1], walk.loss_function.hessian()[::-1, ::-1], walk.floor)
    return section, Frame((low - margin)[::-1], (high + margin)[::-1])


@dataclass(frozen=True)
class Slice:
    """The loss on one update's batch against one parameter, the other held where it is: a parabola."""

    at: float  # the parameter before the update
    loss: float
    slope: float
    curvature: float
    after: float  # the parameter after the update

    @property
    def step(self) -> float:
        """By how much the parameter changes."""
        return self.after - self.at

    def value(self, x: np.ndarray) -> np.ndarray:
        """The loss at ``x``; exact, for the loss is quadratic."""
        return self.loss + self.slope * (x - self.at) + 0.5 * self.curvature * (x - self.at) ** 2


def slice_along(walk: Walk, update: int, parameter: str) -> Slice:
    """The slice through the point from which an update (1, 2, ...) starts; ``parameter`` is "b" or "w"."""
    iteration = walk.iteration(update)
    i = ("w", "b").index(parameters.choice("parameter", parameter, ("w", "b")))
    along = (walk.data.x[iteration.rows], np.ones(1))[i]
    return Slice(
        at=float(iteration.theta[i]),
        loss=iteration.loss,
        slope=float(iteration.gradient[i]),
        curvature=2.0 * float(np.mean(along**2)),
        after=float(iteration.updated[i]),
    )
