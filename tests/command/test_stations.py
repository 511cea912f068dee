"""`python -m gd_core stations`: a table, a few lines, and one sentence for what is wrong."""

import sys

import pandas as pd
import pytest

from gd_core.command import main
from gd_core.stations import needs
from tests.stations.helpers import station_csv

pytest.importorskip("distributed")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / "in" / f"s{number}.csv").write_bytes(station_csv(number, days=900))
    (tmp_path / "in" / "bad.csv").write_bytes(b"")
    return tmp_path


def test_a_folder_becomes_a_table(folder, capsys):
    out = folder / "skill.parquet"
    asked = [str(folder / "in"), "--out", str(out), "--workers", "0", "--pooled", "all", "--horizon", "2"]
    assert main(["stations", *asked]) == 0
    said = capsys.readouterr()
    assert f"3 stations judged, 1 refused: {out}" in said.out
    assert "Own days: 60." in said.out and "strangers help at" in said.out
    assert "4 of 4 stations" in said.err
    assert pd.read_parquet(out)["horizon"].dropna().unique().tolist() == [2.0]
    assert pd.read_parquet(folder / "skill.pooled.parquet")["group"].tolist() == ["all"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (["absent"], 1, "There are no files at"),
        (["in", "--settings", "{"], 1, "--settings must be JSON"),
        (["in", "--settings", "[]"], 1, "--settings must be a JSON object"),
        (["in", "--settings", '{"epochs": 0}'], 1, "epochs must be a whole number"),
        (["in", "--settings", '{"nothing": 0}'], 1, "no settings of an experiment"),
        (["in", "--settings", '{"epochs": "x"}'], 1, "epochs must be"),
        (["in", "--storage-options", "3"], 1, "--storage-options must be a JSON object"),
        (["in", "--workers", "-1"], 1, "--workers must be 0 or more"),
        (["in", "--pooled", "x"], 2, "invalid choice"),
    ],
)
def test_what_is_wrong_is_one_sentence(folder, monkeypatch, capsys, asked, status, said):
    monkeypatch.chdir(folder)
    assert main(["stations", *asked, "--out", "out.parquet", "--quiet"]) == status
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_what_is_not_installed_is_one_sentence(folder, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["stations", str(folder / "in"), "--out", "x.parquet"]) == 1
    assert "pip install -r requirements-stations.txt" in capsys.readouterr().err
    with pytest.raises(ValueError, match="needs nothing_known"):
        needs.need("nothing_known.at_all")


def test_the_command_does_not_wait_for_dask():
    import subprocess

    code = "import sys; from gd_core.command import main; main(['stations', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in ("dask", "distributed", "fsspec", "pandas"):
        assert heavy not in done.stdout.splitlines()[-1].split()
