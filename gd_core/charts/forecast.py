"""Charts of one experiment: what was forecast, how well, and with which coefficients."""

from __future__ import annotations

from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart
from gd_core.charts.scatter import square_scatter

MOST_TERMS = 24
"""More coefficients than this cannot be read; those of least weight are left out."""


def predicted_against_observed(
    predictions: pd.DataFrame, unit: str, *, part: str = "test", title: str
) -> Chart:
    """Draw gradient descent's forecasts (y) against what was observed (x) on one part of the record.

    `predictions` is indexed by target date with the columns part, actual and gradient_descent, in
    degrees `unit`. A perfect forecast lies on the diagonal.
    """
    style.require(predictions, ["part", "actual", "gradient_descent"], "predictions")
    if part not in style.PARTS:
        raise ValueError(f"part must be one of {', '.join(style.PARTS)}, got {part!r}.")
    scored = predictions[predictions["part"] == part]
    pairs = pd.DataFrame(
        {
            "date": scored.index,
            "x": scored["actual"].to_numpy(dtype=float),
            "y": scored["gradient_descent"].to_numpy(dtype=float),
        }
    )
    degrees = style.unit_text(unit)
    return square_scatter(
        pairs,
        x_title=f"Observed ({degrees})",
        y_title=f"Forecast ({degrees})",
        colour=style.COLOURS["gradient_descent"],
        title=title,
    )


def coefficients(
    coefficients: pd.DataFrame,
    *,
    scale: Literal["original", "standardised"] = "original",
    unit: str,
    title: str,
) -> Chart:
    """Draw the coefficient of every term, gradient descent as a dot inside the ring of least squares.

    `coefficients` has the columns term, gradient_descent and least_squares, and the same two with
    "_standardised". The terms come in the order of their standardised weight, so that they stay in
    place when `scale` changes. The intercept, in the last row, would dwarf the rest: it is not drawn,
    and the axis title says what it is.
    """
    suffix = {"original": "", "standardised": "_standardised"}.get(scale)
    if suffix is None:
        raise ValueError(f"scale must be 'original' or 'standardised', got {scale!r}.")
    models = ["least_squares", "gradient_descent"]
    style.require(coefficients, ["term", *(model + suffix for model in models)], "coefficients")
    order = [name for name in ("gradient_descent_standardised",) if name in coefficients.columns]
    table, intercept = coefficients.iloc[:-1], float(coefficients["gradient_descent" + suffix].iloc[-1])
    weight = table[order[0] if order else "gradient_descent" + suffix].abs()
    table = table.iloc[np.argsort(-weight.to_numpy(dtype=float), kind="stable")]
    slopes = table.head(MOST_TERMS)
    left_out = len(table) - len(slopes)
    terms = style.distinct(slopes["term"], 40)
    points = pd.concat(
        [
            pd.DataFrame(
                {
                    "term": terms,
                    "series": style.LABELS[model],
                    "value": slopes[model + suffix].to_numpy(dtype=float),
                }
            )
            for model in models
        ],
        ignore_index=True,
    )
    points = points[np.isfinite(points["value"])]
    per = "unit of the term" if scale == "original" else "standard deviation"
    notes = [
        f"Coefficient ({style.unit_text(unit)} per {per})",
        f"Not drawn: intercept {intercept:,.4g} {style.unit_text(unit)}",
    ]
    if left_out:
        notes.append(f"Not drawn: the {left_out} terms of least weight")
    return style.finished(_dots_in_rings(points, terms, notes), title, max(80, 28 * len(terms)))


def _dots_in_rings(points: pd.DataFrame, terms: list[str], axis_title: list[str]) -> Chart:
    base = Chart(points).encode(
        x=alt.X(
            "value:Q",
            title=axis_title,
            scale=alt.Scale(zero=True, padding=12),
            axis=alt.Axis(tickCount=6, titleAnchor="end"),
        ),
        y=alt.Y(
            "term:N",
            scale=alt.Scale(domain=terms),
            axis=style.name_axis(grid=True),
        ),
        tooltip=[
            alt.Tooltip("term:N", title="Term"),
            alt.Tooltip("series:N", title="Model"),
            alt.Tooltip("value:Q", title="Coefficient", format=".5~g"),
        ],
    )
    models = ["gradient_descent", "least_squares"]
    base = base.encode(color=style.series_colour(models, columns=1))
    of = "datum.series == '{}'".format
    ring = base.transform_filter(of(style.LABELS["least_squares"])).mark_point(
        size=190, strokeWidth=2, opacity=1
    )
    dot = base.transform_filter(of(style.LABELS["gradient_descent"])).mark_circle(size=48, opacity=1)
    zero = (
        Chart(pd.DataFrame({"value": [0.0]}))
        .mark_rule(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, tooltip=None)
        .encode(x="value:Q")
    )
    return style.layered(zero, ring, dot)


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
    return style.finished(chart, title, max(60, 30 * len(names)))
