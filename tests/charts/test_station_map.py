"""The map of many stations, and the pictures below it."""

import json

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import station_plots, style
from gd_core.charts.station_map import MOST_NAMES, STATION, ValueColour, station_map
from tests.charts.helpers import HOSTILE_NAMES, arrow_bytes, nodes, with_columns

SKILL = ValueColour("Skill", (0.0, 0.8), share=True)
ERROR = ValueColour("Typical error (°C)", (1.0, 4.0), share=False, low_is_good=True)
WINDOW = (0.0, 12.0, 180.0, 70.0, 1.0)
LAND = pd.DataFrame(
    {"ring": [0, 0, 0, 1, 1, 1], "kind": ["land"] * 3 + ["water"] * 3, "x": [0, 9, 9] * 2, "y": [0, 0, 9] * 2}
)


def stations(count: int = 30) -> pd.DataFrame:
    step = np.arange(count)
    return pd.DataFrame(
        {
            "row": step,
            "x": step % 360 - 180.0,
            "y": step % 120 - 50.0,
            "value": step / count - 0.1,
            "years": step % 50 + 0.5,
            "name": [f"Station {number}" for number in step],
        }
    )


@pytest.mark.parametrize("colour", [SKILL, ERROR])
def test_the_map_is_sound_and_draws_every_station_once(colour):
    spec = station_map(stations(), LAND, WINDOW, colour, years=5.0, title="A map").to_dict()
    assert len(with_columns(spec, "row", "value")) == 30
    assert spec["datasets"]["wanted"] == [{"years": 5.0}]
    assert spec["usermeta"]["embedOptions"]["renderer"] == "canvas"
    assert spec["params"][0]["name"] == STATION
    assert "data('wanted')[0].years" in json.dumps(nodes(spec, "transform"))


def test_worse_than_a_simple_forecast_is_a_ring_and_a_small_error_is_bright():
    skill = json.dumps(station_map(stations(), LAND, WINDOW, SKILL, title="").to_dict()["layer"][-1])
    assert skill.count("datum.value < 0") == 3
    error = station_map(stations(), LAND, WINDOW, ERROR, title="").to_dict()["layer"][-1]
    assert error["encoding"]["fill"]["scale"]["reverse"] and "datum.value < 0" not in json.dumps(error)


def test_the_filter_changes_one_row_and_nothing_else():
    one, other = (station_map(stations(), LAND, WINDOW, SKILL, years=y, title="").to_dict() for y in (0, 9))
    tables = [spec.pop("datasets") for spec in (one, other)]
    assert one == other and tables[0].pop("wanted") != tables[1].pop("wanted") and tables[0] == tables[1]


def test_many_stations_are_few_bytes():
    land = pd.DataFrame({name: np.tile(LAND[name].to_numpy(), 800) for name in LAND.columns})
    assert arrow_bytes(station_map(stations(20_000), land, WINDOW, SKILL, title="")) < 26 * 20_000
    assert arrow_bytes(station_map(stations(MOST_NAMES), LAND, WINDOW, SKILL, title="")) < 60 * MOST_NAMES


def test_names_of_stations_are_only_text():
    named = stations(len(HOSTILE_NAMES)).assign(name=HOSTILE_NAMES)
    spec = station_map(named, LAND, WINDOW, SKILL, title="A map").to_dict()
    assert [row["name"] for row in with_columns(spec, "name")] == [style.plain(n) for n in HOSTILE_NAMES]
    assert "alert" not in json.dumps({key: part for key, part in spec.items() if key != "datasets"})


def test_what_is_estimated_and_what_is_true_are_drawn_apart():
    counts = pd.DataFrame(
        {"series": ["Estimated", "True"], "low": [0.1, 0.1], "high": [0.2, 0.2], "stations": [3, 4]}
    )
    spec = station_plots.distribution(counts, SKILL, title="How many").to_dict()
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["bar", "line"]
    alone = station_plots.distribution(counts[:1], ERROR, title="How many").to_dict()
    assert nodes(alone, "color")[0]["legend"] is None


def test_points_are_clicked_and_cells_are_not():
    points = stations().rename(columns={"value": "y2"})[["row", "x", "y", "name"]]
    cells = pd.DataFrame({"x": [0.0], "x2": [1.0], "y": [0.0], "y2": [0.1], "stations": [2]})
    middles = pd.DataFrame({"series": ["Estimated"] * 2, "x": [0.0, 1.0], "y": [0.1, 0.2]})
    few = station_plots.related(points, cells[:0], middles, "Latitude (°N)", SKILL, title="T").to_dict()
    many = station_plots.related(points[:0], cells, middles, "Latitude (°N)", SKILL, title="T").to_dict()
    assert few["params"][0]["name"] == STATION and "params" not in many
    assert len(with_columns(few, "name")) == 30 and with_columns(many, "stations")[0]["stations"] == 2
    truth = station_plots.related(points, cells[:0], middles[:0], "True skill", SKILL, title="T").to_dict()
    assert nodes(truth, "strokeDash") == [[3, 3]]
