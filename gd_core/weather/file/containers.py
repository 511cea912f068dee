"""Files that hold a table and are no text: recognised by their bytes, whatever their names, and made text."""

from gd_core.weather.file.arrow import FEATHER, PARQUET, arrow_text
from gd_core.weather.file.not_a_table import refuse_other_kinds
from gd_core.weather.file.unpack import OFFICE, ZIP, names_within
from gd_core.weather.file.workbook import OLE, workbook_text
from gd_core.weather.report import Decision, WeatherError


def container_text(data: bytes, decisions: list[Decision]) -> bytes | None:
    """The table in ``data`` as text in UTF-8 if it is a workbook, Parquet or Feather; else None.

    Adds to ``decisions``. WeatherError if it can't be read, or is another container.
    """
    if data.startswith(ZIP) and OFFICE.search(names := names_within(data)):
        return workbook_text(data, _kind(names), decisions)
    if data.startswith(OLE):
        return workbook_text(data, "old Excel workbook (.xls)", decisions)
    if data.startswith((PARQUET, FEATHER)):
        return arrow_text(data, decisions)
    refuse_other_kinds(data)
    return None


def _kind(names: bytes) -> str:
    """What people call a workbook, by the names of the files in it."""
    if b"xl/workbook.bin" in names:
        return "Excel workbook (.xlsb)"
    if b"xl/" in names or b"worksheets/" in names:
        return "Excel workbook (.xlsx)"
    if b"content.xml" in names and b"word/" not in names:
        return "OpenDocument workbook (.ods)"
    raise WeatherError("This is an office document without sheets; save the table in it as CSV (UTF-8).")
