"""A run as a script that needs nothing of this project: NumPy, pandas and the cleaned daily table.

The script is put together from the very source of the functions that made the run, so that there is no second
version of them that could say something else.
"""

import ast
import inspect
import json
from dataclasses import asdict
from types import ModuleType

from gd_core.forecast.result import Result
from gd_core.forecast.rows import features, references, rows, split
from gd_core.weather import gaps
from gd_core.weather.show_tables import defused

WHOLE: tuple[ModuleType, ...] = (split, references, gaps, features)
FUNCTIONS = (rows.pair_days, rows.split_pairs, rows.training_days)

HEAD = '''"""Tomorrow's temperature by linear regression: one run, from its cleaned daily table on.

    python {file} daily.csv

reads the table, makes the terms, fits them on the training part and prints the coefficients. It needs NumPy
and pandas{more}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd

SETTINGS = SimpleNamespace(**json.loads(
    {settings}
))
TARGET = {target}
PREDICTORS = {predictors}
ALPHA = {alpha}  # ridge strength
RATE, EPOCHS = {rate}, {epochs}  # of gradient descent on all rows at once; no epochs: another way was used
'''

TAIL = '''
# --- the run ---------------------------------------------------------------------------------------------


def main(path: str) -> None:
    table = pd.read_csv(path, encoding="utf-8-sig", index_col="date", parse_dates=["date"])
    frame = table[used_columns(TARGET, PREDICTORS)].astype(float)
    pairs, part = split_pairs(frame, TARGET, SETTINGS)
    past = training_days(pd.DatetimeIndex(frame.index), part, SETTINGS.split)
    X = term_table(frame, TARGET, PREDICTORS, SETTINGS, past=past)
    X = fill_gaps(X, SETTINGS.fill, train=past).frame.loc[pairs.index]
    train = ((part == "train") & X.notna().all(axis=1)).to_numpy()
    names, X, y = list(X.columns), X[train].to_numpy(), pairs["actual"][train].to_numpy()

    mean, scale = X.mean(axis=0), X.std(axis=0)
    scale[scale == 0.0] = 1.0
    if not SETTINGS.standardize and ALPHA > 0.0:
        scale[:] = 1.0
    Z = (X - mean) / scale
    n, d = Z.shape
    # Ridge is least squares with one more row for each term, which says that its coefficient be zero.
    rows = np.vstack([np.column_stack([Z, np.ones(n)]), np.sqrt(n * ALPHA) * np.eye(d, d + 1)])
    exact = np.linalg.lstsq(rows, np.append(y, np.zeros(d)), rcond=None)[0]
    show("Least squares", names, exact, mean, scale)
    if EPOCHS:
        if not SETTINGS.standardize:
            mean, scale, Z = np.zeros(d), np.ones(d), X
        w, b = np.zeros(d), 0.0
        for _ in range(EPOCHS):
            error = Z @ w + b - y  # predict, and compare
            w, b = (  # go down the gradient of the mean squared error
                w - RATE * (2.0 / n * Z.T @ error + 2.0 * ALPHA * w),
                b - RATE * 2.0 * error.mean(),
            )
        show("Gradient descent", names, np.append(w, b), mean, scale)


def show(title: str, names: list[str], theta: np.ndarray, mean: np.ndarray, scale: np.ndarray) -> None:
    """Print coefficients in the units of the file."""
    coef = theta[:-1] / scale
    print(title)
    for name, value in zip([*names, "intercept"], [*coef, theta[-1] - coef @ mean], strict=True):
        print(f"{value: .12e}  {name}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "daily.csv")
'''


def to_script(result: Result, file: str = "forecast.py") -> bytes:
    """The script for ``result``, as the content of ``file``; it reads what `daily_csv` writes.

    It prints the coefficients of least squares (of ridge, if there is a penalty) and, for batch descent by
    the plain rule from zero, of gradient descent.
    """
    settings, model = result.settings, result.model
    plain = settings.update == "plain" and settings.batch_size is None and settings.init == "zeros"
    head = HEAD.format(
        file=file,
        more=", and scikit-learn for nearest neighbours" if settings.fill == "knn" else "",
        settings=ascii(json.dumps(asdict(settings))),
        target=ascii(defused(result.target)),
        predictors=ascii(tuple(defused(name) for name in result.predictors)),
        alpha=repr(float(result.alpha)),
        rate=repr(float(model.learning_rate_)),
        epochs=int(model.n_iter_) if plain and result.status != "diverged" else 0,
    )
    parts = [head, *(_without_imports(module) for module in WHOLE)]
    parts += [inspect.getsource(function) for function in FUNCTIONS]
    return ("\n\n".join(part.strip("\n") for part in [*parts, TAIL]) + "\n").encode("utf-8")


def _without_imports(module: ModuleType) -> str:
    """The source of ``module``, its docstring and imports at the top left out."""
    source = inspect.getsource(module)
    body = ast.parse(source).body
    first = next(
        node
        for number, node in enumerate(body)
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (number == 0 and isinstance(node, ast.Expr))
    )
    # A decorator stands above the line that a class or function is said to begin on.
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    begin = min([first.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(source.splitlines()[begin - 1 :])
