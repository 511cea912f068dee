"""What a computer does to a program: it is killed while it writes, the disk fills up, the place is foreign.

A limit on the size of files stands for a full disk: it ends a write in its middle, and root is no exception.
"""

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from gd_core.towns import store

ROOT = Path(__file__).resolve().parents[1]
KILL_AT = """
import os, signal, sys
def killed_at(number, moves=[]):
    "Die as by kill -9 when a file that was written is to be put in its place, for the so many-th time."
    real = os.replace
    def replace(*paths, **options):
        moves.append(paths)
        if len(moves) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*paths, **options)
    os.replace = replace
if sys.argv[1] == "write":  # a write beyond the limit is the end, which Python would make an error
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
else:
    killed_at(int(sys.argv[1]))
"""
KEEP = KILL_AT + "from gd_core.towns import store; store.write('a/b', bytes(50_000), 2000.0)"
COMPILE = (
    KILL_AT
    + """
import numpy as np
from gd_core.descent import cache
exec(compile("def some(x):\\n    return 2.0 * x.sum()\\n", sys.argv[2], "exec"))
some = cache.compiled()(some)
print([some(np.ones(3)), sum(some.stats.cache_hits.values())])
"""
)
JUDGE = (
    KILL_AT
    + """
from pathlib import Path
from gd_core.stations.asked import Asked
from gd_core.stations.run import Where, judge_archive
judge_archive(sys.argv[2], Path(sys.argv[3]), Asked(), Where(workers=0))
"""
)


def python(
    *arguments: object,
    most: int | None = None,
    ends_by: signal.Signals | None = None,
    cwd: Path = ROOT,
    **more,
) -> subprocess.CompletedProcess:
    """A fresh Python, with the environment of ours and ``more``.

    ``most`` bytes fit into a file: what is more is an error (EFBIG), as on a full disk. ``ends_by``: what
    the process has to die of.
    """

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more},
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
    )
    if ends_by:
        assert done.returncode == -ends_by, done.stderr
    return done


@pytest.mark.parametrize(
    ("ends_by", "most", "move"),
    [(signal.SIGXFSZ, 10_000, "write"), (signal.SIGKILL, None, 1)],
    ids=["write", "move"],
)
def test_a_town_is_kept_whole_whenever_the_program_is_killed(ends_by, most, move, tmp_path, monkeypatch):
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path))
    for before in (None, store.Copy(b"the copy before", 1000.0)):
        if before:
            store.write("a/b", *before)
        python("-c", KEEP, move, most=most, ends_by=ends_by)
        assert store.read("a/b") == before
    assert python("-c", KEEP, 0).returncode == 0
    assert store.read("a/b") == store.Copy(bytes(50_000), 2000.0)


def test_a_full_disk_keeps_the_copy_before(tmp_path, monkeypatch):
    monkeypatch.setenv("MS_CACHE_DIRECTORY", str(tmp_path))
    store.write("a/b", b"the copy before", 1000.0)
    done = python("-c", KEEP, 0, most=10_000)
    assert (done.returncode, done.stderr) == (0, "")
    assert store.read("a/b") == store.Copy(b"the copy before", 1000.0)
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]


@pytest.mark.thorough
def test_a_first_start_that_is_killed_leaves_no_half_of_compiled_code(tmp_path):
    def compiled(move=0, **limits):
        (tmp_path / "some.py").write_text("")
        os.utime(tmp_path / "some.py", (1000, 1000))  # the code of the cache is told apart by it
        return python(
            "-c", COMPILE, move, tmp_path / "some.py", **limits, NUMBA_CACHE_DIR=str(tmp_path / "kept")
        )

    for move in (1, 2):  # the list of what is there, then the code
        compiled(move, ends_by=signal.SIGKILL)
    assert [json.loads(compiled().stdout) for _ in range(2)] == [[6.0, 0], [6.0, 1]]


@pytest.mark.thorough
def test_a_run_at_many_stations_that_is_killed_goes_on_and_finds_the_same(tmp_path):
    pytest.importorskip("dask", reason="needs requirements-stations.txt")
    pd = pytest.importorskip("pandas")
    from tests.stations.helpers import station_csv

    (tmp_path / "archive").mkdir()
    for number in range(3):
        (tmp_path / "archive" / f"{number}.csv").write_bytes(station_csv(number))
    table, undisturbed = tmp_path / "table.parquet", tmp_path / "undisturbed.parquet"
    judge = partial(python, "-c", JUDGE)
    # The note whose run it is, the first part, the table itself.
    for move in (1, 2, 3):
        judge(move, tmp_path / "archive", table, ends_by=signal.SIGKILL)
        assert not table.exists()
    judge("write", tmp_path / "archive", table, most=3_000, ends_by=signal.SIGXFSZ)
    assert not table.exists()
    for out in (table, undisturbed):
        done = judge(0, tmp_path / "archive", out)
        assert done.returncode == 0, done.stderr
    pd.testing.assert_frame_equal(pd.read_parquet(table), pd.read_parquet(undisturbed), check_exact=True)
    assert {path.name for path in tmp_path.iterdir()} == {"archive", table.name, undisturbed.name}


