"""What the lines above a header and below the data say about the columns."""

import re
from collections.abc import Sequence

from gd_core.weather.columns.by_name import concepts, plain, role_of
from gd_core.weather.columns.units import degrees_in
from gd_core.weather.record import TEMPERATURES

LONGEST = 300  # letters of a line that are looked at
_UNIT = re.compile(
    r"\b(?:units?|einheit(?:en)?|unites?|unidad(?:es)?|unidade|unita|eenheid|enhet|единиц\w*)\b"
    "|单位|單位|単位|단위"
)
_DESCRIBED = re.compile(r'[\s#*"%/-]*([^:;=,\t]+?)\s*[:;=,\t]\s*(\S.*)')
_IN_COLUMNS = re.compile(r'[\s#*"%]*(\S+)\s+(\S.*)')


def descriptions(names: Sequence[str], lines: Sequence[str]) -> dict[int, str]:
    """By position, what a line says that begins with the column's name: "T2M  Temperature at 2 m (C)"."""
    said: dict[str, str] = {}
    for line in lines:
        for layout in (_DESCRIBED, _IN_COLUMNS):
            if match := layout.match(line[:LONGEST]):
                said.setdefault(plain(match[1]), match[2].strip())
    return {position: said[plain(name)] for position, name in enumerate(names) if plain(name) in said}


def common_degrees(lines: Sequence[str]) -> tuple[str | None, str]:
    """The one unit that lines on temperatures or on units state, and the first such line; None if there isn't
    one."""
    found: dict[str, str] = {}
    for line in lines:
        short = line[:LONGEST]
        unit = degrees_in(short)
        if unit and ("temperature" in concepts(short) or _UNIT.search(plain(short))):
            found.setdefault(unit, short)
    if len(found) != 1:
        return None, ""
    return next(iter(found.items()))


def title_role(lines: Sequence[str]) -> tuple[str, str]:
    """The one role of a temperature that lines name, and the first such line; "other" if there isn't one."""
    found: dict[str, str] = {}
    for line in lines:
        role = role_of(line[:LONGEST])
        if role in TEMPERATURES:
            found.setdefault(role, line[:LONGEST])
    if len(found) != 1:
        return "other", ""
    return next(iter(found.items()))
