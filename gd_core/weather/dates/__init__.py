"""From cells to `Dates`: a day for every row, and a time of day where the file has one.

Which columns hold them, how they are written, and which of two numbers is the day is found here.
"""

from gd_core.weather.dates.find import Dates, find_dates
from gd_core.weather.dates.order import ORDERS

__all__ = ["ORDERS", "Dates", "find_dates"]
