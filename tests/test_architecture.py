"""The house keeps its arrows (who may import whom) and its prohibitions.

Files are parsed, never imported: a rule holds for code that no test happens to run.
"""

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = {"gd_core", "dashboard", "app", "tests", "benchmarks"}
CALCULATION = {"numpy", "scipy", "sklearn", "numba", "altair"}
HEAVY = {"sklearn", "numba", "scipy"}
REFERENCES = "gd_core.forecast.rows.references"
NORMALS = "gd_core.forecast.rows.normals"
NAMES = "gd_core.forecast.rows.names"


class Room(NamedTuple):
    """Rules for one folder or file of the house.

    ``project``: what it may import of the project, as dotted prefixes. ``only``: the only packages from
    outside the standard library that it may import (None: any). ``never``: packages that it must not import.
    ``at_least``: how many files with code it has at least, so that no rule holds because a folder is empty.
    """

    path: str
    project: set[str]
    at_least: int
    only: set[str] | None = None
    never: set[str] = frozenset()


# The exported script copies these: see gd_core/forecast/take_away/script.py.
COPIED = [
    Room("gd_core/forecast/rows/names.py", set(), at_least=1, only=set()),
    Room("gd_core/forecast/rows/references.py", set(), at_least=1, only={"numpy", "pandas"}),
    Room("gd_core/forecast/rows/split.py", set(), at_least=1, only={"numpy", "pandas"}),
    Room("gd_core/forecast/rows/features.py", {NAMES, REFERENCES}, at_least=1, only={"numpy", "pandas"}),
    Room("gd_core/forecast/rows/normals.py", {REFERENCES}, at_least=1, only={"numpy", "pandas"}),
    Room(
        "gd_core/forecast/rows/departures.py",
        {NAMES, REFERENCES, NORMALS},
        at_least=1,
        only={"numpy", "pandas"},
    ),
    Room("gd_core/weather/gaps.py", set(), at_least=1, only={"numpy", "pandas", "sklearn"}),
]
ROOMS = [
    Room("app.py", {"dashboard"}, at_least=1, only={"streamlit"}),
    Room("dashboard", {"dashboard", "gd_core"}, at_least=8),
    Room("dashboard/pages", {"dashboard", "gd_core"}, at_least=2, never=CALCULATION),
    Room("gd_core", {"gd_core"}, at_least=20, never={"streamlit"}),
    Room("gd_core/weather", {"gd_core.weather"}, at_least=5, never={"altair"}),
    Room("gd_core/descent", {"gd_core.descent"}, at_least=5, never={"altair"}),
    Room(
        "gd_core/forecast",
        {"gd_core.forecast", "gd_core.weather", "gd_core.descent"},
        at_least=5,
        never={"altair"},
    ),
    *COPIED,
    Room(
        "gd_core/towns",
        {"gd_core.towns", "gd_core.weather.report", "gd_core.weather.calendar"},
        at_least=5,
        never={"altair", *HEAVY},
    ),
    Room("gd_core/__main__.py", {"gd_core.command"}, at_least=1, only=set()),
    Room(
        "gd_core/command",
        {"gd_core.command", "gd_core.forecast", "gd_core.weather", "gd_core.stations"},
        at_least=2,
        only={"pandas"},
    ),
    Room(
        "gd_core/stations",
        {"gd_core.stations", "gd_core.forecast", "gd_core.weather", "gd_core.descent"},
        at_least=8,
        never={"altair"},
    ),
    Room("gd_core/charts", {"gd_core.charts"}, at_least=4, only={"pandas", "altair", "numpy", "vl_convert"}),
]
# The rooms and files of a folder from the ground up: each imports what stands before it, or its own room
# only. The folder's `__init__` stands above them all. A new room or file gets its place here; a file may have
# another place than its room ("rows.split").
FLOORS = {
    "gd_core.weather": "limits report record calendar gaps synthetic vocabulary columns file table "
    "dates numbers shape reader show_tables",
    "gd_core.weather.table": "cell_types patterns plain_numbers delimiter layout edges fixed_width ghcn_dly "
    "repair names find_layout cells headerless",
    # What the exported script copies, and what settings choose from, knows nothing of settings.
    "gd_core.forecast": "progress rows.names rows.references rows.normals rows.departures rows.split "
    "rows.features intervals settings result rows origins ridge fits replay evaluation experiment judge "
    "explore words take_away",
    "gd_core.stations": "needs progress network asked archive pool.moments verdict columns pool work "
    "parts cluster run show",
}
# Packages that one room alone may import, and what of gd_core may import that room.
OF_STATIONS = {"dask", "distributed", "fsspec", "s3fs"}
KNOW_STATIONS = ("gd_core.stations", "gd_core.command")
# Rooms with a front door: what the rest of gd_core uses of them stands in their `__init__`.
DOORS = {
    f"gd_core.weather.{room}"
    for room in ("columns", "file", "table", "table.names", "table.repair", "dates", "numbers", "shape")
}
# These return frames; the rest of the mathematics knows arrays only.
DESCENT_WITH_PANDAS = {
    "regressor.py",
    "contours.py",
    "one_variable.py",
    "one_variable_frames.py",
    "line_frames.py",
    "published.py",
}

