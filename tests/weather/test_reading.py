"""What read_weather makes of well-formed files, against facts that were found without it."""

import csv
import gzip
import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import read_weather

# Daily files of the corpus that are written plainly enough for this reader.
PLAIN = [
    "02_cdo_sitka_2018_full.csv",
    "03_cdo_death_valley_full.csv",
    "05_clean_weather_indexcol.csv",
    "13_seattle_weather.csv",
    "14_vega_weather_2cities.csv",
    "20_jb_daily_min_temperatures.csv",
    "24_austin_weather.csv",
    "27_ucl_bias_correction_next_tmax.csv",
    "35_ecad_weather_prediction_wide.csv",
    "46_weatheraus_kaggle.csv",
    "48_dwd_kl_raw_berlin.txt",
    "65_eccc_daily_bom_2022.csv",
    "71_meteostat_export.csv",
    "77_newcastle_dup_headers.csv",
]


def published(shared: Path) -> dict[str, dict[str, str]]:
    text = (shared / "corpus" / "numbers.tsv").read_text(encoding="utf-8")
    return {row["file"]: row for row in csv.DictReader(io.StringIO(text), delimiter="\t")}


@pytest.mark.parametrize("name", PLAIN)
def test_corpus_files_give_the_published_numbers(shared, name):
    fact = published(shared)[name]
    weather = read_weather(shared / "corpus" / "files" / name)
    values = weather.frame[weather.target]
    assert f"{weather.frame.index[0]:%Y-%m-%d}" == fact["first_date"]
    assert f"{weather.frame.index[-1]:%Y-%m-%d}" == fact["last_date"]
    assert len(values) == int(fact["days"])
    assert values.isna().sum() == int(fact["target_missing"])
    assert values.min() == float(fact["target_min"])
    assert values.max() == float(fact["target_max"])
    assert values.sum() == pytest.approx(float(fact["target_sum"]), abs=0.05)
    assert weather.unit == fact["unit_out"]
    (unit,) = weather.report.about("unit")
    assert unit.certain == (fact["unit_stated"] == "yes")


def test_a_gzip_archive_unpacked_gives_the_published_numbers(shared):
    name = "06_cdo_sanfrancisco.csv.gz"
    packed = (shared / "corpus" / "files" / name).read_bytes()
    weather = read_weather(gzip.decompress(packed))
    assert weather.frame["TMAX"].sum() == float(published(shared)[name]["target_sum"])


def test_oakland_has_its_known_gaps_missing_values_and_leak(shared):
    weather = read_weather(shared / "reference" / "oakland_1970_2022.csv")
    assert weather.frame.shape == (13_509, 4)
    assert weather.target == "tmax"
    assert weather.unit == "F"
    assert {c.name: c.missing for c in weather.columns} == {
        "tmax": 11,
        "tmin": 14,
        "rain": 281,
        "tmax_tomorrow": 11,
    }
    assert weather.predictors == ("tmax", "tmin", "rain")
    assert weather.temperatures == ("tmax", "tmin")
    (gaps,) = weather.report.about("gaps")
    assert gaps.data["count"] == 4
    start, end, days = gaps.data["longest"]
    assert (start.year, end.year) == (1986, 1999)
    assert days / 365.25 == pytest.approx(13.4, abs=0.1)
    (leak,) = weather.report.about("tomorrow")
    assert (leak.data["column"], leak.data["of"]) == ("tmax_tomorrow", "tmax")
    assert leak.data["equal"] == leak.data["rows"]


def test_bundled_seattle_is_read_as_pandas_reads_it(data_dir):
    path = data_dir / "seattle_weather.csv"
    weather = read_weather(path)
    expected = pd.read_csv(path, parse_dates=["date"], index_col="date").drop(columns="weather").astype(float)
    pd.testing.assert_frame_equal(weather.frame, expected, check_freq=False)
    assert weather.target == "temp_max"
    assert weather.report.about("set aside")[0].data["columns"] == ("weather",)


def test_path_text_bytes_and_open_file_give_the_same(data_dir):
    path = data_dir / "seattle_weather.csv"
    data = path.read_bytes()
    expected = read_weather(path)
    with path.open("rb") as file:
        sources = [str(path), data, bytearray(data), memoryview(data), file, io.BytesIO(data)]
        for source in sources:
            weather = read_weather(source)
            pd.testing.assert_frame_equal(weather.frame, expected.frame)
            assert weather.report == expected.report


