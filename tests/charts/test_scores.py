"""Pictures of shares and of what chance leaves open."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import scores, style
from gd_core.charts.chart_as_svg import svg
from tests.charts.helpers import arrow_bytes, nodes, rows, with_columns


def skills():
    table = pd.DataFrame(
        [
            {"part": part, "model": model, "reference": reference, "skill": 0.1, "low": 0.05, "high": 0.2}
            for part in ("validation", "test")
            for model in ("gradient_descent", "least_squares")
            for reference in ("persistence", "climatology", "damped_anomaly")
        ]
    )
    table.loc[0, ["low", "high"]] = np.nan
    table.loc[1, "skill"] = np.nan
    return table


def test_skill_is_drawn_for_both_parts_in_the_colours_of_the_references():
    spec = scores.skill(skills(), title="t").to_dict()
    bars, points = (layer for layer in spec["layer"][1:])
    of = [spec["datasets"][layer["data"]["name"]] for layer in (bars, points)]
    assert [len(found) for found in of] == [4, 5]  # one has no interval, one no skill
    assert {row["days"] for row in of[1]} == {"Test", "Validation"}
    scale = points["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        style.LABELS[name]: style.COLOURS[name] for name in ("persistence", "climatology", "damped_anomaly")
    }
    assert points["encoding"]["opacity"]["scale"] == {"domain": ["Test", "Validation"], "range": [1.0, 0.45]}
    assert {"at": 0.0} in rows(spec)
    assert points["encoding"]["x"]["title"].startswith("Skill")


def test_few_days_still_draw_their_skill():
    short = skills().assign(low=np.nan, high=np.nan)
    spec = scores.skill(short, title="t").to_dict()
    assert len(with_columns(spec, "name", "skill")) == 5
    nothing = scores.skill(skills().assign(skill=np.nan, low=np.nan, high=np.nan), title="t").to_dict()
    assert {"at": 0.0} in rows(nothing)


def test_coverage_stands_beside_the_promise():
    table = pd.DataFrame(
        {"season": ["All days", "Dec–Feb"], "days": [400, 90], "held": [0.9, 0.85], "low": 0.8, "high": 0.95}
    )
    spec = scores.coverage(table, 0.8, title="t").to_dict()
    assert {"at": 0.8} in rows(spec)
    assert [row["season"] for row in with_columns(spec, "season", "held")] == ["All days", "Dec–Feb"]
    assert arrow_bytes(scores.coverage(table, 0.8, title="t")) < 5_000


@pytest.mark.parametrize("held", [[0.5, 0.9], [0.2, 0.7]])
def test_levels_are_drawn_against_their_diagonal(held):
    table = pd.DataFrame({"level": [0.5, 0.9], "held": held})
    spec = scores.coverage_by_level(table, title="t").to_dict()
    domain = {tuple(axis["scale"]["domain"]) for key in ("x", "y") for axis in nodes(spec, key)}
    [(low, high)] = domain  # the same on both axes
    assert low < min(held) and high == 1.0
    diagonal = with_columns(spec, "level", "held")
    assert all(row["level"] == row["held"] for row in diagonal)
    assert scores.coverage_by_level(table.head(0), title="t").to_dict()["layer"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda frame: scores.skill(frame, title="t"),
        lambda frame: scores.coverage(frame, 0.9, title="t"),
        lambda frame: scores.coverage_by_level(frame, title="t"),
    ],
)
def test_a_missing_column_is_named(draw):
    with pytest.raises(ValueError, match="table lacks the columns"):
        draw(pd.DataFrame({"other": [1.0]}))


def test_errors_stand_best_first_beside_their_names() -> None:
    metrics = pd.DataFrame(
        {
            "model": ["gradient_descent", "persistence", "climatology", "damped_anomaly", "least_squares"],
            "part": ["test", "test", "test", "test", "train"],
            "rmse": [2.5, 3.25, np.nan, 2.75, 1.0],
        }
    )
    spec = scores.errors(metrics, "C", title="t").to_dict()
    names = nodes(spec, "y")[0]["scale"]["domain"]
    assert [name.split("\u00a0\u00a0") for name in names] == [
        ["Gradient descent", "2.50"],
        ["Between the two", "2.75"],
        ["As today", "3.25"],
    ]
    assert nodes(spec, "color")[0]["scale"]["range"] == [
        style.COLOURS[model] for model in ("gradient_descent", "damped_anomaly", "persistence")
    ]
    assert len(rows(spec)) == 3


def years():
    rows = [(2020 + n, model, 2.0 + n, 365) for n in range(3) for model in ("least_squares", "persistence")]
    return pd.DataFrame(rows, columns=["year", "model", "rmse", "days"])


def test_error_by_year_tells_models_apart_by_colour_and_dash():
    spec = scores.error_by_year(years(), "C", title="t").to_dict()
    dash = nodes(spec, "strokeDash")[0]["scale"]
    assert dict(zip(dash["domain"], dash["range"], strict=True)) == {
        "Least squares": [1, 0],
        "As today": [5, 3],
    }
    assert len(with_columns(spec, "rmse")) == 6
    assert "RMSE (°C)" in [y["title"] for y in nodes(spec, "y")]


def test_skill_by_horizon_has_its_interval_and_a_line_at_zero():
    table = pd.DataFrame({"horizon": [1, 2, 3], "model": "persistence", "skill": [0.1, 0.2, 0.3]})
    table = table.assign(low=table["skill"] - 0.05, high=table["skill"] + 0.05)
    spec = scores.skill_by_horizon(table, title="t").to_dict()
    assert {"at": 0.0} in [row for data in spec["datasets"].values() for row in data]
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rule", "area", "line", "circle"]
    assert "As today" in svg(scores.skill_by_horizon(table, title="t"))


@pytest.mark.parametrize(
    ("draw", "column"),
    [
        (lambda: scores.error_by_year(years().drop(columns="days"), "C", title="t"), "days"),
        (lambda: scores.skill_by_horizon(pd.DataFrame({"horizon": []}), title="t"), "skill"),
    ],
)
def test_a_frame_without_a_column_is_refused(draw, column):
    with pytest.raises(ValueError, match=column):
        draw()
