"""JSON as services give it, as text: of the tables in it, that of weather, with what is said beside it.

Units that stand beside a table go behind the names, as in the CSV of the same services.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gd_core.weather.file.as_text import as_text, one_line
from gd_core.weather.file.json_shapes import Table, Tree, tables_in
from gd_core.weather.file.worth import worth_of_names
from gd_core.weather.limits import MAX_JSON, MIB
from gd_core.weather.report import Decision, WeatherError, counted, listed, quoted

BEGINS = re.compile(rb"\s*(?:\{|\[\s*[{\[])")
UNITLESS = ("", "iso8601", "unixtime", "undefined", "dimensionless")  # said of dates and codes
LONGEST, MOST_LINES = 200, 40  # characters of what is said of a file, and lines
MOST_SEARCHED = 20_000  # objects in which units are looked for


def is_json(data: bytes) -> bool:
    """Whether ``data``, text in UTF-8, begins like JSON."""
    return BEGINS.match(data[:4096]) is not None


def json_text(data: bytes, decisions: list[Decision]) -> bytes:
    """The table of weather in ``data``, JSON in UTF-8, as text with tabs between the cells.

    Adds to ``decisions``. WeatherError if it is damaged, holds no table, or goes beyond the limits.
    """
    if len(data) > MAX_JSON:
        raise WeatherError(
            f"The JSON holds {len(data) / MIB:,.0f} MiB, and at most {MAX_JSON // MIB} MiB are read; fetch "
            "fewer years or columns, or CSV."
        )
    tree = _parsed(data)
    try:
        tables = [table for table in tables_in(tree, len(data)) if table.rows > 0]
    except RecursionError:
        raise _no_table() from None
    if not tables:
        raise _no_table()
    chosen = max(tables, key=_worth)
    decisions.append(_which(chosen, tables))
    names = _with_units(tree, chosen)
    rows: list[Sequence[Any]] = [names] if chosen.headed else []
    rows += zip(*chosen.columns, strict=True)
    above = "".join(f"{line}\n" for line in _said(tree, chosen))
    return above.encode(errors="replace") + as_text(rows)


def _parsed(data: bytes) -> Tree:
    try:
        return json.loads(data.decode(errors="replace"))
    except RecursionError:
        raise _no_table() from None
    except ValueError as error:
        rest = data.strip().partition(b"\n")[2]
        if rest.lstrip().startswith(b"{"):  # one object per line
            try:
                return [
                    json.loads(line) for line in data.decode(errors="replace").splitlines() if line.strip()
                ]
            except (ValueError, RecursionError):
                pass
        raise WeatherError(f"The JSON is damaged ({quoted(error)}); fetch it again, or fetch CSV.") from None


def _no_table() -> WeatherError:
    return WeatherError(
        "This is JSON without a table of days in it; fetch the daily values, or save them as CSV (UTF-8)."
    )


def _worth(table: Table) -> tuple[int, bool, int]:
    """What tables are compared by: their names, whether they are said to be daily, their rows."""
    dated = "" in table.names[:1]  # objects by date
    return min(2, worth_of_names(table.names) + dated), "daily" in table.path, table.rows


def _which(chosen: Table, tables: list[Table]) -> Decision:
    where = quoted(".".join(chosen.path)) if chosen.path else ""
    what = "columns" if chosen.kind == "columns" else "records"
    text = f"The table of {what} {f'in {where} ' if where else ''}of the JSON is read"
    others = [table for table in tables if table is not chosen and _worth(table)[0] == _worth(chosen)[0]]
    shown = dict.fromkeys(".".join(table.path) or "the outermost list" for table in others)
    evidence = [counted(chosen.rows, "row")]
    evidence += [f"not read: {listed(shown)}"] if shown else []
    evidence += [f"lists within it left out: {listed(chosen.left_out)}"] if chosen.left_out else []
    # Hourly and daily values of the same place are no doubt; several tables of the same kind are.
    certain = not others or "daily" in chosen.path
    return Decision("container", text, "; ".join(evidence), certain, data={"path": chosen.path})


def _with_units(tree: Tree, table: Table) -> list[str]:
    """The names, with the units that the JSON has for them; seconds since 1970 become those of the place."""
    units = _units_of(tree, table)
    offset = next((o["utc_offset_seconds"] for o in reversed(table.around) if "utc_offset_seconds" in o), 0)
    names = []
    for position, name in enumerate(table.names):
        unit = units.get(name, "")
        if unit == "unixtime" and isinstance(offset, int):
            table.columns[position] = [
                cell + offset if type(cell) is int else cell for cell in table.columns[position]
            ]
        names.append(one_line(name if unit in UNITLESS else f"{name} ({unit})"))
    return names


def _units_of(tree: Tree, table: Table) -> dict[str, str]:
    """The unit of each column that an object by the same names gives, the one called like the table first."""
    own = set(table.names)
    found: list[tuple[bool, int, dict[str, str]]] = []
    called = f"{table.path[-1] if table.path else ''}_units"
    for name, branch in _objects(tree):
        units = {key: value for key, value in branch.items() if key in own and isinstance(value, str)}
        short = all(len(unit) <= 20 for unit in units.values())
        if units and short and (name == called or name.endswith("units")):
            found.append((name == called, len(units), units))
    return max(found, key=lambda one: one[:2], default=(False, 0, {}))[2]


def _objects(tree: Tree) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The objects in the tree and the names they stand under; of lists, the first members."""
    waiting: list[tuple[str, Tree]] = [("", tree)]
    for _ in range(MOST_SEARCHED):
        if not waiting:
            return
        name, branch = waiting.pop()
        if isinstance(branch, dict):
            yield name, branch
            waiting += [(key, value) for key, value in branch.items() if isinstance(value, dict | list)]
        elif isinstance(branch, list):
            waiting += [(name, value) for value in branch[:1] if isinstance(value, dict)]


def _said(tree: Tree, table: Table) -> list[str]:
    """What is said of the file and its columns beside the table, a line each: it may tell the unit."""
    lines = []
    own = set(table.names)
    for around in table.around:
        for name, value in around.items():
            if isinstance(value, str | int | float) and name not in own:
                lines.append(f"{name}: {value}")
    for name, branch in _objects(tree):
        if branch in table.around:
            continue
        if name in own and isinstance(unit := branch.get("units", branch.get("unit")), str):
            lines.append(f"{name}: {branch.get('longname', name)} ({unit})")
        elif name in ("parameter", "element") and isinstance(branch.get("name"), str):
            lines.append(f"{name}: {branch['name']} ({branch.get('unit', '')})")
    return [one_line(line)[:LONGEST] for line in lines[:MOST_LINES]]
