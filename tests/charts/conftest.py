"""What every test of the charts may use."""

from collections.abc import Callable, Iterator

import altair as alt
import numpy as np
import pandas as pd
import pytest


@pytest.fixture(autouse=True)
def whole_frames() -> Iterator[None]:
    """Altair alone refuses more than 5,000 rows; Streamlit does not."""
    with alt.data_transformers.enable("default", max_rows=None):
        yield


@pytest.fixture
def make_predictions() -> Callable[..., pd.DataFrame]:
    """Return ``make(days, parts=...)``: predictions as an experiment returns them."""

    def make(days: int = 800, shares: tuple[float, float] = (0.7, 0.15)) -> pd.DataFrame:
        random = np.random.default_rng(3)
        date = pd.date_range("1990-03-01", periods=days, name="date")
        actual = 12 + 9 * np.sin(np.arange(days) / 58) + random.normal(0, 3, days)
        forecast = actual + random.normal(0, 2, days)
        ends = np.cumsum([round(share * days) for share in shares])
        part = np.select(
            [np.arange(days) < ends[0], np.arange(days) < ends[1]], ["train", "validation"], "test"
        )
        return pd.DataFrame(
            {
                "part": part,
                "actual": actual,
                "gradient_descent": forecast,
                "least_squares": forecast + 0.01,
                "low": forecast - 4,
                "high": forecast + 4,
            },
            index=date,
        )

    return make
