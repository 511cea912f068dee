"""Specifications that are built once and filled with new rows each time.

The page draws a chart anew where its specification has changed. A chart that is redrawn at every step is
therefore built once for each title, with named tables in place of rows.
"""

from __future__ import annotations

import copy
from typing import Any

import altair as alt
import pandas as pd
from altair.utils import schemapi

from gd_core.charts.chart import Chart


def table(name: str) -> Chart:
    """Return a chart of the table ``name``, to be filled later."""
    return Chart(alt.NamedData(name=name))


def filled(template: dict[str, Any], **tables: pd.DataFrame) -> dict[str, Any]:
    """Return the specification `template` with its named tables."""
    return {**copy.deepcopy(template), "datasets": tables}


def build_unchecked() -> None:
    """Let Altair build parts of charts without checking each; errors then show where a chart is drawn."""
    schemapi.disable_debug_mode()
