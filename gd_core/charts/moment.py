"""One moment of a descent that is played in the page: what charts with a slider over its frames share.

Their specifications are written out as Vega-Lite, since building and validating so many layers through Altair
takes a quarter of a second, and they are drawn anew whenever a control moves.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart
from gd_core.charts.one_variable import player

Spec = dict[str, Any]

UNTIL, HERE = {"filter": "datum.frame <= shown"}, {"filter": "datum.frame == shown"}
HALO = {"expr": "luminance(background) < 0.2 ? '#0B1013' : '#FFFFFF'"}
EDGE = {"expr": "luminance(background) < 0.2 ? '#FFFFFF' : '#1E2930'"}
"""What lies under a line so that it stands out, and what is written over it."""


def frames(last: int) -> list[Spec]:
    """The parameters of `player` for frames 0 to ``last``, which are moments rather than single steps."""
    play, shown = player(last)
    shown["bind"]["name"] = "Frame "
    return [play, shown]


def layer(data: str, mark: Spec, encoding: Spec, *transforms: Spec, **more: Any) -> Spec:
    """One layer on the dataset called ``data``; a mark without a tooltip in its encoding has none."""
    mark = mark if "tooltip" in encoding else {**mark, "tooltip": None}
    return {"data": {"name": data}, "mark": mark, "encoding": encoding, "transform": list(transforms), **more}


def number(field: str, **more: Any) -> Spec:
    """A field of numbers."""
    return {"field": field, "type": "quantitative", **more}


def tip(field: str, title: str, form: str) -> Spec:
    """An entry of a tooltip."""
    return number(field, title=style.plain(title, 90), format=form)


@cache
def config() -> Spec:
    """The colours of words, as all charts have them."""
    found: Spec = style.legible(style.layered(Chart().mark_point())).to_dict()["config"]
    return {"axis": found["axis"], "legend": found["legend"]}


def title(text: str, *, concatenated: bool = False) -> Spec:
    """A title as all charts have it."""
    shown: Spec = style.chart_title(text, concatenated=concatenated).to_dict()
    return shown


def caption(data: str, *, with_loss: bool, boxed: bool) -> list[Spec]:
    """The epoch of the frame in the upper right corner; the dataset has the columns frame, epoch, loss."""
    text = "'Epoch ' + format(datum.epoch, ',d')"
    if with_loss:
        text += " + ' · loss ' + format(datum.loss, '.4~g')"
    right, top, wide = {"value": "width"}, {"value": 0}, 164 if with_loss else 98
    look = {"align": "right", "baseline": "top", "fontSize": 13, "fontWeight": 600, "dx": -14, "dy": 12}
    words = layer(
        data,
        {"type": "text", "color": EDGE, **look},
        {"text": {"field": "caption", "type": "nominal"}, "x": right, "y": top},
        HERE,
        {"calculate": text, "as": "caption"},
    )
    if not boxed:
        return [words]
    shift = {"xOffset": -6, "x2Offset": -6, "yOffset": 6, "y2Offset": 6}
    left = {"value": {"expr": f"width - {wide}"}}
    box = layer(
        data,
        {"type": "rect", "color": HALO, "opacity": 0.8, "cornerRadius": 3, **shift},
        {"x": left, "x2": right, "y": top, "y2": {"value": 24}},
        HERE,
    )
    return [box, words]


def two_lines(name: str) -> list[str]:
    """The unit below the name, since one line is too wide for a phone."""
    what, bracket, unit = style.plain(name, 90).rpartition(" (")
    return [what, f"({unit}"] if bracket else [unit]


def short(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with floats of six significant digits, infinities as missing."""
    shortened = frame.copy()
    for name in frame.columns:
        if frame[name].dtype.kind == "f":
            values = frame[name].to_numpy()
            values = np.where(np.isfinite(values), values, np.nan)
            shortened[name] = [float(f"{value:.6g}") for value in values.tolist()]
    return shortened
