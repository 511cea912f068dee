"""A whole fit, to nine digits of the least-squares coefficients: time and memory."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

from benchmarks.timing import HEADER, race, table, verdict
from gd_core import GradientDescentRegressor

SHAPES = {(9_456, 3): 1.0, (100_000, 8): 3.0, (1_000_000, 8): 3.0, (5_000_000, 8): 3.0}  # shape: bar
MEMORY_SHAPE, MEMORY_BAR = (5_000_000, 8), 64.0  # MB


def report() -> str:
    """A row for each shape and kind of input."""
    rows = []
    for (n, d), bar in SHAPES.items():
        X, y = problem(n, d)
        rows.append(versus(f"{n:,} × {d}, array", X, y, bar))
        frame, target = pd.DataFrame(X, columns=[f"x{j}" for j in range(d)]), pd.Series(y)
        del X  # the DataFrame has a copy
        rows.append(versus(f"{n:,} × {d}, DataFrame", frame, target, bar))
    return "\n\n".join([table("Fit to nine digits of the least squares", HEADER, rows), memory()])


def problem(n: int, d: int) -> tuple[np.ndarray, np.ndarray]:
    """Correlated columns of different scales and means, half of y's variance being noise."""
    rng = np.random.default_rng(n + d)
    X, y, mixing = np.empty((n, d)), np.empty(n), np.eye(d) + 0.4 * rng.standard_normal((d, d))
    scale, mean, weights = 10.0 ** rng.uniform(-1, 2, d), rng.uniform(-50, 50, d), rng.standard_normal(d)
    for start in range(0, n, 10_000):  # in blocks, so that making it takes no more memory than it has
        rows = slice(start, min(start + 10_000, n))
        z = rng.standard_normal((rows.stop - start, d)) @ mixing
        X[rows] = z * scale + mean
        noise = np.linalg.norm(mixing @ weights) * rng.standard_normal(len(z))
        y[rows] = z @ weights + noise + 20.0
    return X, y


def descend(X: Any, y: Any) -> GradientDescentRegressor:
    """A fit of ours that is good to nine digits."""
    return GradientDescentRegressor(tol=1e-11, max_iter=100_000).fit(X, y)


def versus(job: str, X: Any, y: Any, bar: float) -> list[str]:
    """The row of one input. Raises AssertionError where fewer than nine digits agree."""
    model, reference = descend(X, y), LinearRegression().fit(X, y)
    for ours, theirs in ((model.coef_, reference.coef_), (model.intercept_, reference.intercept_)):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    del model, reference
    return race(job, lambda: descend(X, y), "`LinearRegression`", lambda: LinearRegression().fit(X, y), bar)


def memory() -> str:
    """Both fits in processes of their own."""
    ours, theirs = (
        float(
            subprocess.run(
                [sys.executable, "-m", "benchmarks.fits", name],
                cwd=Path(__file__).resolve().parents[1],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
        for name in ("ours", "theirs")
    )
    n, d = MEMORY_SHAPE
    row = [f"{n:,} × {d}, array", f"{ours:.1f} MB", f"{theirs:.1f} MB"]
    row += [f"{MEMORY_BAR:.0f} MB", verdict(ours <= MEMORY_BAR)]
    header = ["growth of the process's peak memory while fitting", "ours", "`LinearRegression`", "bar", "met"]
    return table("Memory beyond X itself", header, [row])


def measure(name: str) -> float:
    """Growth in MB of this process's peak resident memory during a fit, after a small one to warm up.

    Everything counts, whichever library holds it. The peak before is that of making and holding the data,
    which takes 2 MB more than holding them.
    """
    fit = descend if name == "ours" else LinearRegression().fit
    fit(*problem(100, MEMORY_SHAPE[1]))
    X, y = problem(*MEMORY_SHAPE)
    before = peak()
    fit(X, y)
    return peak() - before


def peak() -> float:
    """Peak resident memory of this process in MB (on Linux and macOS)."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would include the peak of the process that started this one
        return float(status.read_text().split("VmHWM:")[1].split()[0]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


if __name__ == "__main__":
    print(measure(sys.argv[1]))
