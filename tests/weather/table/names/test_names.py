"""Where the data begin, and which names the columns get, also if the header has one too many or too few."""

import pytest

from gd_core.weather import WeatherError
from tests.weather.table.small_table import DAYS, ROWS, TABLE, VALUES, read, topics


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


def test_digits_that_are_no_numbers_in_a_first_column_without_a_name():
    rows = [f"{n}\u00b2,{row}" for n, row in enumerate(ROWS)]
    cells, _ = read("\n".join(["date,tmax,rain", *rows, ""]))
    assert cells.table.shape == (24, 4) and cells.table[2].tolist() == VALUES


def test_a_column_without_a_name_is_called_by_its_place():
    cells, _ = read("\n".join(["date,tmax,,column_3", *(f"{row},7" for row in ROWS), ""]))
    assert cells.names == ("date", "tmax", "column_3'", "column_3")
