"""A server on this computer, and a client for it."""

import pytest

from tests.browser.harness import streamlit_server
from tests.dashboard.server.client import ROOT, Client


@pytest.fixture(scope="session")
def client():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "1")  # megabytes: limits are soon reached
        with streamlit_server(ROOT / "app.py") as address:
            yield Client(address)
