"""The names that other work relies on."""

import subprocess
import sys

import pytest

import gd_core


def test_every_public_name_is_there():
    assert set(gd_core.__all__) <= set(dir(gd_core))
    for name in gd_core.__all__:
        assert getattr(gd_core, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        gd_core.nothing  # noqa: B018


def test_the_regressor_alone_does_not_wait_for_the_rest():
    code = "import sys; from gd_core import GradientDescentRegressor; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "gd_core.descent" in loaded
    for heavy in ("altair", "streamlit", "gd_core.forecast", "gd_core.weather"):
        assert heavy not in loaded
