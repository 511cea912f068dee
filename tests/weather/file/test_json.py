"""JSON as services and libraries write it: the same days as in CSV, units and all."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.file import json_table
from gd_core.weather.limits import MAX_COLUMNS, MIB
from tests.weather.cost import cost_of

N = 100
DAYS = pd.date_range("2020-01-01", periods=N)
TEXTS = [str(day)[:10] for day in DAYS]


@pytest.fixture
def frame(values) -> pd.DataFrame:
    return pd.DataFrame({"date": TEXTS, "tmax": values(), "rain": np.arange(N) % 5 / 10})


@pytest.fixture
def csv(frame):
    return read_weather(frame.to_csv(index=False).encode())


def packed(tree: object) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()


def open_meteo(frame: pd.DataFrame, unit: str = "°C", **more: object) -> dict:
    return {
        "latitude": 52.52,
        "longitude": 13.42,
        "utc_offset_seconds": 3600,
        "timezone": "Europe/Berlin",
        "elevation": 38.0,
        "daily_units": {
            "time": "iso8601",
            "temperature_2m_max": unit,
            "rain_sum": "mm",
            "weather_code": "wmo code",
        },
        "daily": {
            "time": TEXTS,
            "temperature_2m_max": frame.tmax.tolist(),
            "rain_sum": frame.rain.tolist(),
            "weather_code": [n % 3 for n in range(N)],
        },
        **more,
    }


@pytest.mark.parametrize("orient", ["records", "split", "index", "columns", "table"])
def test_what_pandas_writes(frame, csv, orient):
    weather = read_weather(frame.to_json(orient=orient, date_format="iso").encode())
    pd.testing.assert_frame_equal(weather.frame[["tmax", "rain"]], csv.frame)
    assert (weather.target, weather.unit) == (csv.target, csv.unit)


def test_rows_without_names_are_a_table_without_a_header(frame):
    weather = read_weather(frame.to_json(orient="values").encode())
    csv = read_weather(frame.to_csv(index=False, header=False).encode())
    assert weather.frame.equals(csv.frame) and weather.target == csv.target


def test_one_record_per_line(frame, csv):
    assert read_weather(frame.to_json(orient="records", lines=True).encode()).frame.equals(csv.frame)


def test_columns_side_by_side(frame, csv):
    assert read_weather(packed(frame.to_dict("list"))).frame.equals(csv.frame)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_in_other_encodings_and_packed(frame, csv, encoding):
    text = json.dumps({"place": "Zürich", "days": frame.to_dict("records")}, ensure_ascii=False)
    assert read_weather(text.encode(encoding)).frame.equals(csv.frame)
    assert read_weather(gzip.compress(text.encode(encoding))).frame.equals(csv.frame)


@pytest.mark.parametrize(("unit", "degrees"), [("°C", "C"), ("°F", "F")])
def test_open_meteo_with_its_units(frame, unit, degrees):
    frame = frame if degrees == "C" else frame.assign(tmax=(frame.tmax * 1.8 + 32).round(1))
    weather = read_weather(packed(open_meteo(frame, unit)))
    csv = frame.set_axis(["time", f"temperature_2m_max ({unit})", "rain_sum (mm)"], axis="columns")
    same = read_weather(
        csv.assign(**{"weather_code (wmo code)": [n % 3 for n in range(N)]}).to_csv(index=False).encode()
    )
    assert weather.frame.equals(same.frame) and weather.columns == same.columns
    assert weather.unit == degrees and weather.report.about("unit")[0].certain
    assert weather.report.about("container")[0].text == 'The table of columns in "daily" of the JSON is read'


def test_open_meteo_gives_days_and_hours(frame):
    hours = pd.date_range("2020-01-01", periods=N * 24, freq="h").strftime("%Y-%m-%dT%H:%M").tolist()
    hourly = {"time": hours, "temperature_2m": [float(n % 31) for n in range(N * 24)]}
    tree = open_meteo(frame, hourly_units={"time": "iso8601", "temperature_2m": "°C"}, hourly=hourly)
    weather = read_weather(packed(tree))
    assert weather.target == "temperature_2m_max (°C)" and len(weather.frame) == N
    del tree["daily"]
    weather = read_weather(packed(tree))
    assert weather.target == "temperature_2m (°C)" and len(weather.frame) == N


def test_open_meteo_in_seconds_counts_the_days_of_the_place(frame, csv):
    tree = open_meteo(frame)
    tree["daily"]["time"] = [int(day.timestamp()) - 3600 for day in DAYS]
    tree["daily_units"]["time"] = "unixtime"
    assert read_weather(packed(tree)).frame.index.equals(csv.frame.index)


def test_open_meteo_for_several_places(frame):
    there = open_meteo(frame.assign(tmax=frame.tmax + 5), latitude=60.0)
    weather = read_weather(packed([open_meteo(frame), there]), station="60.0, 13.42")
    assert weather.station == "60.0, 13.42" and len(weather.stations) == 2
    assert weather.frame[weather.target].tolist() == pytest.approx((frame.tmax + 5).tolist())


def test_properties_of_geojson(frame):
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-75.7, 45.4]},
            "properties": {
                "LOCAL_DATE": f"{row.date} 00:00:00",
                "MAX_TEMPERATURE": row.tmax,
                "STATION_NAME": "OTTAWA",
            },
        }
        for row in frame.itertuples()
    ]
    weather = read_weather(packed({"type": "FeatureCollection", "numberReturned": N, "features": features}))
    assert (
        weather.target == "MAX_TEMPERATURE"
        and weather.frame["MAX_TEMPERATURE"].tolist() == frame.tmax.tolist()
    )
    assert weather.frame["latitude"].unique().tolist() == [45.4]


def test_objects_by_date_with_what_they_mean_beside_them(frame, csv):
    """As NASA POWER gives them."""
    compact = [text.replace("-", "") for text in TEXTS]
    tree = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [13.4, 52.5, 38.0]},
        "properties": {"parameter": {"T2M_MAX": dict(zip(compact, frame.tmax, strict=True))}},
        "header": {"fill_value": -999.0},
        "parameters": {"T2M_MAX": {"units": "C", "longname": "Temperature at 2 Meters Maximum"}},
    }
    tree["properties"]["parameter"]["T2M_MAX"][compact[5]] = -999.0
    weather = read_weather(packed(tree))
    assert weather.target == "T2M_MAX" and weather.frame.index.equals(csv.frame.index)
    assert weather.frame["T2M_MAX"].isna().sum() == 1 and weather.report.about("unit")[0].certain


def test_records_with_objects_and_lists_in_them(frame):
    records = [
        {
            "dt": int(day.timestamp()),
            "main": {"temp": 273.15 + value, "humidity": 50 + n % 9},
            "weather": [{"id": 1}],
        }
        for n, (day, value) in enumerate(zip(DAYS, frame.tmax, strict=True))
    ]
    weather = read_weather(packed({"cod": "200", "city": {"name": "Here"}, "list": records}))
    assert weather.target == "main.temp" and weather.unit == "C"
    assert weather.frame["main.temp"].to_numpy() == pytest.approx(frame.tmax.to_numpy())
    assert 'left out: "weather"' in weather.report.about("container")[0].evidence


def test_numbers_keep_their_digits_and_texts_their_line(frame):
    exact = [(1 / 3 + n % 17) * 1.1 for n in range(N)]
    records = [
        {"date": day, "tmax": value, "note": "two\nlines\t|"} for day, value in zip(TEXTS, exact, strict=True)
    ]
    weather = read_weather(packed(records))
    np.testing.assert_allclose(weather.frame["tmax"], exact, rtol=3e-16)


REFUSED = {
    "no table": (b'{"a": 1}', "This is JSON without a table of days in it"),
    "an error of a service": (
        b'{"error": true, "reason": "Daily API limit"}',
        "This is JSON without a table",
    ),
    "cut short": (b'[{"date": "2020-01-01", "tmax": 1.5}, {"da', "The JSON is damaged"),
    "deep": (b"[" * 100_000 + b"]" * 100_000, "This is JSON without a table"),
    "deep objects": (b'{"a":' * 100_000, "(This is JSON without a table|The JSON is damaged)"),
    "deep enough": (b'{"a":' * 90 + b"[]" + b"}" * 90, "This is JSON without a table"),
    "many names": (
        packed([{f"c{n}": 1 for n in range(MAX_COLUMNS + 1)}]),
        "2,001 columns, and at most 2,000",
    ),
    "nearly empty rows": (
        packed([{f"c{n}": 1 for n in range(1_500)}, *[{}] * 200_000]),
        "most of its 200,001 rows have far fewer cells",
    ),
    "a long number": (b'[{"date": "2020-01-01", "tmax": ' + b"9" * 9_000 + b"}]", "The JSON is damaged"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(name):
    content, message = REFUSED[name]

    def read() -> None:
        with pytest.raises(WeatherError, match=message):
            read_weather(content)

    cost = cost_of(read)
    assert cost.seconds < 20 and cost.memory < 150e6, str(cost)


def test_json_that_is_too_large(monkeypatch, frame):
    monkeypatch.setattr(json_table, "MAX_JSON", MIB // 1024)
    with pytest.raises(WeatherError, match="fetch fewer years or columns, or CSV"):
        read_weather(packed(frame.to_dict("records")))


@pytest.mark.parametrize(
    "start", [b"\x89HDF\r\n\x1a\n", b"CDF\x01", b"CDF\x02", b"CDF\x05", b"GRIB", b"\x0e\x03\x13\x01"]
)
def test_grids_are_refused_with_the_way_to_export_them(start):
    with pytest.raises(
        WeatherError, match=r"a grid of places .* export .* as CSV, in Python: xarray\.open_dataset"
    ):
        read_weather(start + bytes(2_000))
