"""Runs on Dask: the same table as on one process, whoever is killed on the way.

Clusters start in processes of their own, which takes seconds: what starts one runs when asked for.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pandas as pd
import pytest

from gd_core.stations.archive.pieces import Piece, Storage, list_pieces
from gd_core.stations.cluster import SchedulerLostError, Work, through_dask
from gd_core.stations.run import Where, judge_archive
from tests.stations.helpers import ASKED, KEYS, several, station_csv

pytest.importorskip("distributed")
# What a killed process of Dask leaves open is closed when it is collected, with a warning.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


class Done:
    """A future of the client below."""

    def __init__(self, batch, job):
        self.status, self.batch, self.why = "finished", batch, None
        try:
            self.rows = job(batch)
        except RuntimeError as error:
            self.status, self.why = "error", error

    def result(self):
        return self.rows

    def exception(self):
        return self.why


class Here:
    """What `Work` needs of a client, on this process; a batch with "poison" ends its worker."""

    status = "running"

    def __init__(self):
        self.tried: list[tuple[list[str], int]] = []
        self.there = 0

    def nthreads(self):
        return {"worker": 2}

    def submit(self, job, batch, *, key, pure):
        self.there += 1
        self.tried.append((batch, self.there))
        return Done(batch, job)


def test_a_record_that_ends_its_worker_is_found_and_reported(monkeypatch):
    import distributed

    client = Here()

    def wait_for_all(futures, return_when):
        client.there -= len(futures)
        return type("", (), {"done": futures})

    def job(batch):
        if any("poison" in piece.key for piece in batch):
            raise RuntimeError("killed")
        return [{"key": piece.key, "piece": piece.key} for piece in batch]

    monkeypatch.setattr(distributed, "wait", wait_for_all)
    names = [*(f"s{n}" for n in range(10)), "poison", *(f"t{n}" for n in range(10))]
    pieces = [Piece(name, name, 1) for name in names]
    batches = deque([pieces[:8], pieces[8:16], pieces[16:]])
    rows = [row for found in Work(client, job, batches).rows() for row in found]
    assert sorted(row["key"] for row in rows) == sorted(names)
    refused = {row["key"]: row["refused"] for row in rows if "refused" in row}
    assert refused == {"poison": "It ended its worker each time it was tried (killed)."}
    with_poison = [there for batch, there in client.tried if any("poison" in p.key for p in batch)]
    assert len(with_poison) == 4 and with_poison[-2:] == [1, 1], "the last times, nothing ran beside it"


def test_a_scheduler_that_is_gone_is_said():
    client = Here()
    client.status = "closed"
    with pytest.raises(SchedulerLostError, match="start it and this command again"):
        list(Work(client, lambda batch: [], deque([[]])).rows())
    with pytest.raises(ValueError, match="No scheduler answers at nowhere"):
        list(through_dask(lambda batch: [], deque(), scheduler="nowhere://x", workers=None))


# --- with processes ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def expected(archive, tmp_path_factory) -> pd.DataFrame:
    return judge_archive(str(archive), tmp_path_factory.mktemp("one") / "a.parquet", ASKED, Where(workers=0))


def start(*command: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", *command], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def stations(archive, out, *more: str) -> subprocess.Popen:
    return start("gd_core", "stations", str(archive), "--out", str(out), "--quiet", *more)


def end(*processes: subprocess.Popen) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true, seconds: float = 120.0) -> None:
    for _ in range(int(seconds / 0.05)):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


@pytest.fixture
def cluster():
    """A scheduler and two workers by Dask's own commands: address, scheduler, workers."""
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = start(
        "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
    )
    workers = [
        start("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        for _ in range(2)
    ]
    yield address, scheduler, workers
    end(*workers, scheduler)


@pytest.fixture(scope="module")
def longer(tmp_path_factory) -> Path:
    """An archive that takes some seconds."""
    folder = tmp_path_factory.mktemp("longer")
    for number in range(40):
        (folder / f"s{number:02}.csv").write_bytes(station_csv(number % 3, days=1500))
    return folder


def parts(out: Path) -> int:
    return len(list(out.with_name(out.name + ".parts").glob("part-*.parquet")))


def check(out: Path, archive: Path) -> None:
    table = pd.read_parquet(out)
    assert table["key"].tolist() == sorted(file.name for file in archive.glob("*.csv"))
    assert table["refused"].isna().all()


@pytest.mark.nightly
def test_own_processes_give_the_same_table(archive, expected, tmp_path):
    process = stations(archive, tmp_path / "skill.parquet", "--workers", "2")
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "skill.parquet"), expected, check_exact=True)


@pytest.mark.nightly
def test_a_cluster_by_dasks_own_commands_gives_the_same_table(archive, expected, tmp_path, cluster):
    process = stations(archive, tmp_path / "skill.parquet", "--scheduler", cluster[0])
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "skill.parquet"), expected, check_exact=True)


