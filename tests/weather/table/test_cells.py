"""From bytes to cells: small files made up for each way of writing, and the table that each must give."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import WeatherError, read_weather
from gd_core.weather.file.source import to_text
from gd_core.weather.report import Decision
from gd_core.weather.table.cells import Cells, read_cells

DAYS = [f"{day:%Y-%m-%d}" for day in pd.date_range("2021-03-01", periods=24)]
VALUES = [round(8 + 6 * ((n * 7) % 11) / 11, 1) for n in range(24)]
ROWS = [f"{day},{value},{n % 5}" for n, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))]
TABLE = "\n".join(["date,tmax,rain", *ROWS, ""])


def read(text: str | bytes) -> tuple[Cells, list[Decision]]:
    decisions: list[Decision] = []
    data = text if isinstance(text, bytes) else text.encode()
    return read_cells(*to_text(data, decisions), decisions), decisions


def topics(decisions: list[Decision]) -> set[str]:
    return {decision.topic for decision in decisions}


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
    ("above", "topic"),
    [
        ("Station: Nowhere\nLatitude: 48.2\n\n", "preamble"),
        ("# made by hand\n# tmax: daily maximum\n", "preamble"),
        ("lat,lon\n48.2,16.4\n\n", "preamble"),
        ("Weather\n" * 15, "preamble"),
    ],
)
def test_lines_above_the_header(above, topic):
    cells, decisions = read(above + TABLE)
    assert cells.names == ("date", "tmax", "rain") and cells.table[1].tolist() == VALUES
    assert cells.preamble == tuple(above.splitlines())
    assert topic in topics(decisions) and cells.line(0) == above.count("\n") + 2


@pytest.mark.parametrize(
    ("header", "names", "units"),
    [
        ("date,tmax,rain\n,°C,mm", ("date", "tmax", "rain"), (None, "°C", "mm")),
        ("date,tmax,rain\nyyyy-mm-dd,(°C),(mm)", ("date", "tmax", "rain"), (None, "°C", "mm")),
        ("date,tmax,rain\n-,degF,in", ("date", "tmax", "rain"), ("-", "degF", "in")),
        ("date,Temp,Temp\n,Max,Min", ("date", "Temp Max", "Temp Min"), (None,) * 3),
        ("date,tmax,tmax", ("date", "tmax", "tmax (2)"), (None,) * 3),
        ("date,,rain", ("date", "column_2", "rain"), (None,) * 3),
    ],
)
def test_headers(header, names, units):
    cells, _ = read("\n".join([header, *ROWS, ""]))
    assert cells.names == names and cells.units == units
    assert cells.table[1].tolist() == VALUES


def test_a_last_column_without_a_name_is_known_by_what_the_columns_hold():
    rows = [f"{row},{'sun' if n % 2 else 'fog'}" for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.names == ("date", "tmax", "rain", "column_4") and cells.table[1].tolist() == VALUES


@pytest.mark.parametrize("header", ["date,tmax", "date,tmax,tmin,rain"])
def test_a_header_that_may_be_shifted_is_refused(header):
    with pytest.raises(WeatherError, match=r"line 1, has . names for 3 columns, and it can't be known which"):
        read("\n".join([header, *ROWS, ""]))


def test_a_name_too_many_is_known_by_what_the_columns_hold():
    rows = [
        f"{day},{value - 12:.1f},{40 + n},sun"
        for n, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))
    ]
    cells, decisions = read("\n".join(["date,tmax,snow,humidity,weather", *rows, ""]))
    assert cells.names == ("date", "tmax", "column_3", "weather")
    text = 'The header has 5 names for 4 columns: "snow", "humidity" belongs to none'
    assert (text, False) in [(decision.text, decision.certain) for decision in decisions]


@pytest.mark.parametrize("glue", ["", ","])
def test_a_header_in_one_line_with_the_first_row(glue):
    cells, decisions = read("\n".join([f"date,tmax,rain{glue}{ROWS[0]}", *ROWS[1:], ""]))
    assert cells.names == ("date", "tmax", "rain") and cells.table[1].tolist() == VALUES[1:]
    assert any("line 1, and is left out" in decision.text for decision in decisions)


def test_without_a_header():
    cells, decisions = read("\n".join(ROWS))
    assert not cells.headed and cells.names == ("column_1", "column_2", "column_3")
    assert cells.table[1].tolist() == VALUES and cells.line(0) == 1
    assert "header" in topics(decisions)


def test_an_index_without_a_name_keeps_its_column():
    rows = [f"{n},{row}" for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain", *rows]))
    assert cells.names[1:] == ("date", "tmax", "rain") and cells.table[2].tolist() == VALUES


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


def test_a_delimiter_at_the_end_of_rows_only():
    cells, _ = read("\n".join(["date,tmax,rain", *(f"{row}," for row in ROWS), ""]))
    assert cells.names == ("date", "tmax", "rain") and cells.table[1].tolist() == VALUES


def test_few_rows_that_are_too_long_are_left_out():
    rows = ROWS * 5
    rows[30] += ",7,8"
    cells, decisions = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert len(cells.table) == len(rows) - 1
    (decision,) = [decision for decision in decisions if decision.topic == "ragged"]
    assert decision.evidence == "the first is line 32 with 5 cells for 3"


@pytest.mark.parametrize("row", [0, 30, 119])
@pytest.mark.parametrize(
    "broken", ["2021-03-09,7", "2021-03-09", ",2021-03-09,7.5,1", "2021-03-09,,7.5,", "7;8"]
)
def test_few_rows_of_another_width_are_left_out_with_their_line(row, broken):
    rows = ROWS * 5
    rows[row] = broken
    cells, decisions = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table[1].tolist() == [v for n, v in enumerate(VALUES * 5) if n != row]
    assert any(f"line {row + 2}" in decision.line() for decision in decisions)


def test_many_rows_without_their_last_cells_are_said():
    rows = [row if n % 3 else row.rsplit(",", 1)[0] for n, row in enumerate(ROWS)]
    cells, decisions = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table[1].tolist() == VALUES
    (decision,) = [decision for decision in decisions if decision.topic == "ragged"]
    assert not decision.certain and decision.evidence == "the first is line 2 with 2 cells for 3"


@pytest.mark.parametrize("row", [0, 30, 119])
def test_a_quotation_mark_that_is_never_closed_takes_one_row(row):
    rows = ROWS * 5
    rows[row] = f'"{rows[row]}'
    cells, decisions = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table[1].tolist() == [v for n, v in enumerate(VALUES * 5) if n != row]
    assert f"the first is line {row + 2}" in [decision.evidence for decision in decisions]


def test_a_quotation_mark_in_the_header_that_is_never_closed():
    cells, _ = read(TABLE.replace("tmax", '"tmax'))
    assert cells.names == ("date", "tmax", "rain") and cells.table[1].tolist() == VALUES


@pytest.mark.parametrize("delimiter", ["^", "~", "#", ":", "::", ", ", " ; "])
@pytest.mark.parametrize("marks", ["", '""', "''", "``", "\u201c\u201d", "\u201e\u201c"])
def test_rare_delimiters_and_marks(delimiter, marks):
    lines = ["date,tmax,rain", *ROWS]
    if marks:
        lines = [",".join(f"{marks[0]}{cell}{marks[1]}" for cell in line.split(",")) for line in lines]
    cells, _ = read("\n".join([*lines, ""]).replace(",", delimiter))
    assert cells.names == ("date", "tmax", "rain") and cells.table[0].str.strip().tolist() == DAYS
    assert cells.table[1].tolist() == VALUES


@pytest.mark.parametrize(
    ("note", "read_as"),
    [
        (r'"said \"wet, cold\" again"', 'said "wet, cold" again'),
        (r"wet\, cold", "wet  cold"),
        ('5" of snow', '5" of snow'),
    ],
)
def test_backslashes_and_marks_within_cells(note, read_as):
    cells, _ = read("\n".join(["date,tmax,rain,notes", *(f"{row},{note}" for row in ROWS), ""]))
    assert cells.table[1].tolist() == VALUES and cells.table[3].tolist() == [read_as] * len(ROWS)


def test_many_rows_that_are_too_long_are_refused_with_the_first_line():
    rows = [row + (",7,8" if n % 4 == 3 else "") for n, row in enumerate(ROWS)]
    with pytest.raises(WeatherError, match=r"^Line 5 has 5 cells and the header 3, separated by commas"):
        read("\n".join(["date,tmax,rain", *rows, ""]))


def test_cells_over_several_lines_and_with_delimiters_in_them():
    rows = [f'{row},"wet, and\nwindy"' if n % 3 else f'{row},"dry"' for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain,notes", *rows, ""]))
    assert cells.table[1].tolist() == VALUES
    assert cells.table[3].iloc[1] == "wet, and\nwindy"
    assert [cells.line(row) for row in (0, 1, 2, 3)] == [2, 3, 5, 7]


def test_only_blanks_and_tabs_stand_between_cells():
    text = "\n".join(
        f"{day} \t{value} \x0b {n % 5}" for n, (day, value) in enumerate(zip(DAYS, VALUES, strict=True))
    )
    cells, _ = read(text)
    assert len(cells.names) == 4 and cells.table[1].tolist() == VALUES
    assert cells.table[3].tolist() == [n % 5 for n in range(24)]


def test_digits_that_are_no_numbers_in_a_first_column_without_a_name():
    rows = [f"{n}\u00b2,{row}" for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table.shape == (24, 4) and cells.table[2].tolist() == VALUES


def test_a_column_without_a_name_is_called_by_its_place():
    cells, _ = read("\n".join(["date,tmax,,column_3", *(f"{row},7" for row in ROWS), ""]))
    assert cells.names == ("date", "tmax", "column_3'", "column_3")


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
