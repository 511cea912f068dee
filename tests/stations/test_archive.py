"""What is in an archive, wherever it is, and the bytes of each file in it."""

import tarfile
import zipfile

import pytest

from gd_core.stations.archive.contents import contents
from gd_core.stations.archive.pieces import Piece, Storage, list_pieces
from gd_core.weather import WeatherError
from gd_core.weather.limits import MAX_BYTES

FILES = {"a.csv": b"one", "sub/b.csv": b"two", "sub/empty.csv": b"", ".hidden": b"x", "__MACOSX/a.csv": b"x"}
SEEN = {name: data for name, data in FILES.items() if not name.startswith((".", "__"))}


def folder_of(place):
    for name, data in FILES.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_bytes(data)
    return place


def zip_of(place, folder):
    with zipfile.ZipFile(place / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            archive.write(folder / name, name)
    return place / "all.zip"


def tar_of(place, folder, ending="tar"):
    with tarfile.open(place / f"all.{ending}", "w:gz" if ending.endswith("gz") else "w") as archive:
        for name in FILES:
            archive.add(folder / name, name)
    return place / f"all.{ending}"


def read_all(address, storage=None, **kinds):
    storage = storage or Storage()
    pieces = list_pieces(str(address), storage)
    return {piece.key: data for piece, data in contents(pieces, storage)}


@pytest.mark.parametrize("kind", ["folder", "zip", "tar", "tar.gz"])
def test_every_kind_of_archive_gives_the_same_files(tmp_path, kind):
    folder = folder_of(tmp_path / "files" if (tmp_path / "files").mkdir() is None else tmp_path)
    made = {"folder": lambda: folder, "zip": lambda: zip_of(tmp_path, folder)}
    address = made.get(kind, lambda: tar_of(tmp_path, folder, kind))()
    assert read_all(address) == SEEN


def test_a_pattern_and_a_single_file(tmp_path):
    folder_of(tmp_path)
    found = read_all(tmp_path / "**" / "*.csv")
    assert sorted(found.values()) == sorted([*SEEN.values(), FILES["__MACOSX/a.csv"]])
    assert read_all(tmp_path / "a.csv") == {"a.csv": b"one"}


def test_a_zip_of_one_table_is_a_file_for_the_reader(tmp_path):
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        archive.writestr("table.csv", "x")
    (data,) = read_all(tmp_path / "one.zip").values()
    assert data == (tmp_path / "one.zip").read_bytes()


def test_addresses_of_fsspec(tmp_path):
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    for name, data in SEEN.items():
        system.pipe(f"/archive/{name}", data)
    assert sorted(read_all("memory://archive").values()) == sorted(SEEN.values())
    assert list(read_all("memory://archive/*.csv").values()) == [b"one"]
    with pytest.raises(ValueError, match="can't be opened"):
        list_pieces("nothing-known://x", Storage())


@pytest.mark.parametrize("name", ["absent", "absent/*.csv", "empty folder", "broken.zip"])
def test_where_there_is_nothing(tmp_path, name):
    (tmp_path / "empty folder").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(ValueError, match=r"There are no files|can't be listed"):
        list_pieces(str(tmp_path / name), Storage())


def test_own_results_in_the_archive_are_left_out(tmp_path):
    folder_of(tmp_path)
    (tmp_path / "skill.parquet.parts").mkdir()
    (tmp_path / "skill.parquet.parts" / "part-0.parquet").write_bytes(b"x")
    (tmp_path / "skill.parquet").write_bytes(b"x")
    without = [tmp_path / "skill.parquet.parts", tmp_path / "skill.parquet"]
    assert [piece.key for piece in list_pieces(str(tmp_path), Storage(), without)] == list(SEEN)


def test_what_is_too_large_is_not_read(tmp_path):
    piece = Piece("large", str(tmp_path / "absent"), MAX_BYTES + 1)
    ((_, said),) = contents([piece], Storage())
    assert isinstance(said, WeatherError) and "at most 100 MiB are read" in str(said)


def test_a_file_that_is_gone_does_not_stop_the_others(tmp_path):
    folder_of(tmp_path)
    pieces = list_pieces(str(tmp_path), Storage())
    (tmp_path / "a.csv").unlink()
    found = [data for _, data in contents(pieces, Storage())]
    assert isinstance(found[0], FileNotFoundError)
    assert found[1:] == [b"two", b""]


def test_a_member_that_is_gone_and_an_archive_that_is_cut(tmp_path):
    (tmp_path / "files").mkdir()
    address = zip_of(tmp_path, folder_of(tmp_path / "files"))
    pieces = [*list_pieces(str(address), Storage()), Piece("x", str(address), 1, "x")]
    found = {piece.key: data for piece, data in contents(pieces, Storage())}
    assert found["a.csv"] == b"one" and isinstance(found["x"], Exception)
    address.write_bytes(address.read_bytes()[:50])
    assert all(isinstance(data, Exception) for _, data in contents(pieces, Storage()))
