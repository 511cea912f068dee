"""The data that a chart shows, as one table that a person can save."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd

from gd_core.charts.filled import COMPOSED

_DRAWN_AS = "drawn as"
AnyChart = alt.TopLevelMixin | dict[str, Any]


def data_of(chart: AnyChart) -> pd.DataFrame:
    """Return the rows behind `chart` (an Altair chart or a specification as a dict), as given to it.

    A chart that is made of several tables gives them one below the other, with a first column "drawn as"
    that names the marks of each; a table that several marks share comes once.
    """
    frames: list[pd.DataFrame] = []
    marks: list[list[str]] = []
    found = _in_specification(chart) if isinstance(chart, dict) else _in_chart(chart, None)
    for mark, frame in found:
        known = next((i for i, other in enumerate(frames) if other is frame), None)
        if known is None:
            frames.append(frame)
            marks.append([mark])
        elif mark not in marks[known]:
            marks[known].append(mark)
    if len(frames) < 2:
        return frames[0].reset_index(drop=True) if frames else pd.DataFrame()
    named = [frame.assign(**{_DRAWN_AS: ", ".join(mark)}) for frame, mark in zip(frames, marks, strict=True)]
    table = pd.concat([frame.astype(object) for frame in named], ignore_index=True).infer_objects()
    return table[[_DRAWN_AS, *(name for name in table.columns if name != _DRAWN_AS)]]


def _in_chart(chart: Any, inherited: pd.DataFrame | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Mark and table of each layer or panel; one without a table of its own has that of the whole."""
    own = getattr(chart, "data", alt.Undefined)
    frame = own if isinstance(own, pd.DataFrame) else inherited
    parts = [part for kind in COMPOSED if hasattr(chart, kind) for part in getattr(chart, kind)]
    if not parts and frame is not None:
        yield _mark(chart.mark), frame
    for part in parts:
        yield from _in_chart(part, frame)


def _in_specification(spec: dict[str, Any]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The same for a specification with its tables under "datasets"."""
    tables = {name: pd.DataFrame(rows) for name, rows in spec.get("datasets", {}).items()}

    def walk(part: dict[str, Any], inherited: str | None) -> Iterator[tuple[str, pd.DataFrame]]:
        name = part.get("data", {}).get("name", inherited)
        parts = [inner for kind in COMPOSED for inner in part.get(kind, [])]
        if not parts and name in tables:
            yield _mark(part["mark"]), tables[name]
        for inner in parts:
            yield from walk(inner, name)

    yield from walk(spec, None)


def _mark(mark: Any) -> str:
    if isinstance(mark, dict):
        return str(mark["type"])
    return mark if isinstance(mark, str) else str(mark.type)
