"""Short names of terms: every departure has one, and no two are the same."""

import numpy as np
import pandas as pd
import pytest

from gd_core.forecast.rows.departures import departures
from gd_core.forecast.words.terms import LONGEST, short


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("tmax, above its 15-day mean", "tmax − 15-day mean"),
        ("tmax, above its normal", "tmax − normal"),
        ("tmax, change since the day before", "tmax, change"),
        ("tmax, above its 15-day mean × season, sine", "sin × (tmax − 15-day mean)"),
        ("tmax, change since the day before × season, cosine", "cos × (tmax, change)"),
        ("tmax, above its normal (2)", "tmax − normal (2)"),
        ("rise of the normal", "rise of the normal"),
        ("season, sine", "season, sine"),
        ("wind (anomaly), day before", "wind (anomaly), day before"),
        ("a column, above its own name", "a column, above its own name"),
        ("maximum_temperature_2m_c, above its normal", "maximum_te…ture_2m_c − normal"),
    ],
)
def test_a_departure_has_a_short_name_and_anything_else_keeps_its_own(term, name):
    assert short(term) == name


def test_every_departure_is_shortened_and_stays_different():
    columns = ["temperature", "wind", "temperature_of_the_sea_surface"]
    days = pd.date_range("2020-01-01", periods=60, name="date")
    frame = pd.DataFrame(np.zeros((60, 3)), index=days, columns=columns)
    terms = list(departures(frame, "temperature", tuple(columns), 1).terms.columns)
    names = [short(term) for term in terms]
    assert len(set(names)) == len(terms) > 20
    assert max(map(len, names)) <= LONGEST + 22
    kept = [term for term, name in zip(terms, names, strict=True) if term == name]
    assert kept == ["season, sine", "season, cosine", "rise of the normal"]
