"""From cells to numbers: text is set aside, and cells that stand for no value are counted."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from gd_core.weather.columns import HELPERS, roles_of
from gd_core.weather.limits import LARGEST, SHOWN_NAMES
from gd_core.weather.numbers.as_text import refuse_text_temperatures
from gd_core.weather.numbers.missing_numbers import AMOUNTS, take_markers_out
from gd_core.weather.record import TEMPERATURES
from gd_core.weather.report import Decision, WeatherError, condensed, counted, figure, listed, quoted
from gd_core.weather.table import MARKED, Cells, one_after_another
from gd_core.weather.vocabulary.missing import MISSING_WORDS, TRACE_WORDS

MOSTLY = 0.5  # a column is one of numbers if at least this share of its filled cells are


class Words(NamedTuple):
    """What stands in a column beside numbers: signs of a missing value and of a trace by how often, and the
    places of everything else."""

    missing: Mapping[str, int]
    traces: Mapping[str, int]
    other: np.ndarray


NO_WORDS = Words({}, {}, np.array([], dtype=int))


class Numbers(NamedTuple):
    """The columns of numbers: their ``values`` (rows, columns), names, and positions in the table; and the
    positions of columns of ``text``."""

    values: np.ndarray
    names: list[str]
    positions: list[int]
    text: list[int]

    def without(self, columns: Collection[int]) -> "Numbers":
        """The same without some of the columns of ``values``."""
        own = [p for p in range(len(self.names)) if p not in columns]
        return Numbers(
            self.values[:, own], [self.names[p] for p in own], [self.positions[p] for p in own], self.text
        )


def to_numbers(
    cells: Cells, rows: np.ndarray, taken: Collection[int], target: str | None, decisions: list[Decision]
) -> Numbers:
    """The columns of numbers at ``rows`` of the table, of those that are not ``taken`` by dates.

    Signs and numbers that stand for a missing value become NaN, traces of rain 0. Adds to ``decisions``.
    WeatherError if no column holds numbers, or if the only temperature is written as text and no ``target``
    is asked for.
    """
    positions = [p for p in range(len(cells.names)) if p not in taken]
    roles = dict(zip(positions, roles_of([cells.names[p] for p in positions]), strict=True))
    values = np.empty((len(rows), len(positions)), order="F")
    kept: list[int] = []
    signs: dict[tuple[str, str], dict[str, int]] = {}
    odd: list[Decision] = []
    endless: list[Decision] = []
    at: np.ndarray | slice = slice(None) if len(rows) == len(cells.table) else rows
    texts = _texts({p: cells.table[p].iloc[at] for p in cells.text if p not in taken})
    for position in positions:
        name, column = cells.names[position], cells.table[position]
        numbers, words = _of_text(texts[position], roles[position]) if position in texts else _of(column, at)
        if numbers is None:
            continue
        own = values[:, len(kept)]
        own[:] = numbers
        _count(words, name, signs)
        _report_words(cells, rows[words.other], position, odd)
        _remove_endless(own, name, endless)
        kept.append(position)
    text = [p for p in positions if p not in set(kept)]
    names = [cells.names[p] for p in kept]
    _report_text([cells.names[p] for p in text], bool(kept), decisions)
    decisions += condensed(odd, "columns have cells taken as missing: they are not numbers")
    decisions += _on_signs(signs)
    decisions += condensed(endless, "columns have cells taken as missing: they are too large or infinite")
    values = values[:, : len(kept)]
    decisions += take_markers_out(list(values.T), names, [roles[p] for p in kept])
    if target is None and not any(role in TEMPERATURES for role in roles_of(names)):
        refuse_text_temperatures(cells, text)
    return Numbers(values, names, kept, text)


def _count(words: Words, name: str, signs: dict[tuple[str, str], dict[str, int]]) -> None:
    """Add how often each sign stands in the column ``name`` to ``signs``, by topic and sign."""
    for topic, by_sign in (("marker", words.missing), ("trace", words.traces)):
        for sign, count in by_sign.items():
            signs.setdefault((topic, sign), {})[name] = count


def _report_text(text: list[str], kept: bool, decisions: list[Decision]) -> None:
    """Say which columns hold text; WeatherError if no others are ``kept``."""
    if text:
        what = "a column of text" if len(text) == 1 else "columns of text"
        said = f"{listed(text)} set aside: {what}"
        decisions.append(Decision("set aside", said, data={"columns": tuple(text)}))
    if not kept:
        found = f": {listed(text)} hold text" if text else ""
        raise WeatherError(f"There is no column of numbers beside the dates{found}; add one of temperatures.")


def _of(column: pd.Series, rows: np.ndarray | slice) -> tuple[np.ndarray | None, Words]:
    """Values of a column that isn't text at ``rows`` as numbers, None if it holds booleans."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return None, NO_WORDS
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf":
        return column.to_numpy()[rows], NO_WORDS  # pandas would make a new index of millions of rows, too
    return column.to_numpy(dtype=float, na_value=np.nan)[rows], NO_WORDS


