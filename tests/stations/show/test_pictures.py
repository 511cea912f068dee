"""The rows of the pictures of many stations, held to plain counting."""

from pathlib import Path

import numpy as np
import pytest

from gd_core.stations.show import pictures, say
from gd_core.stations.show.pictures import Wanted
from tests.stations.show.tables import frame, packed, table

LAND = Path(__file__).resolve().parents[3] / "data" / "land.json"


def test_stations_without_a_place_or_a_value_are_counted_and_not_drawn():
    skill, latitude = frame()["skill_climatology"], frame()["latitude"]
    skill[3], latitude[5] = np.nan, np.nan
    found = table(skill_climatology=skill, latitude=latitude)
    drawn = pictures.on_map(found, "climatology")
    assert drawn["row"].tolist() == [row for row in range(40) if row not in (3, 5)]
    assert say.left_out(found, "climatology") == "Not on the map: 1 could not be judged, 1 of unknown place."
    assert pictures.key_of(found, int(drawn["row"][3])) == "s4.csv"


@pytest.mark.parametrize("row", [-1, 40, None, "3", float("nan")])
def test_a_row_that_is_none_has_no_key(row):
    assert pictures.key_of(table(), row) is None


def test_a_filter_keeps_what_plain_words_say():
    found = table()
    wanted = Wanted(years=20.0, words=" TOWN 3 ")
    kept = found.frame[wanted.of(found.frame)]
    assert kept["label"].tolist() == [f"Town {n}" for n in (3, *range(30, 40)) if n % 40 + 1 >= 20]
    assert Wanted(words="id007").of(found.frame).sum() == 1
    assert Wanted(words=".*").of(found.frame).sum() == 0
    assert (
        say.how_many(found, wanted) == "10 of 40 stations" and say.how_many(found, Wanted()) == "40 stations"
    )


def test_the_map_shows_all_stations_and_little_else():
    near = table(longitude=np.linspace(6.0, 10.0, 40), latitude=np.linspace(46.0, 48.0, 40))
    window = pictures.window(pictures.on_map(near, "climatology"))
    assert window.x == pytest.approx(8.0) and window.y == pytest.approx(47.0)
    assert window.up == pictures.LEAST_SIDE and window.stretch == pytest.approx(1 / np.cos(np.radians(47.0)))
    assert pictures.window(pictures.on_map(table(), "climatology")) == pictures.WORLD
    south = table(latitude=np.linspace(-89.0, 60.0, 40))
    assert pictures.window(pictures.on_map(south, "climatology")).up == 90.0


def test_the_land_is_closed_rings_within_the_world():
    land = pictures.land(LAND.read_bytes())
    assert land["x"].between(-180.0, 180.0).all() and land["y"].between(-90.0, 90.0).all()
    assert set(land["kind"]) == {"land", "water"} and 100 < land["ring"].nunique() < 200
    steps = land.groupby("ring")["x"].diff().abs()
    assert (steps[land["y"] > -84.0].dropna() < 40.0).all()  # no line runs across the map


def test_the_distribution_counts_every_station_once():
    found = table(200, truth=True)
    counts = pictures.distribution(found, "climatology", Wanted())
    assert counts.groupby("series")["stations"].sum().to_dict() == {"Estimated": 200, "True": 200}
    assert (counts["high"] > counts["low"]).all()
    few = pictures.distribution(found, "climatology", Wanted(years=21.0))
    assert few.groupby("series")["stations"].sum()["Estimated"] == (found.frame["years"] >= 21.0).sum()


def test_few_stations_are_points_and_many_are_cells_with_the_same_medians():
    few, many = table(1_000), table(1_200)
    drawn = pictures.against(few, "climatology", "latitude", Wanted())
    assert len(drawn.points) == 1_000 and drawn.cells.empty
    middles = drawn.middles
    assert middles["y"].is_monotonic_increasing and len(middles) == pictures.BANDS
    first = few.frame.sort_values("latitude").iloc[:84]
    assert middles["y"][0] == pytest.approx(first["skill_climatology"].median())
    cells = pictures.against(many, "climatology", "latitude", Wanted())
    assert cells.points.empty and cells.cells["stations"].sum() == 1_200
    assert say.shape(middles, "latitude", "climatology").startswith("Median: 12% at the southernmost, 67% at")


def test_what_is_estimated_stands_beside_what_is_true():
    found = table(truth=True)
    assert pictures.views(found, "climatology") == ["distribution", "latitude", "years", "truth", "table"]
    drawn = pictures.against(found, "climatology", "truth", Wanted())
    assert (drawn.points["x"] - drawn.points["y"]).tolist() == pytest.approx([0.02] * 40)
    assert drawn.middles.empty
    said = say.near_the_truth(found, "climatology")
    assert "within 2.0 points of the truth; the 95% interval holds it at 100% of them" in said
    assert say.near_the_truth(table(), "climatology") == ""


def test_the_table_for_people_begins_with_the_most_predictable():
    readable, rows = pictures.readable(table(), Wanted())
    assert readable["Station"].tolist()[:2] == ["Town 39", "Town 38"] and rows[:2] == [39, 38]
    assert "Why there is none" not in readable.columns
    assert "Why there is none" in pictures.readable(table(refused="It is empty."), Wanted())[0].columns


def test_stations_worse_than_a_simple_forecast_are_told():
    skill = frame()["skill_climatology"] - 0.2
    found = table(skill_climatology=skill)
    assert say.worse(found, "climatology") == "Rings: worse than “as usual for the date” (7 stations)."
    assert pictures.colours(found, "climatology")[0] == 0.0


def test_errors_are_degrees():
    found = table()
    assert pictures.measures(found) == ["climatology", "error"]
    assert say.estimated(found, "error") == "At half of 40 stations, the typical error is 2.2 °C or less"
    assert say.amount(-0.034, "climatology") == "−3%"


def test_a_table_without_any_verdict_says_so():
    found = table(skill_climatology=np.nan, rmse_gradient_descent=np.nan)
    assert pictures.measures(found) == []
    assert len(packed(frame())) > 0
