"""Tables of stations that somebody brings: read whatever columns are there, or refused in one sentence."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from gd_core.stations.show import skill_table
from gd_core.stations.show.skill_table import TableError, is_skill_table, read_skill_table
from tests.stations.show.tables import frame, packed, table


def test_what_the_file_has_is_there_and_the_rest_is_empty():
    found = table()
    assert len(found.frame) == 40 and found.frame["label"][3] == "Town 3"
    assert found.has("skill_climatology", "years") and not found.has("elevation")
    assert not found.has("skill_persistence") and found.frame["skill_persistence"].isna().all()
    assert found.frame["row"].tolist() == list(range(40))


def test_only_the_key_is_needed():
    found = read_skill_table(packed(pd.DataFrame({"key": ["a", "b"]})))
    assert found.frame["label"].tolist() == ["a", "b"] and not found.has("skill_climatology")


def test_what_cannot_be_is_left_out():
    odd = frame(4).assign(latitude=[95.0, np.inf, np.nan, 12.0], skill_climatology=[1.5, -3.0, np.nan, 0.5])
    found = read_skill_table(packed(odd)).frame
    assert found["latitude"].isna().tolist() == [True, True, True, False]
    assert found["skill_climatology"].isna().tolist() == [True, False, True, False]


def test_degrees_are_celsius_and_longitudes_go_from_minus_180():
    found = table(2, unit=["F", "C"], rmse_gradient_descent=[3.6, 2.0], longitude=[350.0, 10.0]).frame
    assert found["rmse_gradient_descent"].tolist() == pytest.approx([2.0, 2.0])
    assert found["longitude"].tolist() == pytest.approx([-10.0, 10.0])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "can't be read as Parquet"),
        (b"PAR1" + b"\xff" * 400 + b"PAR1", "can't be read as Parquet"),
        (packed(frame())[:-700], "can't be read as Parquet"),
        (packed(pd.DataFrame({"date": ["2020-01-01"], "tmax": [1.0]})), "no column 'key'"),
        (packed(frame(3).iloc[:0]), "0 rows"),
        (packed(frame(3).assign(latitude="north")), "latitude"),
        (packed(frame(3).assign(key=[1, 2, 3])), "key"),
        (packed(frame(3).assign(name=["a", "b", "x" * 2_000])), "2,000 bytes"),
        (packed(frame(3).join(pd.DataFrame({f"c{n}": [1, 2, 3] for n in range(600)}))), "columns"),
    ],
    ids=["empty", "noise", "cut", "a record", "no rows", "words", "numbers", "a long cell", "wide"],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, words):
    with pytest.raises(TableError) as refused:
        read_skill_table(content)
    assert words in str(refused.value) and len(str(refused.value)) < 300
    assert str(refused.value).endswith(".")


def test_limits_hold_before_anything_is_unpacked(monkeypatch):
    many = pa.table({"key": pa.DictionaryArray.from_arrays(np.zeros(300_000, "int32"), ["a"])})
    file = pa.BufferOutputStream()
    pq.write_table(many, file)
    assert file.tell() < 20_000
    with pytest.raises(TableError, match="300,000 rows"):
        read_skill_table(file.getvalue().to_pybytes())
    content = packed(frame())
    monkeypatch.setattr(skill_table, "MAX_BYTES", 100)
    with pytest.raises(TableError, match="larger than"):
        read_skill_table(content)
    monkeypatch.undo()
    monkeypatch.setattr(skill_table, "MAX_UNPACKED", 100)
    with pytest.raises(TableError, match="unpacks to"):
        read_skill_table(content)


def test_a_long_text_said_often_takes_no_room_before_it_is_refused():
    texts = pa.DictionaryArray.from_arrays(np.zeros(150_000, "int32"), ["x" * 1_000_000])
    file = pa.BufferOutputStream()
    keys = [str(number) for number in range(150_000)]
    pq.write_table(pa.table({"key": keys, "name": texts}), file, compression="zstd")
    content = file.getvalue().to_pybytes()
    assert len(content) < 3_000_000  # and 150 GB as plain strings
    with pytest.raises(TableError, match=r"1,000,000 bytes"):
        read_skill_table(content)


def test_tables_are_told_from_records():
    assert is_skill_table(packed(frame()))
    assert not is_skill_table(packed(pd.DataFrame({"date": ["2020-01-01"], "tmax": [1.0]})))
    assert not is_skill_table(b"date,tmax\n2020-01-01,1.0\n") and not is_skill_table(b"PAR1 and no more")
