"""Frames in, charts out: pure functions that compute no statistics and import no Streamlit."""

from gd_core.charts.forecast import coefficients, errors, predicted_against_observed
from gd_core.charts.loss_by_epoch import loss_against_epoch, loss_title, reached_epoch
from gd_core.charts.one_variable import walk_on_curve
from gd_core.charts.timeline import predictions_over_time
from gd_core.charts.weather import missing_by_month, seasonal_cycle, series, today_against_tomorrow

__all__ = [
    "coefficients",
    "errors",
    "loss_against_epoch",
    "loss_title",
    "missing_by_month",
    "predicted_against_observed",
    "predictions_over_time",
    "reached_epoch",
    "seasonal_cycle",
    "series",
    "today_against_tomorrow",
    "walk_on_curve",
]
