"""A line among its points, the way over the loss, slices with their tangents, distances."""

import pandas as pd
import pytest

from gd_core.charts import step_by_step as line
from gd_core.charts.chart_as_svg import svg

POINTS = pd.DataFrame(
    {
        "x": [0.0, 0.5, 1.0],
        "y": [1.0, 2.0, 3.5],
        "predicted": [1.1, 2.1, 3.1],
        "part": ["Training", "Training", "Validation"],
        "lit": [True, False, False],
        "error": [True, False, False],
    }
)
LINES = pd.DataFrame({"update": [3, 3, 4, 4], "x": [0.0, 1.0] * 2, "y": [1.1, 3.1, 1.0, 3.0]})


def layers(spec):
    return {layer["data"]["name"]: layer for layer in spec["layer"]}


def test_points_line_and_errors():
    spec = line.line_among_points(
        POINTS, LINES[:2], title="t", heights=[0.0, 4.0], axes=("Rain (mm)", "Max (°C)")
    ).specification()
    rule = spec["layer"][0]
    assert rule["transform"] == [{"filter": "datum.error"}]
    assert (rule["encoding"]["y"]["field"], rule["encoding"]["y2"]["field"]) == ("y", "predicted")
    assert rule["encoding"]["x"]["title"] == "Rain (mm)" and rule["encoding"]["y"]["title"] == "Max (°C)"
    assert rule["encoding"]["y"]["scale"]["domain"] == [0.0, 4.0]
    assert len(spec["datasets"]["points"]) == 3 and len(spec["datasets"]["line"]) == 2


def test_the_line_as_it_stands_is_solid_and_the_one_to_come_is_dashed():
    spec = line.line_among_points(POINTS, LINES, title="t", heights=[0.0, 4.0]).specification()
    assert list(spec["datasets"]["line"]["update"]) == [3, 3]
    assert list(spec["datasets"]["next"]["update"]) == [4, 4]
    assert layers(spec)["next"]["mark"]["strokeDash"] and "strokeDash" not in layers(spec)["line"]["mark"]


def test_the_path_lies_on_the_bowl():
    fills = pd.DataFrame({"level": 0, "excess": 2.0, "x": [0.5, 1.5, 1.0], "y": [0.2, 0.2, 0.8]})
    shown = pd.DataFrame({"b": [0.0], "b2": 2.0, "w": 0.0, "w2": 1.0, "lowest": 1.0, "excess": 3.0})
    path = pd.DataFrame({"update": [0, 1], "b": [0.2, 0.8], "w": [0.1, 0.9]})
    ends = path.assign(loss=[3.0, 2.0], dx=0, dy=18, align="center")
    goals = pd.DataFrame({"goal": ["Least squares", "True values"], "b": [1.0, 1.1], "w": [0.5, 0.6]})
    spec = line.path_over_loss((fills, shown), path, ends, goals, title="t").specification()
    bands = layers(spec)["fills"]["encoding"]
    assert bands["fill"]["scale"]["type"] == "log"
    # Ends are looked up in the bowl, so that another one is other rows of the same specification.
    assert [end["expr"] for end in bands["x"]["scale"]["domain"]] == [
        "data('bowl')[0].b",
        "data('bowl')[0].b2",
    ]
    other = line.path_over_loss((fills * 3.0, shown * 3.0), path, ends[:1], goals, title="t").specification()
    assert {**other, "datasets": {}} == {**spec, "datasets": {}}
    drawn = svg(line.path_over_loss((fills, shown * 100.0), path * 1000.0, ends, goals, title="t"))
    assert "lowest point: least squares" in drawn
    assert ">200<" in drawn and ">100<" in drawn and ">800<" not in drawn  # the path leads out of the cells
    assert layers(spec)["path"]["encoding"]["order"]["field"] == "update"
    assert spec["datasets"]["now"]["update"].to_list() == [0]
    assert spec["datasets"]["goals"]["goal"].to_list() == ["Least squares"]


def test_a_slice_has_its_curve_tangent_and_step():
    curve = pd.DataFrame({"value": [0.0, 1.0, 2.0], "loss": [1.0, 0.0, 1.0]})
    step = pd.DataFrame({"when": ["before", "after"], "value": [0.0, 0.5], "loss": [1.0, 0.25]})
    spec = line.slice_with_tangent(curve, curve[:2], step, parameter="b", title="t").specification()
    assert set(spec["datasets"]) == {"curve", "tangent", "step"}
    assert layers(spec)["curve"]["encoding"]["x"]["title"] == "b"
    with pytest.raises(ValueError, match="tangent lacks the column loss"):
        line.slice_with_tangent(curve, curve[["value"]], step, parameter="b", title="t")


def test_distances_have_a_logarithmic_axis_and_the_colours_of_their_goals():
    rows = pd.DataFrame({"epoch": [0, 1], "goal": ["True values"] * 2, "distance": [1.0, 0.1]})
    spec = line.distance_against_epoch(rows, rows[:1], title="t").specification()
    encoding = layers(spec)["distances"]["encoding"]
    assert encoding["y"]["scale"]["type"] == "log" and encoding["x"]["scale"]["domain"] == [0.0, 1.0]
    assert encoding["color"]["scale"] == {"domain": ["True values"], "range": [line.GOALS["True values"]]}


def test_going_on_gives_other_rows_of_the_same_specification():
    first = line.line_among_points(POINTS, LINES, title="same", heights=[0.0, 4.0]).specification()
    again = line.line_among_points(
        POINTS[:1], LINES[:2] + 1, title="same", heights=[0.0, 4.0]
    ).specification()
    assert len(again.pop("datasets")["points"]) == 1 and len(first.pop("datasets")["points"]) == 3
    assert first == again
