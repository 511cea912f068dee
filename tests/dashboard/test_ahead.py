"""What the server does before its first visitor comes."""

import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.web.server.app_discovery import discover_asgi_app

from dashboard import ahead

ROOT = Path(__file__).resolve().parents[2]
VISIT = f"""
import sys
from streamlit.testing.v1 import AppTest
from dashboard import ahead
ahead.prepare()
before = set(sys.modules)
from dashboard import cache
cache.run_experiment = lambda *_, **__: 1 / 0  # what the front page opens with is known
page = AppTest.from_file({str(ROOT / "app.py")!r}, default_timeout=60).run()
assert page.header[0].value.startswith("5.6"), page
print(*sorted(name for name in set(sys.modules) - before if not name.startswith("streamlit")))
"""


def test_streamlit_run_finds_the_server_that_prepares_itself():
    assert discover_asgi_app(ROOT / "app.py").import_string == "app:app"


@pytest.mark.parametrize(("headless", "opened"), [(False, ["http://127.0.0.1:8599"]), (True, [])])
def test_the_page_opens_by_itself_where_there_is_a_screen(headless, opened, monkeypatch):
    options = {"server.headless": headless, "server.address": "127.0.0.1", "server.port": 8599}
    seen = []
    monkeypatch.setattr(ahead.st, "get_option", options.__getitem__)
    monkeypatch.setattr(ahead.webbrowser, "open", seen.append)
    ahead.open_browser()
    assert seen == opened


def test_the_first_visitor_waits_for_no_import():
    run = subprocess.run([sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=True)
    imported = {name.split(".")[0] for name in run.stdout.split()}
    assert not imported & {"altair", "dashboard", "gd_core", "numba", "pandas", "pyarrow", "scipy", "sklearn"}
