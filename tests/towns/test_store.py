"""Files that were fetched are kept: whole, within a limit, and wherever something can be written."""

import pytest

from gd_core.towns import store


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_a_file_is_kept_with_its_time(folder):
    assert store.read("a/b.csv") is None
    store.write("a/b.csv", b"1", 1000.0)
    store.write("a/b.csv", b"22", 2000.0)
    assert store.read("a/b.csv") == store.Copy(b"22", 2000.0)
    assert [path.name for path in (folder / "a").iterdir()] == ["b.csv"]


def test_what_is_too_much_goes_the_oldest_first(folder, monkeypatch):
    monkeypatch.setattr(store, "MOST", 30)
    for age, name in enumerate("cba"):
        store.write(name, bytes(10), 1000.0 + age)
    store.write("d", bytes(15), 500.0)
    assert [name for name in "abcd" if store.read(name)] == ["a", "d"]


def test_where_nothing_can_be_written_a_temporary_folder_serves(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path / "file" / "kept"))
    store.write("a", b"1", 1000.0)
    assert store.read("a") == store.Copy(b"1", 1000.0)


@pytest.mark.parametrize(
    ("system", "part"), [("linux", ".cache"), ("darwin", "Caches"), ("win32", "AppData")]
)
def test_the_folder_is_the_one_that_the_system_has_for_it(system, part, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(store.sys, "platform", system)
    assert part in store._user_cache().parts
