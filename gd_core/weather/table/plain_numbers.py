"""Columns of text that hold numbers in another way of writing become plain numbers.

Decimal commas, separators of thousands, blanks around and within, a unit behind each number (3℃), signs of
quality behind some (1.5*). Where words stand among the numbers the column stays one of text, its numbers
written plainly.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from gd_core.weather.report import Decision, quoted
from gd_core.weather.table.cell_types import EMPTY, FIGURE, LONGEST, MARKER, UNIT, cell_type
from gd_core.weather.table.patterns import one_after_another

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
MARKED = re.compile(r"[+-][0-9]{4,5},[0-9A-Za-z]")
_THOUSANDS = {
    ",": re.compile(r"[+\-−–]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"),
    ".": re.compile(r"[+\-−–]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d*)?"),
}
_DEGREES = {
    "℃": "°C",
    "c": "°C",
    "oc": "°C",
    "of": "°F",
    "degc": "°C",
    "celsius": "°C",
    "℉": "°F",
    "f": "°F",
    "degf": "°F",
}


@dataclass(frozen=True)
class Plain:
    """A column with its numbers written plainly, the unit that stood behind them, and the sign that separated
    thousands (None: there was none)."""

    column: pd.Series
    unit: str | None = None
    thousands: str | None = None


def make_plain(
    table: pd.DataFrame,
    names: Sequence[str],
    units: Sequence[str | None],
    decimal: str,
    decisions: list[Decision],
) -> list[str | None]:
    """Make columns of text that hold numbers columns of numbers, in place; the units of all columns.

    ``decimal`` is the decimal sign that most numbers of the file have. Adds to ``decisions``.
    """
    found = list(units)
    kinds = enumerate(table.dtypes)
    written = {p: table[p].astype("str") for p, kind in kinds if not pd.api.types.is_numeric_dtype(kind)}
    for position, plain in sorted(plain_columns(written, decimal).items()):
        table[position] = plain.column
        found[position] = found[position] or plain.unit
        if plain.thousands:
            kind = "commas" if plain.thousands == "," else "points"
            text = f"The {kind} in {quoted(names[position])} separate thousands"
            decisions.append(Decision("decimal", text, data={"column": names[position]}))
    return found


def plain_columns(columns: Mapping[int, pd.Series], decimal: str) -> dict[int, Plain]:
    """Columns of text with plain numbers, by position; of a dtype of numbers if all cells are numbers or
    empty.

    ``decimal`` is the decimal sign that most numbers of the file have. A column that is not one of numbers
    comes back as it is. Texts of all columns are written plainly together: a step takes its time for few
    texts, too, and there may be 2,000 columns.
    """
    units = {position: _unit_of(column) for position, column in columns.items()}
    own = {position: pd.factorize(columns[position]) for position, unit in units.items() if unit is not None}
    done = {position: Plain(columns[position]) for position in columns if position not in own}
    if not own:
        return done
    codes, different = zip(*own.values(), strict=True)
    ends = np.cumsum([len(texts) for texts in different]).tolist()
    text = one_after_another(different)
    plain, good, signs = _all_plain(text, [slice(*pair) for pair in pairwise([0, *ends])], decimal)
    numbers = pd.to_numeric(plain.where(good), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    usable = good | (text.str.strip() == "").to_numpy(dtype=bool)
    new = plain.where(good, text)
    changed = (new != text).to_numpy(dtype=bool)
    for position, code, start, end, thousands in zip(own, codes, [0, *ends], ends, signs, strict=False):
        column, unit = columns[position], units[position] or None
        if usable[start:end].all():
            values = np.append(numbers[start:end], np.nan)[code]  # code -1: an empty cell
            done[position] = Plain(pd.Series(_whole(values), index=column.index), unit, thousands)
        elif changed[start:end].any():
            cells = pd.concat([new.iloc[start:end], pd.Series([None], dtype="str")]).take(code)
            done[position] = Plain(cells.set_axis(column.index), unit, thousands)
        else:
            done[position] = Plain(column, unit)
    return done


def _unit_of(column: pd.Series) -> str | None:
    """The unit behind a column's numbers, "" for none; None if it isn't a column of numbers."""
    filled = np.flatnonzero(column.notna())
    some = [column.array[row] for row in filled[:: max(1, len(filled) // SOME)].tolist()]
    unit = _unit(some) if some else ""
    if unit is None or not some or not MARKED.fullmatch(some[0]):
        return unit
    return None if all(map(MARKED.fullmatch, column.array.take(filled[:SOME]))) else unit


def _all_plain(
    text: pd.Series, places: list[slice], decimal: str
) -> tuple[pd.Series, np.ndarray, list[str | None]]:
    """The different texts of several columns, each at one of ``places``, written plainly, and which of them
    are numbers; and the sign that separates thousands in each column."""
    stripped = text.str.strip()
    cells = stripped.to_numpy(dtype=object)
    good = np.zeros(len(text), dtype=bool)
    signs: list[str | None] = []
    rewritten: dict[str | None, list[slice]] = {}
    for at in places:
        own = cells[at]
        some = [cell for cell in own[:: max(1, len(own) // MANY)] if len(cell) <= LONGEST]
        point = decimal == ","  # then pandas took no point for a decimal sign
        odd = [cell for cell in some if not _PLAIN.fullmatch(cell) or (point and "." in cell)]
        figures = [match[1] for cell in odd if (match := _WRITTEN.fullmatch(cell))]
        if not figures and len(own) < MANY:
            good[at] = [_is_plain(cell) for cell in own]
            signs.append(None)
            continue
        signs.append(_thousands(figures, decimal))
        rewritten.setdefault(signs[-1], []).append(at)
    for sign, slices in rewritten.items():
        rows = np.concatenate([np.arange(at.start, at.stop) for at in slices])
        plain, good[rows] = _plain(text.iloc[rows], sign)
        cells[rows] = plain.to_numpy(dtype=object)
    return pd.Series(cells, dtype="str"), good, signs


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
