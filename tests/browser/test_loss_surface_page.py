"""The loss surface in a real browser: drawn, played, scrubbed, and clicked."""

import re

import pytest
from playwright.sync_api import expect

PLAIN = "loss_surface?start_from=Nothing"
CHART = '[data-testid="stVegaLiteChart"]'


def surface(page):
    return page.tab.locator(CHART).first


def dots(page):
    """The dots of the run that are shown, those of its past and the one that is looked at."""
    return surface(page).locator("path[aria-label*='Epoch: ']")


def plot(page):
    """The box of the plotting area."""
    return surface(page).locator(".mark-rect.role-mark path").first.bounding_box()


def click(page, across, up):
    """Click at a share of the picture's width and height, from its lower left corner."""
    surface(page).scroll_into_view_if_needed()
    box = plot(page)
    with page.rerun():
        page.tab.mouse.click(box["x"] + across * box["width"], box["y"] + (1 - up) * box["height"])


def test_it_opens_with_a_finished_picture(open_page):
    page = open_page(PLAIN)
    expect(page.tab.get_by_role("heading", level=1)).to_contain_text("217 epochs down to the smallest loss")
    expect(page.tab.locator(CHART)).to_have_count(4)
    expect(dots(page)).to_have_count(24)  # 23 frames, and the one that is looked at
    expect(surface(page).get_by_text("Epoch 217 · loss 7.79")).to_be_visible()
    assert surface(page).locator("path[fill^='rgb']").count() > 13
    page.screenshot("loss surface")


def test_it_scrubs_and_plays_without_a_rerun(open_page):
    page = open_page(PLAIN)
    runs = page.runs
    slider = surface(page).locator('input[type="range"]')
    slider.fill("3")
    expect(dots(page)).to_have_count(5)
    expect(surface(page).get_by_text(re.compile(r"^Epoch 3 · loss "))).to_be_visible()
    surface(page).locator('input[type="checkbox"]').check()
    page.tab.wait_for_function("input => Number(input.value) >= 5", arg=slider.element_handle())
    surface(page).locator('input[type="checkbox"]').uncheck()
    shown = int(slider.input_value())
    expect(dots(page)).to_have_count(shown + 2)
    slider.fill("3")
    expect(dots(page)).to_have_count(5)
    slices = page.tab.locator(CHART).nth(1)
    slices.locator('input[type="range"]').fill("2")
    expect(slices.get_by_text(re.compile(r"^Epoch 2 · loss "))).to_be_visible()
    assert page.runs == runs


def test_a_click_moves_the_start_and_the_link_holds_it(open_page):
    page = open_page(PLAIN)
    click(page, 0.9, 0.3)
    across, up = (
        page.tab.get_by_role("spinbutton", name=f"Start: {name}") for name in ("temp_max", "temp_min")
    )
    expect(across).to_have_value(re.compile(r"^8\.\d+$"))
    expect(page.tab).to_have_url(re.compile(r"from_x=8\.\d+&from_y=1\.\d+"))
    start = re.search(r"from_x=([-\d.]+)&from_y=([-\d.]+)", page.tab.url).groups()
    label = dots(page).first.get_attribute("aria-label")
    assert f"(°C per standard deviation): {float(start[0]):.4g}" in label and "Epoch: 0" in label
    other = open_page(page.tab.url.split("/", 3)[3])
    assert dots(other).first.get_attribute("aria-label") == label
    expect(other.tab.get_by_role("spinbutton", name="Start: temp_min")).to_have_value(up.input_value())
    with page.rerun():
        page.tab.get_by_role("button", name="Reset start").click()
    expect(page.tab).not_to_have_url(re.compile("from_"))
    expect(across).to_have_value("")
    expect(dots(page).first).not_to_have_attribute("aria-label", label)  # the picture has followed
    click(page, 0.9, 0.3)  # the same place again
    expect(page.tab).to_have_url(re.compile(r"from_x=8\.\d+&from_y=1\.\d+"))


def test_several_runs_have_a_colour_and_a_name_each(open_page):
    page = open_page(f"{PLAIN}&runs=Update+rules")
    for name in ("Plain", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"):
        expect(surface(page).locator(".role-legend").get_by_text(name, exact=True)).to_be_visible()
    starts = surface(page).locator("path[aria-label*='Epoch: 0;']")
    assert len({dot.get_attribute("fill") for dot in starts.all()}) == 6
    page.screenshot("loss surface rules")


@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390)])
def test_it_holds_in_the_dark_and_on_a_phone(open_page, scheme, width):
    page = open_page(PLAIN, color_scheme=scheme, width=width)
    overflow = page.tab.evaluate(
        '[...document.querySelectorAll(\'[data-testid="stMain"], [data-testid="stVegaLiteChart"]\')]'
        ".map(box => box.scrollWidth - box.clientWidth)"
    )
    assert max(overflow) <= 1
    for control in page.tab.get_by_test_id("stMain").locator("input, button:visible").all():
        box = control.bounding_box()
        assert box is None or (box["x"] >= 0 and box["x"] + box["width"] <= width + 1)
    page.screenshot(f"loss surface {scheme} {width}")
