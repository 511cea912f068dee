"""What can't be read is refused with one sentence, which says what was found and what to do."""

import io
import os
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.file import source
from gd_core.weather.limits import MAX_BYTES, MAX_COLUMNS


def refusal(data, **options) -> str:
    with pytest.raises(WeatherError) as caught:
        read_weather(data, **options)
    message = str(caught.value)
    assert message.endswith("."), "a whole sentence"
    assert "\n" not in message
    return message


BINARIES = {
    b"\x89PNG\r\n\x1a\n\0\0": "This is a PNG picture, not a table",
    b"\xff\xd8\xff\xe0": "This is a JPEG picture",
    b"GIF89a": "This is a GIF picture",
    b"%PDF-1.7": "This is a PDF document",
    b"PK\x03\x04": "The ZIP archive can't be unpacked",
    b"\x1f\x8b\x08": "The gzip archive is cut short",
    b"<!DOCTYPE html>": "This is a web page",
    b'{"a": 1}': "This is JSON",
    "date,tmax\n".encode("utf-16"): "The file has a header line and no rows",
    b"version https://git-lfs.github.com/spec/v1\n": "This is a Git LFS pointer",
    b"date,tmax\n2020-01-01,\0\n": "Line 2 holds a NUL character",
}


@pytest.mark.parametrize(("data", "message"), BINARIES.items(), ids=list(BINARIES.values()))
def test_other_kinds_of_file_are_named(data, message):
    assert refusal(data).startswith(message)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n"])
def test_empty(data):
    assert refusal(data).startswith("The file is empty; choose a CSV file with a header line")


def test_header_only():
    assert refusal(b"date,tmax\n") == (
        "The file has a header line and no rows: too few days (0) for a forecast; "
        "choose a file with one row per day."
    )


def test_no_column_of_dates():
    assert refusal(b"tmax,tmin\n" + b"5,3\n6,2\n" * 50) == (
        'No column of dates was found among "tmax", "tmin"; add one called date, such as 2024-12-31.'
    )


def test_a_date_column_without_dates_is_shown_with_its_line():
    assert refusal(b"date,tmax\n,5\n" + b"Monday,5\n" * 80) == (
        'The column "date" holds no dates, but for example "Monday" on line 3; write dates with the year '
        "first, such as 2024-12-31."
    )


def test_two_columns_without_names_say_too_little(make_csv):
    nameless = make_csv(x=[5, 6, 9] * 30).partition(b"\n")[2]
    assert refusal(nameless).startswith("No column of temperatures was recognised")


def test_no_column_of_numbers(make_csv):
    message = refusal(make_csv(weather=["sun", "rain"] * 40))
    assert message.startswith('There is no column of numbers beside the dates: "weather" hold text; add one')
    dates = "\n".join(pd.date_range("2020-01-01", periods=80).strftime("%Y-%m-%d"))
    assert refusal(f"date\n{dates}\n".encode()).startswith(
        "There is no column of numbers beside the dates; add one"
    )


@pytest.mark.parametrize(
    ("n", "has"),
    [
        (1, "1 day, 2020-01-01"),
        (20, "20 days of one month, 2020-01-01 to 2020-01-20"),
        (59, "59 days, 2020-01-01 to 2020-02-28"),
    ],
)
def test_too_few_days(make_csv, values, n, has):
    assert refusal(make_csv(tmax=values(n))) == (
        f"The file has {has}: too few for a forecast, which needs at least 60 days; join it with files of "
        "other days, all rows in one table under one header."
    )
    assert len(read_weather(make_csv(tmax=values(60))).frame) == 60


def test_readings_of_one_day_are_said_to_be_that():
    rows = "\n".join(f"2021-05-06 {hour:02}:{minute:02},{hour}" for hour in range(24) for minute in (0, 30))
    assert refusal(f"time,temp\n{rows}\n".encode()).startswith("The file has 48 rows of 1 day, 2021-05-06:")


def test_too_few_days_say_what_else_is_missing(make_csv):
    message = refusal(make_csv(rain=range(9)))
    assert message.startswith("The file has 9 days of one month, ")
    assert ' Besides: No column of temperatures was recognised among "rain"' in message


def test_too_few_values_on_many_days(make_csv, values):
    cells = [*values(30), *[""] * 100]
    assert refusal(make_csv(tmax=cells, rain=range(130))).startswith('"tmax" has a value on 30 days, too few')
    # Another temperature with enough is taken instead.
    assert read_weather(make_csv(tmax=cells, tmin=values(130))).target == "tmin"


