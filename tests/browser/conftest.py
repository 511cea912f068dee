"""Fixtures of the tests in a real browser: ``open_page``, and the server and Chromium behind it.

    def test_more_epochs_lower_the_loss(open_page):
        page = open_page("step_by_step?epochs=10")
        with page.rerun():
            page.tab.get_by_role("slider", name="Epochs").press("ArrowRight")
        expect(page.tab.get_by_text("11 epochs")).to_be_visible()

At the end of each test, a console error, an error box or a request to another host on any of its pages is
a failure. Set SCREENSHOTS to a folder to get the pictures that ``page.screenshot(name)`` takes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.browser.harness import CHROMIUM_FLAGS, Page, find_chromium, streamlit_server

if find_spec("playwright"):  # without it, the fixtures skip before anything here is used
    from playwright.sync_api import Browser, BrowserContext

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]


@pytest.hookimpl(tryfirst=True)  # before `-m` looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is in this folder, and run it last: the quick tests speak first."""
    for item in items:
        if FOLDER in item.path.parents:
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, driven by Playwright; skipped without it, failed if REQUIRE_BROWSER=1."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _no_browser("needs playwright: pip install -r requirements-dev.txt")
    executable = find_chromium()
    if executable is None:
        _no_browser("needs Chromium (on Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


def _no_browser(reason: str) -> None:
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def server(chromium) -> Iterator[str]:
    """Address of the dashboard, served as ``streamlit run app.py`` does."""
    with streamlit_server(ROOT / "app.py") as url:
        yield url


@pytest.fixture(scope="session")
def visitors(chromium: Browser) -> Iterator[list[BrowserContext]]:
    """Browser sessions that all tests share, so that Streamlit's own files are loaded and compiled once."""
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(
    chromium: Browser, visitors: list[BrowserContext], request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Function that opens a page as somebody who was never here, and waits until it has settled.

    ``open_page(path="", *, color_scheme=None, width=None, url=None)``: ``path`` with its query;
    ``color_scheme`` "light" or "dark"; ``width`` in CSS pixels; ``url`` of another server than the
    dashboard's. Each page of one test belongs to another visitor.
    """
    pages: list[Page] = []

    def open_page(path="", *, color_scheme=None, width=None, url=None) -> Page:
        if len(pages) == len(visitors):
            visitors.append(chromium.new_context())
        page = Page(visitors[len(pages)], url or request.getfixturevalue("server"))
        pages.append(page)
        page.forget()
        page.tab.emulate_media(color_scheme=color_scheme)
        page.tab.set_viewport_size({"width": width or 1280, "height": 844 if width and width < 600 else 900})
        page.open(path)
        return page

    yield open_page
    problems = [problem for page in pages for problem in page.problems]
    for page in pages:
        page.close()
    assert not problems, "\n".join(problems)
