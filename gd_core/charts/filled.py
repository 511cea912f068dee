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
from altair.utils import schemapi

COMPOSED = ("layer", "hconcat", "vconcat", "concat")
"""What a chart made of charts calls its parts."""


def table(name: str) -> alt.Chart:
    """Return a chart of the table ``name``, to be filled later. Every field needs its type."""
    return alt.Chart(alt.NamedData(name=name))


def filled(template: dict[str, Any], **tables: pd.DataFrame) -> dict[str, Any]:
    """Return the specification `template` with its named tables."""
    return {**copy.deepcopy(template), "datasets": tables}


def specification(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return `chart` as a specification with named tables, which are the same for the same kind of chart.

    Altair does not check it once more (the tests do that), which takes as long as building it; and the page
    keeps a picture whose specification has not changed, and only gives it the new rows. The tables are taken
    out here and not by one of Altair's data transformers: those are set for all threads at once.
    """
    tables: dict[str, pd.DataFrame] = {}
    bare = _without_tables(chart, tables)
    return {**bare.to_dict(validate=False), "datasets": tables}


def _without_tables(chart: Any, tables: dict[str, pd.DataFrame]) -> Any:
    """A copy of `chart` that names its tables, which are added to `tables`."""
    copied = chart.copy(deep=False)
    data = getattr(chart, "data", alt.Undefined)
    if isinstance(data, pd.DataFrame):
        name = next((name for name, other in tables.items() if other is data), f"table_{len(tables)}")
        tables[name] = data
        copied.data = alt.NamedData(name=name)
    for kind in COMPOSED:
        if isinstance(parts := getattr(chart, kind, None), list):
            setattr(copied, kind, [_without_tables(part, tables) for part in parts])
    return copied


def build_unchecked() -> None:
    """Let Altair build charts without checking every part; errors then show where a chart is drawn."""
    schemapi.disable_debug_mode()