def test_all_values_missing(make_csv):
    assert refusal(make_csv(tmax=[""] * 80, rain=["NA"] * 80)).startswith("All values are missing")


def test_no_temperature(make_csv):
    message = refusal(make_csv(rain=range(80), wind=range(80)))
    assert message.startswith('No column of temperatures was recognised among "rain", "wind"; call it tmax')
    # Two columns that could be it: not guessed.
    assert "No column of temperatures" in refusal(make_csv(a=range(80), b=[1, 2] * 40))


def test_only_tomorrows_temperature(make_csv):
    message = refusal(make_csv(Next_Tmax=range(80), rain=range(80)))
    assert '"Next_Tmax" already holds tomorrow\'s value' in message


def test_a_temperature_of_text_is_shown_with_its_line(make_csv):
    assert refusal(make_csv(tmax=["warm", "cold"] * 40, rain=range(80))) == (
        '"tmax" holds text, such as "warm" on line 2; write temperatures as plain numbers.'
    )


def test_constant_target(make_csv):
    sentence = '"tmax" never changes, so there is nothing to forecast; choose another column.'
    assert refusal(make_csv(tmax=[20] * 80, rain=range(80))) == sentence
    assert refusal(make_csv(tmax=[20] * 80, tmin=range(80)), target="tmax") == sentence


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        (
            pd.date_range("1950-01-31", periods=90, freq="ME").strftime("%Y-%m-%d"),
            "The rows are mostly 31 days apart",
        ),
        (
            pd.date_range("1950-01-01", periods=90, freq="W").strftime("%Y-%m-%d"),
            "The rows are mostly 7 days apart",
        ),
        (
            pd.date_range("1950-01-01", periods=90, freq="MS").strftime("%m/%d/%Y"),
            "are on the same day of each month",
        ),
        (pd.date_range("1950-01-01", periods=90, freq="MS").strftime("%Y-%m"), "are months, such as"),
    ],
)
def test_coarser_than_daily(values, dates, message):
    text = "date,tmax\n" + "\n".join(f"{day},{value}" for day, value in zip(dates, values(90), strict=True))
    assert message in refusal(text.encode())


def test_too_many_columns():
    names = ",".join(f"c{i}" for i in range(MAX_COLUMNS))
    assert refusal(f"date,{names}\n".encode()).startswith(
        "The table has 2,001 columns, and at most 2,000 are read"
    )
    assert "no rows" in refusal(f"date,{names}\n".replace("c0,", "").encode())


def test_too_many_bytes_are_refused_before_they_are_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # a sparse file: takes no room
    monkeypatch.setattr(source.Path, "read_bytes", lambda self: pytest.fail("the file was read"))
    message = '"huge.csv": The file holds 100 MiB, and at most 100 MiB are read; keep one station'
    assert refusal(path).startswith(message)


def test_too_many_bytes_in_memory_and_in_a_stream(monkeypatch, make_csv):
    monkeypatch.setattr(source, "MAX_BYTES", 100)
    assert "and at most 0 MiB are read" in refusal(make_csv())

    class Stream(io.BytesIO):
        def read(self, size=-1):
            assert size == 101, "no more is read than needed to know"
            return super().read(size)

    assert refusal(Stream(make_csv())).startswith("The file holds more")


def test_a_bad_target_lists_the_choices(make_csv, values):
    data = make_csv(tmax=values(80), tmin=values(80, 1), rain=range(80), tmax_tomorrow=values(80, 2))
    choices = 'choose one of "tmax", "tmin".'
    assert refusal(data, target="tmean") == f'"tmean" is not a column of numbers in this file; {choices}'
    assert refusal(data, target="rain") == f'"rain" is not a temperature; {choices}'
    assert refusal(data, target="tmax_tomorrow").startswith('"tmax_tomorrow" already holds tomorrow\'s value')
    assert refusal(make_csv(rain=range(80)), target="x").endswith("in this file; add one.")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda c: c * 1000, "neither °C nor °F, nor tenths of them, nor kelvin"),
        (lambda c: c / 50, "looks normalised"),
    ],
    ids=["thousandths", "normalised"],
)
def test_a_target_that_is_not_in_degrees(make_csv, values, change, reason):
    warm = np.abs(values(80)) + 0.1
    message = refusal(make_csv(tmax=change(warm)))
    assert message.startswith('"tmax" runs from ')
    assert reason in message


