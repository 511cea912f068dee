"""The loss and its gradient against one weight, through where a descent is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from gd_core.charts import moment, style
from gd_core.charts.moment import HERE, Spec, layer, number, tip

_HEIGHT = 190
# Not `format`: a linear axis would cut its precision and write 300 as 3e+2.
_NUMBER = "format(datum.value, abs(datum.value) < 1e6 ? ',~g' : '.2~e')"


def slices(
    curve: pd.DataFrame, points: pd.DataFrame, *, domain: list[float], name: str, unit: str, title: str
) -> Spec:
    """Return the specification of loss and gradient against one weight, with the tangent and the next step.

    `curve` has the columns frame, w, loss, gradient, `points` also epoch, their values one epoch later
    (w_next, loss_next, gradient_next) and the ends of the tangent (w1, loss1, w2, loss2); `domain` is that of
    w. Both panels are played by one slider.
    """
    style.require(curve, ["frame", "w", "loss", "gradient"], "curve")
    style.require(points, ["frame", "epoch", "w_next", "loss_next", "gradient_next", "w1", "loss2"], "points")
    heights = curve["loss"].groupby(curve["frame"])
    low, tall = heights.min(), float((heights.max() - heights.min()).max()) or 1.0
    # The parabola keeps its shape and only moves up and down: so does the axis, from frame to frame.
    points = points.assign(low=(low - 0.1 * tall).to_numpy(), high=(low + 1.08 * tall).to_numpy())
    panels = [_loss(name, f"Loss ({style.unit_text(unit)}²)"), _gradient(name)]
    return {
        "title": moment.title(title, concatenated=True),
        # Without this, Streamlit lets a chart of layered panels run over its container.
        "autosize": {"type": "fit-x", "contains": "padding"},
        "config": moment.config(),
        "spacing": 18,
        "vconcat": panels,
        "params": moment.frames(int(points["frame"].max())),
        "datasets": {
            "curve": moment.short(curve),
            # The ends keep their digits, since the parabola may be flat and far from zero.
            "points": moment.short(points).assign(low=points["low"], high=points["high"]),
            "zero": _zero(curve["gradient"].to_numpy(), domain),
        },
    }


def _zero(gradient: np.ndarray, domain: list[float]) -> pd.DataFrame:
    """Where the slope is zero, and the ends of the axes, which a chart that stays looks up in its rows."""
    low, high = min(float(np.nanmin(gradient)), 0.0), max(float(np.nanmax(gradient)), 0.0)
    room = 0.06 * (high - low) or 1.0
    ends = {"left": [domain[0]], "right": [domain[1]], "low": [low - room], "high": [high + room]}
    return pd.DataFrame({"gradient": [0.0], **ends})


def _loss(name: str, title: str) -> Spec:
    x = _x(name, labelled=False)
    y = _y("loss", title, [{"expr": f"data('points')[shown].{end}"} for end in ("low", "high")])
    tangent = {"x": {**x, "field": "w1"}, "y": {**y, "field": "loss1"}, "x2": {"field": "w2"}}
    rule = {"type": "rule", "color": style.COLOURS["least_squares"], "strokeWidth": 2, "clip": True}
    layers = [
        _line(x, y),
        layer("points", rule, {**tangent, "y2": {"field": "loss2"}}, HERE),
        *_step(x, y, name),
        *moment.caption("points", with_loss=True, boxed=False),
    ]
    return {"layer": layers, "height": _HEIGHT}


def _gradient(name: str) -> Spec:
    """The slope of the parabola, a straight line through zero at its lowest point."""
    x = _x(name, labelled=True)
    y = _y("gradient", "Gradient", [{"expr": f"data('zero')[0].{end}"} for end in ("low", "high")])
    zero = layer("zero", {"type": "rule", "color": style.REFERENCE, "strokeDash": [4, 3]}, {"y": y})
    return {"layer": [zero, _line(x, y), *_step(x, y, name)], "height": _HEIGHT}


def _x(name: str, *, labelled: bool) -> Spec:
    ends = [{"expr": f"data('zero')[0].{end}"} for end in ("left", "right")]
    return number(
        "w",
        title=moment.two_lines(name) if labelled else None,
        scale={"domain": ends, "nice": False, "zero": False},
        axis={"grid": False, "tickCount": 6, "labels": labelled, "ticks": labelled, "format": "~g"},
    )


def _y(value: str, title: str, ends: list[Any]) -> Spec:
    scale = {"domain": ends, "nice": False, "zero": False}
    return number(value, title=title, scale=scale, axis={"tickCount": 5, "labelExpr": _NUMBER})


def _line(x: Spec, y: Spec) -> Spec:
    look = {"color": style.COLOURS["actual"], "strokeWidth": style.LINE_WIDTH, "interpolate": "monotone"}
    return layer("curve", {"type": "line", "clip": True, **look}, {"x": x, "y": y}, HERE)


def _step(x: Spec, y: Spec, name: str) -> list[Spec]:
    """Where the run is (filled), where it is an epoch later (ring), and the way between them (dashed)."""
    value = y["field"]
    tooltip = [
        tip("epoch", "Epoch", ",d"),
        tip("w", name, ".5~g"),
        tip("loss", "Loss", ".5~g"),
        tip("gradient", "Gradient", ".4~g"),
        tip("w_next", "An epoch later", ".5~g"),
    ]
    ahead, there = {**x, "field": "w_next"}, {**y, "field": f"{value}_next"}
    colour = style.COLOURS["gradient_descent"]
    dashes = {"type": "rule", "color": colour, "strokeDash": [4, 3], "strokeWidth": 1.5, "clip": True}
    point = {"type": "point", "color": colour, "opacity": 1, "clip": True}
    return [
        layer("points", dashes, {"x": x, "y": y, "x2": {"field": "w_next"}}, HERE),
        layer("points", dashes, {"x": ahead, "y": y, "y2": {"field": f"{value}_next"}}, HERE),
        layer(
            "points",
            {**point, "filled": False, "size": 110, "strokeWidth": 2},
            {"x": ahead, "y": there, "tooltip": tooltip},
            HERE,
        ),
        layer("points", {**point, "filled": True, "size": 130}, {"x": x, "y": y, "tooltip": tooltip}, HERE),
    ]
