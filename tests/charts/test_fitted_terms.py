"""Coefficients, and the forecast in its terms."""

import json

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import coefficients, waterfall
from gd_core.charts.chart_as_svg import svg
from gd_core.charts.fitted_terms import MOST_TERMS
from tests.charts.helpers import HOSTILE_NAMES, nodes, with_columns


def table(terms: list[str]) -> pd.DataFrame:
    weights = np.linspace(-2, 3, len(terms))
    return pd.DataFrame(
        {
            "term": terms,
            "gradient_descent": weights * 10,
            "least_squares": weights * 11,
            "gradient_descent_standardised": weights,
            "least_squares_standardised": weights * 1.1,
        }
    )


@pytest.mark.parametrize(("scale", "factor"), [("original", 10), ("standardised", 1)])
def test_coefficients_by_weight_with_the_intercept_in_words(scale: str, factor: int) -> None:
    terms = ["rain", "wind", "maximum", "intercept"]
    spec = coefficients(table(terms), scale=scale, unit="C", title="t").to_dict()
    drawn = {(row["term"], row["series"]): row["value"] for row in with_columns(spec, "term")}
    assert drawn[("maximum", "Gradient descent")] == pytest.approx(4 / 3 * factor)
    assert len(drawn) == 6
    (order,) = {tuple(y["scale"]["domain"]) for y in nodes(spec, "y")}
    assert order == ("rain", "maximum", "wind")
    title = next(x["title"] for x in nodes(spec, "x") if "title" in x)
    assert title[1] == f"Not drawn: intercept {3 * factor} °C"
    assert title[0].startswith("Coefficient (°C per ")


def test_coefficients_wear_the_colours_of_their_models() -> None:
    spec = coefficients(table(["a", "b"]), unit="C", title="t").to_dict()
    scale = nodes(spec, "color")[-1]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Gradient descent": "#C44F00",
        "Least squares": "#0072B2",
    }


def test_only_the_terms_of_most_weight_are_drawn() -> None:
    spec = coefficients(
        table([*(f"t{number}" for number in range(40)), "intercept"]), unit="C", title="t"
    ).to_dict()
    assert len({row["term"] for row in with_columns(spec, "term")}) == MOST_TERMS
    assert "Not drawn: the 16 terms of least weight" in json.dumps(spec)


def test_coefficients_that_are_not_finite_keep_their_row_but_get_no_mark() -> None:
    broken = table(["a", "b", "intercept"])
    broken.loc[0, "gradient_descent"] = np.nan
    broken.loc[1, "least_squares"] = np.inf
    spec = coefficients(broken, unit="C", title="t").to_dict()
    assert len(with_columns(spec, "term")) == 2
    assert sorted(nodes(spec, "y")[0]["scale"]["domain"]) == ["a", "b"]


def test_hostile_terms_are_values_and_never_fields() -> None:
    names = [*HOSTILE_NAMES, HOSTILE_NAMES[0], HOSTILE_NAMES[-1]]
    spec = coefficients(table([*names, "intercept"]), unit="C", title="t").to_dict()
    assert set(nodes(spec, "field")) == {"term", "series", "value", "at"}
    terms = {row["term"] for row in with_columns(spec, "term")}
    assert len(terms) == len(names)
    assert all(term.isprintable() and "\\" not in term and len(term) <= 45 for term in terms)


def test_a_wrong_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale must be 'original' or 'standardised', got 'log'"):
        coefficients(table(["a"]), scale="log", unit="C", title="t")


def test_no_coefficients_at_all() -> None:
    assert coefficients(table(["intercept"]), unit="C", title="t").to_dict()["height"] > 0


def test_a_predictor_called_intercept_is_drawn() -> None:
    spec = coefficients(table(["rain", "intercept", "intercept"]), unit="C", title="t").to_dict()
    assert {row["term"] for row in with_columns(spec, "term")} == {"rain", "intercept"}


def steps(names):
    table = pd.DataFrame({"term": ["Average day", *names, "Forecast"], "value": "3.0"})
    ends = [10.0 + n for n in range(len(table) - 1)]
    table["start"] = [0.0, *ends[:-1], ends[-1]]
    table["end"] = [*ends, ends[-1]]
    table["kind"] = ["average", *["term"] * len(names), "forecast"]
    return table


def test_the_waterfall_falls_from_the_average_day_to_the_forecast():
    spec = waterfall(steps(["today", "season"]), "C", title="Why 12 °C").to_dict()
    bars = with_columns(spec, "term", "change")
    assert [(bar["term"], bar["change"], bar["effect"]) for bar in bars] == [
        ("today", 1.0, "Makes it warmer"),
        ("season", 1.0, "Makes it warmer"),
    ]
    assert nodes(spec, "y")[0]["scale"]["domain"] == ["Average day", "today", "season", "Forecast"]
    assert "Temperature (°C)" in [x.get("title") for x in nodes(spec, "x")]


def test_names_of_terms_are_drawn_as_text():
    text = svg(waterfall(steps(HOSTILE_NAMES), "F", title="t"))
    assert "<script" not in text and "datum.x &gt; 0" in text


def test_steps_without_a_column_are_refused():
    with pytest.raises(ValueError, match="start"):
        waterfall(pd.DataFrame({"term": []}), "C", title="t")
