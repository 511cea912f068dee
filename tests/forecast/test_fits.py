"""What is decomposed by blocks has the least squares of all rows at once."""

import numpy as np
import pytest

from gd_core.forecast.fits import BLOCK, triangle


@pytest.mark.parametrize("rows", [1, 7, BLOCK, 2 * BLOCK + 1, 5 * BLOCK + 3])
@pytest.mark.parametrize("columns", [1, 6, BLOCK])
def test_a_triangle_keeps_all_products_of_columns(rows, columns):
    table = np.random.default_rng(rows).normal(size=(rows, columns))
    few = triangle(table)
    assert few.shape == (min(rows, columns), columns)
    np.testing.assert_allclose(few.T @ few, table.T @ table, atol=1e-9)


def test_least_squares_of_the_triangle_are_those_of_all_rows():
    random = np.random.default_rng(0)
    X = random.normal(size=(3_000, 5))
    X[:, 3] = 0.0
    y = X @ [1.0, -2.0, 0.5, 0.0, 3.0] + random.normal(size=3_000)
    few = triangle(np.column_stack([X, y]))
    expected = np.linalg.lstsq(X, y, rcond=None)[0]
    np.testing.assert_allclose(np.linalg.lstsq(few[:, :5], few[:, 5], rcond=None)[0], expected, rtol=1e-12)
