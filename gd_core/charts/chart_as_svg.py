"""Charts as pictures that need no page, no script and no network around them."""

from __future__ import annotations

import json
from typing import Any

import altair as alt

from gd_core.charts import style
from gd_core.charts.chart import Chart

WIDTH = 720
"""Pixels, title and axes included."""


def svg(chart: Chart, *, width: int = WIDTH, ramp: list[str] | None = None) -> str:
    """Return a chart as the text of an SVG file.

    On white, `width` pixels wide; `ramp` are the colours of few to many, which a page takes from its theme.
    The picture holds no script, and words of somebody's file are in it as escaped text only.
    """
    # Imported when used: it brings a JavaScript engine, which only a report needs.
    import vl_convert

    spec = chart.specification()
    tables = {name: alt.to_values(table)["values"] for name, table in spec["datasets"].items()}
    # What a page measures is given here.
    text = json.dumps({**spec, "datasets": tables}).replace("containerSize()[0]", str(width))
    spec = json.loads(text)
    for part in (spec, *spec.get("vconcat", ())):
        if part.get("width") == "container" or "vconcat" in spec:
            part["width"] = width
    grey = style.TEXT_ON_LIGHT
    config: dict[str, Any] = {
        "background": "#FFFFFF",
        "font": "sans-serif",
        "view": {"stroke": None},
        "axis": {"gridColor": "#E6EAED", "domain": False, "ticks": False, "labelFontSize": 12},
        "title": {"fontSize": 16, "color": "#1E2930"},
        "legend": {"labelFontSize": 12, "labelColor": grey, "titleColor": grey},
    }
    if ramp:
        config["range"] = {"ramp": ramp, "heatmap": ramp}
    drawn = vl_convert.vegalite_to_svg(spec, config=config)
    return str(drawn)
