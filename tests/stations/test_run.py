"""A whole run on this process: every station once, whatever is among them and wherever it was stopped."""

import numpy as np
import pandas as pd
import pytest

from gd_core import ExperimentSettings
from gd_core.stations import work
from gd_core.stations.asked import Asked
from gd_core.stations.columns import COLUMNS, POOLED
from gd_core.stations.parts import Parts
from gd_core.stations.progress import Bar
from gd_core.stations.run import Where, judge_archive
from gd_core.stations.verdict import verdicts
from tests.stations.helpers import ASKED, KEYS, REFUSED, station_csv

HERE = Where(workers=0)


@pytest.fixture(scope="module")
def table(archive, tmp_path_factory) -> pd.DataFrame:
    """Of one run without a break."""
    out = tmp_path_factory.mktemp("out") / "skill.parquet"
    judged = judge_archive(str(archive), out, Asked(pool=True), HERE)
    pd.testing.assert_frame_equal(pd.read_parquet(out), judged, check_exact=True)
    assert not out.with_name("skill.parquet.parts").exists()
    return judged


def test_every_station_has_its_row(table):
    assert table["key"].tolist() == KEYS
    assert list(table.columns) == [*COLUMNS, *POOLED]
    assert table.loc[table["refused"].notna(), "key"].tolist() == REFUSED
    assert "5,120 MiB, and at most 100 MiB" in table.set_index("key")["refused"]["huge.csv"]


def test_numbers_are_those_of_the_file_alone(table, archive):
    (row,) = verdicts("x", (archive / "north" / "s1.csv").read_bytes(), ASKED)
    found = table.set_index("key").loc["north/s1.csv"]
    for name, value in row.items():
        if name != "key" and isinstance(value, float) and np.isfinite(value):
            assert found[name] == value, name


def test_a_run_that_is_stopped_goes_on_where_it_was(table, archive, tmp_path, monkeypatch):
    out = tmp_path / "skill.parquet"
    judged: list[str] = []
    honest = work.verdicts

    def counted(key, data, asked):
        judged.append(key)
        return honest(key, data, asked)

    monkeypatch.setattr(work, "verdicts", counted)
    stops = 0
    while (found := judge_archive(str(archive), out, Asked(pool=True), HERE, watch=stop_after(2))) is None:
        stops += 1
        assert stops < 10 and not out.exists()
    assert stops >= 2
    pd.testing.assert_frame_equal(found, table, check_exact=True)
    assert len(judged) == len(set(judged)), "a record was judged twice"


def stop_after(count: int):
    """A watch that stops a run after ``count`` batches."""
    seen = 0

    def watch(done: int, total: int) -> bool:
        nonlocal seen
        seen += 1
        return seen > count

    return watch


def test_a_part_file_that_was_being_written_is_not_there(archive, tmp_path):
    out = tmp_path / "skill.parquet"
    judge_archive(str(archive), out, ASKED, HERE, watch=stop_after(2))
    folder = out.with_name("skill.parquet.parts")
    (folder / "part-000009.parquet.tmp").write_bytes(b"half")
    assert judge_archive(str(archive), out, ASKED, HERE)["key"].tolist() == KEYS


def test_parts_of_another_question_are_not_mixed_in(archive, tmp_path):
    out = tmp_path / "skill.parquet"
    judge_archive(str(archive), out, ASKED, HERE, watch=stop_after(1))
    other = Asked(ExperimentSettings(horizon=2))
    with pytest.raises(ValueError, match="another archive or with other settings: remove that folder"):
        judge_archive(str(archive), out, other, HERE)


def test_two_runs_do_not_write_to_one_place(archive, tmp_path):
    pytest.importorskip("fcntl")
    parts = Parts(tmp_path / "skill.parquet", "x", ASKED.mark)
    with pytest.raises(ValueError, match="Another run is writing"):
        judge_archive("x", tmp_path / "skill.parquet", ASKED, HERE)
    parts.close()


def test_what_nobody_foresaw_is_tried_twice_and_reported(tmp_path, monkeypatch):
    tries: list[str] = []

    def broken(key, data, asked):
        tries.append(key)
        if key == "bad.csv" or len(tries) == 1:
            raise MemoryError("no room")
        return verdicts(key, data, asked)

    monkeypatch.setattr(work, "verdicts", broken)
    for name in ("a.csv", "bad.csv"):
        (tmp_path / name).write_bytes(station_csv())
    found = judge_archive(str(tmp_path), tmp_path / "out.parquet", ASKED, HERE).set_index("key")["refused"]
    assert tries == ["a.csv", "a.csv", "bad.csv", "bad.csv"]
    assert pd.isna(found["a.csv"])
    assert found["bad.csv"] == "It failed twice (MemoryError: no room)."


def test_batches_keep_to_one_large_file_and_to_memory():
    from gd_core.stations.archive.pieces import Piece

    large = [Piece(f"l{n}", "l", 640 * 2**20, station=str(n), rows="r", column="c") for n in range(40)]
    small = [Piece(f"s{n}", f"s{n}", 1) for n in range(1000)]
    made = list(work.batches(large + small, workers=2))
    assert [piece for batch in made for piece in batch] == large + small
    assert max(len(batch) for batch in made) == work.MOST
    assert all(len(batch) == 4 for batch in made[:10]), "64 MiB of 640 are four stations of forty"
    assert len(list(work.batches(small[:10], workers=4))) == 10


def test_nothing_can_be_written(archive, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="Nothing can be written"):
        judge_archive(str(archive), tmp_path / "file" / "out.parquet", ASKED, HERE)


def test_the_bar_tells_speed_and_time_left():
    now = [0.0]
    bar = Bar(1_000, 200, clock=lambda: now[0])
    assert "200 of 1,000 stations" in bar.line() and "second" not in bar.line()
    bar.done, now[0] = 300, 50.0
    assert "300 of 1,000 stations, 2.0 a second, 6 min left" in bar.line()
    assert Bar(0, clock=lambda: 0.0).line().startswith("[####")
