"""From several readings a day to one value: maximum, minimum, sum, mean; and incomplete days."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.weather import WeatherError, read_weather

HOURS = pd.date_range("2020-01-01", periods=100 * 24, freq="h")


def hourly(values, **columns):
    """Hourly readings: the temperature of the ``values`` fixture, and more columns."""
    return pd.DataFrame({"time": HOURS, "temp": values(len(HOURS)), **columns})


def as_csv(frame, layout="%Y-%m-%d %H:%M"):
    return frame.to_csv(index=False, date_format=layout).encode()


def test_the_maximum_of_temperatures_the_sum_of_rain_the_mean_of_the_rest(values):
    frame = hourly(values, rain=np.arange(2400) % 5 / 10, rh=np.arange(2400) % 90, tmin=values(2400, 1))
    weather = read_weather(as_csv(frame))
    by_day = frame.groupby(frame["time"].dt.normalize())
    expected = by_day.agg({"temp": "max", "rain": "sum", "rh": "mean", "tmin": "min"})
    np.testing.assert_allclose(weather.frame, expected, rtol=1e-12)
    assert weather.frame.index.tolist() == expected.index.tolist()
    assert weather.report.about("days")[0].line() == (
        "2,400 readings became 100 days: the maximum of temperatures, the sum of precipitation, the mean of "
        "everything else (usually 24 readings a day)."
    )


@pytest.mark.parametrize(
    "layout", ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y%m%d%H", "%d-%b-%y %Hh"]
)
def test_times_may_be_written_in_many_ways(values, layout):
    frame = hourly(values)
    weather = read_weather(as_csv(frame, layout))
    assert weather.frame["temp"].tolist() == frame["temp"].to_numpy().reshape(100, 24).max(axis=1).tolist()


@pytest.mark.parametrize(
    ("name", "times"),
    [
        ("hour", HOURS.hour),
        ("HH", HOURS.hour + 1),  # 1 to 24
        ("Hora (UTC)", HOURS.strftime("%H:%M")),
        ("Hora UTC", HOURS.strftime("%H00 UTC")),
        ("Time", HOURS.strftime("%H.%M.%S")),
        ("Time", HOURS.strftime("%-I:%M %p")),
        ("hhmm", HOURS.hour * 100),
        ("unknown", HOURS.strftime("%H:%M:%S")),
        ("no name", HOURS.hour),
    ],
)
def test_times_in_a_column_of_their_own(values, name, times):
    frame = hourly(values)
    frame["time"] = frame["time"].dt.strftime("%Y-%m-%d")
    frame.insert(1, name, times)
    weather = read_weather(frame.rename(columns={"time": "date"}).to_csv(index=False).encode())
    assert weather.frame["temp"].tolist() == frame["temp"].to_numpy().reshape(100, 24).max(axis=1).tolist()
    assert name not in weather.frame.columns


def test_hours_and_minutes_in_columns(values):
    times = pd.date_range("2020-01-01", periods=80 * 48, freq="30min")
    frame = pd.DataFrame({"y": times.year, "m": times.month, "d": times.day, "hour": times.hour})
    frame = frame.assign(minute=times.minute, temp=values(len(times)))
    weather = read_weather(frame.to_csv(index=False).encode())
    assert weather.frame["temp"].tolist() == frame["temp"].to_numpy().reshape(80, 48).max(axis=1).tolist()
    assert list(weather.frame.columns) == ["temp"]


def test_midnight_by_a_12_hour_clock_begins_the_day(values):
    frame = hourly(values, mark=np.where(HOURS.hour == 0, 48.0, 0.0))
    weather = read_weather(
        as_csv(
            frame[["time", "mark"]].rename(columns={"mark": "rain"}).assign(temp=frame["temp"]),
            "%m/%d/%Y %I:%M %p",
        )
    )
    assert weather.frame["rain"].tolist() == [48.0] * 100


def test_half_of_the_usual_readings_are_enough_for_a_sum(values):
    frame = hourly(values, rain=1.0)
    half = frame.drop(index=range(12))
    weather = read_weather(as_csv(half))
    assert weather.frame["rain"].tolist() == [12.0] + [24.0] * 99
    assert len(weather.report.about("days")) == 1
    fewer = frame.drop(index=range(13))
    weather = read_weather(as_csv(fewer))
    assert np.isnan(weather.frame["rain"].iloc[0]) and weather.frame["temp"].notna().all()
    told = [decision.data["days"] for decision in weather.report.about("days")[1:]]
    assert told == [1, 1]  # that the day has few rows, and that the target rests on few readings
    assert weather.report.about("days")[1].data["first"] == HOURS[0]


def test_half_of_the_usual_readings_are_enough_for_a_column(values):
    frame = hourly(values)
    frame.loc[:11, "temp"] = np.nan
    assert len(read_weather(as_csv(frame)).report.about("days")) == 1
    frame.loc[12, "temp"] = np.nan
    assert [d.data["days"] for d in read_weather(as_csv(frame)).report.about("days")[1:]] == [1]


def test_a_missing_reading_is_passed_over_and_a_day_without_any_is_missing(values):
    frame = hourly(values, rain=1.0)
    frame.loc[:22, ["temp", "rain"]] = np.nan
    frame.loc[24:47, ["temp", "rain"]] = np.nan
    weather = read_weather(as_csv(frame))
    assert weather.frame["temp"].iloc[0] == frame["temp"][23]
    assert weather.frame["rain"].iloc[0] == 1
    assert weather.frame.iloc[1].isna().all()
    decision = weather.report.about("days")[-1]
    assert not decision.certain
    assert decision.line() == (
        '"temp" has fewer than half of its usual 24 readings on 1 day, which are kept (assumed: the first is '
        "2020-01-01 with 1 reading)."
    )


def test_of_a_day_with_few_rows_the_maximum_is_kept_and_the_sum_is_missing(values):
    frame = hourly(values, rain=1.0)[18:]
    weather = read_weather(as_csv(frame))
    assert weather.frame["temp"].iloc[0] == frame["temp"][:6].max()
    assert np.isnan(weather.frame["rain"].iloc[0])
    assert weather.frame["rain"].iloc[1] == 24
    assert weather.report.about("days")[1].line() == (
        "1 day with fewer than half of the usual readings keeps its maximum and mean; sums are missing there "
        "(assumed: the first is 2020-01-01 with 6 readings; the highest of the day may not be among them)."
    )


def test_readings_given_twice_count_once(values):
    frame = hourly(values, rain=np.arange(2400) % 3)
    twice = pd.concat([frame, frame.iloc[::7]])
    pd.testing.assert_frame_equal(read_weather(as_csv(twice)).frame, read_weather(as_csv(frame)).frame)


def test_the_order_of_readings_does_not_matter(values):
    frame = hourly(values, rain=np.arange(2400) % 3)
    expected = read_weather(as_csv(frame))
    assert expected.report.about("order") == ()
    for other in (frame[::-1], frame.sample(frac=1, random_state=1)):
        weather = read_weather(as_csv(other))
        pd.testing.assert_frame_equal(weather.frame, expected.frame, rtol=1e-12)


@settings(max_examples=30)
@given(st.lists(st.integers(2, 6), min_size=60, max_size=60), st.randoms(use_true_random=False))
def test_splitting_the_readings_of_a_day_keeps_its_maximum(sizes, random):
    days = pd.date_range("2021-03-01", periods=60)
    highest = [round(10 * np.sin(number / 9) + random.uniform(-2, 2), 1) for number in range(60)]
    rows = []
    for day, size, high in zip(days, sizes, highest, strict=True):
        readings = [high, *(round(high - random.uniform(0, 9), 1) for _ in range(size - 1))]
        random.shuffle(readings)
        rows += [
            f"{day + pd.Timedelta(hours=3 * i):%Y-%m-%d %H:%M},{value}" for i, value in enumerate(readings)
        ]
    random.shuffle(rows)
    frame = read_weather("\n".join(["time,temperature", *rows]).encode()).frame
    assert frame["temperature"].tolist() == highest
    assert frame.index.tolist() == days.tolist()


def test_a_time_zone_is_not_applied_and_said(values):
    frame = hourly(values)
    weather = read_weather(as_csv(frame, "%Y-%m-%dT%H:%M:%SZ"))
    assert weather.frame["temp"].iloc[0] == frame["temp"][:24].max()
    (decision,) = weather.report.about("time")
    assert not decision.certain
    assert decision.data == {"zone": "Z"}
    assert decision.text == "A day is the calendar day as it is written"
    weather = read_weather(as_csv(frame.rename(columns={"time": "time (UTC)"})))
    assert weather.report.about("time")[0].data == {"zone": "UTC"}
    assert read_weather(as_csv(frame)).report.about("time") == ()


def test_a_second_reading_now_and_then_is_a_doublet(values):
    """A daily record with a time of observation does not become one of readings by a few repeated days."""
    days = pd.date_range("2020-01-01 07:00", periods=200)
    rows = [f"{day:%Y-%m-%d %H:%M},{value}" for day, value in zip(days, values(200), strict=True)]
    rows.insert(6, "2020-01-06 19:00,17.5")
    weather = read_weather("\n".join(["date,tmax", *rows]).encode())
    assert weather.frame["tmax"].tolist() == values(200).tolist()
    assert weather.report.about("duplicates")[0].data == {"dates": 1, "differ": 1}
    assert weather.report.about("days") == ()


def test_one_day_of_readings_is_too_few(values):
    with pytest.raises(WeatherError, match="The file has 20 rows of 1 day, 2020-01-01: too"):
        read_weather(as_csv(hourly(values)[:20]))
