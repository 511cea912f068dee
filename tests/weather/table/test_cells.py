"""From bytes to cells: small files made up for each way of writing, and the table that each must give."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.report import Decision
from gd_core.weather.table import cells as cells_module
from tests.weather.table.small_table import DAYS, ROWS, TABLE, VALUES, read, topics


def column_of(cells: list[str], delimiter: str = ";") -> tuple[pd.Series, str | None, list[Decision]]:
    """A column with these cells in turn, beside one of dates, as it is read; its unit, and the decisions."""
    rows = [f"{day}{delimiter}{cells[n % len(cells)]}" for n, day in enumerate(DAYS)]
    found, decisions = read("\n".join([f"date{delimiter}value", *rows, ""]))
    return found.table[1].iloc[: len(cells)], found.units[1], decisions


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-8"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-8-sig"),
        ("\ufeffDatum,Höchsttemperatur,Tiefsttemperatur", "utf-8-sig"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-16"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-16-le"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-16-be"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "utf-32"),
        ("Datum,Höchsttemperatur,Tiefsttemperatur", "cp1252"),
        ("Date,Température maximale,Précipitations", "cp1252"),
        ("日付,最高気温,降水量", "cp932"),
        ("日期,最高气温,降水量", "gb18030"),
        ("날짜,최고기온,강수량", "cp949"),
        ("Дата,Температура,Осадки", "cp1251"),
        ("Дата,Температура,Осадки", "koi8_r"),
    ],
)
def test_encodings(header, encoding):
    cells, _ = read("\n".join([header, *ROWS, ""]).encode(encoding))
    assert cells.names == tuple(header.lstrip("\ufeff").split(","))
    assert cells.table[1].tolist() == VALUES


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "   "])
def test_delimiters_and_line_ends(delimiter, newline):
    cells, _ = read(TABLE.replace(",", delimiter).replace("\n", newline))
    assert cells.names == ("date", "tmax", "rain")
    assert cells.table[0].tolist() == DAYS and cells.table[1].tolist() == VALUES
    assert [cells.line(row) for row in (0, 23)] == [2, 25]


@pytest.mark.parametrize(
    ("written", "numbers", "unit"),
    [
        (["1,5", "-2,25", "3"], [1.5, -2.25, 3], None),
        ([" 1.5", "2.5  ", " -3 "], [1.5, 2.5, -3], None),
        (['"1.5"', '"2"', '"-3.25"'], [1.5, 2, -3.25], None),
        (['" 1,5 "', '"2,25"', '"3,0"'], [1.5, 2.25, 3], None),
        (["1.013,2", "2.000,0", "900,1"], [1013.2, 2000, 900.1], None),
        (["1,013.2", "2,000.0", "900.1"], [1013.2, 2000, 900.1], None),
        (["1'013.2", "2’000.0", "900.1"], [1013.2, 2000, 900.1], None),
        (["1 013,2", "2\u00a0000,0", "900,1"], [1013.2, 2000, 900.1], None),
        (["1,234,567", "1,000,000", "2,000"], [1234567, 1000000, 2000], None),
        (["\u22121.5", "2.5", "\u22123"], [-1.5, 2.5, -3], None),
        (["3℃", "-4.5℃", "0℃"], [3, -4.5, 0], "°C"),
        (["30 F", "41.5 F", "28 F"], [30, 41.5, 28], "°F"),
        (["12 mm", "0.5 mm", "0 mm"], [12, 0.5, 0], "mm"),
        (["1.5*", "2", "3.5"], [1.5, 2, 3.5], None),
        ([".5", "-.25", "1."], [0.5, -0.25, 1], None),
        (["1,41E-05", "2,0E+01", "1,5"], [1.41e-05, 20, 1.5], None),
        (["1.5", "", " "], [1.5, np.nan, np.nan], None),
        (["1.5", "9" * 5_000, "2.5"], [1.5, np.inf, 2.5], None),
    ],
)
def test_numbers(written, numbers, unit):
    column, found, _ = column_of(written)
    assert pd.api.types.is_numeric_dtype(column), column
    np.testing.assert_array_equal(column.to_numpy(dtype=float), numbers)
    assert found == unit


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (["1,5", "M", "2,5"], ["1.5", "M", "2.5"]),
        (["1.5", "-", "***"], ["1.5", "-", "***"]),
        (["3℃", "---", "4℃"], ["3", "---", "4"]),
        (["rain", "sun", "fog"], ["rain", "sun", "fog"]),
        (["1.5", "١٢", "2.5"], ["1.5", "١٢", "2.5"]),
        (["2020-01", "2020-02", "2020-03"], ["2020-01", "2020-02", "2020-03"]),
    ],
)
def test_words_leave_a_column_text_with_its_numbers_written_plainly(written, text):
    column, _, _ = column_of(written)
    assert isinstance(column.dtype, pd.StringDtype)
    assert [cell.strip() for cell in column] == text


def test_thousands_are_reported():
    _, _, decisions = column_of(["1,013.2", "2,000.0", "900.1"])
    (decision,) = [decision for decision in decisions if decision.topic == "decimal"]
    assert decision.text == 'The commas in "value" separate thousands'


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        ("\nLegend: tmax in °C\nSource: nobody\n", ("", "Legend: tmax in °C", "Source: nobody")),
        ("\n# end\n", ("", "# end")),
    ],
)
def test_lines_below_the_data(below, kept):
    cells, decisions = read(TABLE + below)
    assert cells.table[1].tolist() == VALUES
    assert tuple(line for line in cells.footer if line) == tuple(line for line in kept if line)
    assert "footer" in topics(decisions)


def test_a_header_that_occurs_again():
    cells, decisions = read(TABLE + TABLE)
    assert cells.table[1].tolist() == VALUES * 2
    assert "The header occurs 1 more time among the data" in [decision.text for decision in decisions]


def test_cells_over_several_lines_and_with_delimiters_in_them():
    rows = [f'{row},"wet, and\nwindy"' if n % 3 else f'{row},"dry"' for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain,notes", *rows, ""]))
    assert cells.table[1].tolist() == VALUES
    assert cells.table[3].iloc[1] == "wet, and\nwindy"
    assert [cells.line(row) for row in (0, 1, 2, 3)] == [2, 3, 5, 7]


def test_a_header_and_blank_lines_are_no_rows():
    with pytest.raises(WeatherError, match="The file has a header line and no rows"):
        read("date,tmax,rain\n\n\n")


def test_what_is_parsed_in_pieces_is_the_same(monkeypatch):
    """Of many columns, a piece has few rows; the last column is one of numbers in the first piece only."""
    names = [f"c{n}" for n in range(1, 1200)]
    rows = [f"{day},{','.join(map(str, range(1199)))}" for day in DAYS * 25]
    rows[-1] = rows[-1].removesuffix("1198") + "dry"
    text = "\n".join([",".join(["date", *names]), *rows, ""])
    whole, _ = read(text)
    monkeypatch.setattr(cells_module, "LARGE", 0)
    in_pieces, _ = read(text)
    pd.testing.assert_frame_equal(in_pieces.table, whole.table)
    assert whole.table[1199].iloc[-1] == "dry"


def test_only_blanks_and_tabs_stand_between_cells():
    text = "\n".join(
        f"{day} \t{value} \x0b {n % 5}" for n, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))
    )
    cells, _ = read(text)
    assert len(cells.names) == 4 and cells.table[1].tolist() == VALUES
    assert cells.table[3].tolist() == [n % 5 for n in range(24)]


# --- rows whose second date is empty ---------------------------------------------------------------------


@pytest.mark.parametrize(("second", "separator"), [("fecha", ","), ("Datum_2", ";"), ("date_observed", "\t")])
def test_last_days_without_a_second_date_are_no_footer(second, separator):
    days = [f"{day:%Y-%m-%d}" for day in pd.date_range("2020-01-01", periods=90)]
    rows = [[day, f"{number % 9}.5", day, "7"] for number, day in enumerate(days[:-3])]
    rows += [[day, "6.5", "", ""] for day in days[-3:]]
    text = "\n".join(separator.join(row) for row in [["date", "tmax", second, "x"], *rows])
    assert len(read_weather(text.encode()).frame) == 90
    legend = f"{text}\nSource: a service of weather\nMean{separator}5.5\n"
    weather = read_weather(legend.encode())
    assert len(weather.frame) == 90
    assert weather.report.about("footer")[0].data["lines"] == 2
