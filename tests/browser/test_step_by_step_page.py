"""The page that shows one update at a time, in a real browser."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.reading import clipped, contrast, saved_data, saved_picture


def title(page):
    return page.tab.get_by_role("heading", level=1)


def numbers(page):
    """Headline, counters and every formula, as they are read."""
    formulas = page.tab.locator(".katex-mathml annotation").all_text_contents()
    return title(page).inner_text(), page.tab.get_by_test_id("stMetricValue").all_inner_texts(), formulas


def test_forward_and_back_by_key_and_button(open_page):
    page = open_page("step_by_step")
    start = numbers(page)
    assert start[0].startswith("b = 0.49671") and len(start[2]) == 12
    page.screenshot("step by step")
    with page.rerun():
        page.tab.get_by_role("button", name="Forward").click()
    expect(title(page)).to_contain_text("b = 0.8012, w = 0.045111 after 1 update")
    with page.rerun():
        page.tab.keyboard.press("ArrowLeft")
    assert numbers(page) == start


def test_back_is_exact_with_shuffled_batches(open_page):
    page = open_page("step_by_step?rows=Mini-batch&at=7")
    there = numbers(page)
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        with page.rerun():
            page.tab.keyboard.press(key)
    assert numbers(page) == there


def test_the_published_numbers_can_be_read(open_page, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    page = open_page("step_by_step?lr=0.3&at=1")
    with page.rerun():
        page.tab.get_by_role("button", name="As published").click()
    expect(page.tab.get_by_text("All 8 published numbers are reproduced")).to_be_visible()
    b, w = told["b_w_after_one_update"]
    expect(title(page)).to_contain_text(f"b = {b:.5g}, w = {w:.5g} after 1 update")
    with page.rerun():
        page.tab.get_by_role("button", name="To the end").click()
    b, w = told["b_w_after_1000_epochs"]
    expect(title(page)).to_contain_text(f"b = {b:.5g}, w = {w:.5g} after 1,000 updates")


def test_a_chart_is_saved_as_data_and_as_a_picture(open_page):
    page = open_page("step_by_step")
    header, *rows = saved_data(page)
    assert header[:3] == ["drawn as", "x", "y"] and len(rows) == 102  # the points, and the ends of the line
    assert saved_picture(page).startswith(b"\x89PNG")


def test_the_quiz_answers_and_stays_out_of_the_link(open_page):
    page = open_page("step_by_step")
    with page.rerun():
        page.tab.get_by_text("0 to 4", exact=True).click()
    expect(page.tab.get_by_text("It stands before the loop")).to_be_visible()
    assert "?" not in page.tab.url


def test_weather_is_descended_and_stands_in_the_link(open_page):
    page = open_page("step_by_step")
    with page.rerun():
        page.tab.get_by_role("radio", name="Weather", exact=True).click()
    expect(page.tab.get_by_text("1,022 / 1,022 = 1")).to_be_visible()
    again = open_page(page.tab.url.removeprefix(page.url))
    assert numbers(again) == numbers(page)
    page.screenshot("step by step weather")


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390), ("dark", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page("step_by_step?at=20", color_scheme=scheme, width=width)
    assert clipped(page) == [] and contrast(page) > 7
    page.screenshot(f"step by step {scheme} {width}")
