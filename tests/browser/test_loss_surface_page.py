"""The loss surface in a real browser: drawn, played, scrubbed, and clicked."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.harness import NEXT_FRAMES
from tests.browser.reading import clipped

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


def unfold(page):
    """Open the start and the axes."""
    page.tab.get_by_text("Other axes, another start").click()


def slider(page):
    return surface(page).locator('input[type="range"]')


def ticks(page):
    """The numbers at the axes of the map."""
    return surface(page).locator(".role-axis-label text").all_text_contents()


def test_it_opens_with_a_finished_picture(open_page):
    page = open_page(PLAIN)
    expect(page.tab.get_by_role("heading", level=1)).to_have_text(
        "Where does it go, and why does scaling matter?"
    )
    expect(page.tab.get_by_role("heading", level=2).first).to_contain_text("It reaches the smallest loss")
    expect(page.tab.locator(CHART)).to_have_count(1)
    expect(dots(page)).to_have_count(24)  # 23 frames, and the one that is looked at
    expect(surface(page).get_by_text("Epoch 217 · loss 7.79")).to_be_visible()
    assert surface(page).locator("path[fill^='rgb']").count() > 13
    assert surface(page).locator("svg *").count() < 300  # few to draw anew
    page.screenshot("loss surface")


def test_the_map_and_its_control_are_in_the_first_view(open_page):
    page = open_page("loss_surface")
    page.resize(1024, 576)
    play = surface(page).locator('.vega-bind:has(input[type="checkbox"]) label')
    for part in (surface(page).locator("svg"), play, slider(page), page.tab.get_by_label("Runs").first):
        box = part.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 576, box
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1024, box


def test_it_scrubs_by_epochs_and_plays_to_the_end_without_a_rerun(open_page):
    page = open_page(PLAIN)
    runs = page.runs
    slider(page).fill("3")
    expect(dots(page)).to_have_count(5)
    expect(surface(page).get_by_text(re.compile(r"^Epoch 3 · loss "))).to_be_visible()
    before = surface(page).locator("svg").screenshot()
    slider(page).fill("120")
    play = surface(page).locator('input[type="checkbox"]')
    play.check()
    page.tab.wait_for_function("input => Number(input.value) === 217", arg=slider(page).element_handle())
    expect(play).not_to_be_checked()
    assert surface(page).locator("svg").screenshot() != before
    assert page.runs == runs


def test_the_picture_zooms_out_with_a_run_that_diverges(open_page):
    page = open_page(f"{PLAIN}&auto=false&rate=0.52")
    expect(page.tab.get_by_text("The picture zooms out")).to_be_visible()
    far = ticks(page)
    slider(page).fill("0")
    expect(surface(page).get_by_text(re.compile(r"^Epoch 0 · loss "))).to_be_visible()
    page.tab.evaluate(NEXT_FRAMES)
    assert set(ticks(page)) != set(far)
    slider(page).fill(slider(page).get_attribute("max"))
    expect(surface(page).get_by_text(re.compile(r"^Epoch 0 · loss "))).to_have_count(0)
    page.tab.evaluate(NEXT_FRAMES)
    assert set(ticks(page)) == set(far)
    area, last = plot(page), dots(page).last.bounding_box()
    assert area["x"] <= last["x"] and last["x"] + last["width"] <= area["x"] + area["width"]
    page.screenshot("loss surface diverges")


def test_the_loss_is_told_where_one_points(open_page):
    page = open_page(PLAIN)
    box = plot(page)
    for share in (0.2, 0.21):
        page.tab.mouse.move(box["x"] + share * box["width"], box["y"] + 0.7 * box["height"])
    expect(page.tab.locator("#vg-tooltip-element.visible")).to_contain_text("Loss (°C²)")


def test_slices_are_drawn_once_they_are_unfolded(open_page):
    page = open_page(PLAIN)
    with page.rerun():
        page.tab.get_by_text("Loss and gradient along one axis").click()
    slices = page.tab.locator(CHART).nth(1)
    slices.locator('input[type="range"]').fill("2")
    expect(slices.get_by_text(re.compile(r"^Epoch 2 · loss "))).to_be_visible()


def test_raw_and_standardised_columns_stand_side_by_side_after_a_guess(open_page):
    page = open_page(PLAIN)
    with page.rerun():
        page.tab.get_by_role("radio", name="Standardised", exact=True).or_(
            page.tab.get_by_role("button", name="Standardised", exact=True)
        ).first.click()
    expect(page.tab.get_by_role("heading", name=re.compile("^Raw: [0-9,]+ epochs$"))).to_be_visible()
    raw, standardised = (page.tab.locator(CHART).nth(k).bounding_box() for k in (1, 2))
    assert raw["y"] == standardised["y"] and raw["x"] + raw["width"] <= standardised["x"]
    assert clipped(page) == []
    page.screenshot("loss surface scaling")


def test_a_click_moves_the_start_and_the_link_holds_it(open_page):
    page = open_page(PLAIN)
    unfold(page)
    click(page, 0.9, 0.3)
    across, up = (
        page.tab.get_by_role("spinbutton", name=f"Start: {name}") for name in ("temp_max", "temp_min")
    )
    expect(across).to_have_value(re.compile(r"^8\.\d+$"))
    expect(page.tab).to_have_url(re.compile(r"from_x=8\.\d+&from_y=0\.\d+"))
    start = re.search(r"from_x=([-\d.]+)&from_y=([-\d.]+)", page.tab.url).groups()
    label = dots(page).first.get_attribute("aria-label")
    assert f"(°C per standard deviation): {float(start[0]):.4g}" in label and "Epoch: 0" in label
    other = open_page(page.tab.url.split("/", 3)[3])
    assert dots(other).first.get_attribute("aria-label") == label
    unfold(other)
    expect(other.tab.get_by_role("spinbutton", name="Start: temp_min")).to_have_value(up.input_value())
    with page.rerun():
        page.tab.get_by_role("button", name="Reset start").click()
    expect(page.tab).not_to_have_url(re.compile("from_"))
    expect(across).to_have_value("")
    expect(dots(page).first).not_to_have_attribute("aria-label", label)  # the picture has followed
    click(page, 0.9, 0.3)  # the same place again
    expect(page.tab).to_have_url(re.compile(r"from_x=8\.\d+&from_y=0\.\d+"))


def test_several_runs_have_a_colour_and_a_name_each(open_page):
    page = open_page(f"{PLAIN}&runs=Update+rules")
    for name in ("Plain", "Momentum", "Nesterov", "AdaGrad", "RMSprop", "Adam"):
        expect(surface(page).locator(".role-legend").get_by_text(name, exact=True)).to_be_visible()
    starts = surface(page).locator("path[aria-label*='Epoch: 0;']")
    assert len({dot.get_attribute("fill") for dot in starts.all()}) == 6
    page.screenshot("loss surface rules")


@pytest.mark.parametrize("query", ["", "?runs=Update+rules", "?runs=Learning+rates"])
@pytest.mark.thorough
def test_nothing_is_cut(open_page, query):
    page = open_page(f"loss_surface{query}", color_scheme="dark")
    for width in (1280, 1000, 820, 390):
        page.resize(width)
        page.open(f"loss_surface{query}")  # anew: a number at the edge of an axis may stick out once resized
        assert clipped(page) == []
        assert surface(page).evaluate(CUT) == []
        page.screenshot(f"loss surface {query} {width}")


# Words of the map that stick out of its place, by more than the blank above their letters.
CUT = """(chart) => {
    const place = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('svg text')].filter((word) => {
        const box = word.getBoundingClientRect();
        return box.width && (box.left < place.left - 3 || box.right > place.right + 1);
    }).map((word) => word.textContent);
}"""
