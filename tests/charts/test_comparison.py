"""Descents laid over each other."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts.comparison import epochs_against_rate, excess_against_progress


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


def test_epochs_foretold_and_measured_stand_beside_the_rates_that_matter():
    runs = pd.DataFrame({"rate": [0.1, 0.5, 1.1], "foretold": [30, 8, np.nan], "measured": [31, 8, np.nan]})
    spec = epochs_against_rate(runs, largest_stable=1.0, best=0.6, title="t").to_dict()
    rows = [row for data in spec["datasets"].values() for row in data]
    assert sorted(row["rate"] for row in rows if "what" in row) == [0.6, 1.0]
    assert sorted(row["epochs"] for row in rows if "epochs" in row) == [8, 8, 30, 31]
