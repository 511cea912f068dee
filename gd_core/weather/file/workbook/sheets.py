"""Workbooks (.xlsx, .xlsb, .xls, .ods): the one sheet that is a table of weather, as text.

A row of the sheet is a line of the text, so that a line that the report names is the row in the spreadsheet.
"""

import io
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from gd_core.weather.file.as_text import Cell, as_text
from gd_core.weather.file.workbook.parts import checked
from gd_core.weather.file.workbook.records import Extent, check_extent
from gd_core.weather.file.worth import Worth, worth_of
from gd_core.weather.limits import MAX_COLUMNS, MAX_SHEETS
from gd_core.weather.report import Decision, WeatherError, listed, quoted

TRIAL = """
import io, sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
for name in book.sheet_names:
    sheet = book.get_sheet_by_name(name)
    print(sheet.total_height, sheet.total_width)
"""


class Sheet(NamedTuple):
    """A sheet: its name, its rows, and what it is worth as a table of weather."""

    name: str
    rows: Sequence[Sequence[Cell]]
    worth: Worth


def workbook_text(data: bytes, kind: str, decisions: list[Decision]) -> bytes:
    """The sheet of the workbook ``data`` that is a table of weather, as text; adds to ``decisions``.

    WeatherError if it is damaged or protected, goes beyond the limits, or holds no table.
    """
    sheets = _sheets(data, kind)
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise WeatherError(
            f"The {kind} holds no cells; choose a file with a header line and one row per day."
        )
    chosen = max(filled, key=lambda sheet: sheet.worth)  # the first of equals
    decisions.append(_which(chosen, filled, kind))
    if chosen.worth.dated:
        text = "Cells that the workbook stores as dates are read as such: day and month are not in doubt"
        decisions.append(Decision("container", text, data={"sheet": chosen.name}))
    return as_text(chosen.rows)


def _sheets(data: bytes, kind: str) -> list[Sheet]:
    try:
        data = checked(data, kind)
        if ".xls)" in kind or ".xlsb)" in kind:
            _try_elsewhere(data, kind)
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [about.name for about in book.sheets_metadata if about.typ == SheetTypeEnum.WorkSheet]
            if len(names) > MAX_SHEETS:
                raise WeatherError(
                    f"The {kind} has {len(names):,} sheets, and at most {MAX_SHEETS} are looked at; save "
                    "the one needed by itself."
                )
            return [_sheet(book, name) for name in names]
    except WeatherError:
        raise
    except PasswordError:
        raise WeatherError(f"The {kind} is protected by a password; save it without one.") from None
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise _damaged(kind, error) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the library, which is written in Rust
            raise
        raise _damaged(kind, error) from None


def _try_elsewhere(data: bytes, kind: str) -> None:
    """WeatherError if a process of its own does not survive the workbook, or finds more cells than are read:
    where binary records lie about sizes, the library asks for room that no machine has, and ends the process.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", TRIAL], input=data, capture_output=True, timeout=20
        )
    except subprocess.TimeoutExpired:
        raise _damaged(kind, TimeoutError("it takes too long")) from None
    if done.returncode < 0:
        raise _damaged(kind, MemoryError("its records claim more room than there is"))
    for line in done.stdout.splitlines():
        rows, columns = map(int, line.split())
        check_extent(Extent(rows, columns), len(data))


def _damaged(kind: str, error: BaseException) -> WeatherError:
    return WeatherError(
        f"The {kind} can't be read ({quoted(error)}); open and save it again, or save the sheet as CSV."
    )


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_width > MAX_COLUMNS:
        raise WeatherError(
            f"The sheet {quoted(name)} has {sheet.total_width:,} columns, and at most {MAX_COLUMNS:,} are "
            "read; keep the columns needed."
        )
    rows: Sequence[Sequence[Cell]] = sheet.to_python(skip_empty_area=False)
    return Sheet(name, rows, worth_of(rows))


def _which(chosen: Sheet, filled: list[Sheet], kind: str) -> Decision:
    """The decision on the sheet; assumed where another one is a table of weather, too."""
    text = f"The sheet {quoted(chosen.name)} of the {kind} is read"
    data = {"sheet": chosen.name, "sheets": tuple(sheet.name for sheet in filled)}
    others = [sheet for sheet in filled if sheet is not chosen]
    rivals = [sheet for sheet in others if sheet.worth.names >= chosen.worth.names and sheet.worth.is_table]
    if rivals:
        shown = listed(sheet.name for sheet in rivals)
        why = f"of {len(rivals) + 1} sheets with such a table it has the most rows; not read: {shown}"
        return Decision("container", text, why, certain=False, data=data)
    why = f"not read: {listed(sheet.name for sheet in others)}" if others else "the only one with cells"
    return Decision("container", text, why, data=data)
