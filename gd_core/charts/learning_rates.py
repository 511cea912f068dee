"""Several descents laid over each other, and the epochs that each learning rate needs."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from gd_core.charts import marks, player, runs, style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.player import EDGE

PROGRESS = {"epoch": "Epoch", "updates": "Updates", "samples": "Rows seen"}
_HEIGHT = 200
_BELOW, _ABOVE = 1e-7, 1e2  # the picture's lower and upper end, times the loss at the start
_SHORTEST = 100  # epochs that are shown at least
_COUNT = "format(datum.value, datum.value < 1e5 ? ',d' : '~s')"


def excess_against_progress(
    curves: pd.DataFrame, arrived: pd.DataFrame, *, progress: str = "epoch", unit: str
) -> Chart:
    """Draw how far each descent's loss is above its minimum, on a logarithmic axis, its name at its end.

    `curves` has the columns name, epoch, `progress` (one of `PROGRESS`) and excess (positive, in squared
    degrees `unit`; all start with the same). `arrived` has name, `progress` and excess of each descent that
    has arrived. What leaves the picture is drawn until it does.
    """
    style.require(curves, ["name", "epoch", progress, "excess"], "curves")
    style.require(arrived, ["name", progress, "excess"], "arrived")
    names = list(dict.fromkeys(curves["name"]))
    curves, arrived = (
        frame.assign(run=frame["name"].map(names.index), x=frame[progress]) for frame in (curves, arrived)
    )
    low, high = (share * float(curves["excess"].iloc[0]) for share in (_BELOW, _ABOVE))
    last = _last(curves, arrived)
    drawn = pd.concat([_inside(curve, (low, high), last) for _, curve in curves.groupby("run")])
    ends = drawn.groupby("run").tail(1)
    shares = np.log(ends["excess"].to_numpy() / low) / np.log(high / low)
    ends = ends.assign(place=low * (high / low) ** runs.name_places(shares, _HEIGHT))
    goal = float(arrived["excess"].iloc[0]) if len(arrived) else np.nan
    bounds = {
        "low": low,
        "high": high,
        "left": 0.0,
        "right": last,
        "excess": goal,
        "words": _words(goal, curves),
    }
    tables = {
        "curves": drawn,
        "arrived": arrived[["run", "name", "x", "excess"]],
        "ends": ends,
        "bounds": pd.DataFrame([bounds]),
    }
    return _lines(tables, PROGRESS[progress], unit)


def _words(goal: float, curves: pd.DataFrame) -> str:
    """What the line of arriving is: the share of the start that is left there."""
    return f"arrived: {100.0 * goal / float(curves['excess'].iloc[0]):.3g}%"


def _last(curves: pd.DataFrame, arrived: pd.DataFrame) -> float:
    """The end of x: a little after the last arrival, and not before `_SHORTEST` epochs."""
    longest = float(curves["x"].max())
    if not len(arrived):
        return longest
    shortest = longest * min(1.0, _SHORTEST / max(float(curves["epoch"].max()), 1.0))
    return min(longest, max(shortest, 1.25 * float(arrived["x"].max())))


def _inside(curve: pd.DataFrame, ends: tuple[float, float], last: float) -> pd.DataFrame:
    """The points (run, name, x, excess) of one curve until it leaves the picture, the last at its edge."""
    x = curve["x"].to_numpy(dtype=float)
    level = np.log(np.minimum(curve["excess"].to_numpy(dtype=float), 1e300))
    low, high = np.log(ends)
    out = np.flatnonzero(~((level >= low) & (level <= high) & (x <= last)))
    if out.size:
        k = int(out[0])
        step, rise = x[k] - x[k - 1], level[k] - level[k - 1]
        to_edge = ((high if rise > 0.0 else low) - level[k - 1]) / rise if rise else 1.0
        share = min(1.0, (last - x[k - 1]) / step, to_edge)
        x, level = x[: k + 1].copy(), level[: k + 1].copy()
        x[k], level[k] = x[k - 1] + share * step, level[k - 1] + share * rise
    first = curve.iloc[0]
    return pd.DataFrame({"run": first["run"], "name": first["name"], "x": x, "excess": np.exp(level)})


def _lines(tables: dict[str, pd.DataFrame], progress: str, unit: str) -> Chart:
    """The curves, a dot where each has arrived, the names, and the line of arriving."""
    curves, arrived, ends, bounds = (Chart(Table(style.light(table), name)) for name, table in tables.items())
    above = f"Loss above its minimum ({style.unit_text(unit)}²)"
    across = alt.Scale(domain=player.looked_up("bounds", "left", "right"), nice=False)
    up = alt.Scale(type="log", domain=player.looked_up("bounds", "low", "high"), nice=False)
    x = alt.X(
        "x:Q",
        title=progress,
        scale=runs.inside(across),
        axis=alt.Axis(labelExpr=_COUNT, grid=False, tickCount=6),
    )
    y = alt.Y("excess:Q", title=above, scale=up, axis=marks.power_axis(tickCount=5))
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip("x:Q", title=progress, format=",.0f"),
        alt.Tooltip("excess:Q", title=above, format=".3~g"),
    ]
    rule = bounds.mark_rule(color=style.REFERENCE, strokeDash=[4, 3], tooltip=None).encode(y=y)
    # Where no curve is for long: they begin higher, and come here later.
    look = {"align": "left", "baseline": "top", "dx": 5, "dy": 2}
    words = bounds.mark_text(**look, color=EDGE, tooltip=None).encode(x=alt.XValue(0), y=y, text="words:N")
    line = curves.mark_line(strokeWidth=style.LINE_WIDTH).encode(
        x=x, y=y, color=runs.colour(), strokeDash=runs.dash(), tooltip=tooltip
    )
    dots = arrived.mark_circle(size=70, opacity=1).encode(x=x, y=y, color=runs.colour(), tooltip=tooltip)
    layers = [rule, line, dots, words, *runs.names_at_ends(ends, y)]
    return marks.finished(marks.layered(*layers), "", _HEIGHT)


def swings(table: pd.DataFrame, *, among: pd.Series | None = None) -> Chart:
    """Draw the distance of each descent from the minimum along one direction, from side to side.

    `table` has the columns name, epoch and distance (in coefficients). A descent that leaves the picture is
    cut at its edge. `among`: the names of all runs, where another picture shows more of them.
    """
    style.require(table, ["name", "epoch", "distance"], "table")
    table = table.assign(run=runs.numbered(table["name"], among))
    reach = 2.0 * max(float(table["distance"][table["epoch"] == 0].abs().max()), 1e-12)
    ends = table.groupby("run").tail(1)
    ends = ends.assign(distance=ends["distance"].clip(-reach, reach))
    places = runs.name_places(0.5 + 0.5 * ends["distance"].to_numpy() / reach, _HEIGHT)
    ends = ends.assign(place=(2.0 * places - 1.0) * reach)
    axis = alt.Axis(format="d", tickMinStep=1, grid=False)
    x = alt.X("epoch:Q", title="Epoch", axis=axis, scale=runs.inside(alt.Scale(nice=False)))
    scale = alt.Scale(domain=[-reach, reach], nice=False)
    y = alt.Y("distance:Q", title="Distance to the minimum", scale=scale)
    tooltip = [
        alt.Tooltip("name:N", title="Run"),
        alt.Tooltip("epoch:Q", title="Epoch", format="d"),
        alt.Tooltip("distance:Q", title="Distance", format=".3~g"),
    ]
    base = Chart(table).encode(x=x, y=y, color=runs.colour(), tooltip=tooltip)
    layers = [
        marks.rule_at(0.0, "y"),
        base.mark_line(strokeWidth=1.5, clip=True, tooltip=None).encode(strokeDash=runs.dash()),
        base.mark_circle(size=26, opacity=1, clip=True),
        *runs.names_at_ends(Chart(ends), y),
    ]
    return marks.finished(marks.layered(*layers), "", _HEIGHT)


def epochs_against_rate(
    measured: pd.DataFrame, foretold: pd.DataFrame, *, largest_stable: float, best: float
) -> Chart:
    """Draw the epochs that rates took (dots) and that are foretold for all (line), and two rates that matter.

    `measured` has the columns rate and measured, `foretold` rate and epochs, possibly NaN.
    """
    style.require(measured, ["rate", "measured"], "measured")
    style.require(foretold, ["rate", "epochs"], "foretold")
    end = 1.04 * max(largest_stable, float(measured["rate"].max()))
    # A rate far beyond the limit would leave no room for what is below it.
    domain = [float(foretold["rate"].min()), min(end, 1.5 * largest_stable)]
    x = alt.X(
        "rate:Q",
        title="Learning rate",
        axis=alt.Axis(format=".2~g", tickCount=6, grid=False),
        scale=alt.Scale(domain=domain, nice=False, padding=8),
    )
    special = pd.DataFrame({"rate": [best, largest_stable], "what": ["best for the worst start", "limit"]})
    tooltip = [alt.Tooltip("what:N", title="Rate"), alt.Tooltip("rate:Q", format=".4~g")]
    layers = [
        Chart(special).mark_rule(color=style.REFERENCE, strokeDash=[4, 3]).encode(x=x, tooltip=tooltip),
        _by_rate(foretold, "epochs", "Foretold", x).mark_line(strokeWidth=style.LINE_WIDTH, clip=True),
        _by_rate(measured, "measured", "Measured", x).mark_circle(size=80, opacity=1, clip=True),
    ]
    return marks.finished(marks.layered(*layers), "", _HEIGHT)


def _by_rate(table: pd.DataFrame, column: str, series: str, x: alt.X) -> Chart:
    """Return the rows of `table` that can stand on a logarithmic axis, in the colour of their `series`."""
    rows = table[["rate", column]].dropna().rename(columns={column: "value"})
    rows = rows[(rows["value"] > 0) & np.isfinite(rows["value"])].assign(series=series)
    colours = [style.COLOURS["least_squares"], style.COLOURS["gradient_descent"]]
    scale = alt.Scale(domain=["Foretold", "Measured"], range=colours)
    axis = alt.Axis(format=",~g", tickCount=4)
    return Chart(rows).encode(
        x=x,
        y=alt.Y("value:Q", title="Epochs needed", scale=alt.Scale(type="log"), axis=axis),
        color=alt.Color("series:N", scale=scale, legend=style.legend()),
        tooltip=[
            alt.Tooltip("series:N", title="What"),
            alt.Tooltip("rate:Q", title="Learning rate", format=".3~g"),
            alt.Tooltip("value:Q", title="Epochs", format=",.0f"),
        ],
    )
