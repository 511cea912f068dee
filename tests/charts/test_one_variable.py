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
    window = {"left": -2.0, "right": 2.0, "low": 0.0, "high": 5.0, "dx": 12, "dy": -16, "align": "left"}
    return curve, walk, walk.iloc[[-1]].assign(x1=-1.0, f1=0.0, x2=1.0, f2=0.0, **window)


def test_the_specification_is_that_of_the_frames():
    spec = walk_on_curve(*frames(), title="Down it goes").to_dict()
    assert "Down it goes" in str(spec["title"])
    assert {name: len(rows) for name, rows in spec["datasets"].items()} == {"curve": 36, "walk": 4, "here": 1}
    assert all(np.isfinite(row["f"]) for rows in spec["datasets"].values() for row in rows)


def test_going_on_gives_other_rows_of_the_same_specification():
    curve, walk, here = frames()
    first, again = (
        walk_on_curve(curve, walk[:n], here.assign(high=float(n)), title="t").specification() for n in (1, 3)
    )
    assert len(first.pop("datasets")["walk"]) == 1 and len(again.pop("datasets")["walk"]) == 3
    assert first == again


def test_a_frame_without_a_column_is_refused():
    curve, walk, here = frames()
    with pytest.raises(ValueError, match="gradient"):
        walk_on_curve(curve, walk.drop(columns="gradient"), here, title="t")