def test_the_frame_is_float_daily_sorted_unique_and_named_date(make_csv):
    weather = read_weather(make_csv(tmax=range(100), rain=[0, 1] * 50))
    assert (weather.frame.dtypes == np.float64).all()
    assert isinstance(weather.frame.index, pd.DatetimeIndex)
    assert weather.frame.index.name == "date"
    assert weather.frame.index.is_monotonic_increasing
    assert weather.frame.index.is_unique
    assert weather.frame.index.unit == "us"


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encode", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends(values, delimiter, encode, newline):
    dates = pd.date_range("2020-01-01", periods=100).strftime("%Y-%m-%d")
    rows = [f"{day}{delimiter}{value}{delimiter}ö" for day, value in zip(dates, values(), strict=True)]
    text = newline.join([f"date{delimiter}tmax (°C){delimiter}Wörter", *rows, ""])
    weather = read_weather(text.encode(encode))
    assert weather.frame["tmax (°C)"].tolist() == values().tolist()
    assert weather.report.about("set aside")[0].data["columns"] == ("Wörter",)
    assert len(weather.report.about("encoding")) == (encode == "cp1252")


def test_windows_1252_is_assumed_with_the_line_that_shows_it(make_csv):
    data = make_csv({"tmax": range(100), "place": ["x", "Köln"] * 50}).decode().encode("cp1252")
    (decision,) = read_weather(data).report.about("encoding")
    assert not decision.certain
    assert decision.line() == "The text is read as Windows-1252 (assumed: line 3 is not valid UTF-8)."


def test_decimal_comma_is_read_where_it_delimits_nothing(values):
    dates = pd.date_range("2020-01-01", periods=100).strftime("%Y-%m-%d")
    cells = [str(value).replace(".", ",") for value in values()]
    cells[5] = "k. A."  # text among the numbers
    text = "date;tmax;n\n" + "\n".join(f"{day};{cell};7" for day, cell in zip(dates, cells, strict=True))
    weather = read_weather(text.encode())
    expected = values()
    expected[5] = np.nan
    np.testing.assert_array_equal(weather.frame["tmax"], expected)
    assert weather.report.about("decimal")[0].line() == "Numbers are read with a decimal comma."


def test_a_comma_beside_points_separates_thousands(values):
    dates = pd.date_range("2020-01-01", periods=100).strftime("%Y-%m-%d")
    text = "date;tmax;crowd\n" + "\n".join(f"{d};{v};1,013" for d, v in zip(dates, values(), strict=True))
    weather = read_weather(text.encode())
    assert weather.frame["tmax"].tolist() == values().tolist()
    assert set(weather.frame["crowd"]) == {1013.0}
    assert weather.report.about("decimal")[0].text == 'The commas in "crowd" separate thousands'


def test_a_delimiter_at_the_end_of_each_row_is_no_column(make_csv):
    data = make_csv(tmax=range(100))
    header, *rows = data.decode().splitlines()
    weather = read_weather("\n".join([header, *(row + "," for row in rows)]).encode())
    assert list(weather.frame.columns) == ["tmax"]


@pytest.mark.parametrize(
    "name",
    [
        'a.b[0]: "x"',
        "![](http://127.0.0.1:9/x.png)",
        "two\nlines",
        "comma, inside",
        "'`\\",
        "日本",
    ],
)
def test_odd_names_are_data(make_csv, name):
    weather = read_weather(make_csv({"tmax": range(100), name: [1.5, 2.5] * 50}))
    assert list(weather.frame.columns) == ["tmax", name]
    assert weather.frame[name].tolist() == [1.5, 2.5] * 50
    assert weather.column(name).predictor


def test_a_column_without_a_name_is_called_by_its_place(make_csv):
    weather = read_weather(make_csv({"tmax": range(100), "": [1.5, 2.5] * 50}))
    assert list(weather.frame.columns) == ["tmax", "column_3"] and weather.column("column_3").predictor


def test_lines_are_counted_in_the_file_whatever_stands_in_between(make_csv):
    plain = make_csv({"tmax": [*range(50), "hot", *range(49)], "note": ["w"] * 100})
    assert "line 52" in read_weather(plain).report.about("not numbers")[0].evidence
    rows = plain.decode().splitlines()
    rows[3] = ""  # a blank line is no row
    rows[10] = rows[10].removesuffix("w") + '"two\nlines"'
    (decision,) = read_weather("\n".join(rows).encode()).report.about("not numbers")
    assert decision.data["line"] == 53
    assert decision.evidence == 'the first is "hot" on line 53'
