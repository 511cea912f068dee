"""The wait before anything happens: a new process imports, fits once and ends."""

import subprocess
import sys
from pathlib import Path

from benchmarks.timing import HEADER, race, table

PROGRAM = """
import numpy as np
from {module} import {name}
X = np.arange(40.0).reshape(10, 4) ** 2 % 7
{name}().fit(X, X[:, 0] + 1.0)
"""


def report() -> str:
    """Against scikit-learn; the run that does not count leaves the compiled functions on disk."""
    row = race(
        "import and first fit",
        lambda: run("gd_core", "GradientDescentRegressor"),
        "`LinearRegression`",
        lambda: run("sklearn.linear_model", "LinearRegression"),
        1 / 1.6,
        runs=9,
    )
    return table("Start-up of a new process", HEADER, [row])


def run(module: str, name: str) -> None:
    """One such process."""
    program = PROGRAM.format(module=module, name=name)
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).resolve().parents[1], check=True)
