"""Names from a file are shown on every page and obeyed on none: no image is loaded, no link is made."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

DATA = Path(__file__).resolve().parents[2] / "data"
NAMES = [
    "date",
    "![a](http://evil.example/a.png)",
    "temp_max ![b](http://evil.example/b.png)",
    "https://evil.example/c",
    "www.evil.example/d me@evil.example",
    "<img src='//evil.example/e.png'>",
]
PAGES = [
    ("", ""),
    ("verdict", "&scores=Interval"),
    ("data", ""),
    ("loss_surface", ""),
    ("learning_rates", ""),
    ("step_by_step", "&points=Weather"),
]
OBEYED = "[href*='evil'], [src*='evil'], [style*='evil']"


@pytest.fixture
def hostile(tmp_path):
    """The Seattle record with other names."""
    lines = (DATA / "seattle_weather.csv").read_text().splitlines()
    file = tmp_path / "![f](http:evil.example).csv"
    file.write_text("\n".join([",".join(f'"{name}"' for name in NAMES), *lines[1:]]))
    return file


@pytest.mark.thorough
@pytest.mark.parametrize(("path", "state"), PAGES)
def test_no_page_asks_another_host_or_links_to_it(open_page, hostile, path, state):
    page = open_page(f"{path}?data=My+own+file{state}")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(hostile)
    main = page.tab.get_by_test_id("stMain")
    expect(main.locator('[data-testid="stVegaLiteChart"]').first).to_be_visible()
    assert page.tab.locator(OBEYED).count() == 0
    assert re.search("evil", main.inner_text())  # it is shown: else nothing was tried
    page.screenshot(f"foreign {path}")
