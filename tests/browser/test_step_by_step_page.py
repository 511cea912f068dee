"""The page that shows one update at a time, in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading import CHART, clipped, contrast, not_in_view, pixels, saved_data, saved_picture

FIRST_VIEW = (1024, 576)  # 1280 x 720 at 125%
QUESTION = "What happens in one update?"


def stands(page):
    return page.tab.get_by_text("after").first


def formulas(page):
    """Every formula as it is read."""
    return page.tab.locator(".katex-mathml annotation").all_text_contents()


def pictures(page):
    """The line on its points, and the bowl of the loss."""
    return page.tab.locator(CHART).nth(0), page.tab.locator(CHART).nth(1)


def buttons(page):
    return {name: page.tab.get_by_role("button", name=name) for name in ("Back", "Forward", "Run to epoch")}


@pytest.mark.parametrize("query", ["", "?open=Gradients&at=3", "?points=Weather&open=Update&at=3"])
def test_everything_stands_in_the_first_view(open_page, query):
    page = open_page(f"step_by_step{query}")
    page.resize(*FIRST_VIEW)
    line, bowl = pictures(page)
    strip = page.tab.get_by_role("radiogroup", name="Step of the update")
    formula = page.tab.locator(".katex").last
    parts = {**buttons(page), "line": line, "bowl": bowl, "strip": strip, "formula": formula}
    expect(page.tab.get_by_role("heading", level=1)).to_have_text(QUESTION)
    assert not_in_view(page, title=page.tab.get_by_role("heading", level=1), **parts) == []
    page.screenshot(f"step by step first view {query}")


def test_every_press_of_forward_moves_both_pictures_and_back_is_exact(open_page):
    page = open_page("step_by_step")
    seen = [[pixels(picture) for picture in pictures(page)]]
    for _ in range(3):
        with page.rerun():
            page.tab.get_by_role("button", name="Forward").click()
        seen.append([pixels(picture) for picture in pictures(page)])
        assert all(now != before for now, before in zip(seen[-1], seen[-2], strict=True))
    expect(page.tab.get_by_text("after 3 updates")).to_be_visible()
    for before in seen[-2::-1]:
        with page.rerun():
            page.tab.get_by_role("button", name="Back").click()
        assert [pixels(picture) for picture in pictures(page)] == before


def test_it_goes_by_keyboard_alone_and_back_is_exact_with_shuffled_batches(open_page):
    page = open_page("step_by_step?rows=Mini-batch&at=7&open=Update")
    there = formulas(page)
    for key in ("ArrowRight", "ArrowRight"):
        with page.rerun():
            page.tab.keyboard.press(key)
    expect(page.tab.get_by_text("after 9 updates")).to_be_visible()
    assert formulas(page) != there
    for key in ("ArrowLeft", "ArrowLeft"):
        with page.rerun():
            page.tab.keyboard.press(key)
    assert formulas(page) == there
    with page.rerun():
        page.tab.keyboard.press("End")
    expect(page.tab.get_by_text("after 250 updates, 50 epochs")).to_be_visible()


def test_a_guess_by_keyboard_shows_the_answer(open_page):
    page = open_page("step_by_step?open=Gradients")
    assert not any("3.0448" in formula for formula in formulas(page))
    page.tab.get_by_role("button", name="both down").or_(
        page.tab.get_by_role("radio", name="both down")
    ).focus()
    with page.rerun():
        page.tab.keyboard.press("Space")
    expect(page.tab.get_by_text("You guessed both down; it is both up.")).to_be_visible()
    assert any("3.0448" in formula for formula in formulas(page))
    assert "both" not in page.tab.url


def test_the_published_numbers_can_be_read(open_page, shared):
    told = json.loads((shared / "reference" / "published.json").read_text())["step_by_step_regression"]
    page = open_page("step_by_step?lr=0.3&at=1")
    with page.rerun():
        page.tab.get_by_role("button", name="As published").click()
    expect(page.tab.get_by_text("All 8 published numbers are reproduced")).to_be_visible()
    b, w = told["b_w_after_one_update"]
    expect(page.tab.get_by_text(f"b = {b:.5g}, w = {w:.5g}")).to_be_visible()
    with page.rerun():
        page.tab.get_by_role("button", name="Run to epoch").click()
    b, w = told["b_w_after_1000_epochs"]
    expect(page.tab.get_by_text(f"b = {b:.5g}, w = {w:.5g}")).to_be_visible()


def test_a_chart_is_saved_as_data_and_as_a_picture(open_page):
    page = open_page("step_by_step")
    header, *rows = saved_data(page)
    assert header[:3] == ["drawn as", "x", "y"] and len(rows) == 102  # the points, and the ends of the line
    assert saved_picture(page).startswith(b"\x89PNG")


def test_the_quiz_answers_counts_and_stays_out_of_the_link(open_page):
    page = open_page("step_by_step")
    with page.rerun():
        page.tab.get_by_text("Predict, Loss, Gradients, Update", exact=True).click()
    expect(page.tab.get_by_text("The start is drawn once")).to_be_visible()
    expect(page.tab.get_by_text("1 of 5 right")).to_be_visible()
    assert "?" not in page.tab.url
    page.tab.emulate_media(media="print")
    expect(page.tab.get_by_text("1 of 5 right")).to_be_visible()
    expect(page.tab.get_by_text("It is subtracted, and so w grows")).to_have_count(0)
    page.tab.emulate_media(media="screen")


@pytest.mark.thorough
def test_weather_is_descended_and_stands_in_the_link(open_page):
    page = open_page("step_by_step?distances=true&at=4")
    with page.rerun():
        page.tab.get_by_role("link", name="The same on your own station").click()
    expect(page.tab.get_by_role("radio", name="Weather", exact=True)).to_be_checked()
    with page.rerun():
        page.tab.keyboard.press("ArrowRight")
    again = open_page(page.tab.url.removeprefix(page.url))
    assert formulas(again) == formulas(page)
    for number in range(2):  # what is drawn; where points coincide, the order in which they came shows
        assert saved_data(again, number) == saved_data(page, number)


def test_the_way_on_leads_through_the_course(open_page):
    page = open_page("step_by_step")
    with page.rerun():
        page.tab.get_by_role("link", name="Back to One variable").click()
    expect(page.tab).to_have_url(re.compile("/one_variable$"))


@pytest.mark.thorough
def test_it_holds_in_the_dark_and_on_a_phone(open_page):
    page = open_page("step_by_step?at=20&open=Update", color_scheme="dark")
    for width in (1280, 1000, 820, 390):
        page.resize(width)
        assert clipped(page) == [] and contrast(page) > 7
        page.screenshot(f"step by step {width}")


def test_on_a_phone_the_way_on_is_read_to_its_end(open_page):
    page = open_page("step_by_step", width=390)
    link = page.tab.get_by_role("link", name="Next: Where does it go")
    over = "(link) => [...link.querySelectorAll('*')].map((part) => part.scrollWidth - part.clientWidth)"
    boxes = "(link) => [...link.querySelectorAll('*')].map((part) => part.clientWidth)"
    # Parts that are lines of words have no width of their own.
    cut = [
        more for more, own in zip(link.evaluate(over), link.evaluate(boxes), strict=True) if own and more > 1
    ]
    assert cut == []


def test_on_a_phone_buttons_and_steps_take_one_line_each_and_both_pictures_are_in_view(open_page):
    page = open_page("step_by_step?at=20", width=390)
    field = page.tab.get_by_role("spinbutton", name="Run to epoch")
    row = [part.bounding_box() for part in (*buttons(page).values(), field)]
    assert max(box["y"] for box in row) < min(box["y"] + box["height"] for box in row)
    steps = page.tab.get_by_role("radiogroup", name="Step of the update").get_by_role("radio").all()
    assert len(steps) == 6 and len({round(step.bounding_box()["y"]) for step in steps}) == 1
    line, bowl = pictures(page)
    assert not_in_view(page, **buttons(page), line=line, bowl=bowl) == []
