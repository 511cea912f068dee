"""The page of many stations in a real browser: maps in the first view, a filter, a click to one station."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.reading import clipped, not_in_view
from tests.stations.show.tables import frame, packed

MAP = "canvas.marks"
INK = """canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let at = 0; at < data.length; at += 4)
        if (Math.abs(data[at] - data[at + 2]) + Math.abs(data[at + 1] - data[at + 2]) > 60) coloured += 1;
    return coloured;
}"""


def test_the_maps_are_in_the_first_view_and_a_filter_and_a_click_reach_them(open_page):
    page = open_page("stations")
    page.resize(1280, 720)
    maps = page.tab.locator(MAP)
    expect(maps).to_have_count(2)
    assert not_in_view(page, estimated=maps.first, true=maps.last) == []
    ink = maps.first.evaluate(INK)
    assert ink > 3_000
    slider = page.tab.get_by_role("slider", name="Years at least")
    for _ in range(8):
        with page.rerun():
            slider.press("ArrowRight")
    expect(page.tab.get_by_text(re.compile(r"of 300 stations; a click"))).to_be_visible()
    expect(page.tab).to_have_url(re.compile("least=8"))
    page.tab.wait_for_function(
        f"([canvas, ink]) => ({INK})(canvas) < ink / 2", arg=[maps.first.element_handle(), ink]
    )
    page.screenshot("stations")
    page.open("stations?find=Simulated+244")
    box = maps.first.bounding_box()
    spot = maps.first.evaluate(SPOT)
    page.tab.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    expect(page.tab.get_by_text("Simulated 244 (simulated data)")).to_be_visible()
    expect(page.tab).to_have_url(re.compile(r"data=Station\+of\+the\+map"))
    page.settle()


# The middle of the dot on a map of one, in pixels of the page; the legend's colours lie above it.
SPOT = """canvas => {
    const wide = canvas.width, high = canvas.height, top = Math.round(high * 0.3);
    const { data } = canvas.getContext('2d').getImageData(0, top, wide, high - top);
    let count = 0, x = 0, y = 0;
    for (let at = 0; at < data.length; at += 4)
        if (Math.abs(data[at] - data[at + 2]) + Math.abs(data[at + 1] - data[at + 2]) > 60) {
            count += 1; x += (at / 4) % wide; y += top + Math.floor(at / 4 / wide);
        }
    const scale = canvas.getBoundingClientRect().width / wide;
    return { x: x / count * scale, y: y / count * scale };
}"""


def test_a_row_of_the_table_opens_its_station_on_a_phone_nothing_is_cut(open_page):
    page = open_page("stations?seen=Table", width=390)
    assert clipped(page) == []
    expect(page.tab.get_by_test_id("stDataFrame")).to_be_visible()


@pytest.mark.nightly
def test_twenty_thousand_stations_are_drawn_and_filtered(open_page, tmp_path):
    count = 20_000
    many = frame(count).assign(years=1.0 + np.arange(count) % 50)
    file = tmp_path / "skill.parquet"
    file.write_bytes(packed(many))
    page = open_page("stations?stations=My+own+table")
    page.tab.get_by_role("button", name="Which stations").click()
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(file)
    page.tab.keyboard.press("Escape")
    canvas = page.tab.locator(MAP)
    expect(page.tab.get_by_text("20,000 stations; a click")).to_be_visible()
    ink = canvas.evaluate(INK)
    assert ink > 10_000
    with page.rerun():
        page.tab.get_by_role("slider", name="Years at least").press("End")
    expect(page.tab.get_by_text("0 of 20,000 stations")).to_be_visible()
    page.tab.wait_for_function(
        f"([canvas, ink]) => ({INK})(canvas) < ink / 2", arg=[canvas.element_handle(), ink]
    )
