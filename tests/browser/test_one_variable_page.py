"""The page of one variable in a real browser: question, picture and control in one view, step by step."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CHART, clipped, contrast, not_in_view, pixels, saved_data, saved_picture


def test_picture_and_control_stand_in_the_first_view(open_page):
    page = open_page("one_variable")
    page.resize(1024, 576)  # 1280 x 720 at 125%
    names = ("Back", "Forward", "Run to step", "to the left")
    parts = {
        name: page.tab.get_by_role("button", name=name).or_(page.tab.get_by_role("radio", name=name))
        for name in names
    }
    title = page.tab.get_by_role("heading", level=1)
    expect(title).to_have_text("What is a gradient for?")
    assert not_in_view(page, title=title, picture=page.tab.locator(CHART), **parts) == []
    page.screenshot("one variable first view")


def test_every_step_moves_the_picture_by_keyboard_and_back_is_exact(open_page):
    page = open_page("one_variable")
    seen = [pixels(page.tab.locator(CHART))]
    for _ in range(3):
        with page.rerun():
            page.tab.keyboard.press("ArrowRight")
        seen.append(pixels(page.tab.locator(CHART)))
    assert len(set(seen)) == 4
    for before in seen[-2::-1]:
        with page.rerun():
            page.tab.keyboard.press("ArrowLeft")
        assert pixels(page.tab.locator(CHART)) == before
    with page.rerun():
        page.tab.keyboard.press("End")
    expect(page.tab.get_by_text("Converged after 32 steps")).to_be_visible()


def test_a_guess_shows_the_answer(open_page):
    page = open_page("one_variable")
    with page.rerun():
        page.tab.get_by_text("to the left", exact=True).click()
    expect(page.tab.get_by_text("You guessed to the left; it is to the right.")).to_be_visible()
    assert "?" not in page.tab.url


def test_settings_survive_a_visit_to_another_page(open_page):
    page = open_page("one_variable?steps=25&eta=0.1")
    with page.rerun():
        page.tab.get_by_role("link", name="Next: What happens in one update?").click()
    expect(page.tab.get_by_role("heading", level=1)).to_have_text("What happens in one update?")
    with page.rerun():
        page.tab.get_by_role("link", name="Back to One variable").click()
    expect(page.tab.get_by_text("after 25 steps")).to_be_visible()
    expect(page.tab.get_by_label("Learning rate", exact=True)).to_have_value("0.1")


def test_an_example_moves_the_widgets(open_page):
    page = open_page("one_variable")
    page.tab.get_by_role("combobox", name="f(x)").click()
    with page.rerun():
        page.tab.get_by_role("option", name="Two valleys").click()
    expect(page.tab.get_by_label("Start", exact=True)).to_have_value("0.3")
    expect(page.tab).to_have_url(re.compile("x0=0.3"))


def test_the_ten_published_rows_can_be_read(open_page, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["one_variable"]["printed"]
    page = open_page("one_variable")
    with page.rerun():
        page.tab.get_by_role("button", name="As published").click()
    expect(page.tab.get_by_role("heading", name="Published beside computed")).to_be_visible()
    # The grid is drawn on a canvas; what it says to a screen reader is the table below it.
    grid = page.tab.get_by_test_id("stDataFrame").first.locator("table tbody tr")
    expect(grid).to_have_count(10)
    rows = [row.locator("td").all_text_contents() for row in grid.all()]
    for row, (x, f) in zip(rows, told, strict=True):
        assert row.count(f"f({x}) = {f}") == 2 and row[-1] == "yes"


def test_a_mistake_is_pointed_at(open_page):
    page = open_page("one_variable?f=My+own&expression=x%5E2+%2B+*+3")
    expect(page.tab.get_by_test_id("stCode")).to_contain_text("x^2 + * 3\n      ^")


def test_a_chart_is_saved_as_data_and_as_a_picture(open_page):
    page = open_page("one_variable")
    header, *rows = saved_data(page)
    assert header[0] == "drawn as" and len(rows) == 401 + 1 + 1
    assert saved_picture(page).startswith(b"\x89PNG")


@pytest.mark.thorough
def test_it_holds_in_the_dark_and_on_a_phone(open_page):
    page = open_page("one_variable?steps=4&duals=true", color_scheme="dark")
    for width in (1280, 820, 390):
        page.resize(width)
        assert clipped(page) == [] and contrast(page) > 7
        page.screenshot(f"one variable {width}")
