"""Names from a file and from the address are shown on every page and obeyed on none, as it is rendered."""

import re
from urllib.parse import quote_plus, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.harness import streamlit_server
from tests.dashboard import hostile

OWN_LINKS = {
    "www.ncei.noaa.gov",
    "meteostat.net",
    "climate.weather.gc.ca",
}  # of the page that asks for a file
PAGES = [
    ("", "&start_from=Nothing&what_if=evil:1"),
    ("verdict", "&scores=All+scores"),
    ("data", ""),
    ("loss_surface", "&slices=true"),
    ("loss_surface", "&runs=Update+rules"),
    ("learning_rates", "&tutorial=true"),
    ("learning_rates", "&compare=Batch+sizes"),
    ("step_by_step", "&points=Weather&slopes=true&distances=true"),
]
# Of what Streamlit makes out of markup, what is in the elements that show text.
MARKUP = "a, img, iframe, script, .katex, strong, em, del, code, [data-testid='stIconMaterial'], span[style]"
NAMES = [
    "![i](http://evil.example/p.png)", "![](//evil.example/q.png)", "![i][r]",
    "[x]: http://evil.example", "[link](http://evil.example)", "[x](javascript:alert(1))",
    "<http://evil.example>", "http://evil.example/login", "HTTPS://EVIL.example/a", "www.evil.example",
    "WwW.evil.example", "me@evil.example", "mailto:me@evil.example", "xmpp:a@evil.example",
    "ftp://evil.example", "x http://evil.example, www.evil.example y", "ht\\tp://evil.example",
    "\\www.evil.example", "<a href='http://evil.example'>x</a>", "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &#33;", "$x^2$", "$$x$$ and $y$", "\\(x\\) \\[y\\]", ":red[r]", ":blue-background[r]",
    ":green-badge[x]", ":small[x]", ":rainbow[x]", ":material/home:", ":smile:", ":streamlit:", ":+1:",
    "**b**", "__b__", "*i*", "_i_", "~~s~~", "`c`", "```x```", "# h", "- l", "1. l", "> q", "| a | b |",
    "[^1]", "---", "a_b_c",
]  # fmt: skip
SHOW = f"""
import sys
import streamlit as st
sys.path.insert(0, {str(hostile.DATA.parent)!r})
from dashboard.text import safe, safe_label

names = {NAMES!r}
with st.container(key="names"):
    for number, name in enumerate(names):
        text, label = safe(name), safe_label(name)
        st.markdown(text)
        st.caption(f"Of {{text}}, said")
        st.number_input(label, key=f"{{number}}", help=text)
        st.button(f"Start: {{label}} (m)", key=f"button {{number}}", help=label)
    st.header(" · ".join(map(safe, names)), anchor=False)
    st.metric(" ".join(map(safe_label, names)), " ".join(map(safe, names)))
    st.info(" ".join(map(safe, names)))
    labels = [safe_label(name) for name in names]
    for widget in (st.radio, st.pills, st.segmented_control, st.selectbox, st.multiselect, st.select_slider):
        widget("Options", labels, key=widget.__name__)
    st.tabs(labels)
"""


def foreign_links(page) -> list[str]:
    """Links and pictures of the page that lead elsewhere, wherever they come from."""
    addresses = page.tab.evaluate(
        "() => [...document.querySelectorAll('a, area, img, source, iframe, link, script, use')]"
        ".map((one) => one.href?.baseVal ?? one.href ?? one.src).filter((address) => address)"
    )
    hosts = {address: urlsplit(address) for address in addresses}
    own = {None, urlsplit(page.url).hostname, *OWN_LINKS}
    return [at for at, parts in hosts.items() if parts.hostname not in own or parts.scheme == "javascript"]


def visit(open_page, path, state=""):
    """A page on a record whose names are hostile."""
    page = open_page(f"{path}?data=My+own+file{state}")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(
            {"name": hostile.FILE_NAME, "mimeType": "text/csv", "buffer": hostile.record()}
        )
    return page


def test_names_in_the_address_and_in_labels_lead_nowhere(open_page):
    page = open_page(f"?data=My+own+file&file={quote_plus(hostile.ADDRESS)}")
    notice = page.tab.get_by_text("This link needs the file")
    expect(notice).to_contain_text("evil")
    assert notice.locator("a, img").count() == 0 and not foreign_links(page)
    page = visit(open_page, "loss_surface", "&slices=true")
    start = page.tab.get_by_text("Start: ").first
    expect(start).to_contain_text("evil")
    assert not foreign_links(page)


@pytest.mark.nightly
@pytest.mark.parametrize(("path", "state"), PAGES)
def test_no_page_asks_another_host_or_links_to_it(open_page, path, state):
    page = visit(open_page, path, state)
    main = page.tab.get_by_test_id("stMain")
    expect(main.locator('[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"]').first).to_be_visible()
    for fold in main.locator("summary").all():
        fold.click()
    page.settle()
    assert re.search("evil", page.tab.locator("body").inner_text())  # it is shown: else nothing was tried
    assert not foreign_links(page)
    page.screenshot(f"foreign {path}")


@pytest.mark.nightly
@pytest.mark.parametrize("path", ["", "data"])
def test_names_of_stations_lead_nowhere(open_page, path):
    page = open_page(f"{path}?data=My+own+file")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(
            {"name": hostile.FILE_NAME, "mimeType": "text/csv", "buffer": hostile.stations()}
        )
    page.tab.get_by_role("combobox", name="Station").click()
    expect(page.tab.get_by_role("option", name="South")).to_be_visible()
    assert not foreign_links(page)


@pytest.mark.nightly
def test_what_looks_like_markup_is_rendered_as_its_characters(open_page, tmp_path):
    app = tmp_path / "app.py"
    app.write_text(SHOW, encoding="utf-8")
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[browser]\ngatherUsageStats = false\n")
    with streamlit_server(app) as address:
        page = open_page(url=address)
        shown = page.tab.locator(".st-key-names")
        expect(shown.get_by_test_id("stTabs")).to_be_visible()
        made = shown.locator("[data-testid='stMarkdownContainer']").locator(MARKUP)
        assert [one.evaluate("(one) => one.outerHTML.slice(0, 120)") for one in made.all()] == []
        assert not foreign_links(page)
        assert len(shown.inner_text()) > 2 * sum(map(len, NAMES))
