"""Charts that are put together without Altair's copies: the same Vega-Lite that Altair writes."""

import altair as alt
import pandas as pd
import pytest
from jsonschema import ValidationError

from gd_core.charts import style
from gd_core.charts.chart import Chart, Table
from gd_core.charts.chart_as_table import data_of
from gd_core.charts.marks import finished, layered, stacked
from tests.charts.helpers import HOSTILE_NAMES, nodes

A = pd.DataFrame({"x": [1.5, 2.0], "y": [1.0, None], "day": pd.to_datetime(["2020-01-01", "2020-06-01"])})
B = pd.DataFrame({"x": [9.0]})


def three(first, second):
    layers = [Chart(frame).mark_point().encode(x="x:Q") for frame in (first, second, first)]
    return layered(*layers).properties(title="t")


def test_other_rows_leave_the_specification_as_it_is():
    one, other = three(A, B).specification(), three(B, A).specification()
    assert one.pop("datasets")["table_0"] is A and other.pop("datasets")["table_0"] is B
    assert one == other
    assert [layer["data"]["name"] for layer in one["layer"]] == ["table_0", "table_1", "table_0"]


def test_its_rows_can_be_saved():
    saved = data_of(three(A, B))
    assert list(saved["x"]) == [1.5, 2.0, 9.0]


def dressed(chart, window):
    """The same steps on a chart of Altair's and on ours."""
    colour = alt.when(alt.datum.x > 1).then(alt.value("red")).otherwise(alt.value("blue"))
    return (
        chart.mark_rule(strokeWidth=2, tooltip=None, aria=False)
        .encode(x=alt.X("day:T", scale=alt.Scale(domain=window), axis=style.date_axis()), y="x:Q", y2="y:Q")
        .encode(color=colour, yOffset="x:N", tooltip=[alt.Tooltip("x:Q", title="X"), "y:Q"])
        .encode(opacity=alt.condition("datum.lit", alt.value(1), alt.value(0.3)))
        .transform_calculate(lit="datum.x > 1", more="datum.x")
        .transform_filter("isValid(datum.x)")
        .transform_filter(window)
        .properties(height=120, title=style.chart_title("A title"))
    )


def test_every_step_writes_what_altair_writes():
    window = alt.selection_interval(name="window", encodings=["x"])
    ours, theirs = dressed(Chart(A), window).to_dict(), dressed(alt.Chart(A), window).to_dict()
    [their_rows], [our_rows] = theirs.pop("datasets").values(), ours.pop("datasets").values()
    assert our_rows == their_rows
    theirs.pop("data"), ours.pop("data")
    for part in {*ours, *theirs}:
        assert ours.get(part) == theirs.get(part), part


def test_a_chart_is_not_changed_by_what_is_made_of_it():
    chart = Chart(A).mark_line().encode(x="x:Q").transform_filter("datum.x > 1")
    before = str(chart.to_dict())
    chart.mark_point().encode(y="y:Q").transform_filter("true").properties(title="other").to_dict()
    finished(layered(chart, chart), "A title")
    assert str(chart.to_dict()) == before


def test_panels_and_layers_take_the_data_of_the_whole():
    inherited = layered(Chart().mark_line(), Chart().mark_point()).properties(data=A)
    spec = stacked(inherited, Chart(B).mark_area(), spacing=7, title="t").to_dict()
    assert nodes(spec["vconcat"], "spacing") == [] and spec["spacing"] == 7
    assert [panel["data"]["name"] for panel in spec["vconcat"]] == ["table_0", "table_1"]
    assert "data" not in spec["vconcat"][0]["layer"][0]


@pytest.mark.parametrize(
    "chart",
    [
        Chart(A).mark("pointt").encode(x="x:Q"),
        Chart(A).mark_point(colour="red"),
        Chart(A).encode(x="x:Q"),
        layered(Chart(A).mark_line().properties(hight=3)),
    ],
)
def test_what_is_no_vega_lite_is_refused(chart):
    with pytest.raises(ValidationError):
        chart.to_dict()


def test_a_table_may_have_a_name_by_which_it_is_looked_up():
    table = Table(A, "points")
    chart = layered(Chart(table).mark_line().encode(x="x:Q"), Chart(table).mark_point().encode(x="x:Q"))
    spec = chart.specification()
    assert list(spec["datasets"]) == ["points"] and spec["datasets"]["points"] is A
    assert [layer["data"] for layer in spec["layer"]] == [{"name": "points"}] * 2


def test_rows_are_counted_and_parameters_may_be_moved_by_events():
    timer = [{"name": "k", "value": 0, "on": [{"events": {"type": "timer"}, "update": "k + 1"}]}]
    chart = Chart(A).transform_count("n").mark_text().encode(x="n:Q").properties(params=timer)
    assert chart.to_dict()["params"] == timer
    assert chart.to_dict()["transform"] == [{"window": [{"op": "row_number", "as": "n"}]}]
    with pytest.raises(ValidationError):
        chart.properties(params=[{**timer[0], "bound": 3}]).to_dict()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_the_title_is_known_as_text(name):
    text = f"The column {name} has gaps"
    titled = Chart(A).properties(title=style.chart_title(text))
    assert titled.title.replace(" ", "") == style.plain(text, 200).replace(" ", "")
    assert Chart(A).title == "" and Chart(A).properties(title="Plain").title == "Plain"