def test_rows_longer_than_the_header_are_shown_with_their_line():
    good = b"date,tmax\n2020-01-01,5\n"
    expected = "Line 3 has 4 cells and the header 2, separated by commas; give every row as many cells"
    assert refusal(good + b"2020-01-02,6,7,8\n").startswith(expected)
    assert refusal(good + b"2020-01-02,6,7\n").startswith("Line 3 has 3 cells")
    assert refusal(good + b"2020-01-02,6,,\n").startswith("Line 3 has 4 cells")
    assert refusal(b"date,tmax\n2020-01-01,5,6,7\n").startswith("Line 2 has 4 cells")


def test_a_quotation_mark_that_is_never_closed_takes_one_row_only():
    for data in (b'date,tmax\n2020-01-01,"5\n2020-01-02,6\n', b'date,"tmax\n2020-01-01,5\n'):
        assert "too few for a forecast" in refusal(data)


def test_a_first_line_without_end():
    assert refusal(b"x" * 2_000_000).startswith("This is not a table: line 1 is longer than 1 MiB")
    assert "no rows" in refusal("\u00a0\t\n".encode())


def test_paths_that_lead_to_no_file(tmp_path):
    assert refusal(tmp_path / "none.csv").startswith('"none.csv": There is no file at ')
    assert refusal(tmp_path).endswith("is a folder or a device; give the path of a CSV file.")
    assert refusal("a\0b").endswith('"a b" is not a path: embedded null byte.')
    assert refusal("x" * 5000).endswith("can't be opened: File name too long.")
    assert refusal(os.devnull).endswith("is a folder or a device; give the path of a CSV file.")


def test_the_file_is_named_where_it_has_a_name(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_bytes(b"date,tmax\n")
    assert refusal(path).startswith('"bad.csv": The file has a header line')
    with path.open("rb") as file:
        assert refusal(file).startswith('"bad.csv": ')
    assert refusal(path.read_bytes()).startswith("The file has")


@pytest.mark.parametrize("source", [None, 5, ["a"], {"a": 1}])
def test_a_source_of_another_kind_is_a_type_error(source):
    message = f"source must be a path, bytes, or a file opened for reading bytes; got {type(source).__name__}"
    with pytest.raises(TypeError, match=re.escape(message)):
        read_weather(source)


def test_a_file_opened_for_text_is_a_type_error():
    with pytest.raises(TypeError, match=re.escape('(mode "rb"); read() gave str')):
        read_weather(io.StringIO("date,tmax\n"))


def test_an_unknown_unit_is_a_value_error(make_csv):
    with pytest.raises(ValueError, match=re.escape('unit must be "C", "F" or None; got \'K\'')):
        read_weather(make_csv(), unit="K")


HEADERS = st.sampled_from(["date,tmax", "date;tmax", "a", ",x,x", '"', "date\ttmax\t", "day,1e400"])
CELLS = st.one_of(
    st.sampled_from(
        ["", "2020-01-01", "20200102", "1/2/2020", "NaN", "inf", "1e400", "-0", '"', "9999-99-99", "x,y"]
    ),
    st.text(max_size=5),
    st.floats().map(str),
    st.integers().map(str),
)
ROWS = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=8).map("\n".join)


@settings(max_examples=150)
@given(
    st.one_of(st.binary(max_size=200), st.tuples(HEADERS, ROWS).map(lambda parts: "\n".join(parts).encode()))
)
def test_only_weather_errors_leave(data):
    with pytest.raises(WeatherError):  # nothing here has 60 days
        read_weather(data)


@settings(max_examples=60)
@given(st.lists(CELLS, min_size=3, max_size=3), st.integers(0, 99), st.sampled_from(["date", "tmax", "rain"]))
def test_odd_cells_in_a_good_file_are_read_or_refused(cells, row, column):
    dates = pd.date_range("2020-01-01", periods=100).strftime("%Y-%m-%d")
    frame = pd.DataFrame({"date": dates, "tmax": np.arange(100) % 7, "rain": np.arange(100) % 3}).astype(
        object
    )
    frame.loc[row : row + 2, column] = cells[: 100 - row]
    try:
        weather = read_weather(frame.to_csv(index=False).encode("utf-8", errors="replace"))
    except WeatherError:
        return
    assert not np.isinf(weather.frame.to_numpy()).any()
    assert weather.frame.index.is_unique
    assert weather.frame.index.is_monotonic_increasing
