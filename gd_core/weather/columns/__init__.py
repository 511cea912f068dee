"""From names and values of columns to what they mean: a role for each, the target, units, default predictors.

`first_roles` is all that rows tell before they are days, `find_meaning` the rest, with temperatures in °C or
°F. Other stages ask by the name alone (`role_of`).
"""

from gd_core.weather.columns.by_name import HELPERS, role_of, roles_of
from gd_core.weather.columns.find import find_meaning
from gd_core.weather.columns.imperial import in_miles
from gd_core.weather.columns.roles import first_roles

__all__ = ["HELPERS", "find_meaning", "first_roles", "in_miles", "role_of", "roles_of"]
