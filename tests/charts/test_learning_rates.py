"""Descents laid over each other, with their names where they end."""

import itertools

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import runs
from gd_core.charts.learning_rates import epochs_against_rate, excess_against_progress, swings
from tests.charts.helpers import nodes
from tests.charts.test_theme import contrast

GROUNDS = ("#FFFFFF", "#11171B")


def curves():
    epoch = np.arange(50)
    parts = [("a", 0.5**epoch), ("b", 3.0**epoch), ("c", np.full(50, np.inf)), ("d", 0.999**epoch)]
    parts[2][1][0] = 1.0
    return pd.concat(
        [
            pd.DataFrame({"name": n, "epoch": epoch, "updates": 4 * epoch, "excess": e}, dtype=object)
            for n, e in parts
        ],
        ignore_index=True,
    ).infer_objects()


def arrived():
    return pd.DataFrame({"name": ["a"], "epoch": [10.0], "updates": [40.0], "excess": [1e-3]})


def drawn(**more):
    return excess_against_progress(curves(), arrived(), unit="C", **more)


@pytest.mark.parametrize(("progress", "title", "each"), [("epoch", "Epoch", 1), ("updates", "Updates", 4)])
def test_what_leaves_the_picture_is_drawn_until_it_does(progress, title, each):
    spec = drawn(progress=progress).specification()
    tables = spec["datasets"]
    low, high = tables["bounds"][["low", "high"]].iloc[0]
    assert (low, high) == pytest.approx((1e-7, 1e2))
    ends = tables["curves"].groupby("name").tail(1).set_index("name")
    assert ends.loc["a", ["x", "excess"]].tolist() == pytest.approx([each * np.log(1e-7) / np.log(0.5), 1e-7])
    assert ends.loc["b", ["x", "excess"]].tolist() == pytest.approx([each * np.log(1e2) / np.log(3.0), 1e2])
    assert ends.loc["c", "x"] < each and ends.loc["c", "excess"] == pytest.approx(1e2)
    assert ends.loc["d", "x"] == 49 * each
    titles = {x["title"] for x in nodes(spec, "x") if isinstance(x, dict) and "title" in x}
    assert titles == {title}
    assert "Loss above its minimum (°C²)" in {
        y["title"] for y in nodes(spec, "y") if isinstance(y, dict) and "title" in y
    }


def test_the_picture_ends_a_little_after_the_last_arrival():
    epoch = np.arange(1001)
    long = pd.DataFrame({"name": "a", "epoch": epoch, "updates": 2 * epoch, "excess": 0.99**epoch})
    at = pd.DataFrame({"name": ["a"], "epoch": [459], "updates": [918], "excess": [0.01]})
    for progress, each in (("epoch", 1), ("updates", 2)):
        spec = excess_against_progress(long, at, progress=progress, unit="C").specification()
        assert spec["datasets"]["bounds"]["right"].iloc[0] == pytest.approx(1.25 * 459 * each)
    nowhere = excess_against_progress(long, at.iloc[:0], unit="C").specification()
    assert nowhere["datasets"]["bounds"]["right"].iloc[0] == 1000
    soon = excess_against_progress(long, at.assign(epoch=3), unit="C").specification()
    assert soon["datasets"]["bounds"]["right"].iloc[0] == 100


def test_other_names_and_numbers_are_other_rows_of_the_same_specification():
    first = drawn().specification()
    other = curves().assign(excess=lambda frame: 2.0 * frame["excess"]).replace({"name": {"a": "z"}})
    second = excess_against_progress(other, arrived().assign(name="z"), unit="C").specification()
    assert not first.pop("datasets")["curves"].equals(second.pop("datasets")["curves"])
    assert first == second


def test_every_run_has_its_name_at_the_end_of_its_curve():
    ends = drawn().specification()["datasets"]["ends"]
    assert ends["name"].tolist() == ["a", "b", "c", "d"]
    assert ends["place"].between(1e-7, 1e2).all()
    high = ends.set_index("name")["place"]
    assert high["a"] < high["d"] < high["b"]


