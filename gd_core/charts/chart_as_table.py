"""The data that a chart shows, as one table that a person can save."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from gd_core.charts.chart import COMPOSED, Chart

_DRAWN_AS = "drawn as"


def data_of(chart: Chart) -> pd.DataFrame:
    """Return the rows behind `chart`, as given to it.

    A chart that is made of several tables gives them one below the other, with a first column "drawn as"
    that names the marks of each; a table that several marks share comes once.
    """
    frames: list[pd.DataFrame] = []
    marks: list[list[str]] = []
    for mark, frame in _marks(chart.specification()):
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


def _marks(spec: dict[str, Any]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Mark and table of each layer or panel; one without a table of its own has that of the whole."""

    def walk(part: dict[str, Any], inherited: str | None) -> Iterator[tuple[str, pd.DataFrame]]:
        name = part.get("data", {}).get("name", inherited)
        parts = [inner for kind in COMPOSED for inner in part.get(kind, [])]
        if not parts and name is not None:
            yield part["mark"]["type"], spec["datasets"][name]
        for inner in parts:
            yield from walk(inner, name)

    yield from walk(spec, None)
