"""Results as files."""

import pandas as pd

from gd_core.forecast.result import Result
from gd_core.weather.show import defused


def predictions_csv(result: Result) -> bytes:
    """Every forecast beside what was measured, a row a day, in degrees of the result's unit."""
    return csv(result.predictions.reset_index())


def metrics_csv(result: Result) -> bytes:
    """Scores by model and part."""
    return csv(result.metrics)


def coefficients_csv(result: Result) -> bytes:
    """Coefficients of both fits, in full precision."""
    return csv(result.coefficients)


def history_csv(result: Result) -> bytes:
    """Loss by epoch, in full precision."""
    return csv(result.history)


def csv(frame: pd.DataFrame) -> bytes:
    """``frame`` as a CSV file for any spreadsheet: UTF-8, days as 2024-01-31, every text defused."""
    safe = frame.rename(columns=lambda name: defused(str(name)))
    for place in range(safe.shape[1]):
        if not pd.api.types.is_numeric_dtype(frame.iloc[:, place]):
            cells = [defused(cell) if isinstance(cell, str) else cell for cell in frame.iloc[:, place]]
            safe.isetitem(place, cells)
    return safe.to_csv(index=False, date_format="%Y-%m-%d", lineterminator="\n").encode("utf-8")
