"""Whatever the names and the numbers are: a meaning, or one WeatherError."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gd_core.weather import WeatherError
from gd_core.weather.columns.find import find_meaning
from gd_core.weather.columns.predictors import NOT_PREDICTING
from gd_core.weather.columns.roles import first_roles
from gd_core.weather.numbers.missing_numbers import take_markers_out
from gd_core.weather.record import TEMPERATURES, Asked, Described
from gd_core.weather.vocabulary.languages import CONCEPTS

LINES = [line for lines in CONCEPTS.values() for _, line in lines]
KNOWN = sorted({word.strip("*") for line in LINES for word in line.split()})
WORDS = st.one_of(st.sampled_from(["tmax", "temperature", "T"]), st.sampled_from(KNOWN), st.text(max_size=12))
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
NUMBERS = st.one_of(
    st.floats(min_value=-1e12, max_value=1e12),
    st.sampled_from([np.nan, 0.0, -1.0, -99.0, -999.0, 9999.9, 99.0, 20.5, 273.15, 1e12]),
)


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 5))
    names = draw(st.lists(NAMES, min_size=columns, max_size=columns, unique=True))
    if draw(st.booleans()):
        names[0] = "tmax" if "tmax" not in names else names[0]
    rows = draw(st.integers(1, 12))
    numbers = draw(st.sampled_from([NUMBERS, st.integers(-300, 350).map(float)]))
    values = draw(arrays(float, (rows, columns), elements=numbers))
    return names, np.tile(values, (draw(st.sampled_from([1, 60])), 1))


@settings(max_examples=300)
@given(
    tables(),
    st.lists(st.text(max_size=40), max_size=3),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, "C", "F"]),
)
def test_any_table_has_a_meaning_or_is_refused(table, lines, headed, readings, unit):
    names, values = table
    columns = [values[:, p].copy() for p in range(len(names))]
    decisions = take_markers_out(columns, names, ["other"] * len(names))
    values = np.column_stack(columns)
    before = values.copy()
    try:
        described = Described(names, lines=lines, headed=headed, readings=readings)
        roles = first_roles(described, values, None, decisions)
        found = find_meaning(described, roles, values, Asked(unit=unit), decisions)
    except WeatherError as error:
        assert str(error).endswith(".")
        return
    np.testing.assert_array_equal(values, before)
    assert found.roles[found.target] in TEMPERATURES
    assert found.degrees in ("C", "F")
    assert not np.isinf(found.values).any()
    assert found.predictors[found.target]
    assert not any(found.predictors[p] for p, role in enumerate(found.roles) if role in NOT_PREDICTING)
    assert all(decision.line() for decision in decisions)
