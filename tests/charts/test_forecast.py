"""Scatter, coefficients and errors."""

import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import coefficients, errors, predicted_against_observed, style
from gd_core.charts.forecast import MOST_TERMS
from gd_core.charts.scatter import MOST_POINTS
from tests.charts.helpers import HOSTILE_NAMES, arrow_bytes, nodes, rows, with_columns

Make = Callable[..., pd.DataFrame]


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


def test_the_scatter_has_equal_domains_that_hold_every_point(make_predictions: Make) -> None:
    predictions = make_predictions(1000)
    spec = predicted_against_observed(predictions, "C", title="t").to_dict()
    domains = [encoding["scale"]["domain"] for encoding in nodes(spec, "x") + nodes(spec, "y")]
    assert all(domain == domains[0] for domain in domains)
    test = predictions[predictions["part"] == "test"]
    assert domains[0][0] <= test[["actual", "gradient_descent"]].to_numpy().min()
    assert domains[0][1] >= test[["actual", "gradient_descent"]].to_numpy().max()
    assert len(with_columns(spec, "x", "date")) == len(test)
    assert spec["layer"][0]["mark"]["color"] == "#D55E00"
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
        "Gradient descent": "#D55E00",
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
    assert set(nodes(spec, "field")) == {"term", "series", "value"}
    terms = {row["term"] for row in with_columns(spec, "term")}
    assert len(terms) == len(names)
    assert all(term.isprintable() and "\\" not in term and len(term) <= 45 for term in terms)


def test_a_wrong_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="scale must be 'original' or 'standardised', got 'log'"):
        coefficients(table(["a"]), scale="log", unit="C", title="t")


def test_no_coefficients_at_all() -> None:
    assert coefficients(table(["intercept"]), unit="C", title="t").to_dict()["height"] > 0


def test_errors_stand_best_first_beside_their_names() -> None:
    metrics = pd.DataFrame(
        {
            "model": ["gradient_descent", "persistence", "climatology", "damped_anomaly", "least_squares"],
            "part": ["test", "test", "test", "test", "train"],
            "rmse": [2.5, 3.25, np.nan, 2.75, 1.0],
        }
    )
    spec = errors(metrics, "C", title="t").to_dict()
    names = nodes(spec, "y")[0]["scale"]["domain"]
    assert [name.split("\u00a0\u00a0") for name in names] == [
        ["Gradient descent", "2.50"],
        ["Damped anomaly", "2.75"],
        ["Persistence", "3.25"],
    ]
    assert nodes(spec, "color")[0]["scale"]["range"] == [
        style.COLOURS[model] for model in ("gradient_descent", "damped_anomaly", "persistence")
    ]
    assert len(rows(spec)) == 3


def test_a_predictor_called_intercept_is_drawn() -> None:
    spec = coefficients(table(["rain", "intercept", "intercept"]), unit="C", title="t").to_dict()
    assert {row["term"] for row in with_columns(spec, "term")} == {"rain", "intercept"}
