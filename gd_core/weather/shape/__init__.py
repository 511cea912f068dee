"""From rows to days: grids, long tables, tables of several stations or places, and several readings a day.

What comes in are cells, dates and values by row; what goes out is one row for each day of one station.
"""

from gd_core.weather.shape.daily import report_missing, to_days, too_few_days
from gd_core.weather.shape.grid import unfold
from gd_core.weather.shape.long import unstack
from gd_core.weather.shape.readings import report_incomplete
from gd_core.weather.shape.stations import Chosen, choose_station, no_station
from gd_core.weather.shape.whereabouts import find_place
from gd_core.weather.shape.wide import Wide, choose_place

__all__ = [
    "Chosen",
    "Wide",
    "choose_place",
    "choose_station",
    "find_place",
    "no_station",
    "report_incomplete",
    "report_missing",
    "to_days",
    "too_few_days",
    "unfold",
    "unstack",
]
