"""The look of every chart, in one place: colours, words, sizes, and names that are safe to draw.

One colour per thing, the same on every page and in both themes, after the palette of Okabe and Ito
(2008, "Color Universal Design"), of which some are darker here: tests hold all of them to 3 to 1 on
white and on near-black, and apart for the colour-blind. Text and grid lines carry no colour of their
own: they take the theme of the page.

Names that come from somebody's file are never used as Vega field names, which give a meaning to
``. [ ] ' " \\``. They appear only as values of a field, or in a title through `plain`.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

COLOURS = {
    "gradient_descent": "#C44F00",
    "least_squares": "#0072B2",
    "actual": "#7D858C",
    "persistence": "#009E73",
    "climatology": "#CC79A7",
    "damped_anomaly": "#C58700",
}
"""Series id -> colour. The grey of the observations shows on white and on near-black alike."""

PALETTE = [*(colour for name, colour in COLOURS.items() if name != "actual"), "#5B93DB", COLOURS["actual"]]
"""For several runs side by side, in this order: vermilion, blue, green, purple, amber, sky blue, grey."""

LABELS = {
    "gradient_descent": "Gradient descent",
    "least_squares": "Least squares",
    "actual": "Observed",
    "persistence": "As today",
    "climatology": "As usual for the date",
    "damped_anomaly": "Between the two",
}
"""Series id -> what the reader sees."""

PARTS = {"train": "Training", "validation": "Validation", "test": "Test"}
"""Part id -> what the reader sees, in the order of time."""

DASHES = {"train": [1, 0], "validation": [5, 4]}
"""Training is drawn solid, validation dashed."""

REFERENCE = "#7D858C"
"""Zero lines, diagonals, borders between parts."""

FILLED_IN = "#2F8FA8"
"""Values that were not measured but filled in."""

WARMER, COOLER = "#D9742B", "#3489BF"
"""What raises a forecast and what lowers it."""

TEXT_ON_LIGHT, TEXT_ON_DARK = "#56626A", "#B9C3C9"
"""Words of axes and legends, a step quieter than the title."""

_IN_BOTH = "luminance(background) < 0.2 ? '{}' : '{}'"  # `background` is the page's colour inside Vega
TEXT = _IN_BOTH.format(TEXT_ON_DARK, TEXT_ON_LIGHT)
HALO, EDGE = _IN_BOTH.format("#0B1013", "#FFFFFF"), _IN_BOTH.format("#FFFFFF", "#1E2930")
"""Expressions for words in either theme, for what lies under a line, and for what is written over it."""

HEIGHT = 260
"""Pixels, the plotting area of an ordinary chart."""

PHONE = 380
"""Pixels: on a chart narrower than this, titles wrap early and legends use fewer columns."""

DESKTOP = 800
"""Pixels: a chart wider than this has a page to itself, and its title rarely needs a second line."""

BAND_OPACITY = 0.2
LINE_WIDTH = 2
RULE_WIDTH = 1.25

_UNITS = {"C": "°C", "F": "°F"}
_TITLE_COLUMNS = ((320, 30), (PHONE, 38), (500, 44), (DESKTOP, 58), (math.inf, 98))
# Below so many pixels, so many characters of the bold 16 px title fit on a line.


def plain(text: object, limit: int = 60) -> str:
    """Return `text` fit for a title, an axis or a tooltip: one line, printable, at most `limit` characters.

    White space of any kind becomes a single blank, a backslash becomes a slash (Vega reads it as
    the start of an escape), and unprintable characters, such as those that turn the direction of
    writing, are left out. Text with nothing to show becomes "(no name)".
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1 character, got {limit}.")
    blanks = "".join(" " if character.isspace() else character for character in str(text))
    shown = "".join(character for character in blanks.replace("\\", "/") if character.isprintable())
    shown = " ".join(shown.split()) or "(no name)"
    if len(shown) <= limit:
        return shown
    end = (limit - 1) // 2  # the middle goes: names often differ in their last words
    return f"{shown[: limit - 1 - end].rstrip()}…{shown[len(shown) - end :].lstrip()}"


