"""The descent as a film: three pictures side by side that move together, from the first epoch to the last.

This one is written in Vega itself. In Vega-Lite, pictures side by side have fixed widths; here they share the
width that the page gives, and stand below each other where it is narrow. Streamlit hands the specification
through as it hands those of Vega-Lite, and keeps `width` that of the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.player import player

MOST_TERMS = 6
"""Coefficients that are drawn, those of most weight in the end."""

TICK = 140
"""Milliseconds from frame to frame."""

_FONT = "Source Sans, sans-serif"
_NARROW = 560  # pixels, below which the pictures stand below each other
_GAP, _HEAD, _FOOT = 26, 54, 38  # pixels between pictures; for the words above each; for the axis below it
_RIGHT = 8  # pixels to the right of a plot
_COLUMNS = 34  # characters of a line of words above a picture
_KEY = ["solid: training days", "dashed: validation days", "blue: least squares"]
_CHROME = 424  # pixels of a window that other things take while the film is looked at
_TEXT, _INK = {"signal": style.TEXT}, {"signal": style.EDGE}

Spec = dict[str, Any]


class Drawn(Protocol):
    """What a film shows: at ``epochs`` (k,) the losses (k,), and forecasts (k, m) for dates (m,)."""

    @property
    def epochs(self) -> np.ndarray: ...
    @property
    def loss(self) -> np.ndarray: ...
    @property
    def validation_loss(self) -> np.ndarray: ...
    @property
    def dates(self) -> pd.DatetimeIndex: ...
    @property
    def actual(self) -> np.ndarray: ...
    @property
    def forecast(self) -> np.ndarray: ...


class _Picture(NamedTuple):
    """One of the three: what Vega's group of it holds, and how many pixels its y axis takes."""

    left: int
    data: list[Spec]
    scales: list[Spec]
    axes: list[Spec]
    marks: list[Spec]


@dataclass(frozen=True)
class Film:
    """A film, put together: its specification in Vega, and the numbers behind it."""

    spec: Spec
    table: pd.DataFrame

    def specification(self) -> Spec:
        """Return what a page draws."""
        return self.spec


def film(
    drawn: Drawn, coefficients: pd.DataFrame, floor: float, unit: str, words: Sequence[tuple[str, str]]
) -> Film:
    """Put together the film of a descent.

    ``coefficients``: a row for each term with the columns term, goal (that of least squares) and at (k
    values, one for each epoch), all in degrees ``unit``; ``floor``: the loss of least squares; ``words``:
    the title of each of the three pictures, and what stands below it. The second says how many of the
    coefficients it shows, where not all.
    """
    style.require(coefficients, ["term", "goal", "at"], "coefficients")
    if len(coefficients) > MOST_TERMS:
        first, (title, below), last = words
        words = (first, (f"{title}: {MOST_TERMS} of {len(coefficients)}", below), last)
    pictures = (_forecasts(drawn, unit), _coefficients(coefficients, unit), _loss(drawn, floor))
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 900,
        "padding": {"left": 0, "top": 0, "right": 0, "bottom": 0},  # Streamlit takes a bare 0 for none given
        "autosize": "none",
        "signals": [*_sizes(), *map(_as_signal, player(drawn.epochs.tolist(), tick=TICK))],
        "marks": [_placed(n, one, *said) for n, (one, said) in enumerate(zip(pictures, words, strict=True))],
        "config": _look(),
    }
    return Film(spec, _table(drawn, coefficients))


def _as_signal(param: Spec) -> Spec:
    """A parameter as Vega has it."""
    return {"update" if key == "expr" else key: value for key, value in param.items()}


def _sizes() -> list[Spec]:
    """Sizes that follow from the width of the page, and the height of the window."""
    window = "windowSize()[1] || 720"
    return [
        {"name": "window", "init": window, "on": [{"events": "window:resize", "update": window}]},
        {"name": "narrow", "update": f"width < {_NARROW}"},
        {"name": "cell", "update": f"narrow ? width : floor((width - {2 * _GAP}) / 3)"},
        {"name": "plot", "update": f"narrow ? 190 : clamp(window - {_CHROME}, 150, 300)"},
        {"name": "row", "update": f"plot + {_HEAD + _FOOT}"},
        {"name": "height", "update": "narrow ? 3 * row : row"},
    ]


