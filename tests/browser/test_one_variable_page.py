"""The page of one variable in a real browser: the walk is drawn, plays, and scrubs, without a rerun."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CHART, clipped, contrast, saved_data, saved_picture


def drawn_steps(page):
    return page.tab.locator(f"{CHART} .mark-symbol.role-mark path").count()


def test_it_opens_with_a_finished_picture(open_page):
    page = open_page("one_variable")
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("after 10 steps")
    assert drawn_steps(page) == 12  # eleven points, and the one that is looked at
    page.screenshot("one variable")


def test_it_scrubs_and_plays_without_a_rerun(open_page):
    page = open_page("one_variable")
    runs = page.runs
    slider = page.tab.locator(f'{CHART} input[type="range"]')
    slider.fill("3")
    page.tab.wait_for_function(
        "chart => chart.querySelectorAll('.mark-symbol.role-mark path').length === 5",
        arg=page.tab.locator(CHART).element_handle(),
    )
    page.tab.locator(f'{CHART} input[type="checkbox"]').check()
    page.tab.wait_for_function("input => Number(input.value) >= 5", arg=slider.element_handle())
    page.tab.locator(f'{CHART} input[type="checkbox"]').uncheck()
    assert page.runs == runs


def test_settings_survive_a_visit_to_another_page(open_page):
    page = open_page("one_variable?steps=25&eta=0.1")
    with page.rerun():
        page.tab.get_by_role("link", name="Forecast").click()
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("°C")
    with page.rerun():
        page.tab.get_by_role("link", name="One variable").click()
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("after 25 steps")


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
    expect(page.tab.get_by_role("heading", name="Published beside computed")).to_be_visible()
    # The grid is drawn on a canvas; what it says to a screen reader is the table below it.
    grid = page.tab.get_by_test_id("stDataFrame").last.locator("table tbody tr")
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
    assert header[0] == "drawn as" and len(rows) == 401 + 11 + 11
    assert saved_picture(page).startswith(b"\x89PNG")


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390), ("dark", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page("one_variable", color_scheme=scheme, width=width)
    assert clipped(page) == [] and contrast(page) > 7
    page.screenshot(f"one variable {scheme} {width}")
