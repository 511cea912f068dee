"""What we are compared with, each written as its users write it.

PyTorch and mlxtend come with requirements-bench.txt. They are looked for when a benchmark starts, and
where one is absent its row says so.
"""

import importlib
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.timing import Job, side_by_side

Rows = tuple[np.ndarray, np.ndarray]


def find(name: str) -> ModuleType | None:
    """The module of that name, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def numpy_loop(
    train: Rows, validation: Rows, w: np.ndarray, b: float, rate: float, epochs: int
) -> tuple[np.ndarray, float, np.ndarray]:
    """Batch descent as the weather tutorial writes it: prediction, error, gradient, update.

    Like the tutorial, ``rate`` multiplies the gradient of half the squared error. Returns w, b and the
    losses (epochs, 2) on the training and the validation rows, both after the update.
    """
    (X, y), (X_held, y_held) = train, validation
    n, n_held, w, losses = len(y), len(y_held), w.copy(), np.empty((epochs, 2))
    error = X @ w + b - y
    for epoch in range(epochs):
        w -= rate * (X.T @ error) / n
        b -= rate * error.mean()
        error = X @ w + b - y  # serves this epoch's loss and the next one's gradient
        held_error = X_held @ w + b - y_held
        losses[epoch] = error @ error / n, held_error @ held_error / n_held
    return w, b, losses


def torch_batch(
    torch: Any, train: Rows, validation: Rows, w: np.ndarray, b: float, rate: float, epochs: int
) -> tuple[np.ndarray, float, np.ndarray]:
    """The same job in PyTorch's usual idiom; here, too, ``rate`` is the tutorial's."""
    X, y, X_held, y_held = (torch.from_numpy(part) for part in (*train, *validation))
    y, y_held = y[:, None], y_held[:, None]
    model = torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(torch.from_numpy(w[None, :]))
        model.bias.fill_(b)
    optimizer = torch.optim.SGD(model.parameters(), lr=rate / 2.0)
    criterion = torch.nn.MSELoss()
    losses = np.empty((epochs + 1, 2))
    for epoch in range(epochs + 1):
        loss = criterion(model(X), y)
        with torch.no_grad():
            losses[epoch] = loss.item(), criterion(model(X_held), y_held).item()
        if epoch < epochs:
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model.weight.detach().numpy()[0], model.bias.item(), losses[1:]


def torch_adam(torch: Any, X: np.ndarray, y: np.ndarray, batch: int, rate: float, epochs: int) -> np.ndarray:
    """Mini-batches by a permutation and slices, without the cost of a DataLoader. Returns w, then b."""
    inputs, targets = torch.from_numpy(X), torch.from_numpy(y)[:, None]
    model = torch.nn.Linear(X.shape[1], 1, dtype=torch.float64)
    torch.nn.init.zeros_(model.weight), torch.nn.init.zeros_(model.bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    criterion = torch.nn.MSELoss()
    for _ in range(epochs):
        order = torch.randperm(len(inputs))
        for x, t in zip(inputs[order].split(batch), targets[order].split(batch), strict=True):
            optimizer.zero_grad()
            criterion(model(x), t).backward()
            optimizer.step()
    return np.append(model.weight.detach().numpy()[0], model.bias.item())


def faster_threads(torch: Any, job: Job) -> str:
    """Leave PyTorch with its default number of threads or one, whichever does ``job`` sooner."""
    default = torch.get_num_threads()
    timings = {}
    for threads in {default, 1}:
        torch.set_num_threads(threads)
        (timings[threads],) = side_by_side(job, runs=1)
    best = min(timings, key=timings.__getitem__)
    torch.set_num_threads(best)
    return f"PyTorch, {best} thread" + ("s" if best > 1 else "")
