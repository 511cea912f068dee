"""Charts of the descent itself: the loss, epoch by epoch, on its way to the least-squares floor."""

from __future__ import annotations

import math
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart

_MOST_EPOCHS, _FEW = 400, 4


def loss_against_epoch(
    history: pd.DataFrame,
    *,
    floor: float | None,
    validation_floor: float | None,
    unit: str,
    log: bool = True,
    title: str,
) -> Chart:
    """Draw the mean squared error against the epoch, training solid and validation dashed.

    `history` has the columns epoch, loss and (it may be empty) validation_loss, in squared degrees
    `unit`; `floor` and `validation_floor` are the losses of least squares, None for "do not draw".
    Of long histories some 400 epochs are kept, among them the first, the last and the extremes.
    Values that are not finite are not drawn, nor, on the logarithmic axis, those that are not positive.
    """
    style.require(history, ["epoch", "loss"], "history")
    losses = _long(_thinned(history), log)
    floors = _floors(floor, validation_floor, log)
    x = _epoch_axis(int(losses["epoch"].max()) if len(losses) else 1)
    y = _loss_axis(np.concatenate([losses["loss"], floors["loss"]]), unit, log)
    colour, dash = _colour_and_dash(losses, floors)
    tooltip = [
        alt.Tooltip("series:N", title="Loss of"),
        alt.Tooltip("part:N", title="Part"),
        alt.Tooltip("epoch:Q", title="Epoch", format=",d"),
        alt.Tooltip("loss:Q", title=y["title"], format=".5~g"),
    ]
    of_floors = [tooltip[0], tooltip[1], tooltip[3]]
    rules = Chart(floors).encode(y=y, color=colour, strokeDash=dash, tooltip=of_floors)
    descent = Chart(losses).encode(x=x, y=y, color=colour, tooltip=tooltip)
    layers = [
        rules.mark_rule(strokeWidth=1.5),
        descent.mark_line(strokeWidth=style.LINE_WIDTH, clip=True).encode(strokeDash=dash),
    ]
    if len(losses) <= _FEW:  # a line of one epoch would not be seen
        layers.append(descent.mark_circle(size=40, opacity=1))
    return marks.finished(marks.layered(*layers), title)


def _epoch_axis(last: int) -> alt.X:
    axis = alt.Axis(
        format=",d", tickMinStep=1, grid=False, tickCount=alt.ExprRef("max(2, floor(width / 80))")
    )
    scale = alt.Scale(domain=[0, max(last, 1)], nice=False)
    return alt.X("epoch:Q", title="Epoch", scale=scale, axis=axis)


def _loss_axis(losses: np.ndarray, unit: str, log: bool) -> alt.Y:
    domain = _domain(losses, log)
    ticks = _ticks(domain[0], domain[1], log)
    # Not `format`: a linear axis would cut its precision and write 300 as 3e+2.
    shape = ",~g" if max(ticks, default=0) < 1e6 else ".2~e"
    return alt.Y(
        "loss:Q",
        title=f"Mean squared error ({style.unit_text(unit)}²)",
        scale=alt.Scale(type="log" if log else "linear", domain=domain, nice=False),
        axis=alt.Axis(values=ticks, labelExpr=f"format(datum.value, '{shape}')"),
    )


def _colour_and_dash(losses: pd.DataFrame, floors: pd.DataFrame) -> tuple[alt.Color, alt.StrokeDash]:
    """Return colour by model and dash by part, each with a legend of what is there."""
    drawn = set(losses["part"]) | set(floors["part"])
    parts = [part for part in style.DASHES if style.PARTS[part] in drawn]
    models = ["gradient_descent", "least_squares"] if len(floors) else ["gradient_descent"]
    look: dict[str, Any] = {"columns": 1, "below": 220, "symbolSize": 400}
    dash = alt.StrokeDash(
        "part:N",
        scale=alt.Scale(
            domain=[style.PARTS[part] for part in parts], range=[style.DASHES[part] for part in parts]
        ),
        # Below, since side by side with the models it would need 480 pixels.
        legend=style.legend(**look, orient="bottom", symbolStrokeColor=style.REFERENCE)
        if len(parts) > 1
        else None,
    )
    return style.series_colour(models, **look), dash


