"""Words for a missing value: one list, by which cells are typed and values read."""

import numpy as np
import pytest

from gd_core.weather import read_weather
from gd_core.weather.table.cell_types import EMPTY, MARKER, cell_type
from gd_core.weather.vocabulary.missing import MISSING_WORDS, TRACE_WORDS


@pytest.mark.parametrize("word", sorted(MISSING_WORDS))
def test_a_word_for_a_missing_value_is_one_everywhere(make_csv, values, word):
    assert cell_type(word) == cell_type(f" {word.upper()} ") == MARKER
    cells = values(200).astype(str)
    cells[::3] = word
    weather = read_weather(make_csv(tmax=cells, rain=[word] * 60 + ["0.2"] * 140))
    assert weather.column("tmax").missing == len(cells[::3])
    np.testing.assert_allclose(weather.frame["tmax"].dropna(), np.delete(values(200), np.s_[::3]))
    assert weather.column("rain").missing == 60
    assert not weather.report.about("not numbers")


@pytest.mark.parametrize("word", sorted(TRACE_WORDS))
def test_a_word_for_a_trace_is_one_everywhere(make_csv, values, word):
    assert cell_type(word) == MARKER
    weather = read_weather(make_csv(tmax=values(), rain=[word, "0.2"] * 50))
    assert weather.frame["rain"].tolist() == [0.0, 0.2] * 50


def test_an_empty_cell_is_no_word():
    assert cell_type("  ") == EMPTY and "" not in MISSING_WORDS | TRACE_WORDS
    assert all(word == word.strip().lower() for word in MISSING_WORDS | TRACE_WORDS)