class Texts(NamedTuple):
    """The different texts of a column without blanks around them: the number of each cell's text (-1: empty),
    the texts, what they are as numbers (NaN: none), and whether they are signs of a missing value or of a
    trace."""

    codes: np.ndarray
    text: np.ndarray
    numbers: np.ndarray
    missing: np.ndarray
    trace: np.ndarray


def _texts(columns: Mapping[int, pd.Series]) -> dict[int, Texts]:
    """The different texts of each column of text, by position.

    Those of all columns are looked at together: a step takes its time for few texts, too, and there may be
    2,000 columns.
    """
    if not columns:
        return {}
    codes, different = zip(*map(pd.factorize, columns.values()), strict=True)
    ends = np.cumsum([len(texts) for texts in different]).tolist()
    places = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    stripped = one_after_another(different).str.strip()
    text, small = stripped.to_numpy(dtype=object), stripped.str.lower()
    numbers = pd.to_numeric(stripped, errors="coerce").to_numpy(dtype=float, na_value=np.nan, copy=True)
    for at in places:
        if at.start < at.stop and MARKED.fullmatch(text[at.start]):
            marked = [cell.partition(",")[0] for cell in text[at] if MARKED.fullmatch(cell)]
            if len(marked) > MOSTLY * len(text[at]):
                numbers[at] = [
                    float(cell.partition(",")[0]) if MARKED.fullmatch(cell) else np.nan for cell in text[at]
                ]
    missing, trace = (small.isin(words).to_numpy(dtype=bool) for words in (MISSING_WORDS, TRACE_WORDS))
    return {
        position: Texts(own, text[at], numbers[at], missing[at], trace[at])
        for position, own, at in zip(columns, codes, places, strict=True)
    }


def _of_text(texts: Texts, role: str) -> tuple[np.ndarray | None, Words]:
    """Values of a column of text as float64, None if it isn't one of numbers; and what stands in it beside
    numbers."""
    codes, text = texts.codes, texts.text
    times = np.bincount(codes[codes >= 0], minlength=len(text))
    is_number = ~np.isnan(texts.numbers)
    is_trace = texts.trace if role in (*AMOUNTS, "other") else np.zeros(len(text), dtype=bool)
    is_missing = (texts.missing | texts.trace) & ~is_trace & ~is_number
    is_word = ~(is_number | is_trace | is_missing | (text == ""))
    plain, words = int(times[is_number].sum()), int(times[is_word].sum())
    if plain < MOSTLY * (plain + words) or (plain == 0 and (is_trace.any() or role in HELPERS)):
        return None, NO_WORDS
    numbers = np.where(is_trace, 0.0, texts.numbers)
    values = np.append(numbers, np.nan)[codes]  # code -1: an empty cell
    places = np.flatnonzero(np.append(is_word, False)[codes])
    return values, Words(_counts(text, times, is_missing), _counts(text, times, is_trace), places)


def _counts(text: np.ndarray, times: np.ndarray, where: np.ndarray) -> dict[str, int]:
    """How often each of the words at ``where`` occurs."""
    counts: dict[str, int] = {}
    for word, count in zip(text[where], times[where], strict=True):
        counts[word] = counts.get(word, 0) + int(count)
    return counts


def _report_words(cells: Cells, rows: np.ndarray, position: int, decisions: list[Decision]) -> None:
    """Say that the cells of a column at ``rows`` are words."""
    if rows.size == 0:
        return
    # Of many columns, only the first is shown with its line: to find lines takes time.
    line = cells.line(int(cells.table.index[rows[0]])) if len(decisions) <= SHOWN_NAMES else 0
    decisions.append(
        Decision(
            "not numbers",
            f"{counted(rows.size, 'cell')} of {quoted(cells.names[position])} taken as missing: not a number",
            f"the first is {quoted(cells.table[position].iloc[rows[0]])} on line {line:,}",
            data={"column": cells.names[position], "count": int(rows.size), "line": line},
        )
    )


def _remove_endless(values: np.ndarray, name: str, decisions: list[Decision]) -> None:
    """Make the values that are too large to be any missing, in place, and say so."""
    if not np.fmax.reduce(values) > LARGEST and not np.fmin.reduce(values) < -LARGEST:
        return
    endless = np.abs(values) > LARGEST
    count = int(endless.sum())
    if count:
        text = f"{counted(count, 'cell')} of {quoted(name)} taken as missing: too large or infinite"
        evidence = f"the first is {figure(values[endless][0])}"
        decisions.append(Decision("infinite", text, evidence, data={"column": name, "count": count}))
        values[endless] = np.nan


def _on_signs(signs: Mapping[tuple[str, str], dict[str, int]]) -> list[Decision]:
    """One decision for each sign, whatever the number of columns that it stands in."""
    means = {"marker": "a missing value", "trace": "a trace, and is taken as 0"}
    return [
        Decision(
            topic,
            f"{quoted(sign)} stands for {means[topic]}",
            f"{counted(sum(counts.values()), 'cell')} of {listed(counts)}",
            data={"sign": sign, "counts": counts},
        )
        for (topic, sign), counts in signs.items()
    ]
