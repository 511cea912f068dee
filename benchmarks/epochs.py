"""One epoch of stochastic and of mini-batch descent, shuffled.

Everything counts that a call to `fit` does: a time per epoch is that of a fit of several epochs, divided
by their number. All rivals get the same arrays.
"""

import numpy as np
from sklearn.linear_model import SGDRegressor

from benchmarks import peers
from benchmarks.timing import HEADER, Job, race, table
from gd_core import GradientDescentRegressor

STOCHASTIC = ((13_000, 3), (13_000, 20), (100_000, 10))
MINI_BATCH, BATCH = (100_000, 10), 32
EPOCHS = 10


def report() -> str:
    """A row for each shape and peer."""
    rows = [stochastic(*shape) for shape in STOCHASTIC] + mini_batches()
    return table(f"One epoch, shuffled (a fit of {EPOCHS} epochs, divided by {EPOCHS})", HEADER, rows)


def problem(n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Standardised columns, so that every rival can descend on them as they are; noise 1."""
    rng = np.random.default_rng(n + d)
    X = rng.standard_normal((n, d))
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    return X, X @ rng.standard_normal(d) + 3.0 + rng.standard_normal(n)


def descend(X: np.ndarray, y: np.ndarray, batch: int, rate: float, update: str) -> np.ndarray:
    """A fit of ours. Returns w, then b."""
    model = GradientDescentRegressor(
        learning_rate=rate, batch_size=batch, update=update, max_iter=EPOCHS, tol=None,
        standardize=False, random_state=0,
    )  # fmt: skip
    model.fit(X, y)
    return np.append(model.coef_, model.intercept_)


def stochastic(n: int, d: int) -> list[str]:
    """The plain rule, one row at a time, against `SGDRegressor` at the same rate and without a penalty."""
    X, y = problem(n, d)
    rate = 5e-4

    def theirs() -> np.ndarray:
        model = SGDRegressor(
            penalty=None, learning_rate="constant", eta0=2.0 * rate, max_iter=EPOCHS, tol=None,
            shuffle=True, random_state=0,
        )  # fmt: skip
        model.fit(X, y)
        return np.append(model.coef_, model.intercept_)

    def ours() -> np.ndarray:
        return descend(X, y, 1, rate, "plain")

    check(X, y, ours, theirs)
    share = 1.0 / EPOCHS
    return race(f"stochastic, {n:,} × {d}", ours, "`SGDRegressor`", theirs, 1.0, shares=(share, share))


def mini_batches() -> list[list[str]]:
    """Adam against PyTorch, the plain rule against mlxtend."""
    (n, d), share = MINI_BATCH, 1.0 / EPOCHS
    X, y = problem(n, d)
    job = f"batches of {BATCH}, {{}}, {n:,} × {d}"

    def adam() -> np.ndarray:
        return descend(X, y, BATCH, 1e-3, "adam")

    def plain() -> np.ndarray:
        return descend(X, y, BATCH, 5e-3, "plain")

    torch, name, autograd = peers.find("torch"), "PyTorch", None
    if torch is not None:

        def one_epoch() -> np.ndarray:
            return peers.torch_adam(torch, X, y, BATCH, 1e-3, 1)

        check(X, y, adam, lambda: peers.torch_adam(torch, X, y, BATCH, 1e-3, EPOCHS))
        name, autograd = peers.faster_threads(torch, one_epoch) + " (1 epoch)", one_epoch
    rows = [race(job.format("Adam"), adam, name, autograd, 20.0, shares=(share, 1.0))]
    mlxtend, few = peers.find("mlxtend.regressor"), None
    if mlxtend is not None:

        def sgd() -> np.ndarray:
            # mlxtend adds up the errors of a batch: its rate is ours times 2 / BATCH.
            model = mlxtend.LinearRegression(
                method="sgd", minibatches=n // BATCH, eta=2.0 * 5e-3 / BATCH, epochs=EPOCHS, random_seed=0
            )
            model.fit(X, y)
            return np.append(model.w_, model.b_)

        check(X, y, plain, sgd)
        few = sgd
    rows.append(race(job.format("plain"), plain, "mlxtend", few, 5.0, shares=(share, share)))
    return rows


def check(X: np.ndarray, y: np.ndarray, *jobs: Job) -> None:
    """Raises AssertionError unless every rival came to the minimum, up to its shuffles' noise."""
    least = np.linalg.lstsq(np.column_stack([X, np.ones(len(y))]), y, rcond=None)[0]
    for job in jobs:
        np.testing.assert_allclose(np.asarray(job()), least, atol=0.2)
