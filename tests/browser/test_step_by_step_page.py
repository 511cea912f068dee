"""The page that shows one update at a time, in a real browser."""

import pytest
from playwright.sync_api import expect


def title(page):
    return page.tab.get_by_role("heading", level=1)


def test_forward_and_back_by_key_and_button(open_page):
    page = open_page("step_by_step")
    start = title(page).inner_text()
    assert start.startswith("b = 0.49671")
    page.screenshot("step by step")
    with page.rerun():
        page.tab.get_by_role("button", name="Forward").click()
    expect(title(page)).to_contain_text("b = 0.8012, w = 0.045111 after 1 updates")
    with page.rerun():
        page.tab.get_by_role("button", name="Back").click()
    expect(title(page)).to_have_text(start)


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page("step_by_step?at=20", color_scheme=scheme, width=width)
    overflow = page.tab.evaluate(
        '[...document.querySelectorAll(\'[data-testid="stMain"], [data-testid="stVegaLiteChart"]\')]'
        ".map(box => box.scrollWidth - box.clientWidth)"
    )
    assert max(overflow) <= 1
    page.screenshot(f"step by step {scheme} {width}")
