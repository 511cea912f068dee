"""Columns of text that hold numbers in another way of writing become plain numbers.

Decimal commas, separators of thousands, blanks around and within, a unit behind each number (3℃), signs of
quality behind some (1.5*). Where words stand among the numbers the column stays one of text, its numbers
written plainly.
"""

import re
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd

from gd_core.weather.cell_types import EMPTY, FIGURE, LONGEST, MARKER, UNIT, cell_type

SOME = 100  # cells looked at to see whether a column is one of numbers
MANY = 20_000  # cells looked at to see which sign is the decimal one
MOSTLY = 0.5  # share of the cells that are neither empty nor markers that must be numbers
SAME = 0.9  # share of the units behind numbers that must be the same

_END = rf"\s*((?:{UNIT})?)\s*[*#†‡?!~$)\]]*\s*[\"']?"
_WRITTEN = re.compile(rf"=?[\"']?\s*({FIGURE}){_END}", re.IGNORECASE | re.ASCII)
# The same without looking ahead, which the engine of a column of text can't do.
_ANY_FIGURE = rf"(?i)^=?[\"']?\s*([+\-−–]?[\d., '’\x{{a0}}\x{{202f}}]*\d[.,]?(?:e[+\-]?\d+)?){_END}$"
_PLAIN = re.compile(r"[+\-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d+)?", re.ASCII)
# A value in tenths and the mark of its quality in one cell, as in NOAA's hourly files: no decimal comma.
_MARKED = re.compile(r"[+-][0-9]{4,5},[0-9A-Za-z]")
_THOUSANDS = {
    ",": re.compile(r"[+\-−–]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"),
    ".": re.compile(r"[+\-−–]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?"),
}
_DEGREES = {"℃": "°C", "c": "°C", "degc": "°C", "celsius": "°C", "℉": "°F", "f": "°F", "degf": "°F"}


@dataclass(frozen=True)
class Plain:
    """A column with its numbers written plainly, the unit that stood behind them, and the sign that separated
    thousands (None: there was none)."""

    column: pd.Series
    unit: str | None = None
    thousands: str | None = None


def plain_column(column: pd.Series, decimal: str) -> Plain:
    """A column of text with plain numbers; of a dtype of numbers if all cells are numbers or empty.

    ``decimal`` is the decimal sign that most numbers of the file have. A column that is not one of numbers
    comes back as it is.
    """
    cells = column.dropna()
    if cells.empty:
        return Plain(column.astype(float))
    unit = _unit(list(cells.iloc[:: max(1, len(cells) // SOME)].astype("str")))
    if unit is None or all(map(_MARKED.fullmatch, cells.iloc[:SOME])):
        return Plain(column)
    codes, different = pd.factorize(column)
    text = pd.Series(different).astype("str")
    stripped = text.str.strip()
    some = [cell for cell in stripped.iloc[:: max(1, len(text) // MANY)] if len(cell) <= LONGEST]
    point = decimal == ","  # then pandas took no point for a decimal sign
    odd = [cell for cell in some if not _PLAIN.fullmatch(cell) or (point and "." in cell)]
    figures = [match[1] for cell in odd if (match := _WRITTEN.fullmatch(cell))]
    if not figures and len(text) < MANY:
        thousands, plain, good = None, stripped, np.array([_is_plain(cell) for cell in stripped])
    else:
        thousands = _thousands(figures, decimal)
        plain, good = _plain(text, thousands)
    if (good | (stripped == "").to_numpy(dtype=bool)).all():
        numbers = pd.to_numeric(plain.where(good), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        values = np.append(numbers, np.nan)[codes]  # code -1 is an empty cell: it takes the value appended
        return Plain(pd.Series(_whole(values), index=column.index), unit or None, thousands)
    plain = plain.where(good, text)
    if plain.equals(text):
        return Plain(column, unit or None)
    cells = pd.concat([plain, pd.Series([None], dtype="str")]).take(codes).set_axis(column.index)
    return Plain(cells, unit or None, thousands)


def _is_plain(cell: str) -> bool:
    return len(cell) <= LONGEST and _PLAIN.fullmatch(cell) is not None


def _unit(cells: list[str]) -> str | None:
    """The unit behind the numbers that most cells are, "" for none; None if they are no numbers of one
    kind."""
    telling = [cell.strip() for cell in cells if cell_type(cell) not in (EMPTY, MARKER)]
    found = [match for cell in telling if len(cell) <= LONGEST and (match := _WRITTEN.fullmatch(cell))]
    if len(found) < MOSTLY * len(telling):
        return None
    if not found:
        return None if any(cell.strip() for cell in cells) else ""
    units = Counter(unit for match in found if (unit := match[2].strip()))
    unit, times = units.most_common(1)[0] if units else ("", 0)
    if times < SAME * units.total():
        return None
    degrees = re.sub(r"[º˚]", "°", unit).replace("° ", "°")
    return _DEGREES.get(unit.casefold().replace(" ", ""), degrees)


def _thousands(figures: list[str], decimal: str) -> str | None:
    """The sign that separates thousands in a column's figures; ``decimal`` decides where 1,013 can be
    both."""
    comma = [figure for figure in figures if "," in figure]
    point = [figure for figure in figures if "." in figure]
    groups = {
        ",": bool(comma) and all(map(_THOUSANDS[","].fullmatch, comma)),
        ".": bool(point) and all(map(_THOUSANDS["."].fullmatch, point)),
    }
    for sign, having, other in ((",", comma, point), (".", point, comma)):
        if not groups[sign]:
            continue
        several = any(figure.count(sign) > 1 for figure in having)
        decimals = any(figure.rfind(sign) < figure.rfind("." if sign == "," else ",") for figure in having)
        if several or decimals or (decimal != sign and not (other and groups["." if sign == "," else ","])):
            return sign
    return None


def _plain(text: pd.Series, thousands: str | None) -> tuple[pd.Series, np.ndarray]:
    """The cells written plainly, and which of them are numbers."""
    text = text.where(text.str.len() <= LONGEST, "")
    plain = text.str.replace(_ANY_FIGURE, r"\1", regex=True)
    for sign in ("'", "’"):
        plain = plain.str.replace(sign, "", regex=False)
    for _ in range(2):
        plain = plain.str.replace(r"(\d)[ \x{a0}\x{202f}](\d{3})", r"\1\2", regex=True)
    if thousands:
        plain = plain.str.replace(thousands, "", regex=False)
    plain = plain.str.replace(",", ".", regex=False).str.replace(r"^[−–]", "-", regex=True).str.strip()
    good = plain.str.match(rf"^(?:{_PLAIN.pattern})$").to_numpy(dtype=bool)
    return plain, good


def _whole(values: np.ndarray) -> np.ndarray:
    """The values as integers if all of them are."""
    finite = bool(np.isfinite(values).all()) and bool((np.abs(values) < 2**53).all())
    return values.astype(np.int64) if finite and (values == np.trunc(values)).all() else values
