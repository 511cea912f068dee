"""Broken rows and lone or rare quotation marks cost no other row."""

import pytest

from gd_core.weather import WeatherError
from gd_core.weather.table.repair import stray_quotes
from tests.weather.table.small_table import DAYS, ROWS, TABLE, VALUES, read


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
    "broken", ["2021-03-09,7", "2021-03-09", ",2021-03-09,7.5,1", "2021-03-09,,7.5,", "7;8", "1,2,3,4,5,6"]
)
def test_few_rows_of_another_width_are_left_out_with_their_line(row, broken):
    rows = ROWS * 5
    rows[row] = broken
    cells, decisions = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table[1].tolist() == [v for n, v in enumerate(VALUES * 5) if n != row]
    assert any(f"line {row + 2}" in decision.line() for decision in decisions)


@pytest.mark.parametrize("wide", [2, 3_000])  # of 75,000 cells, pandas once made an index for a minute
def test_a_first_row_that_is_far_too_long_behind_a_quoted_line_break_is_left_out(wide):
    rows = ['"2021-03-09\n"' + ",7" * wide, *ROWS * 5]
    cells, _ = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table[1].tolist()[-len(VALUES) * 5 :] == VALUES * 5
    assert len(cells.table) == len(VALUES) * 5 + (wide == 2)


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


@pytest.mark.parametrize("first", [0, 1])
def test_many_rows_with_a_delimiter_at_their_end_are_read(first):
    rows = [row + "," * (n % 2 == first) for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table.shape == (24, 3) and cells.table[1].tolist() == VALUES


def test_more_marks_that_are_never_closed_than_are_looked_for_are_said(monkeypatch):
    monkeypatch.setattr(stray_quotes, "MOST", 0)
    with pytest.raises(WeatherError, match="A quotation mark is opened and never closed; close or remove it"):
        read(TABLE.replace("2021-03-20", '"2021-03-20'))