@pytest.mark.parametrize("shares", [[0.5] * 7, [1.0] * 7, [0.0] * 7, [0.0, 1.0, 0.5], [0.31, 0.3, 0.29]])
def test_names_never_overlap_and_keep_their_order(shares):
    places = runs.name_places(np.array(shares), 200)
    assert (places >= 0).all() and (places <= 1).all()
    for (one, here), (other, there) in itertools.combinations(zip(shares, places, strict=True), 2):
        assert abs(here - there) * 200 >= 16.99
        assert one == other or (one < other) == (here < there)


def test_names_that_are_apart_stay_where_their_curves_end():
    assert runs.name_places(np.array([0.9, 0.2, 0.5]), 200).tolist() == [0.9, 0.2, 0.5]


def test_runs_differ_by_colour_and_by_dash_and_show_on_both_grounds():
    assert len(set(runs.COLOURS)) == len(runs.COLOURS) == 7
    assert len({tuple(dash) for dash in runs.DASHES}) == len(runs.DASHES) == 7
    for colour, ground in itertools.product(runs.COLOURS, GROUNDS):
        assert contrast(colour, ground) >= 3.0, (colour, ground)


def test_powers_of_ten_are_written_as_such():
    [axis] = {str(y["axis"]["labelExpr"]) for y in nodes(drawn().specification(), "y") if "axis" in y}
    assert "10⁻⁶" in axis and "10¹²" in axis


def test_what_was_foretold_and_measured_stands_beside_the_rates_that_matter():
    measured = pd.DataFrame({"rate": [0.1, 0.5, 1.1], "measured": [31, 8, np.nan]})
    line = pd.DataFrame({"rate": [0.1, 0.3, 0.9], "epochs": [30, 12, np.nan]})
    spec = epochs_against_rate(measured, line, largest_stable=1.0, best=0.6).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    assert sorted(row["rate"] for row in rows if "what" in row) == [0.6, 1.0]
    found = {(row["series"], row["rate"]): row["value"] for row in rows if "series" in row}
    assert found == {
        ("Foretold", 0.1): 30, ("Foretold", 0.3): 12, ("Measured", 0.1): 31, ("Measured", 0.5): 8
    }  # fmt: skip


def test_a_run_keeps_its_colour_where_others_are_left_out():
    table = pd.DataFrame({"name": ["c", "c", "b"], "epoch": [0, 1, 0], "distance": [1.0, -1.0, 1.0]})
    among = pd.Series(["a", "b", "c"])
    [points] = [data for data in swings(table, among=among).to_dict()["datasets"].values() if len(data) == 3]
    assert [row["run"] for row in points] == [2, 2, 1]
    with pytest.raises(ValueError, match="'c' is none of the runs"):
        swings(table, among=among[:2])


def test_swings_that_leave_the_picture_are_cut_at_its_edge():
    epoch = np.arange(10)
    table = pd.concat(
        [
            pd.DataFrame({"name": n, "epoch": epoch, "distance": 3.0 * f**epoch})
            for n, f in (("a", -0.9), ("b", -9.0))
        ]
    )
    spec = swings(table).to_dict()
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] in ("line", "circle")]
    assert all(layer["mark"]["clip"] for layer in lines)
    assert lines[0]["encoding"]["y"]["scale"]["domain"] == [-6.0, 6.0]
    [ends] = [data for data in spec["datasets"].values() if "place" in data[0]]
    assert all(-6.0 <= end["place"] <= 6.0 and -6.0 <= end["distance"] <= 6.0 for end in ends)


def test_the_specifications_are_sound_vega_lite():
    drawn().to_dict()
    drawn(progress="updates").to_dict()


def test_a_frame_without_a_column_is_refused():
    with pytest.raises(ValueError, match="arrived lacks the column excess"):
        excess_against_progress(curves(), arrived().drop(columns="excess"), unit="C")
