"""What a cell looks like: a number, a date, a time of day, empty, a marker for a missing value, or text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from gd_core.weather.vocabulary.missing import MISSING_WORDS, TRACE_WORDS

NUMBER, DATE, CLOCK, EMPTY, MARKER, TEXT = "number", "date", "clock", "empty", "marker", "text"
TYPED = frozenset({NUMBER, DATE, CLOCK})

LONGEST = 60  # characters of a cell that is more than text
FEWEST = 0.25  # share of a row's cells that must be there: a line of some numbers above the table is no row
STRICT = 0.9  # share of a column's cells that must be of one type for the column to be of that type

#: A number in any way of writing: -1.5, ,8, 1.013,2, 1 013, 1'013.2, 1,41E-05.
FIGURE = (
    r"[+\-−–]?(?=[.,]?\d)(?:\d{1,3}(?:[,.'’ \u00a0\u202f]\d{3})+(?!\d)|\d+)?(?:[.,]\d*)?"
    r"(?:[eE][+\-]?\d{1,3})?"
)

#: A unit, as it stands behind a number or in a row of units.
UNIT = (
    r"°\s?[CFK]?|o[CF]|º\s?[CFK]?|˚\s?[CFK]?|℃|℉|(?:deg(?:rees?|\.)?\s?(?:[CFK]\b|celsius|fahrenheit|true|n)?)"
    r"|degC|degF|celsius|fahrenheit|kelvin|[CFK]|%|percent"
    r"|(?:0[.,]1|1/10|1/10th|tenths? of(?: a)?)\s?(?:mm|°\s?C|deg(?:rees?)?\.?\s?[CF]?|m/s|hPa|h(?:ours?)?)"
    r"|[mckd]?m|mm/(?:h|d|day|hr)|in(?:ch(?:es)?)?\.?|ft|feet|miles?|mi|hundredths"
    r"|[hk]?Pa|m?bars?|mb|mmHg|inHg|atm"
    r"|m/s|m\s?s\^?-1|m\.s-1|km/h|kmh|kph|mph|kn(?:ots?)?|kts?|bft"
    r"|[kM]?W(?:h)?/m(?:\^?2|²)(?:/d(?:ay)?)?|[kMm]?W\s?m-2|[kMm]?J/(?:c?m(?:\^?2|²))(?:/d(?:ay)?)?|J/cm2"
    r"|g/kg|g/m(?:\^?3|³)|[µu]g/m(?:\^?3|³)|ppm|ppb|kg/m\^?2"
    r"|h|hrs?|hours?|min(?:utes?)?|s|sec(?:onds?)?|d|days?|octas?|oktas?|eighths?|code|index|-"
)

_FIGURE = re.compile(FIGURE)
_MEASURE = re.compile(rf"{FIGURE}\s*(?:{UNIT})?", re.IGNORECASE)
_UNIT = re.compile(rf"[(\[]?\s*(?:{UNIT})\s*[)\]]?", re.IGNORECASE)
_CLOCK = (
    r"\d{1,2}[:h]\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:UTC|GMT|Z|[+-]\d{2}:?\d{2}))?"
)
_TIME = re.compile(rf"{_CLOCK}|\d{{1,4}}\s(?:UTC|GMT)|\d{{1,2}}(?::\d{{2}})?\s?[AaPp]\.?[Mm]\.?")
_LETTERS = r"[^\W\d_]"
_DATE = re.compile(
    rf"(?:\d{{1,4}}[-/.]\s?\d{{1,2}}[-/.]\s?\d{{1,4}}\.?"  # 2020-01-31, 31/1/2020
    rf"|\d{{4}}[-/]\d{{1,2}}"  # 2020-01
    rf"|\d{{4}}\s?[年년]\s?\d{{1,2}}\s?[月월](?:\s?\d{{1,2}}\s?[日일])?"
    rf"|\d{{1,2}}\.?[-/ ]?(?:de )?{_LETTERS}{{3,12}}\.?[-/, ]+(?:de )?\d{{2,4}}"  # 31-Jan-42, 1 mars 2020
    rf"|(?:{_LETTERS}{{2,9}},? )?{_LETTERS}{{3,9}}\.? \d{{1,2}},? \d{{4}}"  # Jan 31, 2020
    rf"|\d{{8}}(?=[T: ]\d)|\d{{4}}-\d{{3}})"
    rf"(?:[T ,:_-]+(?:{_CLOCK}|\d{{2,6}}Z?))?\.?"
)
MARKERS = MISSING_WORDS | TRACE_WORDS


@lru_cache(maxsize=4096)  # the same cells are looked at several times
def cell_type(cell: str) -> str:
    """The type of a cell."""
    text = cell.strip()
    if not text:
        return EMPTY
    if len(text) > LONGEST:
        return TEXT
    if _MEASURE.fullmatch(text):
        return NUMBER
    if text.lower() in MARKERS:
        return MARKER
    if not text[0].isdigit() and not text[0].isalpha():
        return TEXT
    if _TIME.fullmatch(text):
        return CLOCK
    return DATE if _DATE.fullmatch(text) else TEXT


def is_figure(text: str) -> bool:
    """Whether ``text`` is a number without any unit."""
    return len(text) <= LONGEST and _FIGURE.fullmatch(text) is not None


def is_unit(text: str) -> bool:
    """Whether ``text`` is a unit, with or without brackets."""
    return len(text) <= LONGEST and _UNIT.fullmatch(text.strip()) is not None


@dataclass(frozen=True)
class ColumnTypes:
    """The types of a table's columns, from some of its rows: None for a column of text or of several types.

    ``full`` are the columns of dates none of whose cells is empty.
    """

    types: tuple[str | None, ...]
    full: frozenset[int]

    @property
    def known(self) -> bool:
        """Whether any column has a type by which a row of data is told from other lines."""
        return any(self.types)

    def fits(self, row: list[str]) -> bool:
        """Whether ``row`` is one of data: hardly any cell is of another type than its column."""
        if len(row) < FEWEST * len(self.types):
            return False
        good, wrong, text = self.compare(row)
        dates = {cell_type(row[p]) if p < len(row) else EMPTY for p in self.full}
        # Of tables that were joined, the last rows may have a date and no second one.
        if dates and (DATE not in dates or not dates <= {DATE, EMPTY}):
            return False
        return good > 0 and (wrong + text) <= 0.25 * (good + wrong + text)

    def may_fit(self, row: list[str]) -> bool:
        """Whether ``row``, next to data, could be data with a few words in it: its date is one."""
        _, wrong, _ = self.compare(row)
        dates = [p for p, kind in enumerate(self.types) if kind == DATE]
        return bool(dates) and wrong == 0 and all(p < len(row) and cell_type(row[p]) == DATE for p in dates)

    def compare(self, row: list[str]) -> tuple[int, int, int]:
        """Cells of ``row`` of their column's type, of another type, and of text."""
        good = wrong = text = 0
        for kind, cell in zip(self.types, row, strict=False):
            if kind is None:
                continue
            found = cell_type(cell)
            good += found == kind
            text += found == TEXT
            wrong += found in TYPED and found != kind
        return good, wrong, text


def column_types(rows: list[list[str]]) -> ColumnTypes:
    """The types of the columns of which ``rows`` are some rows."""
    width = max(map(len, rows), default=0)
    types: list[str | None] = []
    full = set()
    for position in range(width):
        found = [cell_type(row[position]) for row in rows if position < len(row)]
        kind = _common(found)
        types.append(kind)
        if kind == DATE and len(found) == len(rows) and all(one == DATE for one in found):
            full.add(position)
    return ColumnTypes(tuple(types), frozenset(full))


def _common(found: Iterable[str]) -> str | None:
    """The type of nearly all cells that are neither empty nor markers."""
    telling = [kind for kind in found if kind not in (EMPTY, MARKER)]
    for kind in TYPED:
        if telling and telling.count(kind) >= STRICT * len(telling):
            return kind
    return None
