"""The sidebar in a real browser: what is folded works by link, stays open while it is used, and is marked."""

from playwright.sync_api import expect


def fold(page, name):
    return page.tab.get_by_test_id("stSidebar").locator("summary", has_text=name)


def test_a_folded_setting_works_by_link_and_its_fold_says_so(open_page):
    page = open_page("data?epochs=50&level=80&split=Random")
    expect(fold(page, "Model")).to_contain_text("Model · 1 changed")
    expect(fold(page, "Evaluation")).to_contain_text("Evaluation · 2 changed")
    fold(page, "Model").click()
    expect(page.tab.get_by_role("spinbutton", name="Epochs")).to_have_value("50")


def test_a_fold_stays_open_when_its_mark_changes_and_one_click_goes_back(open_page):
    page = open_page("data")
    fold(page, "Model").click()
    stochastic = page.tab.get_by_role("radio", name="Stochastic")
    with page.rerun():
        stochastic.click()
    expect(fold(page, "Model")).to_contain_text("Model · 1 changed")
    expect(stochastic).to_be_visible()
    with page.rerun():
        page.tab.get_by_role("button", name="Back to the defaults").click()
    expect(fold(page, "Model")).not_to_contain_text("changed")
    expect(stochastic).not_to_be_checked()


def test_no_style_takes_space(open_page):
    page = open_page("data?present=1")
    for style in page.tab.get_by_test_id("stHtml").all():
        assert style.evaluate("element => element.getBoundingClientRect().height") == 0
    expect(page.tab.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.tab.get_by_test_id("stTopNav")).to_have_count(0)
    assert page.tab.locator("h1").bounding_box()["y"] < 80
