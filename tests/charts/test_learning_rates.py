"""Descents laid over each other."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts.learning_rates import Measure, against_rate, excess_against_progress, swings


def curves():
    epoch = np.arange(50)
    parts = [("a", 0.5**epoch), ("b", 3.0**epoch), ("c", np.full(50, np.inf))]
    return pd.concat(
        [pd.DataFrame({"name": n, "epoch": epoch, "updates": 4 * epoch, "excess": e}) for n, e in parts]
    )


@pytest.mark.parametrize(("progress", "title"), [("epoch", "Epoch"), ("updates", "Updates")])
def test_a_divergent_curve_leaves_the_picture_and_nothing_else(progress, title):
    spec = excess_against_progress(curves(), progress=progress, unit="C", title="t").to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    assert max(row["excess"] for row in rows) <= 1e4
    assert {row["name"] for row in rows} == {"a", "b"}
    x = spec["layer"][0]["encoding"]["x"]
    assert (x["field"], x["title"]) == (progress, title)
    assert "°C²" in spec["layer"][0]["encoding"]["y"]["title"]


def test_what_was_foretold_and_measured_stands_beside_the_rates_that_matter():
    runs = pd.DataFrame({"rate": [0.1, 0.5, 1.1], "measured": [31, 8, np.nan]})
    line = pd.DataFrame({"rate": [0.1, 0.3, 0.9], "epochs": [30, 12, np.nan]})
    spec = against_rate(
        runs,
        line,
        Measure("measured", "epochs", "Epochs"),
        largest_stable=1.0,
        best=0.6,
        title="t",
    ).to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    assert sorted(row["rate"] for row in rows if "what" in row) == [0.6, 1.0]
    found = {(row["series"], row["rate"]): row["value"] for row in rows if "series" in row}
    assert found == {
        ("Foretold", 0.1): 30, ("Foretold", 0.3): 12, ("Measured", 0.1): 31, ("Measured", 0.5): 8
    }  # fmt: skip


def test_swings_that_leave_the_picture_are_cut_at_its_edge():
    epoch = np.arange(10)
    table = pd.concat(
        [
            pd.DataFrame({"name": n, "epoch": epoch, "distance": 3.0 * f**epoch})
            for n, f in (("a", -0.9), ("b", -9.0))
        ]
    )
    spec = swings(table, title="t").to_dict()
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] in ("line", "circle")]
    assert all(layer["mark"]["clip"] for layer in lines)
    assert lines[0]["encoding"]["y"]["scale"]["domain"] == [-6.0, 6.0]
