"""How a file is written, and what stands around its rows: what `find_layout` gives, and repairs go by."""

from dataclasses import dataclass

from gd_core.weather.table.delimiter import Rows


@dataclass(frozen=True)
class Layout:
    """How a file is written: its encoding, delimiter and decimal sign, its header, and where its data are."""

    encoding: str
    delimiter: str  # " ": runs of blanks
    decimal: str  # "." or ","
    header: tuple[str, ...]  # its cells, one for each column, as they stand; () if there is none
    header_lines: int  # lines above the data
    header_bytes: int  # at which the data begin
    end_bytes: int  # at which they end
    width: int  # cells in a row
    rows: Rows  # what rows of data look like
    header_line: str  # the line of the header, "" if there is none

    def lines(self, data: bytes) -> int:
        """The number of lines that the data have in ``data``."""
        start, end = self.header_bytes, self.end_bytes
        return data.count(b"\n", start, end) + (end > start and data[end - 1 : end] != b"\n")


@dataclass(frozen=True)
class Surroundings:
    """What stands around the data: names and units of the columns, lines above, the file's first lines."""

    names: tuple[str, ...]
    units: tuple[str | None, ...]
    preamble: tuple[str, ...]
    first_lines: tuple[str, ...]
