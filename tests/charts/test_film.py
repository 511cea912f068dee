"""The film: sound Vega, three pictures that follow one frame, and numbers that are those of the descent."""

import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
import vl_convert

from gd_core.charts.film import MOST_TERMS, film
from tests.charts.helpers import HOSTILE_NAMES, nodes

WORDS = (("Forecasts", "One"), ("Coefficients", "Two"), ("Loss", "Three"))


@dataclass
class Descent:
    """A descent of five recorded epochs on a hundred days."""

    epochs = np.array([0, 1, 2, 5, 40])
    loss = np.array([9.0, 7.0, 6.0, 5.0, 4.5])
    validation_loss = np.array([8.0, 7.0, 6.5, 6.0, 6.1])
    dates = pd.date_range("2020-01-01", periods=100)
    actual = np.sin(np.arange(100.0))
    forecast = np.linspace(0.0, 1.0, 5)[:, None] * np.sin(np.arange(100.0))


def coefficients(count: int = 12, names: list[str] | None = None) -> pd.DataFrame:
    goal = np.linspace(-1.0, 2.0, count)
    at = [[share * value for share in (0.0, 0.3, 0.5, 0.8, 1.0)] for value in goal]
    return pd.DataFrame({"term": names or [f"term {i}" for i in range(count)], "goal": goal, "at": at})


def made(drawn=None, table=None, **changes):
    return film(drawn or Descent(), coefficients() if table is None else table, 4.4, "C", WORDS)


def pictures(spec) -> str:
    """The film as it is drawn, at each of its frames, the words of its size put in place of the window's."""
    drawn = []
    for epoch in (0, 5, 40):
        still = json.loads(json.dumps(spec).replace("windowSize()[1] || 720", "720"))
        still["config"]["background"] = "#ffffff"
        next(signal for signal in still["signals"] if signal["name"] == "shown")["value"] = epoch
        drawn.append(vl_convert.vega_to_svg(still))
    return drawn


def test_it_is_sound_vega_and_every_frame_looks_different():
    first, middle, last = pictures(made().specification())
    assert len({first, middle, last}) == 3
    for picture, epoch in ((first, 0), (middle, 5), (last, 40)):
        assert f">Epoch {epoch}<" in picture
        shown = {"Coefficients": f"Coefficients: {MOST_TERMS} of 12"}
        for title, below in WORDS:
            assert f">{shown.get(title, title)}<" in picture and f">{below}<" in picture


def test_the_rows_are_those_of_the_descent():
    spec, drawn, table = made().specification(), Descent(), coefficients()
    days, terms, losses = (group["data"][0]["values"] for group in spec["marks"])
    np.testing.assert_allclose([day["f"] for day in days], drawn.forecast.T, atol=0.006)
    np.testing.assert_allclose([day["a"] for day in days], drawn.actual, atol=0.006)
    assert [row["e"] for row in losses] == drawn.epochs.tolist()
    assert [row["t"] for row in losses] == drawn.loss.tolist()
    heaviest = table.assign(weight=table["goal"].abs()).nlargest(MOST_TERMS, "weight")
    assert [row["name"] for row in terms] == heaviest["term"].tolist()
    np.testing.assert_allclose([row["c"] for row in terms], heaviest["at"].tolist(), atol=1e-4)


def test_one_slider_of_epochs_and_one_play_move_all_three():
    spec = made().specification()
    signals = {signal["name"]: signal for signal in spec["signals"]}
    assert (signals["shown"]["bind"]["min"], signals["shown"]["bind"]["max"]) == (0, 40)
    assert sum("bind" in signal for signal in spec["signals"]) == 2 and "expr" not in str(signals["frame"])
    assert all("frame" in json.dumps(group) for group in spec["marks"])


def test_a_wide_page_has_them_side_by_side_and_a_narrow_one_below_each_other():
    spec = json.loads(json.dumps(made().specification()).replace("windowSize()[1] || 720", "720"))
    sizes = {}
    for width in (360, 674, 1200):
        picture = vl_convert.vega_to_svg({**spec, "width": width})
        sizes[width] = tuple(
            float(picture.split(f'{side}="')[1].split('"')[0]) for side in ("width", "height")
        )
    assert [size[0] for size in sizes.values()] == [360, 674, 1200]
    assert sizes[360][1] > 2 * sizes[674][1] and sizes[674][1] == sizes[1200][1]


def test_a_descent_that_runs_away_leaves_the_pictures_readable():
    drawn = Descent()
    drawn.forecast = (drawn.forecast + 0.5) * np.array([1.0, 1e3, 1e9, 1e200, np.inf])[:, None]
    drawn.loss = np.array([9.0, 1e4, 1e12, 1e300, np.inf])
    table = coefficients()
    table["at"] = [[0.0, 1e3, -1e9, 1e200, np.nan]] * len(table)
    spec = made(drawn, table).specification()
    assert "NaN" not in json.dumps(spec) and "Infinity" not in json.dumps(spec)
    low, high = next(scale["domain"] for scale in spec["marks"][0]["scales"] if scale["name"] == "y")
    assert -4 < low < -1 and 1 < high < 4
    assert len(pictures(spec)) == 3


def test_names_from_a_file_are_only_text():
    spec = made(table=coefficients(len(HOSTILE_NAMES), HOSTILE_NAMES)).specification()
    names = [row["name"] for row in spec["marks"][1]["data"][0]["values"]]
    assert len(set(names)) == len(names) == MOST_TERMS
    expressions = [*nodes(spec, "signal"), *nodes(spec, "update"), *nodes(spec, "expr")]
    assert not any(name in str(text) for text in expressions for name in names if len(name) > 3)
    assert all("<script>" not in picture for picture in pictures(spec))


def test_its_numbers_can_be_taken_home():
    table = made().table
    assert (
        table["epoch"].tolist() == Descent.epochs.tolist() and table["loss"].tolist() == Descent.loss.tolist()
    )
    assert table["2020-04-09"].tolist() == Descent.forecast[:, -1].tolist()
    assert table["term 11"].tolist() == coefficients()["at"].iloc[-1]


def test_a_table_without_a_column_is_refused():
    with pytest.raises(ValueError, match="goal"):
        made(table=coefficients().drop(columns="goal"))
