"""Observed and forecast temperatures over time: a panel for the detail, a slim one below to choose it.

All days are sent once, packed into whole numbers (10 bytes a day: days since the first one, and
hundredths of a degree); the page unpacks them, and only those inside the chosen window are drawn.
"""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart, plain

WINDOW_DAYS = 180
"""Length of the window that is open at first, at the end of the test part."""

BRIDGE_DAYS = 4
"""Days from one value to the next above which a line is interrupted: up to three absent days are bridged."""

_VALUES = {"observed": "actual", "forecast": "gradient_descent", "low": "low", "high": "high"}
_OVERVIEW_POINTS = 700
_MOST_SVG_DAYS = 2_000
_DETAIL_HEIGHT, _OVERVIEW_HEIGHT = 280, 54
_BRUSHED = "whole_record"
_LIMIT = 32_767  # of a 16-bit whole number: 327.67 degrees


def predictions_over_time(predictions: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw observations and gradient descent's forecast with its interval; a brush below zooms.

    `predictions` is indexed by target date (unique, sorted), with the columns part, actual,
    gradient_descent, low and high in degrees `unit`; any of these may be missing on some days.
    Absent stretches of more than three days interrupt the lines. Thin rules separate the training,
    validation and test parts, named above the lower panel.

    In Streamlit pass it on with ``width="stretch"``.
    """
    style.require(predictions, ["part", *_VALUES.values()], "predictions")
    days = _with_breaks(predictions)
    start = pd.Timestamp(days.index[0]) if len(days) else pd.Timestamp("2000-01-01")
    parts = _parts(predictions)
    window = alt.selection_interval(
        name="window",
        encodings=["x"],
        value={"x": [style.date_time(day) for day in _first_window(predictions, start)]},
        mark=alt.BrushConfig(fill=style.REFERENCE, fillOpacity=0.25, stroke=style.REFERENCE, strokeWidth=1),
    )
    detail = _detail(_pack(days, list(_VALUES), start), start, parts, window, unit)
    overview = _overview(_pack(_coarse(days), ["observed"], start), start, parts)
    # The brush is that of both panels; it moves in the lower one.
    brush = {**plain(window.param), "views": [_BRUSHED]}
    chart = marks.stacked(detail, overview, spacing=26, title=title).properties(params=[brush])
    if len(days) > _MOST_SVG_DAYS:
        # Streamlit chooses the canvas for many marks by itself, but cannot count them behind a transform.
        chart = chart.properties(usermeta={"embedOptions": {"renderer": "canvas"}})
    return chart


def _with_breaks(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return the days with anything to draw, under their chart names, and an empty day in every long gap."""
    days = pd.DataFrame(
        {name: predictions[column].to_numpy(dtype=float) for name, column in _VALUES.items()},
        index=pd.DatetimeIndex(predictions.index),
    ).dropna(how="all")
    dates = pd.DatetimeIndex(days.index)
    steps = np.diff(dates.to_numpy()).astype("timedelta64[D]").astype(int)
    after = dates[:-1][steps > BRIDGE_DAYS] + pd.Timedelta(days=1)
    return days.reindex(dates.append(after).sort_values())


def _coarse(days: pd.DataFrame) -> pd.DataFrame:
    """Return means over equal stretches of days, enough for the overview; empty stretches stay empty."""
    if len(days) <= _OVERVIEW_POINTS:
        return days
    span = (days.index[-1] - days.index[0]).days + 1
    return days.resample(f"{-(-span // _OVERVIEW_POINTS)}D").mean()


def _pack(days: pd.DataFrame, columns: list[str], start: pd.Timestamp) -> pd.DataFrame:
    """Return `day` (since `start`) and `columns` in hundredths of a degree, all as whole numbers."""
    offsets = (pd.DatetimeIndex(days.index) - start).days.to_numpy()
    packed = pd.DataFrame({"day": offsets.astype("uint16" if offsets.max(initial=0) < 2**16 else "int32")})
    for name in columns:
        hundredths = days[name].to_numpy(dtype=float) * 100
        present = ~np.isnan(hundredths)
        whole = np.clip(np.round(np.where(present, hundredths, 0)), -_LIMIT, _LIMIT).astype("int16")
        packed[name] = pd.arrays.IntegerArray(whole, ~present)
    return packed


def _unpacked(chart: Chart, packed: pd.DataFrame, start: pd.Timestamp) -> Chart:
    """Give `chart` the data of `packed`, turned back into dates and degrees by the page."""
    chart = chart.properties(data=packed).transform_calculate(
        date=f"datetime({start.year}, {start.month - 1}, {start.day} + datum.day)"
    )
    for name in packed.columns.drop("day"):
        chart = chart.transform_calculate(**{name: f"isValid(datum.{name}) ? datum.{name} / 100 : null"})
    return chart


def _parts(predictions: pd.DataFrame) -> pd.DataFrame:
    """Return one row per part that occurs: its label, first and middle date; none if the parts are mixed."""
    rows: list[tuple[str, pd.Timestamp, pd.Timestamp]] = []
    part_of = predictions["part"].to_numpy()
    if (part_of[1:] != part_of[:-1]).sum() >= len(style.PARTS):
        return pd.DataFrame(rows, columns=["part", "start", "middle"])
    for part, label in style.PARTS.items():
        dates = predictions.index[predictions["part"] == part]
        if len(dates):
            middle = dates.min() + (dates.max() - dates.min()) / 2
            rows.append((label, dates.min(), middle.normalize()))
    return pd.DataFrame(rows, columns=["part", "start", "middle"]).sort_values("start", ignore_index=True)


def _first_window(predictions: pd.DataFrame, start: pd.Timestamp) -> tuple[pd.Timestamp, pd.Timestamp]:
    dates = predictions.index[predictions["part"] == "test"]
    dates = dates if len(dates) else predictions.index
    end = pd.Timestamp(dates.max()) if len(dates) else start
    first = max(end - pd.Timedelta(days=WINDOW_DAYS), start)
    return (first, end) if first < end else (end - pd.Timedelta(days=1), end + pd.Timedelta(days=1))


def _domain(packed: pd.DataFrame) -> list[float]:
    """Return the span of the observations and, within reason, forecasts: not a diverged run."""
    observed = packed["observed"].dropna().to_numpy(dtype=float) / 100
    low, high = (observed.min(), observed.max()) if len(observed) else (0.0, 1.0)
    reach = max(high - low, 5.0) / 2
    drawn = packed[["forecast", "low", "high"]].to_numpy(dtype=float, na_value=np.nan) / 100
    drawn = drawn[(drawn > low - reach) & (drawn < high + reach)]
    return style.padded(min(low, drawn.min(initial=low)), max(high, drawn.max(initial=high)), 0.02)


def _detail(
    packed: pd.DataFrame, start: pd.Timestamp, parts: pd.DataFrame, window: alt.Parameter, unit: str
) -> Chart:
    base = Chart()
    x = alt.X("date:T", scale=alt.Scale(domain=window), axis=style.date_axis(concatenated=True))
    scale = alt.Scale(domain=_domain(packed), nice=False, zero=False)
    title = style.temperature_title(unit)
    y = alt.Y("forecast:Q", title=title, scale=scale, axis=alt.Axis(tickCount=6))
    models = ["actual", "gradient_descent"]
    colour = style.series_colour(models, concatenated=True)
    degrees = style.unit_text(unit)
    tooltip = [
        marks.date_tip(),
        alt.Tooltip("observed:Q", title=f"Observed ({degrees})", format=".1f"),
        alt.Tooltip("forecast:Q", title=f"Gradient descent ({degrees})", format=".1f"),
        alt.Tooltip("low:Q", title=f"Interval from ({degrees})", format=".1f"),
        alt.Tooltip("high:Q", title=f"Interval to ({degrees})", format=".1f"),
    ]

    def named(chart: Chart, series: str) -> Chart:
        return chart.transform_calculate(series=f"'{style.LABELS[series]}'").encode(x=x, color=colour)

    band = base.mark_area(
        color=style.COLOURS["gradient_descent"], opacity=style.BAND_OPACITY, clip=True, tooltip=None
    ).encode(x=x, y=alt.Y("low:Q", title=title, scale=scale), y2="high:Q")
    points = named(base.mark_circle(size=16, opacity=0.9, clip=True, tooltip=None), "actual").encode(
        y=alt.Y("observed:Q", title=title, scale=scale)
    )
    line = named(
        base.mark_line(strokeWidth=1.75, strokeCap="round", clip=True, tooltip=None), "gradient_descent"
    ).encode(y=y)
    # A pointer anywhere in the panel finds the day it is over; a canvas does not look at opacity 0.
    hover = base.mark_rule(strokeWidth=5, opacity=1e-4, clip=True).encode(x=x, tooltip=tooltip)
    chart = _unpacked(marks.layered(band, points, line, _borders(parts, x), hover), packed, start)
    return chart.transform_filter(window).properties(height=_DETAIL_HEIGHT)


def _borders(parts: pd.DataFrame, x: alt.X) -> Chart:
    """Return a thin rule where one part ends and the next begins."""
    borders = parts[["start"]].iloc[1:].rename(columns={"start": "date"})
    return (
        Chart(borders)
        .mark_rule(
            color=style.REFERENCE, strokeDash=[2, 3], strokeWidth=style.RULE_WIDTH, clip=True, tooltip=None
        )
        .encode(x=x)
    )


def _overview(packed: pd.DataFrame, start: pd.Timestamp, parts: pd.DataFrame) -> Chart:
    x = alt.X("date:T", axis=style.date_axis(concatenated=True))
    record = (
        Chart()
        .mark_line(color=style.COLOURS["actual"], strokeWidth=1, strokeCap="round", tooltip=None)
        .encode(x=x, y=alt.Y("observed:Q", title=None, axis=None, scale=alt.Scale(zero=False)))
        .properties(name=_BRUSHED)
    )
    names = Chart(parts[["middle"]].rename(columns={"middle": "date"})).mark_rule(opacity=0, tooltip=None)
    choice = " : ".join(
        f"datum.value < {_expression_date(following)} ? '{label}'"
        for label, following in zip(parts["part"], parts["start"].iloc[1:], strict=False)
    )
    last = parts["part"].iloc[-1] if len(parts) else ""
    axis = alt.Axis(
        orient="top",
        title=None,
        grid=False,
        values=[style.date_time(day) for day in parts["middle"]],
        labelExpr=f"{choice} : '{last}'" if choice else f"'{last}'",
        labelOverlap=False,
        labelFlush=False,
        labelPadding=4,
    )
    labels = names.encode(x=alt.X("date:T", axis=axis))
    # The borders go without an axis: a third independent one makes Vega refuse the chart.
    borders = _borders(parts, alt.X("date:T", axis=None))
    chart = _unpacked(marks.layered(record, borders, labels), packed, start)
    return chart.properties(resolve={"axis": {"x": "independent"}}, height=_OVERVIEW_HEIGHT)


def _expression_date(day: pd.Timestamp) -> str:
    return f"datetime({day.year}, {day.month - 1}, {day.day})"
