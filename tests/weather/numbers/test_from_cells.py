"""From cells to numbers: words, signs and traces among them."""

import numpy as np
import pandas as pd
import pytest

from gd_core.weather import read_weather
from gd_core.weather.numbers.from_cells import _of, _of_text, _texts

N = 80


def column(*words, numbers=N):
    return pd.Series([*words, *(str(n / 2) for n in range(numbers))], dtype="str")


def numbers_of(cells, role):
    texts = _texts({0: cells}) if isinstance(cells.dtype, pd.StringDtype) else {}
    return _of_text(texts[0], role) if texts else _of(cells, slice(None))


@pytest.mark.parametrize(
    "sign", ["-", "--", "***", "M", "m", "NaN", "n/a", "×", "///", "k. A.", "缺测", "결측", "#N/A"]
)
def test_signs_of_a_missing_value(sign):
    values, words = numbers_of(column(sign, f" {sign} "), "temperature_max")
    assert np.isnan(values[:2]).all()
    assert words.missing == {sign: 2}
    assert words.other.size == 0


def test_a_trace_is_zero_in_an_amount_and_missing_in_a_temperature():
    values, words = numbers_of(column("T", "Trace", "5"), "precipitation")
    assert values[:3].tolist() == [0, 0, 5]
    assert words.traces == {"T": 1, "Trace": 1}
    values, words = numbers_of(column("T", "5"), "temperature_max")
    assert np.isnan(values[0])
    assert (words.missing, words.traces) == ({"T": 1}, {})


def test_other_words_are_placed():
    values, words = numbers_of(column("1", "rain", "", "rain"), "other")
    assert words.other.tolist() == [1, 3]
    assert np.isnan(values[1:4]).all()


def test_a_measurement_with_its_mark_of_quality_behind_a_comma():
    cells = pd.Series(["+0056,1", "-0011,5", None, "+9999,9"] * 20, dtype="str")
    values, words = numbers_of(cells, "temperature")
    np.testing.assert_array_equal(values[:4], [56, -11, np.nan, 9999])
    assert words.other.size == 0


def test_what_is_a_column_of_text():
    assert numbers_of(column("a", "b", "c", numbers=2), "other")[0] is None
    assert numbers_of(column("a", "b", numbers=2), "other")[0] is not None
    assert numbers_of(column("M", "M", numbers=0), "flag")[0] is None
    assert numbers_of(column("T", "T", numbers=0), "precipitation")[0] is None
    assert np.isnan(numbers_of(column("M", "M", numbers=0), "wind")[0]).all()
    assert numbers_of(pd.Series([True, False]), "other")[0] is None


def test_one_decision_for_a_sign_in_many_columns(make_csv):
    columns = {f"wind{i}": ["M", *range(i, i + N - 1)] for i in range(50)}
    weather = read_weather(make_csv({"tmax": np.arange(N) % 7 + 10, **columns}))
    (decision,) = weather.report.about("marker")
    assert decision.line().startswith('"M" stands for a missing value (50 cells of "wind0", "wind1"')
    assert decision.data["counts"]["wind49"] == 1


def test_words_and_endless_numbers_in_many_columns_make_a_line_each(make_csv):
    columns = {f"wind{i}": ["strong", "1e300", *range(i, i + N - 2)] for i in range(50)}
    weather = read_weather(make_csv({"tmax": np.arange(N) % 7 + 10, **columns}))
    (decision,) = weather.report.about("not numbers")
    assert decision.line().startswith('50 columns have cells taken as missing: they are not numbers: "wind0"')
    assert decision.line().endswith('the first is "strong" on line 2).')
    assert len(weather.report.about("infinite")) == 1
    few = read_weather(make_csv({"tmax": np.arange(N) % 7 + 10, **dict(list(columns.items())[:3])}))
    assert len(few.report.about("not numbers")) == 3


def test_traces_of_rain(make_csv, values):
    weather = read_weather(make_csv(tmax=values(N), rain=["T", 0.2] * 40))
    assert weather.frame["rain"].tolist() == [0, 0.2] * 40
    (decision,) = weather.report.about("trace")
    assert decision.line() == '"T" stands for a trace, and is taken as 0 (40 cells of "rain").'