@pytest.mark.thorough
def test_a_full_disk_is_said_in_one_sentence(tmp_path):
    pytest.importorskip("dask", reason="needs requirements-stations.txt")
    shutil.copy(ROOT / "data" / "seattle_weather.csv", tmp_path)
    command = [
        "-m",
        "gd_core",
        "stations",
        tmp_path,
        "--workers",
        "0",
        "--quiet",
        "--out",
        tmp_path / "x.parquet",
    ]
    done = python(*command, most=3_000)
    assert done.returncode == 1 and "File too large" in done.stderr
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert python(*command).returncode == 0


@pytest.fixture(scope="module")
def locales(tmp_path_factory) -> Path:
    """Foreign places: Turkish (whose small letter of I has no dot), German in an old encoding."""
    folder = tmp_path_factory.mktemp("locales")
    for source, charset, name in (("tr_TR", "UTF-8", "tr_TR.UTF-8"), ("de_DE", "ISO-8859-1", "de_DE")):
        made = ["localedef", "-i", source, "-f", charset, folder / name]
        if not shutil.which("localedef") or subprocess.run(made, capture_output=True).returncode > 1:
            pytest.skip("needs localedef with its sources: apt-get install locales")
    return folder


NUMBERS = """
import locale, sys, warnings
warnings.filterwarnings("error", category=EncodingWarning, module=r"gd_core|dashboard")
locale.setlocale(locale.LC_ALL, "")
from gd_core import ExperimentSettings, read_weather, run_experiment
from gd_core.forecast.words import summary
from gd_core.forecast.take_away.export import csv
weather = read_weather(sys.argv[1])
result = run_experiment(weather, ExperimentSettings())
said = [summary.forecast_date(result), repr(result.metrics.values.tolist()), weather.report.lines(),
        csv(result.predictions)]
print(ascii(said), ascii(locale.str(0.5)))
"""


@pytest.mark.thorough
def test_numbers_dates_and_words_are_the_same_in_every_place(locales, tmp_path):
    record = tmp_path / "Ölçüm İstanbul.csv"
    rows = (ROOT / "data" / "seattle_weather.csv").read_text(encoding="utf-8").splitlines()
    record.write_text("\n".join(rows), encoding="utf-8")
    said = {}
    for name in ("C", "tr_TR.UTF-8", "de_DE"):
        plain = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LOCPATH": str(locales), "LC_ALL": name}
        done = python("-X", "warn_default_encoding", "-c", NUMBERS, record, cwd=tmp_path, **plain)
        assert done.returncode == 0, done.stderr
        said[name], _, half = done.stdout.rpartition(" ")
        assert half.strip() == ("'0.5'" if name == "C" else "'0,5'"), "the place is not in force"
    assert said["tr_TR.UTF-8"] == said["de_DE"] == said["C"] != ""


#: Everything can be read only, but for a folder that is full; the network ends at this computer.
POOR = """
set -e
mount -t tmpfs -o size=64k full "$1"
mount -o remount,bind,ro /
! dd if=/dev/zero of="$1/full" bs=4k 2>/dev/null
ip link set lo up
exec "$2" -c "$3" "$1"
"""
VISIT = """
import asyncio, os, sys, tempfile
from pathlib import Path
from random import Random
tempfile.tempdir = "/dev/shm"  # ours; the server's is full
for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
    os.environ[name] = sys.argv[1]
from benchmarks.load.tab import Tab
from tests.browser.harness import streamlit_server
async def visit(url):
    tab = Tab(url, Random(0))
    await tab.open()
    await tab.go("verdict")
    await tab.go("")
    assert (tab.shown.charts(), tab.problems) == (2, []), tab.shown.text()
    assert b"ok" in await tab.fetch("/health")
    await tab.close()
with streamlit_server(Path("app.py").absolute()) as url:
    asyncio.run(visit(url))
"""


@pytest.mark.thorough
def test_a_server_that_can_write_nowhere_and_reach_nobody_shows_whole_pages(tmp_path):
    poor = ["unshare", "--mount", "--net", "sh", "-c"]
    if os.geteuid() or not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("needs root, unshare and ip")
    if subprocess.run(
        [*poor, "mount -t tmpfs full /mnt && ip link set lo up"], capture_output=True
    ).returncode:
        pytest.skip("needs a kernel that lets root have a file system and a network of its own")
    done = subprocess.run(
        [*poor, POOR, "sh", tmp_path, sys.executable, VISIT],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_clock_on_the_wall_measures_no_duration():
    """It may be set back. It is asked for where it is compared with that of a file."""
    asks = re.compile(r"\btime\.time\(\)|\btime_ns\b|from time import .*\btime\b")
    asking = {
        str(path.relative_to(ROOT))
        for folder in ("gd_core", "dashboard")
        for path in (ROOT / folder).rglob("*.py")
        if asks.search(path.read_text(encoding="utf-8"))
    }
    assert asking == {"dashboard/record/given_files.py", "dashboard/record/my_town.py"}