@pytest.mark.nightly
def test_a_worker_is_killed(longer, tmp_path, cluster):
    address, _, workers = cluster
    out = tmp_path / "skill.parquet"
    process = stations(longer, out, "--scheduler", address)
    wait_until(lambda: parts(out) >= 2)
    os.kill(workers[0].pid, signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    check(out, longer)


@pytest.mark.nightly
def test_the_scheduler_is_killed_and_the_command_given_again(longer, tmp_path, cluster):
    address, scheduler, _ = cluster
    out = tmp_path / "skill.parquet"
    process = stations(longer, out, "--scheduler", address)
    wait_until(lambda: parts(out) >= 2)
    os.kill(scheduler.pid, signal.SIGKILL)
    _, said = process.communicate(timeout=300)
    assert process.returncode == 1 and b"What was done is kept" in said, said
    kept = parts(out)
    assert kept >= 2
    process = stations(longer, out, "--workers", "1")
    wait_until(lambda: parts(out) > kept or out.exists())
    process.communicate(timeout=300)
    check(out, longer)


@pytest.mark.nightly
def test_the_command_is_killed_and_given_again(longer, tmp_path):
    out = tmp_path / "skill.parquet"
    for _ in range(2):
        process, before = stations(longer, out, "--workers", "1"), parts(out)
        wait_until(lambda before=before: parts(out) >= before + 2)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert not out.exists()
    process = stations(longer, out, "--workers", "0")
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    check(out, longer)


@pytest.mark.nightly
def test_a_record_that_kills_every_worker_is_reported_and_the_others_are_there(tmp_path):
    """In a process of its own, with a job that ends its process on one of the records."""
    code = """
import os, signal
from collections import deque
from gd_core.stations.archive.pieces import Piece
from gd_core.stations.cluster import through_dask

def main():
    def job(batch):
        import os
        if any(piece.key == "poison" for piece in batch):
            os.kill(os.getpid(), 9)
        return [{"key": piece.key} for piece in batch]
    pieces = [Piece(name, name, 1) for name in ("a", "b", "poison", "c", "d", "e")]
    batches = deque([pieces[:3], pieces[3:]])
    rows = [row for found in through_dask(job, batches, scheduler=None, workers=2) for row in found]
    print(sorted((row["key"], "refused" in row) for row in rows))

if __name__ == "__main__":
    main()
"""
    (tmp_path / "poison.py").write_text(code)
    done = subprocess.run(
        [sys.executable, tmp_path / "poison.py"], env=ENVIRONMENT, capture_output=True, text=True, timeout=300
    )
    expected = [(name, name == "poison") for name in ("a", "b", "c", "d", "e", "poison")]
    assert done.stdout.strip() == str(expected), done.stderr


@pytest.mark.nightly
def test_an_archive_on_s3(tmp_path, monkeypatch):
    pytest.importorskip("s3fs")
    server = pytest.importorskip("moto.server")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    try:
        host, port = running.get_host_and_port()
        endpoint = {"endpoint_url": f"http://{host}:{port}"}
        options = json.dumps({"anon": False, "key": "x", "secret": "x", "client_kwargs": endpoint})
        with pytest.raises(ValueError, match="can't be listed"):
            list_pieces("s3://nothing/here", Storage(options))
        import boto3

        s3 = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        s3.create_bucket(Bucket="records")
        for number in range(2):
            s3.put_object(Bucket="records", Key=f"daily/s{number}.csv", Body=station_csv(number))
        s3.put_object(Bucket="records", Key="daily/empty.csv", Body=b"")
        s3.put_object(Bucket="records", Key="daily/note.txt", Body=b"no table")
        s3.put_object(
            Bucket="records", Key="big/all.csv", Body=several(3, days=6000).to_csv(index=False).encode()
        )
        where = Where(workers=0, storage=Storage(options))
        table = judge_archive("s3://records/daily/*.csv", tmp_path / "a.parquet", ASKED, where)
        assert table["key"].tolist() == [f"records/daily/{name}.csv" for name in ("empty", "s0", "s1")]
        assert table["refused"].notna().tolist() == [True, False, False]
        table = judge_archive("s3://records/big", tmp_path / "b.parquet", ASKED, where)
        assert table["id"].tolist() == ["SIM00001", "SIM00002", "SIM00003"]
        process = stations(
            "s3://records/daily/s*.csv",
            tmp_path / "c.parquet",
            "--workers",
            "1",
            "--storage-options",
            options,
        )
        _, said = process.communicate(timeout=300)
        assert process.returncode == 0, said
        assert len(pd.read_parquet(tmp_path / "c.parquet")) == 2
    finally:
        running.stop()


def test_the_keys_of_the_archive(expected):
    assert expected["key"].tolist() == KEYS
