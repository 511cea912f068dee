"""No test here talks to another host than its own server."""

import pytest

from gd_core.towns import download
from tests.towns.service import serve, variables


@pytest.fixture
def meteostat(monkeypatch, tmp_path):
    """The service on the loopback, asked by everything that this test calls; nothing is kept yet."""
    with serve() as service:
        for name, value in variables(service, str(tmp_path / "kept")).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(download, "TO_ANSWER", 0.3)
        yield service
