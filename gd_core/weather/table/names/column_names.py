"""The names of the columns: one for each column of data, stripped, and different from each other."""

from collections import Counter
from itertools import pairwise

from gd_core.weather.report import Decision, WeatherError, counted, joined, listed, quoted
from gd_core.weather.table.cell_types import CLOCK, DATE
from gd_core.weather.table.delimiter import BLANKS, Rows, Sample, split_line
from gd_core.weather.table.names.header import COMMENT, Header
from gd_core.weather.table.names.name_places import with_missing, without_extra

INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060"  # characters of no width, left by programs


def place_names(header: Header, rows: Rows, sample: Sample, decisions: list[Decision]) -> tuple[str, ...]:
    """The header's cells as they stand, one for each column of ``rows``; "" where there is none.

    WeatherError if rows have more cells than there are names, and it can't be
    known which names are missing.
    """
    names = list(header.names)
    while len(names) > rows.width and not names[-1].strip():
        names.pop()
    full = rows.width - rows.trailing
    body = [split_line(line, rows.delimiter) for line in sample.middle]
    if full - len(names) > 1:
        line, cells = header.lines + 1, counted(rows.width, "cell")
        raise WeatherError(
            f"Line {line:,} has {cells} and the header {len(names)}; give every row as many cells as the "
            "header has names, and remove any text above that line."
        )
    if len(names) == full - 1:
        names = _with_nameless(names, header, rows, [row[:full] for row in body], decisions)
    elif len(names) > rows.width and not _some_as_wide(len(names), header, rows, sample):
        placed = without_extra(names, body, rows.width)
        if placed is None:
            raise _ambiguous(names, header, rows.width, "one is too many")
        gone = Counter(names) - Counter(placed)
        text = f"The header has {counted(len(names), 'name')} for {rows.width} columns"
        text += f": {listed(gone)} belongs to none"
        decisions.append(Decision("header", text, "so the columns hold what their names say", certain=False))
        names = placed
    return tuple(names + [""] * (rows.width - len(names)))


def _some_as_wide(width: int, header: Header, rows: Rows, sample: Sample) -> bool:
    """Whether some rows have more cells than most, up to ``width``: others leave out their last ones."""
    tail = [] if sample.tail is sample.head else sample.tail
    lines = [*sample.head[header.lines :], *sample.middle, *tail]
    return any(rows.width < len(split_line(line, rows.delimiter)) <= width for line in lines)


def _ambiguous(names: list[str], header: Header, width: int, which: str) -> WeatherError:
    return WeatherError(
        f"The header, line {header.first_line:,}, has {counted(len(names), 'name')} for {width} columns, "
        f"and it can't be known which {which}; give every column one name."
    )


def _with_nameless(
    names: list[str], header: Header, rows: Rows, body: list[list[str]], decisions: list[Decision]
) -> list[str]:
    """The names with one for the column that has none."""
    width = len(names) + 1
    position = _nameless(rows, body)
    placed = with_missing(names, body, width) if position is None else None
    if position is None and placed is None:
        raise _ambiguous(names, header, width, "column has none")
    if placed is None:
        placed = [*names[: position or 0], "time" if position else "", *names[position or 0 :]]
    which = [position] if position is not None else [p for p, name in enumerate(placed) if not name]
    text = f"The header has {counted(len(names), 'name')} for {width} columns: {_ordinals(which, width)}"
    decisions.append(Decision("header", text, data={"position": which[0]}))
    return placed


def _ordinals(positions: list[int], width: int) -> str:
    """Which columns have no name, in words."""
    if len(positions) > 1:
        return f"columns {joined(str(position + 1) for position in positions)} have none that is known"
    only = {0: "the first column", width - 1: "the last column"}.get(positions[0])
    return f"{only or f'column {positions[0] + 1}'} has none"


