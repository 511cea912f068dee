"""Specifications that are built once and filled with new rows each time.

Building a chart takes Altair ten to forty milliseconds, and the page draws one anew where its specification
has changed. A chart that is redrawn at every step is therefore built once for each title, with named
tables in place of rows.
"""

from __future__ import annotations

import copy
from typing import Any

import altair as alt
import pandas as pd


def table(name: str) -> alt.Chart:
    """Return a chart of the table ``name``, to be filled later. Every field needs its type."""
    return alt.Chart(alt.NamedData(name=name))


def filled(template: dict[str, Any], **tables: pd.DataFrame) -> dict[str, Any]:
    """Return the specification `template` with its named tables."""
    return {**copy.deepcopy(template), "datasets": tables}
