"""Several runs in one chart: a colour and a dash for each, and the name of each where its curve ends.

Runs are numbered, so that the specification stays the same whatever they are called.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import style
from gd_core.charts.chart import Chart
from gd_core.charts.player import EDGE

COLOURS = style.PALETTE
"""In the order of the runs."""

DASHES = [[1, 0], [8, 3], [3, 3], [10, 3, 2, 3], [5, 2], [2, 2], [12, 4]]
"""In the order of the runs, for those who cannot tell the colours apart."""

GUTTER = 130
"""Pixels at the right of the plot, for the names."""

_LINE = 17  # pixels from name to name, at least
_ORDER = list(range(len(COLOURS)))


def numbered(names: pd.Series, among: pd.Series | None = None) -> pd.Series:
    """Return the number of each run, in the order in which they come in `among`, else in `names`.

    A picture of some of the runs takes all of them as `among`, so that each keeps its colour. Raises
    ValueError for a name that is not among them.
    """
    every = names if among is None else among
    found = pd.Index(every.unique()).get_indexer(pd.Index(names))
    if (found < 0).any():
        raise ValueError(f"{names[found < 0].iloc[0]!r} is none of the runs {list(every.unique())}.")
    return pd.Series(found % len(COLOURS), index=names.index)


def colour(field: str = "run:O", **options: Any) -> alt.Color:
    """Return the colour of the runs whose numbers stand in `field`."""
    return alt.Color(field, scale=alt.Scale(domain=_ORDER, range=COLOURS), legend=None, **options)


def dash(field: str = "run:O") -> alt.StrokeDash:
    """Return the dash of the runs whose numbers stand in `field`."""
    return alt.StrokeDash(field, scale=alt.Scale(domain=_ORDER, range=DASHES), legend=None)


def inside(scale: alt.Scale) -> alt.Scale:
    """Return the scale of x, kept off the names at the right."""
    inside = scale.copy(deep=False)
    inside["range"] = [0, alt.ExprRef(f"width - {GUTTER}")]
    return inside


def name_places(shares: np.ndarray, height: int) -> np.ndarray:
    """Return where names stand, as shares of the `height` in pixels, beside curves that end at `shares`.

    Names keep the order of the ends and a line's distance from each other, and stay inside.
    """
    order = np.argsort(shares, kind="stable")
    gap, edge = _LINE / height, 0.5 * _LINE / height
    places = np.clip(shares[order], edge, 1.0 - edge)
    for k in range(1, len(places)):
        places[k] = max(places[k], places[k - 1] + gap)
    highest = 1.0 - edge - gap * np.arange(len(places))[::-1]
    result = np.empty_like(places)
    result[order] = np.minimum(places, highest)
    return result


def names_at_ends(ends: Chart, y: alt.Y) -> list[Chart]:
    """Return the names of runs at the right, as high as their curves end, each behind a piece of its line.

    `ends` has the columns run, name, and place, the y of the name.
    """
    beside, place = alt.XValue(alt.ExprRef(f"width - {GUTTER - 30}")), y.copy(deep=False)
    place["shorthand"] = "place:Q"
    look: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": 12, "fontWeight": 600}
    key = {
        "x": alt.XValue(alt.ExprRef(f"width - {GUTTER - 6}")),
        "x2": alt.X2Value(alt.ExprRef(f"width - {GUTTER - 26}")),
    }
    line = ends.mark_rule(strokeWidth=style.LINE_WIDTH, tooltip=None, aria=False)
    return [
        line.encode(**key, y=place, color=colour(), strokeDash=dash()),
        ends.mark_text(**look, color=EDGE, tooltip=None).encode(x=beside, y=place, text="name:N"),
    ]
