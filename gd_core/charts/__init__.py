"""Frames in, charts out: pure functions that compute no statistics and import no Streamlit.

In: frames with plain column names, the unit of the temperatures ("C" or "F"), a title that states the
message. Out: a `Chart`, whose `specification` the page draws; `chart_as_table` and `chart_as_svg` make of it
what a person can save. One file per page or family of charts: the record (`record_overview`), forecasts
(`timeline`, `scatter`, `fitted_terms`), how good they are (`scores`, `residual_plots`), the descent
(`loss_by_epoch`, `learning_rates`, `loss_map`, `loss_slices`), the course (`one_variable`, `step_by_step`).
Below them: `chart` (the one way to make a chart), `marks` and `player` (parts that several have), `style`
(every colour, size and safe name).
"""

from gd_core.charts.fitted_terms import coefficients, waterfall
from gd_core.charts.loss_by_epoch import loss_against_epoch
from gd_core.charts.one_variable import walk_on_curve
from gd_core.charts.record_overview import missing_by_month, seasonal_cycle, series
from gd_core.charts.scatter import predicted_against_observed, today_against_tomorrow
from gd_core.charts.scores import errors
from gd_core.charts.timeline import predictions_over_time

__all__ = [
    "coefficients",
    "errors",
    "loss_against_epoch",
    "missing_by_month",
    "predicted_against_observed",
    "predictions_over_time",
    "seasonal_cycle",
    "series",
    "today_against_tomorrow",
    "walk_on_curve",
    "waterfall",
]
