"""Results as files."""

import pandas as pd

from gd_core.forecast.result import Result
from gd_core.weather.export import defused


def predictions_csv(result: Result) -> bytes:
    """Every forecast beside what was measured, a row a day, in degrees of the result's unit."""
    return _csv(result.predictions.reset_index())


def metrics_csv(result: Result) -> bytes:
    """Scores by model and part."""
    return _csv(result.metrics)


def coefficients_csv(result: Result) -> bytes:
    """Coefficients of both fits, in full precision."""
    return _csv(result.coefficients.assign(term=result.coefficients["term"].map(defused)))


def history_csv(result: Result) -> bytes:
    """Loss by epoch, in full precision."""
    return _csv(result.history)


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n").encode("utf-8")
