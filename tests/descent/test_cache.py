"""Compiled code is never stale, and a cache that cannot be used costs time, not the page.

What compiles is never stale: tried in fresh processes on a copy of the package, whose caches are its own.
"""

import ast
import builtins
import errno
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from numba import config

from gd_core.descent import cache, compiled

OWN = f"gradient-descent-{os.getuid()}"
ROOT = Path(__file__).resolve().parents[2]
ADAM = """
import json
import numpy as np
from gd_core.descent import compiled
position = compiled.Position.at(np.zeros(1))
loss = compiled.Rows(np.ones((4, 1)), np.ones(4), 0.0)
method = compiled.Method(compiled.ADAM, 0.1, 0.9)
compiled.epoch_of_rows(loss, np.arange(4), 2, method, position)
print(json.dumps([position.theta[0], sum(compiled.epoch_of_rows.stats.cache_hits.values())]))
"""


@pytest.fixture
def package(tmp_path):
    """A copy of the package without any cache, and folders for the home and for temporary files."""
    shutil.copytree(
        ROOT / "gd_core", tmp_path / "code" / "gd_core", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("home", "temporary"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def places(tmp_path, monkeypatch):
    """A source file, and a home and a folder for temporary files that nobody has written to."""
    for name in ("code", "home", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(config, "CACHE_DIR", "")
    cache.folder.cache_clear()
    yield SimpleNamespace(
        root=tmp_path, source=str(tmp_path / "code" / "some.py"), in_tree=tmp_path / "code" / "__pycache__"
    )
    cache.folder.cache_clear()


def run(package: Path, code: str) -> list:
    """What ``code`` prints in a fresh process that sees only the copy."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NUMBA", "XDG"))}
    environment |= {
        "HOME": str(package / "home"),
        "TMPDIR": str(package / "temporary"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=package / "code",
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def block(folder: Path) -> None:
    """Put a file in the place of ``folder``: nothing can be written in it then, not even by root."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("in the way")


def test_a_changed_constant_changes_the_result_of_a_warm_cache(package):
    first, hits = run(package, ADAM)
    assert hits == 0
    assert run(package, ADAM) == [first, 1]
    source = package / "code" / "gd_core" / "descent" / "compiled.py"
    text = source.read_text()
    assert text.count("ADAM_BETA1, ADAM_BETA2, ADAM_EPS = 0.9,") == 1
    source.write_text(
        text.replace("ADAM_BETA2, ADAM_EPS = 0.9, 0.999, 1e-8", "ADAM_BETA2, ADAM_EPS = 0.9, 0.999, 1e3")
    )
    changed, hits = run(package, ADAM)
    assert hits == 0
    assert 0.0 < changed < 1e-2 * first


def test_compiled_functions_use_nothing_from_another_file():
    """Numba's cache would not notice if that changed."""
    tree = ast.parse(Path(compiled.__file__).read_text())
    imported = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gd_core")
        for alias in node.names
    }
    assert imported == {"compiled"}, "what compiles, and nothing that is compiled"
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 5
    for function in functions:
        assert any("compiled" in ast.unparse(decorator) for decorator in function.decorator_list)
        used = {node.id for body in function.body for node in ast.walk(body) if isinstance(node, ast.Name)}
        assert not used & imported
        for name in used & set(vars(compiled)):
            home = getattr(vars(compiled)[name], "__module__", compiled.__name__)
            assert home == compiled.__name__ or not home.startswith("gd_core"), name


def test_without_obstacles_the_cache_stands_beside_the_source(places):
    assert cache.folder(places.source) == places.in_tree


def test_a_folder_that_was_chosen_comes_first(places, monkeypatch):
    monkeypatch.setattr(config, "CACHE_DIR", str(places.root / "chosen"))
    found = cache.folder(places.source)
    assert found is not None and found.parent == places.root / "chosen"


def test_a_source_that_cannot_be_written_beside_is_kept_in_the_home(places):
    block(places.in_tree)
    found = cache.folder(places.source)
    assert found is not None and found.is_relative_to(places.root / "home" / ".cache")


def test_a_full_disk_is_noticed_by_writing(places, monkeypatch):
    """An empty file can be made on a full disk, too."""
    real, asked = tempfile.TemporaryFile, []

    def full(dir):
        asked.append(dir)
        return real(dir=dir) if dir != places.in_tree else open("/dev/full", "wb")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    found = cache.folder(places.source)
    assert asked[0] == places.in_tree != found and found is not None


def test_a_temporary_folder_that_others_may_write_is_not_used(places):
    block(places.in_tree)
    block(places.root / "home" / ".cache")
    found = cache.folder(places.source)
    assert found is not None and found.parent.parent == places.root / "temporary"
    assert found.parent.stat().st_mode & 0o077 == 0  # what lies there is run: nobody else may write it
    found.parent.chmod(0o777)
    cache.folder.cache_clear()
    assert cache.folder(places.source) is None


# --- the cache of a function, in a module that is imported anew as a new process would ----------------------


def called(places, body="2 * x") -> tuple[int, int]:
    """What the function of the source file gives for 3, imported anew, and how often it came from the
    cache."""
    text = f"from gd_core.descent.cache import compiled\n\n\n@compiled()\ndef some(x):\n    return {body}\n"
    if not Path(places.source).exists() or Path(places.source).read_text() != text:
        Path(places.source).write_text(text)
    cache.folder.cache_clear()
    spec = importlib.util.spec_from_file_location("some", places.source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.some(3), sum(module.some.stats.cache_hits.values())


def no_room(monkeypatch, kind: str) -> None:
    """Make files with this in their names impossible to write."""
    real_open = builtins.open

    def full(name, mode="r", *more, **options):
        if "w" in mode and kind in str(name):
            raise OSError(errno.ENOSPC, "No space left on device", str(name))
        return real_open(name, mode, *more, **options)

    monkeypatch.setattr(builtins, "open", full)


def test_where_nothing_can_be_written_at_all_there_is_no_cache(places):
    for folder in (places.in_tree, places.root / "home" / ".cache", places.root / "temporary" / OWN):
        block(folder)
    assert [called(places), called(places)] == [(6, 0), (6, 0)]
    assert cache.folder(places.source) is None


def test_where_nothing_can_be_written_a_temporary_folder_serves(places):
    block(places.in_tree)
    block(places.root / "home" / ".cache")
    assert [called(places), called(places)] == [(6, 0), (6, 1)]
    assert list((places.root / "temporary" / OWN).rglob("some*.nbi"))


def test_a_disk_that_fills_up_while_saving_costs_time_only(places):
    with pytest.MonkeyPatch.context() as patch:
        no_room(patch, ".nb")
        assert called(places) == (6, 0)
    assert not list(places.in_tree.glob("*.nb*"))
    assert [called(places), called(places)] == [(6, 0), (6, 1)]


def test_a_save_that_fails_after_a_change_leaves_nothing_stale(places):
    """The index is written before the code: with the new source's stamp it would vouch for the old code."""
    assert called(places) == (6, 0)
    with pytest.MonkeyPatch.context() as patch:
        no_room(patch, ".nbc")
        assert called(places, "4 * x + 1") == (13, 0)
    assert called(places, "4 * x + 1") == (13, 0)


@pytest.mark.parametrize(("kind", "left"), [("nbi", 5), ("nbc", 40)])
def test_a_damaged_cache_is_replaced(places, kind, left):
    called(places)
    (file,) = places.in_tree.glob(f"some*.{kind}")
    file.write_bytes(file.read_bytes()[:left])
    assert [called(places), called(places)] == [(6, 0), (6, 1)]


def test_without_users_a_temporary_folder_is_enough(places, monkeypatch):
    """Some systems have no numbers of users."""
    monkeypatch.delattr(os, "getuid")
    assert cache._is_private(places.root / "temporary" / "own")
    block(places.in_tree)
    block(places.root / "home" / ".cache")
    found = cache.folder(places.source)
    assert found is not None and found.parent == places.root / "temporary" / "gradient-descent-user"
