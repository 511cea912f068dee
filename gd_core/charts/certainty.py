"""Charts of shares with what chance leaves open: skill over the references, coverage of the interval."""

from __future__ import annotations

import altair as alt
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart

PARTS = ("test", "validation")
_ENDS = {"low": "least", "high": "most"}


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
    marks = _intervals(points[columns], y, "skill", x_title, tooltip)
    order = [style.PARTS[part] for part in PARTS]
    offset = alt.YOffset("days:N", scale=alt.Scale(domain=order), sort=order)
    colours = alt.Scale(domain=labels, range=[style.COLOURS[name] for name in references])
    key = style.legend(symbolFillColor=style.REFERENCE, symbolStrokeWidth=0)
    fill = alt.Opacity("days:N", scale=alt.Scale(domain=order, range=[1.0, 0.45]), legend=key)
    marks = [
        mark.encode(yOffset=offset, color=alt.Color("name:N", scale=colours, legend=None), opacity=fill)
        for mark in marks
    ]
    return style.finished(style.layered(_line(0.0), *marks), title, max(80, 56 * len(labels)))


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
    marks = _intervals(table[columns], y, "held", "Days on which the interval held", tooltip)
    marks = [mark.encode(color=alt.value(style.COLOURS["gradient_descent"])) for mark in marks]
    return style.finished(style.layered(_line(level), *marks), title, max(80, 40 * len(seasons)))


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
    diagonal = (
        Chart(ends)
        .mark_line(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, strokeDash=[3, 3], tooltip=None)
        .encode(x=x, y=y)
    )
    tooltip = [
        alt.Tooltip("level:Q", title="Promised", format=".0%"),
        alt.Tooltip("held:Q", title="Measured", format=".1%"),
    ]
    base = Chart(style.light(table[["level", "held"]])).encode(x=x, y=y, tooltip=tooltip)
    colour = style.COLOURS["gradient_descent"]
    line = base.mark_line(color=colour, strokeWidth=style.LINE_WIDTH)
    dots = base.mark_circle(color=colour, size=60, opacity=1)
    return style.finished(style.layered(diagonal, line, dots), title)


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


def _line(at: float) -> Chart:
    """Return a rule across the chart at `at`."""
    return (
        Chart(pd.DataFrame({"at": [at]}))
        .mark_rule(color=style.REFERENCE, strokeWidth=style.RULE_WIDTH, tooltip=None)
        .encode(x="at:Q")
    )
