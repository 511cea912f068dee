"""The rows behind a chart, whatever it is made of."""

import pandas as pd

from gd_core.charts.chart import Chart
from gd_core.charts.chart_as_table import data_of
from gd_core.charts.marks import layered, stacked

A = pd.DataFrame({"x": [1.5, 2.0], "name": ["=1+1", "b"]})
B = pd.DataFrame({"x": [9.0], "y": [3.0]})


def test_a_chart_of_one_table_gives_just_that():
    layers = layered(Chart(A).mark_line(), Chart(A).mark_point())
    assert data_of(layers).equals(A) and data_of(Chart(A).mark_bar()).equals(A)


def test_several_tables_stand_one_below_the_other_with_their_marks():
    chart = layered(Chart(A).mark_line(), Chart(B).mark_rule(), Chart(A).mark_point())
    table = data_of(chart)
    assert list(table.columns) == ["drawn as", "x", "name", "y"]
    assert list(table["drawn as"]) == ["line, point", "line, point", "rule"]
    assert list(table["x"]) == [1.5, 2.0, 9.0] and table["name"].isna().tolist() == [False, False, True]


def test_panels_and_a_table_that_layers_inherit():
    inherited = layered(Chart().mark_line(), Chart().mark_point()).properties(data=A)
    chart = stacked(inherited, Chart(B).mark_area(), spacing=0, title="t")
    assert list(data_of(chart)["drawn as"]) == ["line, point", "line, point", "area"]


def test_a_chart_without_rows_gives_an_empty_table():
    assert data_of(Chart().mark_point()).empty
