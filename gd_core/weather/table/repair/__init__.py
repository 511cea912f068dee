"""From text with faults to text that a parser reads rightly: other quotation marks, lone ones, broken rows.

In comes the text of a file in UTF-8; out comes the same with double quotation marks only, and with lines
emptied that are no rows, so that all others keep their numbers. What was left out is said.
"""

from gd_core.weather.table.repair.broken_rows import data_records, may_be_broken, without_broken
from gd_core.weather.table.repair.quoting import plain_quotes
from gd_core.weather.table.repair.stray_quotes import without_stray_quotes

__all__ = ["data_records", "may_be_broken", "plain_quotes", "without_broken", "without_stray_quotes"]
