"""How good forecasts are: skill, coverage of the interval, errors of each, by year, and by days ahead."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

PARTS = ("test", "validation")
_ENDS = {"low": "least", "high": "most"}
_SOLID = ("least_squares",)
"""Drawn solid; the references are dashed, so that colour alone does not have to tell them apart."""


def skill(table: pd.DataFrame, *, title: str) -> Chart:
    """Draw gradient descent's skill over each reference with its interval: strong on the test part, pale
    on the validation part.

    `table` has the columns part, model, reference, skill, low and high (shares, possibly missing).
    """
    style.require(table, ["part", "model", "reference", "skill", "low", "high"], "table")
    rows = table[(table["model"] == "gradient_descent") & table["part"].isin(PARTS) & table["skill"].notna()]
    references = list(dict.fromkeys(rows["reference"]))
    labels = [style.LABELS[name] for name in references]
    points = rows.assign(name=rows["reference"].map(style.LABELS), days=rows["part"].map(style.PARTS))
    y = alt.Y("name:N", scale=alt.Scale(domain=labels), axis=style.name_axis())
    x_title = "Skill: squared error saved"
    tooltip = [alt.Tooltip("days:N", title="Part"), alt.Tooltip("name:N", title="Over")]
    tooltip.append(alt.Tooltip("skill:Q", title="Skill", format="+.1%"))
    columns = ["name", "days", "skill", "low", "high"]
    bars = _intervals(points[columns], y, "skill", x_title, tooltip)
    order = [style.PARTS[part] for part in PARTS]
    offset = alt.YOffset("days:N", scale=alt.Scale(domain=order), sort=order)
    colours = alt.Scale(domain=labels, range=[style.COLOURS[name] for name in references])
    key = style.legend(symbolFillColor=style.REFERENCE, symbolStrokeWidth=0)
    fill = alt.Opacity("days:N", scale=alt.Scale(domain=order, range=[1.0, 0.45]), legend=key)
    bars = [
        mark.encode(yOffset=offset, color=alt.Color("name:N", scale=colours, legend=None), opacity=fill)
        for mark in bars
    ]
    return marks.finished(marks.layered(marks.rule_at(0.0, "x"), *bars), title, max(80, 56 * len(labels)))


def coverage(table: pd.DataFrame, level: float, *, title: str) -> Chart:
    """Draw the share of days on which the interval held, by season, beside the ``level`` promised (a line).

    `table` has the columns season, days, held, low and high (shares).
    """
    style.require(table, ["season", "days", "held", "low", "high"], "table")
    seasons = list(table["season"])
    y = alt.Y("season:N", scale=alt.Scale(domain=seasons), axis=style.name_axis())
    columns = ["season", "days", "held", "low", "high"]
    tooltip = [alt.Tooltip("season:N", title="Days of"), alt.Tooltip("days:Q", title="Days", format=",d")]
    tooltip.append(alt.Tooltip("held:Q", title="Held", format=".1%"))
    bars = _intervals(table[columns], y, "held", "Days on which the interval held", tooltip)
    bars = [mark.encode(color=alt.value(style.COLOURS["gradient_descent"])) for mark in bars]
    return marks.finished(marks.layered(marks.rule_at(level, "x"), *bars), title, max(80, 40 * len(seasons)))


def coverage_by_level(table: pd.DataFrame, *, title: str) -> Chart:
    """Draw measured against promised coverage, level by level, and the diagonal on which they agree.

    `table` has the columns level and held (shares).
    """
    style.require(table, ["level", "held"], "table")
    low = min(0.45, float(table["held"].min()) - 0.05) if len(table) else 0.45
    scale = alt.Scale(domain=[round(low, 2), 1.0], nice=False, clamp=True)
    x = alt.X("level:Q", title="Promised", scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    y = alt.Y("held:Q", title="Measured on test days", scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    ends = pd.DataFrame({"level": [low, 1.0], "held": [low, 1.0]})
    diagonal = marks.dashed_line(ends, x, y)
    tooltip = [
        alt.Tooltip("level:Q", title="Promised", format=".0%"),
        alt.Tooltip("held:Q", title="Measured", format=".1%"),
    ]
    base = Chart(style.light(table[["level", "held"]])).encode(x=x, y=y, tooltip=tooltip)
    colour = style.COLOURS["gradient_descent"]
    line = base.mark_line(color=colour, strokeWidth=style.LINE_WIDTH)
    dots = base.mark_circle(color=colour, size=60, opacity=1)
    return marks.finished(marks.layered(diagonal, line, dots), title)


def errors(metrics: pd.DataFrame, unit: str, *, part: str = "test", title: str) -> Chart:
    """Draw the root mean square error of every forecast on one part, the best on top.

    `metrics` has the columns model, part and rmse (degrees `unit`). The number stands beside the name.
    """
    style.require(metrics, ["model", "part", "rmse"], "metrics")
    rows = metrics[(metrics["part"] == part) & metrics["model"].isin(list(style.LABELS))]
    rows = rows[np.isfinite(rows["rmse"].to_numpy(dtype=float))].sort_values("rmse", kind="stable")
    models = list(rows["model"])
    names = [
        f"{style.LABELS[model]}\u00a0\u00a0{rmse:.2f}"
        for model, rmse in zip(models, rows["rmse"], strict=True)
    ]
    bars = style.light(pd.DataFrame({"name": names, "rmse": rows["rmse"].to_numpy(dtype=float)}))
    degrees = style.unit_text(unit)
    chart = (
        Chart(bars)
        .mark_bar(size=12, cornerRadiusEnd=2)
        .encode(
            x=alt.X("rmse:Q", title=f"RMSE ({degrees})", axis=alt.Axis(tickCount=5)),
            y=alt.Y("name:N", scale=alt.Scale(domain=names), axis=alt.Axis(title=None, labelLimit=200)),
            color=alt.Color(
                "name:N",
                scale=alt.Scale(domain=names, range=[style.COLOURS[model] for model in models]),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title="Forecast"),
                alt.Tooltip("rmse:Q", title=f"Root mean square error ({degrees})", format=".3f"),
            ],
        )
    )
    return marks.finished(chart, title, max(60, 30 * len(names)))


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
    return marks.finished(marks.layered(*_lines(years, x, y, tooltip)), title)


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
    layers = [marks.rule_at(0.0, "y"), band, *_lines(horizons, x, y, tooltip)]
    return marks.finished(marks.layered(*layers), title)


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


def _intervals(
    rows: pd.DataFrame, y: alt.Y, value: str, x_title: str, tooltip: list[alt.Tooltip]
) -> list[Chart]:
    """Return bars from low to high, where there are such, and dots at `value`, all shares along x."""
    ends = [alt.Tooltip(f"{end}:Q", title=f"At {at}", format=".1%") for end, at in _ENDS.items()]
    scale, axis = alt.Scale(zero=False, padding=10), alt.Axis(format="%", tickCount=6)
    known = rows["low"].notna() & rows["high"].notna()

    def base(of: pd.DataFrame, field: str) -> Chart:
        x = alt.X(f"{field}:Q", title=x_title, scale=scale, axis=axis)
        return Chart(style.light(of.reset_index(drop=True))).encode(x=x, y=y, tooltip=[*tooltip, *ends])

    bars = base(rows[known], "low").mark_rule(strokeWidth=3).encode(x2="high:Q")
    return [bars, base(rows, value).mark_circle(size=90, opacity=1)]
