"""Large files of many stations are taken apart unread, and each station stays what it was."""

import gzip

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gd_core import read_weather
from gd_core.stations.archive import split
from gd_core.stations.archive.contents import contents
from gd_core.stations.archive.pieces import Piece, Storage, list_pieces
from gd_core.stations.archive.split import split_large, station_column
from tests.stations.helpers import several

STATIONS = ["SIM00001", "SIM00002", "SIM00003"]


@pytest.fixture(autouse=True)
def all_is_large(monkeypatch):
    monkeypatch.setattr(split, "LARGE", 1)
    monkeypatch.setattr(split, "BUCKET", 20_000)


def write(place, kind: str) -> pd.DataFrame:
    table = several(3)
    mixed = table.sort_values(["date", "station"], ignore_index=True)
    if kind == "parquet":
        pq.write_table(
            pa.Table.from_pandas(table, preserve_index=False), place / "a.parquet", row_group_size=500
        )
    elif kind == "mixed parquet":
        pq.write_table(pa.Table.from_pandas(mixed, preserve_index=False), place / "a.parquet")
    elif kind == "csv":
        mixed.to_csv(place / "a.csv", index=False)
    elif kind == "semicolons":
        mixed.to_csv(place / "a.txt", index=False, sep=";")
    else:
        (place / "a.csv.gz").write_bytes(gzip.compress(mixed.to_csv(index=False).encode()))
    return table


@pytest.mark.parametrize("kind", ["parquet", "mixed parquet", "csv", "semicolons", "csv.gz"])
def test_each_station_is_read_as_if_it_were_alone(tmp_path, kind):
    (tmp_path / "in").mkdir()
    table = write(tmp_path / "in", kind)
    pieces = list(split_large(list_pieces(str(tmp_path / "in"), Storage()), Storage(), tmp_path / "split"))
    assert sorted(piece.station for piece in pieces) == STATIONS
    assert (tmp_path / "split").exists() == (kind != "parquet")
    for piece, data in contents(pieces, Storage()):
        own = table[table["station"] == piece.station]
        alone, found = read_weather(own.to_csv(index=False).encode()), read_weather(data)
        pd.testing.assert_frame_equal(found.frame, alone.frame, check_exact=True)
        assert found.place == alone.place


def test_what_was_dealt_out_is_used_again(tmp_path):
    (tmp_path / "in").mkdir()
    write(tmp_path / "in", "csv")
    listed = list_pieces(str(tmp_path / "in"), Storage())
    first = list(split_large(listed, Storage(), tmp_path / "split"))
    (done,) = (tmp_path / "split").glob(f"*/{split.DONE}")
    when = done.stat().st_mtime_ns
    assert list(split_large(listed, Storage(), tmp_path / "split")) == first
    assert done.stat().st_mtime_ns == when
    done.unlink()  # a run that was killed on the way
    assert list(split_large(listed, Storage(), tmp_path / "split")) == first


@pytest.mark.parametrize("text", ["date,tmax\n2020-01-01,3\n", "station,station\na,b\n", "\x00\x01", ""])
def test_what_holds_no_stations_is_left_to_the_reader(tmp_path, text):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(text)
    listed = list_pieces(str(tmp_path / "in"), Storage())
    assert list(split_large(listed, Storage(), tmp_path / "split")) == listed


def test_a_broken_file_is_left_to_the_reader_or_refused_where_it_is_too_large(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("station,date,tmax\na,2020-01-01,3\nb,2,3,4,5\n")
    small, large = Piece("a", str(file), 50), Piece("a", str(file), 10**9)
    found = list(split_large([small, large], Storage(), tmp_path / "split"))
    assert found[0] == small
    assert found[1][0] == large and "can't be split by station" in found[1][1]


@pytest.mark.parametrize(
    ("names", "column"),
    [
        (["NAME", "STATION", "DATE"], "STATION"),
        (["country", "city", "date"], "city"),
        (["STN_NAME", "STNID"], "STNID"),
        (["date", "tmax"], None),
    ],
)
def test_the_column_that_tells_stations_apart(names, column):
    assert station_column(names) == column
