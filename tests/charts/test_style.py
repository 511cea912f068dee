"""Words, colours and names: what every chart relies on."""

import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.charts import marks, style
from gd_core.charts.chart import Chart
from tests.charts.helpers import HOSTILE_NAMES


@given(st.text(), st.integers(1, 80))
def test_plain_text_is_printable_one_line_short_and_never_empty(text: str, limit: int) -> None:
    shown = style.plain(text, limit)
    assert shown.isprintable()
    assert "\\" not in shown
    assert 1 <= len(shown) <= limit
    assert style.plain(shown, limit) == shown


def test_plain_leaves_ordinary_names_alone() -> None:
    assert style.plain("Température max. (°C)") == "Température max. (°C)"


def test_plain_names_what_it_replaces() -> None:
    assert style.plain("back\\slash\nand\ttab") == "back/slash and tab"
    assert style.plain("\u202eevil") == "evil"
    assert style.plain(" \n ") == "(no name)"
    assert style.plain("abcdef", 4) == "ab…f"


def test_plain_rejects_a_limit_of_nothing() -> None:
    with pytest.raises(ValueError, match="limit must be at least 1 character, got 0"):
        style.plain("a", 0)


@given(st.lists(st.text(max_size=5), max_size=30))
def test_distinct_names_are_as_many_as_given_and_all_different(names: list[str]) -> None:
    shown = style.distinct(names)
    assert len(set(shown)) == len(names)


def test_distinct_numbers_the_second_of_two_equal_names() -> None:
    assert style.distinct(["wind", "wind", "wind\n", "rain"]) == ["wind", "wind (2)", "wind (3)", "rain"]


def test_distinct_avoids_a_name_that_is_already_numbered() -> None:
    assert len(set(style.distinct(["a (2)", "a", "a", "a"]))) == 4


def test_axis_titles_carry_their_units() -> None:
    assert style.temperature_title("C") == "Temperature (°C)"
    assert style.temperature_title("F") == "Temperature (°F)"
    assert style.axis_title("Wind", "m/s") == "Wind (m/s)"
    assert style.axis_title("cloud cover") == "cloud cover"
    assert style.axis_title("a\nb", "C") == "a b (°C)"


def test_an_unknown_temperature_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="must be 'C' or 'F', got 'K'"):
        style.temperature_title("K")


def test_every_series_has_a_label_and_the_colour_the_design_gives_it() -> None:
    assert style.COLOURS.keys() == style.LABELS.keys()
    assert style.COLOURS["gradient_descent"] == "#C44F00"
    assert style.COLOURS["least_squares"] == "#0072B2"
    assert style.COLOURS["persistence"] == "#009E73"
    assert style.COLOURS["climatology"] == "#CC79A7"
    assert style.COLOURS["damped_anomaly"] == "#C58700"
    assert len(set(style.COLOURS.values())) == len(style.COLOURS)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_title_is_a_choice_between_lists_of_plain_lines(name: str) -> None:
    expression = style.chart_title(f"The column {name} has gaps").to_dict()["text"]["expr"]
    decoder = json.JSONDecoder()
    versions = []
    for position, character in enumerate(expression):
        if character == "[" and expression[position - 2 : position] in ("? ", ": "):
            versions.append(decoder.raw_decode(expression[position:])[0])
    assert len(versions) == 5
    letters = {"".join(lines).replace(" ", "") for lines in versions}
    assert len(letters) == 1  # all versions say the same
    widths = [max(map(len, lines)) for lines in versions]
    assert all(width <= most for width, most in zip(widths, (30, 38, 44, 58, 98), strict=True))


def test_light_halves_the_floats_and_drops_infinities() -> None:
    frame = pd.DataFrame({"a": [1.0, math.inf, math.nan], "n": [1, 2, 3]})
    light = style.light(frame)
    assert light["a"].dtype == np.float32
    assert light["a"].isna().tolist() == [False, True, True]
    assert light["n"].dtype == frame["n"].dtype
    assert frame["a"].tolist()[1] == math.inf  # the argument stays as it was


def test_require_names_what_is_missing_and_what_is_there() -> None:
    with pytest.raises(ValueError, match=r"cycle lacks the columns low, high; it has mean\."):
        style.require(pd.DataFrame({"mean": [1.0]}), ["mean", "low", "high"], "cycle")


def test_a_padded_domain_is_never_empty() -> None:
    assert style.padded(3.0, 3.0) == [2.5, 3.5]
    assert style.padded(0.0, 100.0) == [-4.0, 104.0]


def test_words_take_their_colour_from_the_background_of_the_page() -> None:
    chart = marks.finished(Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x:Q"), "Title")
    spec = chart.to_dict()
    assert "luminance(background)" in spec["config"]["axis"]["labelColor"]["expr"]
    assert spec["width"] == "container"
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}
