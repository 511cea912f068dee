"""A town in the browser: a link asks nobody, a dialog keeps what is shown until another record is there."""

import pytest

from tests.browser.conftest import ROOT
from tests.browser.harness import streamlit_server
from tests.towns.service import serve, variables

pytest.importorskip("playwright")
from playwright.sync_api import expect


@pytest.fixture
def beside_a_service(chromium, monkeypatch, tmp_path):
    """Address of a dashboard that asks a service on the loopback, and the service."""
    with serve() as service:
        for name, value in variables(service, str(tmp_path / "kept")).items():
            monkeypatch.setenv(name, value)
        with streamlit_server(ROOT / "app.py") as url:
            yield url, service


@pytest.mark.thorough
def test_a_link_a_click_and_another_station(beside_a_service, open_page):
    url, service = beside_a_service
    page = open_page("?data=Find+a+station&town=72793&horizon=2", url=url)
    tab = page.tab
    assert service.asked == []
    with page.rerun():
        tab.get_by_role("button", name="Fetch it from 127.0.0.1").click()
    expect(tab.get_by_role("heading", name="°C on Monday, 16 March 2026")).to_be_visible()
    assert "town=72793" in tab.url and "horizon=2" in tab.url
    expect(tab.get_by_role("link", name="CC BY 4.0").last).to_be_visible()

    with page.rerun():
        tab.get_by_role("button", name="Another station").click()
    dialog = tab.get_by_role("dialog")
    dialog.get_by_label("A place, the id").fill("atlantis")
    with page.rerun():
        dialog.get_by_role("button", name="Search").click()
    expect(dialog.get_by_text("No station is called")).to_be_visible()
    dialog.get_by_label("A place, the id").fill("zurich")
    with page.rerun():
        dialog.get_by_role("button", name="Search").click()
    page.screenshot("my town")
    with page.rerun():
        dialog.get_by_role("button", name="Fetch its days").click()
    expect(dialog).to_be_hidden()
    expect(tab.get_by_text("Zurich / Fluntern (06660, CH)").first).to_be_visible()
    assert "town=06660" in tab.url

    with page.rerun():
        tab.get_by_role("link", name="Verdict", exact=True).click()
    assert "town=06660" in tab.url, "the address names it on every page"
    asked = len(service.asked)
    again = open_page(tab.url.split("/", 3)[3], url=url)
    expect(again.tab.get_by_text("Zurich / Fluntern (06660, CH)").first).to_be_visible()
    assert len(service.asked) == asked, "what is kept is shown without asking"
