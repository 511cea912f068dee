"""Rows of typed cells as text: tabs between the cells, a line each, and nothing lost.

Numbers have as many digits as tell them apart from all others, dates have the year first, and cells of text
keep to one line. What the cells mean is found by the stages that read text.
"""

import csv
import datetime as dt
import io
import operator
import re
from collections.abc import Iterable, Sequence

from gd_core.weather.limits import MAX_BYTES, MIB
from gd_core.weather.report import WeatherError

Cell = object  # str, int, float, bool, None, or a date, time or duration of the standard library
_SPLITS_LINES = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " ") | {"\0": None})
_BLANK = re.compile(rb"^\t+$", re.MULTILINE)
_HALF_SECOND = dt.timedelta(milliseconds=500)
_MIDNIGHT = dt.time()


def as_text(rows: Sequence[Sequence[Cell]]) -> bytes:
    """``rows``, all of one length, as text in UTF-8; a row without any cell is a blank line.

    WeatherError if it is longer than `MAX_BYTES`.
    """
    given = list(zip(*rows, strict=True))
    columns = [_plain(column) for column in given if any(cell not in ("", None) for cell in column)]
    as_given = len(columns) == len(given) and all(map(operator.is_, columns, given))
    lines = io.StringIO()
    plain = rows if as_given else zip(*columns, strict=True)
    csv.writer(lines, delimiter="\t", lineterminator="\n").writerows(plain)
    data = lines.getvalue().encode(errors="replace")
    check_size(len(data))
    # Spreadsheets know no whole numbers: 27.0 is 27. (A text that ends so has a blank behind it.)
    data = data.replace(b".0\t", b"\t").replace(b".0\n", b"\n")
    blank = b"\t" * (len(columns) - 1) + b"\n"
    return _BLANK.sub(b"", data) if data.startswith(blank) or b"\n" + blank in data else data


def check_size(size: int) -> None:
    """WeatherError if so many bytes of text are more than are read."""
    if size > MAX_BYTES:
        raise WeatherError(
            f"The table holds more than {MAX_BYTES // MIB} MiB of text, and at most that are read; keep one "
            "station, or fewer years or columns."
        )


def one_line(text: str) -> str:
    """``text`` without tabs and line ends."""
    return text.translate(_SPLITS_LINES)


def _plain(column: Sequence[Cell]) -> Sequence[Cell]:
    """The cells of a column as `csv.writer` is to write them."""
    kinds = set(map(type, column))
    if str in kinds:
        changed = {text: clean for text in _texts(column) if (clean := _clean(text)) != text}
        if changed:
            column = [changed.get(cell, cell) if type(cell) is str else cell for cell in column]
    if dt.datetime in kinds:
        return _stamps(column)
    if dt.timedelta in kinds:
        return [_clock(cell) if type(cell) is dt.timedelta else cell for cell in column]
    return column


def _texts(column: Iterable[Cell]) -> set[str]:
    return {cell for cell in column if type(cell) is str}


def _clean(text: str) -> str:
    text = one_line(text)
    return f"{text} " if text.endswith(".0") else text


def _stamps(column: Sequence[Cell]) -> Sequence[Cell]:
    """Dates with times to the second, or without any where all are midnight."""
    rounded = [_to_second(cell) if type(cell) is dt.datetime else cell for cell in column]
    if all(cell.time() == _MIDNIGHT for cell in rounded if type(cell) is dt.datetime):
        return [cell.date() if type(cell) is dt.datetime else cell for cell in rounded]
    return [f"{cell} 00:00:00" if type(cell) is dt.date else cell for cell in rounded]


def _to_second(stamp: dt.datetime) -> dt.datetime:
    """A stamp without the fractions that come from counting days: 00:59:59.994 is 01:00."""
    if not stamp.microsecond:
        return stamp
    if stamp < dt.datetime.max - _HALF_SECOND:
        stamp += _HALF_SECOND
    return stamp.replace(microsecond=0)


def _clock(duration: dt.timedelta) -> str:
    """A duration as hours, minutes and seconds."""
    seconds = round(duration.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
