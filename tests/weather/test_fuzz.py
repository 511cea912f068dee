"""Whatever bytes come in: a sound daily table or `WeatherError`, and never anything else.

A failure names the number of its mutant: ``python -m tests.weather.mutants NUMBER`` writes that file. The
nightly run begins with another number every time, which stands at the head of its report;
``FIRST_MUTANT=NUMBER`` in the environment repeats it.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather import Weather, WeatherError, read_weather
from gd_core.weather import show_tables as describe
from gd_core.weather.limits import MIN_DAYS
from tests.weather.cost import cost_of
from tests.weather.mutants import MAX_BYTES, SMALL, mutant, seeds

MUTANTS, BATCH = 500, 50
NIGHTLY, NIGHTLY_BATCH = 20_000, 500
MAX_SECONDS, MAX_MEMORY = 2.0, 200e6


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    """The folder `shared` adds to what is made up; without it, the tests go on."""
    return seeds()


def check(content: bytes) -> None:
    """Read ``content``; any exception but WeatherError leaves, and a table must keep its promises."""
    try:
        weather = read_weather(content)
    except WeatherError as error:
        assert str(error).strip() and "\n" not in str(error) and len(str(error)) < 2_000
        return
    check_table(weather)


def check_table(weather: Weather) -> None:
    """The promises of `Weather`."""
    frame = weather.frame
    assert frame.index.name == "date" and frame.index.is_unique and frame.index.is_monotonic_increasing
    assert (frame.index == frame.index.normalize()).all() and frame.index.tz is None
    assert all(dtype == np.float64 for dtype in frame.dtypes) and not np.isinf(frame.to_numpy()).any()
    assert [column.name for column in weather.columns] == list(frame.columns) and frame.columns.is_unique
    assert [column.missing for column in weather.columns] == list(frame.isna().sum())
    assert weather.target in weather.temperatures and weather.unit in ("C", "F")
    known = frame[weather.target].dropna()
    assert len(known) >= MIN_DAYS and known.min() < known.max()
    assert all(line.isprintable() for line in weather.report.lines())
    assert len(describe.decisions(weather)) == len(weather.report.decisions)
    describe.facts(weather), describe.columns(weather), describe.gaps_title(weather)


@pytest.mark.parametrize("first", range(0, MUTANTS, BATCH))
def test_small_mutants_are_read_or_refused(first, files):
    failures = []
    for number in range(first, first + BATCH):
        try:
            check(mutant(number, files, SMALL))
        except Exception as error:
            failures.append(f"mutant {number} --limit {SMALL}: {type(error).__name__}: {error}")
    assert not failures, "\n".join(failures)


@pytest.mark.nightly
@pytest.mark.parametrize("first", range(0, NIGHTLY, NIGHTLY_BATCH))
def test_mutants_are_read_or_refused_quickly_and_in_little_memory(first, files):
    first += int(os.environ["FIRST_MUTANT"])  # tests/conftest.py has set it
    failures = []
    for number in range(first, first + NIGHTLY_BATCH):
        failures += trial(number, files)
    assert not failures, "\n".join(failures)


def trial(number: int, files: list[bytes]) -> list[str]:
    """What is wrong with reading one mutant."""
    content = mutant(number, files, MAX_BYTES)
    try:
        cost = cost_of(lambda: check(content))
    except Exception as error:
        return [f"mutant {number}: {type(error).__name__}: {error}"]
    slow = cost.seconds > MAX_SECONDS
    return [f"mutant {number}: {cost}"] if slow or cost.memory > MAX_MEMORY else []


def test_a_mutant_is_made_again_by_its_number(files):
    assert [mutant(n, files) for n in range(20)] == [mutant(n, files) for n in range(20)]
    assert len({mutant(n, files) for n in range(20)}) > 15


def test_undamaged_files_of_every_family_are_sound():
    for content in seeds(Path("nowhere")):
        check(content)


@given(content=st.binary(max_size=2_000))
def test_any_bytes(content):
    check(content)


@given(text=st.text(max_size=2_000), encoding=st.sampled_from(["utf-8", "utf-16", "cp932", "gb18030"]))
def test_any_text(text, encoding):
    check(text.encode(encoding, errors="replace"))


CELLS = st.one_of(
    st.dates().map(str),
    st.floats(-90, 140).map(lambda value: f"{value:.1f}"),
    st.integers().map(str),
    st.sampled_from(
        ["", "NA", "T", "M", "-9999", "***", "tmax", "date", "2020", '"', "°C", "1,5", "31.12.1999"]
    ),
    st.text(max_size=8),
)


@given(
    rows=st.lists(st.lists(CELLS, max_size=6), max_size=12),
    delimiter=st.sampled_from([",", ";", "\t", " ", "|"]),
    times=st.sampled_from([1, 30]),
)
def test_any_table(rows, delimiter, times):
    lines = [delimiter.join(row) for row in rows]
    check("\n".join([*lines[:1], *lines[1:] * times]).encode("utf-8", errors="replace"))


@given(
    header=st.lists(st.text(max_size=12), min_size=1, max_size=4),
    start=st.dates(),
    values=st.lists(
        st.one_of(st.floats(-60, 60), st.sampled_from([-9999.0, 999.9, 0.0])), min_size=60, max_size=90
    ),
)
def test_any_names_above_a_good_record(header, start, values):
    first = np.datetime64(start)
    rows = [f"{first + n},{value:.1f},{n % 7}" for n, value in enumerate(values)]
    check("\n".join([",".join(header), *rows]).encode("utf-8", errors="replace"))
