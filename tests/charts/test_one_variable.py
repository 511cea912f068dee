"""The walk on a curve: what is drawn, and how it is played."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import walk_on_curve


def frames():
    x = np.linspace(-2.0, 2.0, 41)
    curve = pd.DataFrame({"x": x, "f": np.where(x < -1.5, np.nan, x**2)})
    steps = np.arange(4)
    x = 1.5 - steps / 2
    walk = pd.DataFrame({"step": steps, "x": x, "f": x**2, "gradient": 2 * x})
    tangents = walk[["step", "x", "f"]].assign(x2=walk["x"] + 1, f2=walk["f"] + 1)
    return curve, walk, tangents


def test_the_specification_is_that_of_the_frames():
    spec = walk_on_curve(*frames(), title="Down it goes").to_dict()
    assert "Down it goes" in str(spec["title"])
    rows = [row for data in spec["datasets"].values() for row in data]
    assert sum("gradient" in row for row in rows) == 4
    assert all(row["f"] is not None and np.isfinite(row["f"]) for row in rows)
    filters = [t["filter"] for layer in spec["layer"] for t in layer.get("transform", [])]
    assert sorted(set(filters)) == ["datum.step <= frame", "datum.step == frame"]


def test_a_frame_without_a_column_is_refused():
    curve, walk, tangents = frames()
    with pytest.raises(ValueError, match="gradient"):
        walk_on_curve(curve, walk.drop(columns="gradient"), tangents, title="t")
