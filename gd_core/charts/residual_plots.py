"""Charts of what a forecast gets wrong, and of how sure that is.

Residuals are observed minus forecast, in degrees: above zero the day was warmer than forecast. They are
grey, as observations are; what is computed from them, and the forecast itself, is vermilion.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

MOST_POINTS = 2_000
"""More days than this are thinned evenly: the eye cannot tell more points apart."""

_GROUPED = {
    "mean": "Mean",
    "low": "Mean at least",
    "high": "Mean at most",
    "lower": "A tenth below",
    "upper": "A tenth above",
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FORECAST, _DAYS = style.COLOURS["gradient_descent"], style.COLOURS["actual"]


def by_month(table: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw mean residuals with their intervals over the middle 80% of days, for each month.

    `table` has the columns month (1 to 12), days, mean, low, high, lower and upper, in degrees `unit`; low
    and high may be missing.
    """
    style.require(table, ["month", "days", *_GROUPED], "table")
    named = table.assign(name=[_MONTHS[month - 1] for month in table["month"]])
    x = alt.X("name:N", title=None, scale=alt.Scale(domain=_MONTHS), axis=alt.Axis(labelAngle=0))
    tooltip = [alt.Tooltip("name:N", title="Month"), *_grouped_tooltip(unit)]
    return marks.finished(
        marks.layered(marks.rule_at(0.0, "y"), *_means(named, x, unit, tooltip, ["name"])), title
    )


