"""Small files for the reader's tests, and what is true of them."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest

DAYS = 100


def seasonal_values(n: int = DAYS, seed: int = 0) -> np.ndarray:
    """Values in °C, to one decimal, no two neighbours alike."""
    random = np.random.default_rng(seed)
    return np.round(12 + 8 * np.sin(np.arange(n) / 50) + random.normal(0, 2, n), 1)


@pytest.fixture
def values() -> Callable[..., np.ndarray]:
    return seasonal_values


@pytest.fixture
def make_csv() -> Callable[..., bytes]:
    """Bytes of a daily CSV: ``make_csv(tmax=[...], rain=[...])``, or of a dict for odd names."""

    def make(
        columns: dict[str, Iterable] | None = None,
        *,
        start: str = "2020-01-01",
        date: str = "date",
        **more: Iterable,
    ) -> bytes:
        given = {**(columns or {}), **more} or {"tmax": seasonal_values()}
        n = max(len(list(column)) for column in given.values())
        frame = pd.DataFrame({date: pd.date_range(start, periods=n).strftime("%Y-%m-%d"), **given})
        return frame.to_csv(index=False).encode()

    return make
