"""Parts that several charts have: layers, rules, dashed lines, days in a tooltip, the finish of a chart."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart

FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
"""Only the width is fitted, so that a title of two lines makes the chart higher, not the plot lower."""


def layered(*charts: Chart) -> Chart:
    """Return charts drawn on top of each other, the first at the bottom."""
    return Chart(layer=list(charts))


def stacked(*charts: Chart, spacing: int, title: str) -> Chart:
    """Return charts one below the other, `spacing` pixels apart, as wide as their container."""
    whole = Chart(vconcat=list(charts), spacing=spacing)
    # Without `autosize`, Streamlit lets a chart of layered panels run over its container.
    return legible(whole.properties(title=style.chart_title(title, concatenated=True), autosize=FIT))


def finished(chart: Chart, title: str, height: int = style.HEIGHT, **config: Any) -> Chart:
    """Return `chart` with its title, as wide as its container, with a plotting area `height` pixels high."""
    sized = chart.properties(width="container", height=height, autosize=FIT)
    return legible(sized.properties(title=style.chart_title(title)), **config)


def legible(chart: Chart, **config: Any) -> Chart:
    """Return `chart` with words of axes and legends that stand out enough (4.5 to 1) in both themes.

    Streamlit's own grey of the light theme does not. `background` is the page's colour inside Vega.
    """
    colour = alt.ExprRef(f"luminance(background) < 0.2 ? '{style.TEXT_ON_DARK}' : '{style.TEXT_ON_LIGHT}'")
    words = {"labelColor": colour, "titleColor": colour}
    return chart.properties(config={"axis": words, "legend": words, **config})


def rule_at(value: float, channel: str) -> Chart:
    """Return a rule across the whole chart at a value of x or of y, the `channel`."""
    return (
        Chart(pd.DataFrame({"at": [value]}))
        .mark_rule(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, tooltip=None)
        .encode(**{channel: "at:Q"})
    )


def dashed_line(ends: pd.DataFrame, x: alt.X, y: alt.Y) -> Chart:
    """Return a thin line through `ends`, that of what would be expected."""
    return (
        Chart(ends)
        .mark_line(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, strokeDash=[3, 3], tooltip=None)
        .encode(x=x, y=y)
    )


def date_tip(field: str = "date", title: str = "Date") -> alt.Tooltip:
    """Return the entry of a tooltip for a day."""
    return alt.Tooltip(f"{field}:T", title=title, format="%-d %B %Y")
