"""Clean tables with one thing broken: read right, or without the broken row and its line said, or refused.

A failure names its file: ``python -m tests.weather.pollution NUMBER`` writes the file of that number.
"""

from collections.abc import Iterable

import pytest

from tests.weather import pollution
from tests.weather.pollution import LOST, REFUSED, RIGHT, SILENT, all_files, judge
from tests.weather.pollution_tables import Polluted, tables

SAMPLE = 150
GOOD = 0.95  # share of the files that must be right but for broken rows
MOST_REFUSED = 1.0 - GOOD


def check(files: Iterable[tuple[int, Polluted]]) -> None:
    """No file is read differently without a word, and hardly any is refused."""
    verdicts = {f"{number}: {file.name}": judge(file) for number, file in files}
    silent = [name for name, word in verdicts.items() if word not in (RIGHT, LOST, REFUSED)]
    assert not silent, "\n".join(silent)
    refused = [name for name, word in verdicts.items() if word == REFUSED]
    assert len(refused) <= MOST_REFUSED * len(verdicts), "\n".join(refused)


def test_a_sample_of_the_polluted_files():
    files = all_files()
    # Each kind of damage in turn, of whichever table: neighbours in the list are alike.
    places = range(0, len(files), len(files) // SAMPLE)
    check((place, files[place]) for place in places)


@pytest.mark.nightly
def test_all_polluted_files():
    check(enumerate(all_files()))


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.name)
def test_clean_tables_are_right(table):
    content = "\n".join([*table.lines(), ""]).encode()
    assert judge(Polluted(table.name, table, content)) == RIGHT


def test_files_are_made_again_alike_and_differ():
    contents = [file.content for file in all_files()]
    assert len(contents) > 1_000 and len(set(contents)) > 0.95 * len(contents)
    pollution._all_files.cache_clear()
    assert [file.content for file in all_files()] == contents


def test_a_shifted_column_is_called_silent():
    table = tables()[0]
    shifted = "\n".join(
        [table.lines()[0].replace("temp_max", "x").replace("temp_min", "temp_max"), *table.lines()[1:]]
    )
    assert judge(Polluted("shifted", table, shifted.encode())) == SILENT
