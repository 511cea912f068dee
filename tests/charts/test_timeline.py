"""Predictions over time: breaks at gaps, true daily values, the window, the size."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import predictions_over_time, style
from gd_core.charts.timeline import BRIDGE_DAYS, WINDOW_DAYS
from tests.charts.helpers import arrow_bytes, nodes, rows, with_columns

Make = Callable[..., pd.DataFrame]


def as_date(value: dict) -> pd.Timestamp:
    return pd.Timestamp(year=value["year"], month=value["month"], day=value["date"])


def detail_days(spec: dict, start: pd.Timestamp) -> pd.DataFrame:
    """The rows of the main panel, unpacked as the page does."""
    frame = pd.DataFrame(with_columns(spec, "forecast", "observed"))
    frame.index = start + pd.to_timedelta(frame.pop("day"), unit="D")
    return frame.astype("float64") / 100


def test_the_page_gets_every_day_to_a_hundredth_of_a_degree(make_predictions: Make) -> None:
    predictions = make_predictions(400)
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    days = detail_days(spec, predictions.index[0])
    names = {"observed": "actual", "forecast": "gradient_descent", "low": "low", "high": "high"}
    for drawn, column in names.items():
        np.testing.assert_allclose(days[drawn], predictions[column], atol=0.005001)


@pytest.mark.parametrize(("absent", "breaks"), [(1, 0), (3, 0), (4, 1), (730, 1)])
def test_an_absent_stretch_breaks_the_lines(make_predictions: Make, absent: int, breaks: int) -> None:
    predictions = make_predictions(1000).drop(pd.date_range("1990-06-01", periods=absent))
    assert absent + 1 > BRIDGE_DAYS or not breaks
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    days = detail_days(spec, predictions.index[0])
    empty = days[days.isna().all(axis=1)]
    assert len(empty) == breaks
    assert len(days) == len(predictions) + breaks
    if breaks:
        assert empty.index[0] == pd.Timestamp("1990-06-01")
        overview = pd.DataFrame(spec["datasets"][spec["vconcat"][1]["data"]["name"]])
        assert overview["observed"].isna().any()


def test_the_window_opens_on_the_last_half_year_of_the_test_part(make_predictions: Make) -> None:
    predictions = make_predictions(2000)
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    (window,) = [param for param in spec["params"] if param["name"] == "window"]
    first, last = map(as_date, window["value"]["x"])
    assert last == predictions.index[-1]
    assert (last - first).days == WINDOW_DAYS
    assert window["select"]["encodings"] == ["x"]
    assert {"param": "window"} in nodes(spec["vconcat"][0], "filter")
    assert {"param": "window"} in nodes(spec["vconcat"][0], "domain")
    assert {"param": "window"} not in nodes(spec["vconcat"][1], "domain")


def test_parts_are_named_and_separated(make_predictions: Make) -> None:
    predictions = make_predictions(1000)
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    borders = [pd.Timestamp(row["date"]) for row in rows(spec) if "date" in row]
    starts = [predictions.index[predictions["part"] == part][0] for part in ("validation", "test")]
    assert set(starts) <= set(borders)
    labels = " ".join(nodes(spec["vconcat"][1], "labelExpr"))
    assert all(f"'{name}'" in labels for name in ("Training", "Validation", "Test"))


def test_colours_and_units(make_predictions: Make) -> None:
    spec = predictions_over_time(make_predictions(), "F", title="t").to_dict()
    main = spec["vconcat"][0]
    band = main["layer"][0]["mark"]
    assert (band["type"], band["color"], band["opacity"]) == ("area", "#C44F00", style.BAND_OPACITY)
    scale = nodes(main, "color")[1]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Observed": style.COLOURS["actual"],
        "Gradient descent": "#C44F00",
    }
    assert "Temperature (°F)" in nodes(main, "title")
    assert "Observed (°F)" in [tip["title"] for tip in nodes(main, "tooltip")[-1]]


def test_the_whole_panel_answers_the_pointer(make_predictions: Make) -> None:
    hover = predictions_over_time(make_predictions(), "C", title="t").to_dict()["vconcat"][0]["layer"][-1]
    assert hover["mark"]["type"] == "rule"
    assert 0 < hover["mark"]["opacity"] < 0.001  # at 0 a canvas shows no tooltip
    assert hover["encoding"]["tooltip"][0]["format"] == "%-d %B %Y"


def test_a_diverged_forecast_does_not_flatten_the_observations(make_predictions: Make) -> None:
    predictions = make_predictions(500)
    for value in (1e300, -np.inf, np.nan):
        broken = predictions.assign(gradient_descent=value, low=value, high=value)
        spec = predictions_over_time(broken, "C", title="t").to_dict()
        low, high = nodes(spec["vconcat"][0], "y")[0]["scale"]["domain"]
        assert predictions["actual"].min() - 3 < low < predictions["actual"].min()
        assert predictions["actual"].max() < high < predictions["actual"].max() + 3


@pytest.mark.parametrize("days", [0, 1, 2])
def test_tiny_frames(make_predictions: Make, days: int) -> None:
    spec = predictions_over_time(make_predictions(days), "C", title="t").to_dict()
    assert len(spec["vconcat"]) == 2


def test_days_with_nothing_to_draw_count_as_absent(make_predictions: Make) -> None:
    predictions = make_predictions(300)
    predictions.iloc[1::2, 1:] = np.nan  # the line bridges single days
    predictions.iloc[100:140, 1:] = np.nan  # but not forty
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    days = detail_days(spec, predictions.index[0])
    assert days.isna().all(axis=1).sum() == 1
    assert len(days) == 130 + 1


def test_missing_values_are_sent_as_missing(make_predictions: Make) -> None:
    predictions = make_predictions(300)
    predictions.iloc[::2, 1] = np.nan
    predictions["low"] = np.nan
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    days = detail_days(spec, predictions.index[0])
    assert days["low"].isna().all()
    assert days["observed"].isna().sum() == 150
    assert not days["forecast"].isna().any()


def test_thirty_six_years_stay_within_the_budget(make_predictions: Make) -> None:
    chart = predictions_over_time(make_predictions(13_000), "C", title="t")
    assert arrow_bytes(chart) < 150_000


@pytest.mark.parametrize(("days", "renderer"), [(1_400, None), (4_000, "canvas")])
def test_long_records_are_drawn_on_canvas(make_predictions: Make, days: int, renderer: str | None) -> None:
    spec = predictions_over_time(make_predictions(days), "C", title="t").to_dict()
    assert spec.get("usermeta", {}).get("embedOptions", {}).get("renderer") == renderer


def test_records_longer_than_sixteen_bits_of_days(make_predictions: Make) -> None:
    predictions = make_predictions(70_000)
    spec = predictions_over_time(predictions, "C", title="t").to_dict()
    assert max(row["day"] for row in with_columns(spec, "forecast")) == 69_999


def test_the_frame_is_not_modified(make_predictions: Make) -> None:
    predictions = make_predictions(100)
    before = predictions.copy(deep=True)
    predictions_over_time(predictions, "C", title="t").to_dict()
    pd.testing.assert_frame_equal(predictions, before)


def test_a_missing_column_is_named(make_predictions: Make) -> None:
    with pytest.raises(ValueError, match="predictions lacks the column low"):
        predictions_over_time(make_predictions(9).drop(columns="low"), "C", title="t")


def test_mixed_parts_are_neither_named_nor_separated(make_predictions: Make) -> None:
    predictions = make_predictions(90)
    predictions["part"] = ["train", "test", "validation"] * 30
    text = str(predictions_over_time(predictions, "C", title="t").to_dict())
    for label in style.PARTS.values():
        assert label not in text
