"""What a record shows before any model, on records whose answers are known."""

import numpy as np
import pandas as pd
import pytest

from gd_core.forecast.explore import climate
from gd_core.forecast.rows.rows import filled_record, prepare
from gd_core.forecast.words import climate as words
from gd_core.weather import read_weather
from tests.forecast.plain_regression import plain


def weather_of(values, start="2001-01-01", **more):
    days = pd.date_range(start, periods=len(values))
    frame = pd.DataFrame({"date": days, "tmax": values, **more})
    return read_weather(frame.to_csv(index=False).encode())


@pytest.fixture(scope="module")
def seattle(data_dir):
    return read_weather(data_dir / "seattle_weather.csv")


def test_pairs_are_of_consecutive_dates_only():
    values = np.round(15 + 9 * np.sin(np.arange(100) / 8), 1)
    values[40] = np.nan
    weather = weather_of(values)
    pairs = climate.today_and_tomorrow(weather, "tmax")
    assert len(pairs.frame) == 99 - 2
    for date, (today, tomorrow) in pairs.frame.iterrows():
        day = (date - pd.Timestamp("2001-01-01")).days
        assert (today, tomorrow) == (values[day], values[day + 1])


def test_correlation_and_line_are_those_of_numpy(seattle):
    pairs = climate.today_and_tomorrow(seattle, "temp_max")
    values = seattle.frame["temp_max"].to_numpy()
    assert pairs.correlation == pytest.approx(np.corrcoef(values[:-1], values[1:])[0, 1])
    design = np.column_stack([values[:-1], np.ones(len(values) - 1)])
    assert (pairs.slope, pairs.intercept) == pytest.approx(np.linalg.lstsq(design, values[1:])[0])
    assert words.pairs_title(pairs) == "Tomorrow follows today with a correlation of 0.92"
    assert words.pairs_line(pairs, "C") == (
        "Line of best fit: tomorrow = 0.92 × today + 1.3 °C, from 1,460 pairs of days."
    )


def test_without_pairs_there_is_no_line():
    values = np.full(200, np.nan)
    values[::2] = np.arange(100) % 17
    pairs = climate.today_and_tomorrow(weather_of(values), "tmax")
    assert pairs.frame.empty and pairs.slope is None
    assert "Too few pairs" in words.pairs_title(pairs) and words.pairs_line(pairs, "C") == ""


def test_the_average_year_of_a_known_wave():
    index = pd.date_range("2001-01-01", "2012-12-31")
    wave = 10 - 12 * np.cos(2 * np.pi * (index.day_of_year.to_numpy() - 20) / 365.25)
    cycle = climate.seasonal_cycle(weather_of(np.round(wave, 3)), "tmax")
    assert list(cycle["day_of_year"]) == list(range(1, 367))
    assert words.cycle_title(cycle) == "Warmest around 21 July, coldest around 20 January"
    assert cycle["mean"].max() == pytest.approx(22, abs=0.1)
    assert (cycle["low"] <= cycle["mean"]).all() and (cycle["mean"] <= cycle["high"]).all()


def test_the_window_is_that_of_fifteen_days_in_all_years(seattle):
    cycle = climate.seasonal_cycle(seattle, "temp_max").set_index("day_of_year")
    values = seattle.frame["temp_max"]
    # The days around 1 January, over New Year: 25 December to 8 January.
    around = values[
        [date.strftime("%m-%d") >= "12-25" or date.strftime("%m-%d") <= "01-08" for date in values.index]
    ]
    assert cycle.loc[1, "mean"] == pytest.approx(around.mean())
    assert cycle.loc[1, "low"] == pytest.approx(around.quantile(0.1))
    assert cycle.loc[1, "high"] == pytest.approx(around.quantile(0.9))


def test_less_than_a_year_is_shown_by_month():
    values = np.round(10 + np.arange(120) / 10 + np.arange(120) % 2, 1)
    cycle = climate.seasonal_cycle(weather_of(values), "tmax")
    assert list(cycle["month"]) == [1, 2, 3, 4]
    assert cycle["mean"].iloc[0] == pytest.approx(values[:31].mean())
    assert words.cycle_title(cycle) == "Warmest in April, coldest in January"


@pytest.mark.parametrize("split", ["chronological", "random"])
@pytest.mark.parametrize("fill", ["seasonal", "mean", "drop"])
def test_the_record_is_filled_as_for_a_forecast_from_todays_values(split, fill):
    random = np.random.default_rng(0)
    values = np.round(random.normal(12, 5, 400), 1)
    wind = np.round(random.normal(5, 1, 400), 1)
    wind[random.integers(400, size=60)] = np.nan
    weather = weather_of(values, wind=wind)
    settings = plain(split=split, fill=fill, features=("today",))
    filled = filled_record(weather, settings)
    rows = prepare(weather, settings)
    pd.testing.assert_frame_equal(rows.X, filled.frame.loc[rows.X.index, list(rows.X.columns)])
    assert filled.imputed["wind"].sum() == (0 if fill == "drop" else weather.frame["wind"].isna().sum())
