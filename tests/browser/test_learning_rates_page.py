"""The page of learning rates in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CHART, clipped, contrast, saved_data, saved_picture


def test_it_opens_finished_and_switches(open_page):
    page = open_page("learning_rates")
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("0.162 is best for the worst start")
    lines = page.tab.locator(CHART).first.locator("path[aria-roledescription='line mark']")
    expect(lines).to_have_count(5)
    expect(page.tab.locator(CHART).first).to_contain_text("divergent")
    page.screenshot("learning rates")
    with page.rerun():
        page.tab.get_by_role("radio", name="Update rules").click()
    expect(lines).to_have_count(6)
    expect(page.tab).to_have_url(re.compile("compare=Update"))


def test_every_chart_is_saved_as_data(open_page):
    page = open_page("learning_rates")
    header, *rows = saved_data(page)
    assert header[:2] == ["name", "epoch"] and len({row[0] for row in rows}) == 5
    header, *rows = saved_data(page, 2)
    assert "rate" in header and len(rows) > 5
    assert saved_picture(page).startswith(b"\x89PNG")


def test_the_weather_tutorial_says_what_it_needs(open_page):
    page = open_page("learning_rates")
    with page.rerun():
        page.tab.get_by_text("As published: ").click()
    expect(page.tab.get_by_text("Oakland, 1970 to 2022")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390), ("dark", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page("learning_rates", color_scheme=scheme, width=width)
    assert clipped(page) == [] and contrast(page) > 7
    page.screenshot(f"learning rates {scheme} {width}")
