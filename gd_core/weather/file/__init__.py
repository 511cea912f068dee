"""From a path, bytes or an open file to its text in UTF-8, and the encoding in which it was.

Archives are unpacked; workbooks, Parquet, Feather and JSON become text with tabs between the cells, so that
every later stage and its report hold for them, too. What is no table or too large is refused.
"""

from gd_core.weather.file.source import Source, read_bytes, source_name, to_text

__all__ = ["Source", "read_bytes", "source_name", "to_text"]
