"""The rows behind a chart, whatever it is made of."""

import altair as alt
import pandas as pd

from gd_core.charts.data import data_of

A = pd.DataFrame({"x": [1.5, 2.0], "name": ["=1+1", "b"]})
B = pd.DataFrame({"x": [9.0], "y": [3.0]})


def test_a_chart_of_one_table_gives_just_that():
    layers = alt.layer(alt.Chart(A).mark_line(), alt.Chart(A).mark_point())
    assert data_of(layers).equals(A) and data_of(alt.Chart(A).mark_bar()).equals(A)


def test_several_tables_stand_one_below_the_other_with_their_marks():
    chart = alt.layer(alt.Chart(A).mark_line(), alt.Chart(B).mark_rule(), alt.Chart(A).mark_point())
    table = data_of(chart)
    assert list(table.columns) == ["drawn as", "x", "name", "y"]
    assert list(table["drawn as"]) == ["line, point", "line, point", "rule"]
    assert list(table["x"]) == [1.5, 2.0, 9.0] and table["name"].isna().tolist() == [False, False, True]


def test_panels_and_a_table_that_layers_inherit():
    inherited = alt.layer(alt.Chart().mark_line(), alt.Chart().mark_point(), data=A)
    chart = alt.vconcat(inherited, alt.Chart(B).mark_area())
    assert list(data_of(chart)["drawn as"]) == ["line, point", "line, point", "area"]


def test_a_specification_with_rows_or_with_frames():
    for table in (A, A.to_dict("records")):
        spec = {
            "layer": [
                {"data": {"name": "t"}, "mark": {"type": "line"}},
                {"data": {"name": "t"}, "mark": "point"},
            ],
            "datasets": {"t": table},
        }
        assert data_of(spec).equals(A)
    plain = alt.layer(alt.Chart(A).mark_line(), alt.Chart(B).mark_rule()).to_dict()
    assert list(data_of(plain)["drawn as"]) == ["line", "line", "rule"]


def test_a_chart_without_rows_gives_an_empty_table():
    assert data_of({"mark": "point"}).empty
