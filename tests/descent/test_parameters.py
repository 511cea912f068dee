"""Checks of parameters."""

import numpy as np
import pytest

from gd_core.descent import parameters


def test_numbers_pass_through():
    assert parameters.real("a", np.float32(0.5)) == 0.5
    assert parameters.real("a", -3, low=None) == -3.0
    assert parameters.integer("n", np.int64(7), low=1) == 7
    assert parameters.boolean("b", np.True_) is True
    assert parameters.choice("c", "x", ["x", "y"]) == "x"


@pytest.mark.parametrize("value", [10**400, -(10**400), float("inf"), float("nan")])
def test_numbers_beyond_all_bounds_are_refused(value):
    with pytest.raises(ValueError, match=r"^a must be a finite number; received"):
        parameters.real("a", value, low=None)
