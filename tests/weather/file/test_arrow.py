"""Parquet and Feather: the same days as in CSV, of every type that a date or a temperature may have."""

import datetime as dt
import decimal
import gzip
import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.feather import write_feather

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.file.arrow_claims import claimed_by_arrow
from gd_core.weather.limits import MAX_COLUMNS
from tests.weather.cost import cost_of

N = 100
DAYS = pd.date_range("2020-01-01", periods=N)


def as_parquet(table: pa.Table | pd.DataFrame, **options) -> bytes:
    written = io.BytesIO()
    pq.write_table(
        pa.Table.from_pandas(table) if isinstance(table, pd.DataFrame) else table, written, **options
    )
    return written.getvalue()


def as_feather(table: pa.Table | pd.DataFrame, **options) -> bytes:
    written = io.BytesIO()
    write_feather(
        pa.Table.from_pandas(table) if isinstance(table, pd.DataFrame) else table, written, **options
    )
    return written.getvalue()


@pytest.fixture(params=[as_parquet, as_feather], ids=["Parquet", "Feather"])
def write(request):
    return request.param


@pytest.fixture
def frame(values) -> pd.DataFrame:
    return pd.DataFrame({"date": DAYS, "tmax": values(), "rain": np.arange(N) % 5 / 10})


@pytest.fixture
def csv(frame):
    return read_weather(frame.to_csv(index=False).encode())


def said(content: bytes) -> str:
    return " ".join(decision.line() for decision in read_weather(content).report.about("container"))


def test_the_same_days_as_in_csv(write, frame, csv):
    weather = read_weather(write(frame))
    assert weather.frame.equals(csv.frame) and weather.columns == csv.columns
    assert (weather.target, weather.unit) == (csv.target, csv.unit)
    assert all(decision.certain for decision in weather.report.about("dates"))
    assert '"date" stored as dates: day and month are not in doubt' in said(write(frame))


@pytest.mark.parametrize("named", [True, False])
def test_an_index_of_dates(write, frame, csv, named):
    indexed = frame.set_index("date") if named else frame.set_index("date").rename_axis(None)
    content = write(indexed)
    assert (b"__index_level_0__" in content) != named
    assert read_weather(content).frame.equals(csv.frame)


DATES = {
    "day": pa.date32(),
    "day in milliseconds": pa.date64(),
    "seconds": pa.timestamp("s"),
    "milliseconds": pa.timestamp("ms"),
    "nanoseconds": pa.timestamp("ns"),
    "text": pa.string(),
    "large text": pa.large_string(),
    "text by number": pa.dictionary(pa.int32(), pa.string()),
}


@pytest.mark.parametrize("name", DATES)
def test_dates_of_every_type(write, frame, csv, name):
    kind = DATES[name]
    days = pa.array(DAYS.date)
    dates = days.cast(pa.string()).cast(kind) if "text" in name else days.cast(kind)
    table = pa.table({"date": dates, "tmax": frame.tmax.to_numpy(), "rain": frame.rain.to_numpy()})
    assert read_weather(write(table)).frame.equals(csv.frame)


@pytest.mark.parametrize("kind", [pa.float32(), pa.decimal128(6, 1), pa.string(), pa.float64()], ids=str)
def test_temperatures_of_every_type(write, frame, csv, kind):
    texts = pa.array([f"{value:.1f}" for value in frame.tmax])
    tmax = texts.cast(pa.float64()).cast(kind) if "float" in str(kind) else texts.cast(kind)
    table = pa.table({"date": DAYS, "tmax": tmax, "rain": frame.rain.to_numpy()})
    assert read_weather(write(table)).frame.equals(csv.frame)


def test_whole_numbers_tenths_and_missing_cells(write, frame):
    tenths = [None if n == 7 else decimal.Decimal(round(value * 10)) for n, value in enumerate(frame.tmax)]
    table = pa.table({"date": DAYS, "TMAX": pa.array(tenths).cast(pa.int16()), "rain": frame.rain.to_numpy()})
    weather = read_weather(write(table))
    same = read_weather(table.to_pandas().astype({"TMAX": "Int16"}).to_csv(index=False).encode())
    assert weather.frame.equals(same.frame) and weather.frame["TMAX"].isna().sum() == 1


def test_no_digit_is_lost(write):
    exact = np.sin(np.arange(N)) * 10 / 3
    weather = read_weather(write(pa.table({"date": DAYS, "tmax": exact})))
    np.testing.assert_allclose(weather.frame["tmax"], exact, rtol=3e-16)


