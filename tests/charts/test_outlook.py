"""A forecast in its terms, error by year, skill by horizon."""

import pandas as pd
import pytest

from gd_core.charts.outlook import error_by_year, skill_by_horizon, waterfall
from gd_core.charts.svg import svg
from tests.charts.helpers import HOSTILE_NAMES, nodes, with_columns


def steps(names):
    table = pd.DataFrame({"term": ["Average day", *names, "Forecast"], "value": "3.0"})
    ends = [10.0 + n for n in range(len(table) - 1)]
    table["start"] = [0.0, *ends[:-1], ends[-1]]
    table["end"] = [*ends, ends[-1]]
    table["kind"] = ["average", *["term"] * len(names), "forecast"]
    return table


def test_the_waterfall_falls_from_the_average_day_to_the_forecast():
    spec = waterfall(steps(["today", "season"]), "C", title="Why 12 °C").to_dict()
    bars = with_columns(spec, "term", "change")
    assert [(bar["term"], bar["change"], bar["effect"]) for bar in bars] == [
        ("today", 1.0, "Warmer than average"),
        ("season", 1.0, "Warmer than average"),
    ]
    assert nodes(spec, "y")[0]["scale"]["domain"] == ["Average day", "today", "season", "Forecast"]
    assert "Temperature (°C)" in [x.get("title") for x in nodes(spec, "x")]


def test_names_of_terms_are_drawn_as_text():
    text = svg(waterfall(steps(HOSTILE_NAMES), "F", title="t"))
    assert "<script" not in text and "datum.x &gt; 0" in text


def years():
    rows = [(2020 + n, model, 2.0 + n, 365) for n in range(3) for model in ("least_squares", "persistence")]
    return pd.DataFrame(rows, columns=["year", "model", "rmse", "days"])


def test_error_by_year_tells_models_apart_by_colour_and_dash():
    spec = error_by_year(years(), "C", title="t").to_dict()
    dash = nodes(spec, "strokeDash")[0]["scale"]
    assert dict(zip(dash["domain"], dash["range"], strict=True)) == {
        "Least squares": [1, 0],
        "Persistence": [5, 3],
    }
    assert len(with_columns(spec, "rmse")) == 6
    assert "RMSE (°C)" in [y["title"] for y in nodes(spec, "y")]


def test_skill_by_horizon_has_its_interval_and_a_line_at_zero():
    table = pd.DataFrame({"horizon": [1, 2, 3], "model": "persistence", "skill": [0.1, 0.2, 0.3]})
    table = table.assign(low=table["skill"] - 0.05, high=table["skill"] + 0.05)
    spec = skill_by_horizon(table, title="t").to_dict()
    assert {"skill": 0.0} in [row for data in spec["datasets"].values() for row in data]
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["rule", "area", "line", "circle"]
    assert "Persistence" in svg(skill_by_horizon(table, title="t"))


@pytest.mark.parametrize(
    ("draw", "column"),
    [
        (lambda: waterfall(pd.DataFrame({"term": []}), "C", title="t"), "start"),
        (lambda: error_by_year(years().drop(columns="days"), "C", title="t"), "days"),
        (lambda: skill_by_horizon(pd.DataFrame({"horizon": []}), title="t"), "skill"),
    ],
)
def test_a_frame_without_a_column_is_refused(draw, column):
    with pytest.raises(ValueError, match=column):
        draw()
