"""From cells to numbers: text is set aside, and cells that are no finite numbers are counted."""

import numpy as np
import pandas as pd

from gd_core.weather.cells import Cells
from gd_core.weather.columns import role_of
from gd_core.weather.limits import LARGEST
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted

MOSTLY = 0.5  # a column is one of numbers if at least this share of its filled cells are
# No weather is so: records write them for a missing value.
MARKERS = (-999.0, -999.9, -999.99, -9999.0, -9999.9, -99999.0)


def to_numbers(
    cells: Cells, rows: np.ndarray, positions: list[int], decisions: list[Decision]
) -> tuple[np.ndarray, list[int]]:
    """The columns of numbers among ``positions``, at ``rows`` of the table: values (rows, kept) and the kept
    ones.

    Adds to ``decisions``. WeatherError if no column holds numbers.
    """
    arrays, kept, text = [], [], []
    for position in positions:
        column = cells.table[position]
        column = column if len(rows) == len(column) else column.iloc[rows]
        values, words = _numbers(column, cells.layout.decimal)
        if values is None:
            text.append(cells.names[position])
            continue
        _report_words(cells, column, words, position, decisions)
        endless = np.abs(values) > LARGEST
        _remove(endless, "infinite", "too large or infinite", values, cells.names[position], decisions)
        marked = np.isin(values, MARKERS)
        _remove(marked, "marker", "such numbers stand for one", values, cells.names[position], decisions)
        arrays.append(values)
        kept.append(position)
    if text:
        what = "a column of text" if len(text) == 1 else "columns of text"
        decisions.append(
            Decision("set aside", f"{listed(text)} set aside: {what}", data={"columns": tuple(text)})
        )
    if not kept:
        found = f": {listed(text)} hold text" if text else ""
        raise WeatherError(f"There is no column of numbers beside the dates{found}; add one of temperatures.")
    return np.column_stack(arrays), kept


def _numbers(column: pd.Series, decimal: str) -> tuple[np.ndarray | None, np.ndarray]:
    """Values of a column as float64, None if it is one of text; and where it holds words, not numbers."""
    if pd.api.types.is_bool_dtype(column):
        return None, np.array([], dtype=int)
    if pd.api.types.is_numeric_dtype(column):
        # pandas returns its own data: copy, for what comes next is written to.
        return column.to_numpy(dtype=float, copy=True), np.array([], dtype=int)
    text = column.astype("str").str.strip()
    filled = (text.notna() & (text != "")).to_numpy(dtype=bool)
    if decimal != ".":
        text = text.str.replace(decimal, ".", regex=False)
    values = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float, na_value=np.nan, copy=True)
    words = np.flatnonzero(filled & np.isnan(values))
    if words.size > (1 - MOSTLY) * filled.sum():
        return None, words
    return values, words


def _report_words(
    cells: Cells, column: pd.Series, words: np.ndarray, position: int, decisions: list[Decision]
) -> None:
    if words.size == 0:
        return
    line = cells.line(int(column.index[words[0]]))
    decisions.append(
        Decision(
            "not numbers",
            f"{counted(words.size, 'cell')} of {quoted(cells.names[position])} taken as missing: not a "
            "number",
            f"the first is {quoted(column.iloc[words[0]])} on line {line:,}",
            data={"column": cells.names[position], "count": int(words.size), "line": line},
        )
    )


def _remove(
    where: np.ndarray, topic: str, why: str, values: np.ndarray, name: str, decisions: list[Decision]
) -> None:
    """Make the values at ``where`` missing, in place, and say so."""
    count = int(where.sum())
    if count == 0:
        return
    evidence = f"the first is {values[where][0]:g}"
    values[where] = np.nan
    text = f"{counted(count, 'cell')} of {quoted(name)} taken as missing: {why}"
    decisions.append(Decision(topic, text, evidence, data={"column": name, "count": count}))


def refuse_text_temperatures(cells: Cells, positions: list[int]) -> None:
    """WeatherError if a column of text, of those at ``positions``, is named like a temperature."""
    for position in positions:
        filled = cells.table[position].dropna()
        if role_of(cells.names[position]) in TEMPERATURES and not filled.empty:
            raise WeatherError(
                f"{quoted(cells.names[position])} holds text, such as {quoted(filled.iloc[0])} on line "
                f"{cells.line(int(filled.index[0])):,}; write temperatures as plain numbers."
            )