# Not to be called, as a function or as a method: they run text, or whatever a file says, as code.
FORBIDDEN_CALLS = {"eval", "exec", "read_pickle", "pickle.load", "pickle.loads", "joblib.load"}


def python_files(path: str) -> list[Path]:
    start = ROOT / path
    if start.is_file():
        return [start]
    return sorted(file for file in start.rglob("*.py") if file.read_text(encoding="utf-8").strip())


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file.relative_to(ROOT)))


def imports(tree: ast.AST) -> Iterator[str]:
    """Dotted name of everything imported anywhere in ``tree``; ``from a.b import c`` gives ``a.b.c``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def house() -> dict[str, set[str]]:
    """For each module of the project, those that it imports, anywhere in it; an `__init__` is its folder."""
    files = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for part in ("gd_core", "dashboard")
        for file in (ROOT / part).rglob("*.py")
    }
    return {
        module: {
            name if name in files else name.rpartition(".")[0]
            for name in imports(parse(file))
            if name in files or name.rpartition(".")[0] in files
        }
        for module, file in files.items()
    }


def floor_faults(folder: str, floors: str, modules: Mapping[str, set[str]]) -> list[str]:
    """What the ``modules`` in a folder import against the order of its ``floors``."""
    order = [f"{folder}.{place}" for place in floors.split()]

    def floor(module: str) -> int:
        """The place of ``module`` in the order, that of its file before that of its room; else the top."""
        own = [place for place in order if f"{module}.".startswith(f"{place}.")]
        return order.index(max(own, key=len)) if own else len(order)

    faults = []
    for module, imported in modules.items():
        if not module.startswith(f"{folder}."):
            continue
        if floor(module) == len(order):
            room = module.removeprefix(f"{folder}.").split(".")[0]
            faults.append(f"{module} has no floor: give {room} its place in FLOORS")
            continue
        faults += [
            f"{module} imports {name}, which stands above it"
            for name in sorted(imported)
            if f"{name}.".startswith(f"{folder}.") and floor(name) > floor(module)
        ]
    return faults


def door_faults(doors: set[str], modules: Mapping[str, set[str]]) -> list[str]:
    """What the ``modules`` import from within a room with a front door that is not their own."""
    return [
        f"{module} imports {name}: take it from {door}"
        for module, imported in modules.items()
        for name in sorted(imported)
        for door in doors
        if name.startswith(f"{door}.") and module != door and not module.startswith(f"{door}.")
    ]


def circle(modules: Mapping[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle; [] if none do."""
    try:
        TopologicalSorter(modules).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def import_faults(tree: ast.AST, room: Room) -> list[str]:
    """What ``tree`` imports against the rules of ``room``."""
    faults = []
    for name in imports(tree):
        package = name.split(".")[0]
        if name.startswith("."):
            faults.append(f"imports {name} relatively: write the whole name")
        elif package in PROJECT:
            if not any(f"{name}.".startswith(f"{prefix}.") for prefix in room.project):
                faults.append(f"imports {name}, may import {sorted(room.project)}")
        elif package in room.never:
            faults.append(f"imports {name}, which has no place here")
        elif room.only is not None and package not in room.only | sys.stdlib_module_names:
            faults.append(f"imports {name}, may import {sorted(room.only)}")
    return faults


