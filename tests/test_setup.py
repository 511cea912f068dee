"""README's commands, what .ci/run executes and what the code imports agree with the files that say so."""

import ast
import re
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUN = "python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && .venv/bin/streamlit run app.py"
TEST = "python3 -m venv .venv && .venv/bin/pip install -r requirements-dev.txt && .venv/bin/python -m pytest"
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PACKAGE_OF = {
    "python_calamine": "python-calamine",
    "sklearn": "scikit-learn",
    "charset_normalizer": "charset-normalizer",
    "vl_convert": "vl-convert-python",
}  # where the package has another name than the module


def lines(path: str) -> list[str]:
    return [line.strip() for line in (ROOT / path).read_text(encoding="utf-8").splitlines()]


def required(path: str) -> set[str]:
    """Names of the packages that a requirements file lists itself."""
    listed = [line.split("#")[0].split() for line in lines(path)]
    return {words[0] for words in listed if words and not words[0].startswith("-")}


@pytest.mark.parametrize("command", [RUN, TEST], ids=["run", "test"])
def test_readme_gives_the_command_as_one_line(command):
    assert command in lines("README.md")


def test_ci_executes_the_test_command_of_the_readme():
    assert TEST in lines(".ci/run")


def test_every_package_that_the_dashboard_imports_is_required():
    files = [ROOT / "app.py", *(ROOT / "dashboard").rglob("*.py"), *(ROOT / "gd_core").rglob("*.py")]
    imported = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    packages = {PACKAGE_OF.get(name, name) for name in imported - sys.stdlib_module_names}
    packages -= {"gd_core", "dashboard"}
    assert "streamlit" in packages
    assert packages <= required("requirements.txt")


def test_streamlit_is_held_to_one_minor_release():
    # Charts that play rely on a pass-through of Vega timers that no release notes mention.
    assert any(line.startswith("streamlit ~= 1.67.") for line in lines("requirements.txt"))


def test_the_lock_has_every_requirement_in_a_version_that_is_allowed_with_hashes():
    """If this fails after a change of a requirement: .venv/bin/python .ci/lock"""
    entries = re.findall(r"^(\S+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", LOCK, re.MULTILINE)
    locked = {canonicalize_name(name): version for name, version, _ in entries}
    assert len(entries) == LOCK.count("==")
    for path in ("requirements.txt", "requirements-dev.txt"):
        for line in lines(path):
            if (said := line.split("#")[0].strip()) and not said.startswith("-"):
                requirement = Requirement(said)
                assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), said
