"""A run as a script that needs nothing of this project: NumPy, pandas and the cleaned daily table.

The script is put together from the very source of the functions that made the run, so that there is no second
version of them that could say something else.
"""

import ast
import inspect
import json
from dataclasses import asdict
from types import ModuleType

import numpy as np

from gd_core.forecast.result import Result
from gd_core.forecast.rows import departures, features, names, normals, references, rows, split
from gd_core.weather import gaps
from gd_core.weather.show_tables import defused

WHOLE: dict[str, tuple[ModuleType, ...]] = {
    "today": (split, names, references, normals, departures),
    "nothing": (split, names, references, gaps, features),
}
FUNCTIONS = {
    "today": (rows.pair_days, rows.split_pairs),
    "nothing": (rows.pair_days, rows.split_pairs, rows.training_days),
}

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
STRENGTH = {strength}  # ridge strength of the fit that the forecast is issued by, times its days
RATE, EPOCHS = {rate}, {epochs}  # of gradient descent on all rows at once; no epochs: another way was used
'''

RUN = """
# --- the run ---------------------------------------------------------------------------------------------
"""

FROM_TODAY = '''
def main(path: str) -> None:
    table = pd.read_csv(path, encoding="utf-8-sig", index_col="date", parse_dates=["date"])
    frame = table[list(dict.fromkeys([TARGET, *PREDICTORS]))].astype(float)
    pairs, part = split_pairs(frame, TARGET, SETTINGS)
    made = departures(frame, TARGET, PREDICTORS, SETTINGS.horizon)
    every = made.terms.fillna(0.0)  # unknown: no departure
    names, today = list(every.columns), frame.loc[pairs.index, TARGET]
    X, y = every.loc[pairs.index].to_numpy(), (pairs["actual"] - today).to_numpy()
    train = (part == "train").to_numpy()
    used = train if SETTINGS.split == "random" else (part != GAP).to_numpy()

    Z, size = scaled(X[train], made.trust)
    n, d = Z.shape
    show("Least squares, training part", names, ridge(Z, y[train], ALPHA * n) / size)
    if EPOCHS:
        w = np.zeros(d)
        for _ in range(EPOCHS if np.isfinite(ALPHA) else 0):
            error = Z @ w - y[train]  # predict, and compare
            w = w - RATE * (2.0 / n * Z.T @ error + 2.0 * ALPHA * w)  # go down the gradient of the loss
        show("Gradient descent, training part", names, w / size)
    Z, size = scaled(X[used], made.trust)
    coef = ridge(Z, y[used], STRENGTH) / size
    show("Least squares, issued", names, coef)
    day = frame[TARGET].last_valid_index()
    later = day + pd.Timedelta(days=SETTINGS.horizon)
    print(f"Forecast for {later:%Y-%m-%d}: {frame.at[day, TARGET] + every.loc[day].to_numpy() @ coef:.9f}")


def scaled(X: np.ndarray, trust: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Terms divided by their typical size and times the trust in them; and by what each was divided."""
    size = np.sqrt(np.mean(X**2, axis=0)) / trust
    size[size == 0.0] = np.inf
    return X / size, size


def ridge(Z: np.ndarray, y: np.ndarray, strength: float) -> np.ndarray:
    if not np.isfinite(strength):
        return np.zeros(Z.shape[1])  # "as today" stands alone
    d = Z.shape[1]
    # Ridge is least squares with one more row for each term, which says that its coefficient be zero.
    rows, goal = np.vstack([Z, np.sqrt(strength) * np.eye(d)]), np.append(y, np.zeros(d))
    return np.linalg.lstsq(rows, goal, rcond=None)[0]


def show(title: str, names: list[str], coef: np.ndarray) -> None:
    """Print coefficients in the units of the file."""
    print(title)
    for name, value in zip(names, coef, strict=True):
        print(f"{value: .12e}  {name}")
'''

FROM_NOTHING = '''

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
'''

END = """
if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "daily.csv")
"""


def to_script(result: Result, file: str = "forecast.py") -> bytes:
    """The script for ``result``, as the content of ``file``; it reads what `daily_csv` writes.

    It prints the coefficients of least squares (of ridge, if there is a penalty) and, for batch descent by
    the plain rule from zero, of gradient descent.
    """
    settings, model = result.settings, result.model
    plain = settings.update == "plain" and settings.batch_size is None and settings.init == "zeros"
    head = HEAD.format(
        file=file,
        more=", and scikit-learn for nearest neighbours"
        if (settings.start_from, settings.fill) == ("nothing", "knn")
        else "",
        settings=ascii(json.dumps(asdict(settings))),
        target=ascii(defused(result.target)),
        predictors=ascii(tuple(defused(name) for name in result.predictors)),
        alpha=_number(result.alpha),
        strength=_number(result.issued.strength),
        rate=repr(float(model.learning_rate_)),
        epochs=int(model.n_iter_) if plain and result.status != "diverged" else 0,
    )
    start = settings.start_from
    parts = [head, *(_without_imports(module) for module in WHOLE[start])]
    parts += [inspect.getsource(function) for function in FUNCTIONS[start]]
    parts += [RUN, FROM_TODAY if start == "today" else FROM_NOTHING, END]
    return ("\n\n\n".join(part.strip("\n") for part in parts) + "\n").encode("utf-8")


def _number(value: float) -> str:
    return "np." + repr(float(value)) if not np.isfinite(value) else repr(float(value))


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
