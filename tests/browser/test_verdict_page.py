"""The Verdict page in a real browser: the answer in the first view, one picture at a time."""

import re

from playwright.sync_api import expect

CHARTS = '[data-testid="stVegaLiteChart"]'


def test_the_answer_and_its_picture_stand_in_the_first_view(open_page):
    page = open_page("verdict", width=1024)
    page.resize(1024, 576)
    answer = page.tab.get_by_text("the forecast was better than")
    box, chart = answer.bounding_box(), page.tab.locator(CHARTS).bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < 576 and chart["y"] < 400
    page.screenshot("verdict")


def test_the_backtest_is_drawn_and_stands_in_the_link(open_page):
    page = open_page("verdict")
    with page.rerun():
        page.tab.get_by_role("radio", name="Years").click()
    expect(page.tab.get_by_text("each on what was known on its day")).to_be_visible()
    expect(page.tab).to_have_url(re.compile("scores=Years"))


def test_a_brush_below_zooms_the_days_above(open_page):
    page = open_page("verdict?scores=Day+by+day")
    chart = page.tab.locator(CHARTS).first
    chart.scroll_into_view_if_needed()
    labels = chart.locator(".role-axis-label text")
    before = labels.all_text_contents()
    box = chart.bounding_box()
    y = box["y"] + box["height"] - 80
    page.tab.mouse.move(box["x"] + box["width"] * 0.25, y)
    page.tab.mouse.down()
    page.tab.mouse.move(box["x"] + box["width"] * 0.35, y, steps=4)
    page.tab.mouse.up()
    page.tab.wait_for_function(
        "([chart, before]) => [...chart.querySelectorAll('.role-axis-label text')]"
        ".map(text => text.textContent).join() !== before.join()",
        arg=[chart.element_handle(), before],
    )
