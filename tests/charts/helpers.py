"""Ways to look into a chart's specification, and names that have broken charts."""

from typing import Any

import pyarrow as pa

from gd_core.charts.chart import Chart

HOSTILE_NAMES = [
    "a.b",
    "a:Q",
    "a[0]",
    "it's",
    'the "best"',
    "`tick`",
    "back\\slash",
    "two\nlines",
    "",
    "image",
    "\u202eright to left",
    "datum.x > 0 ? 1 : 2",
    "</script><script>alert(1)</script>",
    "x" * 500,
]


def nodes(spec: Any, key: str) -> list[Any]:
    """Return what stands under `key` anywhere in `spec`, its datasets left out."""
    if isinstance(spec, list):
        return [found for item in spec for found in nodes(item, key)]
    if not isinstance(spec, dict):
        return []
    here = [spec[key]] if key in spec else []
    return here + [
        found
        for name, value in spec.items()
        if name not in ("datasets", "data")
        for found in nodes(value, key)
    ]


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of all datasets."""
    return [row for dataset in spec["datasets"].values() for row in dataset]


def with_columns(spec: dict[str, Any], *columns: str) -> list[dict[str, Any]]:
    """Return the rows of the first dataset that has all of `columns`."""
    for dataset in spec["datasets"].values():
        if dataset and set(columns) <= set(dataset[0]):
            return dataset
    raise AssertionError(f"no dataset has the columns {columns}")


def arrow_bytes(chart: Chart) -> int:
    """Return the bytes of the chart's frames as Arrow streams, which is what Streamlit sends."""
    size = 0
    for data in chart.specification()["datasets"].values():
        sink = pa.BufferOutputStream()
        table = pa.Table.from_pandas(data)
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        size += sink.getvalue().size
    return size
