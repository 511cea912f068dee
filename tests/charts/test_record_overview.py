"""Charts of the record: the series, what is missing, persistence, the year."""

import numpy as np
import pandas as pd
import pytest

from gd_core.charts import missing_by_month, seasonal_cycle, series, style
from tests.charts.helpers import HOSTILE_NAMES, arrow_bytes, nodes, with_columns


def record(days: int, name: str = "temperature") -> pd.DataFrame:
    random = np.random.default_rng(1)
    index = pd.date_range("1986-01-01", periods=days, name="date")
    values = 12 + 9 * np.sin(np.arange(days) / 58) + random.normal(0, 3, days)
    return pd.DataFrame({name: values, "wind": random.gamma(2, 2, days)}, index=index)


def test_a_short_record_is_drawn_whole() -> None:
    frame = record(500)
    spec = series(frame, "temperature", "C", title="t").to_dict()
    drawn = [row["value"] for row in with_columns(spec, "value")]
    np.testing.assert_allclose(drawn, frame["temperature"], rtol=1e-6)
    assert "temperature (°C)" in nodes(spec, "title")


def test_a_long_record_keeps_its_extremes_and_stays_light() -> None:
    frame = record(13_500)
    frame.iloc[7_003, 0], frame.iloc[9_001, 0] = 99.0, -99.0
    chart = series(frame, "temperature", "C", title="t")
    drawn = [row["value"] for row in with_columns(chart.to_dict(), "value")]
    assert {99.0, -99.0} <= set(drawn)
    assert 1500 < len(drawn) <= 2400
    assert arrow_bytes(chart) < 150_000


def test_a_closure_breaks_the_line_and_is_shaded() -> None:
    frame = record(2_000).drop(pd.date_range("1987-03-01", "1988-02-29"))
    spec = series(frame, "temperature", "C", title="t").to_dict()
    lines = pd.DataFrame(with_columns(spec, "value"))
    runs = lines.groupby("run")["date"].agg(["min", "max"])
    assert len(runs) == 2
    assert runs.loc[0, "max"] < "1987-03-01" and runs.loc[1, "min"] >= "1988-03-01"
    (gap,) = with_columns(spec, "days")
    assert (gap["days"], gap["date"][:10], gap["end"][:10]) == (366, "1987-03-01", "1988-03-01")
    assert "run" in nodes(spec, "field")


def test_filled_values_wear_their_own_colour_and_still_count_as_not_measured() -> None:
    frame = record(300)
    imputed = pd.Series(False, index=frame.index)
    imputed.iloc[50:60] = True
    spec = series(frame, "temperature", "C", imputed, title="t").to_dict()
    lines = pd.DataFrame(with_columns(spec, "value"))
    assert (lines["series"] == "Filled in").sum() == 10
    assert with_columns(spec, "days")[0]["days"] == 10
    scale = nodes(spec, "color")[0]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Observed": style.COLOURS["actual"],
        "Filled in": style.FILLED_IN,
    }


def test_imputed_must_be_of_the_same_length() -> None:
    with pytest.raises(ValueError, match="imputed has 2 rows, frame has 3"):
        series(record(3), "wind", "m/s", pd.Series([True, False]), title="t")


def test_thousands_of_short_gaps_are_joined() -> None:
    frame = record(13_500)
    frame.iloc[::3, 0] = np.nan
    chart = series(frame, "temperature", "C", title="t")
    assert len(with_columns(chart.to_dict(), "days")) <= 501
    assert arrow_bytes(chart) < 150_000


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_column_names_are_titles_and_values_only(name: str) -> None:
    fixed = {"date", "end", "kind", "days", "value", "series", "run", "start", "column", "share"}
    frame = record(60, name)
    frame.iloc[5:9, 0] = np.nan
    for chart in (series(frame, name, "C", title=f"The column {name}"), missing_by_month(frame, title=name)):
        spec = chart.to_dict()
        assert set(nodes(spec, "field")) <= fixed
        assert {key for data in spec["datasets"].values() for row in data for key in row} <= fixed
        assert all(title.isprintable() for title in nodes(spec, "title") if isinstance(title, str))


@pytest.mark.parametrize("days", [0, 1, 2])
def test_tiny_records(days: int) -> None:
    assert series(record(days), "wind", None, title="t").to_dict()["layer"]
    assert missing_by_month(record(days), title="t").to_dict()["layer"]


def test_a_constant_column_gets_an_axis_around_its_value() -> None:
    spec = series(record(30) * 0 + 4, "wind", "m/s", title="t").to_dict()
    assert nodes(spec, "y")[0]["scale"]["domain"] == [3.5, 4.5]


def test_a_record_of_nothing_but_missing_values() -> None:
    frame = record(40) * np.nan
    spec = series(frame, "wind", None, title="t").to_dict()
    assert with_columns(spec, "days")[0]["days"] == 40
    assert {row["share"] for row in with_columns(missing_by_month(frame, title="t").to_dict(), "share")} == {
        1
    }


def test_missing_days_are_counted_month_by_month() -> None:
    frame = record(365).drop(pd.date_range("1986-03-01", "1986-03-31"))
    frame.loc["1986-06-01":"1986-06-15", "wind"] = np.nan
    spec = missing_by_month(frame, title="t").to_dict()
    cells = {(row["start"][:10], row["column"]): row["share"] for row in with_columns(spec, "share")}
    assert cells == {
        ("1986-03-01", "temperature"): 1,
        ("1986-03-01", "wind"): 1,
        ("1986-06-01", "wind"): 0.5,
    }
    assert [row["start"][:10] for row in spec["datasets"][spec["layer"][0]["data"]["name"]]] == [
        "1986-01-01",
        "1987-01-01",
    ]
    assert nodes(spec, "y")[0]["scale"]["domain"] == ["temperature", "wind"]


def test_long_records_are_counted_year_by_year() -> None:
    frame = record(13_500)
    frame.iloc[::2] = np.nan
    cells = with_columns(missing_by_month(frame, title="t").to_dict(), "share")
    assert len(cells) == 2 * 37
    assert all(0.4 < cell["share"] < 0.6 for cell in cells)


def test_two_equal_column_names_get_a_row_each() -> None:
    frame = record(90)
    frame.columns = ["a", "a"]
    frame.iloc[3:5, 0] = np.nan
    spec = missing_by_month(frame, title="t").to_dict()
    assert nodes(spec, "y")[0]["scale"]["domain"] == ["a", "a (2)"]


@pytest.mark.parametrize(
    ("column", "length", "last"), [("month", 12, "2000-12-15"), ("day_of_year", 366, "2000-12-31")]
)
def test_the_year_by_month_or_by_day(column: str, length: int, last: str) -> None:
    cycle = pd.DataFrame({column: np.arange(1, length + 1), "mean": 10.0, "low": 5.0, "high": 15.0})
    spec = seasonal_cycle(cycle, "C", title="t").to_dict()
    data = with_columns(spec, "mean")
    assert len(data) == length
    assert data[-1]["date"].startswith(last)
    assert spec["layer"][0]["mark"]["color"] == style.COLOURS["climatology"]
    assert "Temperature (°C)" in nodes(spec, "title")


def test_a_cycle_without_a_time_of_year_is_refused() -> None:
    with pytest.raises(ValueError, match="cycle lacks the column month or day_of_year"):
        seasonal_cycle(pd.DataFrame({"mean": [1.0], "low": [0.0], "high": [2.0]}), "C", title="t")
