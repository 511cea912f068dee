"""The one way in which charts are made here: a chart that is put together quickly.

Altair's own charts copy and check everything they hold whenever a part is added: 15.6 ms a chart, and a page
has eight that are drawn anew at every change. This one takes Altair's channels, axes and scales and has
methods of the same names, but writes each part down once as Vega-Lite and never changes it afterwards, so
that nothing has to be copied: 3.3 ms. The tests check what it writes against Vega-Lite's schema, and some of
it against Altair.

It may go once Altair can leave out copies and checks while a chart is built. Every chart then begins with
`alt.Chart` in place of `Chart`; what has to be kept is the naming of tables in `specification`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partialmethod
from typing import Any

import altair as alt
import pandas as pd
from altair.expr.core import Expression
from altair.utils import schemapi

COMPOSED = ("layer", "hconcat", "vconcat", "concat")
"""What a chart made of charts calls its parts."""

_VIEW = {"continuousWidth": 300, "continuousHeight": 300}
"""Pixels, where nothing else is said, as Altair has it."""


def build_unchecked() -> None:
    """Let Altair build channels and axes without checking each; errors then show where a chart is drawn."""
    schemapi.disable_debug_mode()


@dataclass(frozen=True)
class Table:
    """Rows with a name of their own, by which expressions of the chart can look them up: data('cells')."""

    rows: pd.DataFrame
    name: str


class Chart:
    """A Vega-Lite chart of `data`; every method returns a new one.

    A part of a layered chart without data takes those of the whole. Fields need their type ("x:Q").
    """

    def __init__(self, data: pd.DataFrame | Table | None = None, **parts: Any) -> None:
        self._parts = parts if data is None else {**parts, "data": plain(data)}

    def properties(self, **parts: Any) -> Chart:
        """Return the chart with `parts` of its specification, such as its title and height."""
        return Chart(**{**self._parts, **plain(parts)})

    def mark(self, kind: str, **look: Any) -> Chart:
        """Return the chart drawn as marks of this `kind`; without a tooltip (None), nor read aloud."""
        silent = {"aria": False} if look.get("tooltip", "") is None else {}
        return self.properties(mark={"type": kind, **silent, **look})

    mark_area = partialmethod(mark, "area")
    mark_bar = partialmethod(mark, "bar")
    mark_circle = partialmethod(mark, "circle")
    mark_line = partialmethod(mark, "line")
    mark_point = partialmethod(mark, "point")
    mark_rect = partialmethod(mark, "rect")
    mark_rule = partialmethod(mark, "rule")
    mark_text = partialmethod(mark, "text")

    def encode(self, **channels: Any) -> Chart:
        """Return the chart with `channels` besides those it has: Altair's, or fields as "name:Q"."""
        encoding = dict(self._parts.get("encoding", {}))
        for name, channel in channels.items():
            encoding[name] = plain(_written_out(name, channel))
        return Chart(**{**self._parts, "encoding": encoding})

    def transform_filter(self, condition: str | alt.Parameter) -> Chart:
        """Return the chart of the rows for which an expression holds, or that lie in a selection."""
        return self._transform({"filter": plain(condition)})

    def transform_calculate(self, **fields: str) -> Chart:
        """Return the chart with `fields` computed by expressions."""
        steps = [{"calculate": expression, "as": name} for name, expression in fields.items()]
        return self._transform(*steps)

    def transform_count(self, name: str) -> Chart:
        """Return the chart with the number of each row, from 1, as the field `name`."""
        return self._transform({"window": [{"op": "row_number", "as": name}]})

    def _transform(self, *steps: dict[str, Any]) -> Chart:
        return Chart(**{**self._parts, "transform": [*self._parts.get("transform", ()), *steps]})

    @property
    def title(self) -> str:
        """The title as one line of text, as a wide chart has it; empty without one."""
        title = self._parts.get("title", "")
        text = title.get("text", "") if isinstance(title, dict) else title
        if isinstance(text, dict):  # an expression that chooses lines by width, the widest last: see `style`
            expression = text["expr"]
            text = json.loads(expression[expression.rindex(': ["') + 2 :])
        return " ".join(text) if isinstance(text, list) else text

    def specification(self) -> dict[str, Any]:
        """Return the chart as a specification with named tables, the same names for the same kind of chart.

        It is not checked (the tests do that). The page keeps a picture whose specification has not changed,
        and only gives it the new rows.
        """
        tables: dict[str, pd.DataFrame] = {}
        spec = self._with_names(tables)
        config = {"view": _VIEW, **spec.get("config", {})}
        return {"$schema": alt.SCHEMA_URL, **spec, "config": config, "datasets": tables}

    def _with_names(self, tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
        """The parts with names for the frames, which are added to `tables`."""
        spec = dict(self._parts)
        data = spec.get("data")
        if isinstance(data, pd.DataFrame):
            name = next((name for name, other in tables.items() if other is data), f"table_{len(tables)}")
            data = Table(data, name)
        if data is not None:
            tables[data.name] = data.rows
            spec["data"] = {"name": data.name}
        for kind in COMPOSED:
            if kind in spec:
                spec[kind] = [part._with_names(tables) for part in spec[kind]]
        return spec

    def to_dict(self) -> dict[str, Any]:
        """Return the specification with rows in place of frames, as Vega-Lite reads it.

        Raises jsonschema's ValidationError if it is not sound; what moves a parameter ("on") is Vega's, which
        Vega-Lite hands through, and stays unchecked.
        """
        spec = self.specification()
        tables = {name: alt.to_values(table)["values"] for name, table in spec.pop("datasets").items()}
        params = [
            {key: value for key, value in param.items() if key != "on"} for param in spec.get("params", ())
        ]
        # Without the rows: any list of records is sound, and to look at each takes long.
        alt.Root.validate({**spec, "params": params} if params else spec)
        return {**spec, "datasets": tables} if tables else spec


def _written_out(name: str, channel: Any) -> Any:
    """A channel, or several, with Altair's own in place of "field:Q"."""
    if isinstance(channel, list):
        return [_written_out(name, one) for one in channel]
    return getattr(alt, name[0].upper() + name[1:])(channel) if isinstance(channel, str) else channel


def plain(value: Any) -> Any:
    """Return `value` with everything of Altair in it as dicts, lists, texts and numbers."""
    if isinstance(value, alt.SchemaBase):
        return value.to_dict(validate=False)
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.to_dict() if isinstance(value, alt.Parameter | Expression) else value
