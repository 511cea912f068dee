"""The weather tutorial's job: 50,000 epochs of batch descent on raw columns, both losses of every epoch."""

import numpy as np

from benchmarks import peers
from benchmarks.timing import HEADER, race, result, side_by_side, table
from gd_core import GradientDescentRegressor

EPOCHS, TENTH = 50_000, 5_000
TRAIN, VALIDATION = 9_456, 2_026
RATE = 1e-4  # the tutorial's, for half the squared error: twice ours
START = np.array([0.056, 0.248, 0.119]), 0.577


def report() -> str:
    """Against the tutorial's loop, against PyTorch, and against ourselves on 100 times the rows."""
    train, validation = days(TRAIN, 0), days(VALIDATION, 1)
    job = f"{TRAIN:,} × 3, {EPOCHS:,} epochs"

    def ours() -> GradientDescentRegressor:
        return descend(train, validation)

    def loop() -> tuple[np.ndarray, float, np.ndarray]:
        return peers.numpy_loop(train, validation, *START, RATE, TENTH)

    check(ours(), *loop())
    rows = [race(job, ours, "NumPy loop (a tenth, × 10)", loop, 100.0, shares=(1.0, 10.0))]
    torch = peers.find("torch")
    if torch is None:
        rows.append(race(job, ours, "PyTorch", None, 1000.0))
    else:

        def autograd() -> tuple[np.ndarray, float, np.ndarray]:
            return peers.torch_batch(torch, train, validation, *START, RATE, TENTH)

        check(ours(), *autograd())
        name = peers.faster_threads(torch, autograd) + " (a tenth, × 10)"
        rows.append(race(job, ours, name, autograd, 1000.0, shares=(1.0, 10.0)))
    rows.append(hundredfold(train, validation))
    return table("The weather tutorial", HEADER, rows)


def hundredfold(train: peers.Rows, validation: peers.Rows) -> list[str]:
    """100 times the rows against 1.5 times this: our time on the rows as they are, plus one pass.

    The pass is what least squares cannot do without: X'X, X'y, and the sums of X and y, of the training
    and of the validation rows, by matrix products.
    """
    big_train, big_validation = days(100 * TRAIN, 2), days(100 * VALIDATION, 3)

    def one_pass() -> None:
        for X, y in (big_train, big_validation):
            ones = np.ones(len(y))
            _ = X.T @ X, X.T @ y, y @ y, ones @ X, ones @ y

    big, small, once = side_by_side(
        lambda: descend(big_train, big_validation), lambda: descend(train, validation), one_pass
    )
    return result("the same on 100 times the rows", "own time + one pass", big, small + once, 1 / 1.5)


def days(n: int, seed: int) -> peers.Rows:
    """Made rows like the tutorial's: maximum and minimum in °F, rain in inches, tomorrow's maximum."""
    rng = np.random.default_rng(seed)
    season = np.sin(np.arange(n + 1) * 2.0 * np.pi / 365.25)
    tmax = np.round(65.0 + 6.0 * season + 6.5 * rng.standard_normal(n + 1))
    tmin = np.round(0.4 * tmax + 24.0 + 2.0 * season + 4.0 * rng.standard_normal(n + 1))
    rain = np.where(rng.random(n + 1) < 0.2, np.round(rng.exponential(0.3, n + 1), 2), 0.0)
    tomorrow = np.round(
        0.7 * tmax[:-1] + 0.19 * tmin[:-1] - 2.2 * rain[:-1] + 9.5 + 4.7 * rng.standard_normal(n)
    )
    return np.ascontiguousarray(np.column_stack([tmax, tmin, rain])[:-1]), tomorrow


def descend(train: peers.Rows, validation: peers.Rows) -> GradientDescentRegressor:
    """The job as a user of ours writes it."""
    model = GradientDescentRegressor(learning_rate=RATE / 2.0, max_iter=EPOCHS, tol=None, standardize=False)
    model.fit(*train, validation_data=validation, coef_init=START[0], intercept_init=START[1])
    _ = model.history_
    return model


def check(model: GradientDescentRegressor, w: np.ndarray, b: float, losses: np.ndarray) -> None:
    """Raises AssertionError unless the peer walked our path."""
    epochs = len(losses)
    np.testing.assert_allclose(model.path_[epochs], np.append(w, b), rtol=1e-9)
    np.testing.assert_allclose(
        model.history_[["loss", "validation_loss"]].to_numpy()[1 : epochs + 1], losses, rtol=1e-9
    )
