"""Specifications with named tables."""

import altair as alt
import pandas as pd

from gd_core.charts.data import data_of
from gd_core.charts.filled import specification, table

A = pd.DataFrame({"x": [1.5, 2.0]})
B = pd.DataFrame({"x": [9.0]})


def chart(first, second):
    return alt.layer(
        *(alt.Chart(frame).mark_point().encode(x="x:Q") for frame in (first, second, first))
    ).properties(title="t")


def test_other_rows_leave_the_specification_as_it_is():
    one, other = specification(chart(A, B)), specification(chart(B, A))
    assert one.pop("datasets")["table_0"] is A and other.pop("datasets")["table_0"] is B
    assert one == other
    assert [layer["data"]["name"] for layer in one["layer"]] == ["table_0", "table_1", "table_0"]


def test_its_rows_can_be_saved():
    assert list(data_of(specification(chart(A, B)))["x"]) == [1.5, 2.0, 9.0]


def test_a_table_by_name():
    assert table("points").mark_point().encode(x="x:Q").to_dict()["data"] == {"name": "points"}
