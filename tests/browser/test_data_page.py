"""The Data page in a real browser: a file of two stations, read again as the user says, and taken away."""

import re

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import expect

CHARTS = '[data-testid="stVegaLiteChart"]'


@pytest.fixture
def two_stations(tmp_path):
    """A semicolon file with a decimal comma; Rome is always seven degrees warmer than Ulm."""
    days = pd.date_range("2020-01-01", periods=500)
    ulm = np.round(12 + 11 * np.sin(days.day_of_year.to_numpy() / 58 - 1.5), 1)
    ulm[[100, 101, 102, 300]] = np.nan
    tables = [
        pd.DataFrame({"city": city, "date": days.strftime("%d.%m.%Y"), "tmax": np.round(ulm + up, 1)})
        for city, up in (("Ulm", 0), ("Rome", 7))
    ]
    file = tmp_path / "two stations.csv"
    file.write_text(pd.concat(tables).to_csv(index=False, sep=";", decimal=","), encoding="utf-8")
    return file, ulm


def test_a_file_is_read_again_as_the_user_says_and_taken_away_clean(open_page, two_stations):
    file, ulm = two_stations
    page = open_page("data?data=My+own+file")
    with page.rerun():
        page.tab.locator('input[type="file"]').set_input_files(file)
    expect(page.tab.get_by_test_id("stMetric").first).to_contain_text("500")
    expect(page.tab.get_by_text("city;date;tmax")).to_be_visible()
    expect(page.tab.locator(CHARTS)).to_have_count(2)
    with page.rerun():
        page.tab.get_by_role("combobox", name=re.compile("Station")).click()
        page.tab.get_by_role("option", name="Rome").click()
    expect(page.tab).to_have_url(re.compile("station=Rome"))
    degrees = page.tab.get_by_test_id("stSidebar").get_by_role("radio", name="°F")
    with page.rerun():
        degrees.click()
    expect(degrees).to_be_checked()
    with page.tab.expect_download() as saved:
        page.tab.get_by_role("button", name="Cleaned daily table").click()
    table = pd.read_csv(saved.value.path(), parse_dates=["date"], index_col="date")
    np.testing.assert_allclose(table["tmax"], (ulm + 7) * 1.8 + 32, rtol=1e-9)
    with page.rerun():
        page.tab.get_by_role("link", name="Forecast").click()
    expect(page.tab.get_by_role("heading", name=re.compile("°F on"))).to_be_visible()
    expect(page.tab.locator("summary", has_text="Units and dates · 1 changed")).to_be_visible()
    assert "file=two+stations.csv" in page.tab.url and "station=Rome" in page.tab.url


def test_what_is_uncertain_is_said_beside_the_file(open_page):
    page = open_page("data")
    expect(page.tab.get_by_text("assumed")).to_be_visible()
    expect(page.tab.get_by_text("2012/01/01,0.0,12.8,5.0,4.7,drizzle")).to_be_visible()
    page.screenshot("data")


@pytest.mark.thorough
@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 390)])
def test_nothing_is_clipped(open_page, scheme, width):
    page = open_page("data?data=Simulated+station", color_scheme=scheme, width=width)
    expect(page.tab.locator(CHARTS)).to_have_count(2)
    boxes = '[data-testid="stMain"], [data-testid="stVegaLiteChart"], [data-testid="stMetric"]'
    overflow = f"[...document.querySelectorAll('{boxes}')].map(box => box.scrollWidth - box.clientWidth)"
    assert max(page.tab.evaluate(overflow)) <= 1
    page.screenshot(f"data {scheme} {width}")
