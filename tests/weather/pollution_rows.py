"""One row of a table broken, or its header."""

from collections.abc import Callable, Iterator

import numpy as np

from tests.weather.pollution_tables import Polluted, Table, text_of

RowChange = Callable[[Table, list[str], int], str]


def _join(table: Table, cells: list[str]) -> str:
    return table.delimiter.join(cells)


def _without_cell(table: Table, cells: list[str], place: int) -> str:
    return _join(table, cells[:place] + cells[place + 1 :])


def _with_cell(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], "", *cells[place:]])


def _with_number(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], "7", *cells[place:]])


def _glued(table: Table, cells: list[str], place: int) -> str:
    """A delimiter is missing: two cells are one."""
    place = min(place, len(cells) - 2)
    return _join(table, [*cells[:place], cells[place] + cells[place + 1], *cells[place + 2 :]])


def _quote_before(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], '"' + cells[place], *cells[place + 1 :]])


def _quote_behind(table: Table, cells: list[str], place: int) -> str:
    return _join(table, [*cells[:place], cells[place] + '"', *cells[place + 1 :]])


def _foreign(table: Table, cells: list[str], place: int) -> str:
    """Another delimiter in this row."""
    others = [sign for sign in (",", ";", "\t", "|", " ", "^") if sign != table.delimiter]
    return others[place % len(others)].join(cells)


def _cut(table: Table, cells: list[str], place: int) -> str:
    """The rest of the row is missing."""
    return _join(table, cells[: place + 1])


ROW_CHANGES: dict[str, RowChange] = {
    "cell missing": _without_cell,
    "empty cell more": _with_cell,
    "number more": _with_number,
    "delimiter missing": _glued,
    "quote before cell": _quote_before,
    "quote behind cell": _quote_behind,
    "other delimiter": _foreign,
    "rest of row missing": _cut,
}


def broken_rows(table: Table, random: np.random.Generator) -> Iterator[Polluted]:
    """One row broken: the first, one in the middle, the last; at each place (some at one place only)."""
    last = len(table.rows) - 1
    for where, row in (("first", 0), ("middle", int(random.integers(2, last - 1))), ("last", last)):
        for kind, change in ROW_CHANGES.items():
            places = range(len(table.header))
            for place in places if kind not in ("other delimiter", "rest of row missing") else places[:2]:
                lines = table.lines()
                cells = [table.written(cell) for cell in table.rows[row]]
                lines[row + 1] = change(table, cells, place)
                name = f"{table.name}: {kind}, {where} row, place {place + 1}"
                yield Polluted(name, table, text_of(lines), frozenset({row}))


def broken_headers(table: Table, random: np.random.Generator) -> Iterator[Polluted]:
    """The header with a name too many, too few, without a name, repeated, glued to the first row, missing."""
    names = [table.written(name) for name in table.header]
    changed = {"name too many, at the end": [*names, table.written("extra")]}
    for place in sorted({0, len(names) - 1, int(random.integers(1, max(2, len(names) - 1)))}):
        at = f"place {place + 1}"
        changed |= {
            f"name too many, {at}": [*names[:place], table.written("extra"), *names[place:]],
            f"empty name too many, {at}": [*names[:place], "", *names[place:]],
            f"name too few, {at}": names[:place] + names[place + 1 :],
            f"nameless, {at}": [*names[:place], "", *names[place + 1 :]],
        }
    for kind, header in changed.items():
        content = text_of([_join(table, header), *table.lines()[1:]])
        gone = "too few" in kind or "nameless" in kind
        yield Polluted(f"{table.name}: header, {kind}", table, content, of_any=gone)
    head, *rows = table.lines()
    yield Polluted(f"{table.name}: header twice", table, text_of([head, head, *rows]))
    yield Polluted(
        f"{table.name}: header again in the middle", table, text_of([head, *rows[:40], head, *rows[40:]])
    )
    first = frozenset({0})
    yield Polluted(f"{table.name}: header glued", table, text_of([head + rows[0], *rows[1:]]), first)
    glued = head + table.delimiter + rows[0]
    yield Polluted(f"{table.name}: header glued with delimiter", table, text_of([glued, *rows[1:]]), first)
    yield Polluted(f"{table.name}: no header", table, text_of(rows))
    yield Polluted(f"{table.name}: header in capitals", table, text_of([head.upper(), *rows]))
