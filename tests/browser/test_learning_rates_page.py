"""The page of learning rates in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CHART, clipped, contrast, saved_data, saved_picture


def lines(page):
    return page.tab.locator(CHART).first.locator("path[aria-roledescription='line mark']")


def overlaps(page) -> list[str]:
    """Pairs of names in the first chart that lie on each other."""
    return page.tab.locator(CHART).first.evaluate(OVERLAPS)


OVERLAPS = """(chart) => {
    const words = [...chart.querySelectorAll('.mark-text.role-mark text')].filter(t => t.textContent);
    const boxes = words.map(t => [t.textContent, t.getBoundingClientRect()]);
    const faults = [];
    for (const [i, [one, a]] of boxes.entries())
        for (const [other, b] of boxes.slice(i + 1))
            if (a.left < b.right && b.left < a.right && a.top + 1 < b.bottom && b.top + 1 < a.bottom)
                faults.push(`${one} on ${other}`);
    const edge = chart.getBoundingClientRect().right;
    for (const [one, a] of boxes) if (a.right > edge + 1) faults.push(`${one} is cut`);
    return faults;
}"""


def test_it_opens_finished_and_switches(open_page):
    page = open_page("learning_rates")
    expect(page.tab.get_by_role("heading", level=1)).to_have_text("How fast, and when does it break?")
    expect(page.tab.get_by_role("heading", level=2).first).to_contain_text("Rates below 0.208 arrive")
    expect(lines(page)).to_have_count(5)
    expect(page.tab.locator(CHART).first).to_contain_text("0.21 diverges")
    page.screenshot("learning rates")
    with page.rerun():
        page.tab.get_by_role("radio", name="Update rules").click()
    expect(lines(page)).to_have_count(6)
    expect(page.tab).to_have_url(re.compile("compare=Update"))


def test_the_picture_and_its_control_are_in_the_first_view(open_page):
    page = open_page("learning_rates")
    page.resize(1024, 576)
    for part in (
        page.tab.locator(CHART).first.locator("svg"),
        page.tab.get_by_role("spinbutton", name="Add a rate of your own"),
        page.tab.get_by_role("radio", name="Batch sizes"),
    ):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 576, (part, box)
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1024, (part, box)


def test_a_rate_that_is_typed_is_drawn_and_stands_in_the_link(open_page):
    page = open_page("learning_rates")
    before = lines(page).first.screenshot()
    rate = page.tab.get_by_role("spinbutton", name="Add a rate of your own")
    with page.rerun():
        rate.fill("0.123456")
        rate.press("Enter")
    expect(lines(page)).to_have_count(6)
    expect(page.tab.locator(CHART).first).to_contain_text("0.123 good")
    assert page.tab.locator(CHART).first.screenshot() != before
    expect(page.tab).to_have_url(re.compile("added=0.123456"))
    other = open_page(page.tab.url.split("/", 3)[3])
    assert lines(other).last.get_attribute("d") == lines(page).last.get_attribute("d")


def test_each_curve_has_a_colour_a_dash_and_a_name(open_page):
    page = open_page("learning_rates?compare=Update+rules")
    drawn = lines(page).all()
    assert len({line.get_attribute("stroke") for line in drawn}) == 6
    assert len({line.get_attribute("stroke-dasharray") for line in drawn}) == 6
    for name in ("Plain", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"):
        expect(page.tab.locator(CHART).first.get_by_text(name, exact=True)).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("query", ["", "?compare=Update+rules", "?compare=Batch+sizes", "?added=0.2"])
def test_names_at_the_curves_do_not_overlap(open_page, query):
    page = open_page(f"learning_rates{query}")
    for width in (1280, 1000, 820, 390):
        page.resize(width, 844)
        assert overlaps(page) == [], width
        assert clipped(page) == [], width


def test_every_chart_is_saved_as_data(open_page):
    page = open_page("learning_rates")
    header, *rows = saved_data(page)
    assert {"name", "x", "excess"} <= set(header) and len({row[header.index("name")] for row in rows}) >= 5
    assert saved_picture(page).startswith(b"\x89PNG")
    with page.rerun():
        page.tab.get_by_text("No, it can swing").click()
    header, *rows = saved_data(page, 1)
    assert "rate" in header and len(rows) > 5


def test_the_weather_tutorial_says_what_it_needs(open_page):
    page = open_page("learning_rates")
    with page.rerun():
        page.tab.get_by_text("As published: ").click()
    expect(page.tab.get_by_text("Oakland, 1970 to 2022")).to_be_visible()


@pytest.mark.thorough
def test_it_holds_in_the_dark_and_on_a_phone(open_page):
    page = open_page("learning_rates", color_scheme="dark")
    for width in (1280, 390):
        page.resize(width)
        assert clipped(page) == [] and contrast(page) > 7
        page.screenshot(f"learning rates {width}")
