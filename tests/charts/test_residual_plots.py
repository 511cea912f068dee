"""Pictures of residuals: what is drawn, in which units, and how little is sent."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import residual_plots, style
from tests.charts.helpers import arrow_bytes, nodes, with_columns

DAYS = pd.date_range("1990-01-01", periods=20_000, name="date")


def grouped(key, groups):
    """A table as diagnostics returns it; the last group is too short for an interval."""
    n = len(groups)
    table = pd.DataFrame({key: groups, "days": 30, "mean": np.linspace(-1, 1, n)})
    table = table.assign(low=table["mean"] - 0.5, high=table["mean"] + 0.5, lower=-3.0, upper=3.0)
    table.loc[n - 1, ["low", "high"]] = np.nan
    return table


def over_time(n=20_000):
    values = np.random.default_rng(0).normal(size=n)
    return pd.DataFrame({"residual": values, "running": values / 5}, index=DAYS[:n])


def titles(spec, channel):
    return {found["title"] for found in nodes(spec, channel) if found.get("title")}


def test_months_stand_in_the_order_of_the_year_with_mean_interval_and_spread():
    spec = residual_plots.by_month(grouped("month", [5, 6, 12]), "C", title="t").to_dict()
    rows = with_columns(spec, "name", "mean")
    assert [row["name"] for row in rows] == ["May", "Jun", "Dec"]
    assert [row["mean"] for row in rows] == [-1, 0, 1]
    assert rows[2]["low"] is None
    domains = [x["scale"]["domain"] for x in nodes(spec, "x")]
    assert all(domain == residual_plots._MONTHS for domain in domains) and len(residual_plots._MONTHS) == 12
    assert titles(spec, "y") == {"Observed − forecast (°C)"}
    marks = [mark["type"] for mark in nodes(spec, "mark")]
    assert marks == ["rule", "bar", "rule", "circle"]
    # A mean without an interval has no bar that would start at nothing.
    assert nodes(spec, "filter") == ["isValid(datum.low) && isValid(datum.high)"]


def test_residuals_against_the_forecast_are_points_and_means_of_tenths():
    table = over_time(500)
    days = pd.DataFrame({"predicted": np.arange(500) / 20, "residual": table["residual"].to_numpy()})
    tenths = grouped("predicted", list(np.arange(10.0)))
    spec = residual_plots.against_forecast(days, tenths, "F", title="t").to_dict()
    assert len(with_columns(spec, "predicted", "residual")) == 500
    assert len(with_columns(spec, "predicted", "mean")) == 10
    assert titles(spec, "x") == {"Forecast (°F)"} and titles(spec, "y") == {"Observed − forecast (°F)"}


def test_residuals_over_time_are_thinned_but_span_the_record():
    spec = residual_plots.over_time(over_time(), "C", title="t").to_dict()
    points = with_columns(spec, "date", "residual")
    assert 1000 < len(points) <= residual_plots.MOST_POINTS
    assert points[0]["date"].startswith("1990-01-01")
    assert len(with_columns(spec, "date", "running")) <= residual_plots.MOST_POINTS


def test_the_running_mean_does_not_bridge_a_gap_of_years():
    table = over_time(3000).drop(DAYS[1000:2000])
    spec = residual_plots.over_time(table, "C", title="t").to_dict()
    running = with_columns(spec, "date", "running")
    assert [row["running"] is None for row in running].count(True) == 1
    whole = residual_plots.over_time(over_time(1000), "C", title="t").to_dict()
    assert all(row["running"] is not None for row in with_columns(whole, "date", "running"))


def test_correlations_stand_between_their_bounds():
    table = pd.DataFrame({"lag": [1, 2, 3], "correlation": [0.3, -0.02, 0.1], "bound": 0.09})
    spec = residual_plots.autocorrelation(table, title="t").to_dict()
    rows = with_columns(spec, "lag", "correlation", "below")
    assert [row["below"] for row in rows] == pytest.approx([-0.09] * 3, rel=1e-6)
    [domain] = {tuple(y["scale"]["domain"]) for y in nodes(spec, "y") if "scale" in y}
    assert domain == pytest.approx((-0.33, 0.33), rel=1e-6)
    assert titles(spec, "x") == {"Days apart"}
    empty = residual_plots.autocorrelation(table.head(0), title="t").to_dict()
    assert empty["layer"]


def test_quantiles_are_drawn_with_the_line_on_which_they_would_be_equal():
    table = pd.DataFrame({"normal": [-2.0, 0.0, 2.0], "observed": [-3.0, 0.1, 2.5]})
    spec = residual_plots.quantiles(table, "C", title="t").to_dict()
    datasets = list(spec["datasets"].values())
    assert [{"normal": -2.0, "observed": -2.0}, {"normal": 2.0, "observed": 2.0}] in datasets
    assert titles(spec, "x") == {"If residuals were normal (°C)"}
    assert residual_plots.quantiles(table.head(0), "C", title="t").to_dict()["layer"]


def every_chart():
    days = pd.DataFrame({"predicted": np.arange(20_000.0), "residual": over_time()["residual"].to_numpy()})
    lags = pd.DataFrame({"lag": np.arange(1, 31), "correlation": 0.1, "bound": 0.05})
    normal = np.linspace(-3, 3, 200)
    return {
        "month": residual_plots.by_month(grouped("month", list(range(1, 13))), "C", title="A title"),
        "forecast": residual_plots.against_forecast(
            days, grouped("predicted", list(np.arange(10.0))), "C", title="A title"
        ),
        "time": residual_plots.over_time(over_time(), "C", title="A title"),
        "lag": residual_plots.autocorrelation(lags, title="A title"),
        "quantiles": residual_plots.quantiles(
            pd.DataFrame({"normal": normal, "observed": normal}), "C", title="A title"
        ),
    }


@pytest.mark.parametrize("name", ["month", "forecast", "time", "lag", "quantiles"])
def test_every_picture_is_light_and_says_its_message(name):
    chart = every_chart()[name]
    assert arrow_bytes(chart) < 100_000
    spec = chart.to_dict()
    assert "A title" in str(spec["title"]) and nodes(spec, "tooltip")
    colours = {mark["color"] for mark in nodes(spec, "mark") if "color" in mark}
    assert colours <= {style.COLOURS["gradient_descent"], style.COLOURS["actual"], style.REFERENCE}


@pytest.mark.parametrize(
    ("draw", "column"),
    [
        (lambda frame: residual_plots.by_month(frame, "C", title="t"), "month"),
        (lambda frame: residual_plots.over_time(frame, "C", title="t"), "residual"),
        (lambda frame: residual_plots.autocorrelation(frame, title="t"), "lag"),
        (lambda frame: residual_plots.quantiles(frame, "C", title="t"), "normal"),
        (lambda frame: residual_plots.against_forecast(frame, frame, "C", title="t"), "predicted"),
    ],
)
def test_a_missing_column_is_named(draw, column):
    with pytest.raises(ValueError, match=f"lacks the columns {column}"):
        draw(pd.DataFrame({"other": [1.0]}))
