"""From the lines above the data, and some below, to where the data begin and the name of each column.

In come lines, and what rows of data look like (`Rows`); out come the `Header`, one cell for each column even
where names are too many or too few, and names that are stripped and different from each other.
"""

from gd_core.weather.table.names.column_names import final_names, place_names
from gd_core.weather.table.names.header import Header, find_header

__all__ = ["Header", "final_names", "find_header", "place_names"]