def distinct(names: Iterable[object], limit: int = 60) -> list[str]:
    """Make `names` plain and still different from each other, since equal names would share one row."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        text = plain(name, limit)
        number = seen.get(text, 0) + 1
        candidate = text if number == 1 else f"{text} ({number})"
        while candidate in seen:
            number += 1
            candidate = f"{text} ({number})"
        seen[text] = number
        seen.setdefault(candidate, 1)
        result.append(candidate)
    return result


def unit_text(unit: str | None) -> str:
    """Return a unit as readers write it: "C" -> "°C", "F" -> "°F", anything else made plain, None -> ""."""
    return "" if unit is None else _UNITS.get(unit, plain(unit, 20))


def axis_title(name: object, unit: str | None = None) -> str:
    """Return an axis title with its unit: ``axis_title("Wind", "m/s")`` -> "Wind (m/s)"."""
    text = plain(name, 40)
    return f"{text} ({unit_text(unit)})" if unit else text


def temperature_title(unit: str) -> str:
    """Return the title of a temperature axis, "Temperature (°C)"; `unit` is "C" or "F"."""
    if unit not in _UNITS:
        raise ValueError(f"The unit of a temperature must be 'C' or 'F', got {unit!r}.")
    return axis_title("Temperature", unit)


def width_of(*, concatenated: bool = False) -> str:
    """Return the Vega expression of the width of the whole chart in pixels, names of the axis included.

    The container's size alone is not looked at again when the window changes; naming `width`, which
    is always less, makes Vega do so. A chart of several panels has no `width`, but is drawn anew.
    """
    return "containerSize()[0]" if concatenated else "max(width, containerSize()[0])"


def _literal(value: Any) -> str:
    """Return a number, a text or a list of texts as it is written in a Vega expression."""
    return json.dumps(value, ensure_ascii=False)


def chart_title(text: str, *, concatenated: bool = False) -> alt.TitleParams:
    """Return a title that wraps by the width of the chart, so that nothing of it is cut off."""
    text = plain(text, 200)
    width = width_of(concatenated=concatenated)
    choice = _literal(textwrap.wrap(text, _TITLE_COLUMNS[-1][1]))
    for below, columns in reversed(_TITLE_COLUMNS[:-1]):
        choice = f"{width} < {below} ? {_literal(textwrap.wrap(text, columns))} : {choice}"
    return alt.TitleParams(text=alt.ExprRef(choice), anchor="start", frame="bounds", limit=0, offset=14)


def legend(
    columns: int = 0,
    *,
    below: int = PHONE,
    orient: Literal["top", "bottom"] = "top",
    concatenated: bool = False,
    **options: Any,
) -> alt.Legend:
    """Return a legend in one row; with `columns` entries a row (0: all) where less than `below` wide."""
    width = width_of(concatenated=concatenated)
    return alt.Legend(
        orient=orient,
        direction="horizontal",
        title=None,
        offset=8,
        padding=0,
        columnPadding=16,
        labelLimit=260,
        columns=alt.ExprRef(f"{width} < {below} ? {columns} : 0"),
        **options,
    )


def name_axis(**options: Any) -> alt.Axis:
    """Return the axis of names, which are cut where they would leave no room for the plot."""
    # Not by `width` alone: that is what remains beside the names, so each would depend on the other.
    limit = alt.ExprRef(f"clamp(0.42 * {width_of()}, 110, 210)")
    return alt.Axis(title=None, labelLimit=limit, labelPadding=8, **options)


def ramp_legend(title: str, **options: Any) -> alt.Legend:
    """Return a legend above the plot for the theme's ramp of colours, its title at the left."""
    beside = {"titleOrient": "left", "titlePadding": 10, "gradientLength": 140, **options}
    return alt.Legend(
        orient="top",
        direction="horizontal",
        title=title,
        offset=8,
        padding=0,
        gradientThickness=10,
        tickCount=3,
        **beside,
    )


def series_colour(series: Sequence[str], **legend_options: Any) -> alt.Color:
    """Return the colour of the fixed field "series", whose values are labels of the ids in `series`."""
    scale = alt.Scale(domain=[LABELS[name] for name in series], range=[COLOURS[name] for name in series])
    return alt.Color("series:N", scale=scale, legend=legend(**legend_options))


def date_axis(*, concatenated: bool = False, **options: Any) -> alt.Axis:
    """Return the axis of dates: "2014" in January, else "Mar" or "9 Mar", never a time of day."""
    return alt.Axis(
        title=None,
        grid=False,
        labelPadding=8,
        tickCount=alt.ExprRef(f"clamp(floor({width_of(concatenated=concatenated)} / 60), 3, 9)"),
        labelExpr=(
            "hours(datum.value) != 0 ? '' : date(datum.value) != 1 ? timeFormat(datum.value, '%-d %b')"
            " : month(datum.value) != 0 ? timeFormat(datum.value, '%b') : timeFormat(datum.value, '%Y')"
        ),
        **options,
    )


def date_time(day: pd.Timestamp) -> alt.DateTime:
    """Return a day in the form that a Vega domain or selection takes."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def require(frame: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Raise ValueError unless `frame` has all of `columns`; `name` is what the message calls the frame."""
    missing = [plain(column, 30) for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(
            f"{name} lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"it has {', '.join(plain(column, 30) for column in frame.columns) or 'none'}."
        )


def light(frame: pd.DataFrame, *, whole: bool = False) -> pd.DataFrame:
    """Return `frame` with float columns in single precision and infinities as missing: half the bytes.

    With `whole` numbers of 32 bits, too, where none is larger.
    """

    def shortened(column: pd.Series) -> Any:
        values = column.to_numpy()
        if values.dtype.kind == "f":
            return np.where(np.isfinite(values), values, np.nan).astype("float32")
        return values.astype("int32") if whole and values.dtype.kind == "i" else column.array

    # In one go: pandas takes its time for each column that is assigned.
    return pd.DataFrame({name: shortened(frame[name]) for name in frame.columns}, index=frame.index)


def padded(low: float, high: float, share: float = 0.04) -> list[float]:
    """Return the domain [low, high] with a margin of `share` of its length, at least half a degree."""
    margin = max((high - low) * share, 0.5)
    return [round(low - margin, 2), round(high + margin, 2)]