def _look() -> Spec:
    axis: Spec = {
        **{f"{what}Font": _FONT for what in ("label", "title")},
        **{f"{what}Color": _TEXT for what in ("label", "title")},
        **{f"{what}FontSize": 12 for what in ("label", "title")},
        **{f"{what}Padding": 6 for what in ("label", "title")},
        **{"titleFontWeight": 400, "domain": False, "ticks": False},
    }
    return {"axis": axis, "text": {"font": _FONT}}


def _placed(number: int, picture: _Picture, title: str, below: str) -> Spec:
    """A picture in its place, with its words above it."""
    left, wide = picture.left, {"signal": f"cell - {picture.left + _RIGHT}"}
    words = {"x": {"value": -left}, "limit": {"signal": "cell"}, "baseline": {"value": "top"}}
    heading = {"y": {"value": -_HEAD}, "fontSize": {"value": 15}, "fontWeight": {"value": 600}, "fill": _INK}
    small = {
        "y": {"value": 19 - _HEAD},
        "fontSize": {"value": 12},
        "lineHeight": {"value": 14},
        "fill": _TEXT,
    }
    lines = textwrap.wrap(style.plain(below, 120), _COLUMNS)
    texts = [
        {"type": "text", "encode": {"update": {"text": {"value": text}, **words, **look}}}
        for text, look in ((style.plain(title), heading), (lines, small))
    ]
    place = {
        "x": {"signal": f"(narrow ? 0 : {number} * (cell + {_GAP})) + {left}"},
        "y": {"signal": f"(narrow ? {number} * row : 0) + {_HEAD}"},
        "width": wide,
        "height": {"signal": "plot"},
    }
    return {
        "type": "group",
        "name": f"picture_{number}",
        "encode": {"update": place},
        # What the ranges of its scales are.
        "signals": [{"name": "width", "update": wide["signal"]}, {"name": "height", "update": "plot"}],
        "data": picture.data,
        "scales": picture.scales,
        "axes": picture.axes,
        "marks": [*picture.marks, *texts],
    }


def _mark(kind: str, data: str | None, update: Spec, **more: Any) -> Spec:
    """A mark of each row of ``data``, or one by itself; what is no dict in ``update`` is a value."""
    encoded = {name: part if isinstance(part, dict) else {"value": part} for name, part in update.items()}
    source = {} if data is None else {"from": {"data": data}}
    return {"type": kind, **source, "encode": {"update": encoded}, "aria": False, **more}


def _axis(side: str, title: str | None = None, *, grid: bool = False, ticks: int = 4, **more: Any) -> Spec:
    scale = "x" if side == "bottom" else "y"
    return {"scale": scale, "orient": side, "title": title, "grid": grid, "tickCount": ticks, **more}


