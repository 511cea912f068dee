"""Charts that are played in the page itself: a slider over frames, a box that moves it, and what both show.

Nothing is asked of the server meanwhile: layers keep only the rows of the frame that is shown. A chart whose
specification stays the same is given new rows by the page and goes on; what moves with the rows, such as the
ends of an axis, is therefore looked up in them (`looked_up`) instead of standing in the specification.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart

UNTIL, HERE = "datum.frame <= frame", "datum.frame == frame"
"""Filters: the rows up to the frame that is shown, and those of that frame."""

HALO, EDGE = alt.ExprRef(style.HALO), alt.ExprRef(style.EDGE)
"""What lies under a line so that it stands out, and what is written over it."""

# Not `format`: a linear axis would cut its precision and write 300 as 3e+2.
NUMBER = "format(datum.value, abs(datum.value) < 1e6 ? ',~g' : '.2~e')"
"""How an axis writes numbers whose size changes from frame to frame."""

TICK = 450
"""Milliseconds from frame to frame where nothing else is said."""

SPEEDS = {"Slow": 0.5, "Normal": 1.0, "Fast": 2.5}
"""What a reader chooses -> how many times as fast."""


def slider(last: int, name: str = "Frame", *, tick: int = TICK) -> list[dict[str, Any]]:
    """The parameters of `player` for frames that are counted from 0 to `last`."""
    return player(range(last + 1), name, tick=tick)


def player(epochs: Sequence[int], name: str = "Epoch", *, tick: int = TICK) -> list[dict[str, Any]]:
    """Parameters that move a chart: `play` (a box), `shown` (a slider), and `frame`, from 0, which follows.

    The slider goes over the epochs from the first to the last of `epochs`, and is open at the end; those of
    them that have no frame show the last one before. Every `tick` milliseconds `play` goes on to the next
    frame. It ends with the last one, and begins anew when it is pressed there. The timer is one of Vega's
    event streams, which Vega-Lite hands through.
    """
    first, last = epochs[0], epochs[-1]
    whole = last - first + 1 == len(epochs)
    passed = (
        f"min(shown, {last}) - {first}"
        if whole
        else " + ".join(f"(shown >= {epoch})" for epoch in epochs[1:])
    )
    following = "shown + 1" if whole else f"{list(epochs)}[frame + 1]"
    onwards = f"play ? (shown < {last} ? {following} : {first}) : shown"
    track = {"input": "range", "min": first, "max": max(last, first + 1), "step": 1, "name": f"{name} "}
    timer = {"type": "timer", "throttle": tick}
    return [
        {
            "name": "play",
            "value": False,
            "bind": {"input": "checkbox", "name": "Play "},
            "on": [{"events": {"signal": "shown"}, "update": f"play && shown < {last}"}],
        },
        {"name": "shown", "value": last, "bind": track, "on": [{"events": timer, "update": onwards}]},
        {"name": "frame", "expr": passed},
    ]


def at_speed(specification: dict[str, Any], speed: float) -> dict[str, Any]:
    """Return the chart's `specification` with everything that plays in it `speed` times as fast."""
    return {
        **specification,
        **{
            kind: [_at_speed(param, speed) for param in specification[kind]]
            for kind in ("params", "signals")
            if kind in specification
        },
    }


def _at_speed(param: dict[str, Any], speed: float) -> dict[str, Any]:
    changes = [
        {**on, "events": {**on["events"], "throttle": round(on["events"]["throttle"] / speed)}}
        if isinstance(on["events"], dict) and "throttle" in on["events"]
        else on
        for on in param.get("on", ())
    ]
    return {**param, "on": changes} if changes else param


def looked_up(table: str, *fields: str, row: str = "0") -> list[alt.ExprRef]:
    """Return values that the page looks up in one `row` of the table of that name."""
    return [alt.ExprRef(f"data('{table}')[{row}].{field}") for field in fields]


def tip(field: str, title: str, form: str) -> alt.Tooltip:
    """Return an entry of a tooltip with a number."""
    return alt.Tooltip(f"{field}:Q", title=style.plain(title, 90), format=form)


def caption(now: Chart, *, with_loss: bool, boxed: bool) -> list[Chart]:
    """Return words in the upper right corner; `now` has the epoch and loss of the frame that is shown."""
    text = "'Epoch ' + format(datum.epoch, ',d')"
    if with_loss:
        text += " + ' · loss ' + format(datum.loss, '.4~g')"
    right, top, wide = alt.XValue("width"), alt.YValue(0), 164 if with_loss else 98
    look = {"align": "right", "baseline": "top", "fontSize": 13, "fontWeight": 600, "dx": -14, "dy": 12}
    words = now.transform_calculate(caption=text).mark_text(color=EDGE, tooltip=None, **look)
    words = words.encode(text="caption:N", x=right, y=top)
    if not boxed:
        return [words]
    shift = {"xOffset": -6, "x2Offset": -6, "yOffset": 6, "y2Offset": 6}
    left, bottom = alt.XValue(alt.ExprRef(f"width - {wide}")), alt.Y2Value(24)
    box = now.mark_rect(color=HALO, opacity=0.8, cornerRadius=3, tooltip=None, **shift)
    return [box.encode(x=left, x2=alt.X2Value("width"), y=top, y2=bottom), words]


def two_lines(name: str) -> list[str]:
    """Return an axis title with the unit below the name, since one line is too wide for a phone."""
    what, bracket, unit = style.plain(name, 90).rpartition(" (")
    return [what, f"({unit}"] if bracket else [unit]


def short(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `frame` with floats of six significant digits, infinities as missing."""
    shortened = frame.copy()
    for name in frame.columns:
        if frame[name].dtype.kind == "f":
            values = frame[name].to_numpy()
            values = np.where(np.isfinite(values), values, np.nan)
            shortened[name] = [float(f"{value:.6g}") for value in values.tolist()]
    return shortened
