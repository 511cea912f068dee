"""The harness itself: it counts runs, waits for charts, and notices what it is there to notice."""

import pytest

from tests.browser.harness import streamlit_server

APP = """
import time

import streamlit as st

st.set_page_config(page_title="Scratch")
factor = st.slider("Factor", 0, 9, 3, key="factor", bind="query-params")
points = [{"x": x, "y": factor * x} for x in range(5)]
time.sleep(0.3)  # longer than a browser takes to look
st.vega_lite_chart(
    {
        "data": {"values": points},
        "mark": "circle",
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }
)
st.text(f"sum {sum(point['y'] for point in points)}")
if st.button("Picture"):
    st.markdown("![picture](http://elsewhere.example/picture.png)")
if st.button("Error"):
    raise ValueError("on purpose")
if st.button("Twice"):
    st.rerun()
"""


@pytest.fixture(scope="module")
def scratch(tmp_path_factory, chromium):
    folder = tmp_path_factory.mktemp("scratch")
    app = folder / "app.py"
    app.write_text(APP, encoding="utf-8")
    (folder / ".streamlit").mkdir()
    (folder / ".streamlit" / "config.toml").write_text("[browser]\ngatherUsageStats = false\n")
    with streamlit_server(app) as url:
        yield url


def press(page, name):
    with page.rerun():
        page.tab.get_by_role("button", name=name).click()


def test_a_settled_page_shows_the_run_that_was_asked_for(open_page, scratch):
    page = open_page("?factor=2", url=scratch)
    assert page.runs == 1
    assert page.tab.get_by_text("sum 20").is_visible()
    for expected in ("sum 30", "sum 40", "sum 50"):
        with page.rerun():
            page.tab.get_by_role("slider").press("ArrowRight")
        assert page.tab.get_by_text(expected).is_visible()
    assert page.runs == 4
    assert page.tab.locator("[data-testid=stVegaLiteChart] path[aria-label]").count() == 5


def test_a_script_that_starts_itself_again_counts_once(open_page, scratch):
    page = open_page(url=scratch)
    press(page, "Twice")
    assert page.runs == 2


def test_a_request_to_another_host_is_noticed(open_page, scratch):
    page = open_page(url=scratch)
    assert page.problems == []
    press(page, "Picture")
    assert page.foreign_requests == ["http://elsewhere.example/picture.png"]
    assert any("request to another host" in problem for problem in page.problems)
    page.foreign_requests.clear()
    page.console_errors.clear()  # the picture could not be loaded


def test_an_error_in_the_page_is_noticed(open_page, scratch):
    page = open_page(url=scratch)
    press(page, "Error")
    assert len(page.exceptions) == 1
    assert "on purpose" in page.exceptions[0]
    page.exceptions.clear()
    page.tab.evaluate("console.error('said in the console')")
    assert page.problems == ["console error: said in the console"]
    page.console_errors.clear()


def test_width_and_colour_scheme_reach_the_page(open_page, scratch):
    page = open_page(url=scratch, width=390, color_scheme="dark")
    assert page.tab.evaluate("[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]") == [
        390,
        True,
    ]


def test_a_server_that_cannot_start_says_why(tmp_path):
    with pytest.raises(RuntimeError, match=r"does not exist"), streamlit_server(tmp_path / "absent.py"):
        pass
