"""Workbooks: the same days as in CSV, from the right sheet, with dates that are not in doubt.

They are written by hand (`tests.weather.workbooks`), as their formats are described, and not by the library
that reads them.
"""

import datetime as dt
import gzip
import io
import zipfile

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import Weather, WeatherError, read_weather
from gd_core.weather.limits import MAX_COLUMNS, MAX_SHEETS
from tests.weather import workbooks
from tests.weather.workbooks import Shown

DAYS = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(100)]
NAMES = ["date", "tmax", "tmin", "rain"]
WRITE = {kind: getattr(workbooks, kind) for kind in ("xlsx", "xlsb", "xls", "ods")}


@pytest.fixture(params=list(WRITE))
def write(request):
    return WRITE[request.param]


@pytest.fixture
def rows(values) -> list[list]:
    return [
        [day, float(value), round(float(value) - 6.7, 1), n % 5]
        for n, (day, value) in enumerate(zip(DAYS, values(), strict=True))
    ]


def as_csv(rows: list[list], names: list[str] = NAMES) -> bytes:
    return pd.DataFrame(rows, columns=names).to_csv(index=False).encode()


def same(read: Weather, csv: Weather) -> None:
    pd.testing.assert_frame_equal(read.frame, csv.frame, rtol=1e-15, check_freq=False)
    assert (read.target, read.unit, read.columns) == (csv.target, csv.unit, csv.columns)


def said(weather: Weather, topic: str = "container") -> list[str]:
    return [decision.line() for decision in weather.report.about(topic)]


def test_the_same_days_as_in_csv(write, rows):
    weather = read_weather(write({"Days": [NAMES, *rows]}))
    same(weather, read_weather(as_csv(rows)))
    sheet, dates = said(weather)
    assert sheet.startswith('The sheet "Days" of the ') and "workbook (." in sheet
    assert "day and month are not in doubt" in dates
    assert all(decision.certain for decision in weather.report.about("dates"))


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_dates_counted_from_1904(kind, rows):
    content = WRITE[kind]({"Days": [NAMES, *rows]}, since_1904=True)
    same(read_weather(content), read_weather(as_csv(rows)))


@pytest.mark.parametrize("inline", [False, True])
def test_texts_shared_and_in_their_cells(rows, inline):
    remarks = ["fog, mist", 'a "quoted" word', "two\nlines", "tab\tbed", "v2.0", "é"]
    told = [[*row, remarks[n % len(remarks)]] for n, row in enumerate(rows)]
    weather = read_weather(workbooks.xlsx({"S": [[*NAMES, "remark"], *told]}, inline=inline))
    same(weather, read_weather(as_csv(told, [*NAMES, "remark"])))


def test_numbers_are_not_dates_whatever_they_look_like(write, rows):
    """Percentages, own formats and whole numbers keep their values; own formats of dates are dates."""
    told = [
        [Shown(workbooks.serial(row[0]), "own date"), Shown(row[1], "degrees"), 0.65, 27.0] for row in rows
    ]
    for row, n in zip(told, range(100), strict=True):
        row[2] = Shown((40 + n % 50) / 100, "percent")
    if write is workbooks.ods:  # has no styles here
        told = [[day, *row[1:]] for day, row in zip(DAYS, told, strict=True)]
    weather = read_weather(write({"S": [["date", "tmax", "humidity", "code"], *told]}))
    assert weather.frame.index[0] == pd.Timestamp("2020-01-01")
    assert weather.frame["humidity"].tolist() == pytest.approx([(40 + n % 50) / 100 for n in range(100)])
    assert set(weather.frame["code"]) == {27.0}
    assert weather.frame["tmax"].tolist() == [row[1] for row in rows]


def test_no_digit_is_lost(write, rows):
    exact = [[day, 1 / 3 + n * 1.1, 0.1 + 0.2, n] for n, day in enumerate(DAYS)]
    weather = read_weather(write({"S": [NAMES, *exact]}))
    np.testing.assert_allclose(weather.frame["tmax"], [row[1] for row in exact], rtol=3e-16)


def test_days_as_numbers_in_a_column_called_a_date(rows):
    plain = [[int(workbooks.serial(row[0])), *row[1:]] for row in rows]
    weather = read_weather(workbooks.xlsx({"S": [NAMES, *plain]}))
    assert weather.frame.equals(read_weather(as_csv(rows)).frame)
    assert not weather.report.about("dates")[0].certain  # such a number may be something else


def test_titles_above_the_header_blank_rows_and_columns(write, rows):
    title = [[None, "Weather of Nowhere"], [None, "Station height: 20 m"], [None], [None, *NAMES]]
    shifted = [[None, *row] for row in rows]
    content = write({"S": [*title, *shifted]})
    weather = read_weather(content)
    same(weather, read_weather(as_csv(rows)))
    assert "3 lines above the header" in said(weather, "preamble")[0]


def test_a_merged_title_is_a_title(rows):
    content = workbooks.xlsx({"S": [["Weather of Nowhere"], NAMES, *rows]}, merged=["A1:D1"])
    same(read_weather(content), read_weather(as_csv(rows)))


def test_a_line_in_the_report_is_a_row_of_the_sheet(write, rows):
    rows[40][0] = "no day"
    weather = read_weather(write({"S": [["Title"], [], NAMES, *rows]}))
    (left_out,) = [d for d in weather.report.about("dates") if "left out" in d.text]
    assert left_out.data["line"] == 44


