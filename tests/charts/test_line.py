"""A line among its points, and the way over the loss."""

import pandas as pd

from gd_core.charts.line import line_among_points, path_over_loss


def test_points_line_and_residuals():
    points = pd.DataFrame(
        {
            "x": [0.0, 0.5, 1.0],
            "y": [1.0, 2.0, 3.5],
            "predicted": [1.1, 2.1, 3.1],
            "part": ["Training", "Training", "Validation"],
            "lit": [True, False, False],
        }
    )
    line = pd.DataFrame({"x": [0.0, 1.0], "y": [1.1, 3.1]})
    spec = line_among_points(points, line, title="t").to_dict()
    rule = spec["layer"][0]
    assert rule["transform"] == [{"filter": "datum.lit"}]
    assert (rule["encoding"]["y"]["field"], rule["encoding"]["y2"]["field"]) == ("y", "predicted")


def test_the_path_lies_on_the_cells():
    grid = pd.DataFrame(
        {"b": [0.0, 1.0], "b2": [1.0, 2.0], "w": [0.0, 0.0], "w2": [1.0, 1.0], "loss": [1.0, 2.0]}
    )
    path = pd.DataFrame({"update": [0, 1], "b": [0.2, 0.8], "w": [0.1, 0.9]})
    spec = path_over_loss(grid, path, pd.DataFrame({"b": [1.0], "w": [0.5]}), title="t").to_dict()
    cells = spec["layer"][0]["encoding"]
    assert cells["x"]["scale"]["domain"] == [0.0, 2.0] and cells["color"]["scale"]["type"] == "log"
    assert spec["layer"][1]["encoding"]["order"]["field"] == "update"
