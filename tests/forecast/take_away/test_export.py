"""Tables as CSV files: nothing in them is a formula to a spreadsheet, and numbers come back as they were."""

import io

import pandas as pd
import pytest

from gd_core.forecast.take_away import export


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_texts_and_headers_that_would_be_formulas_are_defused(start):
    frame = pd.DataFrame(
        {f"{start}head": [f"{start}1+1", "plain", None], "number": [-1.5, 2.0, float("nan")]}
    )
    header, *lines = export.csv(frame).decode().splitlines()
    assert header == f"'{start}head,number"
    assert lines == [f"'{start}1+1,-1.5", "plain,2.0", ","]


def test_categories_and_equal_names_are_defused_too():
    frame = pd.DataFrame({"a": pd.Categorical(["=x", "y"]), "b": ["@z", "w"]})
    frame.columns = ["a", "a"]
    assert export.csv(frame).decode().splitlines() == ["a,a", "'=x,'@z", "y,w"]


def test_numbers_come_back_to_the_bit_and_days_as_days():
    frame = pd.DataFrame({"day": pd.date_range("2024-02-28", periods=3), "x": [0.1, 1 / 3, 1e-300]})
    back = pd.read_csv(io.BytesIO(export.csv(frame)))
    assert list(back["day"]) == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert list(back["x"]) == list(frame["x"])
