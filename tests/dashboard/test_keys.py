"""Every widget has a key of its own: pages share one session and one link."""

import ast
from collections import defaultdict
from pathlib import Path

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"


def test_no_two_files_use_the_same_key():
    files = defaultdict(set)
    for file in DASHBOARD.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "key" and isinstance(node.value, ast.Constant):
                files[node.value.value].add(file.name)
    assert len(files) > 25
    assert {key: names for key, names in files.items() if len(names) > 1} == {}
