"""Every page as axe-core judges it: in both themes, on a desktop and on a phone, with all folds open.

What is Streamlit's or Vega's own and no setting cures is named in `NOT_OURS`, by rule and node.
"""

import pytest
from playwright.sync_api import expect

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")

PAGES = ["", "verdict", "data", "one_variable", "step_by_step", "loss_surface", "learning_rates", "stations"]
PAGES += ["?data=Find+a+station"]
NOT_OURS = {
    "svg-img-alt": ("_brush",),  # the two rectangles of Vega's interval selection have no description
    "scrollable-region-focusable": ("katex-display",),  # a formula that is wider than a phone
}
"""Rule -> what the HTML of a node has that is excepted from it."""


def violations(page) -> list[str]:
    """What axe finds, a line for each node, without what is not ours."""
    found = axe.Axe().run(page.tab).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]}"
        for rule in found
        for node in rule["nodes"]
        if not any(mark in node["html"] for mark in NOT_OURS.get(rule["id"], ()))
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_keeps_anybody_from_a_page(open_page, path, theme):
    page = open_page(path, color_scheme=theme, width=1280)
    # Not by the mouse: on a phone, the sidebar stands beside the window until it is asked for.
    page.tab.evaluate("() => document.querySelectorAll('summary').forEach(fold => fold.click())")
    found = {"desktop": page.at_rest(violations)}
    page.resize(390)
    found["phone"] = page.at_rest(violations)
    assert found == {"desktop": [], "phone": []}
    assert page.tab.locator("h1").count() == 1


@pytest.mark.thorough
def test_labels_of_odd_names_are_read_aloud_without_escapes(open_page, tmp_path):
    rows = [
        f"2020-{month:02}-{day:02},{month + day / 7:.1f},{day}"
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    file = tmp_path / "odd.csv"
    file.write_text("\n".join(["date,T*max [°C],wind:_speed", *rows]), encoding="utf-8")
    for path in ("", "loss_surface", "data"):
        page = open_page(f"{path}?data=My+own+file")
        with page.rerun():
            page.tab.locator('input[type="file"]').set_input_files(file)
        named = "element => [...element.querySelectorAll('[aria-label]')].map(one => one.ariaLabel)"
        labels = page.tab.locator("body").evaluate(named)
        assert [label for label in labels if "max" in label]
        assert not [label for label in labels if "\\" in label]


def test_the_keyboard_is_seen_in_the_navigation(open_page):
    page = open_page("data")
    link = page.tab.get_by_test_id("stTopNav").get_by_role("link", name="Loss surface")
    link.focus()
    page.tab.keyboard.press("Shift+Tab")
    page.tab.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert link.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