def _thinned(history: pd.DataFrame) -> pd.DataFrame:
    """Keep about 400 rows: half of them evenly spaced, half dense at the start, and the extremes."""
    rows = len(history)
    if rows <= _MOST_EPOCHS:
        return history
    even = np.linspace(0, rows - 1, _MOST_EPOCHS // 2)
    early = np.geomspace(1, rows, _MOST_EPOCHS // 2) - 1
    keep = [*even.round().astype(int), *early.round().astype(int)]
    for name in ("loss", "validation_loss"):
        values = history[name].to_numpy(dtype=float) if name in history.columns else np.array([np.nan])
        finite = np.flatnonzero(np.isfinite(values))
        if finite.size:
            keep += [finite[0], finite[-1], finite[values[finite].argmin()], finite[values[finite].argmax()]]
    return history.iloc[np.unique(keep)]


def _long(history: pd.DataFrame, log: bool) -> pd.DataFrame:
    """Return epoch, loss, series, part, a row per drawable value; in double precision: up to 1e308."""
    pieces = [
        pd.DataFrame(
            {
                "epoch": history["epoch"].to_numpy(dtype="int64").astype("int32"),
                "loss": history[column].to_numpy(dtype=float),
                "series": style.LABELS["gradient_descent"],
                "part": style.PARTS[part],
            }
        )
        for column, part in (("loss", "train"), ("validation_loss", "validation"))
        if column in history.columns
    ]
    losses = pd.concat(pieces, ignore_index=True)
    return losses[_drawable(losses["loss"].to_numpy(), log)].reset_index(drop=True)


def _drawable(values: np.ndarray, log: bool) -> np.ndarray:
    return np.isfinite(values) & (values > 0 if log else True)


def _floors(floor: float | None, validation_floor: float | None, log: bool) -> pd.DataFrame:
    values = np.array(
        [np.nan if value is None else value for value in (floor, validation_floor)], dtype=float
    )
    parts = [style.PARTS["train"], style.PARTS["validation"]]
    floors = pd.DataFrame({"loss": values, "series": style.LABELS["least_squares"], "part": parts})
    return floors[_drawable(values, log)].reset_index(drop=True)


def _domain(values: np.ndarray, log: bool) -> list[float]:
    """Return the span of the finite `values` with a margin; it stays within double precision."""
    if values.size == 0:
        return [1.0, 10.0] if log else [0.0, 1.0]
    low, high = float(values.min()), float(values.max())
    if log:
        margin = min(max((math.log10(high) - math.log10(low)) * 0.04, 0.02), 0.3)
        ends = (max(math.log10(low) - margin, -300.0), min(math.log10(high) + margin, 307.0))
        return [10.0 ** ends[0], 10.0 ** max(ends[1], ends[0] + 0.01)]
    top = min(high, 1e307)
    margin = max((top - low) * 0.04, abs(top) * 0.01, 1e-9)
    return [max(low - margin, 0.0) if low >= 0 else low - margin, top + margin]


def _ticks(low: float, high: float, log: bool) -> list[float]:
    """Return three to about seven round numbers between `low` and `high`.

    On a logarithmic axis 1, 2, 5 of every decade; whole decades if these are too many; evenly
    spaced ones if they are too few.
    """
    if log:
        decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if len(decades) <= 6 * step)
        for factors in ((1, 2, 5), (1, 3), (1,)) if every == 1 else ((1,),):
            ticks = [f * 10.0**d for d in decades if d % every == 0 for f in factors]
            ticks = [tick for tick in ticks if low <= tick <= high]
            if 3 <= len(ticks) <= 7:
                return ticks
    step = 10.0 ** math.floor(math.log10((high - low) / 3))
    step *= max(factor for factor in (1, 2, 5) if factor * step * 3 <= (high - low) or factor == 1)
    first = math.ceil(low / step)
    return [float(f"{number * step:.12g}") for number in range(first, math.floor(high / step) + 1)]
