"""The page of learning rates in a real browser."""

import re

import pytest
from playwright.sync_api import expect

CHARTS = '[data-testid="stVegaLiteChart"]'


def test_it_opens_finished_and_switches(open_page):
    page = open_page("learning_rates")
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("0.471 is the best fixed one")
    expect(page.tab.locator(f"{CHARTS} path[aria-roledescription='line mark']")).to_have_count(5)
    page.screenshot("learning rates")
    with page.rerun():
        page.tab.get_by_role("radio", name="Update rules").click()
    expect(page.tab.locator(f"{CHARTS} path[aria-roledescription='line mark']")).to_have_count(6)
    expect(page.tab).to_have_url(re.compile("compare=Update"))


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page("learning_rates", color_scheme=scheme, width=width)
    overflow = page.tab.evaluate(
        '[...document.querySelectorAll(\'[data-testid="stMain"], [data-testid="stVegaLiteChart"]\')]'
        ".map(box => box.scrollWidth - box.clientWidth)"
    )
    assert max(overflow) <= 1
    page.screenshot(f"learning rates {scheme} {width}")
