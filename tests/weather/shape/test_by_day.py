"""Rows by their day: in order or not, it is what pandas makes of groups."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gd_core.weather.calendar import NO_TIME
from gd_core.weather.shape.by_day import by_day
from gd_core.weather.shape.readings import aggregated, doublets, several_times

ROLES = ["temperature_max", "temperature_min", "precipitation", "humidity"]
#: A reading: its day, minute, and a value that is sometimes missing.
READINGS = st.lists(
    st.tuples(
        st.integers(-40, 40), st.integers(NO_TIME, 1440), st.sampled_from([np.nan, -7.5, 0.0, 1.25, 31.0])
    ),
    min_size=1,
    max_size=60,
)


@given(READINGS, st.booleans())
def test_each_day_is_what_pandas_makes_of_its_group(readings, in_order):
    readings = sorted(readings, key=lambda reading: reading[0]) if in_order else readings
    number, minutes, values = (np.array(part) for part in zip(*readings, strict=True))
    rows = by_day(number.astype("datetime64[D]"))
    grouped = pd.Series(values).groupby(number)
    assert rows.days.tolist() == np.unique(number).astype("datetime64[D]").tolist()
    assert rows.sizes.tolist() == grouped.size().tolist()
    assert rows.in_order == (number[1:] >= number[:-1]).all()
    assert rows.reduced(np.fmax, values, np.nan).tolist() == pytest.approx(
        grouped.max().tolist(), nan_ok=True
    )
    assert rows.reduced(np.fmin, values, np.nan).tolist() == pytest.approx(
        grouped.min().tolist(), nan_ok=True
    )
    times = pd.Series(minutes).groupby(number)
    different = (times.max() > times.min()) & (times.min() != NO_TIME)
    assert several_times(minutes.astype(np.int16), rows) == pytest.approx(different.mean())


@given(READINGS)
def test_rows_in_any_order_become_the_days_of_rows_in_order(readings):
    columns = [np.array(part) for part in zip(*readings, strict=True)]
    decided = []
    for order in (np.arange(len(readings)), np.argsort(columns[0], kind="stable")):
        days, values = columns[0][order].astype("datetime64[D]"), columns[2][order]
        decisions = []
        daily = aggregated(by_day(days), np.tile(values[:, None], len(ROLES)), ROLES, "Z", decisions)
        decided.append((daily, decisions))
    (mixed, said), (ordered, said_in_order) = decided
    np.testing.assert_allclose(mixed.values, ordered.values, rtol=1e-12)
    assert mixed.index.equals(ordered.index)
    assert mixed.readings.tolist() == ordered.readings.tolist()
    assert said == said_in_order


@given(READINGS)
def test_doublets_are_what_pandas_calls_duplicates(readings):
    number, minutes, values = (np.array(part) for part in zip(*readings, strict=True))
    found = doublets(number.astype("datetime64[D]"), minutes.astype(np.int16), values[:, None])
    assert found.tolist() == pd.DataFrame(readings).duplicated().tolist()


def test_days_far_apart_have_no_places_between_them():
    days = np.array(["2020-01-01", "1900-01-01", "2020-01-01"], dtype="datetime64[D]")
    rows = by_day(days)
    assert rows.days.tolist() == sorted({*days.tolist()})
    assert rows.sizes.tolist() == [1, 2]
    assert rows.reduced(np.add, np.array([1.0, 2.0, 4.0]), 0.0).tolist() == [2.0, 5.0]
    assert by_day(days[:0]).days.size == 0