def _nameless(rows: Rows, body: list[list[str]]) -> int | None:
    """The column without a name, if there is one too few: a time behind a date, a count of rows; None: not
    known by that."""
    types = rows.types.types
    if rows.delimiter == BLANKS:  # "2020-01-01 12:00" became two cells
        for position in range(len(types) - 1):
            if (types[position], types[position + 1]) == (DATE, CLOCK):
                return position + 1
    first = [row[0].strip() for row in body]
    numbers = [int(cell) for cell in first if cell.isascii() and cell.isdigit() and len(cell) < 10]
    counting = len(numbers) == len(first) > 1 and all(b - a == 1 for a, b in pairwise(numbers))
    return 0 if counting else None


def final_names(originals: tuple[str, ...], header: Header, decisions: list[Decision]) -> tuple[str, ...]:
    """The names by which the columns are known; adds to ``decisions``.

    Words of stacked headers are added: those over groups of columns in front, others behind where names would
    be equal. What then still is equal gets a number.
    """
    names = [name.strip().strip(INVISIBLE).strip() for name in originals]
    if names and COMMENT.match(names[0]):
        names[0] = COMMENT.sub("", names[0])
    stacked = list(names)
    for row in header.above[:2]:
        if groups := _groups(row[1:]):
            groups = _fill(["", *groups], len(names))
            stacked = [_joined(group, name) for group, name in zip(groups, stacked, strict=True)]
        stacked = [
            name or cell.strip() for name, cell in zip(stacked, _fill(list(row), len(names)), strict=True)
        ]
    for row in (*header.below, *header.above):
        stacked = _told_apart(stacked, row)
    stacked = [n or f"column_{p + 1}" if "" in stacked[:p] else n for p, n in enumerate(stacked)]
    if stacked != names and (header.above or header.below):
        text = "Names are put together from the lines of a stacked header"
        decisions.append(Decision("header", text, data={"names": tuple(stacked)}))
    return different(tuple(stacked), decisions)


def _groups(row: tuple[str, ...]) -> list[str]:
    """The group of each column but the first, that of the dates, if the row names several groups of which one
    spans several columns; else []."""
    groups: list[str] = []
    for cell in row:
        groups.append(cell.strip() or (groups[-1] if groups else ""))
    several = len({group for group in groups if group}) > 1
    spans = any(a == b != "" for a, b in pairwise(groups))
    return groups if several and spans else []


def _fill(cells: list[str], width: int) -> list[str]:
    return (cells + [""] * width)[:width]


def _joined(first: str, second: str) -> str:
    """Both texts, unless one holds the other."""
    if not first or not second or first.casefold() in second.casefold():
        return second or first
    return f"{first} {second}"


def _told_apart(names: list[str], row: tuple[str, ...]) -> list[str]:
    """Equal names, and empty ones, with the cells of ``row`` behind them."""
    cells = [cell.strip() for cell in _fill(list(row), len(names))]
    times = Counter(names)
    equal = {
        name
        for name, count in times.items()
        if count > 1 and len({cell for cell, own in zip(cells, names, strict=True) if own == name}) > 1
    }
    return [_joined(name, cell) if name in equal else name for name, cell in zip(names, cells, strict=True)]


def different(header: tuple[str, ...], decisions: list[Decision]) -> tuple[str, ...]:
    """The names, with " (2)", " (3)" ... added to those that occur again."""
    names: list[str] = []
    taken = set(header)
    times: dict[str, int] = {}
    for name in header:
        times[name] = times.get(name, 0) + 1
        new = name
        while times[name] > 1 and (new := f"{name} ({times[name]})") in taken:
            times[name] += 1
        if new != name:
            taken.add(new)
            text = f"A second column called {quoted(name)} is called {quoted(new)} here"
            if times[name] > 2:
                text = f"One more column called {quoted(name)} is called {quoted(new)} here"
            decisions.append(Decision("renamed", text, data={"original": name, "name": new}))
        names.append(new)
    return tuple(names)