def _forecasts(drawn: Drawn, unit: str) -> _Picture:
    """What was measured, and what the descent says of it, day by day; between them the error."""
    dates, actual, forecast = drawn.dates, drawn.actual, drawn.forecast
    rows = [
        {"t": int(date.timestamp() * 1000), "a": _short(a), "f": [_short(f) for f in at]}
        for date, a, at in zip(dates, actual, forecast.T.tolist(), strict=True)
    ]
    ticks = [rows[len(rows) * sixth // 6]["t"] for sixth in (1, 3, 5)]
    domain = style.padded(*_span(actual, forecast, share=0.3))
    return _Picture(
        left=34,
        data=[{"name": "days", "values": rows}],
        scales=[
            {"name": "x", "type": "utc", "range": "width", "domain": [rows[0]["t"], rows[-1]["t"]]},
            {"name": "y", "range": "height", "domain": domain, "zero": False},
        ],
        axes=[_axis("bottom", values=ticks, format="%-d %b"), _axis("left", grid=True, ticks=5)],
        marks=_days(style.unit_text(unit)),
    )


def _days(degrees: str) -> list[Spec]:
    x = {"scale": "x", "field": "t"}
    came, said = {"scale": "y", "field": "a"}, {"scale": "y", "signal": "datum.f[frame]"}
    stick = {"stroke": style.REFERENCE, "strokeOpacity": 0.5, "opacity": _known("f", "1 : 0")}
    line = {"stroke": style.COLOURS["gradient_descent"], "strokeWidth": 1.75, "strokeJoin": "round"}
    tip = f"utcFormat(datum.t, '%-d %B %Y') + ': ' + format(datum.a, '.1f') + ' {degrees}'"
    dot = {"size": 24, "fill": style.COLOURS["actual"], "tooltip": {"signal": tip}}
    return [
        _mark("rule", "days", {"x": x, "y": came, "y2": said, **stick}, clip=True),
        _mark("line", "days", {"x": x, "y": said, "defined": _known("f"), **line}, clip=True),
        _mark("symbol", "days", {"x": x, "y": came, **dot}),
    ]


def _coefficients(table: pd.DataFrame, unit: str) -> _Picture:
    """The coefficients of most weight: dots on their way to rings, which are those of least squares."""
    order = np.argsort(-np.abs(table["goal"].to_numpy(dtype=float)), kind="stable")[:MOST_TERMS]
    chosen = table.iloc[order]
    names = style.distinct(chosen["term"], 44)
    rows = [
        {"name": name, "goal": _short(goal, 4), "c": [_short(c, 4) for c in at]}
        for name, goal, at in zip(names, chosen["goal"], chosen["at"], strict=True)
    ]
    low, high = _span(np.append(chosen["goal"], 0.0), np.array(chosen["at"].tolist()), share=0.5)
    margin = 0.06 * max(high - low, 1e-6)
    return _Picture(
        left=4,
        data=[{"name": "terms", "values": rows}],
        scales=[
            {"name": "x", "range": "width", "domain": [low - margin, high + margin], "zero": False},
            {"name": "y", "type": "band", "range": [0, {"signal": "height"}], "domain": names},
        ],
        axes=[_axis("bottom", f"{style.unit_text(unit)} on a typical day", grid=True)],
        marks=_terms(),
    )


def _terms() -> list[Spec]:
    row, y = {"scale": "y", "field": "name", "band": 0.1}, {"scale": "y", "field": "name", "band": 0.72}
    now, goal = {"scale": "x", "signal": "datum.c[frame]"}, {"scale": "x", "field": "goal"}
    label = {"baseline": "top", "fontSize": 11, "fill": _TEXT, "limit": {"signal": "width"}}
    ring = {"size": 90, "fill": "transparent", "stroke": style.COLOURS["least_squares"], "strokeWidth": 2}
    dot = {"size": 36, "fill": style.COLOURS["gradient_descent"], "opacity": _known("c", "1 : 0")}
    numbers = "format(datum.c[frame], '.3~f') + ', least squares ' + format(datum.goal, '.3~f')"
    tip = {"tooltip": {"signal": f"datum.name + ': ' + {numbers}"}}
    return [
        _mark("text", "terms", {"text": {"field": "name"}, "x": 0, "y": row, **label}),
        _mark("rule", "terms", {"x": now, "x2": goal, "y": y, "stroke": style.REFERENCE}, clip=True),
        _mark("symbol", "terms", {"x": goal, "y": y, **ring, **tip}),
        _mark("symbol", "terms", {"x": now, "y": y, **dot, **tip}, clip=True),
    ]


def _loss(drawn: Drawn, floor: float) -> _Picture:
    """The loss on its way down to that of least squares: training solid, validation dashed."""
    curves = zip(drawn.epochs.tolist(), drawn.loss, drawn.validation_loss, strict=True)
    rows = [{"i": i, "e": e, "t": _short(t, 6), "v": _short(v, 6)} for i, (e, t, v) in enumerate(curves)]
    values = np.concatenate([drawn.loss, drawn.validation_loss, [floor]])
    values = values[np.isfinite(values) & (values > 0.0)]
    low, high = float(values.min(initial=1e300)), float(values.max(initial=0.0))
    log, margin = high > 12.0 * low, 0.06 * max(high - low, 1e-6)
    domain = [low / 1.3, high * 1.3] if log else [low - margin, high + margin]
    form = "~g" if high < 1e5 else "~e"

    def filtered(name: str, expression: str) -> Spec:
        return {"name": name, "source": "losses", "transform": [{"type": "filter", "expr": expression}]}

    return _Picture(
        left=36,
        data=[
            {"name": "losses", "values": rows},
            filtered("passed", "datum.i <= frame"),
            filtered("now", "datum.i == frame"),
        ],
        scales=[
            # Most happens in the first epochs; a square root gives them room.
            {"name": "x", "type": "sqrt", "range": "width", "domain": [0, max(rows[-1]["e"], 1)]},
            {
                "name": "y",
                "range": "height",
                "domain": domain,
                **({"type": "log"} if log else {"zero": False}),
            },
        ],
        axes=[
            _axis("bottom", "Epoch (early ones spread out)", format=",d", tickMinStep=1, labelOverlap=True),
            _axis("left", grid=True, format=form, labelOverlap=True),
        ],
        marks=_curves(floor, falls=bool(drawn.loss[-1] <= drawn.loss[0])),
    )


def _curves(floor: float, *, falls: bool) -> list[Spec]:
    """Both curves up to the frame that is shown, the loss of least squares, and words where no curve is."""
    colour, x = style.COLOURS["gradient_descent"], {"scale": "x", "field": "e"}
    goal = {"stroke": style.COLOURS["least_squares"], "strokeWidth": 1.75}
    dot = {"size": 60, "fill": colour, "opacity": {"signal": "isValid(datum.t) ? 1 : 0"}}
    corner = {
        "baseline": "top",
        "x": {"signal": "width"} if falls else 8,
        "align": "right" if falls else "left",
    }
    counted = {"text": {"signal": "'Epoch ' + format(datum.e, ',d')"}, "fontSize": 14, "fontWeight": 600}
    key = {"text": {"value": _KEY}, "fontSize": 12, "lineHeight": 14}

    def curve(field: str, dash: list[int]) -> Spec:
        look = {"stroke": colour, "strokeWidth": 2, "strokeDash": {"value": dash}}
        defined = {"signal": f"isValid(datum.{field})"}
        place = {"x": x, "y": {"scale": "y", "field": field}, "defined": defined}
        return _mark("line", "passed", {**place, **look}, clip=True)

    return [
        _mark("rule", None, {"x": 0, "x2": {"signal": "width"}, "y": {"scale": "y", "value": floor}, **goal}),
        curve("t", [1, 0]),
        curve("v", [5, 4]),
        _mark("symbol", "now", {"x": x, "y": {"scale": "y", "field": "t"}, **dot}, clip=True),
        _mark("text", "now", {**corner, "y": 0, "fill": _INK, **counted}),
        _mark("text", None, {**corner, "y": 18, "fill": _TEXT, **key}),
    ]


def _span(own: np.ndarray, ways: np.ndarray, share: float) -> tuple[float, float]:
    """Ends of ``own``, and of ``ways`` as far as they go no further than a ``share`` of it beyond it."""
    low, high = float(own.min()), float(own.max())
    reach = share * max(high - low, 1e-6)
    near = ways[(ways > low - reach) & (ways < high + reach)]
    return min(low, near.min(initial=low)), max(high, near.max(initial=high))


def _known(field: str, then: str = "true : false") -> Spec:
    """What holds where the frame has a number in ``field``: a descent may run away."""
    return {"signal": f"isValid(datum.{field}[frame]) ? {then}"}


def _short(value: float, digits: int = 2) -> float | None:
    """A number with few digits, since it is sent as text; None for none."""
    return round(float(value), digits) if abs(value) < 1e15 else None


def _table(drawn: Drawn, coefficients: pd.DataFrame) -> pd.DataFrame:
    """Epoch by epoch: losses, coefficients and forecasts."""
    losses = {"epoch": drawn.epochs, "loss": drawn.loss, "validation_loss": drawn.validation_loss}
    terms = dict(zip(style.distinct(coefficients["term"]), coefficients["at"], strict=True))
    days = {f"{date:%Y-%m-%d}": column for date, column in zip(drawn.dates, drawn.forecast.T, strict=True)}
    return pd.DataFrame({**losses, **terms, **days})
