"""Files of the command line: read again when they change, never half, and never without a word."""

import os
from pathlib import Path

import pytest

from dashboard.record import given_files
from dashboard.record.given_files import SETTLED, GivenFile

WHOLE = b"date,tmax\n2020-01-01,5.5\n2020-01-02,6.5\n"


@pytest.fixture
def write(tmp_path):
    """Write the file as at a time, in seconds; ``touch`` counts up."""
    path = tmp_path / "record.csv"

    def write(content: bytes, at: float) -> Path:
        path.write_bytes(content)
        os.utime(path, (at, at))
        return path

    return write


def test_a_change_is_seen_and_the_same_is_not_read_again(write, monkeypatch):
    file = GivenFile("record.csv", write(WHOLE, 100))
    first = file.look(now=200)
    assert first.content == WHOLE and first.shared and not first.note
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", lambda _: pytest.fail("read although nothing has changed"))
        assert file.look(now=201) == first
    write(WHOLE + b"2020-01-03,7.5\n", 300)
    assert file.look(now=300.5).content.endswith(b"7.5\n")


@pytest.mark.parametrize("half", [WHOLE + b"2020-01-03,1", WHOLE[:-10], b""])
def test_what_is_being_written_waits(write, half):
    file = GivenFile("record.csv", write(WHOLE, 100))
    file.look(now=200)
    write(half, 300)
    kept = file.look(now=300 + SETTLED / 2)
    assert kept.content == WHOLE and "is being written" in kept.note
    assert file.look(now=301 + SETTLED).content == half  # nobody goes on writing: that is the file
    write(WHOLE + b"2020-01-03,12.5\n", 400)
    assert file.look(now=400).content.endswith(b"12.5\n")


def test_a_file_that_goes_leaves_its_last_copy_and_one_sentence(write, tmp_path):
    path = write(WHOLE, 100)
    file = GivenFile("record.csv", path)
    file.look(now=200)
    path.unlink()
    gone = file.look(now=300)
    assert gone.content == WHOLE and gone.note == "record.csv is not there; shown is the last copy."
    assert str(tmp_path) not in gone.note
    write(WHOLE, 100)
    assert not file.look(now=400).note


def test_a_file_that_never_was_is_said_without_its_path(tmp_path):
    for path, why in ((tmp_path / "none.csv", "is not there"), (tmp_path, "can't be opened")):
        file = GivenFile("none.csv", path)
        assert file.look(now=1) is None
        assert file.problem == f"none.csv {why}."


def test_a_file_that_is_too_large_is_not_loaded(write, monkeypatch):
    monkeypatch.setattr(given_files, "MAX_BYTES", 10)
    file = GivenFile("record.csv", write(WHOLE, 100))
    assert file.look(now=200) is None and "is larger than" in file.problem


def test_the_last_copy_that_could_be_read_goes_along(write):
    file = GivenFile("record.csv", write(WHOLE, 100))
    good = file.look(now=200)
    file.was_read(good)
    write(b"nonsense\n", 300)
    bad = file.look(now=400)
    assert bad.content == b"nonsense\n" and bad.before.content == WHOLE


def test_files_of_one_name_are_numbered(monkeypatch):
    monkeypatch.setattr(given_files, "_given", {})
    given_files.take(["a/record.csv", "b/record.csv", "a/record.csv", "other.csv"])
    assert given_files.names() == ["record.csv", "record (2).csv", "other.csv"]
