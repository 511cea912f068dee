"""The title of the chart of the loss: what happened, in one sentence."""

import math

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings, run_experiment
from gd_core.forecast.words.loss_title import loss_title, reached_epoch, start_explained


def history(loss: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"epoch": np.arange(len(loss)), "loss": np.asarray(loss, dtype=float)})


def test_reached_is_the_first_epoch_within_a_thousandth() -> None:
    frame = history([100.0, 20.0, 10.02, 10.009, 10.5, 10.0])
    assert reached_epoch(frame, 10.0) == 3
    assert reached_epoch(frame, 10.0, tolerance=0.01) == 2
    assert reached_epoch(frame, 9.0) is None
    with pytest.raises(ValueError, match="floor must be a squared error of at least 0, got -1"):
        reached_epoch(frame, -1.0)


@pytest.mark.parametrize(
    ("loss", "floor", "title"),
    [
        ([100.0, 10.0], 10.0, "Gradient descent is within 0.1% of least squares after 1 epoch"),
        ([100.0, 50.0, 10.005], 10.0, "Gradient descent is within 0.1% of least squares after 2 epochs"),
        ([10.0, 10.0], 10.0, "Gradient descent starts at least squares"),
        ([100.0] * 1000 + [11.2], 10.0, "After 1,000 epochs the loss is 12 % above least squares"),
        ([100.0, 10.25], 10.0, "After 1 epoch the loss is 2.5 % above least squares"),
        ([900.0, 340.0], 10.0, "After 1 epoch the loss is 34 times that of least squares"),
        ([9.0, 4.0], 0.0, "After 1 epoch the loss is 4; least squares has none"),
        ([9.0, 4.25], None, "After 1 epoch the loss is 4.25"),
        ([9.0, 4.25], math.nan, "After 1 epoch the loss is 4.25"),
        ([210.0, 2e4], 10.0, "Gradient descent diverged: the loss grew from 210 to 20,000 within 1 epoch"),
        (
            [210.0, 1e300, math.inf],
            10.0,
            "Gradient descent diverged: the loss grew from 210 to 10³⁰⁰ within 2 epochs",
        ),
        ([math.nan, math.nan], 10.0, "Gradient descent diverged within 1 epoch"),
        ([], 10.0, "No epoch has been run yet"),
    ],
)
def test_the_title_says_what_happened(loss: list[float], floor: float | None, title: str) -> None:
    assert loss_title(history(loss), floor) == title


@pytest.mark.parametrize(
    ("start", "init", "said"),
    [("today", "zeros", True), ("today", "normal", False), ("nothing", "zeros", False)],
)
def test_epoch_zero_is_as_today_where_it_starts_there(seattle, start, init, said) -> None:
    result = run_experiment(seattle, ExperimentSettings(start_from=start, init=init))
    explained = start_explained(result) or ""
    assert ("Epoch 0 is “as today”." in explained) == said
    assert ("includes the ridge penalty" in explained) == (result.alpha > 0.0)
    train = result.metrics.query("part == 'train'").set_index("model")["rmse"]
    if said:
        assert result.history["loss"].iloc[0] == pytest.approx(train["persistence"] ** 2)
    # Both fits have the same goal, so the loss ends at its floor.
    assert result.history["loss"].iloc[-1] == pytest.approx(result.floor["train"])
