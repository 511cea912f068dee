"""A record that comes again: known as the same one, and its last forecast held against what came."""

import numpy as np
import pandas as pd
import pytest

from gd_core import read_weather
from gd_core.forecast.judge.since_last import is_newer, since_last
from gd_core.forecast.result import NextDay
from gd_core.forecast.words.since_last import since_last as in_words

RNG = np.random.default_rng(5)
TMAX = np.round(12 + 9 * np.sin(np.arange(400) / 58) + RNG.normal(0, 2, 400), 1)


def weather(days: int, tmax=TMAX, *, begin: int = 0, unit: str | None = None, name: str = "tmax"):
    """The days from ``begin`` on, up to day ``days`` of one station."""
    dates = pd.date_range("2023-01-01", periods=len(tmax)).strftime("%Y-%m-%d")
    table = pd.DataFrame({"date": dates, name: tmax, "tmin": np.round(np.asarray(tmax) - 6.5, 1)})
    return read_weather(table.iloc[begin:days].to_csv(index=False).encode(), unit=unit)


def forecast(day: int, value: float, low: float, high: float) -> NextDay:
    dates = pd.date_range("2023-01-01", periods=400)
    return NextDay(dates[day], dates[day - 1], 0, value, low, high, value)


@pytest.mark.parametrize(
    ("after", "newer"),
    [
        (weather(301), True),
        (weather(300), True),  # the same again
        (weather(301, begin=100), True),  # only the last year of it
        (weather(301, np.where(np.arange(400) < 5, TMAX + 1, TMAX)), True),  # a few values corrected
        (weather(301, TMAX[::-1]), False),  # another station
        (weather(400, begin=300), False),  # no day of it
        (weather(301, name="tmean"), False),  # another quantity
    ],
)
def test_a_newer_file_is_known_by_its_days(after, newer):
    assert is_newer(weather(300), after) is newer


def test_degrees_do_not_matter():
    assert is_newer(weather(300), weather(301).in_degrees("F"))


def test_one_new_day_is_held_against_its_forecast():
    news = since_last(weather(300), weather(301), "tmax", forecast(300, TMAX[300] + 0.3, -50, 50))
    assert news.days == 1 and news.came == news.newest == TMAX[300] and news.changed == 0
    said = f"1 new day since the last file: {TMAX[300]:.1f} °C, forecast was {TMAX[300] + 0.3:.1f} °C"
    assert in_words(news) == f"{said} (inside the interval)."


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(-50, 50, " (inside the interval)"), (40, 50, " (outside the interval)"), (np.nan, np.nan, "")],
)
def test_the_interval_is_said_where_there_is_one(low, high, said):
    news = since_last(weather(300), weather(301), "tmax", forecast(300, 20.0, low, high))
    assert in_words(news).endswith(f"forecast was 20.0 °C{said}.")


def test_of_several_days_the_forecast_one_is_named():
    news = since_last(weather(300), weather(303), "tmax", forecast(301, 20.0, -50, 50))
    assert in_words(news) == (
        f"3 new days since the last file: {TMAX[301]:.1f} °C on Sunday, 29 October 2023, "
        "forecast was 20.0 °C (inside the interval)."
    )


def test_a_day_that_is_still_to_come_is_not_judged():
    news = since_last(weather(300), weather(301), "tmax", forecast(302, 20.0, -50, 50))
    assert in_words(news) == f"1 new day since the last file: {TMAX[300]:.1f} °C."
    assert in_words(since_last(weather(300), weather(302), "tmax", None)).endswith(
        f"2 new days since the last file: the newest {TMAX[301]:.1f} °C."
    )


def test_what_was_forecast_in_other_degrees_is_not_compared():
    news = since_last(weather(300).in_degrees("F"), weather(301), "tmax", forecast(300, 50.0, 40, 60))
    assert news.forecast is None and news.changed == 0 and news.days == 1


def test_earlier_values_that_changed_are_counted():
    changed = weather(300, np.where(np.arange(400) == 7, TMAX + 1, TMAX))
    news = since_last(weather(300), changed, "tmax", None)
    assert in_words(news) == "No new day since the last file; 1 earlier value changed."


def test_a_temperature_that_one_file_lacks_is_refused():
    with pytest.raises(ValueError, match="'dew' is no temperature of both files"):
        since_last(weather(300), weather(301), "dew", None)
