"""Temperatures that are written as text, or were turned into dates by a spreadsheet: why they are refused."""

import re
from collections.abc import Sequence

from gd_core.weather.columns import role_of
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import WeatherError, quoted
from gd_core.weather.table import Cells
from gd_core.weather.vocabulary.months import month_of

_SPOILT = re.compile(
    r"([^\W\d_]{3,})[ .-]{1,2}\d{1,4}|\d{1,2}[. -]{1,2}([^\W\d_]{3,})\.?"
    r"|(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)"
)


def refuse_text_temperatures(cells: Cells, positions: Sequence[int]) -> None:
    """WeatherError if a column of text, of those at ``positions``, is named like a temperature."""
    for position in positions:
        filled = cells.table[position].dropna()
        if role_of(cells.names[position]) not in TEMPERATURES or filled.empty:
            continue
        name, dates = quoted(cells.names[position]), filled[filled.map(_is_spoilt)]
        if not dates.empty:
            raise WeatherError(
                f"{name} holds dates, such as {quoted(dates.iloc[0])} on line "
                f"{cells.line(int(dates.index[0])):,}: a spreadsheet has turned numbers into dates; export "
                "the file again and open it in no spreadsheet, or import that column there as text."
            )
        raise WeatherError(
            f"{name} holds text, such as {quoted(filled.iloc[0])} on line "
            f"{cells.line(int(filled.index[0])):,}; write temperatures as plain numbers."
        )


def _is_spoilt(cell: object) -> bool:
    """Whether a cell is a number that a spreadsheet took for a date: "Mai 60" was 5.60, "06. Jul" was 6.7."""
    match = _SPOILT.fullmatch(str(cell).strip())
    return match is not None and bool(match[3] or month_of(match[1] or match[2]))