def test_empty_cells_and_errors_are_missing(rows):
    rows[3][1], rows[4][1] = None, "#N/A"
    weather = read_weather(workbooks.xlsx({"S": [NAMES, *rows]}))
    assert weather.frame["tmax"].isna().sum() == 2 and len(weather.frame) == 100


def test_hours_become_days(write):
    stamps = [dt.datetime(2020, 1, 1) + dt.timedelta(hours=n) for n in range(70 * 24)]
    hourly = [[stamp, round(10 + n % 24 / 2 + n // 240, 1)] for n, stamp in enumerate(stamps)]
    weather = read_weather(write({"S": [["time", "temperature"], *hourly]}))
    same(weather, read_weather(as_csv(hourly, ["time", "temperature"])))
    assert len(weather.frame) == 70


def test_times_in_a_column_of_their_own(write):
    hourly = [
        [day, dt.time(hour), round(8 + n % 9 + hour / 4, 1)]
        for n, day in enumerate(DAYS)
        for hour in (0, 6, 12, 18)
    ]
    weather = read_weather(write({"S": [["date", "time", "temperature"], *hourly]}))
    same(weather, read_weather(as_csv(hourly, ["date", "time", "temperature"])))


def test_fractions_of_days_are_rounded_to_the_second():
    stamps = [dt.datetime(2020, 1, 1) + dt.timedelta(hours=n) for n in range(70 * 24)]
    degrees = [10 + n % 31 for n in range(len(stamps))]
    # A spreadsheet that adds 1/24 again and again is a little short of midnight.
    short = [Shown(43831 + n / 24 - 1e-6, "stamp") for n in range(len(stamps))]
    rows = [["time", "temp"], *map(list, zip(short, degrees, strict=True))]
    csv = as_csv(list(map(list, zip(stamps, degrees, strict=True))), ["time", "temp"])
    assert read_weather(workbooks.xlsx({"S": rows})).frame.equals(read_weather(csv).frame)


def test_dates_that_a_spreadsheet_has_swapped_are_mended():
    """Of 13/01/2020 a month-first spreadsheet makes a text, and of 01/02/2020 the second of January."""
    told = [
        [dt.date(day.year, day.day, day.month) if day.day <= 12 else f"{day:%d/%m/%Y}", n % 7 + 0.5]
        for n, day in enumerate(DAYS)
    ]
    weather = read_weather(workbooks.xlsx({"S": [["date", "tmax"], *told]}))
    assert weather.frame.index.tolist() == list(map(pd.Timestamp, DAYS))


def test_the_sheet_of_weather_is_read_and_said(write, rows):
    notes = [["Read me"], ["tmax", "the daily maximum"], *([f"note {n}", n] for n in range(300))]
    weather = read_weather(write({"Notes": notes, "Daily data": [NAMES, *rows], "Empty": []}))
    same(weather, read_weather(as_csv(rows)))
    (decision,) = [d for d in weather.report.about("container") if "sheet" in d.text]
    assert '"Daily data"' in decision.text and '"Notes"' in decision.evidence and decision.certain


def test_of_several_sheets_of_weather_the_longest_is_assumed(write, rows):
    weather = read_weather(write({"2019": [NAMES, *rows[:70]], "2020": [NAMES, *rows]}))
    assert len(weather.frame) == 100
    (decision,) = [d for d in weather.report.about("container") if "sheet" in d.text]
    assert '"2020"' in decision.text and '"2019"' in decision.evidence and not decision.certain


def test_csv_pasted_into_one_column(rows):
    lines = as_csv(rows).decode().split()
    same(read_weather(workbooks.xlsx({"S": [[line] for line in lines]})), read_weather(as_csv(rows)))


def test_in_an_archive_and_under_another_name(write, rows, tmp_path):
    content = write({"S": [NAMES, *rows]})
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.xlsx", content)
        archive.writestr("README.txt", "notes")
    path = tmp_path / "weather.csv"  # whatever the name says
    path.write_bytes(content)
    for source in (gzip.compress(content), packed.getvalue(), path):
        same(read_weather(source), read_weather(as_csv(rows)))


REFUSED = {
    "too many sheets": ({f"S{n}": [["x"]] for n in range(MAX_SHEETS + 1)}, r"has 61 sheets, and at most 60"),
    "too many columns": ({"S": [["x"] * (MAX_COLUMNS + 1)]}, r"2,001 columns, and at most 2,000"),
    "no cells": ({"S": []}, r"holds no cells"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(write, name):
    sheets, message = REFUSED[name]
    with pytest.raises(WeatherError, match=message):
        read_weather(write(sheets))


def test_cut_short(write, rows):
    content = write({"S": [NAMES, *rows]})
    for share in (0.2, 0.5, 0.9, 0.99):
        with pytest.raises(WeatherError, match=r"damaged|can't be read|can't be unpacked|NUL"):
            read_weather(content[: int(share * len(content))])


def test_other_office_documents():
    word = workbooks.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
    with pytest.raises(WeatherError, match="an office document without sheets"):
        read_weather(word)
    with pytest.raises(WeatherError, match="no workbook"):
        read_weather(workbooks.compound(b"text", "WordDocument"))
    with pytest.raises(WeatherError, match="protected by a password"):
        read_weather(workbooks.compound(b"secret", "EncryptedPackage"))
