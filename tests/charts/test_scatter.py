"""One temperature against another: equal axes, many points in squares, a line of best fit."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import predicted_against_observed, today_against_tomorrow
from gd_core.charts.scatter import MOST_POINTS
from tests.charts.helpers import arrow_bytes, nodes, with_columns

Make = Callable[..., pd.DataFrame]


def test_the_scatter_has_equal_domains_that_hold_every_point(make_predictions: Make) -> None:
    predictions = make_predictions(1000)
    spec = predicted_against_observed(predictions, "C", title="t").to_dict()
    domains = [encoding["scale"]["domain"] for encoding in nodes(spec, "x") + nodes(spec, "y")]
    assert all(domain == domains[0] for domain in domains)
    test = predictions[predictions["part"] == "test"]
    assert domains[0][0] <= test[["actual", "gradient_descent"]].to_numpy().min()
    assert domains[0][1] >= test[["actual", "gradient_descent"]].to_numpy().max()
    assert len(with_columns(spec, "x", "date")) == len(test)
    assert spec["layer"][0]["mark"]["color"] == "#C44F00"
    assert {"Observed (°C)", "Forecast (°C)"} <= {
        title for title in nodes(spec, "title") if isinstance(title, str)
    }


def test_many_points_are_counted_in_squares_and_none_is_lost(make_predictions: Make) -> None:
    chart = predicted_against_observed(make_predictions(13_500), "C", part="train", title="t")
    squares = with_columns(chart.to_dict(), "days")
    assert sum(square["days"] for square in squares) == 9450 > MOST_POINTS
    assert len(squares) <= 45 * 45
    assert arrow_bytes(chart) < 60_000


def test_missing_and_infinite_pairs_are_left_out(make_predictions: Make) -> None:
    predictions = make_predictions(1000)
    predictions.iloc[-1, 1], predictions.iloc[-2, 2], predictions.iloc[-3, 2] = np.nan, np.inf, np.nan
    spec = predicted_against_observed(predictions, "C", title="t").to_dict()
    assert len(with_columns(spec, "x", "date")) == 150 - 3


@pytest.mark.parametrize("days", [0, 1, 2])
def test_tiny_scatters(make_predictions: Make, days: int) -> None:
    spec = predicted_against_observed(make_predictions(days, (0.0, 0.0)), "C", title="t").to_dict()
    assert nodes(spec, "domain")[0][0] < nodes(spec, "domain")[0][1]


def test_an_unknown_part_is_refused(make_predictions: Make) -> None:
    with pytest.raises(ValueError, match="part must be one of train, validation, test, got 'all'"):
        predicted_against_observed(make_predictions(9), "C", part="all", title="t")


def test_tomorrow_against_today_with_a_line() -> None:
    pairs = pd.DataFrame({"today": [1.0, 2, 30, np.nan], "tomorrow": [2.0, 1, 28, 3]})
    spec = today_against_tomorrow(pairs, "F", slope=0.5, intercept=4.0, title="t").to_dict()
    assert len(spec["layer"]) == 3
    line = spec["datasets"][spec["layer"][2]["data"]["name"]]
    assert all(row["y"] == pytest.approx(0.5 * row["x"] + 4) for row in line)
    assert {"Today (°F)", "Tomorrow (°F)"} <= {
        title for title in nodes(spec, "title") if isinstance(title, str)
    }
    assert len(today_against_tomorrow(pairs, "F", title="t").to_dict()["layer"]) == 2


def test_a_line_needs_both_its_numbers() -> None:
    with pytest.raises(ValueError, match="slope and intercept must be given together"):
        today_against_tomorrow(pd.DataFrame({"today": [], "tomorrow": []}), "C", slope=1.0, title="t")