def prohibited(tree: ast.AST) -> list[str]:
    """Uses of ``unsafe_allow_html`` and of calls that run text or a file as code."""
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            faults.append(f"line {node.value.lineno}: unsafe_allow_html")
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if FORBIDDEN_CALLS & {called, called.split(".")[-1]}:
                faults.append(f"line {node.lineno}: {called}()")
        elif isinstance(node, ast.ImportFrom) and node.module in {"pickle", "joblib"}:
            faults += [f"line {node.lineno}: {a.name}" for a in node.names if a.name.startswith("load")]
    return faults


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.path)
def test_each_room_imports_only_what_it_may(room):
    files = python_files(room.path)
    assert len(files) >= room.at_least, f"only {len(files)} files with code in {room.path}"
    faults = {
        str(file.relative_to(ROOT)): found for file in files if (found := import_faults(parse(file), room))
    }
    assert not faults


@pytest.mark.parametrize("folder", FLOORS)
def test_floors_of_a_folder_rest_on_those_below(folder):
    assert any(module.startswith(f"{folder}.") for module in house()), f"no code in {folder}"
    assert not floor_faults(folder, FLOORS[folder], house())


def test_the_rules_hold_for_every_file_that_the_exported_script_copies():
    said = "The exported script copies this file: it may import"
    copied = {file for file in python_files("gd_core") if said in (ast.get_docstring(parse(file)) or "")}
    assert copied == {ROOT / room.path for room in COPIED}


def test_rooms_are_entered_by_their_front_door():
    assert house().keys() >= DOORS
    assert not door_faults(DOORS, house())


def test_nothing_else_in_the_core_knows_of_many_stations():
    for module, imported in house().items():
        if module.startswith("gd_core") and not module.startswith(KNOW_STATIONS):
            assert not [name for name in imported if name.startswith("gd_core.stations")], module
    files = [file for file in python_files("gd_core") if "stations" not in file.relative_to(ROOT).parts]
    for file in [*files, *python_files("dashboard")]:
        assert not OF_STATIONS & {name.split(".")[0] for name in imports(parse(file))}, file


def test_nothing_is_imported_in_a_circle():
    assert circle(house()) == []


@pytest.mark.parametrize(
    ("module", "imported", "fault"),
    [
        ("a.low", "a.high", "a.low imports a.high, which stands above it"),
        ("a.low", "a.middle.part", "a.low imports a.middle.part, which stands above it"),
        ("a.middle.part", "a.high", "a.middle.part imports a.high, which stands above it"),
        ("a.middle", "a.high", "a.middle imports a.high, which stands above it"),
        ("a.low", "a", "a.low imports a, which stands above it"),
        ("a.new", "a.low", "a.new has no floor: give new its place in FLOORS"),
        ("a.high.early", "a.low", "a.high.early imports a.low, which stands above it"),
        ("a.high.early", "a.high.part", "a.high.early imports a.high.part, which stands above it"),
    ],
)
def test_the_check_notices_an_import_from_above(module, imported, fault):
    assert floor_faults("a", "high.early low middle high", {module: {imported}}) == [fault]


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("a.high", "a.middle.part"),
        ("a.middle.part", "a.middle.other"),
        ("a.middle", "a.middle.part"),
        ("a", "a.high"),
        ("ab.low", "ab.high"),
        ("a.low", "b.high"),
        ("a.low", "a.high.early"),
        ("a.high.part", "a.high.early"),
    ],
)
def test_the_check_lets_an_import_from_below_pass(module, imported):
    assert floor_faults("a", "high.early low middle high", {module: {imported}}) == []


