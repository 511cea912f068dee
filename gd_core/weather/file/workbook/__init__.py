"""From a workbook (.xlsx, .xlsb, .xls, .ods) to the text of the one sheet that is a table of weather.

What a small file could claim is checked first (`parts`, `records`, `old`), then it is opened (`sheets`).
"""

from gd_core.weather.file.workbook.parts import OLE
from gd_core.weather.file.workbook.sheets import workbook_text

__all__ = ["OLE", "workbook_text"]
