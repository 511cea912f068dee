"""The terms of a fit: their coefficients, and how each moves the forecast of one day."""

from __future__ import annotations

from typing import Literal

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

MOST_TERMS = 24
"""More coefficients than this cannot be read; those of least weight are left out."""

WARMER, COOLER = "Makes it warmer", "Makes it cooler"
_PADDING = {"left": 0, "top": 0, "right": 16, "bottom": 0}  # the last number of the axis is not cut
_EFFECTS = {WARMER: style.WARMER, COOLER: style.COOLER}


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
    return marks.finished(_dots_in_rings(points, terms, notes), title, max(80, 28 * len(terms)))


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
    return marks.layered(marks.rule_at(0.0, "x"), ring, dot)


def waterfall(steps: pd.DataFrame, unit: str, *, title: str) -> Chart:
    """Draw how each term moves the forecast, from what is said without them (top) to the forecast (bottom).

    `steps` has the columns term, start, end (degrees `unit`), value (of the term, as text) and kind:
    "average", "term" or "forecast"; the rows stand in the order in which they are drawn.
    """
    style.require(steps, ["term", "start", "end", "value", "kind"], "steps")
    names = style.distinct(steps["term"], 40)
    bars = steps[["start", "end", "kind"]].astype({"start": float, "end": float}).reset_index(drop=True)
    change = bars["end"] - bars["start"]
    bars = bars.assign(
        term=names,
        change=change,
        value=[style.plain(text, 30) for text in steps["value"]],
        effect=np.where(change >= 0.0, WARMER, COOLER),
    )
    y = alt.Y("term:N", scale=alt.Scale(domain=names), axis=style.name_axis(grid=True))
    moves, ends = bars[bars["kind"] == "term"], bars[bars["kind"] != "term"]
    layers = [_moves(Chart(moves).encode(y=y), unit), _ends(Chart(ends).encode(y=y), unit)]
    chart = marks.finished(marks.layered(*layers), title, max(80, 26 * len(names)))
    return chart.properties(padding=_PADDING)


def _moves(moves: Chart, unit: str) -> Chart:
    """Return a bar for each term, from where the forecast was to where the term moves it."""
    degrees = style.unit_text(unit)
    x = alt.X(
        "start:Q",
        title=style.temperature_title(unit),
        scale=alt.Scale(zero=False, padding=12),
        axis=alt.Axis(tickCount=6, labelFlush=False),
    )
    scale = alt.Scale(domain=list(_EFFECTS), range=list(_EFFECTS.values()))
    tooltip = [
        alt.Tooltip("term:N", title="Term"),
        alt.Tooltip("value:N", title="Value"),
        alt.Tooltip("change:Q", title=f"Moves the forecast by ({degrees})", format="+.2f"),
        alt.Tooltip("end:Q", title=f"To ({degrees})", format=".2f"),
    ]
    colour = alt.Color("effect:N", scale=scale, legend=style.legend(columns=1, below=520))
    return moves.mark_bar(size=12).encode(x=x, x2="end:Q", color=colour, tooltip=tooltip)


def _ends(ends: Chart, unit: str) -> Chart:
    """Return a diamond for what is said without terms, and one in the colour of the descent."""
    end = alt.Tooltip("end:Q", title=style.unit_text(unit), format=".2f")
    return ends.mark_point(filled=True, size=110, opacity=1, shape="diamond", color=style.REFERENCE).encode(
        x=alt.X("end:Q", title=style.temperature_title(unit)),
        color=alt.when(alt.datum.kind == "forecast")
        .then(alt.value(style.COLOURS["gradient_descent"]))
        .otherwise(alt.value(style.REFERENCE)),
        tooltip=[alt.Tooltip("term:N", title="Term"), end],
    )
