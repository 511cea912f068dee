"""How good the forecasts are, each scored on the same days."""

import numpy as np
import pandas as pd

MODELS = ("gradient_descent", "least_squares", "persistence", "climatology", "damped_anomaly")
REFERENCES = MODELS[2:]


def score(actual: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Root mean square error, mean absolute error, bias (predicted minus actual), all in degrees; R2."""
    error = predicted - actual
    mse = float(np.mean(error**2))
    variance = float(np.var(actual))
    return {
        "rmse": float(np.sqrt(mse)),
        "mae": float(np.mean(np.abs(error))),
        "bias": float(np.mean(error)),
        "r2": 1.0 - mse / variance if variance > 0.0 else float("nan"),
    }


def evaluate(predictions: pd.DataFrame) -> pd.DataFrame:
    """A row for every model and part, with its scores and its skill against each reference.

    ``predictions`` has the columns ``part``, ``actual`` and one for each of `MODELS`. Skill is
    1 - MSE / MSE of the reference: 1 is perfect, 0 no better, below 0 worse.
    """
    rows = []
    for part, days in predictions.groupby("part", sort=False):
        actual = days["actual"].to_numpy()
        scores = {model: score(actual, days[model].to_numpy()) for model in MODELS}
        for model, values in scores.items():
            skills = {f"skill_{r}": skill(values["rmse"] ** 2, scores[r]["rmse"] ** 2) for r in REFERENCES}
            rows.append({"model": model, "part": part, **values, **skills})
    return pd.DataFrame(rows)


def skill(mse: float, reference: float) -> float:
    """The share of the mean squared error of a ``reference`` that is saved; NaN if that has none."""
    return float(1.0 - mse / reference) if reference > 0.0 else float("nan")


def agreeing_digits(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Significant digits to which two sets of numbers agree, in the worst of them: -log10 |a - b| / |b|.

    The definition of NIST's Statistical Reference Datasets (log relative error); at most 15, and counted
    from 1 where the number to meet is zero.
    """
    size = np.where(theirs == 0.0, 1.0, np.abs(theirs))
    worst = float(np.max(np.abs(ours - theirs) / size))
    return 15.0 if worst < 1e-15 else max(0.0, float(-np.log10(worst)))
