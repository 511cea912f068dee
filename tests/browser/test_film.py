"""The film on the front page, in a real browser: in the first view, played to its end, scrubbed, stacked."""

import re

import pytest
from playwright.sync_api import expect

LAST = 260


def film(page):
    return page.tab.locator(".st-key-film")


def opened(open_page, **how):
    """The front page with its film; it runs again when the first result comes after its patience."""
    page = open_page(**how)
    expect(slider(page)).to_be_visible()
    page.settle()
    return page


def pictures(page) -> list[str]:
    """What each of the three pictures shows."""
    groups = film(page).locator("svg.marks g[class*=picture_]")
    expect(groups).to_have_count(3)
    return groups.evaluate_all("groups => groups.map(group => group.innerHTML)")


def slider(page):
    return film(page).get_by_role("slider")


@pytest.mark.parametrize("height", [576, 720])
def test_headline_film_and_what_moves_it_stand_in_the_first_view(open_page, height):
    page = open_page(width={576: 1024, 720: 1280}[height])
    page.tab.set_viewport_size({"width": {576: 1024, 720: 1280}[height], "height": height})
    page.open()
    parts = [
        page.tab.get_by_role("heading", name="Tomorrow's temperature"),
        page.tab.get_by_role("heading", name="5.6 °C on Friday"),
        page.tab.get_by_role("button", name="Use my own record"),
        page.tab.get_by_text("The typical error of “as today” was 11% larger"),
        film(page).get_by_role("checkbox", name="Play"),
        slider(page),
        film(page).locator("svg.marks"),
    ]
    for part in parts:
        box = part.bounding_box()
        assert box["x"] >= 0 and box["y"] >= 0 and box["y"] + box["height"] <= height, (part, box)
    page.screenshot(f"film {height}")


def test_play_moves_all_three_pictures_ends_by_itself_and_begins_anew(open_page):
    page = opened(open_page)
    runs, end = page.runs, pictures(page)
    play = film(page).get_by_role("checkbox", name="Play")
    play.focus()
    page.tab.keyboard.press("Space")
    expect(slider(page)).not_to_have_value(str(LAST))
    moved = pictures(page)
    assert all(before != now for before, now in zip(end, moved, strict=True))
    expect(slider(page)).to_have_value(str(LAST), timeout=60_000)
    expect(play).not_to_be_checked()
    assert pictures(page) == end
    page.tab.keyboard.press("Space")
    expect(slider(page)).not_to_have_value(str(LAST))
    assert page.runs == runs


def test_the_slider_goes_by_epochs_without_a_rerun(open_page):
    page = opened(open_page)
    runs, seen = page.runs, set()
    for epoch in (0, 3, 40):
        slider(page).fill(str(epoch))
        expect(film(page).locator("svg text", has_text=re.compile(rf"^Epoch {epoch}$"))).to_be_visible()
        seen.add(tuple(pictures(page)))
    slider(page).press("ArrowRight")
    expect(slider(page)).to_have_value("41")
    assert len(seen) == 3 and page.runs == runs


def test_it_stacks_where_it_is_narrow_and_is_cut_nowhere(open_page):
    page = opened(open_page, width=390)
    picture = film(page).locator("svg.marks")
    box = picture.bounding_box()
    assert box["height"] > 2 * box["width"] and box["x"] + box["width"] <= 390
    for width in (820, 1000):
        page.tab.set_viewport_size({"width": width, "height": 700})
        now = "document.querySelector('.st-key-film svg.marks').getBoundingClientRect().width"
        page.tab.wait_for_function(f"before => {now} != before", arg=box["width"])
        box = picture.bounding_box()
        cut = picture.evaluate(
            "svg => [...svg.querySelectorAll('text')].filter(text => {"
            " const inner = text.getBoundingClientRect(), outer = svg.getBoundingClientRect();"
            " return inner.width && (inner.left < outer.left - 1 || inner.right > outer.right + 1); })"
            ".map(text => text.textContent)"
        )
        assert cut == [] and "…" not in picture.text_content()


def test_it_is_readable_in_the_dark(open_page):
    light, dark = (opened(open_page, color_scheme=scheme) for scheme in ("light", "dark"))
    inks = [film(page).get_by_text("Coefficients").first.get_attribute("fill") for page in (light, dark)]
    assert inks == ["#1E2930", "#FFFFFF"]
    dark.screenshot("film dark")


def test_whoever_wants_less_motion_has_the_slider_alone(open_page):
    page = opened(open_page)
    page.tab.emulate_media(reduced_motion="reduce")
    expect(film(page).get_by_role("checkbox", name="Play")).to_be_hidden()
    expect(slider(page)).to_be_visible()