def test_the_check_notices_another_way_in():
    assert door_faults({"a.room"}, {"a.high": {"a.room.part"}}) == [
        "a.high imports a.room.part: take it from a.room"
    ]
    assert not door_faults(
        {"a.room"}, {"a.high": {"a.room"}, "a.room": {"a.room.part"}, "a.room.b": {"a.room.part"}}
    )


def test_the_check_notices_a_circle():
    assert circle({"a": {"b"}, "b": set()}) == []
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}


def test_the_mathematics_knows_pandas_only_where_it_returns_a_frame():
    with_pandas = {
        file.name
        for file in python_files("gd_core/descent")
        if "pandas" in {name.split(".")[0] for name in imports(parse(file))}
    }
    assert "regressor.py" in with_pandas, "the estimator's history is a frame: has the file another name?"
    assert with_pandas <= DESCENT_WITH_PANDAS


@pytest.mark.parametrize("path", ["app.py", "dashboard", "gd_core"])
def test_nothing_runs_text_as_code_or_writes_raw_html(path):
    files = python_files(path)
    assert files, f"no code in {path}"
    faults = {str(file.relative_to(ROOT)): found for file in files if (found := prohibited(parse(file)))}
    assert not faults


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app.py", "import pandas"),
        ("app.py", "from gd_core import read_weather"),
        ("dashboard", "from tests.conftest import shared"),
        ("dashboard/pages", "import numpy as np"),
        ("dashboard/pages", "from altair import Chart"),
        ("gd_core", "import streamlit as st"),
        ("gd_core", "def late():\n    from dashboard import text"),
        ("gd_core/weather", "from gd_core.descent.reference import descend"),
        ("gd_core/weather", "from gd_core import descent"),
        ("gd_core/descent", "import gd_core.weather.reader"),
        ("gd_core/descent", "from gd_core.forecast import experiment"),
        ("gd_core/descent", "from ..weather import reader"),
        ("gd_core/forecast", "from gd_core.charts.style import ACCENT"),
        ("gd_core/charts", "from gd_core import run_experiment"),
        ("gd_core/charts", "import sklearn"),
        ("gd_core/weather", "from gd_core.weather_extra import reader"),
    ],
)
def test_the_check_notices_a_forbidden_import(path, source):
    room = next(room for room in ROOMS if room.path == path)
    assert len(import_faults(ast.parse(source), room)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("app.py", "import gc\nimport streamlit as st\nfrom dashboard import controls"),
        ("dashboard/pages", "import streamlit as st\nfrom gd_core.charts import weather"),
        ("gd_core/forecast", "import numpy as np\nfrom gd_core.weather.report import WeatherError"),
        ("gd_core/charts", "import altair as alt\nfrom gd_core.charts import style"),
    ],
)
def test_the_check_lets_a_permitted_import_pass(path, source):
    room = next(room for room in ROOMS if room.path == path)
    assert import_faults(ast.parse(source), room) == []


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(name, unsafe_allow_html=True)",
        "eval(text)",
        "exec(text)",
        "frame.eval(text)",
        "import pickle\npickle.load(file)",
        "from pickle import loads",
        "pd.read_pickle(path)",
    ],
)
def test_the_check_notices_what_is_prohibited(source):
    assert len(prohibited(ast.parse(source))) == 1


def test_the_check_lets_mentions_and_look_alikes_pass():
    source = '"""Never eval(text)."""\njson.load(file)\nmodel.evaluate()\nast.literal_eval(text)'
    assert prohibited(ast.parse(source)) == []


def top_level(tree: ast.Module) -> set[str]:
    """Packages that are imported when a file is, but for what only type checkers read."""
    return {
        name.split(".")[0]
        for statement in tree.body
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for name in imports(statement)
    }


def test_nothing_of_the_network_is_imported_before_a_station_is_looked_for():
    """The start of the dashboard does not wait for it, and what is not asked for opens no connection."""
    network = {"meteostat", "requests", "urllib3", "socket", "http"}
    files = [ROOT / "app.py", *python_files("gd_core"), *python_files("dashboard")]
    users = {file.parent.name for file in files if network & {n.split(".")[0] for n in imports(parse(file))}}
    assert users == {"towns"}
    assert not [str(file) for file in files if network & top_level(parse(file))]