def against_forecast(days: pd.DataFrame, table: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw residuals against the forecast: every day a point, and the mean of each tenth of them.

    `days` has the columns predicted and residual; `table` those of `by_month`, with predicted (the mean
    forecast) in place of month. All in degrees `unit`.
    """
    style.require(days, ["predicted", "residual"], "days")
    style.require(table, ["predicted", "days", *_GROUPED], "table")
    degrees = style.unit_text(unit)
    title_x = f"Forecast ({degrees})"
    x = alt.X("predicted:Q", title=title_x, scale=alt.Scale(zero=False, nice=False, padding=8))
    forecast = alt.Tooltip("predicted:Q", title=title_x, format=".1f")
    points = _points(days[["predicted", "residual"]], x, unit, forecast)
    tooltip = [alt.Tooltip("predicted:Q", title=f"Mean forecast ({degrees})", format=".1f")]
    means = _means(table, x, unit, [*tooltip, *_grouped_tooltip(unit)], ["predicted"])
    return marks.finished(marks.layered(marks.rule_at(0.0, "y"), points, *means[1:]), title)


def over_time(table: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw residuals by day and their running mean, which is interrupted where it is missing.

    `table` is indexed by date (sorted), with the columns residual and running in degrees `unit`.
    """
    style.require(table, ["residual", "running"], "table")
    days = table.assign(date=pd.DatetimeIndex(table.index)).reset_index(drop=True)
    x = alt.X("date:T", axis=style.date_axis())
    date = marks.date_tip()
    running = alt.Tooltip("running:Q", title=f"Running mean ({style.unit_text(unit)})", format="+.2f")
    line = (
        Chart(style.light(_with_breaks(_thinned(days[["date", "running"]]))))
        .mark_line(color=_FORECAST, strokeWidth=style.LINE_WIDTH, strokeCap="round")
        .encode(x=x, y=alt.Y("running:Q", title=_title(unit)), tooltip=[date, running])
    )
    points = _points(days[["date", "residual"]], x, unit, date)
    return marks.finished(marks.layered(marks.rule_at(0.0, "y"), points, line), title)


def _with_breaks(days: pd.DataFrame) -> pd.DataFrame:
    """Return `days` with an empty day after each that is followed by a gap of more than a month."""
    dates = pd.DatetimeIndex(days["date"])
    after = dates[:-1][np.diff(dates.to_numpy()) > np.timedelta64(31, "D")] + pd.Timedelta(days=1)
    breaks = pd.DataFrame({"date": after, "running": np.full(len(after), np.nan)})
    return pd.concat([days, breaks]).sort_values("date", ignore_index=True) if len(after) else days


def autocorrelation(table: pd.DataFrame, *, title: str) -> Chart:
    """Draw the correlation of residuals for each lag between its bounds, what chance would give.

    `table` has the columns lag (days), correlation and bound (above zero).
    """
    style.require(table, ["lag", "correlation", "bound"], "table")
    bars = style.light(table[["lag", "correlation", "bound"]].assign(below=-table["bound"], zero=0.0))
    domain = [0.5, max(float(table["lag"].max()), 1.0) + 0.5] if len(table) else [0.5, 1.5]
    x = alt.X(
        "lag:Q",
        title="Days apart",
        scale=alt.Scale(domain=domain, nice=False),
        axis=alt.Axis(grid=False, tickMinStep=1, format="d"),
    )
    largest = float(np.nanmax([0.1, *bars["correlation"].abs(), *bars["bound"]])) * 1.1
    y = alt.Y("correlation:Q", title="Correlation", scale=alt.Scale(domain=[-largest, largest], nice=False))
    tooltip = [
        alt.Tooltip("lag:Q", title="Days apart", format="d"),
        alt.Tooltip("correlation:Q", title="Correlation", format="+.3f"),
        alt.Tooltip("bound:Q", title="Chance stays within ±", format=".3f"),
    ]
    base = Chart(bars)
    band = base.mark_area(color=style.REFERENCE, opacity=style.BAND_OPACITY, tooltip=None).encode(
        x=x, y=alt.Y("below:Q", title="Correlation"), y2="bound:Q"
    )
    stems = base.mark_rule(color=_FORECAST, strokeWidth=3).encode(x=x, y=y, y2="zero:Q", tooltip=tooltip)
    heads = base.mark_circle(color=_FORECAST, size=36, opacity=1).encode(x=x, y=y, tooltip=tooltip)
    return marks.finished(marks.layered(band, marks.rule_at(0.0, "y"), stems, heads), title)


def quantiles(table: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw observed quantiles of the residuals against those of a normal distribution, and equality.

    `table` has the columns normal and observed, in degrees `unit`.
    """
    style.require(table, ["normal", "observed"], "table")
    degrees = style.unit_text(unit)
    x_title, y_title = f"If residuals were normal ({degrees})", _title(unit)
    x = alt.X("normal:Q", title=x_title, scale=alt.Scale(zero=False, nice=False, padding=8))
    y = alt.Y("observed:Q", title=y_title)
    points = (
        Chart(style.light(table[["normal", "observed"]]))
        .mark_circle(color=_FORECAST, size=30, opacity=0.8)
        .encode(
            x=x,
            y=y,
            tooltip=[
                alt.Tooltip("normal:Q", title=x_title, format="+.1f"),
                alt.Tooltip("observed:Q", title=y_title, format="+.1f"),
            ],
        )
    )
    ends = [float(table["normal"].min()), float(table["normal"].max())] if len(table) else []
    line = marks.dashed_line(pd.DataFrame({"normal": ends, "observed": ends}), x, y)
    return marks.finished(marks.layered(line, points), title)


def _means(
    table: pd.DataFrame, x: alt.X, unit: str, tooltip: list[alt.Tooltip], keys: list[str]
) -> list[Chart]:
    """Return the middle 80% of days (wide, pale), the interval of the mean (a bar) and the mean (a dot)."""
    base = Chart(style.light(table[[*keys, "days", *_GROUPED]]))
    wide = base.mark_bar(color=_DAYS, opacity=0.25, size=14, tooltip=None).encode(
        x=x, y=alt.Y("lower:Q", title=_title(unit)), y2="upper:Q"
    )
    bar = base.mark_rule(color=_FORECAST, strokeWidth=2.5, tooltip=None).encode(x=x, y="low:Q", y2="high:Q")
    dot = base.mark_circle(color=_FORECAST, size=60, opacity=1).encode(
        x=x, y=alt.Y("mean:Q", title=_title(unit)), tooltip=tooltip
    )
    return [wide, bar.transform_filter("isValid(datum.low) && isValid(datum.high)"), dot]


def _grouped_tooltip(unit: str) -> list[alt.Tooltip]:
    degrees = style.unit_text(unit)
    named = [alt.Tooltip(f"{key}:Q", title=f"{_GROUPED[key]} ({degrees})", format="+.2f") for key in _GROUPED]
    return [*named, alt.Tooltip("days:Q", title="Days", format=",d")]


def _points(days: pd.DataFrame, x: alt.X, unit: str, first: alt.Tooltip) -> Chart:
    residual = alt.Tooltip("residual:Q", title=_title(unit), format="+.1f")
    return (
        Chart(style.light(_thinned(days)))
        .mark_circle(color=_DAYS, size=16, opacity=0.4)
        .encode(x=x, y=alt.Y("residual:Q", title=_title(unit)), tooltip=[first, residual])
    )


def _thinned(days: pd.DataFrame) -> pd.DataFrame:
    step = -(-len(days) // MOST_POINTS)
    return days.iloc[:: max(step, 1)].reset_index(drop=True)


def _title(unit: str) -> str:
    return f"Observed − forecast ({style.unit_text(unit)})"
