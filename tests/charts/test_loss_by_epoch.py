"""The loss against the epoch, and histories that went wrong."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.charts import loss_against_epoch
from gd_core.charts.loss_by_epoch import _domain, _ticks
from tests.charts.helpers import arrow_bytes, nodes, with_columns


def history(
    loss: list[float] | np.ndarray, validation: list[float] | np.ndarray | None = None
) -> pd.DataFrame:
    loss = np.asarray(loss, dtype=float)
    frame = pd.DataFrame({"epoch": np.arange(len(loss)), "loss": loss, "gradient_norm": 1.0})
    return frame.assign(validation_loss=np.nan if validation is None else validation)


def drawn(chart: object, part: str = "Training") -> dict[int, float]:
    data = with_columns(chart.to_dict(), "epoch")
    return {row["epoch"]: row["loss"] for row in data if row["part"] == part}


def draw(frame: pd.DataFrame, **options: object) -> object:
    return loss_against_epoch(
        frame, **{"floor": 7.0, "validation_floor": None, "unit": "C", "title": "t", **options}
    )


FALLING = 7 + 200 * np.exp(-np.arange(60) / 4)


def test_both_parts_and_both_floors() -> None:
    spec = draw(history(FALLING, FALLING + 1), validation_floor=8.0).to_dict()
    assert [
        (row["series"], row["part"], row["loss"])
        for row in next(data for data in spec["datasets"].values() if "epoch" not in data[0])
    ] == [("Least squares", "Training", 7.0), ("Least squares", "Validation", 8.0)]
    colour, dash = nodes(spec, "color")[0]["scale"], nodes(spec, "strokeDash")[0]["scale"]
    assert dict(zip(colour["domain"], colour["range"], strict=True)) == {
        "Gradient descent": "#C44F00",
        "Least squares": "#0072B2",
    }
    assert dict(zip(dash["domain"], dash["range"], strict=True)) == {"Training": [1, 0], "Validation": [5, 4]}
    assert "Mean squared error (°C²)" in nodes(spec, "title")


def test_short_histories_are_drawn_whole() -> None:
    assert drawn(draw(history(FALLING))) == pytest.approx(dict(enumerate(FALLING)))


def test_long_histories_keep_ends_extremes_and_the_steep_start() -> None:
    loss = 7 + 200 * np.exp(-np.arange(100_001) / 9000)
    loss[50_123], loss[70_001] = 900.0, 6.5
    chart = draw(history(loss, loss + 1))
    kept = drawn(chart)
    assert {0, 1, 2, 5, 100_000, 50_123, 70_001} <= kept.keys()
    assert 300 <= len(kept) <= 410
    assert max(np.diff(sorted(kept))) < 1000
    assert arrow_bytes(chart) < 60_000


@pytest.mark.parametrize("log", [True, False])
def test_a_diverged_history_draws_what_is_finite(log: bool) -> None:
    loss = [200.0, 1e10, 1e100, 1e300, 1.7e308, math.inf, math.nan]
    spec = draw(history(loss), log=log).to_dict()
    data = with_columns(spec, "epoch")
    assert [row["epoch"] for row in data] == [0, 1, 2, 3, 4]
    json.dumps(spec, allow_nan=False)  # raises on NaN and infinities
    y = nodes(spec, "y")[0]
    assert y["scale"]["type"] == ("log" if log else "linear")
    low, high = y["scale"]["domain"]
    assert low < high < math.inf
    assert len(y["axis"]["values"]) >= 2


@pytest.mark.parametrize("log", [True, False])
@pytest.mark.parametrize(
    "loss", [[], [math.nan], [math.inf, math.nan], [0.0], [5.0], [5.0, 5.0], [3.0, 0.0, -1.0]]
)
def test_hardly_anything_to_draw(loss: list[float], log: bool) -> None:
    spec = draw(history(loss), log=log, floor=None).to_dict()
    json.dumps(spec, allow_nan=False)
    y = nodes(spec, "y")[0]
    low, high = y["scale"]["domain"]
    assert low < high
    assert low > 0 or not log


def test_the_logarithmic_axis_skips_what_it_cannot_show() -> None:
    assert drawn(draw(history([3.0, 0.0, 2.0]))) == {0: 3.0, 2: 2.0}
    assert drawn(draw(history([3.0, 0.0, 2.0]), log=False)) == {0: 3.0, 1: 0.0, 2: 2.0}


def test_a_history_without_a_validation_part() -> None:
    spec = draw(history(FALLING).drop(columns="validation_loss")).to_dict()
    assert nodes(spec, "strokeDash")[0]["scale"]["domain"] == ["Training"]
    assert nodes(spec, "strokeDash")[0]["legend"] is None


def test_ticks_of_the_usual_fall_are_round() -> None:
    assert _ticks(9.0, 230.0, log=True) == [10, 20, 50, 100, 200]
    assert _ticks(9.1, 10.5, log=True) == [9.2, 9.4, 9.6, 9.8, 10.0, 10.2, 10.4]
    assert _ticks(0.0, 310.0, log=False) == [0, 100, 200, 300]
    assert _ticks(1.0, 1e300, log=True) == [1, 1e100, 1e200, 1e300]


@given(st.floats(1e-290, 1e290), st.floats(1e-290, 1e290), st.booleans())
def test_ticks_lie_inside_the_domain_and_are_few(one: float, other: float, log: bool) -> None:
    low, high = _domain(np.array([one, other]), log)
    ticks = _ticks(low, high, log)
    assert 2 <= len(ticks) <= 9
    assert ticks == sorted(set(ticks))
    slack = (high - low) * 1e-9
    assert low - slack <= ticks[0] and ticks[-1] <= high + slack
