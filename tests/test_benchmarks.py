"""The page of timings has a place for each table, and only the tables in it are written by the program."""

import ast
from pathlib import Path

import pytest

from benchmarks import document

ROOT = Path(__file__).resolve().parents[1]
PAGE = """# Times

By hand.

<!-- tables of a -->

old

<!-- end of a -->

<!-- tables of b -->
<!-- end of b -->
End.
"""


def test_every_table_has_its_place():
    tree = ast.parse((ROOT / "benchmarks" / "__main__.py").read_text(encoding="utf-8"))
    [tables] = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "TABLES"
    ]
    names = [key.value for key in tables.keys]
    page = document.FILE.read_text(encoding="utf-8")
    assert sorted(document.places(page)) == sorted(names)
    for name in names:
        assert document.with_tables(page, name, "new").count("new\n\n<!-- end of") == 1


def test_tables_are_replaced_and_the_text_stays():
    once = document.with_tables(PAGE, "a", "| new |")
    assert once == PAGE.replace("old", "| new |")
    assert document.with_tables(once, "a", "old") == PAGE
    assert "<!-- tables of b -->\n\n| b |\n\n<!-- end of b -->\nEnd." in document.with_tables(
        PAGE, "b", "| b |"
    )


def test_a_table_without_a_place_is_named():
    with pytest.raises(ValueError, match="no place for the tables of c"):
        document.with_tables(PAGE, "c", "| c |")
