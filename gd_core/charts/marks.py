"""Parts that several charts have: layers, rules, dashed lines, days in a tooltip, the finish of a chart."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts import player, style
from gd_core.charts.chart import Chart, plain

FIT = alt.AutoSizeParams(type="fit-x", contains="padding")
"""Only the width is fitted, so that a title of two lines makes the chart higher, not the plot lower."""

_POWERS = 30
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def layered(*charts: Chart) -> Chart:
    """Return charts drawn on top of each other, the first at the bottom."""
    return Chart(layer=list(charts))


def stacked(*charts: Chart, spacing: int, title: str) -> Chart:
    """Return charts one below the other, `spacing` pixels apart, as wide as their container."""
    whole = Chart(vconcat=list(charts), spacing=spacing)
    # Without `autosize`, Streamlit lets a chart of layered panels run over its container.
    return legible(whole.properties(title=style.chart_title(title, concatenated=True), autosize=FIT))


def finished(chart: Chart, title: str, height: int = style.HEIGHT, **config: Any) -> Chart:
    """Return `chart` as wide as its container, with a plotting area `height` pixels high.

    Without a `title` where a headline above it says what it shows.
    """
    sized = chart.properties(width="container", height=height, autosize=FIT)
    return legible(sized.properties(title=style.chart_title(title)) if title else sized, **config)


def on_stage(chart: Chart, title: str) -> Chart:
    """Return `chart` with its title, as wide and as high as the place that the page gives it."""
    filled = alt.AutoSizeParams(type="fit", contains="padding")
    close = {"left": 0, "top": 0, "right": 4, "bottom": 5}
    near = {**plain(style.chart_title(title)), "offset": 6}
    return finished(chart, title).properties(title=near, height="container", autosize=filled, padding=close)


def stage_axis(*, up: bool = False) -> alt.Axis:
    """Return an axis that takes little room; the title of one that goes `up` lies above the plot."""
    above = {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleBaseline": "bottom"}
    where = {**above, "titleX": 0, "titleY": -4} if up else {"titlePadding": 4}
    short = "abs(datum.value) >= 1e5 ? format(datum.value, '.2~e') : datum.label"
    return alt.Axis(labelPadding=4, tickCount=5, labelExpr=short, **where)


def legible(chart: Chart, **config: Any) -> Chart:
    """Return `chart` with words of axes and legends that stand out enough (4.5 to 1) in both themes.

    Streamlit's own grey of the light theme does not. `background` is the page's colour inside Vega.
    """
    colour = alt.ExprRef(style.TEXT)
    words = {"labelColor": colour, "titleColor": colour}
    return chart.properties(config={"axis": words, "legend": words, **config})


def power_axis(**options: Any) -> alt.Axis:
    """Return a logarithmic axis with powers of ten: 10⁻⁵, and 0.01 to 10,000 as they are."""
    shown = [f"10{str(power).translate(_RAISED)}" for power in range(-_POWERS, _POWERS + 1)]
    power = "log(datum.value) / LN10"
    label = (
        f"abs({power} - round({power})) > 0.01 ? '' : abs({power} - 1) < 3.5 ? format(datum.value, ',~g')"
        f" : {shown}[clamp(round({power}), -{_POWERS}, {_POWERS}) + {_POWERS}]"
    )
    return alt.Axis(labelExpr=label, **options)


def label(base: Chart, words: str, dy: int | None = None) -> list[Chart]:
    """Return what an expression says about a point, so many pixels below it, with a rim to stand out.

    Without `dy` it stands where the row says: dx and dy, in pixels, and align.
    """
    base = base.transform_calculate(words=words)
    told = {name: alt.ExprRef(f"datum.{name}") for name in ("dx", "dy", "align")}
    place = told if dy is None else {"dy": dy}
    look = {**place, "fontSize": 13, "fontWeight": 600, "tooltip": None, "clip": True}
    rim = base.mark_text(color=player.HALO, stroke=player.HALO, strokeWidth=4, **look)
    return [layer.encode(text="words:N") for layer in (rim, base.mark_text(color=player.EDGE, **look))]


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
