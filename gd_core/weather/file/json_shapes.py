"""The tables in a tree of JSON: columns side by side, records, the properties of GeoJSON, objects by date."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from gd_core.weather.limits import FEW_CELLS, MAX_COLUMNS, MAX_DEPTH
from gd_core.weather.report import WeatherError

NESTED = 3  # objects within a record that become columns of their own
MOST_LOOKED_AT = 200  # members of an object, or of a list, in which tables are looked for
RECORDS, COLUMNS = "records", "columns"

Tree = Any  # what json.loads returns


@dataclass
class Table:
    """A table: where it stands, its names, and its columns of one length; cells are plain values or None.

    ``around`` are the objects in which it stands, the outermost first.
    """

    path: tuple[str, ...]
    kind: str
    names: list[str]
    columns: list[Any]
    around: list[Mapping[str, Any]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    headed: bool = True  # whether the names stand in the JSON

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.columns[0]) if self.columns else 0


def tables_in(tree: Tree, size: int) -> Iterator[Table]:
    """Every table in the ``tree``, read from ``size`` bytes; WeatherError if one has too many cells."""
    yield from _tables(tree, (), [], max(FEW_CELLS, size))


def _tables(tree: Tree, path: tuple[str, ...], around: list[Mapping[str, Any]], most: int) -> Iterator[Table]:
    if len(path) > MAX_DEPTH:
        return
    if isinstance(tree, dict):
        yield from _in_object(tree, path, [*around, tree], most)
    elif isinstance(tree, list) and tree:
        yield from _in_list(tree, path, around, most)


def _in_object(
    tree: Mapping[str, Any], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Iterator[Table]:
    if isinstance(features := tree.get("features"), list) and tree.get("type") == "FeatureCollection":
        yield _records([_properties(feature) for feature in features], (*path, "features"), around, most)
        return
    if isinstance(tree.get("columns"), list) and _all(tree.get("data"), list):
        yield _split(tree, path, around, most)
        return
    lists = {name: cells for name, cells in tree.items() if _is_column(cells)}
    lengths = Counter(len(cells) for cells in lists.values())
    if lengths and (length := max(lengths, key=lambda n: (lengths[n], n))) > 1 and lengths[length] > 1:
        alike = {name: cells for name, cells in lists.items() if len(cells) == length}
        yield Table(path, COLUMNS, list(alike), list(alike.values()), around)
    elif len(tree) and _all(list(tree.values()), dict) and (table := _keyed(tree, path, around, most)):
        yield table
        return
    for name, branch in list(tree.items())[:MOST_LOOKED_AT]:
        yield from _tables(branch, (*path, name), around, most)


def _in_list(
    tree: list[Any], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Iterator[Table]:
    if _all(tree, dict):
        yield _records(tree, path, around, most)
        if any(isinstance(value, dict) for value in tree[0].values()):
            yield from _of_places(tree[:MOST_LOOKED_AT], path, around, most)
    elif _all(tree, list):
        width = max(map(len, tree))
        _check_cells(len(tree), width, most)
        head = tree[0]
        named = len(head) == width and _all(head, str) and len(tree) > 1
        rows = [[*row, *[None] * (width - len(row))] for row in (tree[1:] if named else tree)]
        names = list(head) if named else [f"column_{number}" for number in range(1, width + 1)]
        columns = [_plain(column) for column in zip(*rows, strict=True)]
        yield Table(path, RECORDS, names, columns, around, headed=named)


def _of_places(
    trees: list[Mapping[str, Any]], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Iterator[Table]:
    """Tables of columns that several objects have alike, one below the other, with a column of places."""
    groups: dict[tuple[Any, ...], list[tuple[str, Table]]] = {}
    for number, tree in enumerate(trees, start=1):
        for table in _tables(tree, path, around, most):
            if table.kind == COLUMNS:
                groups.setdefault((table.path, *table.names), []).append((_place(tree, number), table))
    for members in groups.values():
        first = members[0][1]
        places = list(chain(*([place] * table.rows for place, table in members)))
        joined = [list(chain(*columns)) for columns in zip(*(t.columns for _, t in members), strict=True)]
        if len(members) > 1 and "station" not in first.names:
            names, columns = ["station", *first.names], [places, *joined]
        else:
            names, columns = first.names, joined
        yield Table(first.path, COLUMNS, names, columns, first.around)


def _place(tree: Mapping[str, Any], number: int) -> str:
    """What a place is called."""
    for name in ("name", "station", "station_id", "id", "resolvedAddress"):
        if isinstance(tree.get(name), str | int):
            return str(tree[name])
    if "latitude" in tree and "longitude" in tree:
        return f"{tree['latitude']}, {tree['longitude']}"
    return f"place {number}"


def _records(
    records: list[Mapping[str, Any]], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Table:
    left_out: list[str] = []
    columns = dict(_columns(records, "", most, left_out))
    return Table(path, RECORDS, list(columns), list(columns.values()), around, left_out)


def _columns(
    records: Sequence[Mapping[str, Any]], prefix: str, most: int, left_out: list[str]
) -> Iterator[tuple[str, Sequence[Any]]]:
    """The columns of some records by name; those of objects within them as "main.temp"."""
    names = dict.fromkeys(chain.from_iterable(records))
    _check_cells(len(records), len(names), most)
    for name in names:
        cells = [record.get(name) for record in records]
        kinds = set(map(type, cells))
        if dict in kinds and prefix.count(".") < NESTED:
            within = [cell if isinstance(cell, dict) else {} for cell in cells]
            yield from _columns(within, f"{prefix}{name}.", most, left_out)
        elif not kinds <= {dict, list, type(None)}:
            yield prefix + name, _plain(cells)
        elif list in kinds:
            left_out.append(prefix + name)


def _keyed(
    tree: Mapping[str, Any], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Table | None:
    """Objects of values by the same keys: of the two, the longer side has the rows."""
    inner = dict.fromkeys(chain.from_iterable(tree.values()))
    if len(inner) < 2 or not all(_is_cell(value) for value in next(iter(tree.values())).values()):
        return None
    _check_cells(min(len(inner), len(tree)), max(len(inner), len(tree)), most)
    if len(inner) > len(tree):
        keys, names = list(inner), list(tree)
        columns = [[members.get(key) for key in keys] for members in tree.values()]
    else:
        keys, names = list(tree), list(inner)
        columns = [[members.get(name) for members in tree.values()] for name in names]
    if min(map(len, (keys, names))) > MAX_COLUMNS:
        raise _too_wide(len(names))
    if keys != [str(number) for number in range(len(keys))]:
        names, columns = ["", *names], [keys, *columns]
    return Table(path, COLUMNS, names, [_plain(column) for column in columns], around)


def _split(
    tree: Mapping[str, Any], path: tuple[str, ...], around: list[Mapping[str, Any]], most: int
) -> Table:
    """Names, rows, and perhaps an index in lists of their own."""
    names, rows = [str(name) for name in tree["columns"]], tree["data"]
    _check_cells(len(rows), len(names), most)
    columns = [[row[p] if p < len(row) else None for row in rows] for p in range(len(names))]
    index = tree.get("index")
    if isinstance(index, list) and len(index) == len(rows) and index != list(range(len(rows))):
        names, columns = ["", *names], [index, *columns]
    return Table(path, RECORDS, names, [_plain(column) for column in columns], around[:-1])


def _properties(feature: Any) -> Mapping[str, Any]:
    """What a feature says, and where it lies if it is a point."""
    if not isinstance(feature, dict):
        return {}
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    geometry = feature.get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if isinstance(point, list) and len(point) in (2, 3) and all(isinstance(x, int | float) for x in point):
        return {
            **said,
            **{n: x for n, x in zip(("longitude", "latitude"), point, strict=False) if n not in said},
        }
    return said


def _check_cells(rows: int, columns: int, most: int) -> None:
    if columns > MAX_COLUMNS:
        raise _too_wide(columns)
    if rows * columns > most:
        raise WeatherError(
            f"A table in this JSON has {columns:,} columns, and most of its {rows:,} rows have far fewer "
            "cells; give every row the same names."
        )


def _too_wide(columns: int) -> WeatherError:
    return WeatherError(
        f"A table in this JSON has {columns:,} columns, and at most {MAX_COLUMNS:,} are read; keep the "
        "columns needed."
    )


def _all(members: Any, kind: type) -> bool:
    return isinstance(members, list) and bool(members) and all(type(member) is kind for member in members)


def _is_cell(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _is_column(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_cell, value[:MOST_LOOKED_AT]))


def _plain(cells: Sequence[Any]) -> Sequence[Any]:
    return (
        cells
        if set(map(type, cells)).isdisjoint((dict, list))
        else [c if _is_cell(c) else None for c in cells]
    )
