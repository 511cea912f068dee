"""The loss and its gradient against one weight, through where a descent is; played in the page."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, player, style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.player import HERE, tip

_HEIGHT = 190


class _Tables(NamedTuple):
    """The rows behind both panels, of the frame that is shown, and the ends of their axes."""

    curve: Chart
    points: Chart
    zero: Chart


def loss_slices(
    curve: pd.DataFrame, points: pd.DataFrame, domain: list[float], *, name: str, unit: str, title: str
) -> Chart:
    """Draw loss and gradient against one weight, called `name`, with the tangent and the next step.

    `curve` has the columns frame, w, loss, gradient, `points` also epoch, their values one epoch later
    (w_next, loss_next, gradient_next) and the ends of the tangent (w1, loss1, w2, loss2); `domain` is that of
    w. Both panels are played by one slider.
    """
    style.require(curve, ["frame", "w", "loss", "gradient"], "curve")
    style.require(points, ["frame", "epoch", "w_next", "loss_next", "gradient_next", "w1", "loss2"], "points")
    tables = _tables(curve, points, domain)
    panels = [_loss(tables, name, f"Loss ({style.unit_text(unit)}²)"), _gradient(tables, name)]
    frames = player.slider(int(points["frame"].max()))
    return marks.stacked(*panels, spacing=18, title=title).properties(params=frames)


def _tables(curve: pd.DataFrame, points: pd.DataFrame, domain: list[float]) -> _Tables:
    heights = curve["loss"].groupby(curve["frame"])
    low, tall = heights.min(), float((heights.max() - heights.min()).max()) or 1.0
    # The parabola keeps its shape and only moves up and down: so does the axis, from frame to frame. Its ends
    # keep their digits, since the parabola may be flat and far from zero.
    ends = {"low": (low - 0.1 * tall).to_numpy(), "high": (low + 1.08 * tall).to_numpy()}
    shown = Table(player.short(points).assign(**ends), "points")
    return _Tables(
        Chart(Table(player.short(curve), "curve")).transform_filter(HERE),
        Chart(shown).transform_filter(HERE),
        Chart(Table(_zero(curve["gradient"].to_numpy(), domain), "zero")),
    )


def _zero(gradient: np.ndarray, domain: list[float]) -> pd.DataFrame:
    """Where the slope is zero, and the ends of the axes, which a chart that stays looks up in its rows."""
    low, high = min(float(np.nanmin(gradient)), 0.0), max(float(np.nanmax(gradient)), 0.0)
    room = 0.06 * (high - low) or 1.0
    ends = {"left": [domain[0]], "right": [domain[1]], "low": [low - room], "high": [high + room]}
    return pd.DataFrame({"gradient": [0.0], **ends})


def _loss(tables: _Tables, name: str, title: str) -> Chart:
    x, y = _x(name, labelled=False), _y("loss", title, player.looked_up("points", "low", "high", row="frame"))
    tangent = tables.points.mark_rule(
        color=style.COLOURS["least_squares"], strokeWidth=2, clip=True, tooltip=None
    ).encode(x=_at(x, "w1"), y=_at(y, "loss1"), x2="w2:Q", y2="loss2:Q")
    layers = [_line(tables, x, y), tangent, *_step(tables, x, y, name)]
    return marks.layered(*layers, *player.caption(tables.points, with_loss=True, boxed=False)).properties(
        height=_HEIGHT
    )


def _gradient(tables: _Tables, name: str) -> Chart:
    """The slope of the parabola, a straight line through zero at its lowest point."""
    x, y = _x(name, labelled=True), _y("gradient", "Gradient", player.looked_up("zero", "low", "high"))
    zero = tables.zero.mark_rule(color=style.REFERENCE, strokeDash=[4, 3], tooltip=None).encode(y=y)
    return marks.layered(zero, _line(tables, x, y), *_step(tables, x, y, name)).properties(height=_HEIGHT)


def _x(name: str, *, labelled: bool) -> alt.X:
    scale = alt.Scale(domain=player.looked_up("zero", "left", "right"), nice=False, zero=False)
    axis = alt.Axis(grid=False, tickCount=6, labels=labelled, ticks=labelled, format="~g")
    return alt.X("w:Q", title=player.two_lines(name) if labelled else None, scale=scale, axis=axis)


def _y(value: str, title: str, ends: list[alt.ExprRef]) -> alt.Y:
    scale, axis = (
        alt.Scale(domain=ends, nice=False, zero=False),
        alt.Axis(tickCount=5, labelExpr=player.NUMBER),
    )
    return alt.Y(f"{value}:Q", title=title, scale=scale, axis=axis)


def _at(channel: Any, field: str) -> Any:
    """The same axis for another field."""
    other = channel.copy(deep=False)
    other["shorthand"] = f"{field}:Q"
    return other


def _line(tables: _Tables, x: alt.X, y: alt.Y) -> Chart:
    look = {"color": style.COLOURS["actual"], "strokeWidth": style.LINE_WIDTH, "interpolate": "monotone"}
    return tables.curve.mark_line(clip=True, tooltip=None, **look).encode(x=x, y=y)


def _step(tables: _Tables, x: alt.X, y: alt.Y, name: str) -> list[Chart]:
    """Where the run is (filled), where it is an epoch later (ring), and the way between them (dashed)."""
    later = y["shorthand"].replace(":Q", "_next")
    tooltip = [
        tip("epoch", "Epoch", ",d"),
        tip("w", name, ".5~g"),
        tip("loss", "Loss", ".5~g"),
        tip("gradient", "Gradient", ".4~g"),
        tip("w_next", "An epoch later", ".5~g"),
    ]
    ahead, there = _at(x, "w_next"), _at(y, later)
    colour = style.COLOURS["gradient_descent"]
    dashes = tables.points.mark_rule(
        color=colour, strokeDash=[4, 3], strokeWidth=1.5, clip=True, tooltip=None
    ).encode(y=y)
    point: dict[str, Any] = {"color": colour, "opacity": 1, "clip": True}
    ring = tables.points.mark_point(**point, filled=False, size=110, strokeWidth=2)
    dot = tables.points.mark_point(**point, filled=True, size=130)
    return [
        dashes.encode(x=x, x2="w_next:Q"),
        dashes.encode(x=ahead, y2=f"{later}:Q"),
        ring.encode(x=ahead, y=there, tooltip=tooltip),
        dot.encode(x=x, y=y, tooltip=tooltip),
    ]