def test_days_of_a_time_zone_are_those_on_its_clocks(write):
    """Midnight in Tokyo is the afternoon before in UTC."""
    hours = pd.date_range("2020-01-01", periods=80 * 24, freq="h", tz="Asia/Tokyo")
    frame = pd.DataFrame({"time": hours, "temperature": 10 + np.arange(len(hours)) // 24 % 9 + 0.5})
    weather = read_weather(write(frame))
    assert weather.frame.index[0] == pd.Timestamp("2020-01-01") and len(weather.frame) == 80
    assert weather.frame["temperature"].tolist() == [10.5 + day % 9 for day in range(80)]
    assert 'The days of "time" are those of its time zone, Asia/Tokyo.' in said(write(frame))


def test_texts_with_tabs_and_quotes(write, frame, csv):
    remarks = ["fog\tbed", 'a "word"', "two\nlines", ",;|"] * (N // 4)
    weather = read_weather(write(frame.assign(remark=remarks, **{'the "name"\tof it': 1.0})))
    assert weather.frame[["tmax", "rain"]].equals(csv.frame)


def test_lists_are_left_out_and_said(write, frame, csv):
    table = pa.Table.from_pandas(frame).append_column("hours", pa.array([[1.0, 2.0]] * N))
    assert read_weather(write(table)).frame.equals(csv.frame)
    assert 'without "hours"' in said(write(table))


def test_within_gzip_and_in_row_groups(frame, csv):
    assert read_weather(gzip.compress(as_parquet(frame))).frame.equals(csv.frame)
    for codec in ("none", "snappy", "gzip", "zstd", "brotli", "lz4"):
        assert read_weather(as_parquet(frame, row_group_size=7, compression=codec)).frame.equals(csv.frame)


def test_the_name_of_a_column_tells_its_unit(write, frame):
    weather = read_weather(
        write(frame.rename(columns={"tmax": "temp_max_f"}).assign(temp_max_f=lambda f: f.temp_max_f + 40))
    )
    assert weather.unit == "F" and weather.report.about("unit")[0].certain


def test_too_many_columns(write):
    wide = pa.table({f"c{n}": [1] for n in range(MAX_COLUMNS + 1)})
    with pytest.raises(WeatherError, match="2,001 columns, and at most 2,000 are read"):
        read_weather(write(wide))


def test_cut_short(write, frame):
    content = write(frame)
    for share in (0.2, 0.5, 0.99):
        with pytest.raises(WeatherError, match="file can't be read"):
            read_weather(content[: int(share * len(content))])


@pytest.mark.thorough
def test_a_bomb_in_parquet():
    """The same day again and again takes no room in Parquet."""
    days = np.full(12_000_000, np.datetime64("2020-01-01"))
    content = as_parquet(pa.table({"date": days, "tmax": pa.nulls(len(days), pa.float64())}))
    assert len(content) < 100_000
    cost = cost_of(lambda: refused(content, "unpacks to|more than 100 MiB of text"))
    assert cost.seconds < 20 and cost.memory < 350e6, str(cost)


@pytest.mark.parametrize("codec", ["zstd", "lz4"])
def test_a_bomb_in_feather(codec):
    zeros = pa.table({"date": pa.array([dt.date(2020, 1, 1)] * 10), "tmax": ["x" * 11_000_000] * 10})
    content = as_feather(zeros, compression=codec)
    assert 110_000_000 < claimed_by_arrow(content) < 110_002_000
    cost = cost_of(lambda: refused(content, "unpacks to"))
    assert cost.seconds < 20 and cost.memory < 150e6, str(cost)


@pytest.mark.parametrize("kind", [pa.string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
def test_a_long_text_that_all_rows_share(write, kind):
    rows = 30_000
    text = pa.DictionaryArray.from_arrays(np.zeros(rows, dtype=np.int32), ["x" * 50_000])
    if "dictionary" not in str(kind):
        rows = 300
        text = text.slice(0, rows).cast(kind)
    days = pa.array(np.datetime64("1930-01-01") + np.arange(rows))
    content = write(pa.table({"date": days, "tmax": np.arange(rows) % 7, "note": text}))
    if rows == 300:
        assert len(read_weather(content).frame) == rows
    else:
        cost = cost_of(lambda: refused(content, "of text|unpacks to"))
        assert cost.memory < 300e6, str(cost)


def refused(content: bytes, message: str) -> None:
    with pytest.raises(WeatherError, match=message):
        read_weather(content)
