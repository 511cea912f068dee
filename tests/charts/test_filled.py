"""Specifications with named tables, to be filled later."""

import pandas as pd

from gd_core.charts.filled import filled, table

A = pd.DataFrame({"x": [1.5, 2.0]})


def test_a_table_by_name():
    assert table("points").mark_point().encode(x="x:Q").to_dict()["data"] == {"name": "points"}


def test_a_template_stays_as_it_is_when_it_is_filled():
    template = table("points").mark_point().encode(x="x:Q").to_dict()
    spec = filled(template, points=A)
    assert spec["datasets"]["points"] is A and "datasets" not in template
    spec["mark"]["color"] = "red"
    assert template["mark"] == {"type": "point"}
