"""How a forecast is made up of its terms, how it does from year to year, and how far ahead it sees."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart

WARMER, COOLER = "#D9742B", "#3489BF"
"""What raises a forecast and what lowers it: the two sides of the theme's diverging colours."""

_SOLID = ("least_squares",)
"""Drawn solid; the references are dashed, so that colour alone does not have to tell them apart."""


def waterfall(steps: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw how each term moves the forecast, from the average day (top) to the forecast (bottom).

    `steps` has the columns term, start, end (degrees `unit`), value (of the term, as text) and kind:
    "average", "term" or "forecast"; the rows stand in the order in which they are drawn.
    """
    style.require(steps, ["term", "start", "end", "value", "kind"], "steps")
    names = style.distinct(steps["term"], 40)
    change = steps["end"].to_numpy(dtype=float) - steps["start"].to_numpy(dtype=float)
    bars = pd.DataFrame(
        {
            "term": names,
            "start": steps["start"].to_numpy(dtype=float),
            "end": steps["end"].to_numpy(dtype=float),
            "change": change,
            "value": [style.plain(text, 30) for text in steps["value"]],
            "effect": np.where(change >= 0.0, "Warmer than average", "Cooler than average"),
            "kind": steps["kind"].to_numpy(),
        }
    )
    moves, ends = bars[bars["kind"] == "term"], bars[bars["kind"] != "term"]
    degrees = style.unit_text(unit)
    x = alt.X(
        "start:Q",
        title=style.temperature_title(unit),
        scale=alt.Scale(zero=False, padding=12),
        axis=alt.Axis(tickCount=6),
    )
    y = alt.Y("term:N", scale=alt.Scale(domain=names), axis=style.name_axis(grid=True))
    tooltip = [
        alt.Tooltip("term:N", title="Term"),
        alt.Tooltip("value:N", title="Value"),
        alt.Tooltip("change:Q", title=f"Moves the forecast by ({degrees})", format="+.2f"),
        alt.Tooltip("end:Q", title=f"To ({degrees})", format=".2f"),
    ]
    scale = alt.Scale(domain=["Warmer than average", "Cooler than average"], range=[WARMER, COOLER])
    layers = [
        Chart(moves)
        .mark_bar(size=12)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            color=alt.Color("effect:N", scale=scale, legend=style.legend(columns=1, below=520)),
            tooltip=tooltip,
        ),
        Chart(ends)
        .mark_point(filled=True, size=110, opacity=1, shape="diamond", color=style.REFERENCE)
        .encode(
            x=alt.X("end:Q", title=style.temperature_title(unit)),
            y=y,
            color=alt.when(alt.datum.kind == "forecast")
            .then(alt.value(style.COLOURS["gradient_descent"]))
            .otherwise(alt.value(style.REFERENCE)),
            tooltip=[tooltip[0], alt.Tooltip("end:Q", title=degrees, format=".2f")],
        ),
    ]
    return style.finished(style.layered(*layers), title, max(80, 26 * len(names)))


def error_by_year(years: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw each model's root mean square error year by year.

    `years` has the columns year, model (a key of `style.LABELS`), rmse (degrees `unit`) and days (scored).
    """
    style.require(years, ["year", "model", "rmse", "days"], "years")
    degrees = style.unit_text(unit)
    x = alt.X(
        "year:Q",
        title="Year",
        scale=alt.Scale(zero=False, nice=False, padding=10),
        axis=alt.Axis(format="d", tickMinStep=1, grid=False, tickCount=8),
    )
    y = alt.Y("rmse:Q", title=f"RMSE ({degrees})", scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=5))
    tooltip = [
        alt.Tooltip("series:N", title="Forecast"),
        alt.Tooltip("year:Q", title="Year", format="d"),
        alt.Tooltip("rmse:Q", title=f"RMSE ({degrees})", format=".2f"),
        alt.Tooltip("days:Q", title="Days", format=",d"),
    ]
    return style.finished(style.layered(*_lines(years, x, y, tooltip)), title)


def skill_by_horizon(horizons: pd.DataFrame, *, title: str) -> Chart:
    """Draw the skill of the regression over each reference against the days ahead; zero is no better.

    `horizons` has the columns horizon (days), model (the reference, a key of `style.LABELS`) and skill, with
    low and high the ends of its confidence interval.
    """
    style.require(horizons, ["horizon", "model", "skill", "low", "high"], "horizons")
    days = alt.Axis(format="d", tickMinStep=1, grid=False)
    x = alt.X("horizon:Q", title="Days ahead", scale=alt.Scale(nice=False, zero=False, padding=10), axis=days)
    y = alt.Y(
        "skill:Q", title="Skill (share of the squared error saved)", axis=alt.Axis(format="%", tickCount=5)
    )
    tooltip = [
        alt.Tooltip("series:N", title="Compared with"),
        alt.Tooltip("horizon:Q", title="Days ahead", format="d"),
        alt.Tooltip("skill:Q", title="Skill", format=".1%"),
        alt.Tooltip("low:Q", title="From", format=".1%"),
        alt.Tooltip("high:Q", title="To", format=".1%"),
    ]
    table = horizons.assign(series=[style.LABELS[model] for model in horizons["model"]])
    models = list(dict.fromkeys(horizons["model"]))
    band = (
        Chart(style.light(table))
        .mark_area(opacity=style.BAND_OPACITY, tooltip=None)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=_colour(models))
    )
    zero = (
        Chart(pd.DataFrame({"skill": [0.0]}))
        .mark_rule(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, tooltip=None)
        .encode(y="skill:Q")
    )
    return style.finished(style.layered(zero, band, *_lines(horizons, x, y, tooltip)), title)


def _lines(table: pd.DataFrame, x: alt.X, y: alt.Y, tooltip: list[alt.Tooltip]) -> list[Chart]:
    """Return a line, and its dots, for each of the models in `table`."""
    models = list(dict.fromkeys(table["model"]))
    rows = style.light(table.assign(series=[style.LABELS[model] for model in table["model"]]))
    dash = alt.StrokeDash(
        "series:N",
        scale=alt.Scale(
            domain=[style.LABELS[model] for model in models],
            range=[[1, 0] if model in _SOLID else [5, 3] for model in models],
        ),
        legend=None,
    )
    colour = _colour(models)
    base = Chart(rows).encode(x=x, y=y, color=colour, tooltip=tooltip)
    return [
        base.mark_line(strokeWidth=style.LINE_WIDTH, tooltip=None).encode(strokeDash=dash),
        base.mark_circle(size=34, opacity=1),
    ]


def _colour(models: list[str]) -> alt.Color:
    return style.series_colour(models, columns=2, symbolType="stroke", symbolStrokeWidth=2, symbolOpacity=1)
